"""The charts of the evidence: each from a few rows that can be checked by hand, then from parts of the real frames."""

import datetime
import io
import random
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import TABLES

import explorer as ex
from explorer import charts
from explorer.charts import svg
from explorer.charts.claims_chart import capacity, dollars_per_gw, investment, short_dollars
from explorer.charts.gigawatts_chart import gigawatts
from explorer.charts.html import agreement_table
from explorer.charts.ladder_chart import ladder
from explorer.charts.timeline_chart import Years, timeline
from explorer.datasets.tables import rows_of
from explorer.page.story import story
from explorer.page.view import View
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import Naming, load
from tests.smallfolder import claim as record, source, write

DAY = datetime.date
MEANINGS = own_vocabulary().meanings("scope")
NAMING = Naming(
    {"a": "Paper A", "b": "Paper B"}, (), MEANINGS, DAY(2026, 6, 30), "data to June 2026", "OpenAI", "Foxconn"
)
HARM = "see <a href='https://harm.example'>here</a> & <i>x</i>"


def claim(name: str, **given: Any) -> dict[str, Any]:
    """A row of claims on racks a week; each names only what differs."""
    plain = {"claim_id": name, "source_id": "a", "metric": "rack_rate", "party": "Foxconn", "statement": "They say so."}
    plain |= {"bound": "exact", "basis": "rate", "scope": "world", "status": "output", "unverified": False}
    plain |= {"period_start": DAY(2025, 11, 1), "period_end": DAY(2025, 11, 30), "unit": "USD", "answer": ""}
    plain |= {"superseded_by": ""}
    units = ("", "_racks_per_week", "_gw", "_usd")
    return plain | {f"{end}{unit}": None for end in ("low", "central", "high") for unit in units} | given


def figure(unit: str, low: float | None = None, central: float | None = None, high: float | None = None) -> dict:
    return {f"low{unit}": low, f"central{unit}": central, f"high{unit}": high}


def racks(*ends: float | None) -> dict:
    return figure("_racks_per_week", *ends)


def dots(spec: dict) -> dict:
    (trace,) = spec["data"]
    return trace


def lines(spec: dict, dash: str) -> list[tuple[float, float]]:
    shapes = (s for s in spec["layout"]["shapes"] if s["type"] == "line" and s["line"].get("dash") == dash)
    return [(shape["x0"], shape["x1"]) for shape in shapes]


RACKS = [
    claim("makes", **racks(1000, 1000, 1000)),
    claim("can", source_id="b", status="capability", bound="about", **racks(None, 1000, None)),
    claim("goal", status="goal", bound="up_to", period_start=DAY(2026, 1, 1), period_end=DAY(2026, 12, 31))
    | racks(None, None, 2000),
    claim("more", status="plan", bound="direction"),
    claim("counted", metric="rack_shipments", status="estimate", bound="range", **racks(600, None, 640)),
    claim("blog", status="estimate", bound="exact", unverified=True, **racks(9000, 9000, 9000)),
]


def test_racks_are_claimed_aimed_for_and_counted_a_row_a_figure():
    spec = capacity.spec(RACKS, naming=NAMING)
    rows = spec["meta"]["table"]["rows"]
    assert rows == [
        ["Claimed", "November 2025", "doing: Paper A; can do: Paper B", "1,000", "makes can"],
        ["Aimed for", "2026", "goal: Paper A", "up to 2,000", "goal"],
        ["Counted or estimated", "November 2025", "Paper A", "600 to 640", "counted"],
    ]
    assert spec["meta"]["title"] == ("Racks a week, at most: 1,000 claimed, 2,000 aimed for, 640 counted or estimated")
    assert spec["meta"]["subtitle"].startswith(f"{NAMING.maker}, racks a week; ")  # no row names whose they are
    assert "1 more could not be verified and are left out" in spec["meta"]["summary"]
    assert dots(spec)["x"] == [1000, 2000, 640]
    assert dots(spec)["marker"]["symbol"] == ["circle", "triangle-left-open", "circle"]
    assert dots(spec)["marker"]["opacity"] == [1, 1, 0]  # the bar of the range is mark enough
    assert dots(spec)["customdata"] == ["makes can", "goal", "counted"]
    assert lines(spec, "dash") == [(0, 2000)]
    assert [(s["x0"], s["x1"]) for s in spec["layout"]["shapes"] if s["type"] == "rect"] == [(600, 640)]
    assert spec["meta"]["values"]["rows"][1][4:8] == ["up_to", None, None, 2000]
    assert max(spec["layout"]["xaxis"]["tickvals"]) == 2000  # what nobody could verify does not stretch the axis
    assert spec["meta"]["note"] == "Sources: Paper A, Paper B. Data to June 2026."


