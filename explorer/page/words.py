"""What the story says of results: short sentences, numbers first, always of what a share is one."""

from __future__ import annotations

import math

from explorer.analysis.answer import Answer, Range, Required
from explorer.analysis.bottleneck import Break
from explorer.analysis.presets import goal_presets
from explorer.analysis.tabular import Table
from explorer.formatting import (
    month_name,
    month_words,
    percent,
    percent_range,
    plain_number,
    share_of_cases,
    two_figures,
)
from explorer.records import Deal
from explorer.seeds import Seeds

FRACTIONS = {
    0.05: "one in twenty",
    0.1: "one in ten",
    0.125: "one in eight",
    1 / 6: "one in six",
    0.2: "one in five",
    0.25: "one in four",
    0.3: "three in ten",
    1 / 3: "one in three",
    0.4: "two in five",
    0.5: "half",
    0.6: "three in five",
    2 / 3: "two in three",
    0.75: "three in four",
    0.8: "four in five",
    0.9: "nine in ten",
    1.0: "all",
}
"""Shares as people say them; the page's script reads this too."""
SAME = 0.006
"""Within so much of a share it is said without "about"."""
DELIVERED = "delivered_gw"
GOAL_NAMES = {
    DELIVERED: "delivered, with cooling",
    "delivered_it_gw": "delivered, computers only",
    "energised_gw": "switched on, with cooling",
}
"""The outcomes that a goal can be set for, as readers choose them."""


def natural(share: float) -> str:
    """A share as people say it.

    >>> natural(0.1), natural(0.34), natural(0.23), natural(0.02)
    ('one in ten', 'about one in three', 'about one in four', 'fewer than one in twenty')
    >>> natural(0.97), natural(float("inf"))
    ('nearly all', 'more than all')
    """
    if not math.isfinite(share):
        return "more than all"
    if share < 0.04:
        return "none" if share == 0 else "fewer than one in twenty"
    nearest = min(FRACTIONS, key=lambda known: abs(math.log(known / share)))
    about = "nearly" if nearest == 1 else "about"
    return FRACTIONS[nearest] if abs(nearest - share) <= SAME else f"{about} {FRACTIONS[nearest]}"


def racks_in(share: float, units: str = "racks") -> str:
    """The same of what the maker ships.

    >>> racks_in(0.1), racks_in(0.3), racks_in(0.5), racks_in(0)
    ('one rack in ten', 'three racks in ten', 'half of the racks', 'no order, as far as we found')
    >>> racks_in(0.1, "containers")
    'one in ten of the containers'
    """
    fraction = natural(share)
    if share == 0:
        return "no order, as far as we found"
    if units != "racks" or fraction.endswith(("half", "all")):
        return f"{fraction} of the {units}"
    return fraction.replace("one in", "one rack in") if "one in" in fraction else fraction.replace(" in ", " racks in ")


def span(found: Range) -> str:
    """The ends of a range in two figures."""
    return f"{two_figures(found.low)} to {two_figures(found.high)}"


def need(found: Required, deal: Deal, outcome: str = DELIVERED) -> tuple[str, str, str]:
    """What a goal takes: the words before its key phrase, the phrase, and what follows it.

    They say which gigawatts these are where the reader's goal is for another ``outcome``.
    """
    gigawatts = "1 gigawatt" if found.target_gw == 1 else f"{plain_number(found.target_gw)} gigawatts"
    kind = "" if outcome == DELIVERED else f" ({GOAL_NAMES[DELIVERED]})"
    begin = f"To equip {gigawatts} of data centres{kind} by {month_words(found.by)},"
    share = found.share
    if not math.isfinite(share.low):
        return (
            begin,
            f"even all of {deal.maker}\u2019s {deal.units} would be too few",
            "in 19 of 20 simulations or more.",
        )
    key = natural(share.middle if math.isfinite(share.middle) else share.low)
    every = "the" if key.endswith("all") else "all the"
    all_racks = f"of {every} {deal.units} {deal.maker} ships once deliveries run in full"
    if not math.isfinite(share.middle):
        few = f"in {percent(1 - found.reachable)}% of simulations even all would be too few"
        return f"{begin} {deal.buyer} would need", f"at least {key}", f"{all_racks}; {few}."
    begin += f" {deal.buyer} would need some {two_figures(found.racks.middle)} {deal.short_units}:"
    if percent(share.low) == percent(share.high):
        return begin, key, f"{all_racks} ({percent(share.middle)}%)."
    high = f"{percent(share.high)}%" if math.isfinite(share.high) else "more than all"
    ends = f"{percent(share.middle)}%; {percent(share.low)}% to {high} in 9 of 10 simulations"
    return begin, key, f"{all_racks} ({ends})."


