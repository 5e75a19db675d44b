"""What differs between two scenarios, assumption by assumption, in words; and one of them set back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from explorer.formatting import month_words
from explorer.records import Parameter
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.distributions import Distribution

SETTINGS = {
    "seed": "Random numbers",
    "draws": "Simulated cases",
    "horizon": "Last month computed",
    "as_of": "What was known",
    "co_movement": "Assumptions move together",
}
"""What a link can carry beside the assumptions, as readers call it."""
NAMED = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: its name in the scenario, and what it is now and was before, in words."""

    name: str
    label: str
    now: str
    usual: str

    def sentence(self) -> str:
        """The change as a phrase: "OpenAI's share 20% instead of 10%"."""
        return f"{self.label} {self.now} instead of {self.usual}"


def differences(scenario: Scenario, usual: Scenario | None = None) -> list[Difference]:
    """Only what differs from ``usual`` (None: the starting point), in table order, then the computation's settings.

    >>> differences(Scenario(openai_share=0.2))[0].sentence()
    "OpenAI's share 20% instead of 10%"
    """
    usual = Scenario(seeds=scenario.seeds) if usual is None else usual
    found: list[Difference] = []
    for name, parameter in scenario.seeds.parameters.items():
        now, before = scenario[name], usual[name]
        if now != before:
            found.append(Difference(name, parameter.label, *told_apart((now, before), parameter)))
    for name, label in SETTINGS.items():
        now, before = getattr(scenario, name), getattr(usual, name)
        if now != before:
            found.append(Difference(name, label, _setting(name, now), _setting(name, before)))
    return found


def told_apart(found: Sequence[Distribution], parameter: Parameter) -> list[str]:
    """Distributions in words, with as many digits as it takes to tell apart those that differ."""
    for digits in (4, 8, 12):
        words = [parameter.words(one.kind, one.numbers, digits) for one in found]
        if len({*words}) == len({*found}):
            return words
    return [repr(one) for one in found]


def _setting(name: str, value: object) -> str:
    if name == "horizon":
        return month_words(str(value))
    if name == "as_of":
        return value.isoformat() if isinstance(value, datetime.date) else "all to date"
    if name == "co_movement":
        return f"{value:.0%}"
    return f"{value:,}" if name == "draws" else f"series {value}"


def set_back(scenario: Scenario, name: object) -> Scenario:
    """The scenario with one thing as it is at the starting point. Raises `ScenarioError`.

    >>> set_back(Scenario(openai_share=0.2, shipped_share=1), "shipped_share")
    Scenario(openai_share=point(0.2))
    """
    usual = Scenario(seeds=scenario.seeds)
    if not isinstance(name, str) or name not in {*scenario, *SETTINGS}:
        raise ScenarioError("There is no assumption of that name to set back; nothing was changed.")
    return scenario.replace(**{name: usual[name] if name in scenario else getattr(usual, name)})


def changes_in_words(now: Scenario, before: Scenario) -> str:
    """What became of ``before`` in one phrase: the change, or how many there are with the first few named.

    >>> changes_in_words(Scenario(), Scenario(openai_share=0.2))
    "OpenAI's share 10% instead of 20%"
    """
    found = differences(now, before)
    if not found:
        return "nothing"
    if len(found) == 1:
        return found[0].sentence()
    names = [difference.label for difference in found]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)} changes: {', '.join(names[:NAMED])}{more}"
