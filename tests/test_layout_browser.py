"""Where things stand, in a real browser with one set of letters after another: DejaVu, Liberation, and a quarter wider.

No layout may hang on the widths of letters, which are the reader's. Where one of the fonts is missing, a line says so.
"""

from collections.abc import Iterator
from itertools import chain

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from explorer.ui.markup import VIEWS
from tests.conftest import tab
from tests.pages import READY, TOP, as_first_seen, show
from tests.tools.browser import ARGUMENTS, find, fonts_alone, opened, without

pytestmark = pytest.mark.timeout(180)

WIDER = """new MutationObserver((_, seen) => { if (!document.head) return; seen.disconnect();
  const style = document.createElement("style"); style.textContent = "* { letter-spacing: .13em !important }";
  document.head.append(style); }).observe(document, { childList: true, subtree: true });"""
"""Letters take half the height of their font, give or take; so much between them is a quarter more."""


@pytest.fixture(scope="module", params=["DejaVu", "Liberation", "wider"])
def context(
    request: pytest.FixtureRequest, browser: Browser, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """Windows of a browser that has the letters of this run."""
    own = None
    if request.param != "wider":
        env = fonts_alone(request.param, tmp_path_factory.mktemp("fonts"))
        if env is None:
            pytest.skip(without(f"{request.param} fonts"))
        own = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS), env=env)
    windows = (own or browser).new_context(viewport={"width": 1280, "height": 900})
    if not own:
        windows.add_init_script(WIDER)
    yield windows
    windows.close()
    if own:
        own.close()


@pytest.fixture(scope="module")
def shared(context: BrowserContext, app_url: str) -> Iterator[Page]:
    with tab(context) as live:
        yield opened(live, app_url)


@pytest.fixture
def page(shared: Page) -> Page:
    return as_first_seen(shared)


def test_the_letters_are_those_of_this_run(request, page):
    """Else all else here would say nothing. An n is so many parts of its height wide.

    Where there is Liberation alone, Debian's settings take its Mono for all letters.
    """
    width = """(spacing) => { const one = document.createElement("span"); one.textContent = "nnnnnnnnnn";
      one.style.cssText = `font: 100px system-ui; letter-spacing: ${spacing} !important`; document.body.append(one);
      const { width } = one.getBoundingClientRect(); one.remove(); return width / 1000; }"""
    letters = request.node.callspec.params["context"]
    known = {"DejaVu": (0.634,), "Liberation": (0.556, 0.6)}
    if letters == "wider":
        spaced = page.evaluate(width.replace("; letter-spacing: ${spacing} !important", ""), "")
        assert 1.19 < spaced / page.evaluate(width, "0") < 1.3
    else:
        assert round(page.evaluate(width, "0"), 3) in known[letters]


def drawn(page: Page, figure: str) -> int:
    """How often a chart has been drawn."""
    return int(page.locator(f'[data-figure="{figure}"] .plot').get_attribute("data-drawn") or 0)


def at_rest(page: Page) -> int:
    """Wait until nothing is on its way, plotly's own drawing included; how often the chart of shares was drawn."""
    page.wait_for_selector("[data-at-rest]")
    count = -1
    while count != (count := drawn(page, "shares")):
        page.wait_for_timeout(600)
    return count


DRAWN_SINCE = "(count) => document.querySelector('[data-figure=shares] .plot').dataset.drawn > count"


