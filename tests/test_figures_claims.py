"""Rival figures, the timeline and the table of agreement, on small tables and on the real ones."""

import datetime as dt
import json
import math

import pandas as pd
import pytest

from explorer.charts import capacity_chart, forest, investment_chart, timeline_chart
from explorer.charts.agreement import agreement_table
from explorer.charts.chain_chart import chain, chain_steps
from explorer.datasets import tables
from explorer.model import simulate
from explorer.scenario import Scenario

NAN = float("nan")


def claims(*rows: dict) -> pd.DataFrame:
    """A small table of claims; each row names only what differs from a plain claim on racks a week."""
    plain = {
        "source_id": "seed-000",
        "metric": "rack_rate",
        "party": "Foxconn",
        "statement": "A statement.",
        "bound": "exact",
        "basis": "rate",
        "scope": "world",
        "status": "output",
        "published": pd.Timestamp("2025-11-21"),
        "unverified": False,
        "group": "racks a week now",
    }
    frame = pd.DataFrame([plain | row for row in rows])
    frame.index = pd.Index([f"c{number}" for number in range(len(rows))], name="claim_id")
    for end in ("low", "central", "high"):
        for unit in ("racks_per_week", "gw", "usd"):
            frame[f"{end}_{unit}"] = frame.get(f"{end}_{unit}", NAN)
    return frame


def figure(unit: str, low: float = NAN, central: float = NAN, high: float = NAN) -> dict:
    return {f"low_{unit}": low, f"central_{unit}": central, f"high_{unit}": high}


RACKS = claims(
    {"bound": "exact", **figure("racks_per_week", 1000, 1000, 1000)},
    {
        "bound": "up_to",
        "source_id": "seed-001",
        "group": "in 2026",
        "status": "goal",
        **figure("racks_per_week", high=2000),
    },
    {"bound": "direction", "group": "in 2026", "status": "plan", "statement": "More, by how much is not said."},
    {"bound": "about", "source_id": "seed-003", "status": "capability", **figure("racks_per_week", central=1000)},
)


def trace(spec, name):
    return next(trace for trace in spec["data"] if trace["name"] == name)


def said(spec):
    return [note["text"] for note in spec["layout"]["annotations"]]


def test_up_to_ends_in_an_open_triangle_with_a_dashed_line_from_nothing():
    spec = capacity_chart.spec_capacity(RACKS)
    line = trace(spec, "open end")
    assert line["x"] == [0, 2000, None]
    assert line["line"]["dash"] == "dash"
    numbers = trace(spec, "numbers")
    assert dict(zip(numbers["x"], numbers["marker"]["symbol"], strict=False))[2000] == "triangle-left-open"
    assert "up to 2,000 a week" in said(spec)


def test_what_can_be_done_stands_before_what_is_done_and_about_is_hollow():
    numbers = trace(capacity_chart.spec_capacity(RACKS), "numbers")
    assert numbers["marker"]["symbol"][:2] == ["circle-open", "circle"]
    assert numbers["y"] == sorted(numbers["y"])


def test_a_claim_without_a_number_is_written_in_words_and_not_drawn():
    spec = capacity_chart.spec_capacity(RACKS)
    assert "a direction, no number" in said(spec)
    drawn = sum(value is not None for item in spec["data"] if item["name"] == "numbers" for value in item["x"])
    assert drawn == 3


def test_each_group_has_its_header_and_the_table_holds_every_row():
    spec = capacity_chart.spec_capacity(RACKS)
    assert {"<b>racks a week now</b>", "<b>in 2026</b>"} <= set(said(spec))
    assert [row[4] for row in spec["meta"]["table"]["rows"]] == ["c3", "c0", "c1", "c2"]
    assert "4 claims" in spec["meta"]["title"]
    assert "2 groups" in spec["meta"]["title"]


def test_an_unverified_figure_does_not_stretch_the_axis_and_is_told_in_words():
    wild = claims(
        {**figure("racks_per_week", 1000, 1000, 1000)},
        {"bound": "range", "unverified": True, **figure("racks_per_week", low=3000, high=5000)},
    )
    spec = capacity_chart.spec_capacity(wild)
    assert max(spec["layout"]["xaxis"]["tickvals"]) == 1200
    assert "3,000 to 5,000 a week, off this scale" in said(spec)
    assert "range grey" not in [item["name"] for item in spec["data"]]


def test_an_unknown_unit_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="must be one of racks, gw"):
        capacity_chart.spec_capacity(RACKS, "chips")


MONEY = claims(
    {
        "metric": "foxconn_investment",
        "bound": "range",
        "basis": "annual",
        "status": "plan",
        "group": "each year",
        **figure("usd", low=2e9, high=3e9),
    },
    {
        "metric": "foxconn_investment",
        "bound": "range",
        "basis": "unstated",
        "status": "plan",
        "source_id": "seed-001",
        "group": "no period",
        **figure("usd", low=1e9, high=5e9),
    },
    {
        "metric": "openai_infrastructure_money",
        "basis": "total",
        "status": "plan",
        "source_id": "seed-002",
        "group": "all of it",
        **figure("usd", 1.4e12, 1.4e12, 1.4e12),
    },
)


