"""What the evidence says together: known on a day, from whom, in which words, and what came of it."""

from typing import Any

import pytest

import explorer as ex
from explorer import charts
from explorer.datasets.tables import ROWS
from explorer.evidence.power_layers import counted_once
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import load
from tests.smallfolder import claim, source, write

DAYS = ("2025-11-20", "2025-12-31", None)


def test_the_ladder_rises_from_rumour_to_delivered_and_two_stand_beside_it():
    rungs = {word: status.rung for word, status in own_vocabulary().statuses.items()}
    ladder = own_vocabulary().ladder
    assert [rungs[status] for status in ladder] == list(range(1, 11))
    assert (ladder[0], ladder[-1]) == ("rumour", "delivered")
    assert ladder[1:6] == ["reported", "option", "goal", "plan", "commitment"]
    assert ladder.index("capability") < ladder.index("output")
    assert rungs["estimate"] == rungs["specification"] == 0


def test_the_ladder_counts_every_claim_once():
    claims: Any = ex.claims()
    assert (claims["rung"] == claims["status"].map(lambda status: own_vocabulary().statuses[status].rung)).all()
    assert ex.ladder()["claim_count"].sum() == len(claims)
    assert ex.ladder(as_of="1999")["claim_count"].sum() == 0


def test_a_superseded_claim_stays_with_what_took_its_place_and_why():
    row: Any = ex.claims().loc["openai-14t"]
    assert "over the next eight years" in row["superseded_reason"]
    later: Any = ex.claims().loc["openai-14t-8y"]
    assert "spending by a date, where these were commitments" in later["superseded_reason"]


@pytest.mark.parametrize(
    ("frame", "day", "row", "found"),
    [
        # Altman's eight years were told on 6 November 2025, the $600 billion on 20 February 2026.
        ("claims", "2025-11-05", "openai-14t", {"superseded_by": "", "superseded_reason": ""}),
        ("claims", "2025-11-06", "openai-14t", {"superseded_by": "openai-14t-8y"}),
        ("claims", "2026-02-19", "openai-14t-8y", {"superseded_by": "", "superseded_reason": ""}),
        ("claims", "2026-02-20", "openai-14t-8y", {"superseded_by": "openai-600b"}),
        ("claims", None, "openai-600b", {"superseded_by": ""}),
        ("claims", None, "openai-nv-loi", {"superseded_by": "openai-nv-2026"}),
        ("investment", None, "openai-14t-8y", {"superseded_by": "openai-600b"}),
        ("claims", "2025-11-20", "foxconn-oa-terms", {"answer": "none"}),
        # Before NVIDIA spoke of $80 to 100 billion a gigawatt (2 June 2026), others' figures ended at 60.
        ("parameters", "2026-06-01", "capex_usd_per_gw", {"low": 27e9, "central": 45e9, "high": 60e9}),
        ("parameters", "2026-06", "capex_usd_per_gw", {"low": 27e9, "central": 45e9, "high": 80e9}),
        # Which power is meant is said only where the source says it.
        ("gigawatts", None, "buildings-running", {"central_gw": 0.59, "power": "facility"}),
        ("gigawatts", None, "chips-broadcom", {"central_gw": 10, "power": "not stated"}),
        # Of several claims the first that had been published speaks: Abilene, by the edition of December 2025.
        ("gigawatts", "2025-12-31", "buildings-running", {"central_gw": 0.295}),
        # A letter of intent stays beside the firm contract that took its place.
        ("gigawatts", None, "chips-nvidia-letter", {"superseded_by": "openai-nv-2026"}),
        ("gigawatts", "2025-12-31", "chips-nvidia-letter", {"superseded_by": ""}),
        # 2,000 racks a week in 2026: open until 31 December 2026, from the next day on unresolved.
        ("scorecard", "2026-12-31", "racks-2000", {"verdict": "open", "due_passed": False}),
        ("scorecard", "2027-01-01", "racks-2000", {"verdict": "not-resolvable", "due_passed": True}),
        ("scorecard", "2027-01-01", "racks-2000", {"verdict_words": "day passed, not seen"}),
        ("scorecard", "2025-11-20", "stargate-10gw", {"verdict_words": "due by end 2029"}),
        ("scorecard", "2025-12-31", "stargate-10gw", {"verdict_words": "about 0.3 GW powered"}),
        ("scorecard", None, "stargate-10gw", {"verdict_words": "contracted; 0.59 GW powered"}),
        # Nobody says what nobody published; before the articles there was one primary source.
        ("independence", None, "openai-share", {"source_count": 0, "tag": "none of these sources says it"}),
        ("independence", "2025-11-20", "content", {"tag": "none of these sources says it"}),
        # Supplier from when: 000 infers it by itself, three others report the announcement.
        ("independence", None, "supplier-from", {"source_count": 4, "independent_count": 2}),
        ("agreement", "2025-11-21", "obligation", {"seed-001": "unpublished"}),  # of the 22nd
    ],
)
def test_as_it_stood_on_a_day(frame, day, row, found):
    held: Any = getattr(ex, frame)(as_of=day).loc[row]
    assert {name: held[name] for name in found} == found


