"""What decides it and what to ask next: known shares of variance, the model's own by hand, a source left out."""

import math

import numpy as np
import pytest
from cases import MONTH_GW, PARAMETERS, PLAIN

from explorer.analysis.evidence_sensitivity import believe, leave_one_out, without
from explorer.analysis.sensitivity import INTERACTIONS, legendre, questions, sensitivity, uncertain, variance_shares
from explorer.errors import ArgumentError
from explorer.model import OUTCOMES, ModelError, median, simulate
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.distributions import interval90, point, strata, triangular, uniform
from explorer.seeds import load

DRAWS = 4096
NAMES = tuple(PARAMETERS)


def places(count: int, seed: int = 0, draws: int = DRAWS) -> dict[str, np.ndarray]:
    return {name: strata(name, seed, draws) for name in NAMES[:count]}


def linear(u):
    """Variances 16/12, 9/12, 4/12, 1/12 of 30/12 in all; the other inputs do nothing."""
    x = list(u.values())
    return 4 * x[0] + 3 * x[1] + 2 * x[2] + x[3]


LINEAR = [16 / 30, 9 / 30, 4 / 30, 1 / 30]


def product(u):
    """(1/2 + a)(1/2 + b): each factor has mean 1 and variance 1/12, so 1/12, 1/12 and 1/144 for both together."""
    x = list(u.values())
    return (0.5 + x[0]) * (0.5 + x[1])


PRODUCT = [12 / 25, 12 / 25]


def ishigami(u):
    """sin a + 7 sin^2 b + 0.1 c^4 sin a, each from -pi to pi (Ishigami and Homma 1990)."""
    a, b, c = (math.pi * (2 * x - 1) for x in list(u.values())[:3])
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


# Its variances: a (1 + 0.1 pi^4 / 5)^2 / 2, b 7^2 / 8, a with c 8 * 0.1^2 pi^8 / 225.
ALONE_A, ALONE_B, A_WITH_C = (1 + 0.1 * math.pi**4 / 5) ** 2 / 2, 49 / 8, 0.08 * math.pi**8 / 225
ISHIGAMI = [ALONE_A / (whole := ALONE_A + ALONE_B + A_WITH_C), ALONE_B / whole, 0.0]


def g_function(u):
    """Sobol's g: the product of (|4x - 2| + a) / (1 + a) for a = 0, 1, 4.5, 9; kinked, and much of it together."""
    result = np.ones(len(next(iter(u.values()))))
    for x, a in zip(u.values(), G_WEIGHTS, strict=False):
        result = result * (np.abs(4 * x - 2) + a) / (1 + a)
    return result


G_WEIGHTS = (0.0, 1.0, 4.5, 9.0)
PARTS = [1 / 3 / (1 + a) ** 2 for a in G_WEIGHTS]
G_FUNCTION = [part / (math.prod(1 + p for p in PARTS) - 1) for part in PARTS]

KNOWN = {"linear": (linear, LINEAR), "product": (product, PRODUCT), "ishigami": (ishigami, ISHIGAMI)}
KNOWN["g"] = (g_function, G_FUNCTION)


@pytest.mark.parametrize("name", list(KNOWN))
@pytest.mark.parametrize("inputs", [4, 23])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_shares_of_known_functions_are_within_two_hundredths(name, inputs, seed):
    function, known = KNOWN[name]
    u = places(inputs, seed)
    found = variance_shares(u, function(u))
    expected = {name: known[i] if i < len(known) else 0.0 for i, name in enumerate(u)}
    expected[INTERACTIONS] = 1 - sum(known)
    assert sum(found.values()) == pytest.approx(1)
    for key, share in expected.items():
        assert found[key] == pytest.approx(share, abs=0.02), key


