"""The live page where readers have it: other colours, letters, frames, wheels, countries and dialogs of the browser."""

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, PdfMargins, expect

from explorer.model import simulate
from explorer.page.results import dollar_cards
from explorer.page.take import brief
from explorer.scenario import Scenario
from explorer.scenario.distributions import triangular, uniform
from explorer.seeds import load
from tests.conftest import entered, tab
from tests.tools.browser import LIVE, SHARE, TITLE, opened
from tests.tools.readers import headline
from tests.tools.servers import hosted

pytestmark = pytest.mark.timeout(240)
WIDER = "* { letter-spacing: 0.11em !important; }"
"""About a quarter wider, as with a wide font that a reader has set for all pages."""
SEEN_COLOURS = """async (data) => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height), draw = canvas.getContext("2d");
    draw.drawImage(picture, 0, 0);
    const bytes = new Uint32Array(draw.getImageData(0, 0, picture.width, picture.height).data.buffer);
    return new Set(bytes).size; }"""


@pytest.fixture
def page(at_start: Page) -> Page:
    return at_start


def colours(page: Page, selector: str) -> int:
    """How many colours a part of the page is drawn in."""
    place = page.locator(f"{selector} >> visible=true").first
    place.scroll_into_view_if_needed()
    picture = base64.b64encode(place.screenshot()).decode()
    blank = page.context.new_page()  # the app's own policy lets nothing be loaded
    seen = blank.evaluate(SEEN_COLOURS, picture)
    blank.close()
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_the_colours_of_a_contrast_theme_charts_are_drawn(page, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    assert colours(page, '[data-plot="shares"]') > 100
    assert colours(page, ".racks") > 2
    assert colours(page, "#matters .bar") > 3


def test_a_wheel_over_a_box_moves_the_page_and_no_number(page):
    box = page.locator(SHARE)
    box.click()
    at = box.bounding_box()
    assert at
    page.mouse.move(at["x"] + 5, at["y"] + 5)
    for _ in range(3):
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(50)
    assert page.evaluate("scrollY") > 0
    box.blur()
    expect(page.locator(TITLE)).to_have_text(headline(Scenario()))
    assert box.input_value() == "10"


@pytest.mark.parametrize("width", [1440, 1280, 1100])
def test_nothing_at_the_top_jumps_when_the_share_moves(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    tops = """() => ['.ctl input[type=range]', '[data-plot="shares"]', '.out'].map(
        (one) => Math.round(document.querySelector(one).getBoundingClientRect().top + scrollY))"""
    box = page.locator(SHARE)
    seen = set()
    for share in ("10", "0", "2", "20", "34", "70", "94", "100"):
        entered(box, share)
        expect(page.locator(TITLE)).to_have_text(headline(Scenario(openai_share=int(share) / 100)))
        page.wait_for_selector("[data-at-rest]")
        seen.add(tuple(page.evaluate(tops)))
    assert len(seen) == 1, seen


CUT = """() => [...document.querySelectorAll("svg.chart")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
    const around = svg.closest(".chart-frame").getBoundingClientRect(), name = svg.closest("[data-plot]").dataset.plot;
    return [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < around.left - 1 || box.right > around.right + 1);
    }).map((text) => name + ": " + text.textContent); })"""


@pytest.mark.parametrize(("width", "letters"), [(1280, WIDER), (390, WIDER), (390, ""), (320, "")])
def test_no_words_are_cut_whatever_the_letters(page, width, letters):
    page.set_viewport_size({"width": width - 1, "height": 900})
    page.evaluate(
        "(style) => document.head.append(Object.assign(document.createElement('style'), "
        "{ id: 'letters', textContent: style }))",
        letters,
    )
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(1000)
    page.wait_for_selector("[data-at-rest]")
    try:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []
    finally:
        page.evaluate("document.getElementById('letters').remove()")


def test_text_of_twice_the_size_stays_within_the_page(page):
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_timeout(500)
    try:
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        page.set_viewport_size({"width": 640, "height": 900})
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
    finally:
        page.evaluate("document.documentElement.style.fontSize = ''")


def test_after_the_dialog_for_printing_the_page_is_as_before(page):
    width = "document.querySelector('[data-plot=\"shares\"]').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(300)
    assert page.evaluate(width) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


PRESSED = """() => [
    ...document.querySelectorAll("header, .dock, .drawer, dialog, select, [type=range], button:not(.link, .chip)")
    ].filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"""
UNFOLDED = """() => [...document.querySelectorAll("#story .plot, #story .bar")].filter((one) =>
    !one.closest("[hidden]") && !one.getBoundingClientRect().height).map((one) => one.outerHTML.slice(0, 80))"""


def sheets(page: Page, paper: str) -> int:
    """How many it takes to print the page."""
    margin = PdfMargins(top="10mm", bottom="10mm", left="10mm", right="10mm")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=paper, margin=margin)))


