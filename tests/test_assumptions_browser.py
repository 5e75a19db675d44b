"""Assumptions in a real browser: shape of a range, undo by keys, resets, the goal, two scenarios side by side."""

import re

import pytest
from playwright.sync_api import expect

from explorer.scenario import Scenario
from explorer.scenario.links import link
from tests.tools.browser import opened

pytestmark = pytest.mark.timeout(180)


def test_a_shape_is_changed_and_undone_by_keyboard(page, app_url):
    opened(page, app_url)
    control = page.locator('[data-parameter="rack_power_kw"]')
    control.locator("summary").click()
    shape = page.get_by_role("combobox", name="Shape of the range: Rack power", exact=True)
    shape.focus()
    shape.select_option("uniform")
    expect(page.get_by_role("spinbutton", name="Rack power, from", exact=True)).to_have_value("120")
    expect(page.get_by_role("spinbutton", name="Rack power, most likely", exact=True)).to_have_count(0)
    expect(shape).to_be_focused()  # the control was made anew under it
    expect(shape).to_be_visible()
    changed = page.locator('[data-slot="changed"]')
    expect(changed).to_contain_text("Rack power: 120 to 140 kW a rack instead of 120 to 140 kW a rack, most likely 132")
    # in a text box the keys belong to the text
    page.get_by_role("spinbutton", name="Share for OpenAI", exact=True).focus()
    page.keyboard.press("Control+z")
    expect(shape).to_have_value("uniform")
    page.get_by_role("slider", name="Share for OpenAI", exact=True).focus()
    page.keyboard.press("Control+z")
    expect(shape).to_have_value("triangular")
    expect(page.locator('[data-slot="live"]')).to_contain_text(
        "Undone: Rack power 120 to 140 kW a rack, most likely 132"
    )
    page.keyboard.press("Control+Shift+z")
    expect(shape).to_have_value("uniform")
    back = changed.get_by_role("button", name="Set back Rack power")
    back.focus()
    page.keyboard.press("Enter")
    expect(changed).to_contain_text("Nothing is changed")
    expect(changed).to_be_focused()  # the button is gone; the reader goes on from its list
    expect(page.get_by_role("button", name="Reset to the opened link")).to_be_hidden()


def test_a_link_with_two_scenarios_opens_side_by_side_and_a_goal_is_set(page, app_url):
    a, b = Scenario(draws=512), Scenario(draws=512, openai_share=0.3)
    opened(page, f"{app_url}?s={link(b)}&a={link(a)}")
    compared = page.locator('section[aria-labelledby="explorer-comparing-title"]')
    expect(compared).to_contain_text("from A to Now: the median goes", ignore_case=True, timeout=30_000)
    expect(compared.locator('[data-figure="sides"] .plot')).to_have_attribute("data-drawn", re.compile(r"\d"))
    expect(compared.locator('[data-figure="compare"] .plot')).to_have_attribute("data-drawn", re.compile(r"\d"))
    assert page.url.endswith(f"?s={link(b)}&with=A~os_p_0.1")

    amount = page.get_by_role("spinbutton", name="Goal, GW", exact=True)
    page.get_by_role("button", name="30 GW", exact=True).click()
    expect(page.locator("#explorer-goal-title")).to_contain_text("For 30 GW by the end of 2029")
    expect(amount).to_have_value("30")
    amount.fill("-1")
    amount.press("Enter")
    expect(page.locator('[data-slot="goal-fault"]')).to_contain_text("takes a number of gigawatts")
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#explorer-goal-title")).to_contain_text("For 30 GW")

    page.get_by_text("Two assumptions at once").click()
    frontier = page.locator('[data-figure="frontier"]')
    expect(frontier.locator(".plot")).to_have_attribute("data-drawn", re.compile(r"\d"), timeout=30_000)
    page.get_by_role("combobox", name="Share for OpenAI against", exact=True).select_option("shipped_share")
    expect(frontier.locator("h2")).to_contain_text("with Shipped part of claimed capability at 60%", timeout=30_000)

    ids = page.evaluate("[...document.querySelectorAll('.explorer [id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))  # a name that two things bear names neither

    page.get_by_role("button", name="Reset to our starting point").click()
    expect(page.locator('[data-slot="changed"]')).to_contain_text("Nothing is changed")
    expect(compared).to_contain_text("Share for OpenAI", timeout=30_000)
    page.get_by_role("button", name="Reset to the opened link").click()
    expect(page.get_by_role("spinbutton", name="Share for OpenAI", exact=True)).to_have_value("30")
