"""The running app in a real browser, used as a reader uses it."""

import re
import sys

import pytest
from playwright.sync_api import Page, WebSocket, expect

from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.scenario.distributions import triangular
from explorer.scenario.links import link
from explorer.seeds import load
from explorer.ui import sentences
from explorer.ui.markup import GROUPS, QUESTIONS, VIEWS
from tests.pages import as_first_seen, show
from tests.tools.browser import opened
from tests.tools.servers import free_port, serving

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def live(shared: Page) -> Page:
    """The live page as it is first seen."""
    return as_first_seen(shared)


def delivered_line(page: Page, figure: str) -> list[float]:
    """The numbers of the chart's line of what is delivered, as plotly holds them."""
    return page.evaluate(
        """(figure) => { const plot = document.querySelector(`[data-figure="${figure}"] .plot`);
            return Array.from(plot.data.find((trace) => trace.name === "delivered").y); }""",
        figure,
    )


def test_the_first_paint_holds_the_answer_before_any_kernel(page, app_url):
    """With every script and socket blocked, the page still answers its question, in words and as a picture."""
    page.route(re.compile(r".*\.js.*"), lambda route: route.abort())
    page.goto(app_url)
    found = answer(Scenario())
    expect(page.locator(".answer")).to_have_text(sentences.headline(found))
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(found))
    expect(page.locator('[data-figure="shares"] .wide svg.chart')).to_be_visible()
    expect(page.locator('[data-figure="shares"] .narrow svg.chart')).to_be_hidden()


def test_the_live_page_says_what_python_says_asks_no_other_origin_and_gets_less_than_300_kb(page, app_url):
    asked: list[str] = []
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda payload: received.append(len(payload)))

    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", listen)
    opened(page, app_url)
    found = answer(Scenario())
    expect(page.locator(".answer")).to_have_text(sentences.headline(found))
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(found))
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    page.wait_for_selector("[data-at-rest]")  # what decides comes when the reader pauses
    foreign = [url for url in asked if not url.startswith((app_url, "data:", "blob:"))]
    assert foreign == []
    assert sum("plotly" in url for url in asked) == 1
    assert page.locator(".modebar-btn").count() == 0  # no upload button, no other either
    print(f"\nwebsocket on opening: {sum(received) / 1000:.0f} kB in {len(received)} frames")
    assert 0 < sum(received) < 300_000

    before = page.locator(".consequence").inner_text()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    slider = page.get_by_role("slider", name="Share for OpenAI", exact=True)
    slider.focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    expect(page.locator(".consequence")).not_to_have_text(before)
    expect(undo).to_be_enabled()
    undo.click()
    expect(page.locator(".consequence")).to_have_text(before)
    expect(page.get_by_role("spinbutton", name="Share for OpenAI", exact=True)).to_have_value("10")
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".consequence")).not_to_have_text(before)


def test_rack_power_by_keyboard_changes_sentence_and_chart(live):
    live.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    sentence, line = live.locator(".answer").inner_text(), delivered_line(live, "shares")
    slider = live.get_by_role("slider", name="Later rack power", exact=True)
    slider.focus()
    for _ in range(3):
        live.keyboard.press("PageUp")
    expect(slider).to_have_attribute("aria-valuetext", "280 kilowatts a rack, between 200 and 600")
    expect(live.get_by_role("spinbutton", name="Later rack power, most likely", exact=True)).to_have_value("280")
    expect(live.locator(".answer")).not_to_have_text(sentence)
    expected = answer(Scenario(later_rack_power_kw=triangular(200, 280, 600)))
    expect(live.locator(".answer")).to_have_text(sentences.headline(expected))
    assert delivered_line(live, "shares")[-1] > line[-1]
    expect(live.locator('[data-slot="live"]')).to_have_text(sentences.consequence(expected))


def test_a_typed_number_counts_when_it_is_complete(live):
    box = live.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    box.fill("25")
    box.press("Tab")
    expect(live.locator(".consequence")).to_have_text(sentences.consequence(answer(Scenario(openai_share=0.25))))
    live.wait_for_function("(text) => location.href.endsWith(text)", arg=link(Scenario(openai_share=0.25)))