def printed(page: Page, how: str = "button") -> None:
    """The page as its own command has it when the browser's dialog opens."""
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = ''; } }")
    page.keyboard.press("Control+p") if how == "keys" else page.locator("[data-print]").dispatch_event("click")
    page.wait_for_selector("body[data-printed]")
    page.evaluate("() => { delete document.body.dataset.printed; dispatchEvent(new Event('beforeprint')); }")


@pytest.mark.parametrize("width", [1280, 390])
def test_on_paper_all_is_unfolded_and_nothing_cut_or_to_be_pressed(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_selector("[data-at-rest]")
    printed(page)
    page.locator("#matters [data-drawer]").evaluate("(button) => button.click()")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less 10 mm at each side
    assert page.evaluate(PRESSED) == []
    assert page.evaluate(UNFOLDED) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    assert 5 < sheets(page, "A4") < 12
    assert 5 < sheets(page, "Letter") < 12


@pytest.mark.parametrize("how", ["button", "keys", "menu"])
def test_what_is_printed_is_of_one_scenario(page, how):
    """What nobody is near is worked out before; the browser's own menu waits for nothing, and that is left out."""
    entered(page.locator(SHARE), "30")
    page.wait_for_selector("[data-at-rest]")
    if how == "menu":
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(page.locator("#money")).to_be_hidden()
        expect(page.locator("#claims")).to_be_visible()
    else:
        printed(page, how)
        middle = dollar_cards(simulate(Scenario(openai_share=0.3)), "2029-12", load().deal)[0]["middle"]
        assert middle in page.locator("#money").inner_text()


def test_the_brief_is_one_sheet_whatever_the_paper(window):
    with tab(window) as page:
        for scenario in (Scenario(), Scenario(openai_share=triangular(0.12, 0.3, 0.55), rack_power_kw=150)):
            page.set_content(brief(scenario, page_url="https://example.org/explorer/"))
            assert [sheets(page, paper) for paper in ("A4", "Letter")] == [1, 1]


def test_a_file_is_given_by_a_link_that_stands_in_the_page_and_no_more_is_said(page):
    """Inside other apps a link that stands nowhere gives none; whether it was kept, no page knows."""
    page.evaluate("addEventListener('click', ({ target }) => { if (target.download) target.before(target.download); })")
    page.locator('[data-chart="shares"] .take summary').click()
    page.locator('[data-chart="shares"] [data-take="csv"]').click()
    expect(page.locator("[data-toast]")).to_have_text("buildout-explorer-shares.csv given to your browser to save.")
    assert page.evaluate("document.body.lastChild.textContent") == "buildout-explorer-shares.csv"
    page.locator('[data-chart="shares"] .take summary').click()


MOVES = """async ([selector, times]) => {
    const box = document.querySelector(selector);
    for (let turn = 0; turn < 2 * times; turn += 1) {
        box.dispatchEvent(new KeyboardEvent("keydown", { key: turn % 2 ? "PageDown" : "PageUp", bubbles: true }));
        await new Promise((next) => setTimeout(next, 20));
    } }"""


def test_an_hour_of_moves_leaves_nothing_behind(page):
    """Neither places in the browser's history nor parts of pictures that were drawn anew."""
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")

    def held() -> dict[str, float]:
        tools.send("HeapProfiler.collectGarbage")
        told = tools.send("Performance.getMetrics")["metrics"]
        return {
            one["name"]: one["value"] for one in told if one["name"] in ("Nodes", "JSEventListeners", "JSHeapUsedSize")
        }

    def moved(times: int) -> None:
        page.evaluate(MOVES, [SHARE, times])
        page.wait_for_selector("[data-at-rest]")

    moved(20)
    before, places = held(), page.evaluate("history.length")
    moved(120)
    after = held()
    assert page.evaluate("history.length") == places
    assert {name: after[name] / before[name] for name in before if after[name] > 1.1 * before[name]} == {}


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_back_from_another_page_a_reader_is_where_they_were_with_what_they_had_unfolded_and_moves_on(
    browser, app_url, width, height
):
    title = [headline(Scenario(openai_share=share, rack_rate_target=uniform(1200, 1800))) for share in (0.44, 0.45)]
    with browser.new_context() as context, tab(context) as page:
        page.set_viewport_size({"width": width, "height": height})
        opened(page, f"{app_url}?s=2~os_p_0.3~rt_u_1200_1800")
        box = page.locator(f"{SHARE}, .dock input[type=text] >> visible=true").first
        entered(box, "44")
        page.wait_for_url(re.compile("os_p_0.44"))
        page.evaluate("for (const name of ['two', 'ask']) document.querySelector(`#${name} .part`).open ^= true")
        page.evaluate("scrollTo(0, document.querySelector('#matters').offsetTop)")
        page.wait_for_timeout(500)  # what has come near is asked for
        page.wait_for_selector("[data-at-rest]")
        seen = """() => [
            Math.round(document.querySelector('#matters-title').getBoundingClientRect().top),
            ...[...document.querySelectorAll('.part, .fold')].map((fold) => fold.open),
        ]"""
        before = page.evaluate(seen)
        page.goto("about:blank")
        page.go_back()
        page.wait_for_selector(f"{LIVE}[data-at-rest]", timeout=60_000)
        assert page.evaluate(seen) == before
        expect(page.locator('[data-plot="shares"] svg.chart >> visible=true')).to_have_count(1)
        expect(page.locator(TITLE)).to_have_text(title[0])
        box.press("ArrowUp")
        expect(page.locator(TITLE)).to_have_text(title[1])


@pytest.fixture(scope="module")
def newsroom(app_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another site, whose pages show a chart of ours in a frame: as it is, and kept from much."""
    folder = tmp_path_factory.mktemp("newsroom")
    hear = "window.heights = []; addEventListener('message', (event) => heights.push(event.data.explorerHeight));"
    for name, sandbox in (("open", ""), ("sandboxed", 'sandbox="allow-scripts"')):
        frame = f'<iframe src="{app_url}?embed=shares" width="480" height="900" {sandbox}></iframe>'
        (folder / f"{name}.html").write_text(
            f"<!DOCTYPE html><title>News</title><script>{hear}</script>{frame}", "utf-8"
        )
    with hosted(folder) as url:
        yield url.replace("127.0.0.1", "localhost").rstrip("/")  # another site than the app's


def test_a_chart_in_a_frame_tells_its_height(window, newsroom):
    with tab(window) as page:
        page.goto(f"{newsroom}/open.html")
        page.wait_for_function("heights.length > 0", timeout=60_000)
        inside = page.frames[1]
        expect(inside.locator("svg.chart >> visible=true")).to_have_count(1)
        page.wait_for_timeout(500)
        needed = inside.evaluate("Math.ceil(document.querySelector('.explorer').getBoundingClientRect().height)")
        assert page.evaluate("heights.at(-1)") == needed
        page.evaluate("document.querySelector('iframe').height = heights.at(-1)")
        page.wait_for_timeout(200)
        assert inside.evaluate("[innerHeight, document.documentElement.scrollHeight]") == [needed, needed]


def test_a_frame_that_keeps_the_chart_from_its_model_says_so_and_leads_to_it(window, newsroom):
    with tab(window) as page:
        page.goto(f"{newsroom}/sandboxed.html")
        inside = page.frame_locator("iframe")
        expect(inside.locator("#explorer-late")).to_contain_text("keeps it from its model")
        way = inside.get_by_role("link", name="Open it on a page of its own")
        expect(way).to_have_attribute("target", "_blank")
