"""The marker of the reader's share follows the control at once; all else waits for the model."""

import pytest
from playwright.sync_api import Page, expect

from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.scenario.distributions import uniform
from explorer.scenario.links import link
from explorer.ui import sentences
from tests.pages import as_first_seen
from tests.tools.browser import opened

pytestmark = pytest.mark.timeout(120)

MARKER = """() => { const plot = document.querySelector('[data-figure="shares"] .plot');
    // the first point is the ring at the goal, then come the marker's on what is delivered and on what is switched on
    const [x, y] = plot.querySelectorAll(".trace .point")[1].getAttribute("transform").match(/[\\d.]+/g).map(Number);
    const { xaxis, yaxis } = plot._fullLayout;
    const words = [...plot.querySelectorAll(".textpoint")].map((text) => text.textContent.trim());
    return [xaxis.p2d(x), yaxis.p2d(y), words.find((text) => text.startsWith("your share"))]; }"""
SLOW = """() => { const send = WebSocket.prototype.send, held = [];
    WebSocket.prototype.send = function (data) { held.push([this, data]); };
    window.letGo = (change = (text) => text) => { WebSocket.prototype.send = send;
      for (const [socket, data] of held) { const text = change(String.fromCharCode(...new Uint8Array(data)));
        socket.send(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer); } }; }"""


def with_nothing_sent(page: Page) -> Page:
    """The live page, of which no message leaves until ``letGo()``."""
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    page.wait_for_selector(".explorer[data-at-rest]")  # no message is under way
    page.evaluate(SLOW)
    return page


def test_it_moves_before_any_reply_to_where_the_reply_has_it(shared):
    page = with_nothing_sent(as_first_seen(shared))
    sentence = page.locator(".consequence").inner_text()
    page.get_by_role("slider", name="Share for OpenAI", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("PageUp")  # by ten
    x, y, words = page.evaluate(MARKER)
    assert (round(x, 3), words) == (0.4, "your share: 40%")
    expect(page.locator(".consequence")).to_have_text(sentence)

    page.evaluate("letGo()")
    wanted = answer(Scenario(openai_share=0.4))
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(wanted))
    assert page.evaluate(MARKER) == [x, pytest.approx(y, abs=0.02), words]
    assert y == pytest.approx(wanted.delivered_gw.middle, abs=0.05)


def test_a_range_of_shares_waits_for_the_model(page, app_url):
    with_nothing_sent(opened(page, f"{app_url}?s={link(Scenario(openai_share=uniform(0.1, 0.3)))}"))
    before = page.evaluate(MARKER)
    page.get_by_role("slider", name="Share for OpenAI", exact=True).focus()
    page.keyboard.press("PageUp")
    assert page.evaluate(MARKER) == before


def test_it_goes_back_where_the_model_says_no(shared):
    page = with_nothing_sent(as_first_seen(shared))
    before = page.evaluate(MARKER)
    page.get_by_role("slider", name="Share for OpenAI", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(MARKER) != before
    page.evaluate("""letGo((text) => text.replace('"value":11', '"value":[]'))""")
    expect(page.locator(".share [data-fault]")).to_contain_text("needs a number")
    assert page.evaluate(MARKER) == before
