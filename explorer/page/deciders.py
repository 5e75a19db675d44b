"""What else would have to be true, what stops growth first, and what a reporter should ask: words for the answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explorer.analysis.goal import Goal, GoalError, check_offered
from explorer.analysis.sensitivity import Driver, Unknown, questions, sensitivity
from explorer.analysis.solve import MixedEffectError, solve
from explorer.analysis.tabular import Table
from explorer.formatting import amount, share_of_cases
from explorer.model import LINEAR_IN_SHARE, Projection
from explorer.model.stepwise import Steps, stepwise
from explorer.page import entry
from explorer.records import Deal
from explorer.records.relations import LEAST_GW, MOST_GW
from explorer.scenario import Scenario
from explorer.seeds import Seeds

ASKED = 4
LEAST_DRAWS = 512
"""Shares of variance take eight draws for each uncertain input; a link may carry fewer."""

LEVERS = ("openai_share", "rack_rate_target", "shipped_share", "first_delivery_months", "later_rack_power_kw")
"""The assumptions that are asked first what they would have to be for racks to be delivered; the share leads."""
RUNNING_LEVERS = ("openai_share", "room_share", "site_power_gw_per_yr", "site_slip_months", "rent_usd_per_gw_yr")
"""The same for racks with power."""
GROUPS = ("Production", "Rack", "Deployment")
FIXED = frozenset({"openai_share", "us_share"})
"""What is no second assumption: the share itself, and that of the U.S., on which no gigawatt depends."""


@dataclass(frozen=True, slots=True)
class LeverNeed:
    """One assumption, the value it would have to have while all others stay as they are, and what it is now."""

    label: str
    words: str
    possible: bool
    now: str


@stepwise(keep=16)
def decisive(scenario: Scenario, by: str) -> Steps[Table[Driver]]:
    """What decides the gigawatts delivered by the end of a month.

    >>> len(decisive(Scenario(draws=32), "2029-12").rows)
    31
    """
    enough = scenario.replace(draws=max(scenario.draws, LEAST_DRAWS))
    return (yield from sensitivity.table.steps(enough, "delivered_gw", at=by))


def second_levers(seeds: Seeds) -> list[tuple[str, str]]:
    """The assumptions that can stand beside the share for the buyer, each with its label."""
    known = seeds.assumptions.items()
    return [(name, p.label) for name, p in known if p.group in GROUPS and name not in FIXED]


@stepwise(keep=16)
def lever_needs(scenario: Scenario, goal: Goal) -> Steps[list[LeverNeed]]:
    """For each lever the value that reaches the goal in its share of the cases, or that none does and the nearest.

    >>> [need.possible for need in lever_needs(Scenario(draws=256), Goal.of(Scenario().seeds.deal))]
    [True, True, False, False, True]
    """
    found: list[LeverNeed] = []
    levers = RUNNING_LEVERS if goal.outcome == "energised_gw" else LEVERS
    for lever in (name for name in levers if name in scenario.seeds.assumptions):
        parameter, possible = scenario.seeds.parameters[lever], False
        between = parameter.words("uniform", (parameter.lower_bound, parameter.upper_bound), 12)
        try:
            need = yield from solve.steps(scenario, lever, goal.outcome, at_least=goal.amount_gw, by=goal.by)
        except MixedEffectError:
            words = "helps in some cases and hurts in others, so no one value can be named"
        else:
            value = need.value(chance=goal.chance)
            possible = math.isfinite(value)
            if not possible:
                words = f"at most {amount(need.comes_to(chance=goal.chance), 'GW')}, tried {between}"
            elif value == need.easiest:
                words = f"any value from {between} is enough"
            else:
                words = f"{'at most' if need.lowers else 'at least'} about {parameter.words('point', [value], 2)}"
        now = parameter.words(scenario[lever].kind, scenario[lever].numbers)
        found.append(LeverNeed(parameter.label, words, possible, now))
    return found


def reached(projection: Projection, goal: Goal) -> str:
    """How often the reader's own scenario reaches the goal; empty while the share for OpenAI is not the reader's."""
    scenario = projection.scenario
    if scenario.openai_share == Scenario(as_of=scenario.as_of, seeds=scenario.seeds).openai_share:
        return ""
    chance = projection.chance(goal.outcome, at_least=goal.amount_gw, by=goal.by)
    return f"With the share you set, the goal is reached in {share_of_cases(chance, 'simulations')}."


@stepwise(keep=16)
def asks(scenario: Scenario, goal: Goal) -> Steps[list[Unknown]]:
    """The unknowns whose publication would narrow the answer most, as questions to named parties.

    The answer is the share needed for the goal, whatever share is set; for racks with power, which sites cap, it is the
    gigawatts themselves.
    """
    at_least = goal.amount_gw if goal.outcome in LINEAR_IN_SHARE else None
    found = yield from questions.table.steps(scenario, goal.outcome, at=goal.by, at_least=at_least)
    return [unknown for unknown in [row for row in found.rows if row.question][:ASKED] if unknown.narrowing >= 0.01]


def parse_goal(message: Mapping[str, Any], deal: Deal) -> Goal:
    """The goal that a reader set, the chance in per cent. Raises `GoalError` for what cannot be one."""
    entered: list[float] = []
    for part, name, unit, low, high in (
        ("amount", "The goal", "GW", LEAST_GW, MOST_GW),
        ("chance", "The share of the simulations", "%", 0, 100),
    ):
        value = message.get(part)
        if isinstance(value, str):  # what stands beside its box may come along
            value = value.strip().removesuffix(unit)
        try:
            entered.append(entry.parse_number(value, low, high))
        except entry.InputError as fault:
            raise GoalError(f"{name} {fault}.") from None
    amount_gw, per_cent = entered
    outcome, by = message.get("outcome", ""), str(message.get("by"))
    return check_offered(Goal(outcome, amount_gw, by, round(per_cent / 100, 12), deal.first_month), deal)
