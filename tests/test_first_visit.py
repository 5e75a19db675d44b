"""A first visit by script: five questions, each answered by what is seen, in few steps, found by the words on them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.scenario.links import from_link
from explorer.seeds import load
from explorer.ui import sentences
from explorer.ui.run_record import check_trail
from tests.tools.browser import opened

pytestmark = pytest.mark.timeout(180)
MOST_STEPS = 12


class Visitor:
    """Someone who finds things by the words that stand on them, and whose steps are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def finds(self, role: str, words: str | re.Pattern[str]) -> Locator:
        """The one thing of a role that is named so, seen on the page."""
        found = self.page.get_by_role(role, name=words, exact=isinstance(words, str))  # type: ignore[arg-type]
        expect(found.first).to_be_visible()
        return found.first

    def presses(self, role: str, words: str | re.Pattern[str]) -> None:
        self.finds(role, words).click()
        self.steps += 1

    def writes(self, label: str, text: str) -> None:
        box = self.finds("spinbutton", label)
        box.fill(text)
        box.press("Enter")
        self.steps += 2


def test_five_questions_are_answered_in_few_steps(page: Page, app_url: str, tmp_path: Path):
    reader = Visitor(opened(page, app_url))

    # How many would it need? Read off the top, nothing pressed.
    question = load().deal.question.replace("'", "’")
    expect(reader.finds("heading", question)).to_be_in_viewport()
    expect(page.locator("p.answer")).to_have_text(sentences.headline(answer(Scenario())))
    expect(page.locator("p.answer")).to_be_in_viewport()
    assert reader.steps == 0

    # What if a quarter went to OpenAI?
    own = Scenario(openai_share=0.25)
    reader.writes("Share for OpenAI", "25")
    expect(page.locator("p.consequence")).to_have_text(sentences.consequence(answer(own)))
    expect(page.locator("p.consequence")).to_be_in_viewport()

    # Who says how many are made, and where does it stand?
    claim = load().claims["seed-000-rack-rate"]
    control = page.locator('[data-parameter="rack_rate_start"]')
    chip = control.locator(f'[data-claims="{claim.claim_id}"]').first
    reader.presses("button", chip.inner_text())
    card = reader.finds("dialog", "Claims")
    expect(card).to_contain_text(claim.statement)
    expect(card).to_contain_text("Place")
    reader.presses("button", "Close")

    # What has become of it, and what would have to be true? On the same page, under words that say so.
    expect(reader.finds("heading", "One year on")).to_be_attached()
    reader.presses("button", "30 GW")
    expect(reader.finds("heading", re.compile("For 30 GW .* what would have to be true"))).to_be_attached()
    needed = page.get_by_role("region", name="Table: what would have to be true").first
    expect(needed).to_contain_text("Share for OpenAI")

    # How do I pass it on?
    reader.presses("button", "Copy link")
    expect(page.locator('[data-slot="live"]')).to_have_text(re.compile("link .* is copied"))
    address = page.evaluate("navigator.clipboard.readText()")
    page.locator("summary").filter(has_text="Take away").click()
    reader.steps += 1
    with page.expect_download() as saved:
        reader.presses("button", "Trail (JSON)")
    assert reader.steps <= MOST_STEPS

    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert check_trail(file.read_text("utf-8")) == []

    # Whoever gets the link sees the same, and the same goal.
    other = opened(page.context.new_page(), address)
    expect(other.locator("p.consequence")).to_have_text(sentences.consequence(answer(own)))
    expect(other.get_by_role("heading", name=re.compile("For 30 GW .* what would have to be true"))).to_be_attached()
    expect(other.get_by_role("spinbutton", name="Goal, GW", exact=True)).to_have_value("30")
    assert from_link(address.partition("?s=")[2].partition("&")[0]) == own
    other.close(run_before_unload=True)
