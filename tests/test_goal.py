"""What a goal takes, what the answer says of it, and what stops growth first: worked by hand, and counted again."""

import datetime
import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN, SEEDS, put_sites, scenarios
from hypothesis import given, settings

from explorer import formatting
from explorer.analysis.answer import Range, Required, answer, required
from explorer.analysis.bottleneck import Break, first_break
from explorer.analysis.goal import Goal, GoalError, frontier, goal_dates
from explorer.model import ModelError, simulate
from explorer.model.equations import LIMITS, equations_of
from explorer.page import words
from explorer.page.address import goal_text, opened
from explorer.page.view import View
from explorer.scenario import Scenario, month_label
from explorer.scenario.distributions import uniform
from explorer.seeds import load

ONE = Goal("delivered_gw", 1, "2026-08")  # of ten months at MONTH_GW each, with all racks


def test_a_goal_in_words():
    assert Goal.of(SEEDS.deal).words() == "10 GW by the end of 2029"
    assert Goal("delivered_it_gw", 2.5, "2027-06").words() == "2.5 GW of computers by June 2027"
    assert Goal("energised_gw", 1, "2029-12", 0.9).cases() == "in 90% of the simulated cases"
    assert Goal("energised_gw", 1, "2029-12", 0.125).cases() == "in 12.5% of the simulated cases"


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        *(("outcome", wrong, "There is no goal of that kind; nothing was changed") for wrong in ("shipped", ["x"])),
        *(
            ("amount_gw", wrong, "The goal takes a number of gigawatts from .*")
            for wrong in (0, float("nan"), float("inf"), "10", True)
        ),
        *(
            ("by", wrong, "The goal takes a month after November 2025 and up to the end of 2040")
            for wrong in ("2041-01", "2025-11", "soon", None)
        ),
        *(("chance", wrong, "The share of the simulations takes a number from 1 to 99%") for wrong in (0, 1)),
    ],
)
def test_a_goal_that_cannot_be_is_refused_with_a_sentence(name, wrong, sentence):
    with pytest.raises(GoalError, match=rf"^{sentence}\.$"):
        Goal(**{"outcome": "delivered_gw", "amount_gw": 1, "by": "2029-12", name: wrong})


def test_a_goal_may_be_as_late_as_a_scenario_runs():
    late = Goal("delivered_gw", 10, "2040-12")
    assert frontier(Scenario(horizon="2040-12", draws=64), "room_share", late).shares[0] > 0
    with pytest.raises(ModelError, match="2040-12 is not within the projection, which runs from 2025-11 to 2035-12"):
        frontier(Scenario(draws=64), "room_share", late)


def test_a_goal_takes_numbers_and_months_of_every_kind():
    goal = Goal("delivered_gw", np.int64(10), datetime.date(2029, 12, 31), Fraction(1, 2))  # type: ignore[arg-type]
    assert goal == Goal.of(SEEDS.deal)
    assert repr(goal) == repr(Goal.of(SEEDS.deal))


def test_the_dates_that_a_page_offers():
    assert goal_dates(SEEDS.deal) == ("2026-12", "2027-12", "2028-12", "2029-12", "2030-12")
    for said in (goal_text(Goal("delivered_gw", 1, "2028-06")), goal_text(Goal("delivered_gw", 1, "2035-12"))):
        sentence = "The goal takes one of the dates of the page, up to the end of 2030."
        assert opened(f"g={said}", View(Scenario()))[1] == [f"{sentence} The goal of the question stands instead."]


# --- two assumptions at once
def test_the_line_between_enough_and_too_little_worked_by_hand():
    # Share times shipped_share has to be 1 / (10 * MONTH_GW) = 0.23.
    found = frontier(PLAIN, "shipped_share", ONE, places=5)
    part = 1 / (10 * MONTH_GW)
    assert found.values.tolist() == pytest.approx([0, part, 0.25, 0.5, 0.75, 1])
    assert found.shares.tolist() == pytest.approx([np.inf, 1, 4 * part, 2 * part, part / 0.75, part])
    assert found.share_here == pytest.approx(part)


def test_an_assumption_that_is_nothing_by_default_is_tried_up_to_its_bound(deal):
    assert load(deal).parameters["rack_rate_start"].high == 0  # the role is left out
    found = frontier(Scenario(seeds=deal, draws=16), "rack_rate_start", places=3)
    assert found.values.tolist() == [0, 10_000, 20_000]
    assert found.here == 0


