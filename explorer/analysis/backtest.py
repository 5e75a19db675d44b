"""Did it happen? The model's ramp, shipped share and site delays against what came later, beside two naive rivals.

Each forecast starts from what was public on a day, takes the default ranges of that day, and is held against a figure
of later. The rivals are the announced plan taken at its word and a straight line through the last two figures. Every
figure comes from the series and claims of the seeds. How each test is built, and what came out, is in
``docs/decisions/back-test.md``.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from explorer.analysis.tabular import Table, tabular
from explorer.arguments import checked
from explorer.model import linear_quantiles
from explorer.model.equations import Equations
from explorer.model.stepwise import Steps
from explorer.records import Claim, Point
from explorer.records.dates import month_index
from explorer.scenario import Draws, Scenario
from explorer.scenario.distributions import Array
from explorer.seeds import Seeds, load, own_folder

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

CHIPS_PER_RACK = 72
WEEKS_PER_QUARTER = 365.25 / 28
COUNTED_YEAR = 2025
RATE_NOW, RATE_PLANNED = "seed-000-rack-rate", "seed-001-rack-rate-2026"
EDITION, LATER_EDITION = "epoch-ai-data-center-timelines-2025-12", "epoch-ai-data-center-timelines"
SITE = "Stargate Abilene"
FOXCONN_RATE, MAKERS, FOXCONN = "rack_rate_foxconn", "rack_shipments_industry", "rack_shipments_foxconn"
CHIPS = ("chip_shipments_b200", "chip_shipments_b300")
SERIES = (FOXCONN_RATE, MAKERS, FOXCONN, *CHIPS)
"""The series of the seeds that the tests read."""


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
    ascending = np.sort(draws)
    count = len(ascending)
    between = float(ascending @ (2 * np.arange(1, count + 1) - count - 1)) / count**2
    return float(np.mean(np.abs(ascending - observed))) - between


class Score(NamedTuple):
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


@tabular
def scores(forecasts: Iterable[Forecast]) -> Steps[Table[Score]]:
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
    found = list(forecasts)
    groups = {test: [forecast for forecast in found if forecast.test == test] for test in TESTS}
    groups["before the announcement"] = [forecast for forecast in found if forecast.origin < FIRST_DEFAULTS]
    groups["since the announcement"] = [forecast for forecast in found if forecast.origin >= FIRST_DEFAULTS]
    groups["all"] = found
    yield
    return Table(Score, tuple(_score(test, members) for test, members in groups.items() if members), {})


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


Starting = Callable[[datetime.date], Equations]
"""The equations with the default ranges of a day."""
Told = Iterator[tuple[Any, ...]]
"""Forecasts without the name of their test, which is the same for all."""


class Quarter(NamedTuple):
    """What came of a quarter: its last day, the month in the model, and the middle, low and high figure."""

    day: datetime.date
    month: float
    middle: float
    low: float
    high: float


@checked()
def backtest(*, draws: int = 4096, seed: int = 0) -> tuple[Forecast, ...]:
    """Every forecast of the back-test, test by test, in the order of their origins.

    >>> len(backtest(draws=64)), backtest(draws=64)[0].origin.isoformat()
    (19, '2025-11-22')
    """
    seeds = load(own_folder())

    @lru_cache
    def starting(origin: datetime.date) -> Equations:  # for any day before the first defaults, these
        return Equations(dict(Draws(Scenario(as_of=max(origin, FIRST_DEFAULTS), draws=draws, seed=seed))))

    tests = zip(TESTS, (_foxconn, _makers, _chips, _abilene), strict=True)
    return tuple(Forecast(name, *told) for name, test in tests for told in test(seeds, starting))


def _line(points: Sequence[tuple[float, float]], when: float) -> float:
    """The straight line through the last two points, at a later time; never below nothing."""
    (first, low), (last, high) = points[-2:]
    return max(0.0, high + (high - low) * (when - last) / (last - first))


def _plan(seeds: Seeds) -> tuple[float, float, int]:
    """The announced plan at its word: racks a week at the announcement, those planned, and the last month for it."""
    now, planned = (seeds.claims[name] for name in (RATE_NOW, RATE_PLANNED))
    assert planned.period_end is not None
    return _middle(now), planned.high or 0.0, month_index(planned.period_end)


def _foxconn(seeds: Seeds, starting: Starting) -> Told:
    """What Foxconn ships a week: capability * shipped_share in the month foreseen, a quarter being its middle month.

    December 2025 was counted. For 2026 there is only an estimate from Nvidia's chips, 72 to a rack, times Foxconn's
    part of the racks counted in 2025: its low end takes the part of all chips that counted racks held then, its high
    end every chip; what came is taken as the middle. The plan counts with every rack shipped.
    """
    counted = [(float(p.month or 0), p.value) for p in seeds.series[FOXCONN_RATE].points]
    part = seeds.series[FOXCONN].points[-1].value / _year(seeds, MAKERS)
    targets = [("December 2025", 1, *[counted[-1][1]] * 3, True)]
    for quarter, month in (("2026 Q1", 4), ("2026 Q2", 7)):
        came = (racks * part / WEEKS_PER_QUARTER for racks in _racked(seeds, month))
        targets.append((quarter, month - 1, *came, False))
    now, planned, months = _plan(seeds)
    for origin, known in ((datetime.date(2025, 11, 22), counted[:2]), (datetime.date(2026, 1, 31), counted)):
        equations = starting(origin)
        for target, month, *came in targets:
            if month > known[-1][0]:
                foreseen = equations.rate(month) * equations.case["shipped_share"]
                plan = now + (planned - now) * min(month / months, 1)
                yield origin, target, foreseen, plan, _line(known, month), *came


def _makers(seeds: Seeds, starting: Starting) -> Told:
    """NVL72-class racks of all makers; the plan is the newest forecast for the year, its rest spread evenly."""
    points = [Quarter(p.date, float(p.month or 0), *[p.value] * 3) for p in seeds.series[MAKERS].points]
    year = datetime.date(COUNTED_YEAR, 1, 1), datetime.date(COUNTED_YEAR, 12, 31)
    foreseen = sorted(
        (seeds.sources[claim.source_id].published_end, _middle(claim))
        for claim in seeds.claims.values()
        if (claim.metric, claim.party) == ("rack_shipments_forecast", "all makers")
        and (claim.period_start, claim.period_end) == year
    )

    def plan(known: int, _ahead: int) -> float:
        newest = [racks for published, racks in foreseen if published <= points[known - 1].day][-1]
        return max(0.0, newest - sum(point.middle for point in points[:known])) / (4 - known)

    return _rolling(points, plan, starting, counted=_counted(seeds.series[MAKERS].points))


def _chips(seeds: Seeds, starting: Starting) -> Told:
    """Nvidia's B200 and B300 chips a quarter; the plan is that they rise as Foxconn's racks are planned to."""
    series = seeds.series[CHIPS[0]].points
    points = [
        Quarter(p.date, float(p.month), *_chip_count(seeds, p.month))
        for p in series
        if not p.note and p.month is not None
    ]
    now, planned, months = _plan(seeds)

    def plan(known: int, ahead: int) -> float:
        return points[known - 1].middle * (1 + (planned / now - 1) * min(3 * ahead / months, 1))

    return _rolling(points, plan, starting, counted=_counted(series))


def _rolling(
    points: Sequence[Quarter], plan: Callable[[int, int], float], starting: Starting, *, counted: bool
) -> Told:
    """One and two quarters ahead from every quarter that has one before it.

    The model's part under test is the shape of its ramp: the last figure times rate(months ahead) / rate(0), with the
    month of the last figure as month 0.
    """
    for known in range(2, len(points)):
        last, equations = points[known - 1], starting(points[known - 1].day)
        for ahead, (day, month, *came) in enumerate(points[known : known + 2], 1):
            foreseen = last.middle * equations.rate(3 * ahead) / equations.rate(0)
            line = _line([(point.month, point.middle) for point in points[:known]], month)
            yield last.day, f"{day.year} Q{(day.month + 2) // 3}", foreseen, plan(known, ahead), line, *came, counted


def _abilene(seeds: Seeds, starting: Starting) -> Told:
    """Power of the one tracked site that runs: the edition of December 2025, late by the model's delay.

    What that edition holds as built is not delayed. The plan is the edition at its word; the line goes through the
    last figure that it holds as built and the next one. What came is the later edition, whose newest figure still held
    on the day on which it appeared.
    """
    origin, end = (seeds.sources[name].published_end for name in (EDITION, LATER_EDITION))
    steps = _site_power(seeds, EDITION)
    months, power = (np.array(column, dtype=float) for column in zip(*steps, strict=True))
    seen = [(month, value) for month, value in _site_power(seeds, LATER_EDITION) if month <= month_index(end)]
    built = int((months <= month_index(origin)).sum())
    delay = starting(origin).case["site_slip_months"]
    for month, target in ((seen[-1][0], "the last step seen"), (month_index(end), "the newest edition")):
        came = [value for seen_in, value in seen if seen_in <= month][-1]
        foreseen = np.maximum(np.interp(month - delay, months, power), power[built - 1])
        plan, line = float(np.interp(month, months, power)), _line(steps[built - 1 : built + 1], month)
        yield origin, target, foreseen, plan, line, came, came, came, True


def _site_power(seeds: Seeds, source: str) -> list[tuple[int, float]]:
    """Month and GW of every figure that a source gives for the site, in the order of time."""
    return sorted(
        (month_index(claim.period_start), claim.central)
        for claim in seeds.claims.values()
        if (claim.source_id, claim.party, claim.metric) == (source, SITE, "site_power")
        and claim.period_start is not None
        and claim.central is not None
    )


def _counted(points: Iterable[Point]) -> bool:
    return all(point.kind == "count" for point in points)


def _year(seeds: Seeds, name: str) -> float:
    """The sum of a series over the year in which racks were counted."""
    return sum(point.value for point in seeds.series[name].points if point.date.year == COUNTED_YEAR)


def _chip_count(seeds: Seeds, month: float) -> tuple[float, float, float]:
    """Chips of both kinds in the quarter that ends in a month: median, and the sums of both low and both high ends."""
    both = [point for name in CHIPS for point in seeds.series[name].points if point.month == month]
    return (
        sum(point.value for point in both),
        sum(point.low or point.value for point in both),
        sum(point.high or point.value for point in both),
    )


def _racked(seeds: Seeds, month: int) -> tuple[float, float, float]:
    """Racks of all makers that the chips of a quarter imply: middle, low (as many racked as in 2025) and high (all)."""
    part = _year(seeds, MAKERS) / (sum(_year(seeds, name) for name in CHIPS) / CHIPS_PER_RACK)
    middle, low, high = (count / CHIPS_PER_RACK for count in _chip_count(seeds, month))
    return middle * (1 + part) / 2, low * part, high


def _middle(claim: Claim) -> float:
    ends = [value for value in (claim.low, claim.central, claim.high) if value is not None]
    return claim.central if claim.central is not None else sum(ends) / len(ends)