@pytest.mark.parametrize(
    ("frame", "day", "row"),
    [
        (
            "claims",
            "2026-01-30",
            "shipped-2025-fx",
        ),  # the tracker's article is of January 2026, which ends with the 31st
        ("gigawatts", "2025-12-31", "chips-nvidia"),
        ("scorecard", "2025-11-20", "racks-2000"),  # nobody had named the goal
    ],
)
def test_what_nobody_had_said_is_not_there_yet(frame, day, row):
    assert row not in getattr(ex, frame)(as_of=day).index
    assert row in getattr(ex, frame)(as_of=None if frame != "claims" else "2026-01").index


def test_what_takes_the_place_of_a_claim_was_published_no_earlier_and_is_not_replaced_by_it():
    held = load()
    replaced = [one for one in held.claims.values() if one.superseded_by]
    assert len(replaced) > 10
    for old in replaced:
        seen = [old.claim_id]
        new = held.claims[old.superseded_by]
        earlier, later = (held.sources[one.source_id] for one in (old, new))
        # 002 carries no date: it counts from the day it was read, though it must be of 2025
        assert earlier.published_precision == "undated" or earlier.published_end <= later.published_end, old.claim_id
        while new.superseded_by:
            assert new.superseded_by not in seen
            seen.append(new.claim_id)
            new = held.claims[new.superseded_by]


def test_three_days_give_three_ledgers():
    claims, superseded, agreement, defaults = [], [], [], []
    for day in DAYS:
        ledger: Any = ex.claims(as_of=day)
        claims.append(len(ledger))
        superseded.append(int((ledger["superseded_by"] != "").sum()))
        cells: Any = ex.agreement(as_of=day)
        agreement.append({name: set(cells[name]) == {"unpublished"} for name in cells})
        parameters: Any = ex.parameters(as_of=day)
        defaults.append(tuple(zip(parameters["low"], parameters["high"], strict=True)))
    assert claims == sorted(set(claims))
    assert superseded == [5, 5, 28]  # what took their place mostly came in 2026
    assert [sum(hidden.values()) for hidden in agreement] == [5, 2, 0]  # all; 002 and 004, which carry no date; none
    assert len(set(defaults)) == 3


def test_on_the_day_only_the_announcement_itself_was_there():
    ledger: Any = ex.claims(as_of="2025-11-20")
    deal = ledger[ledger["scope"] == "deal"]
    assert set(deal["source_id"]) == {"openai-post-2025-11-20"}
    assert len(ex.claims(as_of="2026-11-27")) == len(ex.claims())


