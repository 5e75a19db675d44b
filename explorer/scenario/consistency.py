"""Inputs that do not fit together: what is odd, in how many simulated cases, and which assumption to change."""

from dataclasses import dataclass

import numpy as np

from explorer.arguments import checked
from explorer.scenario.assumptions import Scenario, sample

__all__ = ["Misfit", "misfits", "notices"]

SELDOM = 0.1
"""Up to this share of the cases two inputs may be at odds: ranges that overlap a little do no harm."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit, as a sentence, and the assumption that a reader would look at first."""

    sentence: str
    parameter: str


def misfits(scenario: Scenario) -> tuple[Misfit, ...]:
    """Where inputs do not fit together, in more than one simulated case in ten; empty if they do.

    Checked are the share for OpenAI against the share made in the U.S.; racks against the cost of all that a gigawatt
    takes, rack price / (rack power * both overheads), for each generation; a target below the rate of the start; and a
    next generation that draws less power than today's.
    """
    case = {name: sample(scenario, name) for name in scenario.distributions}
    found = [
        (
            case["openai_share"] > case["us_share"],
            "OpenAI takes a larger share of the racks than is made in the U.S.",
            "openai_share",
        )
    ]
    watts_per_rack_watt = case["it_overhead"] * case["facility_overhead"]
    for words, power, price in (
        ("today's racks", "rack_power_kw", "rack_price_usd"),
        ("the next racks", "next_rack_power_kw", "next_rack_price_usd"),
        ("the later racks", "later_rack_power_kw", "later_rack_price_usd"),
    ):
        racks_per_gw = 1e6 / (case[power] * watts_per_rack_watt)
        dearer = case[price] * racks_per_gw > case["capex_usd_per_gw"]
        found.append((dearer, f"{words} for a gigawatt cost more than the whole gigawatt is assumed to cost.", price))
    found += [
        (
            case["rack_rate_target"] < case["rack_rate_start"],
            "the target lies below the rack rate of November 2025, so that output would shrink.",
            "rack_rate_target",
        ),
        (
            case["next_rack_power_kw"] < case["rack_power_kw"],
            "a rack of the next generation draws less power than one of today's.",
            "next_rack_power_kw",
        ),
    ]
    shares = [(float(np.mean(true)), sentence, name) for true, sentence, name in found]
    return tuple(
        Misfit(f"In {_part(share)} simulated cases {sentence}", name)
        for share, sentence, name in shares
        if share > SELDOM
    )


@checked()
def notices(scenario: Scenario) -> tuple[str, ...]:
    """The sentences of `misfits`.

    >>> notices(Scenario(openai_share=0.5, us_share=0.2))[0]
    'In all simulated cases OpenAI takes a larger share of the racks than is made in the U.S.'
    """
    return tuple(misfit.sentence for misfit in misfits(scenario))


def _part(share: float) -> str:
    return "all" if share == 1 else f"{share:.0%} of"
