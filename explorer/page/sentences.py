"""Results of the model in sentences: conditional words, numbers in two figures, and always of what a share is one."""

from __future__ import annotations

from explorer.analysis.bottleneck import FirstBreak
from explorer.analysis.presets import needs
from explorer.formatting import month_name, month_words, part_of
from explorer.model.equations import LIMITS
from explorer.records import Deal
from explorer.seeds import Seeds


def preset_words(seeds: Seeds) -> list[dict[str, str]]:
    """Each preset: its name, the question that it answers, and why it is there, one sentence each."""
    deal = seeds.deal
    found = [{"name": one.name, "question": one.question, "why": one.reason} for one in seeds.presets.values()]
    for name, (gigawatts, by) in needs(deal).items():
        why = (
            f"The share for {deal.buyer} at which {deal.units} for {gigawatts:g} GW are delivered by "
            f"{month_words(by)} in half of the simulated cases; whether they would have power is another question."
        )
        found.append({"name": name, "question": f"What would {gigawatts:g} GW by {month_words(by)} take?", "why": why})
    return found


GOAL_NAMES = {
    "delivered_gw": "delivered, with cooling",
    "delivered_it_gw": "delivered, computers only",
    "energised_gw": "switched on, with cooling",
}
"""The outcomes that a goal can be set for, as readers choose them."""


def first_break(found: FirstBreak, deal: Deal) -> str:
    """What stops growth first, without a forecast in it."""
    orders = f"orders alone set the pace in {part_of(found.share('orders'))} (they are our assumption, not a finding)."
    first = {limit: months[1] for limit in LIMITS[1:] if (months := found.months(limit))}
    held = [
        f"{limit} in {part_of(found.share(limit))}, half of these by {month_name(at)}" for limit, at in first.items()
    ]
    holds = f" What first holds them back: {'; '.join(held)}." if held else ""
    every = f"If {deal.buyer} took {deal.every_unit}"
    factory = f"{every}, factory output itself would be the limit in {part_of(found.factory)}."
    return f"Up to {month_words(found.by)}, {orders}{holds} {factory}"