def test_racks_of_which_nobody_claims_or_counts_any():
    assert capacity.spec([RACKS[2]], naming=NAMING)["meta"]["title"] == "Racks a week, at most: 2,000 aimed for"
    counted = capacity.spec([RACKS[4]], naming=NAMING)["meta"]["title"]
    assert counted == "Racks a week, at most: 640 counted or estimated"
    assert capacity.spec([RACKS[3]], naming=NAMING)["meta"]["title"] == "No claim gives a number"
    with pytest.raises(ValueError, match="must be one of racks, gw"):
        capacity.spec(RACKS, "chips", naming=NAMING)


def test_of_a_frame_without_foxconn_all_parties_are_drawn():
    others = [one | {"party": "Quanta", "metric": "rack_capacity"} for one in RACKS]
    assert len(capacity.spec(others, naming=NAMING)["meta"]["table"]["rows"]) == 3
    gw = [claim("gw", party="OpenAI with AMD", metric="contracted_power", status="contract", **figure("_gw", 6, 6, 6))]
    assert capacity.spec(gw, naming=NAMING)["meta"]["title"] == "Gigawatts, at most: 6 GW aimed for"


MONEY = [
    claim("year", metric="foxconn_investment", basis="annual", bound="range", status="plan")
    | figure("_usd", 2e9, None, 3e9),
    claim("vague", metric="foxconn_investment", basis="unstated", bound="range", status="plan", source_id="b")
    | figure("_usd", 1e9, None, 5e9),
]


def test_sums_a_year_and_sums_without_a_period_have_a_scale_each():
    spec = investment.spec(MONEY, naming=NAMING)
    assert spec["meta"]["title"] == "$2-3bn a year, or $1-5bn in all? The figures do not match"
    bars = [(s["x0"], s["x1"]) for s in spec["layout"]["shapes"] if s["type"] == "rect"]
    # left 0 to 3 billion on 0 to 1, right 0 to 6 billion on 1.25 to 2.25
    assert bars == [pytest.approx((2 / 3, 1)), pytest.approx((1.25 + 1 / 6, 1.25 + 5 / 6))]
    ticks = dict(zip(spec["layout"]["xaxis"]["tickvals"], spec["layout"]["xaxis"]["ticktext"], strict=True))
    assert ticks == {0: "0", 0.5: "&#36;1.5bn", 1: "&#36;3bn", 1.25: "0", 1.75: "&#36;3bn", 2.25: "&#36;6bn"}
    yearly = investment.spec(MONEY[:1], naming=NAMING)
    assert yearly["meta"]["title"] == "$2-3bn a year"
    assert yearly["layout"]["xaxis"]["range"] == [0, 1]


def test_a_gigawatt_costs_what_is_counted_and_the_plans_are_a_line():
    rows = [
        claim("all", metric="capex_per_gw", party="1 GW", bound="range", **figure("", 50e9, None, 60e9)),
        claim("all2", metric="capex_per_gw", party="1 GW with GB200", source_id="b", **figure("", 80e9, 80e9, 80e9)),
        claim("part", metric="capex_per_gw", party="computers in 1 GW", bound="about", **figure("", None, 26e9, None)),
        claim(
            "money", metric="openai_infrastructure_money", party="OpenAI", basis="total", **figure("", *[1.4e12] * 3)
        ),
        claim("power", metric="planned_power", party="OpenAI", basis="stock", **figure("", 30, 30, 30)),
        claim("other", metric="planned_power", party="OpenAI", source_id="b", **figure("", 10, 10, 10)),
    ]
    spec = dollars_per_gw.spec(rows, naming=NAMING)
    assert spec["meta"]["title"] == "What a gigawatt costs: $26bn to $80bn, depending on what is counted"
    told = [(row[0], row[3], row[4]) for row in spec["meta"]["table"]["rows"]]
    assert told == [
        ("OpenAI's plans, divided", "about $46.7bn", "money power"),
        ("Everything", "$80bn", "all2"),
        ("Everything", "$50-60bn", "all"),
        ("Computers only", "about $26bn", "part"),
    ]
    assert lines(spec, "dot") == [(pytest.approx(1.4e12 / 30),) * 2]
    assert len(set(dots(spec)["marker"]["color"])) == 3
    assert dollars_per_gw.spec(rows[3:4], naming=NAMING)["meta"]["title"].startswith("None of these claims")
    # another buyer's plans are told by a word of its folder's own, and not by another's money
    power, their_money = rows[4] | {"party": "Meta"}, {"metric": "meta_infrastructure_money", "party": "Meta"}
    for money, first in ((rows[3], "Everything"), (rows[3] | their_money, "Meta's plans, divided")):
        spec = dollars_per_gw.spec([rows[0], power, money], naming=replace(NAMING, buyer="Meta"))
        assert spec["meta"]["table"]["rows"][0][0] == first


