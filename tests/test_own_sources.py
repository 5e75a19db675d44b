"""Another folder of the same shape: the second deal of docs/own-sources.md, a stub filled in, other defaults."""

import datetime
import html
import json
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import frictionless
import pytest

import explorer
from explorer import cli, seeds
from explorer.analysis.answer import answer, required
from explorer.analysis.backtest import SERIES
from explorer.analysis.goal import Goal, goal_dates
from explorer.datasets import columns
from explorer.documents.verification import verify
from explorer.model.equations import equations_of
from explorer.page import citing, controls, hero, pieces, words
from explorer.page.address import opened as opened_at, query
from explorer.page.charts import known as known_charts
from explorer.page.comparing import side_by_side
from explorer.page.evidence import card
from explorer.page.page import Page
from explorer.page.story import sections_of, story
from explorer.page.take import table
from explorer.page.view import View
from explorer.records import Claim, Source
from explorer.records.fields import fields_of
from explorer.scenario import ScenarioError
from explorer.seeds import newsource
from explorer.site.write import atom
from tests.cases import PLAIN
from tests.smallfolder import SHARE, change, claim, points, source, write


def told(folder: Path, *said: str) -> seeds.Seeds:
    """The seeds of a folder, once its ``deal.toml`` says these lines too."""
    change(folder / "deal.toml", ("[deal]", "\n".join(["[deal]", *said])))
    return seeds.load(folder)


def scenario_of(folder: Path | None, **given: Any) -> explorer.Scenario:
    """Of few draws, so that it takes no time."""
    return explorer.Scenario(draws=64, seeds=folder, **given)


def shown(folder: Path) -> tuple[seeds.Seeds, View, str]:
    """What a folder holds, the view that opens on it, and the story told of it."""
    held, view = seeds.load(folder), View(scenario_of(folder))
    return held, view, story(view, held)


def without_series(folder: Path) -> None:
    """Take away what counts its months from another first month."""
    shutil.rmtree(folder / "series")
    (folder / "series.toml").unlink()


def opened_in(folder: Path, *near: str) -> tuple[Page, list[dict[str, Any]]]:
    """A page of a folder, and what it has sent until all results that are near are there."""
    sent: list[dict[str, Any]] = []
    page = Page(sent.append, seeds=seeds.load(folder))
    page.receive({"kind": "open", "search": "", "narrow": False, "near": near})
    page.finish()
    return page, sent


def test_every_dataset_is_the_second_deals_own(deal, tmp_path):
    """Each public dataset, whatever is added to them, answers from the folder that it is given."""
    for name in columns.TABLES.keys() - {"series"}:
        assert "seed-000" not in getattr(explorer, name)(seeds=deal).to_csv(), name
    assert verify(tmp_path, seeds=deal) == ((), ())
    held = seeds.load(deal)
    assert list(explorer.sources(seeds=deal).index) == list(held.sources)
    assert list(explorer.claims(seeds=deal).index) == list(held.claims)
    assert list(explorer.timelines(seeds=deal).index) == ["announcement", "first-gigawatt", "volume-analysts"]
    capacity = explorer.capacity(seeds=deal)
    assert set(capacity["high_gw"]) == {6.0, 12.0}
    # 6 GW of the data centres, and 6 GW without saying of what
    assert capacity["group"]["nasdaq-power"] == capacity["group"]["engtechnica-power"]
    assert capacity["group"]["nasdaq-power"] != capacity["group"]["motley-fool-power"]
    assert explorer.investment(seeds=deal).empty


def test_without_assumptions_a_folder_is_evidence(evidence):
    assert explorer.parameters(seeds=evidence).empty
    with pytest.raises(ValueError, match="there is no series"):
        explorer.series("openai_sites_facility_gw", seeds=evidence)
    none = explorer.Scenario(seeds=evidence)
    for ask in (explorer.compare_many, explorer.differing):
        with pytest.raises(
            explorer.ArgumentError, match=r"The argument scenarios of .* has no assumptions: .* evidence"
        ):
            ask({"A": explorer.Scenario(draws=16), "B": none})
    with pytest.raises(
        ScenarioError, match="'us_share' is not a parameter; this folder of seeds has none; the settings"
    ):
        none.replace(us_share=0.2)


def test_the_sources_of_the_second_deal_are_compared(deal):
    table = explorer.agreement(seeds=deal)
    assert list(table.columns) == list(seeds.load(deal).sources)
    cells = table.loc["power"].value_counts().to_dict()
    assert cells == {"silent": 4, "agrees": 1, "states": 1, "vaguer": 1, "not-comparable": 2}
    assert table.loc["first", "evertiq-2025-10-06"] == "agrees"
    assert table.loc["stake", "motley-fool-2025-10-07"] == "differs"
    two = ["nasdaq-2025-10-06", "engtechnica-amd"]
    assert list(explorer.agreement(seeds=deal, sources=two).loc["power"]) == ["states", "vaguer"]
    # and as of a day
    assert len(explorer.sources(seeds=deal, as_of="2025-10-06")) == 4
    assert list(explorer.timelines(seeds=deal, as_of="2025-10-06").index) == ["announcement", "first-gigawatt"]
    assert set(explorer.agreement(seeds=deal, as_of="2025-10-05").to_numpy().ravel()) == {"unpublished"}


def test_the_second_deal_is_exported_as_a_valid_package_without_a_licence_of_ours(deal, tmp_path):
    theirs = shutil.copytree(deal, tmp_path / "My Seeds")
    assert cli.main(["export", str(tmp_path / "out"), "--seeds", str(theirs)]) == 0
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    names = {resource["name"] for resource in package["resources"]}
    assert names >= {"sources", "claims", "claims-json", "timelines", "capacity", "agreement", "agreement-detail"}
    assert "investment" not in names  # it has none
    assert (len(package["sources"]), package["name"]) == (9, "my-seeds")
    assert package["seeds_sha256"]
    assert not {"licenses", "version"} & {*package}


def test_the_commands_of_the_walk_through_do_what_it_says(checkout, deal, tmp_path, monkeypatch, capsys):
    text = (checkout / "docs" / "own-sources.md").read_text("utf-8")
    commands = re.findall(r"^ *explorer (.+)$", text, re.MULTILINE)
    shutil.copytree(deal, tmp_path / "docs" / "examples" / "openai-amd")
    monkeypatch.chdir(tmp_path)
    assert {(one.split()[0], one.split()[-1]): cli.main(shlex.split(one)) for one in commands} == {
        ("check", "docs/examples/openai-amd"): 0,
        ("export", "docs/examples/openai-amd"): 0,
        ("new-source", "my-deal"): 0,
        ("check", "my-deal"): 1,  # still to be filled in
        ("verify", "my-deal"): 2,  # and until then not to be read
        ("app", "my-deal"): 2,  # nor to be shown
        ("export", "my-deal"): 2,
    }
    printed = capsys.readouterr()
    assert "No fault found in 9 sources and 15 claims." in printed.out
    assert "  nasdaq-2025-10-06     4  Nasdaq / RTTNews" in printed.out
    assert "Traceback" not in printed.err
    # and it names every file of its example
    assert sorted(re.findall(r"^\| `(\S+\.toml)` \|", text, re.MULTILINE)) == sorted(one.name for one in deal.iterdir())


