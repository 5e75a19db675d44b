"""The trail of a scenario: what it rests on and gives in one file, and whoever verifies it finds what was changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import explorer as ex
from explorer import cli
from explorer.analysis.answer import answer
from explorer.analysis.goal import Goal
from explorer.model import OUTCOMES, simulate
from explorer.page.page import Page
from explorer.page.run_record import TrailError, check_trail, trail, trail_text
from explorer.scenario import Scenario
from explorer.scenario.links import from_link
from explorer.seeds import load

OWN = Scenario(draws=128, openai_share=0.3, shipped_share=ex.uniform(0.5, 0.9))
GOAL = Goal("energised_gw", 0.5, "2028-12", 0.8)
TEXT = trail_text(OWN, GOAL)


def test_a_trail_holds_what_it_rests_on_and_what_it_gives():
    made, seeds = json.loads(TEXT), load()
    assert from_link(made["scenario"]["link"]) == OWN
    assert [name for name, row in made["assumptions"].items() if row["changed"]] == ["shipped_share", "openai_share"]
    assert made["assumptions"]["shipped_share"]["numbers"] == [0.5, 0.9]
    cited = {name for row in made["assumptions"].values() for name in row["claims"]}
    assert set(made["claims"]) == cited
    assert all(made["claims"][name]["url"] == seeds.sources[seeds.claims[name].source_id].url for name in cited)
    for outcome in OUTCOMES:
        points = simulate(OWN).quantiles_at(outcome, [0.05, 0.5, 0.95], "2029-12").tolist()
        assert list(made["results"][outcome]["2029-12"].values()) == points
    assert made["results"]["share_needed"]["p50"] == answer(OWN).required.share.middle
    need = ex.solve(OWN, "openai_share", "energised_gw", at_least=0.5, by="2028-12").value(chance=0.8)
    assert made["goal"]["share_needed"] == pytest.approx(need, rel=1e-12)


def test_the_same_scenario_gives_the_same_text_and_it_holds():
    assert trail_text(OWN, GOAL) == TEXT
    assert check_trail(TEXT) == []
    assert check_trail(json.dumps(json.loads(TEXT), sort_keys=True)) == []  # written in another order


def test_out_of_reach_is_none_and_holds():
    text = trail_text(Scenario(draws=64, rack_rate_target=1000, shipped_share=0.05, growth_after=0))
    assert json.loads(text)["results"]["share_needed"]["p50"] is None
    assert check_trail(text) == []


def leaves(value: Any, path: tuple = ()) -> list[tuple]:
    """The way to every single value of a file."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for key, inner in enumerate(value) for leaf in leaves(inner, (*path, key))]
    return [path]


OPENING = {("scenario", "link"), ("scenario", "goal"), ("trail",)}  # what the rest is computed from
LEAVES = [path for path in leaves(json.loads(TEXT)) if path not in OPENING]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(LEAVES), st.sampled_from([1e-6, -0.5]))
def test_any_changed_figure_is_found_out(path, part):
    made = json.loads(TEXT)
    place = made
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    number = isinstance(old, int | float) and not isinstance(old, bool)
    place[path[-1]] = (old * (1 + part) or 1.0) if number else f"not {old}"
    found = check_trail(json.dumps(made))
    assert len(found) == 1
    assert str(found[0]).startswith(str(path[0]))


def test_what_is_left_out_or_added_is_found_out():
    made = json.loads(TEXT)
    gone = next(iter(made["claims"]))
    del made["claims"][gone]
    made["results"]["profit_usd"] = 1
    assert [(one.place, one.written, one.computed) for one in check_trail(json.dumps(made))] == [
        (f"claims.{gone}", "nothing", one_claim(gone)),
        ("results.profit_usd", "1", "nothing"),
    ]


def one_claim(name: str) -> str:
    text = json.dumps(trail(OWN, GOAL)["claims"][name], ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:78]} …"


def test_another_version_of_model_or_data_is_said_first():
    made = json.loads(TEXT)
    made["asked"]["question"] = "Another?"
    made["made_with"]["data_sha256"] = "0" * 64
    assert [one.place for one in check_trail(json.dumps(made))] == ["made_with.data_sha256", "asked.question"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "no JSON", "[]", "null", '{"trail": 2}', '{"trail": 1}'),
        '{"trail": 1, "scenario": {"link": "rubbish", "goal": "x"}}',
        '{"trail": 1, "scenario": {"link": 7}}',
        "[" * 100_000,
        TEXT.replace('"p50"', '"p50": NaN, "p51"', 1),
        TEXT.replace("delivered_gw~", "capex_usd~").replace("energised_gw~", "capex_usd~"),
        "x" * 5_000_001,
    ],
)
def test_what_is_no_trail_gets_a_sentence(text):
    with pytest.raises(TrailError, match=r"\.$"):
        check_trail(text)


def test_the_command_says_where_a_file_differs(tmp_path: Path, shell, capsys):
    file = tmp_path / "trail.json"
    file.write_text(TEXT, "utf-8")
    assert "The trail holds" in shell(0, "verify", file).out
    file.write_text(TEXT.replace('"draws": 128', '"draws": 4096'), "utf-8")
    assert cli.main(["verify", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == "scenario.draws: the file says 4096, computed is 128\n"
    assert said.err == "1 place differs from what was computed.\n"
    for wrong in ([str(tmp_path / "none.json")], [], [str(file), "--documents", str(tmp_path)]):
        assert cli.main(["verify", *wrong]) == 2
        assert capsys.readouterr().err.startswith("explorer verify: ")
    file.write_bytes(b"\xff\xfe\x00")
    assert cli.main(["verify", str(file)]) == 2


def test_a_trail_of_another_deal_holds_over_the_folder_of_that_deal(deal: Path, tmp_path: Path):
    file = tmp_path / "trail.json"
    file.write_text(trail_text(Scenario(draws=64, seeds=deal)), "utf-8")
    assert check_trail(file.read_text("utf-8"), seeds=deal) == []
    assert cli.main(["verify", str(file), "--seeds", str(deal)]) == 0
    assert cli.main(["verify", str(file)]) == 1


def test_the_page_gives_the_trail_of_its_scenario_and_goal():
    sent: list[dict[str, Any]] = []
    page = Page(sent.append, scenario=OWN)
    page.receive({"kind": "goal", "amount": "0.5", "outcome": "energised_gw", "by": "2028-12", "chance": "80"})
    page.receive({"kind": "take", "what": "record"})
    assert (sent[-1]["file"]["type"], sent[-1]["file"]["text"]) == ("application/json", TEXT)
