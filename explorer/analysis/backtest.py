"""Did it happen? The model's ramp, shipped share and site delays against what came later, beside two naive rivals.

Each forecast starts from what was public on a day, takes the default ranges of that day, and is held against a figure
of later. The rivals are the announced plan taken at its word and a straight line through the last two figures. Every
figure comes from the series and claims of the seeds. How each test is built, and what came out, is in
``docs/decisions/back-test.md``.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np

from explorer.analysis.forecasts import FIRST_DEFAULTS, TESTS, Forecast
from explorer.arguments import checked
from explorer.model.equations import Equations
from explorer.records import Claim, Point
from explorer.records.dates import month_index
from explorer.scenario import Draws, Scenario
from explorer.seeds import Seeds, load, own_folder

__all__ = ["SERIES", "backtest", "forecasts"]

Quarter = tuple[datetime.date, float, float, float, float]
"""The last day of a quarter, its month in the model, and the middle, low and high figure."""
Starting = Callable[[datetime.date], Equations]
"""The equations with the default ranges of a day."""

CHIPS_PER_RACK = 72
WEEKS_PER_QUARTER = 365.25 / 28
COUNTED_YEAR = 2025
RATE_NOW, RATE_PLANNED = "seed-000-rack-rate", "seed-001-rack-rate-2026"
EDITION, LATER_EDITION = "epoch-ai-data-center-timelines-2025-12", "epoch-ai-data-center-timelines"
SITE = "Stargate Abilene"
CHIPS = ("chip_shipments_b200", "chip_shipments_b300")
SERIES = ("rack_rate_foxconn", "rack_shipments_industry", "rack_shipments_foxconn", *CHIPS)
"""The series of the seeds that the tests read."""


@checked()
def backtest(*, draws: int = 4096, seed: int = 0) -> tuple[Forecast, ...]:
    """Every forecast of the back-test, test by test, in the order of their origins.

    >>> len(backtest(draws=64)), backtest(draws=64)[0].origin.isoformat()
    (19, '2025-11-22')
    """
    return forecasts(load(own_folder()), draws=draws, seed=seed)


def forecasts(seeds: Seeds, *, draws: int = 4096, seed: int = 0) -> tuple[Forecast, ...]:
    """The same from given seeds, which hold the series, claims and sources of the tests."""

    @lru_cache
    def starting(origin: datetime.date) -> Equations:  # for any day before the first defaults, these
        return Equations(dict(Draws(Scenario(as_of=max(origin, FIRST_DEFAULTS), draws=draws, seed=seed))))

    tests = (_foxconn, _makers, _chips, _abilene)
    return tuple(forecast for name, test in zip(TESTS, tests, strict=True) for forecast in test(name, seeds, starting))


def _line(points: Sequence[tuple[float, float]], when: float) -> float:
    """The straight line through the last two points, at a later time; never below nothing."""
    (first, low), (last, high) = points[-2:]
    return max(0.0, high + (high - low) * (when - last) / (last - first))


def _plan(seeds: Seeds) -> tuple[float, float, int]:
    """The announced plan at its word: racks a week at the announcement, those planned, and the last month for it."""
    now, planned = (seeds.claims[name] for name in (RATE_NOW, RATE_PLANNED))
    assert planned.period_end is not None
    return _middle(now), planned.high or 0.0, month_index(planned.period_end)


# racks of Foxconn a week: the model as it stands, as of two days


def _foxconn(test: str, seeds: Seeds, starting: Starting) -> list[Forecast]:
    """What Foxconn ships a week: capability * shipped_share in the month foreseen, a quarter being its middle month.

    December 2025 was counted. For 2026 there is only an estimate from Nvidia's chips, 72 to a rack, times Foxconn's
    part of the racks counted in 2025: its low end takes the part of all chips that counted racks held then, its high
    end every chip; what came is taken as the middle. The plan counts with every rack shipped.
    """
    counted = [(float(p.month or 0), p.value) for p in seeds.series["rack_rate_foxconn"].points]
    racks = seeds.series["rack_shipments_foxconn"].points[-1].value
    part = racks / _year(seeds.series["rack_shipments_industry"].points)
    known = {datetime.date(2025, 11, 22): counted[:2], datetime.date(2026, 1, 31): counted}
    targets = [("December 2025", 1, counted[-1][1], counted[-1][1], counted[-1][1], True)]
    for quarter, month in (("2026 Q1", 4), ("2026 Q2", 7)):
        observed, low, high = (racks * part / WEEKS_PER_QUARTER for racks in _racked(seeds, month))
        targets.append((quarter, month - 1, observed, low, high, False))
    now, planned, months = _plan(seeds)
    found: list[Forecast] = []
    for origin, points in known.items():
        equations = starting(origin)
        for target, month, observed, low, high, was_counted in targets:
            if month > points[-1][0]:
                foreseen = equations.rate(month) * equations.case["shipped_share"]
                plan, line = now + (planned - now) * min(month / months, 1), _line(points, month)
                found.append(Forecast(test, origin, target, foreseen, plan, line, observed, low, high, was_counted))
    return found


# racks and chips of a quarter: the shape of the ramp, from the last figure known


def _makers(test: str, seeds: Seeds, starting: Starting) -> list[Forecast]:
    """NVL72-class racks of all makers; the plan is the newest forecast for the year, its rest spread evenly."""
    series = seeds.series["rack_shipments_industry"].points
    points = [(p.date, float(p.month or 0), p.value, p.value, p.value) for p in series]
    year = datetime.date(COUNTED_YEAR, 1, 1), datetime.date(COUNTED_YEAR, 12, 31)
    foreseen = sorted(
        (seeds.sources[claim.source_id].published_end, _middle(claim))
        for claim in seeds.claims.values()
        if (claim.metric, claim.party) == ("rack_shipments_forecast", "all makers")
        and (claim.period_start, claim.period_end) == year
    )

    def plan(known: int, _ahead: int) -> float:
        newest = [racks for published, racks in foreseen if published <= points[known - 1][0]][-1]
        return max(0.0, newest - sum(point[2] for point in points[:known])) / (4 - known)

    return _rolling(test, points, plan, starting, counted=_counted(series))


def _chips(test: str, seeds: Seeds, starting: Starting) -> list[Forecast]:
    """Nvidia's B200 and B300 chips a quarter; the plan is that they rise as Foxconn's racks are planned to."""
    series = seeds.series[CHIPS[0]].points
    points = [
        (p.date, float(p.month), *_chip_count(seeds, p.month)) for p in series if not p.note and p.month is not None
    ]
    now, planned, months = _plan(seeds)

    def plan(known: int, ahead: int) -> float:
        return points[known - 1][2] * (1 + (planned / now - 1) * min(3 * ahead / months, 1))

    return _rolling(test, points, plan, starting, counted=_counted(series))


def _rolling(
    test: str, points: Sequence[Quarter], plan: Callable[[int, int], float], starting: Starting, *, counted: bool
) -> list[Forecast]:
    """One and two quarters ahead from every quarter that has one before it.

    The model's part under test is the shape of its ramp: the last figure times rate(months ahead) / rate(0), with the
    month of the last figure as month 0.
    """
    found: list[Forecast] = []
    for known in range(2, len(points)):
        origin, equations = points[known - 1][0], starting(points[known - 1][0])
        for ahead, (day, month, observed, low, high) in enumerate(points[known : known + 2], 1):
            foreseen = points[known - 1][2] * equations.rate(3 * ahead) / equations.rate(0)
            line = _line([(point[1], point[2]) for point in points[:known]], month)
            quarter, rival = f"{day.year} Q{(day.month + 2) // 3}", plan(known, ahead)
            found.append(Forecast(test, origin, quarter, foreseen, rival, line, observed, low, high, counted))
    return found


# power at one site: the published schedule of December 2025 and the model's delay


def _abilene(test: str, seeds: Seeds, starting: Starting) -> list[Forecast]:
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
    found: list[Forecast] = []
    for month, target in ((seen[-1][0], "the last step seen"), (month_index(end), "the newest edition")):
        came = [value for seen_in, value in seen if seen_in <= month][-1]
        foreseen = np.maximum(np.interp(month - delay, months, power), power[built - 1])
        plan, line = float(np.interp(month, months, power)), _line(steps[built - 1 : built + 1], month)
        found.append(Forecast(test, origin, target, foreseen, plan, line, came, came, came, True))
    return found


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


def _year(points: Iterable[Point]) -> float:
    """The sum of the points of the year in which racks were counted."""
    return sum(point.value for point in points if point.date.year == COUNTED_YEAR)


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
    ceiling = sum(_year(seeds.series[name].points) for name in CHIPS) / CHIPS_PER_RACK
    part = _year(seeds.series["rack_shipments_industry"].points) / ceiling
    middle, low, high = (count / CHIPS_PER_RACK for count in _chip_count(seeds, month))
    return middle * (1 + part) / 2, low * part, high


def _middle(claim: Claim) -> float:
    ends = [value for value in (claim.low, claim.central, claim.high) if value is not None]
    return claim.central if claim.central is not None else sum(ends) / len(ends)