def test_what_a_stub_leaves_empty_is_what_check_asks_for(tmp_path):
    stub, _ = newsource.new_source("paper", seeds=tmp_path / "new", today=datetime.date(2026, 11, 21))
    assert "five" not in stub.read_text("utf-8")  # which are ours
    problems = [str(fault) for fault in seeds.check(tmp_path / "new")]
    for key in ("publisher is empty", "title is empty", "tier '' is not a known word"):
        assert any(f"sources/paper.toml, source paper: {key}" in problem for problem in problems)
    for key in ("dataset", "metric", "bound", "basis", "scope", "status"):
        assert any(f"claims/paper.toml, claim paper-1: {key} '' is not a known word" in problem for problem in problems)
    assert len(problems) == 12
    for path, record in (("sources/paper.toml", Source), ("claims/paper.toml", Claim)):  # all keys, and no unknown one
        keys = re.findall(r"^(?:# )?([a-z0-9_]+) = ", (tmp_path / "new" / path).read_text("utf-8"), re.MULTILINE)
        assert keys == [one.name for one in fields_of(record)]


def filled(path: Path, **values: str) -> None:
    """Fill in the empty keys, and take away the comment mark of the others, as a curator would."""
    text = path.read_text("utf-8")
    for key, value in values.items():
        text, count = re.subn(rf"^(?:# )?{key} = .*$", f"{key} = {value}", text, count=1, flags=re.MULTILINE)
        assert count == 1, key
    path.write_text(text, "utf-8")


def test_a_stub_once_filled_in_is_in_order(tmp_path, capsys):
    folder = tmp_path / "new"
    assert cli.main(["new-source", "paper", "--seeds", str(folder)]) == 0
    assert capsys.readouterr().out.endswith(f"then: explorer check --seeds {folder}\n")
    source = {"publisher": "A paper", "title": "A title", "tier": "trade", "published": "2026-11"}
    filled(folder / "sources" / "paper.toml", **{key: f'"{word}"' for key, word in source.items()})
    given = {"dataset": "capacity", "metric": "contracted_power", "party": "A and B", "statement": "Up to 2 GW."}
    given |= {"bound": "up_to", "unit": "GW", "basis": "stock", "scope": "unstated", "status": "plan"}
    given |= {"locator": "line 3"}
    filled(folder / "claims" / "paper.toml", high="2", **{key: f'"{word}"' for key, word in given.items()})
    assert cli.main(["check", "--seeds", str(folder)]) == 0
    assert explorer.claims(seeds=folder).loc["paper-1", "high"] == 2.0
    # a second one joins it, with nothing lost
    newsource.new_source("blog", seeds=folder)
    assert [fault.file for fault in seeds.check(folder) if "paper" in fault.file] == []


def test_nothing_is_overwritten(tmp_path, deal, shell, capsys):
    newsource.new_source("paper", seeds=tmp_path)
    change(tmp_path / "claims" / "paper.toml", ("", "# mine\n"))
    assert "the source paper is there already" in shell(2, "new-source", "paper", "--seeds", tmp_path).err
    (tmp_path / "sources" / "paper.toml").unlink()
    assert cli.main(["new-source", "paper", "--seeds", str(tmp_path)]) == 2
    assert "paper.toml is there already and is left as it is" in capsys.readouterr().err
    assert (tmp_path / "claims" / "paper.toml").read_text("utf-8").startswith("# mine")
    with pytest.raises(explorer.ExplorerError, match="is there already"):
        newsource.new_source("nasdaq-2025-10-06", seeds=deal)


def test_the_data_of_an_installed_package_is_not_for_editing(tmp_path, monkeypatch):
    monkeypatch.setattr(newsource, "default_folder", lambda: tmp_path / "bundled" / "seeds")
    with pytest.raises(explorer.ExplorerError, match="--seeds"):
        newsource.new_source("paper")


def opened(folder: Path) -> dict[str, Any]:
    """What a reader's page gets in a process of its own, which reads this folder once."""
    code = """
import json
import explorer as ex
from explorer.page.page import Page
from explorer.page.results import SEEN_IN
sent = []
page = Page(sent.append)
page.receive({"kind": "open", "search": "", "narrow": False, "near": [*frozenset().union(*SEEN_IN.values())]})
page.finish()
for what in ("brief", "record", "sentence"):
    page.receive({"kind": "take", "what": what})
page.receive({"kind": "set", "parameter": "openai_share", "part": "slider", "value": "20"})
page.finish()
assert not [one for one in sent if "said" in one or "fault" in one], sent
titles = [one["texts"]["hero-title"] for one in sent if "hero-title" in one.get("texts", {})]
chance = ex.simulate(draws=64).chance("delivered_gw", at_least=0.1, by="2029-12")
print(json.dumps({"first": titles[0], "moved": titles[-1], "parameters": len(ex.parameters()), "chance": chance}))
"""
    settings = os.environ | {seeds.SEEDS_VARIABLE: str(folder)}
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_assumption_takes_the_place_of_ours_and_the_others_stay(evidence):
    """As docs/own-sources.md says, for the app as for ``defaults``."""
    with pytest.raises(ScenarioError, match="has no parameters"):
        explorer.defaults(seeds=evidence)
    write(evidence, parameters=[SHARE])
    assert seeds.check(evidence) == []
    theirs = explorer.defaults(seeds=evidence)
    assert dict(theirs) == dict(explorer.Scenario(openai_share=0.4))
    assert explorer.simulate(theirs, draws=64)["delivered_gw"][:, -1].min() > 0
    frame: Any = explorer.parameters(seeds=evidence)
    assert list(frame.index) == list(explorer.parameters().index)
    assert frame.loc["openai_share", ["label", "central"]].tolist() == ["Another share", 0.4]
    assert frame.loc["rack_power_kw", ["central", "origin", "claim_ids"]].tolist() == [132.0, "ours", ()]
    sites = explorer.series("stargate_sites_facility_gw", seeds=evidence)
    assert sites.equals(explorer.series("stargate_sites_facility_gw"))
    shown = opened(evidence)
    assert "40%" in shown["first"]
    assert "20%" in shown["moved"]
    assert (shown["parameters"], shown["chance"]) == (len(frame), 1.0)


def test_a_folder_with_all_assumptions_opens_too_and_asks_our_question(evidence, checkout):
    ours = (checkout / "seeds" / "parameters.toml").read_text("utf-8")
    ours = re.sub(r"claim_ids = \[[^]]*\]", "claim_ids = []", ours).replace('origin = "claims"', 'origin = "ours"')
    (evidence / "parameters.toml").write_text(ours, "utf-8")
    assert seeds.check(evidence) == []
    assert dict(explorer.defaults(seeds=evidence)) == dict(explorer.Scenario())
    assert seeds.load(evidence).deal.question == seeds.load().deal.question
    assert "20%" in opened(evidence)["moved"]


