"""The equations as worked examples: one number at a time, each to be checked by hand.

They start from `cases.PLAIN`: 1,000 racks a week from the first month on, all of them for OpenAI at once, 100 kW each
with nothing on top. A month has 365.25 / 7 / 12 = 4.348 weeks, so it adds 4,348 racks (`MONTH_RACKS`) or 0.4348 GW
(`MONTH_GW`).
"""

import numpy as np
import pytest
from cases import MONTH_GW, MONTH_RACKS, PLAIN

from explorer.faults import ArgumentFault
from explorer.model import OUTCOMES, ModelFault, linear_quantiles, share_curve, simulate
from explorer.model.equations import LIMITS
from explorer.scenario import Scenario, ScenarioFault, month_label
from explorer.scenario.distributions import uniform


def value(scenario: Scenario, outcome: str, t: int) -> float:
    """The outcome at month number t, the same in every draw because every input is a point."""
    rows = simulate(scenario)[outcome]
    assert (rows == rows[0]).all()
    return float(rows[0, t])


def test_a_year_of_a_thousand_racks_a_week_is_52_weeks_of_them():
    assert value(PLAIN, "shipped", 11) == pytest.approx(1000 * 365.25 / 7)
    assert value(PLAIN, "us_shipped", 11) == pytest.approx(500 * 365.25 / 7)
    assert value(PLAIN, "openai_shipped", 11) == pytest.approx(1000 * 365.25 / 7)
    assert value(PLAIN, "delivered_it_gw", 11) == pytest.approx(12 * MONTH_GW)


def test_month_49_is_the_end_of_2029():
    assert simulate(PLAIN).months[49] == "2029-12"
    assert simulate(PLAIN).quantiles("shipped", [0.5])[0.5].loc["2029-12"] == pytest.approx(50 * MONTH_RACKS)


def test_shipped_share_and_share_scale_what_is_delivered():
    assert value(PLAIN.replace(shipped_share=0.5, openai_share=0.2), "delivered_gw", 9) == pytest.approx(MONTH_GW)
    assert value(PLAIN.replace(shipped_share=0.5, openai_share=0.2), "shipped", 9) == pytest.approx(5 * MONTH_RACKS)


def test_capability_rises_in_a_line_and_then_grows_by_the_year():
    s = PLAIN.replace(rack_rate_target=2000, ramp_months=10, growth_after=0.2)
    assert [value(s, "capability", t) for t in (0, 5, 10, 22, 34)] == pytest.approx([1000, 1500, 2000, 2400, 2880])


def test_a_ramp_that_ends_between_two_months():
    s = PLAIN.replace(rack_rate_target=2000, ramp_months=4.5, growth_after=1)
    # Month 4: 1000 + 1000 * 4 / 4.5. Month 5 is half a month past the end: 2000 * 2 ** (0.5 / 12).
    assert [value(s, "capability", t) for t in (4, 5)] == pytest.approx([1000 + 8000 / 9, 2000 * 2 ** (1 / 24)])


def test_a_rate_that_falls_to_nothing_never_goes_below_it():
    s = PLAIN.replace(rack_rate_target=0, ramp_months=13.7)
    rates = simulate(s)["capability"][0]
    assert (rates >= 0).all()
    assert rates[14:].tolist() == [0] * 108


def test_deliveries_begin_after_the_first_month_and_rise():
    s = PLAIN.replace(first_delivery_months=3, delivery_ramp_months=4)
    # Parts of the share in months 0..6: 0, 0, 0, 1/4, 2/4, 3/4, 1.
    racks = [value(s, "openai_shipped", t) / MONTH_RACKS for t in range(7)]
    assert racks == pytest.approx([0, 0, 0, 0.25, 0.75, 1.5, 2.5])


def test_the_next_rack_takes_over_in_a_line():
    s = PLAIN.replace(next_rack_power_kw=200, next_rack_start=2, next_rack_takeover_months=4, next_rack_price_usd=7e6)
    # The next rack's part in months 2..6: 0, 1/4, 1/2, 3/4, 1; so kW a rack 100, 125, 150, 175, 200.
    it = [value(s, "delivered_it_gw", t) for t in range(1, 7)]
    assert np.diff(it) == pytest.approx([MONTH_GW * part for part in (1, 1.25, 1.5, 1.75, 2)])
    sales = [value(s, "rack_sales_usd", t) for t in range(1, 7)]
    assert np.diff(sales) == pytest.approx([MONTH_RACKS * price for price in (3e6, 4e6, 5e6, 6e6, 7e6)])