STEPS = [
    {"title": title, "start": start, "end": end, "precision": precision, "kind": kind, "party": party}
    | {"source_ids": sources, "claim_ids": (f"{title[0]}1",)}
    for title, start, end, precision, kind, party, sources in [
        ("Announced", DAY(2025, 11, 20), DAY(2025, 11, 20), "day", "happened", "Both", ("a", "b")),
        ("First racks", DAY(2026, 7, 1), DAY(2026, 12, 31), "half", "planned", "Broadcom", ("a",)),
        ("Signed", DAY(2025, 9, 21), DAY(2025, 9, 30), "vague", "happened", "Both", ("b",)),
        ("Article a is published", DAY(2025, 11, 21), DAY(2025, 11, 21), "day", "happened", "Press", ("a",)),
    ]
]
SOURCES = [{"source_id": "a", "published": DAY(2025, 11, 21)}, {"source_id": "b", "published": None}]


def test_steps_stand_by_date_as_promised_or_done_and_publications_are_no_steps():
    spec = timeline.spec(STEPS, SOURCES, naming=NAMING)
    rows = spec["meta"]["table"]["rows"]
    assert rows == [
        ["Done", "Signed", "Both", "21 to 30 September 2025", "S1"],
        ["Done", "Announced", "Both", "20 November 2025", "A1"],
        ["Promised", "First racks", "Broadcom, planned", "Second half of 2026", "F1"],
    ]
    assert spec["meta"]["title"] == "2 of 3 milestones reached so far"
    assert "Shown" not in spec["meta"]["subtitle"]
    assert dots(spec)["marker"]["symbol"][:2] == ["circle", "circle"]
    assert dots(spec)["customdata"] == ["S1", "A1", "F1"]
    values = spec["meta"]["values"]
    said = [row[values["columns"].index("said_by")] for row in values["rows"]]
    assert said == ["Paper B (undated)", "Paper A (21 November 2025); Paper B (undated)", "Paper A (21 November 2025)"]


def test_a_vague_date_is_as_wide_as_its_words_and_joined_to_the_day_on_which_it_was_said():
    spec = timeline.spec(STEPS[1:2], SOURCES, naming=NAMING)
    years = Years([DAY(2025, 11, 21), DAY(2026, 7, 1), DAY(2026, 12, 31), NAMING.data_day])
    (bar,) = (shape for shape in spec["layout"]["shapes"] if shape["type"] == "rect")
    assert (bar["x0"], bar["x1"]) == (years.place(DAY(2026, 7, 1)), years.place(DAY(2026, 12, 31)))
    assert bar["fillcolor"] == "#ffffff"  # hollow until it has happened
    level = [s for s in spec["layout"]["shapes"] if s["type"] == "line" and s["y0"] == s["y1"]]
    assert (level[0]["x0"], level[0]["x1"]) == (years.place(DAY(2025, 11, 21)), bar["x0"])


def test_a_year_with_few_dates_is_a_quarter_as_wide():
    years = Years([DAY(2025, 1, 1), DAY(2025, 3, 1), DAY(2025, 5, 1), DAY(2028, 1, 1)])
    assert [years.place(DAY(year, 1, 1)) for year in (2025, 2026, 2027, 2028)] == [0, 1, 1.25, 1.5]
    assert years.axis()["ticktext"] == ["2025", "\u201928"]


def test_twelve_steps_are_drawn_and_all_are_counted():
    drawn, whole = (charts.timeline(ex.timelines(), ex.sources(), whole=whole) for whole in (False, True))
    rows, all_rows = map(rows_in, (drawn, whole))
    assert len(rows) == 12 < len(all_rows)
    assert title_of(drawn) == title_of(whole)
    often: Any = {
        title: len(ids) for title, ids in zip(ex.timelines()["title"], ex.timelines()["source_ids"], strict=True)
    }
    assert min(often[row[1]] for row in rows) >= max(often[row[1]] for row in all_rows if row not in rows)


