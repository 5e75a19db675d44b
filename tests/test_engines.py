"""The app in Chromium, Firefox and WebKit: it opens, moves, shows all its views, gives a file; nothing complains."""

from collections.abc import Iterator

import pandas as pd
import pytest
from explorer.ui import sentences
from explorer.ui.markup import VIEWS
from playwright.sync_api import Playwright
from tests.pages import READY

from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.scenario.links import link
from tests.tools.browser import LIVE, without
from tests.tools.engines import ENGINES, Engine, Firefox, engine, patiently

pytestmark = pytest.mark.timeout(240)

SENTENCE = "document.querySelector('p.consequence').textContent"
BOX = '[data-parameter="{}"] [data-part="{}"]'


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
    window.until(f"{SENTENCE} === {sentences.consequence(answer(scenario))!r}")
    window.until(f"location.search === '?s={link(scenario)}'")


def test_the_share_moves_by_keys_and_by_typing(window):
    slider = BOX.format("openai_share", "slider")
    window.ask(f"document.querySelector('{slider}').focus()")
    window.press("ArrowRight", "ArrowRight", "ArrowRight")
    moved_to(window, Scenario(openai_share=0.13))
    put(window, BOX.format("openai_share", "central"), "25.5")
    moved_to(window, Scenario(openai_share=0.255))


def test_a_number_in_another_countrys_way_is_understood_or_asked_about(window):
    put(window, BOX.format("openai_share", "central"), "1,5")
    moved_to(window, Scenario(openai_share=0.015))
    put(window, BOX.format("rack_rate_start", "high"), "2,000")
    fault = "document.querySelector('[data-parameter=rack_rate_start] [data-fault]').textContent"
    window.until(f"{fault}.includes('“2,000” may be 2000 or 2. Still in use: 900 to 1,000')")
    moved_to(window, Scenario(openai_share=0.015))


def test_every_view_opens_with_its_charts(window):
    charts = "[...document.querySelectorAll('[role=tabpanel]:not([hidden]) [data-figure] .main-svg')]"
    drawn = {}
    for name in VIEWS:
        window.click(f"#explorer-tab-{name}")
        window.until(f"({READY})() && !document.querySelector('[data-panel={name}]').hidden")
        sizes = window.ask(f"{charts}.map((chart) => [chart.clientWidth, chart.clientHeight])")
        drawn[name] = len(sizes)
        assert all(width > 250 and height > 100 for width, height in sizes), name
    assert {name for name, count in drawn.items() if count} >= {"answer", "capacity", "timeline"}
    assert window.ask("document.documentElement.scrollWidth <= innerWidth")


def test_a_charts_numbers_come_as_a_file(window):
    window.click("#explorer-tab-answer")
    put(window, BOX.format("openai_share", "central"), "20")
    moved_to(window, Scenario(openai_share=0.2))
    window.click('[data-figure="shares"] details[data-texts] > summary')
    window.click('[data-figure="shares"] [data-take="csv"]')
    table = pd.read_csv(window.file("buildout-explorer-shares*.csv"))
    assert table["scenario"].str.contains("OpenAI's share: 20%").all()
    assert table["link"][0].endswith(f"?s={link(Scenario(openai_share=0.2))}")


def test_charts_fill_their_column_again_after_printing(window):
    """Firefox alone can be told to print without asking; it says that it has while the styles of paper still hold."""
    if not isinstance(window, Firefox):
        pytest.skip("prints only where somebody answers its dialog")
    widths = "[...document.querySelectorAll('[data-panel=answer] .main-svg')].map((chart) => chart.clientWidth)"
    window.click("#explorer-tab-answer")
    window.until(f"({READY})() && !!document.querySelector('[data-at-rest]')")
    before = window.ask(widths)
    window.ask("window.printed = new Promise((done) => addEventListener('afterprint', done)), 0")
    window.ask("setTimeout(() => print()), 0")
    window.ask("window.printed.then(() => 0)")
    window.until(f"!matchMedia('print').matches && String({widths}) === {','.join(map(str, before))!r}")
    assert window.ask("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_of_this_brings_an_error_into_the_console(window):
    """And one that there is would be heard."""
    assert window.faults() == []
    window.ask("setTimeout(() => { throw new Error('to be heard') }), 0")
    patiently(lambda: "to be heard" in " ".join(window.faults()) or None, "the error in the console")
