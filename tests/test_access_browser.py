"""The page for everyone, in a real browser: names, keyboard, colours, motion, touch, paper.

One page serves all these tests, since opening it is what takes long; each sets the window and colours that it needs.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from explorer.analysis.answer import answer
from explorer.charts import style
from explorer.scenario import Scenario
from explorer.scenario.distributions import triangular
from explorer.ui import sentences
from explorer.ui.markup import VIEWS
from tests.pages import as_first_seen, count_colours, show
from tests.tools.browser import opened

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def page(shared: Page) -> Page:
    return as_first_seen(shared)


def colours(page: Page) -> str:
    """The colour of the ground as the page has it."""
    return page.evaluate(
        "getComputedStyle(document.querySelector('.explorer')).getPropertyValue('--chart-ground')"
    ).strip()


# --- machine check
RUN = """([part, options]) => axe.run(part, { resultTypes: ["violations"], preload: false, ...options })
  .then(({ violations }) => violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => [id, nodes[0].html.slice(0, 160)]))"""


def test_axe_finds_nothing_serious_in_any_view_wide_dark_or_narrow(page):
    # what stands outside of the views is asked once; rows further down a table are like those above
    rest = page.add_style_tag(content="tbody tr:nth-child(n + 13) { display: none }")
    page.evaluate(Axe().axe_script)
    grave = []
    for label in ("", *VIEWS.values()):
        if label:
            show(page, label)
        part = {"include": [["[role=tabpanel]:not([hidden])"]]} if label else {"exclude": [["main"]]}
        for width, scheme in ((1280, "light"), (1280, "dark"), (320, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            # only the contrast depends on the colours
            only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if scheme == "dark" else {}
            grave += [(label, width, scheme, *found) for found in page.evaluate(RUN, [part, only])]
    rest.evaluate("(style) => style.remove()")
    assert grave == []


def test_there_is_one_of_each_landmark(page):
    """The shell of the server brings a header and a footer of its own, empty; they are no landmarks of the page."""
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role


def test_every_control_has_the_name_that_is_seen(page):
    """WCAG 2.5.3: whoever says the words on a control finds it; and none is without a name."""
    nameless = page.evaluate(
        """() => [...document.querySelectorAll(".explorer :is(button, input, select, summary, a[href])")]
             .filter((one) => one.checkVisibility())
             .map((one) => {
               const clean = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
               const ids = (one.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
               const said = ids.map((id) => document.getElementById(id)?.textContent).join(" ");
               const label = one.closest("label");
               const seen = clean(one.matches("input, select") ? label?.firstChild?.textContent : one.textContent);
               const name = clean(one.getAttribute("aria-label") ?? (said || label?.textContent || one.textContent));
               return { seen, name, html: one.outerHTML.slice(0, 120) };
             })
             .filter(({ seen, name }) => !name || !name.toLowerCase().includes(seen.toLowerCase()))"""
    )
    assert nameless == []


def test_every_slider_says_its_value_with_its_unit(page):
    sliders = page.get_by_role("slider", include_hidden=True).all()
    assert len(sliders) > 20
    for slider in sliders:
        assert re.search(r"\d.* [a-z]", slider.get_attribute("aria-valuetext") or ""), slider.get_attribute(
            "aria-labelledby"
        )


# --- keyboard
def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the element has the focus."""
    for _ in range(200):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_the_whole_path_by_keyboard_alone(page):
    """Change an assumption, hear the result, open a claim and close it, open the table, copy the link: no pointer."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the assumptions")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, '[data-parameter="it_overhead"] [data-part=slider]')
    for _ in range(2):
        page.keyboard.press("PageUp")
    result = page.locator("p.consequence")
    wanted = sentences.consequence(answer(Scenario(it_overhead=triangular(1, 1.28, 1.35))))
    expect(result).to_have_text(wanted)
    expect(page.locator('[data-slot="live"]')).to_have_text(wanted)
    tab_to(page, '[data-parameter="it_overhead"] .chip')
    chip = page.locator('[data-parameter="it_overhead"] .chip').first
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Claims")
    expect(dialog).to_contain_text("Place")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(chip).to_be_focused()
    tab_to(page, '[data-figure="shares"] figcaption > details:has(table) > summary', "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[data-figure="shares"] table')).to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, "[data-copy]", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[data-slot="live"]')).to_have_text(re.compile("link .* is copied"))
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_quick_run_of_steps_is_announced_once(page):
    page.evaluate(
        """() => { window.said = []; const live = document.querySelector('[data-slot="live"]');
             const noted = new MutationObserver(() => window.said.push(live.textContent));
             noted.observe(live, { childList: true, characterData: true, subtree: true }); }"""
    )
    slider = page.get_by_role("slider", name="Share for OpenAI", exact=True)
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator("p.consequence")).to_contain_text("16%")
    expect(page.locator('[data-slot="live"]')).to_have_text(page.locator("p.consequence").inner_text())
    assert page.evaluate("window.said.length") == 1


# --- charts
FOLLOWS = ("title", "summary", "table")


def test_each_chart_has_a_name_a_summary_and_a_table_that_follow_the_state(page):
    for figure in page.locator("[data-panel=answer] [data-figure]").all():
        name = figure.get_attribute("data-figure")
        before = {part: page.locator(f'[data-slot="{name}-{part}"]').text_content() for part in FOLLOWS}
        assert figure.get_attribute("aria-label") == f"Chart: {name}"  # in short: its heading follows at once
        expect(figure.get_by_role("heading").first).to_have_id(f"explorer-{name}-title")
        assert figure.get_attribute("aria-describedby") == f"explorer-{name}-summary"
        assert before["title"]
        assert len(re.findall(r"[.!?](?: |$)", before["summary"] or "")) >= 2
        assert figure.locator("table thead th[scope=col]").count() >= 2
        assert figure.locator("table tbody th[scope=row]").count() >= 2
    slots = {part: page.locator(f'[data-slot="energised-{part}"]').text_content() for part in FOLLOWS}
    box = page.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    box.fill("30")
    box.press("Enter")
    for part, before in slots.items():
        expect(page.locator(f'[data-slot="energised-{part}"]')).not_to_have_text(before or "")


# --- pointers
def test_targets_are_24_pixels_or_stand_in_a_sentence(page):
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for label in ("Answer", "Who said what"):
            show(page, label)
            small = page.evaluate(
                """() => [...document.querySelectorAll(".explorer :is(button, input, select, summary)")]
                     .filter((one) => one.checkVisibility() && !one.closest(".skip"))
                     .filter((one) => Math.min(one.offsetHeight, one.offsetWidth) < 24)
                     .map((one) => one.outerHTML.slice(0, 120))"""
            )
            assert small == [], f"{label} at {width} px"


# --- phones
def test_on_a_phone_the_share_stands_under_the_sentence_for_eye_and_keyboard(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_selector("header section.share")
    said, share = page.locator("p.consequence").bounding_box(), page.locator("section.share").bounding_box()
    assert said is not None
    assert share is not None
    assert 0 <= share["y"] - (said["y"] + said["height"]) < 60
    assert share["y"] + 100 < 800
    tabs = page.get_by_role("tablist").bounding_box()
    assert tabs is not None
    assert tabs["y"] > share["y"]
    page.get_by_role("link", name="All other assumptions").click()
    expect(page.get_by_role("heading", name="Assumptions", exact=True)).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize(("width", "height"), [(390, 800), (844, 390), (1280, 900), (320, 256)])
def test_the_sentence_stays_in_sight_beside_the_control_in_use(page, width, height):
    """Or, where there is no room for both, stays away: it never covers the control."""
    page.set_viewport_size({"width": width, "height": height})
    slider = page.get_by_role("slider", name="IT overhead", exact=True)
    slider.focus()
    for place in ("start", "center", "end"):
        slider.evaluate("(one, block) => one.closest('[data-parameter]').scrollIntoView({ block })", place)
        page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
        )
        dock = page.locator(".dock")
        control = page.locator('[data-parameter="it_overhead"]').bounding_box()
        assert control is not None
        box = dock.bounding_box() if dock.is_visible() else None
        if box:
            assert box["y"] + box["height"] <= control["y"] or box["y"] >= control["y"] + control["height"]
        elif height >= 390 and width != 844:
            seen = page.locator("p.consequence").evaluate("(one) => one.getBoundingClientRect().bottom > 0")
            assert seen, f"{place}: neither the sentence nor its copy"
    if height >= 800:
        page.keyboard.press("PageUp")
        expect(page.locator("p.consequence")).not_to_have_text(sentences.consequence(answer(Scenario())))
        assert page.locator(".dock").text_content() == page.locator("p.consequence").text_content()


def test_a_phone_need_not_enlarge_the_page_to_show_a_box(page):
    """It does where letters in a box are smaller than 16 pixels, and stays so."""
    page.set_viewport_size({"width": 390, "height": 800})
    for label in VIEWS.values():
        show(page, label)
        small = page.evaluate(
            """() => [...document.querySelectorAll(".explorer :is(input:not([type=range]), select, textarea)")]
                 .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 16).map((one) => one.outerHTML)"""
        )
        assert small == []


def test_a_finger_on_a_chart_scrolls_the_page(browser, app_url):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), app_url)
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    plot = page.locator('[data-figure="shares"] .plot')
    plot.evaluate("(one) => one.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box, before = plot.bounding_box(), page.evaluate("scrollY")
    assert box is not None
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    touch = context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [middle]})
    for moved in range(20, 201, 20):
        point = {**middle, "y": middle["y"] - moved}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("(before) => scrollY > before + 120", arg=before)
    context.close()


# --- colours and motion
def test_dark_follows_the_system_and_the_choice_outlives_a_reload(browser, app_url):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page = opened(context.new_page(), app_url)
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    ground = '[data-figure="shares"] .plot .bglayer rect, [data-figure="shares"] .plot .bg'
    dark = ", ".join(str(int(style.DARK["ground"][place : place + 2], 16)) for place in (1, 3, 5))
    assert colours(page) == style.DARK["ground"]
    assert dark in page.locator(ground).first.evaluate("(one) => getComputedStyle(one).fill")
    page.get_by_label("Colours").select_option("light")
    assert colours(page) == style.LIGHT["ground"]
    page.wait_for_function(
        "(ground) => getComputedStyle(document.querySelector(ground)).fill === 'rgb(255, 255, 255)'", arg=ground
    )
    assert "colour" not in page.url  # not in the link
    page.reload()
    page.wait_for_selector(".explorer")
    assert colours(page) == style.LIGHT["ground"]  # at first paint, before the model is there
    context.close()


def test_without_storage_the_page_works_and_the_switch_too(browser, app_url):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    opened(page, app_url)
    page.get_by_label("Colours").select_option("dark")
    assert colours(page) == style.DARK["ground"]
    context.close()


def test_reduced_motion_is_honoured(page):
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("slider", name="Share for OpenAI", exact=True).focus()
    page.keyboard.press("PageUp")
    expect(page.locator("p.consequence")).not_to_have_text(sentences.consequence(answer(Scenario())))
    assert page.evaluate("document.getAnimations().length") == 0
    moving = page.evaluate(
        """[...document.querySelectorAll(".explorer, .explorer *")].map((one) => getComputedStyle(one))
             .filter((one) => one.animationName !== "none" || !/^[0s, ]*$/.test(one.transitionDuration)).length"""
    )
    assert moving == 0


def test_forced_colours_keep_what_is_pressed_and_chosen_apart(page):
    page.emulate_media(forced_colors="active")
    width = "(one) => parseFloat(getComputedStyle(one).borderTopWidth)"
    pressed = page.locator('[data-preset][aria-pressed="true"]').first.evaluate(width)
    other = page.locator('[data-preset][aria-pressed="false"]').first.evaluate(width)
    assert pressed > other
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_forced_colours_leave_the_charts_their_own(page):
    """A blank rectangle has one colour; lines, bands and letters with smooth edges have hundreds."""
    page.emulate_media(forced_colors="active")
    for name in ("shares", "energised", "decides"):
        assert count_colours(page.locator(f'[data-figure="{name}"] .plot')) > 100, name


# --- paper
def test_on_paper_light_without_controls_with_scenario_date_link_and_addresses(page):
    page.emulate_media(color_scheme="dark")
    # in one go, as a browser does: it takes the sheet's picture as soon as the event is over
    widths, ground = page.evaluate(
        """() => { dispatchEvent(new Event("beforeprint"));
             const plots = document.querySelectorAll("[data-panel=answer] .js-plotly-plot");
             return [[...plots].filter((plot) => plot.checkVisibility())
                       .map((plot) => plot.querySelector(".main-svg").clientWidth),
                     getComputedStyle(plots[0].querySelector(".bg")).fill]; }"""
    )
    assert len(widths) >= 3
    assert max(widths) <= 700
    assert ground == "rgb(255, 255, 255)"
    page.emulate_media(media="print")
    assert colours(page) == style.LIGHT["ground"]
    for gone in (".assumptions", ".share", ".tools", ".colours", ".views"):
        expect(page.locator(f".explorer {gone}").first).to_be_hidden()
    said = page.locator("[data-printed]").inner_text()
    assert said.startswith("View: Answer. Scenario: ")
    assert page.url in said
    assert re.search(r"Printed on \d+ \w+ 20\d\d", said)
    assert page.locator("section.printed li").count() > 10
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function("document.querySelector('[data-figure=shares] .main-svg').clientWidth > 800")


def test_charts_fill_their_column_again_where_the_styles_of_paper_outlast_the_printing(page):
    """Firefox says that it has printed while these still hold, in which a column is as wide as the window."""
    plot = "document.querySelector('[data-figure=shares] .plot')"
    column = page.evaluate(f"{plot}.clientWidth")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.wait_for_function(f"() => {plot}.querySelector('.main-svg').clientWidth === {column}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_chart_higher_than_a_sheet_is_cut_between_its_rows(page):
    show(page, "Timeline")
    heights, cut = page.evaluate(
        """() => { dispatchEvent(new Event("beforeprint"));
             const slices = [...document.querySelectorAll('[data-figure="timeline"] .slice')];
             const cut = slices.slice(0, -1).flatMap((slice) => {
               const end = slice.getBoundingClientRect().bottom;
               return [...slice.querySelectorAll("text")].filter((text) => {
                 const box = text.getBoundingClientRect(); return box.top < end && box.bottom > end; });
             }).map((text) => text.textContent);
             const heights = slices.map((slice) => slice.clientHeight);
             dispatchEvent(new Event("afterprint"));
             return [heights, cut]; }"""
    )
    assert len(heights) >= 2
    assert max(heights) <= 800
    assert cut == []
    expect(page.locator(".slice")).to_have_count(0)


def test_a_sheet_of_either_size_holds_the_charts(page):
    for size in ("A4", "Letter"):
        assert page.pdf(format=size).startswith(b"%PDF")
    page.wait_for_function("document.querySelector('[data-figure=shares] .main-svg').clientWidth > 800")
