"""The live page in a browser: a stranger's first visit, by mouse, keys and touch, on a laptop and on a phone."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from explorer.page import address
from explorer.page.results import RESULTS
from explorer.page.story import run_to_end
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.seeds import load
from tests.conftest import entered, tab
from tests.tools.browser import SHARE as BOX, TITLE, opened
from tests.tools.readers import headline

pytestmark = pytest.mark.timeout(240)
TALLEST = 5_000
"""CSS pixels that the story may be high on a phone of 390."""


@pytest.fixture
def page(at_start: Page) -> Page:
    return at_start


@pytest.fixture(scope="module")
def phone(browser: Browser, app_url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    with tab(context) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        opened(page, app_url)
        page.wait_for_selector("[data-at-rest]")
        yield page
    context.close()


def shown(page: Page, share: float) -> None:
    expect(page.locator(TITLE)).to_have_text(headline(Scenario(openai_share=share)))
    page.wait_for_url(lambda url: address.query(View(scenario=Scenario(openai_share=share))) in url)


def place(chart: Locator) -> FloatRect:
    """Where a chart stands in the window; it is drawn anew as results come, and in that moment it stands nowhere."""
    chart.scroll_into_view_if_needed()
    for _ in range(50):
        if found := chart.bounding_box():
            return found
        chart.page.wait_for_timeout(100)
    raise AssertionError("the chart is not in sight")


def test_ten_seconds_what_it_is_and_the_answer(page):
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "OpenAI may buy Foxconn’s AI racks. How many would it need?"
    )
    said = page.locator(".dek").inner_text()
    assert re.search(r"some 26,000 racks: about one in four of all the AI racks Foxconn ships", said)
    assert (
        page.locator('[data-plot="shares"] .wide svg, [data-plot="shares"] > div > svg').first.bounding_box()["y"] < 600
    )
    assert page.url.endswith(("/", "#answer"))  # no value changes on opening
    assert page.locator(BOX).input_value() == "10"


def test_the_share_by_typing_keys_slider_stops_and_by_dragging_the_chart(page):
    box = page.locator(BOX)
    entered(box, "25")
    shown(page, 0.25)
    expect(page.locator(".ctl input[type=range]")).to_have_value("25")
    expect(page.locator("[data-share-to='10']")).to_have_attribute("aria-pressed", "false")
    assert page.locator(".racks i.on").count() == 25
    for _ in range(11):  # none is lost however quickly they come
        page.keyboard.press("ArrowUp")
    shown(page, 0.36)
    expect(box).to_have_value("36")
    assert page.locator(".racks i.on").count() == 36
    page.locator('[data-share-to="0"]').click()
    expect(page.locator(TITLE)).to_have_text("No order, no racks: nothing would be delivered and nothing switched on")
    page.wait_for_selector("[data-at-rest]")
    chart = place(page.locator('[data-plot="shares"] svg.chart').first)
    page.mouse.move(chart["x"] + chart["width"] * 20 / 70, chart["y"] + 100)
    page.mouse.down()
    page.mouse.move(chart["x"] + chart["width"] * 42 / 70, chart["y"] + 100, steps=5)
    page.mouse.up()
    shown(page, 0.42)
    page.locator("[data-undo]").click()
    expect(page.locator(TITLE)).to_have_text("No order, no racks: nothing would be delivered and nothing switched on")


def test_what_matters_stands_in_its_order_when_the_page_opens_and_when_the_reader_moves(page):
    """The largest spread first, also over a wire that puts the names of an object into another order."""

    def expected(scenario: Scenario) -> list[str]:
        bars = run_to_end(RESULTS["matters"](View(scenario=scenario), load()))["bars"]
        return [bar["parameter"] for bar in bars]

    rows = page.locator(".matters > li:not([hidden])")
    order = "(rows) => rows.map((row) => row.dataset.row)"
    assert rows.evaluate_all(order) == expected(Scenario())
    page.evaluate("location.hash = 'matters'")
    page.locator("[data-case]").first.evaluate("(button) => button.click()")
    page.wait_for_url(re.compile("s=2~"))
    page.wait_for_selector("[data-at-rest]")
    moved, _ = address.opened("?" + urlsplit(page.url).query, View())
    assert rows.evaluate_all(order) == expected(moved.scenario)
    assert expected(moved.scenario)[0] != expected(Scenario())[0]


def test_number_racks_words_and_marker_move_before_the_model_answers(page):
    """In the frame of the key: nothing that comes back is waited for."""
    found = page.evaluate(
        """() => { const box = document.querySelector(".ctl input[data-share][type=text]");
        box.focus();
        box.dispatchEvent(new KeyboardEvent("keydown", { key: "PageUp", bubbles: true, cancelable: true }));
        return [box.value, document.querySelectorAll(".racks i.on").length,
          document.querySelector('[data-text="hero-title"]').textContent,
          document.querySelector('[data-plot="shares"] [data-trace=chosen_point] circle').getAttribute("cx")]; }"""
    )
    assert found[:2] == ["20", 20]
    assert found[2] == headline(Scenario(openai_share=0.2))
    assert abs(float(found[3].rstrip("%")) - 100 * 20 / 70) < 0.01


def test_the_slider_stays_under_the_hand_and_every_share_is_read_in_full(page):
    """Words of one line or two beside the number move nothing below them, and no digit is cut off."""
    seen = page.evaluate(
        """() => {
            const slider = document.querySelector('.ctl input[type=range]');
            const box = document.querySelector('.ctl .big input');
            return [0, 2, 10, 34, 70, 94, 100].map((share) => {
                slider.value = share;
                slider.dispatchEvent(new Event('input', { bubbles: true }));
                return [slider.getBoundingClientRect().top, box.scrollWidth - box.clientWidth];
            });
        }"""
    )
    assert seen == [[seen[0][0], 0]] * 7


def test_a_button_that_goes_hands_the_keyboard_on(page):
    page.locator(BOX).press("ArrowUp")
    shown(page, 0.11)
    reset = page.locator(".ctl [data-reset='']")
    reset.press("Enter")
    expect(reset).to_be_hidden()
    expect(page.locator(".ctl [data-undo]")).to_be_focused()


def test_who_said_2000_and_how_firmly_and_back(page):
    page.get_by_role("link", name=re.compile("claims, with search")).click()
    page.get_by_label("Search").fill("2,000 a week")
    rows = page.locator(".claims li")
    expect(rows.first).to_contain_text("2,000")
    page.wait_for_function("document.querySelectorAll('.claims li').length < 30")
    rows.get_by_role("button").first.click()
    expect(page.locator("dialog[open]")).to_contain_text("How firm")
    page.keyboard.press("Escape")
    page.go_back()
    expect(page.locator("#story")).to_be_visible()


def test_numbers_to_quote_and_what_changed_are_pages_whose_claims_open(page):
    page.get_by_text("Download", exact=True).first.click()
    page.get_by_role("link", name="Numbers to quote").first.click()
    page.locator("#order").get_by_role("button", name="Copy").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('No order by OpenAI'))")
    page.locator("#order").get_by_role("button", name="our own work").click()
    expect(page.locator("dialog.card")).to_contain_text("We found no order")
    page.locator("[data-card-close]").click()
    page.evaluate("location.hash = 'changes'")
    expect(page.locator("#changes")).to_contain_text("claims added")


def test_two_scenarios_are_compared_and_a_sentence_a_link_and_a_chart_taken(page):
    page.locator(".ctl [data-pin]").click()
    expect(page.locator("[data-toast]")).to_contain_text("Saved as A")
    page.locator("[data-case='As counted']").click()
    page.get_by_role("link", name="See it compared").click()
    expect(page.locator('[data-text="compare"]')).to_contain_text("Racks per week, later")
    page.get_by_role("button", name="Remove A").click()
    expect(page.locator('[data-text="compare"]')).to_be_empty()
    page.get_by_text("Download", exact=True).first.click()
    page.get_by_role("button", name="Copy a sentence to quote").click()
    expect(page.locator("[data-toast]")).to_contain_text("copied")
    assert "If 10% of Foxconn" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Share", exact=True).click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text === location.href)")
    page.evaluate("scrollTo(0, 0)")
    page.locator('[data-chart="shares"] .take summary').click()
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as loading:
            page.locator('[data-chart="shares"] .take').get_by_role("button", name=kind, exact=True).click()
        assert loading.value.suggested_filename == f"buildout-explorer-shares.{kind.lower()}"
    page.locator('[data-chart="shares"] .take summary').click()


def test_numbers_in_the_sentence_and_the_point_of_two_assumptions_are_dragged(page):
    number = page.locator('#sentence [data-parameter="rack_power_kw"] input')
    number.scroll_into_view_if_needed()
    at = number.bounding_box()
    page.mouse.move(at["x"] + 20, at["y"] + 8)
    page.mouse.down()
    page.mouse.move(at["x"] + 56, at["y"] + 8, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile("pk_t_120.0_138.0_140.0"))
    number.press("ArrowDown")
    page.wait_for_url(re.compile("pk_t_120.0_137.0_140.0"))
    page.evaluate("location.hash = 'two'")
    page.wait_for_selector("[data-at-rest]")
    at = place(page.locator('[data-plot="frontier"] svg.chart').first)
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url(re.compile("os_p_0.5"))


def test_by_keys_alone(page):
    """Tab to the share, move it, hear it, open a claim, come back, all with the focus in sight."""
    # the next Tab starts at the top, wherever a test before this one was
    page.evaluate(
        "const top = Object.assign(document.createElement('a'), { href: '#answer' });"
        "document.body.prepend(top); top.focus(); top.remove()"
    )
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const at = document.activeElement, box = at.getBoundingClientRect();
            const over = document.elementFromPoint(box.x + Math.min(box.width, 8) / 2, box.y + box.height / 2);
            const inSight = box.width > 0 && !!over && (at.contains(over) || over.contains(at));
            return [at.matches(":focus-visible"), inSight, at.dataset.share !== undefined]; }"""
        )
        assert seen[:2] == [True, True], page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if seen[2]:
            break
    else:
        raise AssertionError("the share was not reached")
    page.keyboard.press("ArrowUp")
    shown(page, 0.11)
    expect(page.locator("[data-spoken]")).to_have_text(headline(Scenario(openai_share=0.11)))
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.dataset.claims"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("!!document.activeElement.dataset.claims")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_axe_finds_nothing(page, width, dark):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if dark else "light")
    # in the dark other colours stand on the same page, and nothing else is another
    rules = ["color-contrast"] if dark else ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    faults = [(one["id"], [node["html"][:140] for node in one["nodes"]][:4]) for one in found.response["violations"]]
    assert faults == []