def test_the_ladder_names_the_figures_that_most_sources_give():
    rows = [
        claim("goal1", status="goal", bound="up_to", **figure("", None, None, 2000), unit="racks/week"),
        claim("goal2", status="goal", bound="up_to", **figure("", None, None, 2000), unit="racks/week", source_id="b"),
        claim("goal3", status="goal", metric="planned_power", party="OpenAI", **figure("", 10, 10, 10), unit="GW"),
        claim("doubt", status="goal", unverified=True, **figure("", 9e3, 9e3, 9e3), unit="racks/week"),
        claim("taiwan", status="plan", metric="foxconn_spending", **figure("", 1e9, 1e9, 1e9), unit="TWD"),
        claim("own", status="plan", metric="server_rate", **figure("", 1200, 1200, 1200), unit="servers/week"),
        claim("chips", status="plan", metric="chips_agreed", **figure("", 1e6, 1e6, 1e6), unit="chips"),
        claim(
            "build", status="plan", metric="building_cost", basis="annual", **figure("", *[2e9] * 3), unit="USD/year"
        ),
        claim("may", status="option", metric="purchase_option", answer="option", statement="It may buy."),
    ]
    table = {row[1]: row for row in ladder.spec(rows, naming=NAMING)["meta"]["table"]["rows"]}
    assert next(iter(table)) == "Done"
    assert list(table)[-1] == "Rumour"
    assert table["Goal"] == [
        "",
        "Goal",
        "Foxconn: up to 2,000 racks a week; OpenAI: 10 GW",
        "4 claims",
        "goal1 goal2 goal3",
    ]
    assert table["Option"][2:4] == ["It may buy", "1 claim"]
    assert table["Plan"][2:4] == ["Foxconn: 1,200 servers a week; Foxconn: $2bn a year", "4 claims"]  # own metrics
    alone = {row[1]: row for row in ladder.spec(rows[4:5], naming=NAMING)["meta"]["table"]["rows"]}
    assert alone["Plan"][2:4] == ["no figure: said to be going to happen", "1 claim"]
    assert list(table)[:2] == ["Done", "Doing"]  # the firmest first
    assert dots(ladder.spec(rows, naming=NAMING))["x"] == [int(row[3].split()[0]) for row in table.values()]