def test_default_ranges_of_the_three_days():
    """Racks a week: before Tech Day ours, from a plan and counts; then the articles'; the ramp changes after that."""
    found: list[Any] = [ex.parameters(as_of=day) for day in DAYS]
    for name, ends in {
        "rack_rate_start": [[385, 1000], [900, 1000], [900, 1000]],
        "foxconn_investment_usd_per_yr": [[1e9, 2e9], [2e9, 3e9], [2e9, 3e9]],
        "ramp_months": [[13, 37], [13, 25], [13, 37]],
        "first_delivery_months": [[8, 30], [8, 30], [9, 30]],
    }.items():
        assert [frame.loc[name, ["low", "high"]].tolist() for frame in found] == ends


def test_a_folder_without_these_records_gives_empty_frames(tmp_path):
    write(tmp_path, sources=[source("a")], claims=[claim("a1", "a")])
    for name in ("pairs", "drift", "scorecard", "gigawatts", "independence"):
        assert getattr(ex, name)(seeds=tmp_path).empty
    assert ex.origins(seeds=tmp_path)["found"].tolist() == ["itself"]


def test_as_of_a_source_that_has_not_appeared_is_unpublished():
    assert set(ex.agreement(as_of="2025-11-20").stack()) == {"unpublished"}
    detail: Any = ex.agreement(as_of="2025-11-21", detail=True).set_index(["fact_id", "source_id"])
    assert detail.loc[("obligation", "seed-001"), "reason"] == "It had not appeared by 2025-11-21."


def test_a_default_leans_on_nothing_that_came_later():
    for day, known in (("2026-06-01", False), ("2026-06", True)):
        row: Any = ex.parameters(as_of=day).loc["capex_usd_per_gw"]
        assert ("gigawatt-cost-nv-2026" in row["claim_ids"]) == known


def test_five_articles_have_one_origin():
    found: Any = ex.origins(fact="content")
    assert found["source_id"].tolist() == [f"seed-00{number}" for number in range(5)]
    assert set(found["occasion"]) == {"joint-announcement"}
    assert found.attrs["tag"] == "5 articles, 1 independent origin, 1 primary source"


def test_001_rewrites_a_digest_and_says_so():
    row: Any = ex.origins(fact="obligation").set_index("source_id").loc["seed-001"]
    assert row["reason"].endswith("It rewrites Tech Startups, as it says itself.")


def test_an_origin_is_found_by_the_same_figures():
    """000 names nobody for its $2-3 billion a year; the agency that has the interview gives them on the same day."""
    found: Any = ex.origins(claim_ids=["seed-000-investment", "seed-001-investment"]).set_index("source_id")
    assert found["found"].tolist() == ["same figures", "same figures"]
    assert found["occasion"].tolist() == ["reuters-interview", "bloomberg-interview"]
    assert found.loc["seed-000", "reason"].startswith("Its figures are those of FinanceTom (Reuters), which reports")
    assert found.index.size == 2


def test_what_an_article_says_by_itself_is_a_voice_of_its_own():
    """Supplier from when: 000 infers it by itself, three others report the announcement."""
    found: Any = ex.origins(fact="supplier-from").set_index("source_id")
    assert found["found"].tolist() == ["itself", "declared", "declared", "declared"]


def test_before_the_articles_there_was_one_primary_source():
    sources = ["openai-post-2025-11-20", "seed-000"]
    early = ex.independence(as_of="2025-11-20", sources=sources)
    assert early.loc["content", "tag"] == "1 source, 1 independent origin, 1 primary source"


def test_the_same_figures_worked_by_hand(tmp_path):
    """A wire on 1 May has 1,000; a paper repeats it on 20 May; another has it in August; a fourth has 900."""
    folder = write(
        tmp_path,
        sources=[
            source("wire", tier="wire", publisher="The wire", published="2025-05-01"),
            source("paper", published="2025-05-20"),
            source("late", published="2025-08-20"),
            source("other", published="2025-05-20"),
        ],
        claims=[
            claim("w", "wire", bound="exact", low=1000, high=1000),
            claim("p", "paper"),
            claim("l", "late"),
            claim("o", "other", central=900),
        ],
    )
    found: Any = ex.origins(seeds=folder).set_index("source_id")
    assert found["occasion"].to_dict() == {"wire": "wire", "paper": "wire", "late": "late", "other": "other"}
    assert found.loc["paper", "reason"] == "Its figures are those of The wire."
    assert ex.origins(seeds=folder).attrs["tag"] == "4 sources, 3 independent origins, no primary source found"


