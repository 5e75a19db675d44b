"""Inputs that do not fit together: what is odd, in how many simulated cases, and which assumption to change."""

from typing import NamedTuple

import numpy as np

from explorer.arguments import checked
from explorer.formatting import month_words
from explorer.scenario.assumptions import POWER, Draws, Scenario

SELDOM = 0.1
"""Up to this share of the cases two inputs may be at odds: ranges that overlap a little do no harm."""
DEARER = " for a gigawatt cost more than the whole gigawatt is assumed to cost."
SHRINKING = "the target lies below the rack rate of {}, so that output would shrink."
LESS_POWER = "a rack of the next generation draws less power than one of today's."


class Misfit(NamedTuple):
    """What does not fit, as a sentence, and the assumption that a reader would look at first."""

    sentence: str
    parameter: str


def misfits(scenario: Scenario) -> tuple[Misfit, ...]:
    """Where inputs do not fit together, in more than one simulated case in ten; empty if they do.

    Checked are the share for OpenAI against the share made in the U.S.; racks against the cost of all that a gigawatt
    takes, rack price / (rack power * both overheads), for each generation; a target below the rate of the start; and a
    next generation that draws less power than today's. Where a path of rack power stands in place of the generations'
    own, prices are held against its largest amount, and generations not against each other.
    """
    case, deal = Draws(scenario), scenario.seeds.deal
    overheads = case["it_overhead"] * case["facility_overhead"]
    more = f"{deal.buyer} takes a larger share of the racks than is made in the U.S."
    path = [case[name] for name in case if name.startswith(f"{POWER} ")]
    checks = {"openai_share": (case["openai_share"] > case["us_share"], more)}
    for which, racks in (("", "today's racks"), ("next_", "the next racks"), ("later_", "the later racks")):
        power_kw = np.max(path, axis=0) if path else case[f"{which}{POWER}"]
        usd_per_gw = case[f"{which}rack_price_usd"] * (1e6 / (power_kw * overheads))
        checks[f"{which}rack_price_usd"] = usd_per_gw > case["capex_usd_per_gw"], racks + DEARER
    shrinks = case["rack_rate_target"] < case["rack_rate_start"]
    checks["rack_rate_target"] = shrinks, SHRINKING.format(month_words(deal.month_zero))
    if not path:
        checks["next_rack_power_kw"] = case["next_rack_power_kw"] < case["rack_power_kw"], LESS_POWER
    shares = {name: (float(np.mean(odd)), sentence) for name, (odd, sentence) in checks.items()}
    return tuple(
        Misfit(f"In {'all' if share == 1 else f'{share:.0%} of'} simulated cases {sentence}", name)
        for name, (share, sentence) in shares.items()
        if share > SELDOM
    )


@checked()
def notices(scenario: Scenario) -> tuple[str, ...]:
    """The sentences of `misfits`.

    >>> notices(Scenario(openai_share=0.5, us_share=0.2))[0]
    'In all simulated cases OpenAI takes a larger share of the racks than is made in the U.S.'
    """
    return tuple(misfit.sentence for misfit in misfits(scenario))