def test_the_ladder_of_the_story_has_the_rungs_of_the_chart_with_two_figures_of_each():
    told = ladder.spec(rows_of(ex.claims()), naming=NAMING)["meta"]["table"]["rows"]
    drawn = re.findall(
        r"<li class=.tone-(\d).><b>(.*?)</b>(.*?)<small>(.*?)</small>", str(story(View(), load(), sections=["ladder"]))
    )
    assert [(name, count) for _, name, _, count in drawn] == [(row[1], row[3]) for row in reversed(told)]
    assert [int(tone) for tone, *_ in drawn] == [place * 3 // len(drawn) for place in range(len(drawn))]
    for (*_, chips, _), row in zip(drawn, reversed(told), strict=True):
        words = [unescape(one) for one in re.findall(r"<button[^>]*>(.*?)</button>", chips)]
        assert "; ".join(words) in row[2]
        assert len(words) == (0 if row[2].startswith("no figure: ") else min(2, row[2].count("; ") + 1))


CELLS = [
    {"fact_id": "pace", "a": "states", "b": "differs"},
    {"fact_id": "share", "a": "unpublished", "b": "unpublished"},
    {"fact_id": "place", "a": "agrees", "b": "silent"},
]
DETAIL = [
    {"fact_id": fact, "question": question, "source_id": source, "said": said, "reason": reason, "claim_ids": ids}
    for fact, question, source, said, reason, ids in [
        ("pace", "Is 1 < 2?", "a", '<script>alert("x")</script>', "It says so.", ("c1",)),
        ("pace", "Is 1 < 2?", "b", "can make 1,000", "One makes & the other can.", ("c2", "c3")),
        ("share", "What share?", "a", "", "We found none.", ()),
        ("share", "What share?", "b", "", "We found none.", ()),
        ("place", "Where?", "a", "Ohio", "", ("c4",)),
        ("place", "Where?", "b", "", "", ()),
    ]
]


def test_the_table_of_agreement_shows_answers_where_they_differ_and_what_none_gives():
    frames = pd.DataFrame(CELLS).set_index("fact_id"), pd.DataFrame(DETAIL)
    table = agreement_table(*frames, naming=NAMING)
    assert '<th scope="col">Paper B</th>' in table
    assert "Is 1 &lt; 2?" in table
    assert "<script>" not in table
    sign, why = '<span aria-hidden="true">\u2260</span>', '<span class="why">One makes &amp; the other can.</span>'
    assert f'<td data-claims="c2 c3">{sign} can make 1,000 {why}</td>' in table
    assert table.count("We found none.") == 1
    assert "Where?" not in table
    assert "Ohio" in agreement_table(*frames, naming=NAMING, whole=True)
    assert "<caption>3 questions, 2 sources. On 1 question the sources differ, on 0 they cannot be compared" in table


def test_the_five_articles_disagree_on_screen_as_they_do_on_paper():
    rows = {row[4]: row for row in rows_in(charts.capacity(ex.capacity()))}
    (now,) = (row for ids, row in rows.items() if "seed-000-rack-rate" in ids.split())
    assert now[2].startswith("doing: InsiderFinance; can do: ")
    assert "MobileAppDaily" in now[2]
    assert now[3] == "1,000"
    (goal,) = (row for ids, row in rows.items() if "seed-001-rack-rate-2026" in ids.split())
    assert goal[3] == "up to 2,000"
    assert title_of(charts.gigawatts(GIGAWATTS)) == "OpenAI spoke of 30 GW. It ran on about 1.9 GW"
    table = charts.agreement_table(ex.agreement(), ex.agreement(detail=True))
    assert "1,000 racks a week" in table
    assert table.count('scope="row"') == 8
    assert "InsiderFinance" in table


CLAIMS, CAPACITY, INVESTMENT, GIGAWATTS = ex.claims(), ex.capacity(), ex.investment(), ex.gigawatts()
TIMELINES, PUBLISHED = ex.timelines(), ex.sources()
MODELLED = ex.Scenario(draws=256)
STEPS_BETWEEN = ex.compare(MODELLED, MODELLED.replace(us_share=0.2), "us_shipped")
ONE, SPREAD = ex.compare_many({"A": MODELLED}), ex.sensitivity(MODELLED, "delivered_gw")


def parts(frame: pd.DataFrame, count: int = 5) -> list[pd.DataFrame]:
    """None of the rows, some alone, and random parts of different sizes."""
    chance = random.Random(20251120)
    rows = list(range(len(frame)))
    chosen = [
        [],
        *([chance.choice(rows)] for _ in range(3)),
        *(chance.sample(rows, chance.choice(rows)) for _ in range(count)),
    ]
    return [frame.iloc[sorted(part)] for part in chosen]


def test_a_chart_of_a_filtered_frame_counts_what_is_in_that_frame():
    ends = [f"{end}_racks_per_week" for end in ("low", "central", "high")]
    for part in parts(CAPACITY[CAPACITY["party"] == "Foxconn"]):
        shown = part[part["metric"].isin(["rack_rate", "rack_shipments"])]
        sound = shown[shown[ends].notna().any(axis=1) & ~shown["unverified"]]
        if len(sound):
            assert sum(len(row[4].split()) for row in rows_in(charts.capacity(part, "racks"))) == len(sound)
    for part in parts(INVESTMENT):
        sums = part[(part["metric"] == "foxconn_investment") & part["high_usd"].notna()]
        assert sum(len(row[4].split()) for row in rows_in(charts.investment(part))) == len(sums)
    for part in parts(CLAIMS[CLAIMS["metric"].isin(["capex_per_gw", "planned_power", "openai_infrastructure_money"])]):
        costs = rows_in(charts.dollars_per_gw(part))
        shown = [name for row in costs if row[0] != "OpenAI's plans, divided" for name in row[4].split()]
        assert sorted(shown) == sorted(part.index[part["metric"] == "capex_per_gw"])
    for part in parts(TIMELINES):
        steps = part[part["party"] != "Press"]
        title = title_of(charts.timeline(part, PUBLISHED))
        done = int((steps["kind"] == "happened").sum())
        assert title.startswith(f"{done} of {len(steps)} milestone" if len(steps) else "No dated step")
    for part in parts(GIGAWATTS):
        said = charts.gigawatts(part).said
        assert Counter(re.findall(r"\d+ (?:row|layer)", said)) == Counter(
            [f"{len(part)} row", f"{part['layer'].nunique()} layer"]
        )
        whole = part[(part["layer"] == "whole") & (part["superseded_by"] == "")]
        assert ("It ran on" in said) == ({"running", "planned"} <= set(whole["state"]))
        assert len(rows_in(charts.gigawatts(part))) == len(part)
    for part in parts(CLAIMS):
        counted = {row[1]: int(row[3].split()[0]) for row in rows_in(charts.ladder(part))}
        assert counted["Plan"] == (part["status"] == "plan").sum()
    for part in parts(ex.agreement()):
        differing = int((part == "differs").any(axis=1).sum())
        assert f"On {differing} question" in charts.agreement_table(part, ex.agreement(detail=True))


def test_a_frame_that_was_written_and_read_is_drawn_alike():
    """Also with its index as a column; what cannot be drawn is a sentence."""
    for name, chart in drawn().items():
        again = [pd.read_csv(io.StringIO(getattr(ex, table)().to_csv())) for table in TABLES[name]]
        assert getattr(charts, name)(*again).to_dict() == chart.to_dict(), name
    with pytest.raises(ex.ExplorerError, match="'soon' is not a date"):
        charts.timeline(TIMELINES.astype({"start": object}).assign(start="soon"), PUBLISHED)
    with pytest.raises(ex.ArgumentError, match="comparison of waterfall has a row without a number in change"):
        charts.waterfall(STEPS_BETWEEN.assign(change="much"))


def test_a_frame_is_drawn_alike_however_a_file_gives_its_values_back():
    """Everything as text, nothing as "", ids as arrays, days as text with a time, a name of digits as a number."""
    two = ex.compare_many({"1": MODELLED, "2": MODELLED.replace(us_share=0.3)})
    frames = {"capacity": CAPACITY, "one_scale": GIGAWATTS, "ladder": CLAIMS, "sidebyside": two, "tornado": SPREAD}
    for name, frame in frames.items():
        drawn, text = getattr(charts, name)(frame).to_dict(), frame.to_csv(date_format="%Y-%m-%dT%H:%M:%S.000")
        ids = {column: frame[column].map(np.array) for column in ("source_ids", "claim_ids") if column in frame}
        for again in (
            pd.read_csv(io.StringIO(text)),
            pd.read_csv(io.StringIO(text), dtype=str),
            pd.read_csv(io.StringIO(text), keep_default_na=False),
            frame.assign(**ids),
            frame.reset_index().set_index(next(c for c in ("layer", "status", "variance_share", "low") if c in frame)),
        ):
            again.attrs = frame.attrs
            assert getattr(charts, name)(again).to_dict() == drawn, name
    ids = {column: GIGAWATTS[column].map(np.array) for column in ("source_ids", "claim_ids")}
    assert charts.table(GIGAWATTS.assign(**ids)) == charts.table(GIGAWATTS)
    of_another_deal = INVESTMENT.assign(scope="the moon")
    assert "the moon" in str(charts.investment(of_another_deal).to_dict())


def test_a_value_of_another_type_in_a_frame_is_a_sentence():
    day, lists = pd.Timestamp("2026-01-01"), CLAIMS["status"].map(list)
    none: Any = Decimal("sNaN")
    tables: Any = [pd.DataFrame()] * len(CAPACITY)
    for name, frame, column, value, sentence in (
        ("capacity", CAPACITY, "party", day, "In the column party a Timestamp is not a text"),
        ("capacity", CAPACITY, "unverified", "perhaps", "In the column unverified 'perhaps' is not True or"),
        ("capacity", CAPACITY, "low_racks_per_week", "x", "In the column low_racks_per_week 'x' is not a number"),
        ("capacity", CAPACITY, "high", none, "In the column high sNaN is not a number"),
        ("capacity", CAPACITY, "high", tables, "In the column high a DataFrame is not a num"),
        ("capacity", CAPACITY, "period_end", 1.5, "In the column period_end 1.5 is not a date"),
        ("gigawatts", GIGAWATTS, "source_ids", 5, "In the column source_ids 5 is not a list of ids"),
        ("ladder", CLAIMS, "status", lists, "has a list in status, which is no word"),
        ("waterfall", STEPS_BETWEEN, "a", day, "In the column a a Timestamp is not a text"),
        ("timeline", TIMELINES, "end", "", "timelines of timeline has a row with nothing in end"),
        ("timeline", TIMELINES, "end", "9999-12-31", "an axis of time cannot end in the year 9999"),
        ("sidebyside", ONE, "unit", day, "In the column unit a Timestamp is not a text"),
    ):
        with pytest.raises(ex.ExplorerError, match=sentence):
            getattr(charts, name)(frame.assign(**{column: value}), *([PUBLISHED] if name == "timeline" else []))
    twice = CAPACITY.set_axis([*CAPACITY.columns[:-1], "low"], axis=1).assign(group="")
    with pytest.raises(ex.ArgumentError, match="capacity of capacity has two columns of one name"):
        charts.capacity(twice)
    assert charts.timeline(TIMELINES.astype({"start": object}).assign(start="0001-01-01"), PUBLISHED)
    for name, value, sentence in (
        ("at", "soon", r"has an attrs\['at'\] that is 'soon', not a month"),
        ("median_a", "much", r"has an attrs\['median_a'\] that is 'much', not a finite number"),
        ("outcome", "racks", "'racks' is not an outcome"),
        ("naming", 1.5, r"attrs\['naming'\] is 1.5"),
        ("naming", np.array([1]), r"attrs\['naming'\] is a ndarray"),
    ):
        told = CAPACITY.copy() if name == "naming" else STEPS_BETWEEN.copy()
        told.attrs[name] = value
        with pytest.raises(ex.ExplorerError, match=sentence):
            charts.capacity(told) if name == "naming" else charts.waterfall(told)
    told = STEPS_BETWEEN.copy()
    del told.attrs["unit"]  # which the outcome tells
    told.attrs["at"] = pd.Timestamp("2029-12-31")
    assert charts.waterfall(told).to_dict() == charts.waterfall(STEPS_BETWEEN).to_dict()


@pytest.mark.parametrize(
    ("name", "frame", "columns", "sentence"),
    [
        ("timeline", TIMELINES, "start end", "has a row with nothing in"),
        ("one_scale", GIGAWATTS, "claim_ids", "has a row with nothing in"),
        ("tornado", SPREAD, "low_input high_input low_outcome high_outcome", "The row of growth_after has nothing in"),
        ("waterfall", STEPS_BETWEEN, "a b", "comparison of waterfall has a row with nothing in"),
        ("sidebyside", ONE, "low middle high", "has a row without a number in"),
    ],
)
def test_a_blank_cell_gets_a_sentence(name, frame, columns, sentence):
    for column in columns.split():
        blanked = frame.astype({column: object})
        blanked.loc[blanked.index[:1], column] = None
        with pytest.raises(ex.ExplorerError, match=f"{sentence} {column}"):
            getattr(charts, name)(blanked, *([PUBLISHED] if name == "timeline" else []))


def test_a_claim_of_money_without_its_place_or_an_end_is_drawn():
    for column in ("scope", "low"):
        assert rows_in(charts.investment(INVESTMENT.assign(**{column: None})))


def rows_in(chart: Any) -> list[list[str]]:
    return chart.layout.meta["table"]["rows"]


def title_of(chart: Any) -> str:
    return chart.layout.meta["title"]


def drawn(**told: str) -> dict[str, Any]:
    """Every chart of the evidence, of a folder or a day, as public functions draw it."""
    return {
        name: getattr(charts, name)(*(getattr(ex, table)(**told) for table in tables))
        for name, tables in TABLES.items()
    }


def test_before_anything_was_published_charts_are_empty_and_stand():
    for name, chart in drawn(as_of="2001-01-01").items():
        assert len(rows_in(chart)) == (10 if name == "ladder" else 0), name
        assert chart.said


def test_charts_of_another_folder_have_its_names_and_date_and_none_of_ours(checkout):
    """In a process that reads our seeds, where nobody knows a source of the other deal by its id."""
    folder = str(checkout / "docs" / "examples" / "openai-amd")
    theirs, made = load(folder), drawn(seeds=folder)
    ours = {one.publisher for one in load().sources.values()} - {one.publisher for one in theirs.sources.values()}
    for name, chart in made.items():
        note = chart.layout.annotations[-1].text.replace("<br>", " ")
        assert note.endswith(f"{theirs.data_to[0].upper()}{theirs.data_to[1:]}."), name
        text = str(chart.to_dict())
        assert not any(source_id in note for source_id in theirs.sources), name
        assert not [publisher for publisher in ours if len(publisher) > 6 and publisher in text], name
    assert "Nasdaq / RTTNews" in str(made["capacity"].to_dict())
    table = charts.agreement_table(ex.agreement(seeds=folder), ex.agreement(seeds=folder, detail=True))
    assert "The Motley Fool" in table
    assert "InsiderFinance" not in table


def test_text_of_a_frame_is_text_in_a_chart():
    """A link in a title or a name stays words: plotly.js would make one of it, and our SVG shows the same."""
    harmful = Naming({"a": HARM, "b": HARM}, (), NAMING.scopes, NAMING.data_day, NAMING.data_to)
    steps = [step | {"title": HARM, "party": HARM} for step in STEPS]
    lanes = [row | {"name": HARM, "note": HARM} for row in rows_of(GIGAWATTS)]
    for spec in (
        timeline.spec(steps, SOURCES, naming=harmful),
        capacity.spec([row | {"party": f"Foxconn {HARM}"} for row in RACKS], naming=harmful),
        investment.spec(MONEY, naming=harmful),
        gigawatts.spec(lanes, naming=harmful),
    ):
        shown = str([spec["layout"]["annotations"], [trace["text"] for trace in spec["data"]]])
        assert "harm.example" in shown
        assert not re.search(r"<(?!/?b>|br>|/?span)", shown)
        assert "<a " not in svg.svg_of(spec, key="k")


def test_dollars_in_words():
    assert [short_dollars(value) for value in (0, 1.42e8, 2.5e9, 1.4e12)] == ["0", "$142m", "$2.5bn", "$1.4trn"]


def gw(name: str, **given: Any) -> dict[str, Any]:
    return record(name, "a", **({"metric": "planned_power", "unit": "GW", "basis": "stock"} | given))


@pytest.fixture
def layers(tmp_path):
    """Chips: 5 GW signed, up to 2 planned. Buildings: at least 10 GW signed, 1 running, and one told in dollars."""
    lanes = [
        ("buildings", "running", gw("runs", central=1)),
        ("chips", "contracted", gw("signed", central=5)),
        ("chips", "planned", gw("limit", bound="up_to", high=2, central=None)),
        ("buildings", "contracted", gw("least", bound="at_least", low=10, central=None)),
        (
            "buildings",
            "contracted",
            record("money", "a", unit="USD", basis="total", metric="contract_value", dataset="investment"),
        ),
    ]
    folder = write(
        tmp_path,
        sources=[source("a")],
        claims=[row for *_, row in lanes],
        gigawatts=[
            {"lane_id": row["claim_id"], "layer": layer, "name": row["claim_id"], "state": state}
            | {"claim_ids": [row["claim_id"]]}
            for layer, state, row in lanes
        ],
    )
    return ex.gigawatts(seeds=folder)


def test_bars_stand_by_layer_the_largest_first_and_are_as_long_as_their_figures(layers):
    spec: Any = gigawatts.spec(layers, naming=NAMING)
    boxes = [shape for shape in spec["layout"]["shapes"] if shape["type"] == "rect"]
    assert [box["x1"] for box in boxes] == [5, 2, 10, 1]  # chips before buildings; the one in dollars has no bar
    assert [box["x0"] for box in boxes] == [0, 0, 0, 0]  # each from nothing: none is stacked on another
    assert [box["line"]["dash"] for box in boxes] == ["solid", "dash", "solid", "solid"]
    assert len({box["fillcolor"] for box in boxes}) == 3  # contracted, planned, running
    assert boxes[0]["fillcolor"] == boxes[2]["fillcolor"]
    (ends,) = spec["data"]  # only "at least" ends in a triangle
    assert dict(zip(ends["x"], ends["marker"]["opacity"], strict=True)) == {5: 0, 2: 0, 10: 1, 1: 0}


def test_a_rule_parts_the_layers_and_each_says_why(layers):
    spec: Any = gigawatts.spec(layers, naming=NAMING)
    texts = " ".join(note["text"] for note in spec["layout"]["annotations"]).replace("<br>", " ")
    assert sum(shape["type"] == "line" for shape in spec["layout"]["shapes"]) == 1
    assert texts.startswith("<b>Chips</b>")
    assert (
        "<b>Buildings</b> Buildings hold the chips and racks above, and cloud contracts pay for part of them." in texts
    )
    assert "no gigawatts stated" in texts
    assert "no sum" in spec["layout"]["xaxis"]["title"]["text"]


def test_what_shows_itself_in_a_notebook_has_the_colour_of_the_words_beside_it():
    """So that it is read on light and on dark ground: no word, and not the line over a bar, has a colour of its own."""
    for shown in (
        charts.table(CLAIMS.head(1)),
        charts.agreement_table(ex.agreement(), ex.agreement(detail=True)),
        charts.chain(ex.simulate(MODELLED)),
    ):
        assert not re.search(r"[^-]color:", shown._repr_html_())
        assert shown.count("<rect") == 2 * shown.count("fill:var(--chart-ink,currentColor)")
