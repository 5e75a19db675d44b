"""Named scenarios, each a few changes from the defaults: those of ``presets.toml``, and what the deal's goals need."""

import math
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from explorer.analysis.solve import solve
from explorer.arguments import checked
from explorer.records import Deal
from explorer.scenario import Scenario
from explorer.scenario.distributions import point, uniform
from explorer.seeds import SeedsLike


def goal_presets(deal: Deal) -> dict[str, tuple[float, str]]:
    """Gigawatts of facility power that racks delivered could use and by which month, under the name of the preset.

    One is the deal's goal, the other its largest yardstick by the last month that is shown.

    >>> list(goal_presets(Scenario().seeds.deal))
    ['What 10 GW by 2029 needs', 'What 30 GW by 2030 needs']
    """
    largest = max((size.gw for size in deal.yardsticks), default=0.0)
    goals = {deal.goal_gw: deal.goal_by} | ({largest: deal.horizon_shown} if largest > deal.goal_gw else {})
    return {f"What {gigawatts:g} GW by {by[:4]} needs": (gigawatts, by) for gigawatts, by in goals.items()}


@checked()
def presets(*, seeds: SeedsLike = None) -> Mapping[str, Scenario]:
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
    seeds, found = usual.seeds, dict[str, Scenario]()
    for preset in seeds.presets.values():
        changes = {c.parameter: point(c.low) if c.low == c.high else uniform(c.low, c.high) for c in preset.changes}
        found[preset.name] = usual.replace(**changes)
    for name, (gigawatts, by) in goal_presets(seeds.deal).items():
        need = solve(usual, "openai_share", "delivered_gw", at_least=gigawatts, by=by)
        share = min(need.value(chance=0.5), 1.0)
        # Upwards to a tenth of a per cent: a share that can be read, and that is enough.
        found[name] = usual.replace(openai_share=math.ceil(1000 * share) / 1000)
    return MappingProxyType(found)