@pytest.mark.parametrize("width", [1440, 1280, 1000, 768, 390, 320])
def test_nothing_is_wider_than_the_page(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".menu > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".menu > .panel").bounding_box()["x"] >= 5
    page.locator(".menu > summary").click()
    page.locator("[data-drawer]").first.click()
    ends = "(boxes) => boxes.map((box) => box.getBoundingClientRect().right).filter((end) => end > innerWidth - 16)"
    assert page.locator(".drawer input[type=text]:visible").evaluate_all(ends) == []
    page.locator("[data-drawer-close]").click()


def test_on_a_phone_chart_and_share_stand_on_one_screen_and_the_story_is_short(phone):
    chart = phone.locator('[data-plot="shares"] svg.chart >> visible=true').first
    phone.evaluate("(at) => scrollTo(0, at)", place(chart)["y"] + phone.evaluate("scrollY") - 60)
    dock = phone.locator(".dock").bounding_box()
    at = place(chart)
    assert at["y"] + at["height"] <= dock["y"]
    assert phone.evaluate("document.documentElement.scrollHeight") <= TALLEST
    small = phone.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea")]
        .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 16 && !["range", "file"].includes(one.type))
        .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
    slider = phone.locator(".dock input[type=range]").bounding_box()
    assert slider["height"] >= 44