def test_from_its_day_on_theirs_takes_the_place_of_ours(evidence):
    write(evidence, parameters=[SHARE | {"valid_from": "2026-02-01"}])
    before, after = (explorer.defaults(day, seeds=evidence).openai_share for day in ("2026-01-31", "2026-02-01"))
    assert (before, after) == (explorer.Scenario().openai_share, explorer.point(0.4))


DEAL = """
[deal]
question = "How many?"
buyer = "A buyer"
maker = "A maker"
news_to = "2026-03"
goal_gw = 0.5
goal_by = "2028-12"
horizon_shown = "2029-12"
[[deal.yardsticks]]
gw = 6.0
source_id = "nasdaq-2025-10-06"
name = "6 GW, all of it"
short = "6 GW"
note = "the deal"
"""
SITES = {"series": "stargate_sites_facility_gw", "title": "Our sites", "licence": "ours", "meaning": "What we count."}
SITE_ROWS = ("2025-12-31,1,0.5,,,evertiq-2025-10-06,,", "2030-01-31,50,9,,,evertiq-2025-10-06,,")


@pytest.fixture
def own_model(deal, tmp_path) -> Path:
    """The second deal with a goal, sites and one assumption of its own."""
    folder = shutil.copytree(deal, tmp_path / "deal")
    sites = SITES | {"series": "openai_sites_facility_gw", "unit": "GW", "seen": "2026-01"}
    write(folder, parameters=[SHARE], series=[sites])
    (folder / "deal.toml").write_text(DEAL, "utf-8")
    points(folder, "openai_sites_facility_gw", *SITE_ROWS)
    assert seeds.check(folder) == []
    return folder


def test_results_of_another_folder_are_of_its_values_and_dates(own_model):
    """In one process with ours: its goal, sites and defaults, wherever none are given; and nothing of ours is kept."""
    ours, theirs = explorer.Scenario(draws=64), scenario_of(own_model)
    assert repr(theirs) == f"Scenario(draws=64, seeds={str(own_model)!r})"
    assert (theirs.changes(), theirs.replace(openai_share=0.1) == ours) == ({}, False)
    assert explorer.share_curve(theirs).at == "2028-12"
    assert required(theirs).target_gw == 0.5
    assert "0.5 GW by the end of 2028" in explorer.charts.frontier(theirs).said
    assert explorer.sensitivity(theirs.replace(draws=512), "delivered_gw").attrs["at"] == "2028-12"
    assert explorer.compare_many({"A": theirs}).attrs == {"at": "2028-12", "target_gw": 0.5, "seeds": str(own_model)}
    assert "seeds" not in explorer.compare_many({"A": ours}).attrs
    assert explorer.first_break(theirs).attrs["by"] == "2029-12"
    running = {one: explorer.simulate(one, room_share=1)["energised_gw"][:, 40].max() for one in (ours, theirs)}
    assert running[ours] != running[theirs]
    held = explorer.simulate(theirs, openai_share=1, room_share=1, site_slip_months=0)["energised_gw"][:, 40].max()
    assert held <= 0.5 + 8.5 * 39 / 49 + 1e-9  # its own sites, linear between its two points
    assert list(explorer.presets(seeds=own_model))[-2:] == ["What 0.5 GW by 2028 needs", "What 6 GW by 2029 needs"]
    text = explorer.link(theirs)
    assert explorer.from_link(text, seeds=own_model) == theirs
    assert explorer.from_link(text).openai_share == theirs.openai_share
    assert pickle.loads(pickle.dumps(theirs)) == theirs
    with pytest.raises(ScenarioError, match="There is no claim 'seed-001-rack-rate-2026'"):
        explorer.believe(theirs, "seed-001-rack-rate-2026")
    with pytest.raises(explorer.ModelError, match="which lacks seed-000-rack-rate, "):
        explorer.backtest(seeds=own_model)
    assert explorer.trail(theirs)["made_with"]["data_sha256"] == seeds.checksum(own_model)
    assert "the end of 2028" in explorer.brief(theirs)  # the month of its own goal


def test_two_deals_are_compared_by_steps_only_where_these_lead_from_one_to_the_other(own_model, checkout, tmp_path):
    """What differs beside the assumptions, here the sites, has no step: the last one would not end at the second."""
    ours, theirs = explorer.Scenario(draws=64), scenario_of(own_model)
    for pair in ((ours, theirs), (theirs, ours)):
        with pytest.raises(explorer.ModelError, match="two folders whose months, sites or booms differ"):
            explorer.compare(*pair, "energised_gw", at="2029-12")
    copy = shutil.copytree(checkout / "seeds", tmp_path / "copy")
    other = explorer.Scenario(draws=32, openai_share=0.2, seeds=copy)
    steps = explorer.compare(ours, other, "energised_gw", at="2029-12")
    assert list(steps.index) == ["openai_share"]
    assert (
        steps.attrs["median_b"]
        == explorer.compare(ours, ours.replace(openai_share=0.2), "energised_gw").attrs["median_b"]
    )


def test_another_deal_counts_from_its_own_first_month(own_model):
    """Four months later than ours. What is counted in months moves along; what has a date in the calendar stays."""
    without_series(own_model)
    told(own_model, 'first_month = "2026-03"')
    plain: Any = dict(PLAIN)
    theirs, ours = explorer.Scenario(seeds=own_model, **plain), explorer.Scenario(**plain)
    assert theirs.months[0] == "2026-03"
    assert explorer.from_link(explorer.link(theirs), seeds=own_model) == theirs
    late, early = explorer.simulate(theirs), explorer.simulate(ours)
    assert (late.at("shipped", "2028-04") == early.at("shipped", "2027-12")).all()
    own, usual = (equations_of(one.replace(compute_spend_start_usd_per_yr=1e12)) for one in (theirs, ours))
    assert own.sites(33) == pytest.approx(usual.sites(37))  # both December 2028
    ends = [own.money(t)[0] for t in (0, 57)]  # spending grows to the end of 2030
    assert ends == [usual.money(t)[0] for t in (0, 61)]
    sites: Any = explorer.series("stargate_sites_facility_gw", seeds=own_model)["month"]
    assert sites.tolist() == [-5, -3, 2, 8, 33]
    path = {"2026-03": 100, "2028-03": 300}
    power = explorer.simulate(theirs, rack_power_path=path, it_overhead=1, facility_overhead=1)
    given = power.at("delivered_gw", "2026-03") / power.at("openai_shipped", "2026-03")
    assert given == pytest.approx(100 / 1e6)
    chart: Any = explorer.charts.fan(late, "shipped")
    assert (chart.data[1].x[0], chart.layout.xaxis.range) == ("2026-03-31", ("2026-03-31", "2029-12-31"))
    assert "the rack rate of March 2026" in explorer.notices(theirs.replace(rack_rate_target=1))[-1]
    with pytest.raises(ScenarioError, match="horizon 2026-01 is not between 2026-03 and 2040-12"):
        explorer.Scenario(seeds=own_model, horizon="2026-01")
    opened_in(own_model, "answer", "sentence")
    assert goal_dates(seeds.load(own_model).deal) == ("2027-12", "2028-12", "2029-12")
    change(own_model / "deal.toml", ("2026-03", "2029-03"))
    assert "first_month comes not before goal_by" in str(seeds.check(own_model)[0])


