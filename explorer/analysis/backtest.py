"""Did it happen? The model's ramp, shipped share and site delays against what came later, beside two naive rivals.

Each forecast starts from what was public on a day, takes the default ranges of that day, and is held against a figure
of later. The rivals are the announced plan taken at its word and a straight line through the last two figures. Every
figure comes from the series and claims of the seeds. How each test is built, and what came out, is in
``docs/decisions/back-test.md``.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from explorer.analysis.tabular import Table, tabular
from explorer.arguments import checked
from explorer.model import ModelError, linear_quantiles, median
from explorer.model.equations import Equations, sites_curve
from explorer.model.stepwise import Steps
from explorer.records import Claim, Point
from explorer.records.dates import month_index
from explorer.scenario import Draws, Scenario
from explorer.scenario.distributions import Array
from explorer.seeds import Seeds, SeedsLike, load, own_folder

ESTIMATE_WEIGHT = 0.25
"""What a forecast of an estimated figure counts for in the scores beside one of a counted figure."""
FIRST_DEFAULTS = datetime.date(2025, 11, 22)
"""The day by which the articles had appeared: no default range is older, so earlier starts take those of this day."""
TESTS = {
    "racks of the maker": "racks/week",
    "racks of all makers": "racks/quarter",
    "chips shipped": "chips/quarter",
    "power at Abilene": "GW",
}
"""What is tested, and its unit. All are estimates of others: we found none of these numbers at first hand."""

CHIPS_PER_RACK = 72
WEEKS_PER_QUARTER = 365.25 / 28
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
    is the model; ``plan`` and ``line`` are the rivals. ``observed`` came later; ``counted`` says that somebody counted
    it; else it is an estimate, or worked out of one.
    """

    test: str
    origin: datetime.date
    target: str
    draws: Array = field(repr=False)
    plan: float
    line: float
    observed: float
    counted: bool

    @checked()
    def band(self, share: float) -> tuple[float, float]:
        """The middle ``share`` of the draws, from low to high."""
        low, high = linear_quantiles(self.draws, [(1 - share) / 2, (1 + share) / 2])
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
    found = [(forecast, *_measures(forecast)) for forecast in forecasts]
    groups = {test: [row for row in found if row[0].test == test] for test in TESTS}
    groups["before the announcement"] = [row for row in found if row[0].origin < FIRST_DEFAULTS]
    groups["since the announcement"] = [row for row in found if row[0].origin >= FIRST_DEFAULTS]
    groups["all"] = found
    yield
    scored: list[Score] = []
    for test, rows in groups.items():
        if rows:
            members, *measures = zip(*rows, strict=True)
            weights = [1.0 if forecast.counted else ESTIMATE_WEIGHT for forecast in members]
            means = (float(np.average(measure, weights=weights)) for measure in measures)
            scored.append(Score(test, len(members), sum(forecast.counted for forecast in members), *means))
    return Table(Score, tuple(scored), {})


def _measures(forecast: Forecast) -> tuple[float, ...]:
    """How one forecast did, in the order of `Score` from ``within_50`` on."""
    observed = forecast.observed
    return (
        *(float(forecast.within(band)) for band in (0.5, 0.8, 0.9)),
        crps(forecast.draws, observed) / observed,
        *(abs(rival - observed) / observed for rival in (forecast.plan, forecast.line)),
        median(forecast.draws) / observed - 1,
    )


def missing_inputs(seeds: Seeds) -> list[str]:
    """What the back-test would need and a folder has not, by id."""
    missing = [name for name in SERIES if name not in seeds.series]
    missing += [name for name in (RATE_NOW, RATE_PLANNED) if name not in seeds.claims]
    return missing + [name for name in (EDITION, LATER_EDITION) if name not in seeds.sources]


