"""What only an unusual value brings out: each is answered with a sentence that says what to do."""

import datetime
import math
from typing import Any

import pytest

import explorer as ex
from explorer import cli, formatting
from explorer.analysis.answer import Range, Required, required
from explorer.page import words
from explorer.records import Claim, Milestone, Point, RecordError
from explorer.records.relations import SHORT, Finding
from explorer.scenario import Draws, Scenario, deal
from tests.cases import PLAIN, put_sites

CLAIM: Any = {
    "claim_id": "a",
    "source_id": "b",
    "dataset": "capacity",
    "metric": "rack_rate",
    "party": "Foxconn",
    "statement": "So many a week.",
    "basis": "rate",
    "scope": "world",
    "status": "output",
    "locator": "line 1",
    "unit": "racks/week",
}


def test_figures_that_do_not_ascend_and_an_end_before_the_start_are_refused():
    with pytest.raises(RecordError, match="low, central and high do not ascend"):
        Claim(bound="range", low=3.0, high=2.0, **CLAIM)
    days = datetime.date(2026, 2, 1), datetime.date(2026, 1, 1)
    with pytest.raises(RecordError, match="end comes before start"):
        Milestone("m", "A step", days[0], "planned", "Foxconn", ("b",), end=days[1], precision="vague")
    with pytest.raises(RecordError, match="date is empty"):
        Point(None, 1.0, "b")  # pyright: ignore[reportArgumentType]


def test_a_verdict_is_short():
    with pytest.raises(RecordError, match=f"more than {SHORT} words"):
        Finding("f", "t", "open", "word " * (SHORT + 1), "Why it is open.", ("a",))


def test_a_day_with_an_hour_is_that_day():
    noon = datetime.datetime(2025, 11, 21, 12)
    assert len(ex.claims(as_of=noon)) == len(ex.claims(as_of="2025-11-21"))


def test_the_draws_of_a_scenario_are_a_mapping_of_all_its_parameters():
    draws = Draws(Scenario(draws=16))
    assert list(draws) == list(ex.parameters().index)
    assert len(draws) == len(list(draws))
    assert {len(draws[name]) for name in draws} == {16}


ONE, SHIPPED = Range(0.1, 0.1, 0.1), Range(0.2, 0.2, 0.2)


def headline(low: float, middle: float, high: float, reachable: float = 1.0) -> str:
    share, racks = Range(low, middle, high), Range(*(100_000 * part for part in (low, middle, high)))
    need = Required(10, "2029-12", share, racks, SHIPPED, share, reachable, 0.004)
    return f"{words.needed(need, deal())} {words.twist(need)}"


def test_the_headline_says_what_cannot_be_reached():
    nothing, some = math.inf, 0.97
    goal, weekly = "To equip 10 gigawatts of data centres by the end of 2029,", "of all the AI racks Foxconn ships"
    assert headline(nothing, nothing, nothing, 0) == (
        f"{goal} even all of Foxconn\u2019s AI racks would be too few in 19 of 20 simulations or more. Even with "
        "every rack, sites and money would let it switch on that much by then in 1 of 100 simulations only."
    )
    assert headline(0.3, 0.6, nothing, some).startswith(
        f"{goal} OpenAI would need some 60,000 racks: three in five {weekly} once deliveries run (60%; 30% to more "
        "than all in 9 of 10 simulations)."
    )
    assert f"at least three in ten {weekly} once deliveries run; in 60%" in headline(0.3, nothing, nothing, 0.4)
    assert formatting.two_figures(nothing) == "more than all"


def test_the_headline_of_a_scenario_worked_by_hand(monkeypatch):
    put_sites(monkeypatch, 0, {-1: 1000})
    # 1 GW is 10,000 racks of 100 kW; 10 months of all racks are 43,482, so 23%. All of them would be 4.3 GW.
    need = required(PLAIN, 1, "2026-08")
    assert [need.racks.low, need.racks.middle, need.racks.high] == pytest.approx([10_000] * 3)
    for share in (need.share, need.of_shipped, need.alone):
        assert [share.low, share.middle, share.high] == pytest.approx([10_000 / 43_482] * 3, rel=1e-4)
    assert (need.reachable, need.can_run) == (1, 1)
    assert required(PLAIN, 5, "2026-08").can_run == 0
    assert words.needed(need, deal()) == (
        "To equip 1.0 gigawatts of data centres by August 2026, OpenAI would need some 10,000 racks: about one in four "
        "of all the AI racks Foxconn ships once deliveries run (23%)."
    )
    assert words.twist(need) == "Sites and money would let it switch all of that on by then."


def test_the_twin_of_the_headline_is_that_of_a_scenario_without_co_movement():
    s = Scenario(draws=256, co_movement=0.8)
    assert required(s).alone == required(s.replace(co_movement=0)).share
    assert required(s).alone != required(s).share


def test_a_goal_beyond_all_racks_is_out_of_reach_in_the_computed_answer_too():
    found = required(Scenario(draws=64), 1e6)
    assert "even all of Foxconn\u2019s AI racks would be too few" in words.needed(found, deal())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["app", "--preheated", "65"], "'65' is not a number of kernels between 0 and 64"),
        (["app", "--readers", "0"], "'0' is not a number of live pages between 1 and 10000"),
        (["app", "--embed-from", "news.example/page"], "news.example/page"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_brief_that_cannot_be_written_and_a_command_that_is_stopped(tmp_path, monkeypatch, capsys):
    assert cli.main(["brief", "--out", str(tmp_path / "none" / "brief.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err

    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("explorer.seeds.check", stopped)
    assert cli.main(["check"]) == 130


def test_lab_looks_for_a_free_port_and_hands_over(monkeypatch):
    asked = []
    monkeypatch.setattr("explorer.serving.launch.lab", lambda port, *, open_browser: asked.append((port, open_browser)))
    cli.main(["lab", "--port", "65123", "--no-browser"])
    assert asked == [(65123, False)]


def test_a_part_of_the_page_refuses_what_is_no_assumption():
    with pytest.raises(ValueError, match="no"):
        ex.panels.assumptions("share")
