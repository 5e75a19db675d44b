"""What is started once and shared: one browser with one window, and one running app.

A test that asks for them is a browser test; all others run without a browser, a server or a kernel.
"""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect, sync_playwright

from explorer import cli
from explorer.scenario import Scenario
from explorer.serving.launch import leave_out_slow_parser
from tests.tools.browser import ARGUMENTS, TITLE, find, opened
from tests.tools.readers import Reader, headline, health, until
from tests.tools.servers import public

collect_ignore = ["tools"]  # run by hand or by make; what tests need of it they import

leave_out_slow_parser()
expect.set_options(timeout=20_000)  # machines that run these are shared
CHECKOUT = Path(__file__).resolve().parent.parent
STARTED = {"browser", "server", "url", "site"}
"""Fixtures that take long: files of tests that ask for one begin first, so that none is left alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    long = {item.path for item in items if STARTED & {*getattr(item, "fixturenames", ())}}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds pyproject.toml."""
    return CHECKOUT


@pytest.fixture(scope="session")
def deal() -> Path:
    """The seeds of the second deal, of docs/own-sources.md, to be read and not to be changed."""
    return CHECKOUT / "docs" / "examples" / "openai-amd"


@pytest.fixture
def evidence(deal: Path, tmp_path: Path) -> Path:
    """The second deal without its assumptions and what speaks of them: sources, claims, steps and questions."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    for name in ("sources.toml", "claims.toml", "milestones.toml", "facts.toml"):
        shutil.copy(deal / name, folder)
    return folder


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command, see that it ends with this status, and give what it printed."""

    def ran(status: int, *arguments: object) -> Any:
        assert cli.main([*map(str, arguments)]) == status
        return capsys.readouterr()

    return ran


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; it can be started once only."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium."""
    chromium = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """The window whose tabs most tests open: what one page has loaded is there for the next."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app as strangers get it, where a page is there soonest; `test_package` starts it as a reader."""
    log = tmp_path_factory.mktemp("app") / "log.txt"
    with public(log, preheated=2, readers=60, lost_s=10, embed_from=("https://news.example",)) as (url, _):
        yield url


@contextmanager
def tab(context: BrowserContext) -> Generator[Page]:
    """A tab of 1280 x 900; anything that a script of it throws fails the test."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    page.close(run_before_unload=True)  # so that its kernel goes
    assert thrown == []


def entered(box: Locator, text: str) -> None:
    """Put a text into a box, as a reader does."""
    box.fill(text)
    box.press("Enter")


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A fresh tab."""
    with tab(window) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def live(window: BrowserContext, app_url: str) -> Iterator[Page]:
    """The live page, opened once for a file of tests."""
    with tab(window) as page:
        yield opened(page, app_url)


@pytest.fixture
def at_start(live: Page) -> Page:
    """The live page at its starting point, at its top."""
    live.set_viewport_size({"width": 1280, "height": 900})
    live.emulate_media(media="screen", color_scheme="light", forced_colors="none", reduced_motion="no-preference")
    live.keyboard.press("Escape")
    live.evaluate("location.hash = 'answer'")
    live.wait_for_selector("[data-at-rest]")
    if live.locator("[data-reset='']").first.is_visible():
        live.locator("[data-reset='']").first.click()
    expect(live.locator(TITLE)).to_have_text(headline(Scenario()))
    live.evaluate("scrollTo(0, 0)")
    return live


@pytest.fixture
def url(server: tuple[str, Popen]) -> Iterator[str]:
    """The address of the server of a file of tests, with nobody there afterwards."""
    yield server[0]
    until(lambda: health(server[0])["sessions"] == 0)


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    """A page that somebody has opened without a browser, at the server of a file of tests, and leaves in the end."""
    reader = Reader(url).join()
    reader.open()
    yield reader
    assert reader.leave() == 204