YEARS = [{"period_start": year, "period_end": year} for year in ("2025", "2026")]


@pytest.mark.parametrize(
    ("wire", "paper"),
    [
        *(({}, change) for change in ({"party": "Quanta"}, {"metric": "rack_deployment"}, {"central": 1001})),
        ({}, {"occasion": "own"}),
        YEARS,
    ],
)
def test_other_things_are_not_the_same_figures(tmp_path, wire, paper):
    folder = write(
        tmp_path,
        sources=[source("wire", tier="wire", published="2025-05-01"), source("paper", published="2025-05-02")],
        claims=[claim("w", "wire", **wire), claim("p", "paper", **paper)],
    )
    assert set(ex.origins(seeds=folder)["found"]) == {"itself"}


def test_a_rewrite_has_its_origin_in_what_it_rewrites(tmp_path):
    folder = write(
        tmp_path,
        sources=[source("digest", publisher="The digest", tier="unseen"), source("copy", derived_from="digest")],
        claims=[claim("c", "copy")],
    )
    (row,) = ex.origins(seeds=folder).to_dict("records")
    assert (row["occasion"], row["found"]) == ("digest", "declared")
    assert row["reason"] == "It rewrites The digest, as it says itself."


def test_parties_that_share_a_member_are_not_independent(tmp_path):
    """A and B together, B alone: one voice; C alone: a second."""
    spoke = [("both", "A and B"), ("alone", "B"), ("third", "C")]
    folder = write(
        tmp_path,
        sources=[
            source(f"s-{name}", occasion=name, tier="primary" if name == "third" else "trade") for name, _ in spoke
        ],
        claims=[claim(f"c-{name}", f"s-{name}", central=100 + number) for number, (name, _) in enumerate(spoke)],
        occasions=[{"occasion_id": n, "title": f"the day of {p}", "party": p, "date": "2025-05"} for n, p in spoke],
    )
    assert ex.origins(seeds=folder).attrs["tag"] == "3 sources, 3 occasions, 2 independent origins, 1 primary source"


def test_altman_and_liu_are_quoted_in_two_ways():
    found: Any = ex.drift().query("drift == 'quotation'")
    pairs = set(zip(found["words_a"], found["words_b"], strict=True))
    assert {("is a step toward", "moves us closer to"), ("widely", "broadly"), ("thrilled", "excited")} <= pairs
    spoken = found[found["speaker"] != "Digest and rewrite"]
    assert set(spoken["speaker"]) == {"Altman", "Liu"}
    assert set(zip(spoken["source_a"], spoken["source_b"], strict=True)) == {
        ("seed-003", "seed-004"),
        ("seed-002", "seed-003"),
    }


def test_the_sentence_says_whose_words_the_primary_source_has():
    found: Any = ex.drift().set_index("matter")
    assert found.loc["liu-mood", "sentence"] == (
        "Liu: \u201cthrilled\u201d in MobileAppDaily, \u201cexcited\u201d in thevoltverse.com. "
        "OpenAI's own text has the words of MobileAppDaily."
    )
    assert (
        found.loc["altman-shared", "sentence"]
        == "Altman: \u201cwidely\u201d in MobileAppDaily, \u201cbroadly\u201d in thevoltverse.com."
    )


def test_the_verbs_of_one_page_drift_and_each_has_its_rung():
    found: Any = ex.drift().query("drift == 'verb'")
    assert (found["source_a"] == found["source_b"]).all()
    verbs = {
        source: dict(zip(own["words_b"], own["status_b"], strict=True)) for source, own in found.groupby("source_a")
    }
    assert verbs == {
        "seed-000": {"pledging": "commitment", "projects": "estimate", "commitments": "commitment"},
        "seed-001": {"aiming for 2,000": "goal", "Foxconn and OpenAI team up": "goal"},
    }
    assert found["words_a"].unique().tolist() == ["plans", "up to 2,000", "Foxconn plans"]
    assert found["sentence"].iloc[0] == (
        "InsiderFinance says \u201cplans\u201d (line 17, a plan) and \u201cpledging\u201d (line 2, a commitment)."
    )


