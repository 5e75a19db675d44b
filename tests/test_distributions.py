"""Distributions are what they say, and draws belong to a parameter's name."""

import math
import zlib
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from cases import PARAMETERS
from hypothesis import given, strategies as st

from explorer.scenario import Scenario, distributions, sample
from explorer.scenario.distributions import (
    Distribution,
    DistributionError,
    correlated_ranks,
    interval90,
    midpoints,
    normal_midpoints,
    point,
    ranks,
    strata,
    triangular,
    uniform,
)


def test_quantiles_worked_by_hand():
    # Triangular 0, 2, 4: area up to x <= 2 is x^2 / 8, so an eighth lies below 1 and half below 2.
    peak = triangular(0, 2, 4)
    assert [peak.quantile(u) for u in (1 / 8, 1 / 2, 7 / 8)] == [1, 2, 3]
    # Falling from 0 to 1: a share 1 - (1 - x)^2 lies below x.
    assert triangular(0, 0, 1).quantile(0.75) == triangular(0, 1, 1).quantile(0.25) == pytest.approx(0.5)
    assert [uniform(1000, 2000).quantile(u) for u in (0.05, 0.5, 0.95)] == [1050, 1500, 1950]
    assert [point(7).quantile(u) for u in (0.05, 0.95)] == [7, 7]
    # An interval90 is lognormal above zero, so about the geometric middle, and normal otherwise.
    assert (interval90(1, 100).central, interval90(-1, 3).central) == (10, 1)


@pytest.mark.parametrize(("low", "high"), [(10, 1000), (0.3, 0.6), (-4, 8), (0, 1)])
def test_interval90_holds_nine_in_ten(low, high):
    draws = interval90(low, high).inverse(strata("any", 0, 4096))
    assert np.quantile(draws, [0.05, 0.95]) == pytest.approx([low, high], rel=0.01, abs=0.01 * (high - low))
    assert np.mean((draws >= low) & (draws <= high)) == pytest.approx(0.9, abs=0.001)


@given(st.floats(0.001, 1e12), st.floats(0.001, 1e12))
def test_the_median_of_an_interval90_lies_within_it(a, b):
    distribution = interval90(min(a, b), max(a, b))
    assert distribution.central is not None
    assert distribution.low <= distribution.central <= distribution.high


@given(st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3).map(sorted), st.floats(0.0001, 0.9999))
def test_absolute_ends_are_absolute(ends, u):
    low, middle, high = ends
    for distribution in (uniform(low, high), triangular(low, middle, high), point(middle)):
        assert low <= distribution.quantile(u) <= high


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, "7", None, True, np.bool_(True), [1], 1j])
def test_what_is_no_finite_number_is_refused_with_a_sentence(bad):
    with pytest.raises(DistributionError, match=r"is not a (finite )?number\.$"):
        uniform(bad, 5)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: uniform(2, 1), "The values of a uniform distribution must ascend; these are 2, 1."),
        (lambda: triangular(1, 3, 2), "The values of a triangular distribution must ascend; these are 1, 3, 2."),
        (lambda: interval90(2, 1), "The values of an interval90 must ascend; these are 2, 1."),
        (lambda: uniform(0, 1).quantile(2), "A quantile is for a share between 0 and 1, not 2."),
        (lambda: interval90(1, 2).quantile(0), "A quantile is for a share between 0 and 1, not 0."),
        (lambda: uniform(1, float("nan")), "high: nan is not a finite number."),
        (lambda: Distribution("normal", 0, 1, 2), "'normal' is not a kind of distribution"),
        (lambda: Distribution("uniform", 0, 1, 2), "A uniform distribution takes no central value."),
        (lambda: Distribution("triangular", 0, None, 2), "A triangular distribution needs a central value."),
        (lambda: Distribution("point", 1, 1, 2), "A point has one value; these are 1 and 2."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(build, sentence):
    with pytest.raises(DistributionError, match=sentence):
        build()


def test_numpy_numbers_are_numbers_and_minus_zero_is_zero():
    one, two = np.array([1, 2])
    assert uniform(one, np.float64(two)) == uniform(1, 2)
    assert str(point(-0.0)) == "point(0.0)"


def test_outside_counts_both_tails():
    assert interval90(-1, 1).outside(-1, math.inf) == pytest.approx(0.05)
    assert interval90(1, 100).outside(0, 100) == pytest.approx(0.05)
    assert interval90(1, 100).outside(0, math.inf) == 0
    assert uniform(0, 1).outside(0, 1) == 0
    assert uniform(0, 1.01).outside(0, 1) == 1
    narrow = interval90(0, 5e-324)  # too narrow for a width: one value
    assert (narrow.quantile(0.95), narrow.outside(0, 1)) == (0, 0)


@pytest.mark.parametrize(("name", "seed"), [("shipped_share", 3), ("us_share", 0)])
@pytest.mark.parametrize("draws", [1, 5, 4096, 65_536])
def test_strata_as_documented(name, seed, draws):
    """The upper bits of the generator's raw outputs, ranked by plain sorting; draw i has the middle of its stratum."""
    raw = np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(name.encode())])).random_raw(draws)
    assert (ranks(name, seed, draws)[np.argsort(raw >> np.uint64(16), kind="stable")] == range(draws)).all()
    assert (strata(name, seed, draws) == (ranks(name, seed, draws) + 0.5) / draws).all()


@pytest.mark.parametrize(
    "distribution", [point(3), uniform(1, 2), triangular(0, 1, 4), interval90(2, 9), interval90(-1, 4)]
)
def test_what_is_drawn_is_the_inverse_at_the_strata(distribution):
    shuffled = distribution.inverse(midpoints(512), normal_midpoints(512))[ranks("any", 1, 512)]
    assert shuffled == pytest.approx(distribution.inverse(strata("any", 1, 512)), rel=1e-15)