def test_on_a_phone_what_a_table_says_of_itself_is_not_cut(phone):
    phone.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
    cut = phone.evaluate(
        """() => [...document.querySelectorAll("#story caption")].map((one) => {
            const words = document.createRange();
            words.selectNodeContents(one);
            return words.getBoundingClientRect().right;
        }).filter((right) => right > innerWidth)"""
    )
    captions = phone.locator("#story caption").count()
    phone.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = false")
    assert (captions > 2, cut) == (True, [])


@pytest.mark.parametrize(("typed", "held"), [("33.3125", "33.3"), ("99.94", "99.9"), ("12.5", "12.5")])
def test_the_boxes_of_the_share_hold_what_they_have_room_for(phone, page, typed, held):
    for window, place in ((phone, ".dock input[type=text]"), (page, BOX)):
        box = window.locator(place)
        entered(box, typed)
        window.wait_for_url(lambda url: address.query(View(scenario=Scenario(openai_share=float(typed) / 100))) in url)
        window.wait_for_selector("[data-at-rest]")
        expect(box).to_have_value(held)
        expect(window.locator("#sentence [data-parameter=openai_share] input")).to_have_value(typed)
        assert box.evaluate("(one) => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("width", [761, 800, 981, 1120, 1280])
def test_the_header_is_low_and_covers_no_part_that_one_goes_to(at_start, width):
    at_start.set_viewport_size({"width": width, "height": 900})
    header = at_start.locator("header.bar")
    assert header.evaluate("(one) => one.offsetHeight") <= 80
    at_start.evaluate("location.hash = 'year'")
    title = at_start.locator("#year h2").bounding_box()
    assert title
    assert header.evaluate("(one) => one.getBoundingClientRect().bottom") <= title["y"]


@pytest.mark.parametrize("who", ["at_start", "phone"])
def test_nothing_cuts_the_ring_of_what_has_the_focus(request, who):
    """Three pixels, two away from what they are drawn around."""
    cut = request.getfixturevalue(who).evaluate(
        """() => [...document.querySelectorAll('#story :is(button, input, a, summary, select)')].filter((one) => {
            if (!one.checkVisibility()) return false;
            const [inner, around] = [one.getBoundingClientRect(), []];
            for (let up = one.parentElement; up.id !== 'story'; up = up.parentElement) around.push(up);
            return around.filter((up) => getComputedStyle(up).overflow !== 'visible').some((up) => {
                const outer = up.getBoundingClientRect();
                return inner.left - 5 < outer.left || inner.right + 5 > outer.right
                    || inner.top - 5 < outer.top || inner.bottom + 5 > outer.bottom;
            });
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert cut == []


@pytest.mark.parametrize("who", ["at_start", "phone"])
def test_a_wrong_entry_is_answered_beside_each_box_of_the_story(request, who):
    page = request.getfixturevalue(who)
    boxes = page.locator(":is(#story [data-parameter], .dock) input[type=text]")
    seen = set()
    for box in boxes.locator("visible=true").all():
        seen.add(box.evaluate("(one) => one.closest('section, .dock').id"))
        around = box.locator("xpath=ancestor::*[self::li or self::section or self::aside][1]")
        place = around.locator("[data-fault]").first
        entered(box, "abc")
        expect(place).to_contain_text("needs a number. Still in use: ")
        expect(place).to_be_visible()
        box.press("Escape")
    assert {"matters", "sentence"} <= seen


@pytest.mark.parametrize("wrong", ["abc", "1,234"])
def test_on_a_phone_a_wrong_share_is_answered_beside_its_box(phone, wrong):
    box, fault = phone.locator(".dock input[type=text]"), phone.locator(".dock [data-fault]")
    before, share = phone.locator(TITLE).inner_text(), box.get_attribute("data-good")
    entered(box, wrong)
    expect(fault).to_contain_text("OpenAI's share")
    expect(fault).to_contain_text(f"Still in use: {share}%")
    expect(fault).to_be_in_viewport()
    assert fault.evaluate("(one) => one.scrollWidth <= innerWidth - 16")
    room = "(dock) => parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) - dock.offsetHeight"
    assert phone.locator(".dock").evaluate(room) >= 0  # what the keyboard reaches is not covered
    assert phone.locator(TITLE).inner_text() == before
    entered(box, "30")
    shown(phone, 0.3)
    expect(phone.locator("[data-dock]")).to_contain_text("GW in")
    expect(fault).to_be_hidden()


def covered(page: Page, key: str, times: int) -> list[str]:
    """What has the focus below the header or the dock, at any of so many keys that move it on."""
    found = []
    for _ in range(times):
        page.keyboard.press(key)
        found += page.evaluate(
            """() => {
                const one = document.activeElement, { top, bottom } = one.getBoundingClientRect();
                const [bar, dock] = ['header.bar', '.dock'].map((name) => document.querySelector(name));
                const free = one === document.body || bar.contains(one) || dock.contains(one)
                  || (top >= bar.getBoundingClientRect().bottom - 1
                    && !(dock.checkVisibility() && bottom > dock.getBoundingClientRect().top));
                return free ? [] : [one.outerHTML.slice(0, 80)];
            }"""
        )
    return found


@pytest.mark.parametrize("width", [800, 1280])
def test_going_back_by_keys_one_meets_nothing_below_the_header(at_start, width):
    at_start.set_viewport_size({"width": width, "height": 900})
    at_start.locator("#story :is(a, button) >> visible=true").last.focus()
    assert covered(at_start, "Shift+Tab", 110) == []


def test_on_a_phone_nothing_covers_what_the_keyboard_reaches_and_the_dock_is_for_the_story_alone(phone):
    phone.evaluate("scrollTo(0, 0)")
    assert covered(phone, "Tab", 70) == []
    phone.evaluate("location.hash = 'all-claims'")
    expect(phone.locator("#all-claims h1")).to_be_visible()
    expect(phone.locator(".dock")).to_be_hidden()
    phone.evaluate("location.hash = 'answer'")
    expect(phone.locator(".dock")).to_be_visible()


@pytest.mark.parametrize("opener", ["[data-claims]", "[data-drawer]"])
def test_on_a_phone_what_covers_the_story_is_closed_from_its_end_too(phone, opener):
    phone.locator(opener).first.evaluate("(button) => button.click()")
    layer = phone.locator("dialog[open], .drawer:not([hidden])")
    expect(layer).to_be_visible()
    layer.evaluate("(layer) => { for (const one of layer.querySelectorAll('details')) one.open = true; }")
    layer.evaluate("(layer) => layer.scrollTo(0, layer.scrollHeight)")
    assert layer.evaluate("(layer) => layer.scrollTop > 100")
    close = layer.get_by_role("button", name="Close").bounding_box()
    assert 0 < close["y"] < 800
    phone.touchscreen.tap(close["x"] + 5, close["y"] + 20)
    expect(layer).to_have_count(0)


def test_whatever_scrolls_goes_below_the_header(phone):
    phone.evaluate("document.querySelector('#matters').scrollIntoView({ block: 'start' })")
    over = phone.evaluate(
        """() => {
            const header = document.querySelector('header.bar');
            return [...document.querySelector('#matters .bar').children].filter((piece) => {
                scrollBy({ top: piece.getBoundingClientRect().top - 20, behavior: 'instant' });
                const { left, top, width, height } = piece.getBoundingClientRect();
                return !header.contains(document.elementFromPoint(left + width / 2, top + height / 2));
            }).map((piece) => piece.outerHTML);
        }"""
    )
    assert over == []


def test_without_storage_or_clipboard_the_page_lives(browser: Browser, app_url: str):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage') } })"
    )
    with tab(context) as page:
        opened(page, app_url)
        page.locator("[data-colours]").click()
        assert page.evaluate("document.documentElement.dataset.colours") == "dark"
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.get_by_role("button", name="Share", exact=True).click()
        page.locator('[data-share-to="0"]').click()
        expect(page.locator(TITLE)).to_contain_text("No order")
    context.close()


def test_a_browser_that_translates_the_page_breaks_nothing(page):
    """It wraps every text in an element of its own."""
    page.evaluate(
        """() => { const story = document.querySelector("#story"), found = [];
        const walk = document.createTreeWalker(story, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
          const { parentElement, textContent } = walk.currentNode;
          if (textContent.trim() && !parentElement.closest("script, svg")) found.push(walk.currentNode);
        }
        for (const text of found) {
          const font = document.createElement("font");
          text.replaceWith(font);
          font.append(text);
        } }"""
    )
    entered(page.locator(BOX), "27")
    shown(page, 0.27)
