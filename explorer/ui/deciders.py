"""What else would have to be true, what stops growth first, and what a reporter should ask: words for the answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.breaks import first_break
from explorer.reporter import questions
from explorer.scenario import Scenario, table
from explorer.solve import solve
from explorer.words import DISPLAYS, month_words, percent, shown, two_figures

if TYPE_CHECKING:
    import pandas as pd

TARGET_GW, BY = 10.0, "2029-12"
LEVERS = ("openai_share", "rack_rate_target", "utilisation", "first_delivery_months", "next_rack_power_kw")
"""The assumptions that are asked, each by itself, what they would have to be; the share first."""
ASKED = 4
LEAST_DRAWS = 512
"""Shares of variance take eight draws for each uncertain input; a link may carry fewer."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One assumption, and the value it would have to have while all others stay as they are."""

    label: str
    words: str
    possible: bool


def decisive(scenario: Scenario) -> pd.DataFrame:
    """The table of `sensitivity` for the gigawatts delivered by the end of 2029.

    >>> len(decisive(Scenario(draws=32)))
    25
    """
    from explorer.tornado import sensitivity

    return sensitivity(scenario.replace(draws=max(scenario.draws, LEAST_DRAWS)), "delivered_gw", at=BY)


def needed(scenario: Scenario) -> list[Needed]:
    """For each of `LEVERS` the value that reaches 10 GW by the end of 2029 in half of the simulated cases.

    >>> [need.possible for need in needed(Scenario(draws=256))]
    [True, True, False, False, True]
    """
    found = []
    for lever in LEVERS:
        parameter = table(scenario.as_of)[lever]
        need = solve(scenario, lever, "delivered_gw", at_least=TARGET_GW, by=BY)
        value = need.value(chance=0.5)
        if math.isfinite(value):
            number = float(f"{shown(value, parameter.unit):.2g}")
            words = f"{'at most' if need.lowers else 'at least'} {number:,g} {DISPLAYS[parameter.unit].unit}"
        else:
            low, high = (shown(end, parameter.unit) for end in (parameter.lower_bound, parameter.upper_bound))
            words = f"no value from {low:,g} to {high:,g} {DISPLAYS[parameter.unit].unit} would do"
        found.append(Needed(parameter.label, words, math.isfinite(value)))
    return found


def target_words() -> str:
    """The target in words, as a heading."""
    return f"For {two_figures(TARGET_GW)} GW by {month_words(BY)}"


def breaks(scenario: Scenario) -> str:
    """What stops growth first, in a few sentences."""
    return first_break(scenario).sentence()


def asks(scenario: Scenario) -> list[dict[str, str]]:
    """The unknowns whose publication would narrow the share needed most, as questions to named parties."""
    frame = questions(scenario, "delivered_gw", at=BY, at_least=TARGET_GW)
    return [
        {
            "ask": str(record["ask"]),
            "question": str(record["question"]),
            "narrows": f"{percent(record['narrowing'])} %",
        }
        for record in frame.head(ASKED).to_dict("records")
        if record["narrowing"] >= 0.01
    ]