@checked()
def backtest(*, draws: int = 4096, seed: int = 0, seeds: SeedsLike = None) -> tuple[Forecast, ...]:
    """Every forecast of the back-test, test by test, in the order of their origins.

    ``seeds`` is a folder with series and claims of the same names; None is this project's own, on which the model rests
    with any folder. Raises `ModelError` where one is missing.

    >>> len(backtest(draws=64)), backtest(draws=64)[0].origin.isoformat()
    (19, '2025-11-22')
    """
    seeds = load(own_folder() if seeds is None else seeds)
    if missing := missing_inputs(seeds):
        raise ModelError(f"The back-test cannot be made of {seeds.folder}, which lacks {', '.join(missing)}.")
    tests = _Tests(seeds, draws, seed)
    each = zip(TESTS, (tests.foxconn(), tests.makers(), tests.chips(), tests.abilene()), strict=True)
    return tuple(Forecast(name, *rest) for name, forecasts in each for rest in forecasts)


class _Tests:
    """The tests on one set of figures, which stay with us; each gives its forecasts without the name of the test."""

    def __init__(self, seeds: Seeds, draws: int, seed: int):
        self.seeds, self.draws, self.seed = seeds, draws, seed
        self.year = seeds.series[FOXCONN].points[-1].date.year  # in which racks were counted
        now, planned = (seeds.claims[name] for name in (RATE_NOW, RATE_PLANNED))
        assert planned.period_end is not None
        # the announced plan at its word: racks a week at the announcement, those planned, and the last month for it
        self.now, self.planned, self.months = _middle(now), planned.high or 0.0, month_index(planned.period_end)

    def starting(self, origin: datetime.date) -> Equations:
        """The equations with the default ranges of a day; for any before the first defaults, these."""
        day = max(origin, FIRST_DEFAULTS)
        scenario = Scenario(as_of=day, draws=self.draws, seed=self.seed, seeds=self.seeds)
        return Equations(Draws(scenario), sites_curve(self.seeds), {})

    def foxconn(self) -> Iterator[tuple[Any, ...]]:
        """What Foxconn ships a week: capability * shipped_share in the month foreseen, of a quarter the middle one."""
        counted = [(float(p.month or 0), p.value) for p in self.seeds.series[FOXCONN_RATE].points]
        foxconn = self.seeds.series[FOXCONN].points[-1].value / self.counted_year(MAKERS)
        racked = self.counted_year(MAKERS) / (sum(map(self.counted_year, CHIPS)) / CHIPS_PER_RACK)
        targets = [("December 2025", 1, counted[-1][1], True)]
        for quarter, month in (("2026 Q1", 4), ("2026 Q2", 7)):
            # Foxconn's part of the middle between the part of all chips that racks held in 2025, and every chip
            racks = _chip_count(self.seeds, month) / CHIPS_PER_RACK * (1 + racked) / 2
            targets.append((quarter, month - 1, racks * foxconn / WEEKS_PER_QUARTER, False))
        for origin, known in ((datetime.date(2025, 11, 22), counted[:2]), (datetime.date(2026, 1, 31), counted)):
            equations = self.starting(origin)
            for target, month, *came in targets:
                if month > known[-1][0]:
                    foreseen = equations.rate(month) * equations.case["shipped_share"]
                    plan = self.now + (self.planned - self.now) * min(month / self.months, 1)
                    yield origin, target, foreseen, plan, _line(known, month), *came

    def makers(self) -> Iterator[tuple[Any, ...]]:
        """NVL72-class racks of all makers; the plan is the newest forecast for the year, its rest spread evenly."""
        year = datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 31)
        foreseen = sorted(
            (self.seeds.sources[claim.source_id].published_end, _middle(claim))
            for claim in self.seeds.claims.values()
            if (claim.metric, claim.party) == ("rack_shipments_forecast", "all makers")
            and (claim.period_start, claim.period_end) == year
        )

        def plan(known: Sequence[Point], _ahead: int) -> float:
            newest = [racks for published, racks in foreseen if published <= known[-1].date][-1]
            return max(0.0, newest - sum(quarter.value for quarter in known)) / (4 - len(known))

        return self.rolling(self.seeds.series[MAKERS].points, plan)

    def chips(self) -> Iterator[tuple[Any, ...]]:
        """Nvidia's B200 and B300 chips a quarter; the plan is that they rise as Foxconn's racks are planned to."""

        def plan(known: Sequence[Point], ahead: int) -> float:
            return known[-1].value * (1 + (self.planned / self.now - 1) * min(3 * ahead / self.months, 1))

        full = (p for p in self.seeds.series[CHIPS[0]].points if not p.note)  # a note says that it is incomplete
        both = [p.replace(value=_chip_count(self.seeds, p.month), low=None, high=None) for p in full]
        return self.rolling(both, plan)

    def rolling(
        self, quarters: Sequence[Point], plan: Callable[[Sequence[Point], int], float]
    ) -> Iterator[tuple[Any, ...]]:
        """One and two quarters ahead from every quarter that has one before it: its figure times the model's ramp."""
        counted = all(quarter.kind == "count" for quarter in quarters)
        for count in range(2, len(quarters)):
            known, last = quarters[:count], quarters[count - 1]
            equations = self.starting(last.date)
            for ahead, later in enumerate(quarters[count : count + 2], 1):
                foreseen = last.value * equations.rate(3 * ahead) / equations.rate(0)
                line = _line([(quarter.month or 0, quarter.value) for quarter in known], later.month or 0)
                target = f"{later.date.year} Q{(later.date.month + 2) // 3}"
                yield last.date, target, foreseen, plan(known, ahead), line, later.value, counted

    def abilene(self) -> Iterator[tuple[Any, ...]]:
        """Power of the one tracked site that runs: what an edition does not hold as built, late by our delay."""
        origin, end = (self.seeds.sources[name].published_end for name in (EDITION, LATER_EDITION))
        steps, later = self.site_power(EDITION), self.site_power(LATER_EDITION)
        months, power = (np.array(column, dtype=float) for column in zip(*steps, strict=True))
        seen = [(month, value) for month, value in later if month <= month_index(end)]
        built = int((months <= month_index(origin)).sum())
        delay = self.starting(origin).case["site_slip_months"]
        for month, target in ((seen[-1][0], "the last step seen"), (month_index(end), "the newest edition")):
            came = [value for seen_in, value in seen if seen_in <= month][-1]
            foreseen = np.maximum(np.interp(month - delay, months, power), power[built - 1])
            plan, line = float(np.interp(month, months, power)), _line(steps[built - 1 : built + 1], month)
            yield origin, target, foreseen, plan, line, came, True

    def site_power(self, source: str) -> list[tuple[int, float]]:
        """Month and GW of every figure that a source gives for the site, in the order of time."""
        return sorted(
            (month_index(claim.period_start), claim.central)
            for claim in self.seeds.claims.values()
            if (claim.source_id, claim.party, claim.metric) == (source, SITE, "site_power")
            if claim.period_start is not None and claim.central is not None
        )

    def counted_year(self, name: str) -> float:
        """The sum of a series over the year in which racks were counted."""
        return sum(point.value for point in self.seeds.series[name].points if point.date.year == self.year)


def _line(points: Sequence[tuple[float, float]], when: float) -> float:
    """The straight line through the last two points, at a later time; never below nothing."""
    (first, low), (last, high) = points[-2:]
    return max(0.0, high + (high - low) * (when - last) / (last - first))


def _chip_count(seeds: Seeds, month: float | None) -> float:
    """Chips of both kinds in the quarter that ends in a month."""
    return sum(point.value for name in CHIPS for point in seeds.series[name].points if point.month == month)


def _middle(claim: Claim) -> float:
    ends = claim.figures.values()
    return claim.central if claim.central is not None else sum(ends) / len(ends)