def test_a_sum_a_year_and_a_sum_without_a_period_stand_in_two_groups_with_the_reason():
    spec = investment_chart.spec_investment(MONEY)
    words = " ".join(said(spec))
    assert words.index("Factory money · each year") < words.index("Factory money · no period")
    assert words.index("no period stated: it may be a sum in all or for a year") > words.index("each year")
    assert "&#36;2 bn to &#36;3 bn a year" in words
    assert trace(spec, "range")["x"] == [2e9, 3e9, None]
    assert trace(spec, "range grey")["x"] == [1e9, 5e9, None]
    assert "2 kinds that cannot be compared" in spec["meta"]["title"]


def test_the_logarithmic_axis_says_so_and_words_stand_at_logarithms():
    spec = investment_chart.spec_investment(MONEY)
    axis = spec["layout"]["xaxis"]
    assert axis["type"] == "log"
    assert "logarithmic" in axis["title"]["text"]
    note = next(note for note in spec["layout"]["annotations"] if note["text"] == "&#36;1.4 trn")
    assert note["x"] == pytest.approx(math.log10(1.4e12))
    # 1.4 trillion over 5 billion
    assert "280 times" in spec["meta"]["summary"]


def test_money_over_power_of_one_source_is_dollars_a_gigawatt():
    rows = investment_chart.quotients(
        pd.DataFrame(
            {
                "metric": ["openai_infrastructure_money", "planned_power", "planned_power"],
                "source_id": ["seed-002", "seed-002", "seed-004"],
                "party": ["OpenAI", "OpenAI", "OpenAI with Broadcom"],
                "basis": ["total", "stock", "stock"],
                "bound": ["exact", "exact", "exact"],
                "high": [1.4e12, 30.0, 10.0],
            },
            index=["money", "power", "other"],
        )
    )
    assert [(row.said, row.claim_id) for row in rows] == [("about $46.7 bn", "money, power")]
    assert rows[0].central == pytest.approx(1.4e12 / 30)
    assert "our arithmetic" in rows[0].head


DAY = dt.date
STEPS = pd.DataFrame(
    [
        {
            "title": "Announced",
            "start": DAY(2025, 11, 20),
            "end": DAY(2025, 11, 20),
            "precision": "day",
            "kind": "happened",
            "party": "Both",
            "source_ids": ("a", "undated"),
        },
        {
            "title": "First racks",
            "start": DAY(2026, 7, 1),
            "end": DAY(2026, 12, 31),
            "precision": "half",
            "kind": "planned",
            "party": "Broadcom",
            "source_ids": ("a",),
        },
    ]
)
SOURCES = pd.DataFrame({"published": [pd.Timestamp("2025-11-21"), pd.NaT]}, index=["a", "undated"])


def test_a_vague_date_is_as_wide_as_its_words_and_hollow_until_it_has_happened():
    spec = timeline_chart.spec_timeline(STEPS, SOURCES)
    span, day = trace(spec, "about, a span"), trace(spec, "about, a day")
    assert span["base"] == ["2026-07-01"]
    assert span["x"] == [184 * 86_400_000]  # July to December have 184 days
    ground = spec["layout"]["template"]["layout"]["plot_bgcolor"]
    assert span["marker"]["color"] == [ground]
    assert day["marker"]["color"] != [ground]


def test_what_was_said_is_joined_to_what_it_is_about():
    spec = timeline_chart.spec_timeline(STEPS, SOURCES)
    assert trace(spec, "said")["x"] == ["2025-11-21", "2025-11-21"]
    assert trace(spec, "links")["x"][3:5] == ["2025-11-21", "2026-07-01"]
    assert trace(spec, "links")["y"][3] == trace(spec, "about, a span")["y"][0]


def test_an_undated_source_has_no_tick_and_is_named_in_the_table():
    row = timeline_chart.spec_timeline(STEPS, SOURCES)["meta"]["table"]["rows"][0]
    assert row == [
        "Both",
        "Announced",
        "20 November 2025",
        "happened",
        "a (21 November 2025); undated (not dated in the document)",
    ]


def test_lanes_stand_in_the_order_of_their_first_step():
    steps, heads = timeline_chart.steps(STEPS.iloc[::-1], SOURCES)
    assert [party for _, party in heads] == ["Both", "Broadcom"]
    assert steps[0].row < heads[1][0] < steps[1].row


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        (DAY(2029, 10, 1), DAY(2029, 12, 31), "vague", "October to December 2029"),
        (DAY(2025, 12, 1), DAY(2026, 2, 28), "vague", "December 2025 to February 2026"),
        (DAY(2026, 1, 1), DAY(2026, 12, 31), "year", "2026"),
        (DAY(2026, 4, 1), DAY(2026, 6, 30), "quarter", "second quarter of 2026"),
        (DAY(2025, 11, 1), DAY(2025, 11, 30), "month", "November 2025"),
    ],
)
def test_dates_in_words_are_no_more_precise_than_they_are_known(start, end, precision, expected):
    assert timeline_chart.when_words(start, end, precision) == expected


