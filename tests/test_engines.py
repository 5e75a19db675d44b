"""The app in Chromium, Firefox and WebKit: it opens, moves, gives a file, lives through paper; nothing complains."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Error, Playwright

from explorer import page
from explorer.page import address
from explorer.page.view import View
from explorer.scenario import Scenario
from tests.tools.browser import LIVE, SHARE, TITLE, without
from tests.tools.engines import ENGINES, PREFERENCES, Engine, engine, patiently
from tests.tools.readers import headline
from tests.tools.servers import hosted

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module", params=ENGINES)
def window(
    request: pytest.FixtureRequest, playwright: Playwright, app_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The live app in one of the engines."""
    with engine(request.param, tmp_path_factory.mktemp(request.param), playwright) as found:
        if found is None:
            pytest.skip(without(request.param))
        found.open(app_url)
        found.until(f"!!document.querySelector('{LIVE}')")
        yield found


def put(window: Engine, selector: str, text: str) -> None:
    """Type over what stands in a box, and be done with it."""
    window.click(selector)
    window.ask(f"document.querySelector('{selector}').select()")
    window.press(*text, "Enter")


def moved_to(window: Engine, scenario: Scenario) -> None:
    """Wait until sentence and address are those of a scenario."""
    window.until(f"document.querySelector('{TITLE}').textContent === {headline(scenario)!r}")
    window.until(f"location.search === '?{address.query(View(scenario))}'")


def test_the_share_moves_by_keys_and_by_typing(window):
    window.ask(f"document.querySelector('{SHARE}').focus()")
    window.press("ArrowUp", "ArrowUp", "ArrowUp")
    moved_to(window, Scenario(openai_share=0.13))
    put(window, SHARE, "25.5")
    moved_to(window, Scenario(openai_share=0.255))


def test_a_number_in_another_countrys_way_is_understood_or_asked_about(window):
    put(window, SHARE, "1,5")
    moved_to(window, Scenario(openai_share=0.015))
    window.click(".ctl [data-drawer]")
    put(window, ".drawer [data-parameter=rack_rate_start] [data-part=high]", "2,000")
    fault = "document.querySelector('.drawer [data-parameter=rack_rate_start] [data-fault]').textContent"
    window.until(f"{fault}.includes('“2,000” may be 2000 or 2. Still in use: 900 to 1,000')")
    window.press("Escape")
    moved_to(window, Scenario(openai_share=0.015))


def test_every_chart_of_the_story_is_drawn_within_its_width(window):
    sizes = window.ask(
        "[...document.querySelectorAll('#story svg.chart')].filter((one) => one.getBoundingClientRect().width)"
        ".map((one) => [one.getBoundingClientRect().width, one.getBoundingClientRect().height])"
    )
    assert len(sizes) >= 6
    assert all(width > 250 and height > 60 for width, height in sizes)
    assert window.ask("document.documentElement.scrollWidth <= innerWidth")


def test_a_charts_numbers_and_its_picture_come_as_files(window):
    put(window, SHARE, "20")
    moved_to(window, Scenario(openai_share=0.2))
    window.click('[data-chart="shares"] .take > summary')
    window.click('[data-chart="shares"] [data-take="csv"]')
    table = pd.read_csv(window.file("buildout-explorer-shares*.csv"))
    assert table["scenario"][0] == "OpenAI's share 20% instead of 10%"
    assert table["link"][0].endswith("?s=2~os_p_0.2")
    window.click('[data-chart="shares"] [data-take="png"]')
    first = window.file("buildout-explorer-shares*.png").read_bytes()
    assert first[1:4] == b"PNG"
    assert len(first) > 20_000  # with its letters: in Safari the first one may lack them


def test_nothing_of_this_brings_an_error_into_the_console(window):
    """And one that there is would be heard."""
    assert window.faults() == []
    window.ask("setTimeout(() => { throw new Error('to be heard') }), 0")
    patiently(lambda: "to be heard" in " ".join(window.faults()) or None, "the error in the console")


def test_a_page_that_is_loaded_again_shows_what_its_address_holds(window):
    """Firefox puts what was typed back into the boxes of a page that lets it."""
    put(window, SHARE, "35")
    moved_to(window, Scenario(openai_share=0.35))
    window.ask("void setTimeout(() => location.reload())")

    def again() -> bool | None:
        with suppress(RuntimeError, Error):  # between two pages there is none to ask
            return window.ask(f"performance.getEntriesByType('navigation')[0].type === 'reload' && !!{live}") or None

    live = f"document.querySelector('{LIVE}')"
    patiently(again, "the page again")
    moved_to(window, Scenario(openai_share=0.35))
    assert window.ask("[...document.querySelectorAll('[data-share]')].every((one) => one.value === '35')")
    assert window.ask("document.querySelector('[data-goal=amount]').value") == "10"


TAKE = Path(page.__file__).parent.joinpath("js/take.js").read_text("utf-8").replace("export ", "")
PICTURE = 'png(\'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\', 9, 9)'


def test_a_browser_that_makes_noise_of_pictures_is_told_from_one_that_gives_them(tmp_path, playwright, monkeypatch):
    """Firefox, where it guards against being recognised, gives pages no picture back, but colours by chance.

    That it gives one where it does not is seen above.
    """
    monkeypatch.setitem(PREFERENCES, "privacy.resistFingerprinting", True)
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><script>{TAKE}</script>", "utf-8")
    with engine("Firefox", tmp_path, playwright) as firefox:
        if firefox is None:
            pytest.skip(without("Firefox"))
        with hosted(tmp_path) as url:
            firefox.open(f"{url}page.html")
            told = firefox.ask(f"{PICTURE}.then((file) => file.type, (fault) => fault.message)")
    assert told == "noise"