def test_overheads_multiply():
    s = PLAIN.replace(it_overhead=1.1, facility_overhead=1.3)
    assert value(s, "delivered_it_gw", 0) == pytest.approx(1.1 * MONTH_GW)
    assert value(s, "delivered_gw", 0) == pytest.approx(1.43 * MONTH_GW)


def test_orders_follow_deliveries_after_the_lag():
    # With a tenth of the racks it is orders, not sites, that are the least.
    s = PLAIN.replace(openai_share=0.1, deployment_lag_months=2.5)
    # At month 11 the racks of month 8.5 are in place: half way between the ends of months 8 (nine months' racks) and 9.
    assert value(s, "energised_gw", 11) == pytest.approx(9.5 * 0.1 * MONTH_GW)
    # At month 2 those of month -0.5: half of the first month's. At month 1 none.
    assert value(s, "energised_gw", 2) == pytest.approx(0.5 * 0.1 * MONTH_GW)
    assert value(s, "energised_gw", 1) == 0


@pytest.mark.parametrize(
    ("changes", "month", "gw"),
    [
        ({}, 12, 1.18),  # a point of the tracked curve
        ({}, 9, (0.590 + 1.18) / 2),  # half way between its points at 6 and 12
        ({}, 0, 0.295 / 2),  # half way from nothing at -1 to 0.295 at 1
        ({"site_slip_months": 6}, 12, 0.590),  # the same curve six months later
        ({"site_slip_months": 2.5}, 12, 0.590 + 3.5 / 6 * 0.590),  # 9.5: between 0.590 at 6 and 1.18 at 12
        ({"site_slip_months": 30}, 12, 0),
        ({"room_share": 0.25}, 12, 0.25 * 1.18),
        ({}, 37, 9.77),
        ({}, 49, 9.77 + 3),  # twelve months past the curve, at 3 GW a year
        ({"site_slip_months": 6.5}, 49, 9.77 + 3 * 5.5 / 12),
    ],
)
def test_sites_follow_the_tracked_curve(changes, month, gw):
    many = PLAIN.replace(rack_rate_start=20000, rack_rate_target=20000, **changes)  # so many racks that sites bind
    assert value(many, "energised_gw", month) == pytest.approx(gw)


def test_money_allows_budget_over_cost_each_year():
    s = PLAIN.replace(capex_budget_usd_per_yr=20e9, room_share=0.5, rack_rate_start=20000, rack_rate_target=20000)
    # $20bn a year, half of it for these racks, at $40bn a GW: a quarter of a GW a year.
    assert value(s, "energised_gw", 11) == pytest.approx(0.25)
    assert value(s, "energised_gw", 35) == pytest.approx(0.75)


def test_capex_and_investment():
    assert value(PLAIN.replace(openai_share=0.1), "capex_usd", 11) == pytest.approx(1.2 * MONTH_GW * 40e9)
    assert value(PLAIN, "investment_usd", 11) == pytest.approx(2.5e9)
    assert value(PLAIN, "investment_usd", 17) == pytest.approx(3.75e9)


def test_binding_names_the_least_of_the_three():
    assert list(LIMITS) == ["orders", "sites", "money"]
    few = simulate(PLAIN.replace(openai_share=0.1)).binding()
    assert few.loc["2026-11"].to_numpy().tolist() == [1, 0, 0]
    many = simulate(PLAIN).binding()
    assert many.loc["2026-11"].to_numpy().tolist() == [0, 1, 0]
    poor = simulate(PLAIN.replace(capex_budget_usd_per_yr=1e9)).binding()
    assert poor.loc["2026-11"].to_numpy().tolist() == [0, 0, 1]
    none = simulate(PLAIN.replace(openai_share=0, room_share=0)).binding()  # all three are zero: the first counts
    assert none.loc["2026-11"].to_numpy().tolist() == [1, 0, 0]
    no_room = simulate(PLAIN.replace(room_share=0)).binding()  # sites and money are zero: sites count
    assert no_room.loc["2026-11"].to_numpy().tolist() == [0, 1, 0]


def test_shape_unit_and_labels():
    p = simulate(Scenario(draws=8), horizon="2030-12")
    assert set(OUTCOMES) == {
        *("capability", "shipped", "us_shipped", "openai_shipped", "delivered_it_gw", "delivered_gw"),
        *("energised_gw", "capex_usd", "rack_sales_usd", "investment_usd"),
    }
    for outcome in OUTCOMES:
        assert p[outcome].shape == (8, 62)
        assert p[outcome].dtype == np.float64
    frame = p.quantiles("energised_gw", [0.05, 0.5, 0.95])
    assert list(frame.columns) == [0.05, 0.5, 0.95]
    assert [str(month) for month in frame.index] == list(p.months)
    assert p.months[-1] == "2030-12"
    assert p.scenario == Scenario(draws=8, horizon="2030-12")


