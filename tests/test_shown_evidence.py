"""What the page says beside its answer and on its cards leads to claims, and says the same in every place."""

import re
from typing import Any

import explorer as ex
from explorer.scenario import Scenario
from explorer.seeds import load
from explorer.ui import evidence, ledger_html, markup
from explorer.ui.report import report
from explorer.ui.state import State
from explorer.ui.views import Look, panel
from tests.smallfolder import claim, source, write


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("&#39;", "'").split())


def test_tag_and_table_count_origins_in_one_sense():
    """Each answer of the table has its number of origins; tag and table's head count those with one."""
    frame = ex.independence()
    numbers = [number for number in frame["independent_count"] if number]
    said = f"{numbers.count(1)} of {len(numbers)} answers rest on a single origin each"
    assert frame.attrs["tag"] == said
    assert f"The five articles: {said}" in text(markup.tags(load()))
    shown = text(ledger_html.witnesses(evidence.Choice(), load()))
    assert shown.count(said) == 2  # above, and above the table itself
    assert sum(", 1 independent origin" in tag for tag in frame["tag"]) == numbers.count(1)


def test_the_anchors_have_the_numbers_of_their_claims_and_open_them():
    html, claims = markup.tags(load()), load().claims
    assert f"at most about {claims['openai-intake-2025'].high:.0%} of all makers' NVL72-class racks" in text(html)
    assert f"{claims['seed-004-broadcom-power'].high:g} GW: OpenAI's deal with Broadcom, for scale" in text(html)
    assert "as Foxconn's by way of Oracle" in text(html)
    assert re.findall('data-claims="([^"]*)"', html) == list(markup.ANCHORS)


def test_a_card_says_when_it_was_checked_and_what_came_of_it():
    first = {one.check: one for one in reversed(list(load().claims.values()))}
    right, mended, gone = first["right"], first["mended"], first["not-reachable"]
    shown = text(ledger_html.claim_cards([right.claim_id, mended.claim_id, gone.claim_id], load()))
    assert f"Checked 27 November 2026: right ({right.check_note.strip('.')})" in shown
    assert f"Checked 27 November 2026: mended ({mended.check_note.strip('.')})" in shown
    assert f"Checked 27 November 2026: its source could not be read again ({gone.check_note.strip('.')})" in shown


def test_an_overtaken_claim_says_by_which_on_its_card():
    old = load().claims["openai-14t"]
    new = load().claims[old.superseded_by]
    shown = text(ledger_html.claim_cards([old.claim_id], load()))
    assert f"Overtaken by {load().source_name(new.source_id)}: {new.statement} {old.superseded_reason}" in shown


def test_what_was_found_says_how_far_we_looked_on_page_and_report():
    state = State(Scenario(draws=64))
    said = "as far as we found (pages to July 2026)"
    assert said in panel("answer", state, load(), Look())
    assert said in report(state.scenario)


def test_the_years_of_the_yearly_sum_are_said_wherever_it_stands():
    """Three to five years, 36 to 60 months, by one source that is none of the five articles."""
    found: Any = ex.agreement(detail=True).query("fact_id == 'foxconn-investment-years'")
    assert set(found["cell"]) == {"unpublished"}
    assert set(found["reason"]) == {"None of these says; FinanceTom (Reuters) does: 36-60 months."}
    assert set(found["claim_ids"]) == {("foxconn-ai-invest-years",)}
    assert "For how many years? None of these says; FinanceTom (Reuters) does: 36-60 months." in text(
        ledger_html.agreement(evidence.Choice(), load())
    )
    drawn = (ex.charts.investment(ex.investment(as_of=day)).layout.annotations for day in (None, "2025-11-20"))
    said = [" ".join(note.text for note in notes) for notes in drawn]
    assert ["FinanceTom (Reuters): over 3 to 5 years" in words for words in said] == [True, False]


def test_what_none_of_the_articles_says_is_asked_of_others_published_by_then(tmp_path):
    fact = {"fact_id": "f", "question": "How many?", "metric": "rack_rate"}
    folder = write(
        tmp_path,
        sources=[
            source("article", tier="seed", published="2025-11-21"),
            source("late", published="2026-02-01"),
            source("ours", tier="ours", published="2025-11-22"),
        ],
        claims=[
            claim("late1", "late"),
            claim(
                "ours1", "ours", statement="We found no figure.", bound="none", central=None, unit=None, basis="none"
            ),
        ],
        facts=[fact],
    )
    later: Any = ex.agreement(seeds=folder, detail=True)
    assert later.loc[0, ["cell", "reason"]].tolist() == [
        "unpublished",
        "None of these says; A paper does: about 1,000 racks a week.",
    ]
    then: Any = ex.agreement(seeds=folder, detail=True, as_of="2025-12-01")
    assert then.loc[0, ["cell", "reason"]].tolist() == ["unpublished", "None of these says. We found no figure."]
    before: Any = ex.agreement(seeds=folder, detail=True, as_of="2025-11-20")
    assert before.loc[0, "reason"] == "It had not appeared by 2025-11-20."