def test_an_article_that_had_not_appeared_is_not_quoted():
    assert ex.drift(as_of="2025-11-20").empty  # the post alone differs from nobody
    early: Any = ex.drift(as_of="2025-11-21")
    assert set(early["drift"]) == {"verb"}  # 003 has the post's words, 004 carries no date


def test_equal_words_are_no_drift(tmp_path):
    given = {"matter": "m", "speaker": "S", "locator": "line 1"}
    words = [("a", "soon"), ("b", "soon"), ("c", "later")]
    folder = write(
        tmp_path,
        sources=[source(name) for name, _ in words],
        claims=[claim(f"{name}1", name) for name, _ in words],
        wordings=[{"wording_id": f"w-{name}", "source_id": name, "words": text, **given} for name, text in words],
    )
    found: Any = ex.drift(seeds=folder)
    assert list(zip(found["source_a"], found["source_b"], strict=True)) == [("a", "c"), ("b", "c")]


def test_five_lines_stand_first_one_year_on():
    card: Any = ex.scorecard()
    assert list(card.index[:5]) == list(card[card["leads"]].index)


@pytest.mark.parametrize("day", ["2025-11-20", "2025-12-31", None, "2031"])
def test_every_line_has_a_verdict_a_rule_and_few_words(day):
    card: Any = ex.scorecard(as_of=day)
    assert set(card["verdict"]) <= set(own_vocabulary()["score"])
    assert (card["verdict_words"].str.split().str.len() <= 4).all()
    assert (card["claim_ids"].map(len) > 0).all()
    assert card["rule"].str.endswith(".").all()
    assert card["note"].str.endswith(".").all()
    known = set(ex.claims(as_of=day).index)
    assert set(card["claim_ids"].explode()) | set(card["evidence_ids"].explode().dropna()) <= known


def test_every_finding_has_its_target_and_a_missed_one_its_day_or_a_pledge_given_up():
    held = load()
    for finding in held.findings.values():
        target = held.scorecard[finding.target_id]
        assert finding.verdict != "missed" or target.due or "cut" in finding.note, finding.finding_id


def test_three_days_give_three_scorecards():
    early, end, now = (ex.scorecard(as_of=day) for day in ("2025-11-20", "2025-12-31", None))
    assert len(early) < len(end) < len(now)


def test_an_open_target_whose_day_has_passed_cannot_be_resolved():
    after: Any = ex.scorecard(as_of="2027-01-01").loc["racks-2000"]
    assert after["note"].startswith("Its last day, 31 December 2026, has passed. A tracker has 632 a week")


def small(tmp_path):
    """A goal for 2026, a count of February, another of May that meets it."""
    counts = {"status": "delivered", "bound": "exact"}
    given = {"target_id": "t", "note": "So it is."}
    return write(
        tmp_path,
        sources=[
            source("goal", published="2026-01-01"),
            source("first", published="2026-02-10"),
            source("second", published="2026-05-10"),
        ],
        claims=[
            claim("g", "goal", status="goal", bound="up_to", high=2000, central=None),
            claim("f", "first", **counts, low=600, central=600, high=600),
            claim("s", "second", **counts, low=2000, central=2000, high=2000),
        ],
        scorecard=[
            {"target_id": "t", "title": "2,000 a week", "party": "F", "rule": "R.", "claim_ids": ["g"], "due": "2026"}
        ],
        findings=[
            {"finding_id": "two", "verdict": "met", "verdict_words": "met in May", "claim_ids": ["f", "s"], **given},
            {"finding_id": "one", "verdict": "open", "verdict_words": "600 a week", "claim_ids": ["f"], **given},
        ],
    )


