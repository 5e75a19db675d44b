"""The equations as worked examples: one number at a time, each to be checked by hand.

They start from `cases.PLAIN`: 1,000 racks a week from the first month on, all of them for OpenAI at once, 100 kW each
with nothing on top. A month has 365.25 / 7 / 12 = 4.348 weeks, so it adds 4,348 racks (`MONTH_RACKS`) or 0.4348 GW
(`MONTH_GW`). The sites are made up (`SITES`), so that no example hangs on what a tracker says.
"""

import json
import sys
import types
from typing import Any

import numpy as np
import plotly.express as px
import pytest
from cases import MONTH_GW, MONTH_RACKS, PARAMETERS, PLAIN, put_sites

from explorer.formatting import amount
from explorer.model import OUTCOMES, ModelError, linear_quantiles, projection, share_curve, simulate
from explorer.model.equations import Change, Rise
from explorer.scenario import Scenario, month_label, sample
from explorer.scenario.distributions import Array, uniform

SITES: dict[float, float] = {-1: 0, 1: 0.3, 13: 1.5, 31: 4.2}
"""GW by month, read in month 10: 0.1 GW a month from 1 to 13, then 0.15 GW a month up to 31."""


@pytest.fixture(autouse=True)
def small_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    """`SITES` in place of the tracked ones."""
    put_sites(monkeypatch, 10, SITES)