def test_charts_of_another_folder_carry_its_names_and_dates(own_model):
    """Drawn from a scenario, a projection, a frame or nothing but the seeds."""
    theirs, held = scenario_of(own_model), seeds.load(own_model)
    charts = explorer.charts
    made = [
        charts.shares(theirs),
        charts.shares(seeds=held),
        charts.fan(explorer.simulate(theirs)),
        charts.dots(explorer.simulate(theirs)),
        charts.waterfall(explorer.compare(theirs, theirs.replace(openai_share=0.2), "delivered_gw")),
        charts.frontier(theirs),
    ]
    layouts = [json.dumps(one.to_plotly_json()["layout"], default=str) for one in made]
    for text in layouts:
        assert not re.search("OpenAI|Foxconn|2030", text)
        assert "March 2026" in text
    assert "the end of 2028" in layouts[0]
    assert "For 0.5 GW by the end of 2028, with" in layouts[-1]
    assert "A maker ships" in charts.chain(explorer.simulate(theirs))
    assert "A buyer" in " ".join(layouts)


def test_the_page_of_another_folder_in_the_same_process_is_its_own(own_model):
    page, sent = opened_in(own_model, "answer")
    assert page.view.goal == Goal.of(seeds.load(own_model).deal)
    assert page.view.scenario.openai_share == explorer.point(0.4)
    assert "40%" in next(one["texts"]["hero-title"] for one in sent if "hero-title" in one.get("texts", {}))
    assert not [one for one in sent if "fault" in one]
    for pointed in (citing.citation(page.view.scenario), citing.correction(page.seeds)):
        assert f"data to March 2026 ({seeds.checksum(own_model)[:12]})" in unquote_plus(pointed)
    assert citing.citation(page.view.scenario).startswith("The deal authors (2026). ")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"parameter": "openai_shar"},
            "parameter openai_shar: this model has no such assumption. Use 'openai_share', or",
        ),
        ({"unit": "ratio"}, "openai_share: it is in ratio, while this model takes it in share. Convert the figures"),
        (
            {"parameter": "shipped_share", "kind": "uniform", "central": None, "high": 2, "upper_bound": 3},
            "low or high lies outside the bounds of this model, 0 to 1 share",
        ),
        (
            {"kind": "interval90", "high": 1},
            "more than 1% of its interval90 lies outside the bounds. Narrow it, or take another",
        ),
    ],
)
def test_what_the_model_cannot_take_is_named_by_check_and_by_all_else(evidence, shell, changes, said):
    given = {key: value for key, value in (SHARE | changes).items() if value is not None}
    write(evidence, parameters=[given])
    assert said in shell(1, "check", "--seeds", evidence).out
    assert said in shell(2, "app", "--no-browser", "--seeds", evidence).err
    with pytest.raises(seeds.SeedsError, match=re.escape(said)):
        explorer.defaults(seeds=evidence)


@pytest.mark.parametrize(
    ("unit", "row", "said"),
    [
        ("TWD", "2026-01-31,2,1.0,,,evertiq-2025-10-06,,", "it is in TWD, while this model takes it in GW"),
        ("GW", "2026-01-31,,1.0,,,evertiq-2025-10-06,,", "it has fewer than two points with a month"),
        ("GW", None, "the file is missing"),
    ],
)
def test_a_series_in_the_place_of_ours_has_to_do_in_it(evidence, unit, row, said):
    write(evidence, parameters=[SHARE], series=[SITES | {"unit": unit}])
    if row is not None:
        points(evidence, "stargate_sites_facility_gw", SITE_ROWS[0], row)
    assert said in "\n".join(map(str, seeds.check(evidence)))


def test_what_a_deal_has_no_part_for_is_neutral_and_not_shown(deal):
    held, neutral = seeds.load(deal), seeds.load().parameters
    assert held.deal.without
    for name in held.deal.without:
        assert held.parameters[name].low == held.parameters[name].high == neutral[name].neutral
    assert held.assumptions.keys() == held.parameters.keys() - {*held.deal.without}
    assert explorer.defaults(seeds=deal)["shipped_share"] == explorer.point(1)
    frame = explorer.parameters(seeds=deal)
    assert not frame["label"].str.contains("Foxconn")[[*held.assumptions]].any()
    scenario = scenario_of(deal)
    assert held.parameters["us_share"].label not in scenario._repr_html_()
    assert f"{len(held.assumptions)} as we start" in scenario._repr_html_()
    assert held.parameters["us_share"].label in scenario.replace(us_share=0.5)._repr_html_()
    shown = explorer.simulate(scenario)._repr_html_()
    assert "racks shipped" in shown
    assert not re.search("made in the U.S.|investment", shown)


def test_without_takes_only_what_has_a_neutral_value(deal, tmp_path):
    folder = shutil.copytree(deal, tmp_path / "deal")
    change(folder / "deal.toml", ('"us_share"', '"rack_power_kw", "us_shar"'))
    problems = "\n".join(map(str, seeds.check(folder)))
    assert "without names rack_power_kw, which has no neutral value" in problems
    assert "it names the parameter 'us_shar', which is not there" in problems


def test_the_page_of_another_deal_speaks_of_that_deal(deal):
    """Its story in the folder's own words: neither our maker nor what the deal has no part for."""
    held = seeds.load(deal)
    page = story(View(explorer.Scenario(seeds=deal)), held)
    assert "model" not in sections_of(held)
    assert "Foxconn" not in page
    assert "all the Helios racks AMD ships" in page
    assert 'data-parameter="rack_power_kw"' in page
    assert 'data-parameter="us_share"' not in page


def test_what_is_no_rack_is_never_called_one_in_a_sentence(own_model):
    """``unit`` of the deal names what the maker ships: in full first, by its last word after that."""
    held = told(own_model, 'unit = "battery containers"')
    scenario = explorer.Scenario(seeds=own_model, draws=256)
    poor = scenario_of(own_model, rent_usd_per_gw_yr=9e11)
    words_of = (
        words.need_sentence(answer(scenario).required, held.deal),
        words.every_rack_sentence(answer(poor).required, held.deal),
        words.racks_in(0.1, held.deal.short_units),
        *(
            hero.hero(View(scenario=scenario.replace(openai_share=share)), held)["texts"]["hero-title"]
            for share in (0.2, 0)
        ),
        explorer.charts.chain(explorer.simulate(scenario)),
        json.dumps(explorer.charts.shares(scenario).to_plotly_json()["layout"], default=str),
    )
    for text in words_of:
        assert "containers" in text
        assert not re.search(r"\brack", text), text
    assert words.need_sentence(answer(scenario).required, held.deal).count("battery containers") == 1