@pytest.mark.parametrize(
    ("day", "verdict", "words"),
    [
        ("2026-02-09", "open", "due by end 2026"),
        ("2026-02-10", "open", "600 a week"),
        ("2026-05-09", "open", "600 a week"),
        ("2026-05-10", "met", "met in May"),
        ("2027-05-10", "met", "met in May"),
    ],
)
def test_a_finding_speaks_once_all_its_evidence_is_there_and_the_latest_one_wins(tmp_path, day, verdict, words):
    row: Any = ex.scorecard(seeds=small(tmp_path), as_of=day).loc["t"]
    assert (row["verdict"], row["verdict_words"]) == (verdict, words)


def test_a_target_is_not_there_before_anyone_named_it(tmp_path):
    assert ex.scorecard(seeds=small(tmp_path), as_of="2025-12-31").empty


def test_every_layer_is_there_with_the_reason_why_it_is_no_addend():
    table: Any = ex.gigawatts()
    assert set(table["layer"]) == set(own_vocabulary()["layer"])
    assert set(table["state"]) == set(own_vocabulary()["state"])
    assert table.groupby("layer")["reason"].nunique().eq(1).all()


def test_figures_are_those_of_the_claims():
    table, claims = ex.gigawatts(), ex.claims()
    for name, row in table.iterrows():
        spoken = claims.loc[row["claim_ids"][0]]
        if spoken["unit"] == "GW":
            assert row[["low_gw", "central_gw", "high_gw"]].tolist() == pytest.approx(
                spoken[["low", "central", "high"]].tolist(), nan_ok=True
            ), name
        else:
            assert row[["low_gw", "central_gw", "high_gw"]].isna().all()
            assert row["said"] == "no gigawatts stated"


def test_of_several_tracked_buildings_none_is_called_the_one():
    running: Any = ex.gigawatts().query("layer == 'buildings' and state == 'running'")
    assert len(running) > 1
    assert not running["name"].str.contains("the one tracked").any()
    assert "Abilene, of Stargate's sites" in set(running["name"])


def lane(layer: str, state: str, name: str, bound: str = "exact", *, counts: bool = True, old: str = "", **ends: float):
    row = {"layer": layer, "state": state, "name": name, "said": name, "bound": bound, "counts": counts}
    row |= {f"{end}_gw": ends.get(end) for end in ("low", "central", "high")}
    return row | {"superseded_by": old, "claim_ids": (name.lower(),), "source_ids": ("s",)}


def test_a_layer_is_summed_once_without_parts_older_words_and_other_layers():
    sums = counted_once(
        [
            lane("chips", "contracted", "A", low=5, central=5, high=5),
            lane("chips", "contracted", "B", "up_to", high=0.75),
            lane("chips", "contracted", "Part of A", counts=False, central=1),
            lane("chips", "planned", "C", "at_least", low=10),
            lane("chips", "planned", "Older", old="a", central=10),
            lane("buildings", "running", "D", "range", low=0.5, high=2.5),
            lane("payers", "contracted", "Told in dollars"),
        ]
    )
    assert [(one["layer"], one["state"], one["gw"], one["least"], one["most"]) for one in sums] == [
        ("chips", "contracted", (5.75, 5.75), False, True),
        ("chips", "planned", (10, 10), True, False),
        ("buildings", "running", (0.5, 2.5), False, False),
    ]
    assert sums[0]["claim_ids"] == ("a", "b")


def test_all_deals_stand_on_one_scale():
    spec = charts.one_scale.spec(ROWS["gigawatts"](load()), naming=load().naming)
    told = {(row[0], row[1]): row[3] for row in spec["meta"]["table"]["rows"]}
    assert told["Chips", "Promised or under contract"] == "up to 13.75 GW"
    assert told["Chips", "Planned"] == "10 GW"
    assert spec["meta"]["title"].startswith(
        "Chips for up to 13.75 GW promised or under contract. OpenAI ran on about 1.9 GW"
    )
