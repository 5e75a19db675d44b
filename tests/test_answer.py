"""The answer in figures and in words: worked by hand, out of reach, and with each assumption drawn on its own."""

import math

import pytest

from explorer import formatting
from explorer.analysis.answer import Range, Required, answer, required
from explorer.model import simulate
from explorer.page import words
from explorer.scenario import Scenario
from tests.cases import PLAIN, put_sites


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