def test_what_a_deal_takes_from_us_asks_its_own_parties(own_model):
    held = seeds.load(own_model)
    for one in held.parameter_versions:
        assert not re.search("Foxconn|OpenAI", f"{one.label} {one.ask} {one.question}"), one
    assert held.parameters["shipped_share"].ask == "A maker"
    assert held.parameters["compute_spend_end_usd_per_yr"].label == "A buyer's yearly compute spending, December 2030"


def test_a_goal_of_any_month_of_the_deal_can_be_kept_and_set(own_model):
    """Before our first month, and within a year: it is among the dates that the page offers."""
    text = DEAL.replace("2026-03", "2023-06").replace("2028-12", "2025-09").replace("2029-12", "2026-12")
    (own_model / "deal.toml").write_text(text, "utf-8")
    without_series(own_model)
    held = told(own_model, 'first_month = "2023-05"')
    scenario = scenario_of(own_model)
    assert answer(scenario).required.by == "2025-09"
    assert goal_dates(held.deal) == ("2024-12", "2025-09", "2025-12", "2026-12")
    assert '<option value="2025-09" selected>September 2025</option>' in story(View(scenario), held)
    page, sent = opened_in(own_model, "two")
    page.receive({"kind": "goal", "amount": "0.4", "by": "2025-09", "chance": "50", "outcome": "delivered_gw"})
    page.finish()
    assert not [one for one in sent if "fault" in one], sent
    assert page.view.goal == Goal("delivered_gw", 0.4, "2025-09", 0.5, after="2023-05")
    assert explorer.check_trail(explorer.trail_text(scenario), seeds=own_model) == []
    dated = [name for name in explorer.trail(scenario)["results"]["shipped"] if name != "unit"]
    assert dated == ["2025-09", "2026-12"]  # of the goal, and the last that is shown
    rows = side_by_side((("A", scenario),), scenario.replace(openai_share=0.3), Goal.of(held.deal))["dated"]
    assert [row[0].rpartition(", ")[2] for row in rows[:2]] == ["September 2025", "the end of 2026"]


SERVERS = """
[unit]
"servers/week" = { meaning = "servers a week", basis = "rate" }
servers = "servers"
[metric]
server_rate = { meaning = "servers made", datasets = ["capacity"] }
"""


def test_figures_in_units_of_another_deal_are_drawn_a_week(tmp_path):
    text = DEAL.partition("[[deal.yardsticks]]")[0].replace("[deal]", '[deal]\nunit = "GPU servers"')
    (tmp_path / "deal.toml").write_text(text, "utf-8")
    (tmp_path / "vocabulary.toml").write_text(SERVERS, "utf-8")
    rate = {"metric": "server_rate", "party": "A maker", "unit": "servers/week"}
    month = {"period_start": "2026-01", "period_end": "2026-01", "unit": "servers", "basis": "total", "central": 310}
    claims = [claim("rate", "paper", **rate), claim("count", "paper", **{**rate, **month})]
    frame = explorer.capacity(seeds=write(tmp_path, sources=[source("paper")], claims=claims))
    assert frame["central_racks_per_week"].tolist() == [1000.0, pytest.approx(70.0)]
    assert "Servers a week, at most: 1,000 aimed for" in str(explorer.charts.capacity(frame).to_plotly_json())


def test_a_claim_in_units_of_another_deal_can_be_put_in_for_an_assumption(own_model):
    told(own_model, 'unit = "GPU servers"')
    (own_model / "vocabulary.toml").write_text(SERVERS, "utf-8")
    rate = {"metric": "server_rate", "party": "A maker", "unit": "servers/week", "central": 300}
    write(own_model / "claims", claims=[claim("rate", "evertiq-2025-10-06", **rate)])
    ours = {"parameter": "rack_rate_start", "claim_ids": ["rate"], "reason": "As counted.", "origin": "claims"}
    ours |= {**dict.fromkeys(("low", "central", "high"), 300), "upper_bound": 5000, "step": 10, "group": "Production"}
    write(own_model, parameters=[SHARE, SHARE | ours | {"unit": "racks/week", "label": "Servers per week"}])
    held = seeds.load(own_model)
    assert [one.label for one in card(held.claims["rate"], held)["parameters"]] == ["Servers per week"]
    assert explorer.believe(explorer.Scenario(seeds=own_model), "rate").rack_rate_start == explorer.point(300)


def test_words_for_any_deal_mean_no_party_of_ours():
    """But for those that name one themselves, and what only we tell of: `tech_day` and `broadcom_part`."""
    words_of = seeds.load().vocabulary
    meanings = {word: meaning for name in words_of for word, meaning in words_of.meanings(name).items()}
    ours = {word for word, meaning in meanings.items() if re.search("OpenAI|Foxconn", meaning)}
    assert {word for word in ours if not re.match("openai|foxconn", word)} == {"tech_day", "broadcom_part"}


def test_a_link_says_where_it_was_made_for_another_deal(own_model, deal, tmp_path):
    ours, theirs, third = (View(scenario_of(folder)) for folder in (None, own_model, deal))
    moved = [query(one.replace(scenario=one.scenario.replace(openai_share=0.3))) for one in (ours, theirs, third)]
    assert "d=" not in moved[0]
    assert moved[1].endswith("&d=A-buyer-A-maker")
    for made, link in enumerate(moved):
        for opening, view in enumerate((ours, theirs, third)):
            shown, said = opened_at(link, view)
            assert shown.scenario.openai_share == explorer.point(0.3)
            assert [one for one in said if "made for another deal" in one] == said
            assert bool(said) == (made != opening)
    assert opened_at("", theirs)[1] == []
    record = explorer.trail(theirs.scenario)["scenario"]
    saved = f"s={record['link']}&g={record['goal']}&d={record['deal']}"
    cited = citing.citation(theirs.scenario, "https://app.example/").rpartition("?")[2]
    in_brief = re.search(r"In the app: \?(\S+?)[.<\s]*<", explorer.brief(theirs.scenario.replace(openai_share=0.3)))
    assert in_brief
    for link in (saved, cited, html.unescape(in_brief[1])):
        assert opened_at(link, theirs)[1] == []
        assert "made for another deal" in " ".join(opened_at(link, ours)[1])
    same = shutil.copytree(seeds.load().folder, tmp_path / "same")  # a copy of ours, of the same parties
    assert opened_at(moved[0], View(explorer.Scenario(seeds=same)))[1] == []


