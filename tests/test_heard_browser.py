"""The page as a screen reader gets it: the browser's accessibility tree, and what is announced, when and how often."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

pytestmark = pytest.mark.timeout(180)

LISTEN = """() => { window.said = []; const live = document.querySelector('[data-slot="live"]');
  const noted = () => live.textContent && window.said.push(live.textContent);
  new MutationObserver(noted).observe(live, { childList: true, characterData: true, subtree: true }); }"""


@pytest.fixture(scope="module")
def page(shared: Page) -> Page:
    """One page for all these tests, with what it announces in ``window.said``."""
    shared.evaluate(LISTEN)
    return shared


@pytest.fixture
def devtools(page: Page) -> Iterator[CDPSession]:
    """What asks the browser itself."""
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def tree(devtools: CDPSession) -> list[tuple[str, str, str]]:
    """Role, name and description of all that a screen reader meets."""
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    parts: list[tuple[Any, ...]] = [
        tuple(node.get(part, {}).get("value", "") for part in ("role", "name", "description"))
        for node in nodes
        if not node["ignored"]
    ]
    return [(str(role), str(name), str(described)) for role, name, described in parts]


def heard(page: Page, count: int) -> list[str]:
    """What was announced since this was asked last, once there are so many."""
    page.wait_for_function("(count) => window.said.length >= count", arg=count)
    return page.evaluate("window.said.splice(0)")


def test_pictures_are_not_read_out_and_names_are_said_once(page, devtools):
    page.wait_for_selector('[data-figure="decides"] .plot[data-drawn]')
    found = tree(devtools)
    assert [name for role, name, _ in found if role.casefold() in ("image", "img", "canvas", "form")] == []
    headings = {name for role, name, _ in found if role == "heading"}
    groups = [name for role, name, _ in found if role in ("group", "figure")]
    assert headings.isdisjoint(groups)
    buttons = Counter(name for role, name, _ in found if role == "button" and name.startswith("evidence"))
    assert len(buttons) == 5
    assert set(buttons.values()) == {1}
    signs = [name for role, name, _ in found if role in ("button", "DisclosureTriangle") and set(name) & set("◇●▾")]
    assert signs == []


def test_only_what_can_be_pressed_is_clickable(page, devtools):
    """An element that hears clicks itself is announced as clickable, with all the text that it holds."""
    listening = []
    for selector in (".explorer", ".explorer main", ".explorer header", ".explorer .body", "dialog"):
        expression = f"document.querySelector({selector!r})"
        held = devtools.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
        events = devtools.send("DOMDebugger.getEventListeners", {"objectId": held})["listeners"]
        listening += [(selector, one["type"]) for one in events if one["type"] in ("click", "mousedown", "pointerdown")]
    assert listening == []


def test_what_shows_the_same_numbers_announces_nothing(page):
    page.get_by_role("tab", name="Capacity").click()
    expect(page.locator('[data-panel="capacity"] [data-converter]')).to_be_visible()
    page.set_viewport_size({"width": 800, "height": 900})
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("tab", name="Answer").click()
    page.locator("[data-copy]").click()  # said last, so that all before it would have been said by then
    assert heard(page, 1) == ["The link to this scenario is copied."]


def test_the_same_words_are_said_again_and_do_not_stay(page):
    for _ in range(2):
        page.locator("[data-copy]").click()
        assert heard(page, 1) == ["The link to this scenario is copied."]
    page.locator("h1").click()
    for _ in range(2):
        page.keyboard.press("Control+z")
        assert heard(page, 1) == ["There is nothing to undo."]
    expect(page.locator('[data-slot="live"]')).to_have_text("")


def test_a_notice_is_said_when_it_comes_up_and_not_at_each_step(page):
    slider = page.get_by_role("slider", name="Share for OpenAI", exact=True)
    slider.focus()
    result = page.locator("p.consequence")
    page.keyboard.press("PageUp")  # in quick steps only the last result is said, with the notice that the first brought
    expect(page.locator('[data-slot="notice"]')).to_be_visible()
    page.keyboard.press("PageUp")
    first = heard(page, 1)[-1]
    assert first.startswith(result.inner_text())
    assert "larger share of the racks than is made in the U.S." in first
    page.keyboard.press("PageUp")
    assert heard(page, 1) == [result.inner_text()]
    expect(page.locator('[data-slot="notice"]')).to_contain_text("larger share of the racks than is made in the U.S.")


def test_a_box_says_its_unit_and_to_who_comes_back_what_is_wrong(page):
    box = page.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    expect(box).to_have_accessible_description("%")
    before, number = page.locator("p.consequence").inner_text(), box.input_value()
    box.fill("250")
    box.press("Enter")
    expect(page.locator('[data-parameter="openai_share"] [data-fault]')).to_contain_text("between 0% and 100%")
    expect(box).to_have_accessible_description("%")  # the alert says it
    page.keyboard.press("Tab")
    fault = f"Share for OpenAI must lie between 0% and 100%. Still in use: {number}%."
    expect(box).to_have_accessible_description(f"% {fault}")
    assert page.locator("p.consequence").inner_text() == before
    box.fill("10")
    box.press("Enter")
    expect(box).to_have_accessible_description("%")
    said = heard(page, 1)
    assert [text[:9] for text in said] == ["With 10% "]  # and nothing of the result that stayed


def test_keys_of_the_browser_stay_the_browsers(page):
    tab = page.get_by_role("tab", name="Timeline")
    tab.click()
    tab.press("Control+Home")
    expect(tab).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="Answer").click()
    slider = page.get_by_role("slider", name="Share for OpenAI", exact=True)
    stopped = slider.evaluate(
        """(one) => !one.dispatchEvent(new KeyboardEvent("keydown",
             { key: "ArrowLeft", altKey: true, bubbles: true, cancelable: true }))"""
    )
    assert not stopped


def test_a_card_closes_by_its_button_and_gives_the_focus_back(page):
    evidence = page.get_by_role("button", name="evidence: An order by OpenAI")
    evidence.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Claims")
    expect(dialog.get_by_role("heading").first).to_be_visible()
    dialog.get_by_role("button", name="Close").press("Enter")
    expect(dialog).to_be_hidden()
    expect(evidence).to_be_focused()


def test_a_text_to_copy_is_read_from_its_beginning(page):
    page.get_by_text("Take away", exact=True).click()
    box = page.locator('[data-text="sentence"]')
    expect(box).not_to_have_value("")
    assert box.evaluate("(one) => one.selectionEnd") == 0
    page.keyboard.press("Escape")


def test_a_link_that_cannot_be_read_says_so_before_the_result_that_it_did_not_ask_for(page, app_url):
    page.goto(f"{app_url}?s=v99~s0")
    expect(page.locator('[data-slot="live"]')).to_have_text(
        re.compile(r"^This is not a link to a scenario.* With 10% of"), timeout=90_000
    )