def test_the_table_of_agreement_is_a_real_table_and_escapes_what_it_shows():
    frame = pd.DataFrame({"seed-000": ["states"], "seed-001": ["differs"]}, index=["f1"])
    detail = pd.DataFrame(
        {
            "fact_id": ["f1", "f1"],
            "question": ["Is 1 < 2?"] * 2,
            "source_id": ["seed-000", "seed-001"],
            "said": ['<script>alert("x")</script>', "no"],
            "reason": ["It says: yes.", "One says yes & the other no."],
            "claim_ids": [("c1",), ("c2", "c3")],
        }
    )
    table = agreement_table(frame, detail, {"seed-001": "001"})
    assert '<th scope="col" role="columnheader">001</th>' in table
    assert '<th scope="row" role="rowheader">Is 1 &lt; 2?</th>' in table
    assert "<script>" not in table
    assert 'data-claims="c2 c3"' in table
    assert "On 1 question the sources differ" in table
    assert "≠" in table
    assert '<span class="word">differs</span>' in table


def test_an_unknown_word_in_the_table_of_agreement_is_refused():
    frame = pd.DataFrame({"a": ["maybe"]}, index=["f"])
    detail = pd.DataFrame(
        {"fact_id": ["f"], "question": ["?"], "source_id": ["a"], "said": [""], "reason": [""], "claim_ids": [()]}
    )
    with pytest.raises(ValueError, match="'maybe' is no word of the agreement table"):
        agreement_table(frame, detail)
    known = frame.replace("maybe", "silent")
    with pytest.raises(ValueError, match="The argument detail of agreement_table lacks question"):
        agreement_table(known, detail[["fact_id", "source_id"]])


def test_the_chain_never_grows_from_racks_made_to_racks_for_openai():
    steps = chain_steps(simulate(Scenario(draws=64)))
    racks = {step.name: step.middle for step in steps}
    assert racks["Racks made and shipped"] >= racks["Racks for OpenAI"]
    assert steps[-1].middle <= steps[-2].middle
    drawn = chain(simulate(Scenario(draws=64)))
    assert drawn.count('class="name"') == drawn.count("<svg width") == len(steps) == 6


def test_the_first_steps_of_the_chain_by_hand():
    # 1,000 a week throughout, all shipped, 50 months of 365.25 / 12 / 7 weeks
    steady = Scenario(draws=4, rack_rate_start=1000, rack_rate_target=1000, growth_after=0, shipped_share=1)
    could, made = chain_steps(simulate(steady))[:2]
    assert could.middle == 1000
    assert made.middle == pytest.approx(1000 * 50 * 365.25 / 84)


REAL = {
    "racks": lambda **look: capacity_chart.spec_capacity(tables.capacity(), **look),
    "gw": lambda **look: capacity_chart.spec_capacity(tables.capacity(), "gw", **look),
    "investment": lambda **look: investment_chart.spec_investment(tables.investment(), **look),
    "dollars a gigawatt": lambda **look: investment_chart.spec_dollars_per_gw(tables.claims(), **look),
    "timeline": lambda **look: timeline_chart.spec_timeline(tables.timelines(), tables.sources(), **look),
}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", REAL)
def test_charts_of_the_real_claims_hold_every_row_they_count(name, narrow):
    spec = REAL[name](narrow=narrow)
    json.dumps(spec, allow_nan=False)
    assert len(spec["meta"]["table"]["rows"]) >= 8
    assert set(spec["meta"]["sources"]) <= set(tables.sources().index)


def test_the_five_articles_disagree_on_screen_as_they_do_on_paper():
    rows = {row[4]: row[3] for row in REAL["racks"]()["meta"]["table"]["rows"]}
    assert rows["seed-000-rack-rate"] == "1,000 a week"
    assert rows["seed-003-rack-rate"] == "about 1,000 a week"
    assert rows["seed-001-rack-rate-2026"] == "up to 2,000 a week"
    assert rows["seed-000-rack-rate-2026"] == "a direction, no number"


def test_before_anything_was_published_the_charts_are_empty_and_stand():
    early = {"as_of": "2001-01-01"}
    assert capacity_chart.spec_capacity(tables.capacity(**early))["data"] == []
    assert investment_chart.spec_investment(tables.investment(**early))["data"] == []
    assert investment_chart.spec_dollars_per_gw(tables.claims(**early))["data"] == []
    spec = timeline_chart.spec_timeline(tables.timelines(**early), tables.sources(**early))
    assert spec["meta"]["table"]["rows"] == []


def test_a_group_that_cannot_be_compared_is_grey_with_all_its_rows():
    groups = capacity_chart.grouped(
        MONEY[MONEY["basis"] == "unstated"], "usd", investment_chart.dollars, "", lambda _: ("no period stated", True)
    )
    assert isinstance(groups[0], forest.Group)
    assert [row.grey for row in groups[0].rows] == [True]
