"""What a folder of seeds is about: the question, the two parties, how far the data reach, and sizes for scale."""

import re
from dataclasses import dataclass

from explorer.records.checks import Checked, Problems, brief

__all__ = ["Deal", "Yardstick"]

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Yardstick(Checked):
    """A number of GW that readers know, its source, its words for a wide and a narrow chart, and what it is of."""

    gw: float
    source_id: str
    name: str
    short: str
    note: str

    def __post_init__(self) -> None:
        problems: Problems = []
        if self._number(problems, "gw", required=True) and self.gw <= 0:
            problems.append((f"gw is {self.gw:g}", "make it positive"))
        self._id(problems, "source_id")
        self._text(problems, "name", "short", "note")
        self._raise_if(problems)


@dataclass(frozen=True, slots=True)
class Deal(Checked):
    """What is asked, of whom, and up to when: ``news_to`` is the last month that the search for news reached.

    ``sites_to`` is the edition of the tracker of sites, empty where there is none; ``goal_gw`` by ``goal_by`` is the
    goal that a reader is first shown, ``horizon_shown`` the right end of the charts.
    """

    question: str
    buyer: str
    maker: str
    news_to: str
    goal_gw: float
    goal_by: str
    horizon_shown: str
    sites_to: str = ""
    yardsticks: tuple[Yardstick, ...] = ()

    def __post_init__(self) -> None:
        problems: Problems = []
        self._text(problems, "question", "buyer", "maker")
        for name in ("news_to", "goal_by", "horizon_shown", "sites_to"):
            value = getattr(self, name)
            if not (isinstance(value, str) and _MONTH.fullmatch(value)) and (name, value) != ("sites_to", ""):
                problems.append((f"{name} is {brief(value)}, not a month", "write it as 2026-09"))
        if self._number(problems, "goal_gw", required=True) and self.goal_gw <= 0:
            problems.append((f"goal_gw is {self.goal_gw:g}", "make it positive"))
        if not isinstance(self.yardsticks, tuple) or not all(isinstance(y, Yardstick) for y in self.yardsticks):
            problems.append(("yardsticks is no list of tables", "begin each with [[deal.yardsticks]]"))
        self._raise_if(problems)
