"""What only an unusual value brings out: each is answered with a sentence that says what to do."""

import datetime
import math
from typing import Any

import pytest

import explorer as ex
from explorer import cli, words
from explorer.analysis.headline import Answer, Range, answer
from explorer.analysis.needs import need_words
from explorer.model.converter import racks_to_megawatts
from explorer.records import Claim, Milestone, Point, RecordFault
from explorer.records.ledger import SHORT, Finding
from explorer.scenario import Draws, Scenario

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
    with pytest.raises(RecordFault, match="low, central and high do not ascend"):
        Claim(bound="range", low=3.0, high=2.0, **CLAIM)
    days = datetime.date(2026, 2, 1), datetime.date(2026, 1, 1)
    with pytest.raises(RecordFault, match="end comes before start"):
        Milestone("m", "A step", days[0], "planned", "Foxconn", ("b",), end=days[1], precision="vague")
    with pytest.raises(RecordFault, match="date is empty"):
        Point(None, 1.0, "b")  # pyright: ignore[reportArgumentType]


def test_a_verdict_is_short():
    with pytest.raises(RecordFault, match=f"more than {SHORT} words"):
        Finding("f", "t", "open", "word " * (SHORT + 1), "Why it is open.", ("a",))


def test_a_day_with_an_hour_is_that_day():
    noon = datetime.datetime(2025, 11, 21, 12)
    assert len(ex.claims(as_of=noon)) == len(ex.claims(as_of="2025-11-21"))


def test_the_draws_of_a_scenario_are_a_mapping_of_all_its_parameters():
    draws = Draws(Scenario(draws=16))
    assert list(draws) == list(ex.parameters().index)
    assert len(draws) == len(list(draws))
    assert {len(draws[name]) for name in draws} == {16}


def test_racks_below_none_are_refused():
    with pytest.raises(ValueError, match="may be negative"):
        racks_to_megawatts(-1, 12, 132)


def headline(low: float, middle: float, high: float, reachable: float = 1.0) -> str:
    one = Range(0.1, 0.1, 0.1)
    return Answer(10, "2029-12", Range(low, middle, high), reachable, one, one, one).headline()


def test_the_headline_says_what_cannot_be_reached():
    nothing, some = math.inf, 0.97
    assert "are out of reach even if OpenAI took every AI rack" in headline(nothing, nothing, nothing, 0)
    assert "at least 30% of all" in headline(0.3, 0.6, nothing, some)
    assert "the middle case needs 60%); in 3.0% of cases" in headline(0.3, 0.6, nothing, some)
    assert "in the middle case even all of them are too few" in headline(0.3, nothing, nothing, 0.4)
    assert (
        "would take 30% of all the AI racks that Foxconn ships once deliveries run, with every assumption fixed"
        in (headline(0.3, 0.3, 0.3))
    )
    assert words.two_figures(nothing) == "more than all"


def test_a_goal_beyond_all_racks_is_out_of_reach_in_the_computed_answer_too():
    assert "out of reach" in answer(Scenario(draws=64), target_gw=1e6).headline()


def test_a_need_that_the_middle_case_does_not_meet_is_said():
    scenario = Scenario(draws=256)
    most = float(ex.simulate(scenario.replace(openai_share=1)).quantiles_at("delivered_gw", [0.97], "2029-12")[0])
    need = ex.solve(scenario, "openai_share", "delivered_gw", at_least=most, by="2029-12")
    said = need_words(need)
    assert "is reached in fewer than half of the simulated cases" in said


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


def test_a_report_that_cannot_be_written_and_a_command_that_is_stopped(tmp_path, monkeypatch, capsys):
    assert cli.main(["report", "--out", str(tmp_path / "none" / "report.html")]) == 2
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


def test_charts_refuse_what_is_neither_kind_of_power():
    with pytest.raises(ValueError, match="facility"):
        ex.figures.shares(Scenario(draws=16), kind="nuclear")
    with pytest.raises(ValueError, match="no"):
        ex.panels.answer(parameters=("share",))
