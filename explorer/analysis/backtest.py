"""Did it happen? The model's ramp, shipped share and site delays against what came later, beside two naive rivals.

Each forecast starts from what was public on a day, takes the default ranges of that day, and is held against a figure
of later. The rivals are the announced plan taken at its word and a straight line through the last two figures. Every
figure comes from the series and claims in ``seeds/``. How each test is built, and what came out, is in
``docs/decisions/back-test.md``.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from explorer.analysis.forecasts import FIRST_DEFAULTS, TESTS, Forecast
from explorer.arguments import checked
from explorer.model.equations import Equations
from explorer.records import Claim, Point
from explorer.records.dates import month_index
from explorer.scenario import Scenario, drawn
from explorer.seeds import load, own_folder

__all__ = ["SERIES", "backtest"]

Quarter = tuple[datetime.date, float, float, float, float]
"""The last day of a quarter, its month in the model, and the middle, low and high figure."""

CHIPS_PER_RACK = 72
WEEKS_PER_QUARTER = 365.25 / 28
COUNTED_YEAR = 2025
EDITION, LATER_EDITION = "epoch-ai-data-center-timelines-2025-12", "epoch-ai-data-center-timelines"
SITE = "Stargate Abilene"

TEST = tuple(TESTS)
SERIES = (
    "rack_rate_foxconn",
    "rack_shipments_industry",
    "rack_shipments_foxconn",
    "chip_shipments_b200",
    "chip_shipments_b300",
)
"""The series in ``seeds/`` that the tests read."""


@checked()
def backtest(*, draws: int = 4096, seed: int = 0) -> tuple[Forecast, ...]:
    """Every forecast of the back-test, test by test, in the order of their origins.

    >>> len(backtest(draws=64)), backtest(draws=64)[0].origin.isoformat()
    (19, '2025-11-22')
    """
    return (*_foxconn(draws, seed), *_makers(draws, seed), *_chips(draws, seed), *_abilene(draws, seed))


def _equations(origin: datetime.date, draws: int, seed: int) -> Equations:
    """The equations with the default ranges of a day, the first there are for any day before."""
    scenario = Scenario(as_of=max(origin, FIRST_DEFAULTS), draws=draws, seed=seed)
    return Equations({name: drawn(scenario, name) for name in scenario.distributions})


def _line(points: Sequence[tuple[float, float]], when: float) -> float:
    """The straight line through the last two points, at a later time; never below nothing."""
    (first, low), (last, high) = points[-2:]
    return max(0.0, high + (high - low) * (when - last) / (last - first))


# racks of Foxconn a week: the model as it stands, as of two days


def _foxconn(draws: int, seed: int) -> list[Forecast]:
    """What Foxconn ships a week: capability * shipped_share in the month foreseen, a quarter being its middle month.

    December 2025 was counted. For 2026 there is only an estimate from Nvidia's chips, 72 to a rack, times Foxconn's
    part of the racks counted in 2025: its low end takes the part of all chips that counted racks held then, its high
    end every chip; what came is taken as the middle. The plan at its word: 1,000 a week rising to 2,000 by December
    2026, every one shipped.
    """
    counted = [(float(p.month or 0), p.value) for p in _points("rack_rate_foxconn")]
    part = _points("rack_shipments_foxconn")[-1].value / _year(_points("rack_shipments_industry"))
    known = {datetime.date(2025, 11, 22): counted[:2], datetime.date(2026, 1, 31): counted}
    targets = [("December 2025", 1, counted[-1][1], counted[-1][1], counted[-1][1], True)]
    for quarter, month in (("2026 Q1", 4), ("2026 Q2", 7)):
        observed, low, high = (racks * part / WEEKS_PER_QUARTER for racks in _racked(month))
        targets.append((quarter, month - 1, observed, low, high, False))
    found: list[Forecast] = []
    for origin, points in known.items():
        equations = _equations(origin, draws, seed)
        for target, month, observed, low, high, was_counted in targets:
            if month > points[-1][0]:
                foreseen = equations.rate(month) * equations.case["shipped_share"]
                plan = 1000 + 1000 * min(month / 13, 1)
                line = _line(points, month)
                found.append(Forecast(TEST[0], origin, target, foreseen, plan, line, observed, low, high, was_counted))
    return found


# racks and chips of a quarter: the shape of the ramp, from the last figure known


def _makers(draws: int, seed: int) -> list[Forecast]:
    """NVL72-class racks of all makers; the plan is the newest forecast for the year, its rest spread evenly."""
    points = [(p.date, float(p.month or 0), p.value, p.value, p.value) for p in _points("rack_shipments_industry")]
    claims = load(own_folder()).claims.values()
    sources = load(own_folder()).sources
    forecasts = sorted(
        (sources[claim.source_id].published_end, _middle(claim))
        for claim in claims
        if claim.metric == "rack_shipments_forecast"
        and claim.party == "all makers"
        and claim.period_start == datetime.date(COUNTED_YEAR, 1, 1)
        and claim.period_end == datetime.date(COUNTED_YEAR, 12, 31)
    )

    def plan(known: int, _ahead: int) -> float:
        newest = [year for published, year in forecasts if published <= points[known - 1][0]][-1]
        return max(0.0, newest - sum(point[2] for point in points[:known])) / (4 - known)

    return _rolling(TEST[1], points, plan, draws, seed, counted=_counted("rack_shipments_industry"))


def _chips(draws: int, seed: int) -> list[Forecast]:
    """Nvidia's B200 and B300 chips a quarter; the plan is a doubling in thirteen months, as Foxconn's for its racks."""
    points = [
        (day, float(month), *_chip_count(month))
        for day, month in ((p.date, p.month) for p in _points("chip_shipments_b200") if not p.note)
        if month is not None
    ]

    def plan(known: int, ahead: int) -> float:
        return points[known - 1][2] * (1 + min(3 * ahead / 13, 1))

    return _rolling(TEST[2], points, plan, draws, seed, counted=_counted("chip_shipments_b200"))


def _rolling(
    test: str, points: Sequence[Quarter], plan: Callable[[int, int], float], draws: int, seed: int, *, counted: bool
) -> list[Forecast]:
    """One and two quarters ahead from every quarter that has one before it.

    The model's part under test is the shape of its ramp: the last figure times rate(months ahead) / rate(0), with the
    month of the last figure as month 0.
    """
    found: list[Forecast] = []
    for known in range(2, len(points)):
        origin = points[known - 1][0]
        equations = _equations(origin, draws, seed)
        for ahead in (1, 2):
            if known - 1 + ahead >= len(points):
                continue
            day, month, observed, low, high = points[known - 1 + ahead]
            foreseen = points[known - 1][2] * equations.rate(3 * ahead) / equations.rate(0)
            line = _line([(point[1], point[2]) for point in points[:known]], month)
            quarter = f"{day.year} Q{(day.month + 2) // 3}"
            rival = plan(known, ahead)
            found.append(Forecast(test, origin, quarter, foreseen, rival, line, observed, low, high, counted))
    return found


# power at one site: the published schedule of December 2025 and the model's delay


def _abilene(draws: int, seed: int) -> list[Forecast]:
    """Power of the one tracked site that runs: the edition of December 2025, late by the model's delay.

    What that edition holds as built is not delayed. The plan is the edition at its word; the line goes through the
    last figure that it holds as built and the next one. What came is the later edition, whose newest figure still held
    on the day on which it appeared.
    """
    sources = load(own_folder()).sources
    origin, end = (sources[name].published_end for name in (EDITION, LATER_EDITION))
    months, power = (np.array(column, dtype=float) for column in zip(*_site_power(EDITION), strict=True))
    seen = [(month, value) for month, value in _site_power(LATER_EDITION) if month <= month_index(end)]
    built = int((months <= month_index(origin)).sum())
    delay = _equations(origin, draws, seed).case["site_slip_months"]
    found: list[Forecast] = []
    for month, target in ((seen[-1][0], "the last step seen"), (month_index(end), "the newest edition")):
        came = [value for seen_in, value in seen if seen_in <= month][-1]
        foreseen = np.maximum(np.interp(month - delay, months, power), power[built - 1])
        plan = float(np.interp(month, months, power))
        line = _line(list(zip(months, power, strict=True))[built - 1 : built + 1], month)
        found.append(Forecast(TEST[3], origin, target, foreseen, plan, line, came, came, came, True))
    return found


def _site_power(source: str) -> list[tuple[int, float]]:
    """Month and GW of every figure that a source gives for the site, in the order of time."""
    return sorted(
        (month_index(claim.period_start), claim.central)
        for claim in load(own_folder()).claims.values()
        if (claim.source_id, claim.party, claim.metric) == (source, SITE, "site_power")
        and claim.period_start is not None
        and claim.central is not None
    )


def _points(series: str) -> tuple[Point, ...]:
    return load(own_folder()).series[series].points


def _counted(series: str) -> bool:
    return all(point.kind == "count" for point in _points(series))


def _year(points: Iterable[Point]) -> float:
    """The sum of the points of the year in which racks were counted."""
    return sum(point.value for point in points if point.date.year == COUNTED_YEAR)


def _chip_count(month: float) -> tuple[float, float, float]:
    """Chips of both kinds in the quarter that ends in a month: median, and the sums of both low and both high ends."""
    both = [p for name in ("b200", "b300") for p in _points(f"chip_shipments_{name}") if p.month == month]
    lows, highs = ([getattr(p, end) or p.value for p in both] for end in ("low", "high"))
    return sum(p.value for p in both), sum(lows), sum(highs)


def _racked(month: int) -> tuple[float, float, float]:
    """Racks of all makers that the chips of a quarter imply: middle, low (as many racked as in 2025) and high (all)."""
    ceiling = sum(_year(_points(f"chip_shipments_{name}")) for name in ("b200", "b300")) / CHIPS_PER_RACK
    part = _year(_points("rack_shipments_industry")) / ceiling
    middle, low, high = (count / CHIPS_PER_RACK for count in _chip_count(month))
    return middle * (1 + part) / 2, low * part, high


def _middle(claim: Claim) -> float:
    ends = [value for value in (claim.low, claim.central, claim.high) if value is not None]
    return claim.central if claim.central is not None else sum(ends) / len(ends)
