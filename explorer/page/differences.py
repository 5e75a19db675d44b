"""What differs between two scenarios, assumption by assumption, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.formatting import month_words
from explorer.records import Parameter
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution

SETTINGS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "seed": ("Random numbers", "series {}".format),
    "draws": ("Simulated cases", "{:,}".format),
    "horizon": ("Last month computed", month_words),
    "as_of": ("What was known", lambda day: day.isoformat() if day else "all to date"),
    "co_movement": ("Assumptions move together", "{:.0%}".format),
}
"""What a link can carry beside the assumptions: as readers call it, and how its value is said."""
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
            found.append(Difference(name, parameter.label, *distinct_words((now, before), parameter)))
    for name, (label, written) in SETTINGS.items():
        now, before = getattr(scenario, name), getattr(usual, name)
        if now != before:
            found.append(Difference(name, label, written(now), written(before)))
    return found


def distinct_words(found: Sequence[Distribution], parameter: Parameter) -> list[str]:
    """Distributions in words, with as many digits as it takes to tell apart those that differ."""
    for digits in (4, 8, 12):
        words = [parameter.words(one.kind, one.numbers, digits) for one in found]
        if len({*words}) == len({*found}):
            return words
    return [repr(one) for one in found]


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