# --- focus
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const linear = (part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => linear(part / 255))
    .reduce((sum, part, index) => sum + part * [.2126, .7152, .0722][index], 0);
  const clear = (place) => /rgba\\(0, 0, 0, 0\\)/.test(getComputedStyle(place).backgroundColor);
  let behind = one.parentElement;
  while (behind.parentElement && clear(behind)) behind = behind.parentElement;
  const ground = getComputedStyle(behind).backgroundColor;
  const [more, less] = [light(style.outlineColor), light(ground)].sort((a, b) => b - a);
  const line = one.getClientRects()[0]; // of a link over two lines: between both may stand other words
  const middle = Math.max(1, line.left + Math.min(line.width, innerWidth) / 2);
  const hit = document.elementFromPoint(middle, line.top + Math.min(line.height / 2, 40));
  return {
    html: one.outerHTML.slice(0, 140),
    body: one === document.body,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    contrast: (more + .05) / (less + .05),
    inside: box.top >= -2 && box.top < innerHeight && box.left >= -2 && box.right <= innerWidth + 2,
    covered: !(hit && (one.contains(hit) || hit.contains(one))),
  };
}"""


def test_the_focus_is_seen_at_every_stop(page):
    """Tab from the top to the end: at each stop a ring of 3:1 or more, in the window, and nothing lies over it."""
    faults = []
    for scheme, width, noticed in (
        ("light", 1280, False),
        ("dark", 1280, False),
        ("light", 320, False),
        ("light", 390, True),
    ):
        page.emulate_media(color_scheme=scheme)
        count, crossed = drawn(page, "shares"), (page.viewport_size or {})["width"] > 900 >= width
        page.set_viewport_size({"width": width, "height": 700})
        if crossed:  # the narrow charts come with a reply, and with them parts of the page anew
            page.wait_for_function(DRAWN_SINCE, arg=count)
        if noticed:
            raise_share(page)
        at_rest(page)  # what comes late, such as what decides, would take the place of what holds the focus
        page.evaluate(TOP)
        stops = 0
        for _ in range(250):
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUS)
            if stop["body"]:
                break
            stops += 1
            if not stop["ring"] or stop["contrast"] < 3 or not stop["inside"] or stop["covered"]:
                faults.append((scheme, width, stop))
        assert stops > 60, (scheme, width)
    assert not faults, "\n".join(map(str, faults))


# --- reflow
LOST = """() => {
  const lost = [];
  for (const one of document.querySelectorAll(".explorer *")) {
    const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!(says || one.matches("input, select, button"))) continue;
    if (!one.checkVisibility() || one.closest(".unseen, .skip, svg, option, .dock")) continue;
    const range = document.createRange();
    range.selectNodeContents(one);
    const box = one.matches("input, select") ? one.getBoundingClientRect() : range.getBoundingClientRect();
    if (box.width < 1) continue;
    let [left, right] = [0, document.documentElement.clientWidth], scrolls = false;
    for (let up = one.parentElement; up && !scrolls; up = up.parentElement) {
      const { overflowX } = getComputedStyle(up), edge = up.getBoundingClientRect();
      scrolls = up.matches(".scroll"); // a table may be scrolled sideways, by keyboard too
      if (!scrolls && overflowX !== "visible") [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    }
    if (!scrolls && (box.left < left - 1.5 || box.right > right + 1.5)) lost.push(one.outerHTML.slice(0, 140));
    if (one.matches("input[inputmode]") && one.scrollWidth > one.clientWidth + 1) lost.push(one.outerHTML);
  }
  return lost;
}"""

SPACING = """.explorer * { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; }
.explorer p { margin-bottom: 2em !important; }"""


def test_nothing_is_lost_when_the_page_is_narrow_enlarged_or_spaced(page):
    """320 x 256 CSS pixels is a window of 1280 x 1024 at 400%; the spacing is that of WCAG 1.4.12."""
    page.evaluate("for (const group of document.querySelectorAll('details.group')) group.open = true")
    added, lost = page.add_style_tag(content=SPACING), []
    for label in VIEWS.values():
        show(page, label)
        for width, height, spaced in ((1280, 900, True), (390, 800, False), (320, 640, True), (320, 256, False)):
            page.set_viewport_size({"width": width, "height": height})
            added.evaluate("(style, spaced) => { style.disabled = !spaced; }", spaced)
            page.wait_for_function(READY)
            lost += [(label, width, spaced, html) for html in page.evaluate(LOST)]
    added.evaluate("(style) => style.remove()")
    assert lost == []


# --- charts
def test_a_chart_moved_at_once_is_the_chart_that_plotly_draws(page):
    """The marker moves with the control, the rest with the reply; what plotly draws in the end stands where they do."""
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    box = page.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    count = at_rest(page)
    ends = """async (count) => { const plot = document.querySelector('[data-figure="shares"] .plot');
        const parts = [".js-line", ".js-fill", ".point", ".textpoint text"].map((part) => ".trace " + part).join();
        const ends = () => [...plot.querySelectorAll(parts)]
          .filter((part) => part.getBBox().width || part.getBBox().height).map((part) => part.getBoundingClientRect())
          .map((box) => [box.left, box.top, box.right, box.bottom]);
        const paths = () => [...plot.querySelectorAll(".trace path")].map((path) => path.getAttribute("d"));
        const drawings = (n) => new Promise((resolve) => { const look = () =>
          Number(plot.dataset.drawn) < count + n ? requestAnimationFrame(look) : resolve([ends(), paths()]); look(); });
        return [await drawings(1), await drawings(2), await drawings(3)]; }"""
    page.evaluate(f"void (window.ends = ({ends})({count}))")
    box.fill("30")
    box.press("Tab")
    *shown, (settled, settled_paths) = page.evaluate("window.ends")
    for moved, paths in shown:
        assert paths == settled_paths
        assert len(moved) == len(settled) > 10
        pairs = zip(chain(*moved), chain(*settled), strict=True)
        assert max(abs(one - other) for one, other in pairs) < 1.5, "in pixels"


# --- notices
PLACES = """() => { const notice = document.querySelector("[data-slot=notice]");
  const places = () => [".share input[type=range]", "[data-figure=shares] .plot"]
    .map((part) => document.querySelector(part).getBoundingClientRect().top + scrollY);
  const seen = notice.hidden || notice.getBoundingClientRect().bottom <= innerHeight + 0.5;
  const now = places(), hidden = notice.hidden;
  notice.hidden = true;
  const without = places();
  notice.hidden = hidden;
  return { now, without, seen }; }"""
WIDTHS = (320, 360, 390, 480, 600, 768, 900, 901, 940, 1024, 1100, 1180, 1280, 1366, 1440, 1600, 1920)


def places(page: Page) -> dict[int, dict]:
    """How far down slider and chart stand at each width, with the notice and without it, and whether that is seen."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate(PLACES)
    return found