def headline(low: float, middle: float, high: float, reachable: float = 1.0) -> str:
    share, racks = Range(low, middle, high), Range(*(100_000 * part for part in (low, middle, high)))
    need = Required(10, "2029-12", share, racks, share, reachable, 0.004)
    return (
        f"{words.need_sentence(need, Scenario().seeds.deal)} {words.every_rack_sentence(need, Scenario().seeds.deal)}"
    )


def test_the_headline_says_what_cannot_be_reached():
    nothing, some = math.inf, 0.97
    goal, weekly = "To equip 10 gigawatts of data centres by the end of 2029,", "of all the AI racks Foxconn ships"
    assert headline(nothing, nothing, nothing, 0) == (
        f"{goal} even all of Foxconn\u2019s AI racks would be too few in 19 of 20 simulations or more. Even with "
        "every rack, it could switch on that much by then in only 1 of 100 simulations."
    )
    assert headline(0.3, 0.6, nothing, some).startswith(
        f"{goal} OpenAI would need some 60,000 racks: three in five {weekly} once deliveries run in full (60%; 30% to "
        "more than all in 9 of 10 simulations)."
    )
    assert f"at least three in ten {weekly} once deliveries run in full; in 60%" in headline(0.3, nothing, nothing, 0.4)
    assert f"{goal} OpenAI would need some 97,000 racks: nearly all of the AI racks Foxconn ships once" in headline(
        0.5, 0.97, nothing, some
    )
    assert formatting.two_figures(nothing) == "more than all"


def test_the_headline_of_a_scenario_worked_by_hand(monkeypatch):
    put_sites(monkeypatch, 0, {-1: 1000})
    # 1 GW is 10,000 racks of 100 kW; 10 months of all racks are 43,482, so 23%. All of them would be 4.3 GW.
    need = required(PLAIN, 1, "2026-08")
    assert [need.racks.low, need.racks.middle, need.racks.high] == pytest.approx([10_000] * 3)
    for share in (need.share, need.alone):
        assert [share.low, share.middle, share.high] == pytest.approx([10_000 / 43_482] * 3, rel=1e-4)
    assert (need.reachable, need.can_run) == (1, 1)
    assert required(PLAIN, 5, "2026-08").can_run == 0
    assert words.need_sentence(need, Scenario().seeds.deal) == (
        "To equip 1 gigawatt of data centres by August 2026, OpenAI would need some 10,000 racks: about one in four "
        "of all the AI racks Foxconn ships once deliveries run in full (23%)."
    )
    # racks take months from delivery to switching on: so much is said of every rack, not of those needed
    for can_run, said in (
        (need.can_run, "With every rack, it could switch on that much by then in all simulations."),
        (0.792, "With every rack, it could switch on that much by then in 79 of 100 simulations."),
        (0.33, "Even with every rack, it could switch on that much by then in only 33 of 100 simulations."),
    ):
        assert words.every_rack_sentence(need._replace(can_run=can_run), Scenario().seeds.deal) == said


def test_the_readers_share_is_one_of_what_is_shipped_once_deliveries_run_in_full():
    """By the end of 2029 a tenth of all that was shipped is nearly twice what a tenth comes to that begins late."""
    s, deal = Scenario(draws=256), Scenario().seeds.deal
    shipped, own = (simulate(s).quantiles_at(name, [0.5], "2029-12")[0] for name in ("shipped", "openai_shipped"))
    assert own < 0.6 * 0.1 * shipped
    begin = "If 10% of Foxconn\u2019s AI racks went to OpenAI once deliveries run in full,"
    assert words.share_sentence(answer(s), deal).startswith(f"{begin} it would have equipment for about ")
    assert words.share_sentence(answer(s.replace(first_delivery_months=121)), deal) == (
        f"{begin} nothing would be delivered or switched on by the end of 2029."
    )


def test_the_twin_of_the_headline_is_that_of_a_scenario_without_co_movement():
    s = Scenario(draws=256, co_movement=0.8)
    assert required(s).alone == required(s.replace(co_movement=0)).share
    assert required(s).alone != required(s).share


SITES: dict[float, float] = {-1: 0, 1: 0.3, 13: 1.5, 31: 4.2}
"""GW by month: 0.15 in month 0, then 0.1 GW a month up to month 13, 0.15 up to 31, and a quarter of a GW after it."""


def breaks(scenario: Scenario, by: str) -> dict[str, tuple[Any, ...]]:
    """Of each limit the share of draws, and the three points of its months."""
    return {row.limit: row[1:] for row in first_break.table(scenario, by=by).rows}


