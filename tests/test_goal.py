"""What a goal takes: worked by hand, for one assumption at a time and for the share against one more."""

import datetime
from fractions import Fraction

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN, SEEDS

from explorer.analysis.goal import Goal, GoalError, frontier, goal_dates
from explorer.model import ModelError
from explorer.page.address import goal_text, opened
from explorer.page.view import View
from explorer.scenario import Scenario
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
