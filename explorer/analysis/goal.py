"""A goal: so many gigawatts, of which kind, by when, in how many of the simulated cases."""

from dataclasses import dataclass, field

from explorer.errors import ExplorerError
from explorer.formatting import month_words, percent
from explorer.scenario import ScenarioError, deal, month_label, month_number

GOAL_OUTCOMES = {
    "delivered_gw": "",
    "delivered_it_gw": " of computers",
    "energised_gw": " with power and racks in place",
}
"""The outcomes that a goal can be set for, and what they add to its gigawatts in words."""
LEAST_GW, MOST_GW = 0.01, 1_000
LEAST_CHANCE, MOST_CHANCE = 0.01, 0.99
LAST = "2035-12"


class GoalError(ExplorerError):
    """A goal that cannot be; the message is a sentence for readers, ``part`` the field at fault."""

    def __init__(self, sentence: str, part: str):
        super().__init__(sentence)
        self.part = part


@dataclass(frozen=True, slots=True)
class Goal:
    """``amount_gw`` of ``outcome`` in any month up to ``by``, in a share ``chance`` of the cases; at first the deal's.

    Raises `GoalError` for what is not one of `GOAL_OUTCOMES`, an amount above 0, a month of the model or a chance
    between 0 and 1.

    >>> Goal(chance=0.9)
    Goal(outcome='delivered_gw', amount_gw=10.0, by='2029-12', chance=0.9)
    """

    outcome: str = "delivered_gw"
    amount_gw: float = field(default_factory=lambda: deal().goal_gw)
    by: str = field(default_factory=lambda: deal().goal_by)
    chance: float = 0.5

    def __post_init__(self) -> None:
        if not isinstance(self.outcome, str) or self.outcome not in GOAL_OUTCOMES:
            raise GoalError("There is no goal of that kind; nothing was changed.", "outcome")
        if not _inside(self.amount_gw, LEAST_GW, MOST_GW):
            raise GoalError(f"The goal takes a number of gigawatts from {LEAST_GW:g} to {MOST_GW:,}.", "amount")
        try:
            month = month_number(self.by)
        except ScenarioError:
            month = -1
        if not 1 <= month <= month_number(LAST):
            raise GoalError(f"The goal takes a month up to {month_words(LAST)}.", "by")
        if not _inside(self.chance, LEAST_CHANCE, MOST_CHANCE):
            ends = f"{percent(LEAST_CHANCE)} to {percent(MOST_CHANCE)}%"
            raise GoalError(f"How many of the cases takes a number from {ends}.", "chance")

    def words(self) -> str:
        """The goal without its chance: '10 GW by the end of 2029'."""
        return f"{self.amount_gw:,.6g} GW{GOAL_OUTCOMES[self.outcome]} by {month_words(self.by)}"

    def cases(self) -> str:
        """The chance in words: 'in half of the simulated cases'."""
        return f"in {'half' if self.chance == 0.5 else f'{percent(self.chance)}%'} of the simulated cases"


def _inside(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def year_ends(first: str = "2026-12") -> tuple[str, ...]:
    """The Decembers from one to the last month that pages show: the dates that a page offers.

    >>> year_ends()[-1]
    '2030-12'
    """
    return tuple(month_label(t) for t in range(month_number(first), month_number(deal().horizon_shown) + 1, 12))