def raise_share(page: Page, times: int = 2) -> None:
    """With PageUp; from 20% on it is in some cases more than is made in the U.S., which the page then says."""
    page.get_by_role("slider", name="Share for OpenAI", exact=True).focus()
    for _ in range(times):
        page.keyboard.press("PageUp")
    notice = page.locator(".notice[data-slot=notice]")
    expect(notice).to_contain_text("larger share of the racks than is made in the U.S.")


def test_a_notice_pushes_neither_the_control_away_that_brings_it_nor_the_chart(page):
    before = places(page)
    raise_share(page)
    after = places(page)
    assert [width for width in WIDTHS if not after[width]["seen"]] == []
    assert [width for width in WIDTHS if after[width]["now"] != after[width]["without"]] == []
    # under a narrow sentence both may go up or down by a line of its own; beside it they stay
    assert {width: after[width]["now"] for width in WIDTHS if width > 900} == {
        width: before[width]["now"] for width in WIDTHS if width > 900
    }


def test_the_tools_stand_beside_the_choice_of_colours_or_under_it(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        tools, colours = (page.locator(part).bounding_box() for part in (".tools", ".colours"))
        assert tools is not None
        assert colours is not None
        beside = tools["x"] >= colours["x"] + colours["width"]
        assert beside or tools["y"] >= colours["y"] + colours["height"], width
