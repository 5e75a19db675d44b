"""A figure of a filtered frame says what is in that frame: its counts are the frame's own."""

import random
import re
from typing import Any

import pandas as pd
import pytest

import explorer as ex
from explorer import charts
from explorer.analysis.forecasts import FIRST_DEFAULTS

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
