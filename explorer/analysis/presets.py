"""Named scenarios, each a few changes from the defaults."""

import math
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from explorer.analysis.solve import solve
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution, uniform

OWN_RACK_KW = uniform(60, 140)

CHANGES: dict[str, dict[str, float | Distribution]] = {
    "Our starting point": {},
    "As announced": {"rack_rate_target": 2000, "ramp_months": 13, "shipped_share": 1},
    "As counted": {"rack_rate_target": 1000, "growth_after": 0, "shipped_share": 0.632},
    "Digest read literally": {"rack_rate_target": 2000, "ramp_months": 13, "us_share": 1},
    "OpenAI's own racks": {"rack_power_kw": OWN_RACK_KW, "next_rack_start": 121, "later_rack_start": 121},
    "Nothing ordered": {"openai_share": 0},
}
NEEDS = {"What 10 GW by 2029 needs": (10, "2029-12"), "What 30 GW by 2030 needs": (30, "2030-12")}
"""Gigawatts of facility power that racks delivered could use, and by the end of which month."""


@lru_cache(maxsize=1)
def presets() -> Mapping[str, Scenario]:
    """The named scenarios, computed once a process.

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