def test_nothing_of_another_folder_is_on_terms_of_ours(own_model):
    """As in its export: on what terms its data are, its curator knows; and who stands behind it, too."""
    held, scenario = seeds.load(own_model), scenario_of(own_model)
    view, ours = View(scenario), View(explorer.Scenario(draws=64))

    def texts(of: View, known: seeds.Seeds) -> tuple[str, ...]:
        spec = known_charts(of)["shares"](of, known)["meta"]
        pages = story(of, known), pieces.place("download", {}, of, known), atom(known)
        return (*pages, citing.citation(of.scenario), table(spec, of, known, ""), explorer.trail_text(of.scenario))

    terms = r"CC.BY|Creative Commons|our work|no stake|tree/main/seeds|Buildout explorer: what|explorer authors"
    cards, search = pieces.cards(["nasdaq-power"], held), pieces.place("claims", {}, view, held)
    for text in (*texts(view, held), cards, search):
        assert not re.search(f"{terms}|a correction|2,000 a week", text)
    assert "<b>People.</b> The deal authors." in texts(view, held)[0]
    assert "<author><name>The deal authors</name></author>" in atom(held)
    assert all(re.search("CC.BY|Creative Commons", text) for text in texts(ours, seeds.load()))
    assert "<code>explorer export FOLDER --seeds SEEDS</code>" in texts(view, held)[1]
    assert ("#deal/changes</id>" in atom(held), "How many?" in atom(held)) == (True, True)


def test_headings_of_another_deal_are_its_own(own_model):
    """With ``later`` in its ``deal.toml`` what it says, else what holds of any deal; units in place of racks."""
    target = {"target_id": "first", "title": "The first gigawatt", "party": "A maker", "rule": "Once it runs."}
    (own_model / "vocabulary.toml").write_text(SERVERS, "utf-8")
    rate = claim("rate", "evertiq-2025-10-06", metric="server_rate", unit="servers/week")
    write(own_model / "claims", claims=[rate])
    write(own_model, scorecard=[target | {"claim_ids": ["nasdaq-power"], "leads": True}])
    for said, heading in (('unit = "GPU servers"', "What has come of it"), ('come_of_it = "So far"', "So far")):
        told(own_model, said)
        held, view, page = shown(own_model)
        assert page.count(f">{heading}<") == 2  # of the part, and in the list of parts
        assert page.count("What has come of it") == (2 if heading == "What has come of it" else 1)  # once a part
        assert f"<h2>{heading}</h2>" in explorer.brief(view.scenario)
        assert "Servers and gigawatts, claim by claim" in page
        assert "<summary>Server</summary>" in page  # of the assumptions
        assert "<h1>Servers and gigawatts</h1>" in pieces.place("racks", {}, view, held)
        assert not re.search("One year on|Racks and", page)
    write(own_model, scorecard=[target | {"claim_ids": ["nasdaq-power"]}])  # of which a reader sees none first
    assert 'href="#year"' not in shown(own_model)[2]


def test_a_page_of_figures_is_called_by_what_they_are_in_and_is_left_out_where_there_are_none(deal, evidence):
    assert pieces.places(seeds.load(deal))["racks"] == "Gigawatts"
    named = ("nasdaq-power", "motley-fool-power", "engtechnica-power", "8k-power", "sectally-both")
    text = (evidence / "claims.toml").read_text("utf-8").split("[[claim]]")
    kept = [one for one in text if not any(f'"{name}"' in one for name in named)]
    (evidence / "claims.toml").write_text("[[claim]]".join(kept), "utf-8")
    assert "racks" not in pieces.places(seeds.load(evidence))


def test_words_of_ours_say_the_units_of_another_deal_but_those_that_name_racks_themselves(own_model):
    (own_model / "vocabulary.toml").write_text('[scope]\nhall = "all racks of a hall"\n', "utf-8")
    held, ours = told(own_model, 'unit = "GPU servers"'), seeds.load().vocabulary["metric"]
    metrics = held.vocabulary["metric"]
    assert metrics["deployment_start"].meaning == "when putting servers to work begins"
    assert ours["deployment_start"].meaning == "when putting racks to work begins"
    assert metrics["rack_price"] == ours["rack_price"]
    assert held.vocabulary["scope"]["hall"].meaning == "all racks of a hall"
    view = View(scenario_of(own_model))
    assert ">when putting servers to work begins</option>" in pieces.place("claims", {}, view, held)
    assert "when putting servers to work begins; " in pieces.cards(["nasdaq-first"], held)
    assert cli.main(["export", str(own_model.parent / "out"), "--seeds", str(own_model)]) == 0
    package = json.loads((own_model.parent / "out" / "datapackage.json").read_text("utf-8"))
    (capacity,) = (one for one in package["resources"] if one["name"] == "capacity")
    assert capacity["description"].startswith("The claims about servers and gigawatts, ")
    assert "servers/week" in [one.get("unit") for one in capacity["schema"]["fields"]]


def test_predictions_are_shown_also_where_there_is_no_back_test(own_model):
    foreseen = {"prediction_id": "servers", "what": "GPU servers shipped in 2027", "party": "A maker", "version": 2}
    foreseen |= {"measure": "shipped", "by": "2027-12", "low": 1, "median": 2, "high": 3, "made": "2026-03-01"}
    write(own_model, predictions=[foreseen | {"rule": "By a count.", "claim_ids": ["nasdaq-power"]}])
    page = shown(own_model)[2]
    assert "GPU servers shipped in 2027" in page
    assert "How good is this model?" in page
    assert "Every forecast it would have made" not in page
    assert explorer.scorecard(seeds=own_model)["title"].iloc[-1].startswith("Our prediction, GPU servers shipped")


def test_series_named_as_those_of_our_back_test_do_not_bring_ours_to_the_page(own_model):
    named = [{"series": name, "unit": seeds.load().series[name].unit} for name in SERIES]
    write(own_model, series=[{**SITES, **one} for one in named])
    for name in SERIES:
        points(own_model, name, "2025-12-31,1,5,,,evertiq-2025-10-06,,", "2026-03-31,4,9,,,evertiq-2025-10-06,,")
    (own_model / "series" / "openai_sites_facility_gw.csv").unlink()
    page = shown(own_model)[2]
    assert "How good is this model?" not in page
    assert 'data-chart="backtest"' not in page


def test_the_layer_of_a_whole_buyer_names_that_of_the_folder(own_model):
    lane = {"lane_id": "all", "layer": "whole", "name": "Agreed", "state": "contracted", "claim_ids": ["nasdaq-power"]}
    write(own_model, gigawatts=[lane | {"counts": True}])
    frame = explorer.gigawatts(seeds=own_model)
    for drawn in (explorer.charts.gigawatts(frame), explorer.charts.one_scale(frame)):
        text = json.dumps(drawn.to_plotly_json(), default=str)
        assert "A buyer as a whole" in text
        assert "OpenAI as a whole" not in text


