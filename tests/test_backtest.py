"""The back-test: the score against closed forms, the rivals by hand, and no look ahead."""

import datetime
from typing import Any

import numpy as np
import pytest
import scoringrules

from explorer.analysis import backtest as module
from explorer.analysis.backtest import TESTS, Forecast, backtest, crps, scores
from explorer.scenario import Scenario, sample
from explorer.seeds import load

DAY = datetime.date(2025, 11, 22)


def forecast(draws, observed: float, plan: float = 0.0, line: float = 0.0, *, counted: bool = True) -> Forecast:
    return Forecast("power at Abilene", DAY, "a month", np.asarray(draws, float), plan, line, observed, counted)


def test_the_score_is_that_of_a_well_kept_library():
    """Below five draws, at some of them, between them and above all; and on every forecast."""
    by_hand = [forecast([3, 1, 4, 1, 5], observed) for observed in (-0.5, 1, 2, 4, 4.5, 5, 7)]
    for each in (*by_hand, *backtest()):
        expected: Any = scoringrules.crps_ensemble(each.observed, each.draws)
        assert crps(each.draws, each.observed) == pytest.approx(expected, rel=1e-9)


def test_coverage_and_scores_worked_by_hand():
    # Draws 0..100: the middle halves run from 25 to 75, 80% from 10 to 90, 90% from 5 to 95.
    spread = np.arange(101.0)
    found = scores(
        [forecast(spread, 50, 60, 40), forecast(spread, 80, 100, 40), forecast(spread, 92), forecast(spread, 99)]
    )
    row = found.to_dict("index")["power at Abilene"]
    assert [row[name] for name in ("forecasts", "within_50", "within_80", "within_90")] == [4, 0.25, 0.5, 0.75]
    assert row["plan"] == pytest.approx((10 / 50 + 20 / 80 + 1 + 1) / 4)
    assert row["line"] == pytest.approx((10 / 50 + 40 / 80 + 1 + 1) / 4)
    assert row["bias"] == pytest.approx((50 / 50 + 50 / 80 + 50 / 92 + 50 / 99) / 4 - 1)


def test_a_counted_figure_weighs_four_times_an_estimated_one():
    # One counted figure in the middle of 0..100, one estimated far above: 4 parts of 5 lie within each band.
    spread = np.arange(101.0)
    found = scores([forecast(spread, 50, 60, 40), forecast(spread, 200, 100, 50, counted=False)])
    for row in (found.to_dict("index")[name] for name in ("power at Abilene", "all")):
        assert [row[name] for name in ("forecasts", "counts")] == [2, 1]
        assert [row[f"within_{band}"] for band in (50, 80, 90)] == pytest.approx([0.8, 0.8, 0.8])
        assert row["plan"] == pytest.approx((4 * 10 / 50 + 100 / 200) / 5)
        assert row["line"] == pytest.approx((4 * 10 / 50 + 150 / 200) / 5)
        assert row["model"] == pytest.approx((4 * crps(spread, 50) / 50 + crps(spread, 200) / 200) / 5)
        assert row["bias"] == pytest.approx((4 * 50 / 50 + 50 / 200) / 5 - 1)


def test_the_straight_line_goes_on_and_not_below_nothing():
    assert module._line([(0, 9.0), (1, 10.0), (3, 14.0)], 5) == 18
    assert module._line([(0, 10.0), (1, 4.0)], 3) == 0


@pytest.fixture(scope="module")
def found() -> tuple[Forecast, ...]:
    return backtest(draws=512)


def test_every_test_has_forecasts_of_counts_or_of_estimates_and_one_of_both(found):
    assert list(dict.fromkeys(f.test for f in found)) == list(TESTS)
    assert all(len(f.draws) == 512 for f in found)
    assert "2026 Q3" not in {f.target for f in found}  # an incomplete quarter
    assert {test: {f.counted for f in found if f.test == test} for test in TESTS} == {
        "racks of the maker": {True, False},  # December 2025 was counted, the quarters of 2026 are worked out of chips
        "racks of all makers": {False},
        "chips shipped": {False},
        "power at Abilene": {True},
    }


def test_december_2025_worked_by_hand(found):
    # As of November 2025: month 1 of a ramp from 900 to 1,000 to between 1,000 and 2,000, times the part shipped.
    first = found[0]
    s = Scenario(as_of=DAY, draws=512)
    start, target, ramp = (sample(s, name) for name in ("rack_rate_start", "rack_rate_target", "ramp_months"))
    assert first.draws == pytest.approx((start + (target - start) / ramp) * sample(s, "shipped_share"))
    assert first.observed == 632.3
    assert first.plan == pytest.approx(1000 + 1000 / 13)
    # 123.9 a week to August (month -3), 606.7 in September (month -2): three months on.
    assert first.line == pytest.approx(606.7 + 3 * (606.7 - 123.9))


def test_the_first_half_of_2026_is_what_the_claim_says(found):
    # The claim: 26,000 to 40,200 racks of all makers; Foxconn made 14,700 of the 29,000 counted in 2025.
    quarters = [f for f in found if f.test == "racks of the maker" and not f.counted and f.origin == DAY]
    assert len(quarters) == 2
    claim, part = load().claims["shipped-2026h1-ind"], 14_700 / 29_000
    assert claim.low is not None
    assert claim.high is not None
    middle = sum(f.observed for f in quarters) * 13 / part
    assert middle == pytest.approx((claim.low + claim.high) / 2, rel=0.02)


def test_the_newest_forecast_of_the_year_is_the_plan(found):
    # By June 2025 the newest foresaw 15,000 to 20,000; 5,900 had shipped, two quarters were left.
    makers = [f for f in found if f.test == "racks of all makers"]
    assert makers[0].plan == pytest.approx((17_500 - 2750 - 3150) / 2)
    assert makers[0].observed == 8500


def test_no_forecast_uses_what_came_later(found, monkeypatch):
    # Double every later point of the chip series: the draws and rivals of earlier origins stay as they were.
    before = [f for f in found if f.test == "chips shipped"]
    real = module._chip_count
    monkeypatch.setattr(module, "_chip_count", lambda seeds, month: (2 if month > 1 else 1) * real(seeds, month))
    after = [f for f in backtest(draws=512) if f.test == "chips shipped"]
    early = [(old, new) for old, new in zip(before, after, strict=True) if old.origin <= datetime.date(2025, 12, 31)]
    assert len(early) >= 8
    for old, new in early:
        assert np.array_equal(old.draws, new.draws)
        assert (old.plan, old.line) == (new.plan, new.line)
    assert any(old.observed != new.observed for old, new in early)


def test_the_model_beats_both_rivals_since_the_announcement(found):
    row = scores(found).to_dict("index")["since the announcement"]
    assert row["model"] < min(row["plan"], row["line"])
