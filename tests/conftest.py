"""Fixtures that start things: one browser and one running app for the whole session.

A test that asks for them is a browser test; all others run without a browser, a server or a kernel.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.tools.browser import ARGUMENTS, find
from tests.tools.servers import free_port, serving

collect_ignore = ["tools"]  # started by hand or by make, and imported by tests

expect.set_options(timeout=20_000)  # machines that run these are shared
CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds pyproject.toml."""
    return CHECKOUT


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder that begins empty; the environments of a session share it, and so pip's cache of downloads."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; it can be started once only."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium; each test opens its own context or page in it and closes it."""
    chromium = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app, started once by the command that a reader would use."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "explorer.cli", "app", "--port", str(port), "--no-browser"]
    # asked for a file that is not there, the server answers without using up a preheated kernel
    with serving(command, url + "favicon.ico", log=tmp_path_factory.mktemp("app") / "log.txt", cwd=CHECKOUT):
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of 1280 x 900; anything that a script of it throws fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    thrown: list[str] = []
    tab.on("pageerror", lambda error: thrown.append(str(error)))
    yield tab
    context.close()
    assert thrown == []