def test_units_of_another_deal_stand_at_its_assumptions_and_outcomes(own_model):
    without_series(own_model)
    held = told(own_model, 'unit = "GPU servers"', 'first_month = "2026-03"')
    scenario = scenario_of(own_model)
    assert held.parameters["rack_power_kw"].label == "Power per server, now"
    assert held.parameters["rack_rate_start"].label == "Servers per week, March 2026"
    assert {one.units for one in held.parameter_versions} == {"servers"}
    price = controls.control(held.parameters["rack_price_usd"], scenario.rack_price_usd)
    assert price["of"].display.unit == "$ m a server"
    assert held.parameters["room_share"].reason.startswith("Taken from another deal: Part of OpenAI's sites")
    assert held.parameters["openai_share"].reason == SHARE["reason"]
    steps = explorer.compare(scenario, scenario.replace(rack_power_kw=20), "shipped")
    needed = explorer.solve(scenario, "rack_rate_target", "openai_shipped", at_least=9000, by="2028-12")
    texts = (
        scenario._repr_html_(),
        explorer.simulate(scenario)._repr_html_(),
        needed._repr_html_(),
        *explorer.notices(scenario.replace(rack_price_usd=9e7, us_share=0.1, rack_power_kw=1900, rack_rate_start=9999)),
        *(
            json.dumps(one.to_plotly_json(), default=str)
            for one in (
                explorer.charts.fan(explorer.simulate(scenario), "shipped"),
                explorer.charts.frontier(scenario),
                explorer.charts.waterfall(steps, seeds=held),
                explorer.charts.tornado(explorer.sensitivity(scenario, "shipped"), seeds=held),
            )
        ),
    )
    for text in texts:
        assert re.search(r"\bserver", text), text
        others = re.sub('"(racks/week|kW/rack|USD/rack)"', "", text)  # the model's own units stand beside its numbers
        assert not re.search(r"\bracks?\b", others, re.IGNORECASE), text


def test_sites_of_our_buyer_are_not_drawn_as_those_of_another(own_model, deal):
    def fan(folder: Path) -> str:
        scenario = scenario_of(folder)
        return json.dumps(explorer.charts.fan(explorer.simulate(scenario)).to_plotly_json(), default=str)

    assert "A buyer\\u2019s tracked sites" in fan(own_model)  # a series of its own
    assert "OpenAI\\u2019s tracked sites" in fan(deal)  # ours, of the same buyer
    without_series(own_model)
    assert not re.search("tracked sites|Epoch", fan(own_model))


def test_evidence_that_asks_nothing_is_not_given_our_question(evidence):
    deal = seeds.load(evidence).deal
    page = str(story(View(), seeds.load(evidence)))
    assert "What do the sources say?" in page
    assert not re.search("OpenAI may buy|Five articles|share of the racks", page)
    assert (deal.parted, deal.parted_note, deal.unfound) == ("", "", ())
    assert (deal.announced, deal.year_heading) == ("", "What has come of it")


def test_the_brief_of_another_deal_has_its_heading_and_none_without_content(own_model):
    brief = explorer.brief(scenario_of(own_model))
    assert "Where the sources part" in brief
    assert "five articles" not in brief
    (own_model / "stories.toml").unlink()
    assert not re.search("Where the sources part|One year on", explorer.brief(scenario_of(own_model)))


def test_money_of_the_maker_is_shown_only_where_a_claim_gives_a_sum(own_model):
    told(own_model, 'money = "What it would put in"')
    order = {"dataset": "investment", "metric": "contract_value", "central": 9e8, "unit": "USD", "basis": "total"}
    write(own_model / "claims", claims=[claim("order", "evertiq-2025-10-06", **order)])
    assert "What it would put in" not in shown(own_model)[2]
    words_of = '[metric]\nmaker_investment = { meaning = "money of the maker", datasets = ["investment"] }\n'
    (own_model / "vocabulary.toml").write_text(words_of, "utf-8")
    sums = {"party": "A maker", "metric": "maker_investment"}
    others = {"party": "A maker in Ohio", "metric": "maker_investment", "central": 7e9}
    both = {"whole": order | sums, "part": order | others}
    write(own_model / "claims", claims=[claim(name, "evertiq-2025-10-06", **one) for name, one in both.items()])
    assert "What it would put in" in shown(own_model)[2]
    drawn = str(explorer.charts.investment(explorer.investment(seeds=own_model)).to_plotly_json())
    assert "$900m" in drawn
    assert "$7bn" not in drawn


def test_months_of_a_deal_that_nothing_could_be_drawn_for_are_named(own_model):
    text = DEAL.replace("2028-12", "2060-12").replace('"2029-12"', '"2026-03"')
    (own_model / "deal.toml").write_text(text, "utf-8")
    change(own_model / "series" / "openai_sites_facility_gw.csv", ("2025-12-31,1,", "2025-12-31,9,"))
    uncounted = "2025-12-31 has month 9, and is in month 1. Count from first_month, 2025-11, which is 0."
    assert [str(fault) for fault in seeds.check(own_model)] == [
        "deal.toml, deal: goal_by is after 2035-12, the last month that is simulated. Bring it forward.",
        (
            "deal.toml, deal: horizon_shown, 2026-03, is not after news_to, 2026-03, where the charts begin. "
            "Give a later month."
        ),
        f"series/openai_sites_facility_gw.csv, series openai_sites_facility_gw: {uncounted}",
    ]
    assert explorer.Scenario().horizon == "2035-12"


PRESET = {"preset_id": "more", "name": "More", "question": "What if?", "reason": "To see."}
CHANGE = 'changes = [{{ parameter = "rack_rate_target", low = {}, high = {} }}]\n'
SHARED = CHANGE.format(1, 1).replace("rack_rate_target", "us_share")
WITHOUT = 'without = ["us_share"]'
UNFILLED = '[[number]]\nnumber_id = "stake"\nsentence = "It is {1}."\nclaim_ids = ["nasdaq-warrant"]\n'
GENERATION = 'without = ["next_rack_power_kw", "next_rack_takeover_months", "next_rack_price_usd"]'


@pytest.mark.parametrize(
    ("file", "was", "now", "said"),
    [
        ("deal.toml", "goal_gw = 0.5", "goal_gw = 1001", "goal_gw is 1001. Give gigawatts, from 0.01 to 1,000."),
        ("deal.toml", 'news_to = "2026-03"', 'news_to = "2029-03"', "news_to is 2029-03, which has yet to come."),
        ("deal.toml", WITHOUT, GENERATION, "not next_rack_start. Name all four, or none."),
        ("presets.toml", "", CHANGE.format(0, 99999), "low or high of rack_rate_target lies outside its bounds, 0 to"),
        ("presets.toml", "", SHARED, "the deal has no part for us_share. Take this change out."),
        ("presets.toml", "", CHANGE.format(9, 8), "low is above high. Exchange them."),
        ("presets.toml", '"other"\nname = "Other"', '"other"\nname = "More"', "the name 'More' is used twice."),
        ("press.toml", "2027-12", "2045-12", "by, 2045-12, is none of the months that are simulated, 2025-11 to"),
        ("press.toml", "2026-12", "2020-12", "since, 2020-12, is none of the months that are simulated, 2025-11 to"),
        ("press.toml", "2026-12", "2027-12", "since comes not before by. Mend one of them."),
        ("press.toml", "", UNFILLED, "'nasdaq-warrant' has no figure for the place {1}. Name another claim, or"),
    ],
)
def test_what_could_not_be_computed_is_named_by_check(own_model, file, was, now, said):
    told(own_model, WITHOUT)
    number = {"number_id": "made", "sentence": "{middle} racks.", "measure": "shipped"}
    write(
        own_model,
        presets=[PRESET | {"preset_id": "other", "name": "Other"}, PRESET],
        press=[number | {"since": "2026-12", "by": "2027-12"}],
    )
    assert seeds.check(own_model) == []
    text = (own_model / file).read_text("utf-8")
    change(own_model / file, (was, now) if was else (text, text + now))
    (fault,) = map(str, seeds.check(own_model))
    assert fault.startswith(f"{file}, ")
    assert said in fault