def test_the_app_leads_to_the_question_notebooks(page, app_url):
    opened(page, app_url)
    links = page.get_by_role("navigation", name="Notebooks").get_by_role("link")
    expect(links).to_have_count(len(QUESTIONS))
    links.get_by_text("Did it happen?").click()
    expect(page.get_by_role("heading", name="Did it happen?")).to_be_visible(timeout=60_000)
    page.wait_for_selector(".explorer-chart[data-drawn]", timeout=60_000)
    page.get_by_role("link", name="Open this in the app").wait_for(timeout=60_000)


def test_the_copied_link_opens_the_same_scenario(live):
    box = live.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    box.fill("35")
    box.press("Tab")
    expect(live.locator(".consequence")).to_contain_text("35%")
    live.get_by_role("button", name="Copy link").click()
    copied = live.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(link(Scenario(openai_share=0.35)))


def test_nonsense_in_a_box_gets_a_sentence_and_the_last_good_answer_stays(live):
    sentence = live.locator(".consequence").inner_text()
    box = live.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    box.fill("250")
    box.press("Enter")
    control = live.locator('[data-parameter="openai_share"]')
    expect(control.get_by_role("alert")).to_contain_text("must lie between 0% and 100%")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(live.locator(".consequence")).to_have_text(sentence)
    box.fill("")
    box.press_sequentially("e")  # a number box lets one type an exponent without a number
    box.press("Enter")
    expect(control.get_by_role("alert")).to_contain_text("needs a number")
    expect(live.locator(".consequence")).to_have_text(sentence)


def test_the_wheel_over_a_box_in_use_scrolls_the_page_and_changes_no_number(live):
    for view, name in (("Answer", "Share for OpenAI"), ("Answer", "Goal, GW"), ("Capacity", "Racks a week")):
        show(live, view)
        live.evaluate("scrollTo(0, 0)")
        box = live.get_by_role("spinbutton", name=name, exact=True)
        box.click()
        number, address, place = box.input_value(), live.url, live.evaluate("scrollY")
        for _ in range(3):
            live.mouse.wheel(0, 120)
        live.wait_for_function("(place) => scrollY >= place + 240", arg=place)
        live.keyboard.press("Tab")
        assert (box.input_value(), live.url) == (number, address)


def test_opening_the_page_changes_no_value(page, app_url):
    """A scenario off every grid is the same to the letter after a control was moved and moved back."""
    scenario = Scenario(openai_share=0.1234567, rack_power_kw=triangular(121.25, 131.7, 139.1), draws=512)
    opened(page, f"{app_url}?s={link(scenario)}")
    assert page.url.endswith(link(scenario))
    slider = page.get_by_role("slider", name="IT overhead", exact=True)
    box = page.get_by_role("spinbutton", name="IT overhead, most likely")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(box).not_to_have_value("1.08")
    page.keyboard.press("ArrowLeft")
    expect(box).to_have_value("1.08")
    page.wait_for_function("(text) => location.href.endsWith(text)", arg=link(scenario))


def test_a_link_shows_its_own_numbers_and_never_the_defaults(page, app_url):
    scenario = Scenario(openai_share=0.4, rack_rate_target=2000)
    expected = answer(scenario)
    page.add_init_script(
        """window.seen = []; new MutationObserver(() => { const p = document.querySelector(".consequence");
           if (p && getComputedStyle(p).visibility !== "hidden") window.seen.push(p.textContent); })
           .observe(document, {childList: true, subtree: true, attributes: true, characterData: true});"""
    )
    opened(page, f"{app_url}?s={link(scenario)}")
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(expected))
    seen = set(page.evaluate("window.seen"))
    assert seen == {sentences.consequence(expected)}


def test_a_link_in_the_text_of_a_page_and_with_signs_around_it_opens_whole(page, app_url):
    """As ``*link*`` in a message, copied out of HTML: one sign too many at the end, and & written as &amp;."""
    opened(
        page,
        f"{app_url}?s={link(Scenario(openai_share=0.13))}&amp;with=A~os_p_0.3&amp;goal=delivered_gw~2.5~2029-12~0.5*",
    )
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(answer(Scenario(openai_share=0.13))))
    expect(page.locator('[data-slot="notice"]')).to_be_hidden()
    expect(page.locator('[data-unpin="A"]').first).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Goal, GW", exact=True)).to_have_value("2.5")


