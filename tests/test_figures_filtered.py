"""A figure of a filtered frame says what is in that frame: its counts are the frame's own."""

import random
import re
from typing import Any

import pandas as pd
import pytest

import explorer as ex
from explorer import charts
from explorer.analysis.forecasts import FIRST_DEFAULTS
from explorer.charts import capacity_chart, svg, timeline_chart
from explorer.charts.agreement import agreement_summary

CLAIMS, CAPACITY, INVESTMENT = ex.claims(), ex.capacity(), ex.investment()
TIMELINES, SOURCES, GIGAWATTS = ex.timelines(), ex.sources(), ex.gigawatts()
SMALL = ex.Scenario(draws=256)


def subsets(frame: pd.DataFrame, count: int = 25) -> list[pd.DataFrame]:
    """None of the rows, each of some alone, and random parts of different sizes."""
    chance = random.Random(20251120)
    rows = list(range(len(frame)))
    parts = [
        [],
        *([chance.choice(rows)] for _ in range(3)),
        *(chance.sample(rows, chance.choice(rows)) for _ in range(count)),
    ]
    return [frame.iloc[sorted(part)] for part in parts]


def counted(text: str, one: str, more: str) -> int:
    """The number before a word in its singular or plural, 0 where there is none."""
    found = re.search(rf"(\d+) (?:{one}|{more})\b", text)
    return int(found[1]) if found else 0


def test_the_frame_of_the_trials_is_counted_whole():
    """Of twelve claims on the cost of a gigawatt the first group was left out, and a plan divided that is not there."""
    costs = CLAIMS[CLAIMS["metric"] == "capex_per_gw"]
    said = charts.dollars_per_gw(costs).said
    assert len(costs) == 12
    assert said.startswith("No plan can be divided; 12 claims on what a gigawatt costs")
    one = CLAIMS.loc[[costs.index[0]]]
    assert "1 claim puts a gigawatt at $" in charts.dollars_per_gw(one).said
    other = charts.investment(INVESTMENT[INVESTMENT["metric"] == "contract_value"]).said
    assert other.endswith("None of these claims is about money for factories or for data centres.")


def test_dollars_a_gigawatt():
    for part in subsets(
        CLAIMS[CLAIMS["metric"].isin(["capex_per_gw", "planned_power", "openai_infrastructure_money"])]
    ):
        chart = charts.dollars_per_gw(part)
        costs = part[part["metric"] == "capex_per_gw"]
        figured = costs[["low", "central", "high"]].notna().any(axis=1).any()
        assert counted(chart.said, "claim puts", "claims on") == (len(costs) if figured else 0)
        rows = chart.layout.meta["table"]["rows"]
        assert sum(row[0].startswith("Cost of") for row in rows) == len(costs)
        assert ("The plans come to" in chart.said) == any(row[0].startswith("Plans divided") for row in rows)


@pytest.mark.parametrize("unit", ["racks", "gw"])
def test_capacity(unit):
    look = capacity_chart.UNITS[unit]
    ends = [f"{end}_{look.column}" for end in ("low", "central", "high")]
    for part in subsets(CAPACITY):
        asked = part[part["metric"].isin(look.metrics) & part["party"].str.startswith(look.party)]
        drawn = asked[asked[ends].notna().any(axis=1) | (asked["bound"] == "direction")]
        said = charts.capacity(part, unit).said
        assert counted(said, "claim", "claims") == len(drawn)
        assert counted(said, "group", "groups") == drawn["group"].nunique()


def test_investment():
    for part in subsets(INVESTMENT):
        chart = charts.investment(part)
        factory, centres = (
            part[part["metric"] == metric] for metric in ("foxconn_investment", "openai_infrastructure_money")
        )
        kinds = len(set(zip(factory["basis"], factory["group"], strict=True)))
        assert counted(chart.said, "group", "groups") == kinds
        assert counted(chart.said, "kind", "kinds") == (kinds if kinds > 1 else 0)
        assert ("data centres is another matter: " in chart.said or "Only" in chart.said) == bool(len(centres))
        assert len(chart.layout.meta["table"]["rows"]) == len(factory) + len(centres)


