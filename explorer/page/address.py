"""What an address carries of a reader's view: only what differs from the defaults of this version of the model.

``?s=2~os_p_0.3`` is the scenario of version 2 with one number changed; ``g=`` holds the goal, ``with=`` the scenarios
kept to compare with, each as what differs from the scenario of the address, ``x=`` the second assumption. Only letters,
digits and ``- . _ ~`` occur, and no value ends in a sign that a mail program takes for the end of an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from explorer.analysis.goal import Goal, GoalError, year_ends
from explorer.page.deciders import second_levers
from explorer.page.url_state import goal_text, kept_text, read_goal, read_kept
from explorer.page.view import LEVER, View
from explorer.scenario import Scenario
from explorer.scenario.links import AROUND, LinkError, read_link, short


def query(view: View) -> str:
    """The query of the address of a view, empty where all is the default.

    >>> query(View(scenario=Scenario(openai_share=0.3)))
    's=2~os_p_0.3'
    """
    parts: dict[str, str] = {}
    seeds = view.scenario.seeds
    if view.scenario != Scenario(seeds=seeds):
        parts["s"] = short(view.scenario)
    if view.goal != Goal.of(seeds.deal):
        parts["g"] = goal_text(view.goal)
    if view.pinned:
        parts["with"] = kept_text(dict(view.pinned), view.scenario)
    if view.lever != LEVER:
        parts["x"] = view.lever
    return "&".join(f"{name}={value}" for name, value in parts.items())


def opened(search: str, view: View) -> tuple[View, list[str]]:
    """The view that an address asks for, and sentences on what it could not have."""
    asked: Mapping[str, str] = {name: found[0] for name, found in parse_qs(search.removeprefix("?")).items()}
    said: list[str] = []
    if "s" in asked:
        try:
            scenario, notices = read_link(asked["s"], seeds=view.scenario.seeds)
            view = view.with_(scenario=scenario)
            said += notices
        except LinkError as fault:
            said.append(f"{fault} This page shows our starting point instead.")
    if "g" in asked or "goal" in asked:
        try:
            goal = read_goal(asked.get("g", asked.get("goal", "")))
            if goal.by not in year_ends(view.scenario.seeds.deal):
                raise GoalError("The goal takes the end of a year that the page shows.", "by")
            view = view.with_(goal=goal)
        except (LinkError, GoalError) as fault:
            said.append(f"{fault} The goal of the question stands instead.")
    if "x" in asked:
        lever = asked["x"].rstrip(AROUND)
        if lever in dict(second_levers(view.scenario.seeds)):
            view = view.with_(lever=lever)
        else:
            said.append("The second assumption of this link is none of ours. The usual one stands instead.")
    if "with" in asked:
        try:
            view = view.with_(pinned=tuple(read_kept(asked["with"], view.scenario).items()))
        except LinkError as fault:
            said.append(f"{fault} So there is nothing to compare with.")
    return view, said
