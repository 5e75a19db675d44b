"""A forecast beside what came of it, and how well forecasts did: the score of a range, and of rivals without one."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer.analysis.frames import frame_of
from explorer.arguments import checked
from explorer.model import linear_quantiles
from explorer.scenario.distributions import Array

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FIRST_DEFAULTS", "TESTS", "Forecast", "Score", "crps", "scored", "scores"]

ESTIMATE_WEIGHT = 0.25
"""What a forecast of an estimated figure counts for in the scores beside one of a counted figure."""
FIRST_DEFAULTS = datetime.date(2025, 11, 22)
"""The day by which the articles had appeared: no default range is older, so earlier starts take those of this day."""


TESTS = {
    "racks of Foxconn": "racks/week",
    "racks of all makers": "racks/quarter",
    "chips shipped": "chips/quarter",
    "power at Abilene": "GW",
}
"""What is tested, and its unit. All are estimates of others: we found none of these numbers at first hand."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """One forecast and what came of it, all in the unit of its test (see `TESTS`).

    ``origin`` is the last day of which anything was known, ``target`` the period or day foreseen. ``draws`` (draws,)
    is the model; ``plan`` and ``line`` are the rivals. ``observed`` came later; where it is itself uncertain it lies
    from ``low`` to ``high``. ``counted`` says that somebody counted it; else it is an estimate, or worked out of one.
    """

    test: str
    origin: datetime.date
    target: str
    draws: Array
    plan: float
    line: float
    observed: float
    low: float
    high: float
    counted: bool

    @checked()
    def band(self, share: float) -> tuple[float, float]:
        """The middle ``share`` of the draws, from low to high."""
        low, high = linear_quantiles(np.sort(self.draws), [(1 - share) / 2, (1 + share) / 2])
        return float(low), float(high)

    def within(self, share: float) -> bool:
        """Whether what came lies in that band."""
        low, high = self.band(share)
        return low <= self.observed <= high


def crps(draws: Array, observed: float) -> float:
    """The continuous ranked probability score of draws for what came; 0 is best, in the unit of the draws.

    mean |x - y| - mean |x - x'| / 2 over all draws x, x', here from the sorted draws in one pass. For a single number
    it is the absolute error, so that a range and a number can be set side by side.
    """
    ascending = np.sort(np.asarray(draws, dtype=np.float64))
    count = len(ascending)
    between = float(ascending @ (2 * np.arange(1, count + 1) - count - 1)) / count**2
    return float(np.mean(np.abs(ascending - observed))) - between


@dataclass(frozen=True, slots=True)
class Score:
    """How a group of forecasts did; the columns of `scores`."""

    test: str
    forecasts: int
    counts: int
    within_50: float
    within_80: float
    within_90: float
    model: float
    plan: float
    line: float
    bias: float


@checked()
def scores(forecasts: Iterable[Forecast]) -> "pd.DataFrame":
    """How the forecasts did: index ``test``, a test a row, then those of before and since the announcement, then all.

    Columns: ``forecasts``, their number; ``counts``, how many are of counted figures; ``within_50``, ``within_80`` and
    ``within_90``, the share of them whose observed figure lies within that band; ``model``, ``plan`` and ``line``, the
    mean score (`crps`) over the observed figure, as a share of it; ``bias``, the mean of the model's middle over the
    observed figure, less 1. In all of them a counted figure weighs four times as much as an estimated one
    (`ESTIMATE_WEIGHT`). Neighbouring forecasts share much, so the shares are of fewer cases than their number says.

    >>> import explorer as ex
    >>> list(scores(ex.backtest(draws=64)).index)[-1]
    'all'
    """
    return frame_of(Score, scored(forecasts), "test")


def scored(forecasts: Iterable[Forecast]) -> list[Score]:
    """The rows of `scores`; a group without forecasts has none."""
    found = list(forecasts)
    groups = {test: [forecast for forecast in found if forecast.test == test] for test in TESTS}
    groups["before the announcement"] = [forecast for forecast in found if forecast.origin < FIRST_DEFAULTS]
    groups["since the announcement"] = [forecast for forecast in found if forecast.origin >= FIRST_DEFAULTS]
    groups["all"] = found
    return [_score(test, members) for test, members in groups.items() if members]


def _score(test: str, forecasts: list[Forecast]) -> Score:
    weights = [1.0 if forecast.counted else ESTIMATE_WEIGHT for forecast in forecasts]

    def mean(of: Callable[[Forecast], float]) -> float:
        return float(np.average([of(forecast) for forecast in forecasts], weights=weights))

    return Score(
        test,
        len(forecasts),
        sum(forecast.counted for forecast in forecasts),
        *(mean(lambda f, band=band: f.within(band)) for band in (0.5, 0.8, 0.9)),
        model=mean(lambda f: crps(f.draws, f.observed) / f.observed),
        plan=mean(lambda f: abs(f.plan - f.observed) / f.observed),
        line=mean(lambda f: abs(f.line - f.observed) / f.observed),
        bias=mean(lambda f: float(np.median(f.draws)) / f.observed - 1),
    )
