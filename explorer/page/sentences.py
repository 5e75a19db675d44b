"""Results of the model in sentences: conditional words, numbers in two figures, and always of what a share is one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html import escape

from explorer.analysis.answer import Answer, Range, Required
from explorer.analysis.bottleneck import FirstBreak
from explorer.formatting import month_words, percent, two_figures
from explorer.model.equations import LIMITS
from explorer.scenario import deal

__all__ = [
    "GOAL_NAMES",
    "PRESET_QUESTIONS",
    "PRESET_REASONS",
    "chosen",
    "consequence",
    "first_break",
    "headline",
    "headline_html",
]

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

GOAL_NAMES = {
    "delivered_gw": "delivered, power of the site",
    "delivered_it_gw": "delivered, power of the computers",
    "energised_gw": "with power and racks in place, of the site",
}
"""The outcomes that a goal can be set for, as readers choose them."""


# what the page says first


def headline(answer: Answer) -> str:
    """The answer to the page's question, in plain text."""
    return _joined(text for text, _ in _headline_parts(answer))


def headline_html(answer: Answer) -> str:
    """The same sentences with their key phrases marked."""
    marks = {"figure": "strong", "key": "b"}
    parts = ((escape(text), marks.get(role)) for text, role in _headline_parts(answer))
    return _joined(f"<{tag}>{text}</{tag}>" if tag else text for text, tag in parts)


def _headline_parts(answer: Answer) -> list[tuple[str, str]]:
    running, news = _in_hundred(answer.required.can_run), deal().searched
    return [
        *_required_parts(answer.required),
        (f"Even with every rack, that much could be switched on by then in {running}.", ""),
        ("OpenAI has an option to buy and", ""),
        ("no purchase commitment", "key"),
        (f"; we found no public figure for its share ({news}).", ""),
    ]


def _required_parts(found: Required) -> list[tuple[str, str]]:
    """The sentences in pieces, each with its role: figure, key or none."""
    goal = f"{two_figures(found.target_gw)} GW of data centres by {month_words(found.by)}"
    which = "of the racks that Foxconn ships each week once deliveries run in full"
    if not math.isfinite(found.share.low):
        return [
            (f"Under these assumptions Foxconn's racks cannot equip {goal},", ""),
            ("even if OpenAI took every one", "figure"),
            ("(19 in 20 simulated cases or more).", ""),
        ]
    if not math.isfinite(found.share.high):
        middle = (
            f"{percent(found.share.middle)}% in the middle case"
            if math.isfinite(found.share.middle)
            else "in the middle case even all of them are too few"
        )
        return [
            (f"To equip {goal}, OpenAI would need", ""),
            (f"at least {percent(found.share.low)}%", "figure"),
            (f"{which} ({middle}; 19 in 20 simulated cases).", ""),
            (f"In {percent(1 - found.reachable)}% of the cases even all of them would not be enough.", ""),
        ]
    fixed = percent(found.share.low) == percent(found.share.high)
    racks = f"about {two_figures(found.racks.middle)} racks"
    ends = "" if fixed else f" ({two_figures(found.racks.low)} to {two_figures(found.racks.high)})"
    share = f"{percent(found.share.middle)}%"
    spread = "with every assumption fixed" if fixed else f"{_ends(found.share)} in 9 of 10 simulated cases"
    if not fixed and found.alone != found.share:
        spread += f"; {_ends(found.alone)} with each assumption drawn on its own"
    return [
        (f"To equip {goal}, OpenAI would need", ""),
        (racks, "figure"),
        (f"{ends.strip()}:" if ends else ":", ""),
        (share, "figure"),
        (f"{which} ({spread}),", ""),
        (f"or {percent(found.of_shipped.middle)}%", "key"),
        (f"of all it ships from November 2025 on{'' if fixed else f' ({_ends(found.of_shipped)})'}.", ""),
    ]


def chosen(share: Range) -> str:
    """The reader's share in words: '10%', or its range."""
    if percent(share.low) == percent(share.high):
        return f"{percent(share.middle)}%"
    return f"between {percent(share.low)}% and {percent(share.high)}%"


def consequence(answer: Answer) -> str:
    """What the reader's own share amounts to, as a conditional sentence."""
    d, e = answer.delivered_gw, answer.energised_gw
    opening = (
        f"With {chosen(answer.chosen)} of the racks that Foxconn ships once deliveries run in full, "
        "OpenAI would have equipment for"
    )
    by = month_words(answer.required.by)
    if two_figures(d.low) == two_figures(d.high):
        run = f"{two_figures(e.middle)} GW could be switched on"
        return f"{opening} {two_figures(d.middle)} GW by {by}, of which {run}."
    return (
        f"{opening} about {two_figures(d.middle)} GW by {by} ({_span(d)} in 9 of 10 simulated cases), "
        f"of which about {two_figures(e.middle)} GW could be switched on ({_span(e)})."
    )


def _joined(parts: Iterable[str]) -> str:
    """Pieces of sentences with a space between them, but none before a sign."""
    return re.sub(r" (?=[:;])", "", " ".join(parts))


def _ends(found: Range) -> str:
    return f"{percent(found.low)}% to {percent(found.high)}%"


def _span(found: Range) -> str:
    return f"{two_figures(found.low)} to {two_figures(found.high)}"


def _in_hundred(part: float) -> str:
    """A share of the cases as a count: 'none of the simulated cases', '8 of 100 simulated cases'."""
    if part == 0:
        return "none of the simulated cases"
    if part < 0.01:
        return "fewer than 1 of 100 simulated cases"
    return "every simulated case" if part == 1 else f"{min(round(100 * part), 99)} of 100 simulated cases"


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