def test_timeline():
    for part in subsets(TIMELINES):
        said = charts.timeline(part, SOURCES).said
        happened = int((part["kind"] == "happened").sum())
        assert counted(said, "step by", "steps by") == len(part)
        assert said.startswith(f"{happened} of {len(part)} dated step" if len(part) else "No dated step")
        assert counted(said, "party", "parties") == part["party"].nunique()


def test_gigawatts():
    for part in subsets(GIGAWATTS):
        said = charts.gigawatts(part).said
        assert counted(said, "row", "rows") == len(part)
        assert counted(said, "layer", "layers") == part["layer"].nunique()
        assert (" ran on " in said) == (
            {"running", "planned"} <= set(part.query("layer == 'whole' and superseded_by == ''")["state"])
        )


def test_agreement():
    whole = ex.agreement()
    for part in subsets(whole):
        said = agreement_summary(part)
        assert counted(said, "question, 5", "questions, 5") == len(part)
        assert counted(said, "question the", "questions the") == int((part == "differs").any(axis=1).sum())


def test_backtest():
    found = ex.backtest(draws=64)
    for part in subsets(pd.DataFrame({"at": range(len(found))}), 8):
        chosen = [found[place] for place in part["at"]]
        since = sum(f.origin >= FIRST_DEFAULTS for f in chosen)
        said = charts.backtest(chosen).said
        told = re.findall(r"of (\d+)(?: figures)? (since|before)", said.split(".")[0])
        assert {when: int(count) for count, when in told} == {
            when: count for when, count in (("since", since), ("before", len(chosen) - since)) if count
        }


def test_a_part_of_the_assumptions_is_not_taken_for_their_combinations():
    """Without its last row the frame does not say what combinations explain; the fourth assumption is not that."""
    whole = ex.sensitivity(SMALL, "delivered_gw")
    assert "Combinations of assumptions explain" in charts.tornado(whole).said
    part = charts.tornado(whole.head(4))
    assert "Combinations" not in part.said
    assert len(part.layout.meta["table"]["rows"]) == 4
    second = charts.tornado(whole.iloc[[2, 1]])  # whatever their order, the one that explains more
    assert whole["variance_share"].iloc[1] >= whole["variance_share"].iloc[2]
    assert second.said.startswith(str(ex.parameters().loc[whole.index[1], "label"]))


def test_scenarios_are_held_against_the_first_that_is_left():
    many = {"A": SMALL, "B": SMALL.replace(openai_share=0.2), "C": SMALL.replace(openai_share=0.3)}
    whole = ex.compare_many(many)
    left = whole[whole.index.get_level_values("scenario") != "A"]
    values: Any = charts.sidebyside(left).layout.meta["values"]
    change = {row[0]: row[-1] for row in values["rows"]}
    middle = whole.loc["delivered_gw"]["middle"]
    assert change == {"B": 0, "C": pytest.approx(middle["C"] - middle["B"])}


def test_steps_that_do_not_add_up_are_not_called_the_way():
    whole = ex.compare(SMALL, SMALL.replace(openai_share=0.2, shipped_share=0.5, us_share=0.9), "delivered_gw")
    assert " in 3 steps. The largest is " in charts.waterfall(whole).said
    assert "; the chart shows 1 of the steps between." in charts.waterfall(whole.head(1)).said


def test_text_of_a_frame_is_text_in_a_chart():
    """A link in a title or statement stays words: plotly.js would make one of it, and our SVG shows the same."""
    harm = "see <a href='https://harm.example'>here</a> & <i>x</i>"
    timelines = TIMELINES.head(3).assign(title=harm, party=harm)
    capacity = CAPACITY.assign(statement=harm, group=harm)
    for spec in (
        timeline_chart.spec_timeline(timelines, SOURCES),
        capacity_chart.spec_capacity(capacity),
    ):
        drawn = str([spec["layout"]["annotations"], [trace.get("text") for trace in spec["data"]]])
        assert "harm.example" in drawn
        assert not re.search(r"<(?!/?b>|br>|/?span)", drawn)
        assert "<a " not in svg.svg_of(spec, key="k")