def test_no_share_where_nothing_varies_and_a_sentence_for_too_few_draws():
    u = places(3)
    assert set(variance_shares(u, np.full(DRAWS, 7.0)).values()) == {0.0}
    few = places(3, draws=16)
    with pytest.raises(ModelError, match="for 3 uncertain inputs take 24 draws or more; the scenario has 16"):
        variance_shares(few, few[NAMES[0]])
    with pytest.raises(ModelError, match="for 1 uncertain input take 8 draws or more; the scenario has 7"):
        variance_shares(places(1, draws=7), np.arange(7.0))


def test_one_at_a_time_worked_by_hand():
    # Share uniform from 0 to 1: pinned at 0.05 and 0.95 of ten months' racks, 4.348 GW; it alone explains everything.
    s = PLAIN.replace(draws=64, openai_share=uniform(0, 1))
    frame = sensitivity(s, "delivered_gw", at="2026-08")
    row = frame.to_dict("index")["openai_share"]
    assert row["low_input"] == pytest.approx(0.05)
    assert row["low_outcome"] == pytest.approx(0.05 * 10 * MONTH_GW)
    assert row["high_outcome"] == pytest.approx(0.95 * 10 * MONTH_GW)
    assert row["variance_share"] == pytest.approx(1)
    assert frame.index[0] == "openai_share"
    assert frame.index[-1] == INTERACTIONS
    others = frame.drop(index=["openai_share", INTERACTIONS])
    assert (others["variance_share"] == 0).all()
    assert (others["low_outcome"] == others["high_outcome"]).all()


def test_where_assumptions_move_together_shares_are_those_of_each_on_its_own():
    # Ramp and target both have a loading; together they would each explain some of what the other does.
    alone, together = (Scenario(draws=1024, co_movement=r) for r in (0, 0.9))
    shares = [sensitivity(s, "delivered_gw", at="2029-12")["variance_share"] for s in (alone, together)]
    assert shares[0].to_dict() == shares[1].to_dict()
    # The ends of the bars are those of the scenario itself, in which the rest moves together.
    row = sensitivity(together, "delivered_gw", at="2029-12").to_dict("index")["rack_rate_target"]
    for end in ("low", "high"):
        pinned = together.replace(rack_rate_target=row[f"{end}_input"])
        assert row[f"{end}_outcome"] == pytest.approx(np.median(simulate(pinned).at("delivered_gw", "2029-12")))


