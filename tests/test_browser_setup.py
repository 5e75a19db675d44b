"""Which browser the tests take, shown with programs of a few lines in place of the real ones."""

import sys

import pytest

from tests.tools import browser


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


def test_what_cannot_be_had_is_said_in_a_line_each(programs, monkeypatch, capfd, tmp_path):
    monkeypatch.setattr(browser, "debian_root", lambda: False)
    monkeypatch.setattr(browser, "FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(sys, "executable", programs("python", "exit 1"))
    chromium = programs("chromium", "echo Chromium 142.0")
    (tmp_path / "dejavu").mkdir()
    (tmp_path / "dejavu" / "DejaVuSans.ttf").touch()
    assert browser.main() == 0
    printed = capfd.readouterr()
    assert printed.out == f"{chromium}\n"
    assert printed.err.splitlines() == [
        "Without Firefox: not here and not to be installed (firefox-esr of Debian).",
        "Without WebKit: not here and not to be installed (webkit2gtk-driver, xvfb of Debian).",
        "Without Liberation fonts: not here and not to be installed (fonts-liberation of Debian).",
    ]


def test_all_that_is_missing_is_installed_at_once(programs, monkeypatch, tmp_path):
    log = tmp_path / "log"
    monkeypatch.setattr(browser, "debian_root", lambda: True)
    monkeypatch.setattr(browser, "FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(sys, "executable", programs("python", f'echo "$@" >> {log}; exit 1'))
    programs("firefox", "echo Mozilla Firefox 142.0")
    programs("apt-get", f'echo "$@" >> {log}; [ "$1" = update ] || : > {tmp_path}/DejaVuSans.ttf')
    lines = browser.missing_extras()
    options = "-o DPkg::Lock::Timeout=300 -y --no-install-recommends"
    wanted = "webkit2gtk-driver xvfb fonts-dejavu-core fonts-liberation"
    asked = [
        line for line in log.read_text().splitlines() if not line.startswith(("-c", "import", "from", "with", " "))
    ]
    assert asked == ["update", f"install {options} {wanted}", "-m playwright install webkit"]
    assert [line.split(":")[0] for line in lines] == ["Without WebKit", "Without Liberation fonts"]


def test_ubuntus_firefox_is_a_snap_and_not_taken(programs):
    programs("firefox", 'exec /snap/bin/firefox "$@" 2>/dev/null || echo Mozilla Firefox 142.0')
    assert browser.firefox() is None


def test_without_any_browser_one_sentence_says_what_to_do(programs, monkeypatch, capfd):
    monkeypatch.setattr(browser, "debian_root", lambda: True)
    monkeypatch.setattr(sys, "executable", programs("python", "exit 1"))
    programs("apt-get", "exit 100")
    assert browser.main() == 1
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [browser.MISSING]