@pytest.fixture
def room_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites for 1,000 GW from the start, so that they never bind."""
    put_sites(monkeypatch, 0, {-1: 1000})


def value(scenario: Scenario, outcome: str, t: int) -> float:
    """The outcome at month number t, the same in every draw because every input is a point."""
    rows = simulate(scenario)[outcome]
    assert (rows == rows[0]).all()
    return float(rows[0, t])


HALF = {"shipped_share": 0.5, "openai_share": 0.2}
NEXT = {"next_rack_power_kw": 200, "next_rack_start": 2, "next_rack_takeover_months": 4, "next_rack_price_usd": 7e6}


@pytest.mark.parametrize(
    ("changes", "outcome", "months", "expected"),
    [
        # A year of a thousand racks a week is 52 weeks of them.
        ({}, "shipped", [11], [1000 * 365.25 / 7]),
        ({}, "us_shipped", [11], [500 * 365.25 / 7]),
        ({}, "openai_shipped", [11], [1000 * 365.25 / 7]),
        ({}, "delivered_it_gw", [11], [12 * MONTH_GW]),
        # Of ten months half are shipped, and of these a fifth is OpenAI's.
        (HALF, "shipped", [9], [5 * MONTH_RACKS]),
        (HALF, "delivered_gw", [9], [MONTH_GW]),
        # Capability rises in a line up to month 10 and then by a fifth a year.
        (
            {"rack_rate_target": 2000, "ramp_months": 10, "growth_after": 0.2},
            "capability",
            [0, 5, 10, 22, 34],
            [1000, 1500, 2000, 2400, 2880],
        ),
        # A ramp that ends between two months: at month 4 1000 + 1000 * 4 / 4.5; month 5 is half a month past its end.
        (
            {"rack_rate_target": 2000, "ramp_months": 4.5, "growth_after": 1},
            "capability",
            [4, 5],
            [1000 + 8000 / 9, 2000 * 2 ** (0.5 / 12)],
        ),
        # Deliveries begin after month 2 and rise: parts of the share in months 0..6 are 0, 0, 0, 1/4, 2/4, 3/4, 1.
        (
            {"first_delivery_months": 3, "delivery_ramp_months": 4},
            "openai_shipped",
            range(7),
            [part * MONTH_RACKS for part in (0, 0, 0, 0.25, 0.75, 1.5, 2.5)],
        ),
        # Orders follow deliveries after the lag; with a tenth of the racks it is orders, not sites, that are the least.
        # At month 11 the racks of month 8.5 are in place: half way between the ends of months 8 (nine months' racks)
        # and 9. At month 2 those of month -0.5: half of the first month's. At month 1 none.
        (
            {"openai_share": 0.1, "deployment_lag_months": 2.5},
            "energised_gw",
            [11, 2, 1],
            [9.5 * 0.1 * MONTH_GW, 0.5 * 0.1 * MONTH_GW, 0],
        ),
    ],
)
def test_worked_by_hand(changes, outcome, months, expected):
    assert [value(PLAIN.replace(**changes), outcome, t) for t in months] == pytest.approx(expected)


def test_the_next_rack_takes_over_in_a_line():
    # The next rack's part in months 2..6: 0, 1/4, 1/2, 3/4, 1; so kW a rack 100, 125, 150, 175, 200.
    it = [value(PLAIN.replace(**NEXT), "delivered_it_gw", t) for t in range(1, 7)]
    assert np.diff(it) == pytest.approx([MONTH_GW * part for part in (1, 1.25, 1.5, 1.75, 2)])
    sales = [value(PLAIN.replace(**NEXT), "rack_sales_usd", t) for t in range(1, 7)]
    assert np.diff(sales) == pytest.approx([MONTH_RACKS * price for price in (3e6, 4e6, 5e6, 6e6, 7e6)])


def test_a_rate_that_falls_to_nothing_never_goes_below_it():
    s = PLAIN.replace(rack_rate_target=0, ramp_months=13.7)
    rates = simulate(s)["capability"][0]
    assert (rates >= 0).all()
    assert rates[14:].tolist() == [0] * 108


def test_the_rack_after_the_next_takes_over_from_both():
    later = {"later_rack_start": 4, "later_rack_takeover_months": 4, "later_rack_price_usd": 11e6}
    s = PLAIN.replace(**NEXT, later_rack_power_kw=400, **later)
    # Of the racks before it the next rack's part in months 2..6 is 0, 1/4, 1/2, 3/4, 1: kW a rack 100, 125, 150, 175,
    # 200. The later rack's part in months 4..8 is 0, 1/4, 1/2, 3/4, 1. Month 5: 3/4 of 175 and 1/4 of 400, 231.25.
    it = [value(s, "delivered_it_gw", t) for t in range(1, 10)]
    assert np.diff(it) == pytest.approx([MONTH_GW * p for p in (1, 1.25, 1.5, 2.3125, 3, 3.5, 4, 4)])
    # The price of the earlier racks in months 2..6 is $3, 4, 5, 6, 7m. Month 5: 3/4 of 6 and 1/4 of 11, $7.25m.
    sales = [value(s, "rack_sales_usd", t) for t in range(1, 10)]
    assert np.diff(sales) == pytest.approx([MONTH_RACKS * 1e6 * p for p in (3, 4, 5, 7.25, 9, 10, 11, 11)])


def test_a_later_rack_that_comes_first_leaves_the_next_no_part():
    s = PLAIN.replace(next_rack_power_kw=200, next_rack_start=8, next_rack_takeover_months=4)
    s = s.replace(later_rack_power_kw=400, later_rack_start=1, later_rack_takeover_months=2)
    # The later rack's part in months 1..3 is 0, 1/2, 1: 100, 250, 400 kW, and 400 for good.
    it = [value(s, "delivered_it_gw", t) for t in range(14)]
    assert np.diff(it) == pytest.approx([MONTH_GW * p for p in (1, 2.5, *[4] * 11)])


def test_a_mix_of_three_draw_by_draw():
    def row(*numbers: float) -> Array:
        return np.array(numbers, dtype=np.float64)

    # Draw 0 goes to the second from month 0 to 4, draw 1 from 2 to 4; both to the third, 0 from 4 to 8, 1 from 3 to 5.
    second = Change(Rise(row(0, 2), row(4, 2)), row(10, 10), row(20, 30))
    mix = Change(Rise(row(4, 3), row(4, 2)), second, row(100, 50))
    assert [mix.at(t).tolist() for t in (0, 2, 3)] == [[10, 10], [15, 10], [17.5, 20]]
    # Month 4: draw 0 is all second; draw 1 too, but half of it has gone to the third. Month 6: half of 20, half of 100.
    assert [mix.at(t).tolist() for t in (4, 5, 6, 8, 99)] == [[20, 40], [40, 50], [60, 50], [100, 50], [100, 50]]


@pytest.mark.parametrize(
    ("changes", "month", "gw"),
    [
        ({}, 1, 0.3),  # a dated step of the tracker
        ({}, 0, 0.15),  # half way from nothing at -1 to 0.3 at 1
        ({}, 7, 0.9),  # 0.3 and six months at 0.1
        ({}, 9, 1.1),
        ({}, 10, 1.2),  # the month in which the tracker was read
        ({}, 15, 1.8),  # 1.5 and two months at 0.15
        ({}, 31, 4.2),  # the last step
        ({}, 43, 4.2 + 3),  # twelve months past it, at 3 GW a year
        # What runs does not slip: up to month 10 nothing changes, whatever the delay.
        ({"site_slip_months": 6}, 7, 0.9),
        ({"site_slip_months": 6}, 9, 1.1),
        ({"site_slip_months": 60}, 10, 1.2),
        # After it the same 1.2 GW go on running until a step that comes later has more: month 16 holds what 10 had.
        ({"site_slip_months": 6}, 11, 1.2),
        ({"site_slip_months": 6}, 16, 1.2),
        ({"site_slip_months": 6}, 17, 1.3),
        ({"site_slip_months": 6}, 21, 1.8),
        ({"site_slip_months": 2.5}, 13, 1.25),  # 10.5: 1.2 and half a month at 0.1
        ({"site_slip_months": 2.5}, 16, 1.575),  # 13.5: 1.5 and half a month at 0.15
        ({"site_slip_months": 30}, 40, 1.2),
        ({"site_slip_months": 30}, 43, 1.5),
        ({"site_slip_months": 6.5}, 49, 4.2 + 3 * 11.5 / 12),  # 42.5 is 11.5 months past the last step
        ({"room_share": 0.25}, 10, 0.25 * 1.2),
        ({"room_share": 0.25, "site_slip_months": 6}, 16, 0.25 * 1.2),
        ({"room_share": 0.25, "site_slip_months": 6}, 49, 0.25 * (4.2 + 3)),
    ],
)
def test_sites_follow_the_tracked_curve(changes, month, gw):
    many = PLAIN.replace(rack_rate_start=20000, rack_rate_target=20000, **changes)  # so many racks that sites bind
    assert value(many, "energised_gw", month) == pytest.approx(gw)


def test_each_draw_slips_by_itself():
    # Four draws that slip by 1.5, 4.5, 7.5 and 10.5 months (the middles of four strata). Month 16: the curve at 14.5,
    # 11.5, 8.5 and 5.5, which is 1.725, 1.35, 1.05 and 0.75; but 1.2 ran when the tracker was read.
    many = PLAIN.replace(rack_rate_start=20000, rack_rate_target=20000, site_slip_months=uniform(0, 12))
    assert sorted(simulate(many)["energised_gw"][:, 16]) == pytest.approx([1.2, 1.2, 1.35, 1.725])


def test_before_the_first_step_there_is_no_site(monkeypatch):
    put_sites(monkeypatch, 10, {2.25: 0.5, 4.25: 1.5})  # steps within a month
    many = PLAIN.replace(rack_rate_start=20000, rack_rate_target=20000, site_power_gw_per_yr=0)
    # Nothing up to month 2.25; month 3 is 0.75 months on, at half a GW a month.
    assert [value(many, "energised_gw", t) for t in (1, 2, 3, 4, 5)] == pytest.approx([0, 0, 0.875, 1.375, 1.5])


@pytest.mark.parametrize(
    ("changes", "gw"),
    [
        # From $10bn a year by $1bn a month to $71bn in month 61, then no further; at $10bn a GW and year.
        ({}, [1, 4, 7.1, 7.1]),
        ({"room_share": 0.5}, [0.5, 2, 3.55, 3.55]),
        ({"rent_usd_per_gw_yr": 20e9}, [0.5, 2, 3.55, 3.55]),
        ({"compute_spend_end_usd_per_yr": 10e9}, [1, 1, 1, 1]),
        # Spending that falls by $1bn a month: what can be rented falls with it.
        ({"compute_spend_start_usd_per_yr": 71e9, "compute_spend_end_usd_per_yr": 10e9}, [7.1, 4.1, 1, 1]),
    ],
)
@pytest.mark.usefixtures("room_for_all")
def test_money_rents_what_a_years_spending_pays_for(changes, gw):
    s = PLAIN.replace(rack_rate_start=20000, rack_rate_target=20000, rent_usd_per_gw_yr=10e9)
    s = s.replace(compute_spend_start_usd_per_yr=10e9, compute_spend_end_usd_per_yr=71e9).replace(**changes)
    assert [value(s, "energised_gw", t) for t in (0, 30, 61, 80)] == pytest.approx(gw)


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"openai_share": 0.1}, "orders"),
        ({}, "sites"),
        ({"compute_spend_start_usd_per_yr": 1e9, "compute_spend_end_usd_per_yr": 1e9}, "money"),  # enough for 0.1 GW
        ({"openai_share": 0, "room_share": 0}, "orders"),  # all three are zero: the first counts
        ({"room_share": 0}, "sites"),  # sites and money are zero: sites count
    ],
)
def test_binding_names_the_least_of_the_three(changes, limit):
    found = simulate(PLAIN.replace(**changes)).binding().loc["2026-11"].to_dict()
    assert list(found.items()) == [(name, float(name == limit)) for name in ("orders", "sites", "money")]


def test_shape_unit_and_labels():
    p = simulate(Scenario(draws=8), horizon="2030-12")
    for outcome in OUTCOMES:
        assert p[outcome].shape == (8, 62)
        assert p[outcome].dtype == np.float64
    frame = p.quantiles("delivered_gw")
    assert list(frame.columns) == [0.05, 0.5, 0.95]
    assert frame.attrs == {"outcome": "delivered_gw", "unit": "GW"}
    assert [str(month) for month in frame.index] == list(p.months)
    assert p.months[-1] == month_label(61) == "2030-12"
    assert p.scenario == Scenario(draws=8, horizon="2030-12")
    assert np.array_equal(p["energised_gw"], simulate(Scenario(draws=8))["energised_gw"][:, :62])
    assert simulate(PLAIN, draws=2)["shipped"].shape == (2, 122)


def test_quantiles_are_numpys_linear_ones():
    p = simulate(Scenario(draws=101))
    shares = [0, 0.013, 0.05, 0.5, 0.777, 0.95, 1]
    assert np.array_equal(p.quantiles("energised_gw", shares).T, np.quantile(p["energised_gw"], shares, axis=0))
    assert np.array_equal(
        p.quantiles_at("delivered_gw", shares, "2029-12"), np.quantile(p["delivered_gw"][:, 49], shares)
    )
    assert linear_quantiles(np.array([1.0, 2.0, 4.0]), [0.75]).tolist() == [3]


def test_a_chance_counts_any_month_up_to_it():
    # Capability of four draws: targets 1125, 1375, 1625, 1875 (the middles of four strata), reached in month 12.
    p = simulate(PLAIN.replace(rack_rate_target=uniform(1000, 2000), growth_after=-0.5))
    assert p.chance("capability", at_least=1500, by="2026-11") == 0.5
    # It then falls by half each year: a year later none is at 1,500 any more, but two have been.
    assert p.at("capability", "2027-11").max() < 1500
    assert p.chance("capability", at_least=1500, by="2027-11") == 0.5


def test_results_cannot_be_written_over():
    with pytest.raises(ValueError, match="read-only"):
        simulate(PLAIN)["energised_gw"][0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        simulate(PLAIN).at("energised_gw", "2029-12")[0] = 1
    handed_out: Any = share_curve(PLAIN).quantiles
    handed_out.clear()
    assert share_curve(PLAIN).quantiles


def test_the_repr_of_a_share_curve_is_a_line():
    assert repr(share_curve(PLAIN)) == "ShareCurve(outcome='delivered_gw', at='2029-12')"


def test_the_share_curve_is_what_each_share_would_give():
    s = Scenario(draws=512, openai_share=0.77)  # the share of the scenario itself plays no part
    for outcome in ("delivered_gw", "delivered_it_gw", "energised_gw", "openai_shipped", "capex_usd", "rack_sales_usd"):
        curve = share_curve(s, outcome, at="2030-06", shares=[0, 0.1, 0.45, 1])
        for i, share in enumerate(curve.shares):
            p = simulate(s.replace(openai_share=share))
            expected = p.quantiles_at(outcome, list(curve.quantiles), "2030-06")
            assert [curve[q][i] for q in curve.quantiles] == pytest.approx(list(expected))
            running = p.at("energised_gw", "2030-06")
            if outcome == "delivered_it_gw":  # of the computers, as what is delivered
                running = running / sample(s, "facility_overhead")
            expected = np.quantile(running, list(curve.energised))
            assert [curve.energised[q][i] for q in curve.energised] == pytest.approx(list(expected))


@pytest.mark.parametrize("count", [1, 2, 101])
def test_a_browser_gets_the_same_quantiles_of_rows_in_another_way(monkeypatch, count):
    p = simulate(Scenario(draws=count))
    sorted_ones = p.quantile_rows("energised_gw", [0, 0.05, 0.5, 0.777, 1])
    monkeypatch.setattr(projection, "IN_BROWSER", True)
    assert np.array_equal(p.quantile_rows("energised_gw", [0, 0.05, 0.5, 0.777, 1]), sorted_ones)


P = simulate(draws=64, horizon="2030-12")


def test_a_projection_as_a_frame_is_what_chart_packages_take():
    """Month-ends as timestamps, columns that are texts, units beside them; the same numbers as the quantiles."""
    wide = P.to_frame(["delivered_gw", "capex_usd"], [0.025, 0.5])
    assert list(wide.columns) == ["delivered_gw_p2.5", "delivered_gw_p50", "capex_usd_p2.5", "capex_usd_p50"]
    assert wide.attrs["units"] == dict(zip(wide.columns, ["GW", "GW", "USD", "USD"], strict=True))
    assert wide.index[[0, -1]].astype(str).tolist() == ["2025-11-30", "2030-12-31"]
    assert wide.index.name == "month"
    assert wide["capex_usd_p50"].tolist() == P.quantiles("capex_usd", [0.5])[0.5].tolist()
    every = P.to_frame()
    assert len(every.columns) == 3 * len(OUTCOMES)
    assert {name.rpartition("_")[2] for name in every.columns} == {"p05", "p50", "p95"}
    long = P.to_frame(["shipped"], long=True)
    assert list(long.columns) == ["month", "outcome", "unit", "quantile", "value"]
    assert len(long) == 3 * 62
    assert long[long["quantile"] == 0.5]["value"].tolist() == P.to_frame(["shipped"])["shipped_p50"].tolist()
    assert set(long["unit"]) == {"racks"}
    near = [0.33333331, 0.33333332, 0.9999999]  # columns by names of their own, and none that says it is the largest
    assert [*P.to_frame(["shipped"], near)] == ["shipped_p33.333331", "shipped_p33.333332", "shipped_p99.99999"]
    lines = px.line(long, x="month", y="value", color="quantile").to_dict()["data"]
    assert [str(line["x"][0])[:10] for line in lines] == ["2025-11-30"] * 3
    json.dumps(wide.attrs)  # as Parquet keeps them


def test_the_inputs_are_the_draws_behind_the_outcomes():
    frame = P.inputs()
    assert frame.shape == (64, len(PARAMETERS))
    assert frame.index.name == "draw"
    assert frame.attrs["units"]["rack_power_kw"] == "kW/rack"
    assert all(frame[name].tolist() == sample(P.scenario, name).tolist() for name in PARAMETERS)


def test_the_labelled_arrays_of_xarray_or_a_sentence(monkeypatch):
    made: dict[str, Any] = {}
    fake = types.SimpleNamespace(Dataset=lambda held, coords: made.update(held, **coords) or "made")
    monkeypatch.setitem(sys.modules, "xarray", fake)  # as it is asked; the package itself is no dependency
    assert P.to_xarray() == "made"
    assert list(made) == [*OUTCOMES, "month"]
    dimensions, values, told = made["delivered_gw"]
    assert (dimensions, values.shape, told) == (("draw", "month"), (64, 62), {"unit": "GW"})
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ModelError, match="to_xarray needs the package xarray, which is not installed here"):
        P.to_xarray()


def test_a_notebook_shows_what_a_projection_comes_to():
    shown = P._repr_html_()
    assert "By the end of 2029, the middle and nine in ten of 64 cases" in shown
    assert shown.count("<tr>") == len(OUTCOMES)
    middle = P.quantiles_at("delivered_gw", [0.5], "2029-12")[0]
    assert f"<td>{amount(middle, 'GW')} (" in shown
    assert "By June 2027" in simulate(draws=16, horizon="2027-06")._repr_html_()
