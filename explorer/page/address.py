"""What an address carries of a reader's view: only what differs from the defaults of this version of the model.

``?s=2~os_p_0.3`` is the scenario of version 2 with one number changed; ``g=delivered_gw~10.0~2029-12~0.5`` is the goal,
``x=`` the second assumption, ``d=`` names buyer and maker of another deal than ours. ``with=A~os_p_0.3~~B~ut_p_0.9``
keeps two scenarios to compare with, each as what differs from the one in the address, which holds every assumption:
short, and the same on another day. Only letters, digits and ``- . _ ~`` occur, and no value ends in a sign that a mail
program takes for the end of an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from explorer.analysis.goal import Goal, GoalError, check_offered
from explorer.page.deciders import second_levers
from explorer.page.view import LEVER, View
from explorer.records.dates import FIRST_MONTH
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.links import (
    NUMBER,
    TRAILING_MARKS,
    LinkError,
    deal_part,
    field_text,
    other_deal,
    parse_fields,
    read_link,
    short_link,
    unescaped,
)

LETTERS = ("A", "B", "C", "D")
"""The names under which scenarios are kept, until a reader gives them others."""
NOW = "Now"
"""What the scenario of the controls is called beside them."""
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 -]{0,22}[A-Za-z0-9])?", re.ASCII)
"""What a reader may call a scenario; in a link its spaces are hyphens."""
MOST = 8_000  # characters: four scenarios that differ in everything take 5,400
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def query(view: View) -> str:
    """The query of the address of a view, empty where all is the default.

    >>> query(View(scenario=Scenario(openai_share=0.3)))
    's=2~os_p_0.3'
    """
    seeds = view.scenario.seeds
    parts = {
        "s": short_link(view.scenario) if view.scenario != Scenario(seeds=seeds) else "",
        "g": goal_text(view.goal) if view.goal != Goal.of(seeds.deal) else "",
        "with": kept_text(dict(view.pinned), view.scenario),
        "x": view.lever if view.lever != LEVER else "",
    }
    parts["d"] = deal_part(seeds) if any(parts.values()) else ""
    return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def opened(search: str, view: View) -> tuple[View, list[str]]:
    """The view that an address asks for, and sentences on what it could not have."""
    parts = parse_qs(search.removeprefix("?"), keep_blank_values=True)
    asked = {name: unescaped(found[0]) for name, found in parts.items()}
    sentences, deal = list[str](), view.scenario.seeds.deal
    if "s" in asked:
        try:
            scenario, notices = read_link(asked["s"], seeds=view.scenario.seeds)
            view = view.replace(scenario=scenario)
            sentences += notices
        except LinkError as fault:
            sentences.append(f"{fault} This page shows our starting point instead.")
    if "g" in asked or "goal" in asked:
        try:
            goal = read_goal(asked.get("g", asked.get("goal", "")), deal.first_month)
            view = view.replace(goal=check_offered(goal, deal))
        except (LinkError, GoalError) as fault:
            sentences.append(f"{fault} The goal of the question stands instead.")
    if not asked.keys().isdisjoint(["s", "g", "x", "with"]) and asked.get("d", "") != deal_part(view.scenario.seeds):
        sentences.append(other_deal(view.scenario.seeds))
    if "x" in asked:
        lever = asked["x"].rstrip(TRAILING_MARKS)
        if lever in dict(second_levers(view.scenario.seeds)):
            view = view.replace(lever=lever)
        else:
            sentences.append("The second assumption of this link is none of ours. The usual one stands instead.")
    if "with" in asked:
        try:
            view = view.replace(pinned=tuple(read_kept(asked["with"], view.scenario).items()))
        except LinkError as fault:
            sentences.append(f"{fault} So there is nothing to compare with.")
    return view, sentences


def kept_text(kept: Mapping[str, Scenario], base: Scenario) -> str:
    """Some scenarios by letter as text, each as its assumptions that differ from ``base``; settings are not kept.

    >>> kept_text({"A": Scenario(openai_share=0.3), "B": Scenario()}, Scenario())
    'A~os_p_0.3~~B'
    """
    known, found = base.seeds.parameters, list[str]()
    for letter, one in kept.items():
        changed = (field_text(known[name], value) for name, value in one.items() if value != base[name])
        found.append("~".join([letter.replace(" ", "-"), *changed]))
    return "~~".join(found)


def read_kept(text: str, base: Scenario) -> dict[str, Scenario]:
    """The scenarios of such a text, with the settings of ``base``. Raises `LinkError` with a sentence.

    >>> read_kept("A~os_p_0.3~~B", Scenario())["A"].openai_share
    point(0.3)
    """
    if len(text) > MOST:
        raise LinkError(f"What this link keeps to compare with is longer than {MOST:,} characters.")
    found: dict[str, Scenario] = {}
    for part in text.rstrip(TRAILING_MARKS).split("~~"):
        letter, _, rest = part.partition("~")
        if not NAME.fullmatch(letter) or " " in letter or letter.replace("-", " ") in {*found, NOW}:
            raise LinkError("The scenarios that this link keeps to compare with cannot be read.")
        changes, unknown = parse_fields(rest, base.seeds)
        if unknown:
            raise LinkError(
                f"Scenario {letter} of this link holds {unknown[0]!r}, which is not a parameter of the model."
            )
        try:
            found[letter.replace("-", " ")] = base.replace(**changes)
        except ScenarioError as fault:
            raise LinkError(f"Scenario {letter} of this link cannot be opened. {fault}") from fault
    if len(found) > len(LETTERS):
        raise LinkError(f"This link keeps more than {len(LETTERS)} scenarios to compare with.")
    return found


def goal_text(goal: Goal) -> str:
    """A goal as text.

    >>> goal_text(Goal.of(Scenario().seeds.deal))
    'delivered_gw~10.0~2029-12~0.5'
    """
    return "~".join([goal.outcome, repr(float(goal.amount_gw)), goal.by, repr(float(goal.chance))])


def read_goal(text: str, after: str = FIRST_MONTH) -> Goal:
    """The goal of such a text, in a month ``after`` the first of its deal. Raises `LinkError` with a sentence.

    >>> read_goal("energised_gw~2.5~2028-12~0.8").amount_gw
    2.5
    """
    outcome, *rest = text.rstrip(TRAILING_MARKS).split("~")[:5]
    if len(rest) != 3 or not all(NUMBER.fullmatch(rest[at]) for at in (0, 2)) or not MONTH.fullmatch(rest[1]):
        raise LinkError("The goal of this link cannot be read.")
    try:
        return Goal(outcome, float(rest[0]), rest[1], float(rest[2]), after)
    except GoalError as fault:
        raise LinkError(f"The goal of this link cannot be set. {fault}") from fault
