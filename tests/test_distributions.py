"""Distributions are what they say, and draws belong to a parameter's name."""

import math
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.scenario.distributions import (
    Distribution,
    DistributionFault,
    interval90,
    point,
    ranks,
    strata,
    triangular,
    uniform,
)


def test_quantiles_worked_by_hand():
    # Triangular 0, 2, 4: area up to x <= 2 is x^2 / 8, so a quarter... of an eighth lies below 1 and half below 2.
    peak = triangular(0, 2, 4)
    assert [peak.quantile(u) for u in (1 / 8, 1 / 2, 7 / 8)] == [1, 2, 3]
    assert [uniform(1000, 2000).quantile(u) for u in (0.05, 0.5, 0.95)] == [1050, 1500, 1950]
    assert [point(7).quantile(u) for u in (0.05, 0.95)] == [7, 7]


def test_a_triangle_with_its_peak_at_an_end():
    # Falling from 0 to 1: a share 1 - (1 - x)^2 lies below x.
    assert triangular(0, 0, 1).quantile(0.75) == pytest.approx(0.5)
    assert triangular(0, 1, 1).quantile(0.25) == pytest.approx(0.5)


@pytest.mark.parametrize(("low", "high"), [(10, 1000), (0.3, 0.6), (-4, 8), (0, 1)])
def test_interval90_holds_nine_in_ten(low, high):
    draws = interval90(low, high).inverse(strata("any", 0, 4096))
    assert np.quantile(draws, [0.05, 0.95]) == pytest.approx([low, high], rel=0.01, abs=0.01 * (high - low))
    assert np.mean((draws >= low) & (draws <= high)) == pytest.approx(0.9, abs=0.001)


def test_interval90_is_lognormal_above_zero_and_normal_otherwise():
    assert interval90(1, 100).central == 10  # the geometric middle
    assert interval90(-1, 3).central == 1  # the arithmetic one


@given(st.floats(0.001, 1e12), st.floats(0.001, 1e12))
def test_the_median_of_an_interval90_lies_within_it(a, b):
    distribution = interval90(min(a, b), max(a, b))
    assert distribution.central is not None
    assert distribution.low <= distribution.central <= distribution.high


def test_an_interval90_too_narrow_for_a_width_is_one_value():
    narrow = interval90(0, 5e-324)
    assert narrow.quantile(0.95) == 0
    assert narrow.outside(0, 1) == 0


@given(st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3).map(sorted), st.floats(0.0001, 0.9999))
def test_absolute_ends_are_absolute(ends, u):
    low, middle, high = ends
    for distribution in (uniform(low, high), triangular(low, middle, high), point(middle)):
        assert low <= distribution.quantile(u) <= high


def test_nothing_lies_above_an_up_to():
    draws = uniform(1000, 2000).inverse(strata("rack_rate_target", 0, 4096))
    assert draws.max() <= 2000
    assert draws.min() >= 1000


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, "7", None, True, np.bool_(True), [1], 1j])
def test_what_is_no_finite_number_is_refused_with_a_sentence(bad):
    with pytest.raises(DistributionFault, match=r"is not a (finite )?number\.$"):
        uniform(bad, 5)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: uniform(2, 1), "The values of a uniform distribution must ascend; these are 2, 1."),
        (lambda: triangular(1, 3, 2), "The values of a triangular distribution must ascend; these are 1, 3, 2."),
        (lambda: interval90(2, 1), "must ascend"),
        (lambda: Distribution("normal", 0, 1, 2), "'normal' is not a kind of distribution"),
        (lambda: Distribution("uniform", 0, 1, 2), "A uniform distribution takes no central value."),
        (lambda: Distribution("triangular", 0, None, 2), "A triangular distribution needs a central value."),
        (lambda: Distribution("point", 1, 1, 2), "A point has one value; these are 1 and 2."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(build, sentence):
    with pytest.raises(DistributionFault, match=sentence):
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


def test_strata_as_documented():
    # The upper bits of the generator's raw outputs, ranked by plain sorting; draw i has the middle of its stratum.
    raw = np.random.PCG64(np.random.SeedSequence([3, zlib.crc32(b"shipped_share")])).random_raw(5).tolist()
    upper = [value >> 16 for value in raw]
    found = [sorted(upper).index(value) for value in upper]
    assert ranks("shipped_share", 3, 5).tolist() == found
    assert strata("shipped_share", 3, 5).tolist() == [(rank + 0.5) / 5 for rank in found]


@pytest.mark.parametrize("draws", [1, 4096, 65_536])
def test_the_order_of_draws_is_that_of_a_stable_sort(draws):
    raw = np.random.PCG64(np.random.SeedSequence([0, zlib.crc32(b"us_share")])).random_raw(draws)
    assert (ranks("us_share", 0, draws)[np.argsort(raw >> np.uint64(16), kind="stable")] == np.arange(draws)).all()


@pytest.mark.parametrize(
    "distribution", [point(3), uniform(1, 2), triangular(0, 1, 4), interval90(2, 9), interval90(-1, 4)]
)
def test_what_is_drawn_is_the_inverse_at_the_strata(distribution):
    shuffled = distribution.at_middles(512)[ranks("any", 1, 512)]
    assert shuffled == pytest.approx(distribution.inverse(strata("any", 1, 512)), rel=1e-15)


def test_each_stratum_is_drawn_once():
    assert sorted(strata("us_share", 0, 8).tolist()) == [(i + 0.5) / 8 for i in range(8)]


def test_names_and_seeds_shuffle_differently():
    assert strata("us_share", 0, 64).tolist() != strata("openai_share", 0, 64).tolist()
    assert strata("us_share", 0, 64).tolist() != strata("us_share", 1, 64).tolist()
    # Shuffled apart, two parameters are all but uncorrelated.
    assert abs(np.corrcoef(strata("us_share", 0, 4096), strata("openai_share", 0, 4096))[0, 1]) < 0.05


def test_draws_cannot_be_written_over():
    with pytest.raises(ValueError, match="read-only"):
        strata("us_share", 0, 4)[0] = 0
