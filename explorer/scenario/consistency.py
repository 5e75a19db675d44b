"""Inputs that do not fit together: what is odd, in how many simulated cases, and which assumption to change."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.arguments import checked
from explorer.formatting import month_words, share_of_cases, unit_words
from explorer.scenario.assumptions import POWER, Draws, Scenario

SELDOM = 0.1
"""Up to this share of the cases two inputs may be at odds: ranges that overlap a little do no harm."""


class Misfit(NamedTuple):
    """What does not fit, as a sentence, and the assumption that a reader would look at first."""

    sentence: str
    parameter: str


def misfits(scenario: Scenario) -> tuple[Misfit, ...]:
    """Where inputs do not fit together, in more than one simulated case in ten; empty if they do.

    Racks are held against the cost of all that a gigawatt takes as rack price / (rack power * both overheads). Where a
    path of rack power stands in place of the generations' own, prices are held against its largest amount, and
    generations not against each other.
    """
    case, deal, found = Draws(scenario), scenario.seeds.deal, list[Misfit]()

    def check(name: str, odd: NDArray[np.bool_], sentence: str) -> None:
        share = float(np.mean(odd))
        if share > SELDOM:
            found.append(Misfit(f"In {share_of_cases(share)} {sentence}", name))

    words = unit_words(deal.short_units)
    more = f"{deal.buyer} takes a larger share of the {words['racks']} than is made in the U.S."
    check("openai_share", case["openai_share"] > case["us_share"], more)
    overheads = case["it_overhead"] * case["facility_overhead"]
    path = [case[name] for name in case if name.startswith(f"{POWER} ")]
    for which, when in (("", "today's"), ("next_", "the next"), ("later_", "the later")):
        power_kw = np.max(path, axis=0) if path else case[f"{which}{POWER}"]
        usd_per_gw = case[f"{which}rack_price_usd"] * (1e6 / (power_kw * overheads))
        dearer = f"{when} {words['racks']} for a gigawatt cost more than the whole gigawatt is assumed to cost."
        check(f"{which}rack_price_usd", usd_per_gw > case["capex_usd_per_gw"], dearer)
    begins = month_words(deal.first_month)
    shrinks = f"the target lies below the {words['rack']} rate of {begins}, so that output would shrink."
    check("rack_rate_target", case["rack_rate_target"] < case["rack_rate_start"], shrinks)
    if not path:
        less = f"{words['a rack']} of the next generation draws less power than one of today's."
        check("next_rack_power_kw", case["next_rack_power_kw"] < case["rack_power_kw"], less)
    return tuple(found)


@checked()
def notices(scenario: Scenario) -> tuple[str, ...]:
    """The sentences of `misfits`.

    >>> notices(Scenario(openai_share=0.5, us_share=0.2))[0]
    'In all simulated cases OpenAI takes a larger share of the racks than is made in the U.S.'
    """
    return tuple(misfit.sentence for misfit in misfits(scenario))