def test_the_median_with_a_pinned_input_is_that_of_the_scenario_with_a_point_there():
    s = Scenario(draws=256)
    frame = sensitivity(s, "energised_gw", at="2029-12").to_dict("index")
    for name in ("shipped_share", "deployment_lag_months", "room_share", "capex_usd_per_gw"):
        for end in ("low", "high"):
            pinned = s.replace(**{name: frame[name][f"{end}_input"]})
            expected = np.median(simulate(pinned).at("energised_gw", "2029-12"))
            assert frame[name][f"{end}_outcome"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("outcome", list(OUTCOMES))
def test_every_outcome_has_shares_that_sum_to_one(outcome):
    frame = sensitivity(Scenario(draws=512), outcome, at="2029-12")
    assert frame["variance_share"].sum() == pytest.approx(1)
    assert (frame["variance_share"] >= 0).all()
    assert len(frame) == len(PARAMETERS) + 1


def test_what_plays_no_part_has_exactly_no_share():
    frame = sensitivity(Scenario(draws=512), "delivered_gw", at="2029-12")
    no_part = ("us_share", "rack_price_usd", "later_rack_price_usd", "room_share", "rent_usd_per_gw_yr")
    for name in (*no_part, "compute_spend_end_usd_per_yr", "foxconn_investment_usd_per_yr"):
        assert frame.loc[name, "variance_share"] == 0


def test_ends_of_an_interval90_are_its_own_and_within_the_bounds():
    s = PLAIN.replace(draws=64, shipped_share=interval90(0.3, 0.6))
    row = sensitivity(s, "shipped", at="2026-08").loc["shipped_share"]
    assert (row["low_input"], row["high_input"]) == (pytest.approx(0.3), pytest.approx(0.6))


def test_points_are_not_uncertain():
    assert uncertain(PLAIN) == ()
    assert uncertain(PLAIN.replace(us_share=uniform(0, 1))) == ("us_share",)


# --- questions
def test_every_parameter_has_a_question():
    assert all(parameter.ask and parameter.question.endswith("?") for parameter in PARAMETERS.values())


def test_the_only_unknown_takes_all_the_range_with_it():
    # A share from 0 to 1 of ten months of racks: the 5 and 95% points lie 0.9 of these apart, and nowhere once known.
    frame = questions(PLAIN.replace(draws=1000, openai_share=uniform(0, 1)), at="2026-08")
    assert list(frame.index) == ["openai_share"]
    row = frame.iloc[0]
    assert row["width_now"] == pytest.approx(0.9 * 10 * MONTH_GW, rel=1e-2)
    assert row["width_known"] == pytest.approx(0, abs=1e-12)
    assert row["narrowing"] == pytest.approx(1)
    assert questions(PLAIN).empty  # nothing unknown


def test_two_unknowns_worked_by_hand():
    # Share and shipped_share both from 0 to 1: with one known at u, 0.9 u is left of the whole; on average 0.9 / 2.
    s = PLAIN.replace(draws=4096, openai_share=uniform(0, 1), shipped_share=uniform(0, 1))
    frame = questions(s, at="2026-08")
    assert frame["width_known"].tolist() == pytest.approx([0.45 * 10 * MONTH_GW] * 2, rel=0.02)
    # The product of two such numbers has P(xy <= z) = z (1 - ln z); its 5 and 95% points solve that.
    low, high = (solve_product(p) for p in (0.05, 0.95))
    assert frame["width_now"].tolist() == pytest.approx([(high - low) * 10 * MONTH_GW] * 2, rel=0.02)


def solve_product(p: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        z = (low + high) / 2
        low, high = (z, high) if z * (1 - math.log(z)) < p else (low, z)
    return low


def test_the_share_needed_is_asked_about_as_on_the_page():
    # Utilisation from 1/2 to 1 of 10 months: the share needed for 1 GW is 0.23 / shipped_share.
    frame = questions(PLAIN.replace(draws=1000, shipped_share=uniform(0.5, 1)), at="2026-08", at_least=1)
    need = 1 / (10 * MONTH_GW)
    assert frame.attrs["unit"] == "share"
    assert frame.loc["shipped_share", "width_now"] == pytest.approx(need * (1 / 0.525 - 1 / 0.975), rel=1e-2)


def test_the_share_for_openai_itself_is_not_asked_about_when_it_is_the_answer():
    frame = questions(Scenario(draws=256, openai_share=uniform(0, 1)), at_least=10)
    assert "openai_share" not in frame.index
    assert "us_share" not in frame.index  # plays no part


def test_the_list_agrees_with_points_put_in_by_hand():
    s = Scenario(draws=512)
    frame = questions(s, "energised_gw", at="2029-12")
    widths = []
    for i in range(8):
        known = s.replace(shipped_share=s.shipped_share.quantile((i + 0.5) / 8))
        low, high = simulate(known).quantiles_at("energised_gw", [0.05, 0.95], "2029-12")
        widths.append(high - low)
    assert frame.loc["shipped_share", "width_known"] == pytest.approx(sum(widths) / 8)
    assert frame["narrowing"].is_monotonic_decreasing
    assert frame["narrowing"].max() < 1


@pytest.mark.parametrize(
    "asked",
    [{"outcome": "power"}, {"outcome": "energised_gw", "at_least": 10}, {"at_least": 0}, {"at_least": math.nan}],
)
def test_a_share_needed_is_asked_of_what_is_in_proportion_to_it(asked):
    with pytest.raises((ArgumentError, ModelError)):
        questions(Scenario(draws=16), **asked)


def test_polynomials_and_medians_are_those_of_numpy_to_the_bit():
    """Written out, since a browser's numpy comes without the packages that hold them."""
    x = 2 * np.random.default_rng(1).random(1_001) - 1
    for degree in range(1, 11):
        assert np.array_equal(legendre(x, degree), np.polynomial.legendre.legvander(x, degree)[:, 1:])
    for count in (1, 2, 3, 256, 1_001):
        assert median(x[:count]) == np.median(x[:count])


@pytest.mark.parametrize(
    ("claim", "parameter", "expected"),
    [
        ("seed-000-rack-rate", "rack_rate_start", point(1000)),  # exact
        ("rack-vr-usd", "next_rack_price_usd", point(7.8e6)),  # about
        ("seed-000-investment", "foxconn_investment_usd_per_yr", uniform(2e9, 3e9)),  # range
        ("seed-001-rack-rate-2026", "rack_rate_target", uniform(1000, 2000)),  # up to, from the default's low end
        ("rack-gb200-usd-asp", "rack_price_usd", uniform(3e6, 4e6)),  # at least, to the default's high end
        ("rack-gb200-kw-nv", "rack_power_kw", point(120)),  # about: the low end itself of 120 to 140
    ],
)
def test_a_claim_becomes_what_it_says(claim, parameter, expected):
    believed = believe(Scenario(), claim)
    assert believed[parameter] == expected
    assert believed == Scenario().replace(**{parameter: expected})


def test_every_claim_behind_a_parameter_is_believed_or_refused_in_a_sentence():
    believed = 0
    for name, parameter in load().parameters.items():
        for claim in parameter.claim_ids:
            try:
                found = believe(Scenario(), claim, parameter=name)
            except ScenarioError as fault:
                assert str(fault).endswith(".")  # noqa: PT017
                assert claim in str(fault)  # noqa: PT017
            else:
                believed += 1
                assert set(found.changes()) <= {name}
    assert believed >= 30


MINE = Scenario(capex_usd_per_gw=interval90(30e9, 70e9))


@pytest.mark.parametrize(
    ("given", "source", "moved"),
    [
        # 80 to 100 billion a gigawatt come from one source, the others end at 60, and the default at 80: it goes along.
        (Scenario(), "grid-readiness-2026-06", {"capex_usd_per_gw": triangular(27e9, 45e9, 60e9)}),
        (Scenario(), "trendforce-2024-12-17", {}),  # 140 kW a rack is given by two sources, and stays
        (MINE, "grid-readiness-2026-06", {}),  # what the reader has set is left alone
    ],
)
def test_an_end_goes_with_its_only_source(given, source, moved):
    assert without(given, source) == (given.replace(**moved), tuple(moved), ())


def test_what_hangs_on_one_source_is_named_and_stays():
    left, moved, alone = without(Scenario(), "epoch-ai-it-power")
    assert "it_overhead" in alone
    assert left.it_overhead == Scenario().it_overhead
    assert not moved


def test_what_we_computed_from_a_claim_falls_with_it():
    # Our slip of a site is worked out from two editions of one tracker; without the older there is nothing to compare.
    held = load()
    assert held.claims["site-slip"].locator == "claims site-abilene-*"
    editions = {claim.source_id for name, claim in held.claims.items() if name.startswith("site-abilene-")}
    assert {"epoch-ai-data-center-timelines-2025-12", "epoch-ai-data-center-timelines"} <= editions
    _, moved, alone = without(Scenario(), "epoch-ai-data-center-timelines-2025-12")
    assert "site_slip_months" in (*moved, *alone)


def test_the_table_holds_what_a_simulation_without_the_source_gives():
    s = Scenario(draws=256)
    frame = leave_one_out(s, "energised_gw", at="2029-12")
    left, *_ = without(s, "grid-readiness-2026-06")
    points = simulate(left).quantiles_at("energised_gw", [0.05, 0.5, 0.95], "2029-12")
    row = frame.to_dict("index")["grid-readiness-2026-06"]
    assert [row[end] for end in ("low", "middle", "high")] == pytest.approx(points.tolist())
    middle = simulate(s).quantiles_at("energised_gw", [0.5], "2029-12")[0]
    assert row["change"] == pytest.approx(points[1] - middle)
    assert frame["change"].abs().is_monotonic_decreasing
