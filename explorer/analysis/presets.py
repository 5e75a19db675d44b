"""Named scenarios, each a few changes from the defaults, with a sentence each on what it is there to show."""

import math
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from explorer.analysis.solve import solve
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution, uniform

__all__ = ["PRESET_QUESTIONS", "PRESET_REASONS", "presets"]

OWN_RACK_KW = uniform(60, 140)

CHANGES: dict[str, dict[str, float | Distribution]] = {
    "Our starting point": {},
    "As announced": {"rack_rate_target": 2000, "ramp_months": 13, "shipped_share": 1},
    "As counted": {"rack_rate_target": 1000, "growth_after": 0, "shipped_share": 0.632},
    "001 read literally": {"rack_rate_target": 2000, "ramp_months": 13, "us_share": 1},
    "OpenAI's own racks": {"rack_power_kw": OWN_RACK_KW, "next_rack_start": 121, "later_rack_start": 121},
    "Nothing ordered": {"openai_share": 0},
}
NEEDS = {"What 10 GW by 2029 needs": (10, "2029-12"), "What 30 GW by 2030 needs": (30, "2030-12")}
"""Gigawatts of facility power that racks delivered could use, and by the end of which month."""

PRESET_REASONS = {
    "Our starting point": "Every assumption at its default, with one rack in ten for OpenAI as an illustration.",
    "As announced": (
        "2,000 racks a week from December 2026, and every claimed rack leaves the factory; the share stays our "
        "illustration, because we found no figure for it."
    ),
    "As counted": (
        "The 632 racks a week that a tracker counted in December 2025, of 1,000 claimed, and no growth after them."
    ),
    "001 read literally": "All racks made in the U.S., and 2,000 a week in 2026, as one of the articles can be read.",
    "OpenAI's own racks": (
        "Racks of 60 to 140 kW in every generation, our guess: OpenAI designs accelerators of its own with Broadcom, "
        "and these racks may be for them. For the first, Celestica and not Foxconn is named."
    ),
    "Nothing ordered": "What follows if OpenAI never takes up its option.",
    "What 10 GW by 2029 needs": (
        "The share for OpenAI at which racks for 10 GW are delivered by the end of 2029 in half of the simulated "
        "cases; whether they would have power is another question, and we found no source that ties these racks to "
        "those gigawatts."
    ),
    "What 30 GW by 2030 needs": (
        "The same for 30 GW by the end of 2030, the date that OpenAI told investors in April 2026."
    ),
}
"""What each preset is there to show, one sentence each."""

PRESET_QUESTIONS = {
    "Our starting point": "What if one rack in ten went to OpenAI?",
    "As announced": "What if all came as announced?",
    "As counted": "What if output stayed as last counted?",
    "001 read literally": "What if article 001 is taken literally?",
    "OpenAI's own racks": "What if the racks were OpenAI's own?",
    "Nothing ordered": "What if OpenAI ordered nothing?",
    "What 10 GW by 2029 needs": "What would 10 GW by the end of 2029 take?",
    "What 30 GW by 2030 needs": "What would 30 GW by the end of 2030 take?",
}
"""Each preset as the question that it answers."""


@lru_cache(maxsize=1)
def presets() -> Mapping[str, Scenario]:
    """The named scenarios, computed once a process; `PRESET_REASONS` says in a sentence why each is there.

    >>> presets()["As counted"].rack_rate_target
    point(1000.0)
    """
    found = {name: Scenario().replace(**changes) for name, changes in CHANGES.items()}
    for name, (gigawatts, by) in NEEDS.items():
        need = solve(Scenario(), "openai_share", "delivered_gw", at_least=gigawatts, by=by)
        share = min(need.value(chance=0.5), 1.0)
        # Upwards to a tenth of a per cent: a share that can be read, and that is enough.
        found[name] = Scenario(openai_share=math.ceil(1000 * share) / 1000)
    return MappingProxyType(found)
