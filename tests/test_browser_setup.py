"""Which browser the tests take, shown with programs of a few lines in place of the real ones."""

import sys

import pytest

from tests import browser


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH of one folder, and a way to put a program of one shell line there."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def program(name: str, line: str) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)
        return str(path)

    return program


def test_a_browser_on_the_path_is_taken_and_a_stub_that_does_not_start_is_not(programs):
    programs("chromium", "echo install the snap first; exit 1")
    chrome = programs("google-chrome", "echo Google Chrome 142.0")
    assert browser.find() == chrome


def test_debians_package_is_installed_where_we_may(programs, monkeypatch, tmp_path):
    monkeypatch.setattr(browser, "debian_root", lambda: True)
    chromium = tmp_path / "chromium"
    log = tmp_path / "log"
    make = f"printf '#!/bin/sh\\necho Chromium 142.0\\n' > {chromium}; /bin/chmod 755 {chromium}"
    programs("apt-get", f'echo "$1" >> {log}; [ "$1" = update ] || {{ {make}; }}')
    assert browser.install() == str(chromium)
    assert log.read_text() == "update\ninstall\n"


def test_without_any_browser_one_sentence_says_what_to_do(programs, monkeypatch, capfd):
    monkeypatch.setattr(browser, "debian_root", lambda: True)
    monkeypatch.setattr(sys, "executable", programs("python", "exit 1"))
    programs("apt-get", "exit 100")
    assert browser.main() == 1
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [browser.MISSING]