def test_a_wrong_link_says_so_and_shows_the_starting_point(page, app_url):
    opened(page, f"{app_url}?s=rubbish")
    expect(page.locator('[data-slot="notice"]')).to_contain_text("starting point instead")
    expect(page.locator(".answer")).to_have_text(sentences.headline(answer(Scenario())))


def test_every_view_opens_by_keyboard_and_holds_no_error(live):
    live.get_by_role("tab", name="Answer").focus()
    for name, label in list(VIEWS.items())[1:]:
        live.keyboard.press("ArrowRight")
        tab = live.get_by_role("tab", name=label, exact=True)
        expect(tab).to_be_focused()
        expect(tab).to_have_attribute("aria-selected", "true")
        panel = live.locator(f'[data-panel="{name}"]')
        expect(panel).to_have_attribute("data-filled", "true", timeout=20_000)
        expect(panel.locator("h2, table").first).to_be_visible()
        for figure in panel.locator("[data-figure]").all():
            expect(figure.locator(".plot")).to_have_attribute("data-drawn", re.compile(r"\d+"), timeout=20_000)
    said = live.locator("#explorer-main").inner_text()
    assert not re.search(r"Traceback|Error:|went wrong|being (drawn|worked)", said)


def test_a_claim_opens_by_keyboard_from_the_table_and_closes_with_escape(live):
    live.get_by_role("tab", name="Who said what").click()
    cell = live.locator('[data-slot="agreement"] button.open').first
    cell.focus()
    live.keyboard.press("Enter")
    dialog = live.get_by_role("dialog", name="Claims")
    expect(dialog).to_contain_text("Foxconn makes 1,000 AI server racks a week at present.")
    expect(dialog).to_contain_text("Place")
    live.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cell).to_be_focused()


def test_choosing_claims_by_status_shortens_the_list(live):
    live.get_by_role("tab", name="Who said what").click()
    rows = live.locator('[data-slot="claims"] tbody tr')
    expect(rows).to_have_count(60)
    live.get_by_label("How firm").select_option("goal")
    expect(rows).not_to_have_count(60)
    assert all("goal" in text for text in rows.locator("td:last-child").all_inner_texts())
    live.get_by_label("How firm").select_option("")
    expect(rows).to_have_count(60)


def test_a_chip_beside_an_assumption_opens_its_claim_which_can_be_used(live):
    chips = live.get_by_role("group", name="Claims on Rack rate, target")
    chips.get_by_role("button").first.click()
    dialog = live.get_by_role("dialog", name="Claims")
    live.get_by_role("spinbutton", name="Rack rate, target, to", exact=True)
    dialog.get_by_role("button", name="Use it for Rack rate, target").click()
    expect(dialog).to_be_hidden()
    expect(live.get_by_role("spinbutton", name="Rack rate, target, to", exact=True)).to_have_value("2000")


def test_every_parameter_is_a_labelled_control(live):
    for group, is_open in GROUPS.items():
        if not is_open:
            live.locator("details.group > summary").filter(has_text=group).click()
    for parameter in load().parameters.values():
        slider = live.get_by_role("slider", name=parameter.label, exact=True)
        expect(slider).to_be_visible()
        expect(slider).to_be_enabled()
        assert re.search(r"\d", slider.get_attribute("aria-valuetext") or "")


def test_another_deal_has_its_evidence_views(browser, checkout, tmp_path):
    """``explorer app --seeds DIR`` on the example of docs/own-sources.md: evidence, and nothing of our own deal."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "explorer.cli", "app", "--port", str(port), "--no-browser"]
    command += ["--seeds", str(checkout / "docs/examples/openai-amd")]
    with serving(command, url + "favicon.ico", log=tmp_path / "log.txt", cwd=tmp_path):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = opened(context.new_page(), url)
        expect(page.get_by_role("heading", level=1)).to_have_text("Who said what, and how sure?")
        assert page.get_by_role("tab").all_inner_texts() == list(VIEWS.values())[1:-1]
        page.get_by_role("tab", name="Who said what").click()
        page.locator('[data-slot="agreement"] button.open').first.click()
        expect(page.get_by_role("dialog", name="Claims")).to_contain_text("6 GW")
        assert "Foxconn" not in page.locator("#explorer-main").inner_text()
        context.close()
