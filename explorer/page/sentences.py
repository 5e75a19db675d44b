"""Results of the model in sentences: conditional words, numbers in two figures, and always of what a share is one."""

from __future__ import annotations

from explorer.analysis.bottleneck import FirstBreak
from explorer.formatting import month_words, percent
from explorer.model.equations import LIMITS

__all__ = ["GOAL_NAMES", "PRESET_QUESTIONS", "PRESET_REASONS", "first_break"]

PRESET_REASONS = {
    "Our starting point": "Every assumption at its default, with one rack in ten for OpenAI as an illustration.",
    "As announced": (
        "2,000 racks a week from December 2026, and every claimed rack leaves the factory; the share stays our "
        "illustration, because we found no figure for it."
    ),
    "As counted": (
        "The 632 racks a week that a tracker counted in December 2025, of 1,000 claimed, and no growth after them."
    ),
    "Digest read literally": "All racks made in the U.S., and 2,000 a week in 2026, as an article can be read.",
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
    "Digest read literally": "What if the digest of AI news is taken literally?",
    "OpenAI's own racks": "What if the racks were OpenAI's own?",
    "Nothing ordered": "What if OpenAI ordered nothing?",
    "What 10 GW by 2029 needs": "What would 10 GW by the end of 2029 take?",
    "What 30 GW by 2030 needs": "What would 30 GW by the end of 2030 take?",
}
"""Each preset as the question that it answers."""

GOAL_NAMES = {
    "delivered_gw": "delivered, power of the site",
    "delivered_it_gw": "delivered, power of the computers",
    "energised_gw": "with power and racks in place, of the site",
}
"""The outcomes that a goal can be set for, as readers choose them."""


# what stops growth first


def first_break(found: FirstBreak) -> str:
    """What stops growth first, without a forecast in it."""
    orders = f"orders alone set the pace in {_cases(found.share('orders'))} (they are our assumption, not a finding)."
    first = {limit: months[1] for limit in LIMITS[1:] if (months := found.months(limit))}
    held = [f"{limit} in {_cases(found.share(limit))}, half of these by {_month(at)}" for limit, at in first.items()]
    holds = f" What first holds them back: {'; '.join(held)}." if held else ""
    every = "If OpenAI took every rack, factory output"
    factory = (
        f"{every} itself would still be the limit in {_cases(found.factory)}."
        if found.factory
        else f"{every} would be the limit in no simulated case."
    )
    return f"Up to {month_words(found.by)}, {orders}{holds} {factory}"


def _cases(share: float) -> str:
    if 0 < share < 0.01:
        return "fewer than 1 in 100 simulated cases"
    return "all simulated cases" if share == 1 else f"{percent(share)}% of the simulated cases"


def _month(label: str) -> str:
    # "in the end of 2029" is no English, so a December is named like any other month
    return f"December {label[:4]}" if label.endswith("-12") else month_words(label)