def test_money_stops_it_in_the_month_worked_by_hand(monkeypatch):
    put_sites(monkeypatch, 10, SITES)
    # All racks bring 0.4348 GW a month from the first on. $1bn a year at a rent of $10bn a GW pays for 0.1 GW: less
    # than the racks from month 0, and less than the 0.15 GW of sites.
    poor = {"compute_spend_start_usd_per_yr": 1e9, "compute_spend_end_usd_per_yr": 1e9}
    found = breaks(PLAIN.replace(**poor), by="2029-12")
    assert MONTH_GW > 0.15 > 0.1
    assert found["money"] == (1, *["2025-11"] * 3)
    # A tenth of the racks bring 0.04348 (t + 1) GW: 0.087 in month 1, 0.13 in month 2.
    later = breaks(PLAIN.replace(openai_share=0.1, **poor), by="2029-12")
    assert later["money"] == (1, *["2026-01"] * 3)


def test_sites_stop_it_in_the_month_worked_by_hand(monkeypatch):
    put_sites(monkeypatch, 0, SITES)
    # A tenth of the racks bring 0.04348 (t + 1) GW: below the sites in every month.
    free = breaks(PLAIN.replace(openai_share=0.1), by="2029-12")
    assert free["orders"] == (1, "", "", "")
    # With a tracker that was read in month 0 and all after it six months late, 0.15 GW run on up to month 6: more than
    # the 0.13 of month 2, less than the 0.174 of month 3.
    late = breaks(PLAIN.replace(openai_share=0.1, site_slip_months=6), by="2029-12")
    assert late["sites"] == (1, *["2026-02"] * 3)


def test_the_share_of_draws_and_their_months(monkeypatch):
    put_sites(monkeypatch, 10, SITES)
    # Of four draws with shipped_share 1/8, 3/8, 5/8, 7/8 the sites of 0.15 GW in month 0 hold back those that ship more
    # than 0.345 of 0.4348 GW: three of four.
    found = breaks(PLAIN.replace(shipped_share=uniform(0, 1)), by="2025-11")
    assert [share for share, *_ in found.values()] == [0.25, 0.75, 0]


def test_factory_output_is_the_limit_where_even_all_racks_are_fewer_than_sites_and_money_allow():
    # 10 racks a week are 0.0043 GW a month, below sites and money in every month from the first on.
    few = PLAIN.replace(rack_rate_start=10, rack_rate_target=10, openai_share=0.5)
    assert first_break(few, by="2029-12").attrs["factory"] == 1
    many = PLAIN.replace(rack_rate_start=20_000, rack_rate_target=20_000)  # 8.7 GW in the first month, above any site
    assert first_break(many, by="2025-11").attrs["factory"] == 0


def test_the_sentence_says_what_orders_are_and_never_promises():
    said = words.first_break(first_break.table(Scenario(draws=256, openai_share=0.3)), Scenario().seeds.deal)
    assert "our assumption, not a finding" in said
    assert "If OpenAI took every rack" in said
    assert "will" not in said.split()


@settings(max_examples=30, deadline=None)
@given(scenarios())
def test_counted_again_from_the_outcomes(scenario):
    found = breaks(scenario, by=scenario.horizon)
    equations = equations_of(scenario)
    least = np.array([equations.binding(t) for t in range(len(scenario.months))])
    first: dict[str, list[int]] = {limit: [] for limit in LIMITS}
    for draw in least.T:
        month = next((t for t, limit in enumerate(draw) if limit), 0)
        first[LIMITS[draw[month]]].append(month)
    for limit, months in first.items():
        middle = month_label(round(float(np.median(months)))) if months and limit != "orders" else ""
        assert found[limit][::2] == (len(months) / scenario.draws, middle)


def test_what_is_nearly_always_so_is_not_said_to_be_always_so():
    """100% beside another limit would not add up: 1 of 256 cases is held back by money."""
    found = first_break.table(PLAIN.replace(openai_share=0.1, draws=256), by="2029-12")
    orders, sites, _ = found.rows
    rows = orders._replace(share=255 / 256), sites, Break("money", 1 / 256, *["2026-11"] * 3)
    said = words.first_break(replace(found, rows=rows), Scenario().seeds.deal)
    assert "orders alone set the pace in nearly all simulated cases" in said
    assert "money in fewer than 1 in 100 simulated cases" in said