def test_all_that_takes_a_model_is_named_at_once_where_a_folder_has_none(deal, tmp_path):
    folder = shutil.copytree(deal, tmp_path / "deal", ignore=shutil.ignore_patterns("parameters.toml"))
    assert [str(fault) for fault in seeds.check(folder)] == [
        (
            "deal.toml, deal: without names assumptions, and the folder has no model. "
            "Write parameters.toml, or take without out."
        ),
        (
            "press.toml, number racks-needed: measure racks_needed is computed, and the folder has no model. "
            "Write parameters.toml, or take this number out."
        ),
    ]


def test_a_faulty_deal_hides_no_fault_of_others_and_is_blamed_for_none(own_model):
    filled(own_model / "sources.toml", retrieved='"2099-01-01"')
    write(own_model, presets=[PRESET])
    (own_model / "presets.toml").open("a", encoding="utf-8").write(CHANGE.format(0, 99999))
    (own_model / "deal.toml").write_text(DEAL.replace("goal_gw = 0.5", 'goal_gw = "half"'), "utf-8")
    assert [str(one).partition(". ")[0] for one in seeds.check(own_model)] == [
        "deal.toml, deal: goal_gw is 'half', not a finite number",
        "sources.toml, source nasdaq-2025-10-06: retrieved is 2099-01-01, which has yet to come",
        "presets.toml, preset more: low or high of rack_rate_target lies outside its bounds, 0 to 20,000 racks/week",
    ]


def test_one_claim_of_one_source_is_said_of_one(tmp_path):
    held = seeds.load(write(tmp_path, sources=[source("paper")], claims=[claim("c", "paper")]))
    assert str(story(View(), held)).count("1 claim from 1 source, each") == 2


EXAMPLES = sorted(path.parent for path in (Path(__file__).parent.parent / "docs/examples").glob("*/sources.toml"))


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_each_example_is_in_order_and_tells_a_story_of_its_own(folder):
    assert seeds.check(folder) == []
    held = seeds.load(folder)
    assert {claim for one in held.stories.values() for claim in one.claim_ids} <= held.claims.keys()
    if not held.parameters:
        page = str(story(View(), held, live=False))
        assert held.deal.parted in page
        assert "Foxconn" not in page
        assert 'href="#year"' not in page  # nothing was said to happen that could be looked up


def test_what_needs_a_model_says_so_where_a_folder_holds_evidence_alone(evidence):
    """Whatever takes a scenario, and the page's own messages."""
    empty = explorer.Scenario(seeds=evidence)
    assert explorer.link(empty)
    calls = [
        lambda: explorer.simulate(empty),
        lambda: explorer.solve(empty, "openai_share", "delivered_gw", at_least=1, by="2029-12"),
        lambda: explorer.compare(empty, explorer.Scenario(), "delivered_gw"),
        lambda: explorer.notices(empty),
        lambda: explorer.brief(empty),
        lambda: explorer.charts.shares(seeds=seeds.load(evidence)),
        lambda: explorer.defaults(seeds=evidence),
        lambda: explorer.panels.answer(empty),
        lambda: explorer.panels.assumptions(scenario=empty),
    ]
    for call in calls:
        with pytest.raises(explorer.ExplorerError, match=re.escape(f"{evidence} h")):
            call()
    assert [explorer.app(empty).page.seeds.folder, explorer.app(seeds=evidence).page.seeds.folder] == [evidence] * 2
    assert explorer.panels.part("claims", "ladder", "matters", scenario=empty).sections == ("ladder",)
    sent: list[dict[str, Any]] = []
    page = Page(sent.append, seeds=seeds.load(evidence))
    for what in ("sentence", "record", "brief"):
        page.receive({"kind": "take", "what": what})
        assert "no model on this page" in sent[-1]["fault"]
    page.receive({"kind": "take", "what": "code", "name": "shares"})
    assert sent[-1]["fault"] == "There is no chart of that name; nothing was changed."
    page.receive({"kind": "open", "search": "?embed=shares"})
    assert "called \u201cshares\u201d here. There is backtest, rack-claims, money-claims" in sent[-1]["embed"]
    page.receive({"kind": "take", "what": "citation"})
    assert sent[-1]["copy"]


def test_the_commands_and_the_site_of_evidence_alone(checkout, tmp_path):
    deal = str(checkout / "docs/examples/anthropic-google")
    code = """
from explorer import cli
print([cli.main(one) for one in (["answer"], ["brief"])])
"""
    settings = os.environ | {seeds.SEEDS_VARIABLE: deal, "PYTHONPATH": str(checkout)}
    done = subprocess.run([sys.executable, "-c", code], env=settings, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[2, 2]", done.stderr
    assert done.stderr.count("holds evidence and no assumptions for the model.") == 2
    assert cli.main(["export", "--site", str(tmp_path / "site"), "--seeds", deal]) == 0
    assert (tmp_path / "site/claims.html").is_file()
    assert "brief" not in (tmp_path / "site/index.html").read_text("utf-8")
    assert not (tmp_path / "site/brief.html").exists()
    assert (tmp_path / "site/racks.html").read_text("utf-8").count("<h2") == 1  # no chart of gigawatts without any


def test_a_folder_without_milestones_has_a_site_without_a_timeline(evidence, tmp_path):
    (evidence / "milestones.toml").unlink()
    assert cli.main(["export", "--site", str(tmp_path / "site"), "--seeds", str(evidence)]) == 0
    assert not (tmp_path / "site/timeline.html").exists()
    assert "timeline.html" not in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_folder_with_supply_cases_of_its_own_shows_them_beside_ours(checkout, tmp_path):
    """Handed on and not installed: the names are those of the folder."""
    folder = tmp_path / "theirs"
    shutil.copytree(checkout / "seeds", folder)
    change(folder / "presets.toml", ('name = "As counted"', 'name = "As seen at the gate"'))
    theirs = seeds.load(folder)
    assert next(iter(hero.supply_cases(theirs))) == "As seen at the gate"
    sent: list[dict[str, Any]] = []
    page = Page(sent.append, seeds=theirs)
    page.receive({"kind": "case", "name": "As seen at the gate"})
    assert sent[-1]["case"] == "As seen at the gate"
    assert "As seen at the gate" not in hero.supply_cases(seeds.load())
