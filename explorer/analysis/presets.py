"""Named scenarios, each a few changes from the defaults."""

import math
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from explorer.analysis.solve import solve
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution, uniform
from explorer.seeds import Folder

OWN_RACK_KW = uniform(60, 140)

CHANGES: dict[str, dict[str, float | Distribution]] = {
    "Our starting point": {},
    "As announced": {"rack_rate_target": 2000, "ramp_months": 13, "shipped_share": 1},
    "As counted": {"rack_rate_target": 1000, "growth_after": 0, "shipped_share": 0.632},
    "Digest read literally": {"rack_rate_target": 2000, "ramp_months": 13, "us_share": 1},
    "OpenAI's own racks": {"rack_power_kw": OWN_RACK_KW, "next_rack_start": 121, "later_rack_start": 121},
    "Nothing ordered": {"openai_share": 0},
}


def presets(*, seeds: Folder = None) -> Mapping[str, Scenario]:
    """The named scenarios over the seeds of a folder (None: the installed), computed once a process.

    Two take what the deal's goal needs, and what its largest yardstick needs by the last month that is shown.

    >>> presets()["As counted"].rack_rate_target
    point(1000.0)
    """
    return _presets(Scenario(seeds=seeds))


@lru_cache(maxsize=8)
def _presets(usual: Scenario) -> Mapping[str, Scenario]:
    if not usual:
        return MappingProxyType({})
    found = {name: usual.replace(**changes) for name, changes in CHANGES.items()}
    deal = usual.seeds.deal
    largest = max((size.gw for size in deal.yardsticks), default=0.0)
    goals = {deal.goal_gw: deal.goal_by} | ({largest: deal.horizon_shown} if largest > deal.goal_gw else {})
    for gigawatts, by in goals.items():
        need = solve(usual, "openai_share", "delivered_gw", at_least=gigawatts, by=by)
        share = min(need.value(chance=0.5), 1.0)
        # Upwards to a tenth of a per cent: a share that can be read, and that is enough.
        found[f"What {gigawatts:g} GW by {by[:4]} needs"] = usual.replace(openai_share=math.ceil(1000 * share) / 1000)
    return MappingProxyType(found)