def need_sentence(found: Required, deal: Deal, outcome: str = DELIVERED) -> str:
    """The same in one sentence."""
    return " ".join(need(found, deal, outcome))


def share_sentence(found: Answer, deal: Deal) -> str:
    """What the reader's own share amounts to, as a conditional sentence.

    >>> from explorer.analysis.answer import answer
    >>> from explorer.scenario import Scenario
    >>> from explorer.seeds import load
    >>> share_sentence(answer(Scenario(openai_share=0)), load().deal)
    'If none of Foxconn\u2019s AI racks went to OpenAI, nothing would be delivered or switched on.'
    """
    share, d, e = found.chosen_share, found.delivered_gw, found.energised_gw
    if share.high == 0:
        none = f"If none of {deal.maker}\u2019s {deal.units} went to {deal.buyer}"
        return f"{none}, nothing would be delivered or switched on."
    own, by = percent_range(share.low, share.high), month_words(found.required.by)
    begin = f"If {own} of {deal.maker}\u2019s {deal.units} went to {deal.buyer} once deliveries run in full,"
    if d.high == 0:
        return f"{begin} nothing would be delivered or switched on by {by}."
    return (
        f"{begin} it would have equipment for about {two_figures(d.middle)} GW of data centres by {by} ({span(d)} in 9 "
        f"of 10 simulations), of which about {two_figures(e.middle)} GW could be switched on ({span(e)})"
        f"{'; ' + deal.obligation if deal.obligation else ''}."
    )


def every_rack_sentence(found: Required, deal: Deal) -> str:
    """How often so much could be switched on, if the buyer took every rack."""
    if found.can_run in (0, 1):
        cases = "all simulations" if found.can_run else "no simulation"
    else:
        cases = f"{max(1, min(round(100 * found.can_run), 99))} of 100 simulations"
    even, only = ("Even with", "only " if found.can_run else "") if found.can_run < 0.5 else ("With", "")
    return f"{even} {deal.every_unit}, it could switch on that much by then in {only}{cases}."


def independent_sentence(found: Required) -> str:
    """The range of the answer with each assumption drawn on its own; empty where they are."""
    low, high = found.alone.low, found.alone.high
    if found.alone == found.share or not math.isfinite(high):
        return ""
    ends = f"{percent(low)}% to {percent(high)}%"
    return f"Inputs that tend to move together do so here; if none did, the share needed would run from {ends}."


def twenty(part: float) -> str:
    """A share of the cases as a count in twenty.

    >>> twenty(0), twenty(0.02), twenty(0.31), twenty(1)
    ('0 in 20', 'fewer than 1 in 20', '6 in 20', '20 in 20')
    """
    if 0 < part < 0.025:
        return "fewer than 1 in 20"
    return f"{min(round(20 * part), 19 if part < 1 else 20)} in 20"


def first_break(found: Table[Break], deal: Deal) -> str:
    """What stops growth first, without a forecast in it."""
    alone, *limits = found.rows
    orders = f"orders alone set the pace in {share_of_cases(alone.share)} (they are our assumption, not a finding)."
    first = [limit for limit in limits if limit.middle]
    limited = [f"{x.limit} in {share_of_cases(x.share)}, half of these by {month_name(x.middle)}" for x in first]
    holds = f" What first holds them back: {'; '.join(limited)}." if limited else ""
    every = f"If {deal.buyer} took {deal.every_unit}"
    factory = f"{every}, factory output itself would be the limit in {share_of_cases(found.attrs['factory'])}."
    return f"Up to {month_words(found.attrs['by'])}, {orders}{holds} {factory}"


def preset_words(seeds: Seeds) -> list[dict[str, str]]:
    """Each preset: its name, the question that it answers, and why it is there, one sentence each."""
    deal = seeds.deal
    found = [{"name": one.name, "question": one.question, "why": one.reason} for one in seeds.presets.values()]
    for name, (gigawatts, by) in goal_presets(deal).items():
        why = (
            f"The share for {deal.buyer} at which {deal.units} for {gigawatts:g} GW are delivered by "
            f"{month_words(by)} in half of the simulated cases; whether they would have power is another question."
        )
        found.append({"name": name, "question": f"What would {gigawatts:g} GW by {month_words(by)} take?", "why": why})
    return found
