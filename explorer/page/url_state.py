"""What an address carries beside its scenario: the scenarios kept to compare with, and the goal. Both as text and back.

A kept scenario is written as what differs from the one in the address, which holds every assumption: short, and the
same on another day. ``A~os_p_0.3~~B~ut_p_0.9`` keeps two; a goal reads ``delivered_gw~10.0~2029-12~0.5``. As in a
link, only letters, digits and ``- . _ ~`` occur.
"""

import re
from collections.abc import Mapping

from explorer.analysis.goal import Goal, GoalError
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.links import AROUND, NUMBER, LinkError, fields_of, written

__all__ = ["LETTERS", "goal_text", "kept_text", "read_goal", "read_kept"]

LETTERS = ("A", "B", "C", "D")
"""The names under which scenarios are kept, until a reader gives them others."""
NOW = "Now"
"""What the scenario of the controls is called beside them."""
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 -]{0,22}[A-Za-z0-9])?", re.ASCII)
"""What a reader may call a scenario; in a link its spaces are hyphens."""
MOST = 8_000  # characters: four scenarios that differ in everything take 5,400
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def kept_text(kept: Mapping[str, Scenario], base: Scenario) -> str:
    """Some scenarios by letter as text, each as its assumptions that differ from ``base``; settings are not kept.

    >>> kept_text({"A": Scenario(openai_share=0.3), "B": Scenario()}, Scenario())
    'A~os_p_0.3~~B'
    """
    return "~~".join("~".join([letter.replace(" ", "-"), *_changed(one, base)]) for letter, one in kept.items())


def read_kept(text: str, base: Scenario) -> dict[str, Scenario]:
    """The scenarios of such a text, with the settings of ``base``. Raises `LinkError` with a sentence.

    >>> read_kept("A~os_p_0.3~~B", Scenario())["A"].openai_share
    point(0.3)
    """
    if len(text) > MOST:
        raise LinkError(f"What this link keeps to compare with is longer than {MOST:,} characters.")
    found: dict[str, Scenario] = {}
    for part in text.rstrip(AROUND).split("~~"):
        letter, _, rest = part.partition("~")
        if not NAME.fullmatch(letter) or letter.replace("-", " ") in {*found, NOW}:
            raise LinkError("The scenarios that this link keeps to compare with cannot be read.")
        changes, unknown = fields_of(rest, base.seeds)
        if unknown:
            raise LinkError(
                f"Scenario {letter} of this link holds {unknown[0]!r}, which is not a parameter of the model."
            )
        try:
            found[letter.replace("-", " ")] = base.replace(**changes)
        except ScenarioError as fault:
            raise LinkError(f"Scenario {letter} of this link cannot be opened. {fault}", fault.parameter) from fault
    if len(found) > len(LETTERS):
        raise LinkError(f"This link keeps more than {len(LETTERS)} scenarios to compare with.")
    return found


def _changed(one: Scenario, base: Scenario) -> list[str]:
    known = one.seeds.parameters
    return [written(known[name], value) for name, value in one.items() if value != base[name]]


def goal_text(goal: Goal) -> str:
    """A goal as text.

    >>> goal_text(Goal.of(Scenario().seeds.deal))
    'delivered_gw~10.0~2029-12~0.5'
    """
    return "~".join([goal.outcome, repr(float(goal.amount_gw)), goal.by, repr(float(goal.chance))])


def read_goal(text: str) -> Goal:
    """The goal of such a text. Raises `LinkError` with a sentence.

    >>> read_goal("energised_gw~2.5~2028-12~0.8").amount_gw
    2.5
    """
    outcome, *rest = text.rstrip(AROUND).split("~")[:5]
    if len(rest) != 3 or not all(NUMBER.fullmatch(rest[at]) for at in (0, 2)) or not MONTH.fullmatch(rest[1]):
        raise LinkError("The goal of this link cannot be read.")
    try:
        return Goal(outcome, float(rest[0]), rest[1], float(rest[2]))
    except GoalError as fault:
        raise LinkError(f"The goal of this link cannot be set. {fault}") from fault