def test_quantiles_are_numpys_linear_ones():
    p = simulate(Scenario(draws=101))
    shares = [0, 0.013, 0.05, 0.5, 0.777, 0.95, 1]
    assert np.array_equal(p.quantiles("energised_gw", shares).T, np.quantile(p["energised_gw"], shares, axis=0))
    assert np.array_equal(
        p.quantiles_at("delivered_gw", shares, "2029-12"), np.quantile(p["delivered_gw"][:, 49], shares)
    )
    assert linear_quantiles(np.array([1.0, 2.0, 4.0]), [0.75]).tolist() == [3]


def test_chance_by_and_at():
    # Capability of four draws: targets 1125, 1375, 1625, 1875 (the middles of four strata), reached in month 12.
    p = simulate(PLAIN.replace(rack_rate_target=uniform(1000, 2000), growth_after=-0.5))
    assert p.chance("capability", at_least=1500, at="2026-11") == 0.5
    assert p.chance("capability", at_least=1500, by="2026-11") == 0.5
    # It then falls by half each year: a year later none is at 1,500 any more, but two have been.
    assert p.chance("capability", at_least=1500, at="2027-11") == 0
    assert p.chance("capability", at_least=1500, by="2027-11") == 0.5


def test_results_cannot_be_written_over():
    with pytest.raises(ValueError, match="read-only"):
        simulate(PLAIN)["energised_gw"][0, 0] = 1


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda p: p["profit"], "'profit' is not an outcome; the outcomes are capability, "),
        (lambda p: p.quantiles("delivered_gw", [1.5]), "Quantiles must lie between 0 and 1."),
        (lambda p: p.quantiles("delivered_gw", [float("nan")]), "nan is not a finite number."),
        (lambda p: p.chance("delivered_gw", at_least=1), "Give either by= "),
        (lambda p: p.chance("delivered_gw", at_least=1, by="2029-12", at="2029-12"), "Give either by= "),
        (lambda p: p.chance("delivered_gw", at_least="1", by="2029-12"), "at_least of chance is '1', not a number."),
        (lambda p: p.chance("delivered_gw", at_least=1, by="2036-01"), "runs from 2025-11 to 2035-12"),
        (lambda p: p.chance("delivered_gw", at_least=1, by="2025-10"), "runs from 2025-11 to 2035-12"),
        (
            lambda p: p.chance("delivered_gw", at_least=1, by="later"),
            "by of chance is 'later', not a month, such as 2029-12",
        ),
        (lambda p: simulate(p.scenario, month="2029-12"), "simulate takes seed, draws and horizon, not month."),
        (lambda p: share_curve(p.scenario, "capability"), "does not depend on the share for OpenAI"),
        (lambda p: share_curve(p.scenario, shares=[2]), "Shares must lie between 0 and 1."),
    ],
)
def test_what_cannot_be_answered_gets_a_sentence(ask, sentence):
    with pytest.raises((ArgumentFault, ModelFault, ScenarioFault), match=sentence):
        ask(simulate(PLAIN))


def test_the_share_curve_is_what_each_share_would_give():
    s = Scenario(draws=512, openai_share=0.77)  # the share of the scenario itself plays no part
    for outcome in ("delivered_gw", "delivered_it_gw", "energised_gw", "openai_shipped", "capex_usd", "rack_sales_usd"):
        curve = share_curve(s, outcome, at="2030-06", shares=[0, 0.1, 0.45, 1])
        for i, share in enumerate(curve.shares):
            p = simulate(s.replace(openai_share=share))
            expected = p.quantiles_at(outcome, list(curve.quantiles), "2030-06")
            assert [curve[q][i] for q in curve.quantiles] == pytest.approx(list(expected))
            assert curve.capped[i] == 1 - p.binding()["orders"].loc["2030-06"]


def test_where_orders_equal_the_limit_they_are_not_capped():
    assert share_curve(PLAIN.replace(room_share=0), shares=[0, 0.1]).capped.tolist() == [0, 1]


def test_horizon_draws_and_seed_can_be_overridden():
    assert simulate(PLAIN, draws=2)["shipped"].shape == (2, 122)
    short, long = simulate(Scenario(draws=16), horizon="2029-12"), simulate(Scenario(draws=16))
    assert np.array_equal(short["energised_gw"], long["energised_gw"][:, :50])
    assert month_label(49) == short.months[-1]