def test_draws_cannot_be_written_over():
    with pytest.raises(ValueError, match="read-only"):
        sample(Scenario(draws=4), "us_share")[0] = 0


def plainly_moved(name: str, seed: int, draws: int, loading: float) -> list[int]:
    """`correlated_ranks` once more, from the sentence in the documentation: sorting by z, the earlier draw first."""
    inverse = NormalDist().inv_cdf
    z = [
        loading * inverse((boom + 0.5) / draws) + math.sqrt(1 - loading**2) * inverse((own + 0.5) / draws)
        for boom, own in zip(ranks("boom", seed, draws).tolist(), ranks(name, seed, draws).tolist(), strict=True)
    ]
    order = sorted(range(draws), key=lambda draw: (z[draw], draw))
    return [order.index(draw) for draw in range(draws)]


@pytest.mark.parametrize("loading", [-1.0, -0.45, 0.0, 1e-9, 0.3, 0.8, 1.0])
@pytest.mark.parametrize(("name", "seed", "draws"), [("us_share", 0, 1), ("us_share", 4, 7), ("ramp_months", 9, 64)])
def test_draws_that_move_together_as_documented(name, seed, draws, loading):
    assert correlated_ranks(name, seed, draws, (("boom", loading),)).tolist() == plainly_moved(
        name, seed, draws, loading
    )


@pytest.mark.parametrize(
    ("boom", "own", "loading", "expected"),
    [
        # Three draws; the normal at 1/6, 3/6, 5/6 is -0.967, 0, 0.967. With 0.6, and so 0.8 for its own:
        # z = 0.6 * 0.967 - 0.8 * 0.967 = -0.193, -0.580, 0.774.
        ([2, 0, 1], [0, 1, 2], 0.6, [1, 0, 2]),
        ([2, 0, 1], [0, 1, 2], -0.6, [0, 1, 2]),  # -0.6 * 0.967 - 0.8 * 0.967 = -1.354, 0.580, 0.774
        ([2, 0, 1], [0, 1, 2], 1.0, [2, 0, 1]),
        ([2, 0, 1], [0, 1, 2], -1.0, [0, 2, 1]),
        # With sqrt(1/2) both parts weigh the same, so that all come to 0: the earlier draw comes first.
        ([0, 1, 2, 3], [3, 2, 1, 0], math.sqrt(1 / 2), [0, 1, 2, 3]),
    ],
)
def test_a_loading_worked_by_hand(monkeypatch, boom, own, loading, expected):
    given = {"boom": np.array(boom), "hand": np.array(own)}
    monkeypatch.setattr(distributions, "ranks", lambda name, seed, draws: given[name])
    # not what other tests left in the cache
    monkeypatch.setattr(distributions, "correlated_ranks", correlated_ranks.__wrapped__)
    assert distributions.correlated_ranks("hand", 0, len(own), (("boom", loading),)).tolist() == expected


@pytest.mark.parametrize("together", [0.25, 0.5, 1.0])
def test_however_draws_move_together_each_assumption_holds_the_same_numbers(together):
    for seed in (0, 8):
        alone = Scenario(seed=seed, draws=256, co_movement=0)
        moved = alone.replace(co_movement=together)
        for name, parameter in PARAMETERS.items():
            assert sorted(sample(moved, name).tolist()) == sorted(sample(alone, name).tolist())
            same = sample(moved, name).tolist() == sample(alone, name).tolist()
            assert same == (parameter.boom == 0 or moved[name].kind == "point")


def test_without_co_movement_draws_are_those_of_version_1():
    s = Scenario(seed=7, draws=64, co_movement=0)
    for name in PARAMETERS:
        expected = np.clip(s[name].inverse(midpoints(64)), PARAMETERS[name].lower_bound, PARAMETERS[name].upper_bound)
        assert sample(s, name).tolist() == expected[ranks(name, 7, 64)].tolist()


def test_two_assumptions_move_together_as_far_as_their_loadings_say():
    """Of two normal numbers that share a part r * b each, the correlation is r^2 * b1 * b2.

    That of their ranks is 6 / pi * asin(half of it), a little less. With 65,536 draws it is met within 0.02, five times
    the 1 / sqrt(65,536) = 0.004 by which independent draws differ from 0.
    """
    draws, names = 65_536, [name for name, parameter in PARAMETERS.items() if parameter.boom]
    assert len(names) >= 8
    for r in (0.5, 1.0):
        found: Any = np.corrcoef(
            [correlated_ranks(name, 1, draws, (("boom", r * PARAMETERS[name].boom),)) for name in names]
        )
        for i, one in enumerate(names):
            for j, two in enumerate(names[:i]):
                together = r**2 * PARAMETERS[one].boom * PARAMETERS[two].boom
                assert found[i, j] == pytest.approx(6 / math.pi * math.asin(together / 2), abs=0.02), (one, two)


def test_delays_fall_when_what_is_more_in_a_boom_rises():
    s = Scenario(draws=4096, co_movement=1)
    for name, parameter in PARAMETERS.items():
        if parameter.boom:
            together = np.corrcoef(sample(s, name), sample(s, "rack_rate_target"))[0, 1]
            assert name == "rack_rate_target" or (together > 0) == (parameter.boom > 0)
            # A parameter without a loading stays out of it.
            assert abs(np.corrcoef(sample(s, name), sample(s, "us_share"))[0, 1]) < 0.05
