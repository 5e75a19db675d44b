"""The curated data: read, checked, all faults at once."""

import datetime
import json
import os
import shutil
from pathlib import Path

import pytest

from explorer import seeds
from explorer.errors import ExplorerError
from explorer.records import Deal
from explorer.records.fields import fields_of
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds.files import KINDS, POINT_HEADER
from tests.smallfolder import change, claim, source, write

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest folder that is sound: one source, one claim."""
    rate = {"statement": "Up to 2,000 racks a week.", "bound": "up_to", "central": None, "high": 2000, "status": "goal"}
    return write(
        tmp_path, sources=[source("paper", published="2025-11")], claims=[claim("paper-rate", "paper", **rate)]
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of our own seeds, to be broken."""
    return shutil.copytree(SEEDS, tmp_path / "seeds")


def told(folder: Path) -> str:
    return "\n".join(map(str, seeds.check(folder)))


def test_the_smallest_folder_loads_and_has_no_model(folder):
    loaded = seeds.load(folder)
    assert [claim.high for claim in loaded.claims.values()] == [2000.0]
    assert not loaded.parameters


def test_a_folder_broken_in_five_ways_names_all_five(copy):
    change(copy / "claims/seed-001.toml", ('bound = "up_to"\nhigh = 2000', 'bound = "up_to"\nlow = 2000'))
    change(copy / "claims/seed-002.toml", ('source_id = "seed-002"', 'source_id = "seed-020"'))
    change(copy / "parameters.toml", ("upper_bound = 20_000", "upper_bound = 900"))
    change(copy / "sources/documents.toml", ("105323414a", "1053"))
    change(copy / "series/openai_running_gw.csv", ("2024-12-31", "2024-13-31"), (",1.9,", ",1e300,"))
    faults, text = seeds.check(copy), told(copy)
    assert {fault.file for fault in faults} == {
        *("claims/seed-001.toml", "claims/seed-002.toml", "parameters.toml", "sources/documents.toml"),
        "series/openai_running_gw.csv",
    }
    assert "claim seed-001-rack-rate-2026: bound up_to with low. This bound takes high." in text
    assert "it names the source 'seed-020', which is not there. Add it to sources, or mend the id." in text
    assert "parameter rack_rate_start: low or high lies outside the bounds" in text
    assert "is not a checksum" in text
    assert "line 3: date '2024-13-31' is not a date" in text
    assert "series openai_running_gw: a figure is not from 0 to 1,000,000,000,000,000" in text
    with pytest.raises(seeds.SeedsError) as caught:
        seeds.load(copy)
    assert list(caught.value.faults) == faults
    assert isinstance(caught.value, ValueError)


def test_a_record_with_a_fault_is_asked_for_all_else_as_well(folder):
    """Where its ids lead is looked at although it cannot be built, and two of one name although one is faulty."""
    write(folder, claims=[claim("paper-rate", "paper"), claim("paper-rate", "papr", status="hope")])
    assert [fault.problem for fault in seeds.check(folder)] == [
        "this claim_id is used twice",
        "status 'hope' is not a known word",
        "it names the source 'papr', which is not there",
    ]


def test_whoever_names_a_faulty_record_is_not_blamed_as_well(folder):
    for old, new in (('"trade"', '"gossip"'), ("[[source]]", "[[source")):
        change(folder / "sources.toml", (old, new))
        assert [fault.file for fault in seeds.check(folder)] == ["sources.toml"]


@pytest.mark.parametrize(
    ("changes", "more", "problem"),
    [
        ({"superseded_by": "c1", "superseded_reason": "So."}, {}, "the claim 'c1', which is not there"),
        ({"occasion": "party"}, {}, "the occasion 'party', which is not there"),
        ({}, {"pairs": [{"pair_id": "x", "first": "a1", "second": "z", "lesson": "L"}]}, "the claim 'z', which is not"),
    ],
)
def test_what_leads_nowhere_is_named(tmp_path, changes, more, problem):
    write(tmp_path, sources=[source("a")], claims=[claim("a1", "a", **changes)], **more)
    (fault,) = seeds.check(tmp_path)
    assert problem in fault.problem


AFTER = 'status = "goal"'


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"up_to"', '"upto"', "bound 'upto' is not a known word. Use one of: exact, about, range, up_to, "),
        ("high = 2000", 'high = "2000"', "high is '2000', not a finite number. Write a plain number."),
        ("high = 2000", "high = inf", "high is inf, not a finite number"),
        ("high = 2000", "high = 1" + "0" * 400, "high is a whole number that is too large, not a finite number"),
        ("high = 2000", "high = 1" + "0" * 5000, "this is not TOML"),
        ("high = 2000", "high = " + "[" * 5000, "this is not TOML"),
        ("high = 2000", "high = true", "high is True, not a finite number"),
        ("high = 2000", "high = 2000\nlow = 1", "bound up_to with high, low. This bound takes high."),
        ("high = 2000", "high = 2e15", "a figure of rack_rate in racks/week is not from 0 to 1,000,000,000,000,000"),
        ("high = 2000", "high = -2000", "a figure of rack_rate in racks/week is not from 0 to 1,000,000,000,000,000"),
        ('bound = "up_to"', 'bound = "range"\nlow = 3000', "low, central and high do not ascend. Order them."),
        ('"racks/week"', '"racks per week"', "unit 'racks per week' is not a known word"),
        ('"racks/week"', '"minutes"', 'rack_rate is not measured in minutes. Write unit = "racks/week".'),
        ('unit = "racks/week"\n', "", "figures without a unit"),
        (f"{AFTER}\n", "", "status is missing. Add it."),
        (AFTER, f'{AFTER}\ncolour = "red"', "'colour' is not a key of this record. Use only: claim_id, source_id, "),
        (AFTER, f'{AFTER}\nperiod_start = "soon"', "period_start 'soon' is not a date. Write 2025-11-20, 2025-11, "),
        (AFTER, f'{AFTER}\nperiod_start = "2027"\nperiod_end = "2026"', "period_end comes before period_start"),
        (AFTER, f'{AFTER}\nunverified = "no"', "unverified is 'no', not true or false"),
        ('"rack_rate"', '"speed"', "metric 'speed' is not a known word. Use "),
        ('"rack_rate"', '"rack_rate"\nanswer = "yes"', "answer 'yes' is not known for 'rack_rate'. Leave it out: "),
        ('"rack_rate"', '"revenue"', "revenue is not measured in racks/week"),
        ('"rate"', '"total"', 'unit racks/week with basis total. Write basis = "rate".'),
        ('"capacity"', '"context"', 'rack_rate does not belong into context. Write dataset = "capacity".'),
        ('"paper-rate"', '"Paper Rate"', "claim_id 'Paper Rate' is not an id"),
        ('"paper-rate"', "7", "claim_id 7 is not an id"),
        ('"Up to 2,000 racks a week."', '" "', "statement is empty. Fill it in."),
        ('"line 1"', "1", "locator is 1, not text"),
        ("[[claim]]", "[[claims]]", "the table 'claims' does not belong here"),
        ("[[claim]]", "[claim]", "'claim' is one value, not a list of tables"),
        ("[[claim]]", "[[claim", "this is not TOML"),
        ("[[claim]]", '[[claim]]\nclaim_id = "paper-rate"\n[[claim]]', "this claim_id is used twice"),
    ],
)
def test_each_fault_of_a_claim_is_named(folder, old, new, problem):
    change(folder / "claims.toml", (old, new))
    assert problem in told(folder)


def test_a_share_is_no_percentage_and_a_growth_may_be(folder):
    share = [("rack_rate", "market_share"), ('"capacity"', '"context"'), ('"racks/week"', '"share"')]
    change(folder / "claims.toml", *share, ('"rate"', '"share"'), ("= 2000", "= 50"))
    assert "a figure of market_share in share is not from 0 to 1. Mend the figure or the unit." in told(folder)
    change(folder / "claims.toml", ("= 50", "= 0.5"))
    assert seeds.check(folder) == []
    change(folder / "claims.toml", ("market_share", "rack_shipments_growth"), ("context", "capacity"), ("0.5", "3.0"))
    assert seeds.check(folder) == []  # three times as many more


def test_a_source_is_read_after_it_appeared_and_not_tomorrow(folder):
    change(folder / "sources.toml", ('"2025-11"', '"2026-12"'))
    assert "source paper: retrieved comes before published" in told(folder)
    change(folder / "sources.toml", ('"2026-12"', '"2099"'), ('"2026-11-21"', '"2099-12-31"'))
    assert told(folder).startswith("sources.toml, source paper: retrieved is 2099-12-31, which has yet to come")
    assert seeds.load(folder)  # with a clock that is wrong the data is still there


def test_missing_folder_missing_files_and_files_that_nobody_reads_are_faults(tmp_path, folder):
    assert "there is no such folder" in told(tmp_path / "nowhere")
    (folder / "sources.toml").rename(folder / "source.toml")
    (folder / "milestone").mkdir()
    (folder / "milestone" / "a.toml").write_text("")
    (folder / "notes.md").write_text("what I think")
    text = told(folder)
    assert "sources.toml: the file is missing" in text
    assert "source.toml: nothing of this name is read. Use one of: sources, claims, milestones" in text
    assert "milestone: nothing of this name is read" in text
    assert "notes.md" not in text


@pytest.mark.parametrize("name", ["Claims.TOML", "claims.toml.txt", "claims.csv"])
def test_a_file_that_is_not_read_for_its_name_is_named_and_nobody_else_blamed(evidence, name):
    (evidence / "claims.toml").rename(evidence / name)
    assert [str(fault) for fault in seeds.check(evidence)] == [
        "claims.toml: the file is missing. Add it, or give another folder.",
        f"{name}: nothing of this name is read. Save it as TOML text in claims.toml.",
    ]


def test_records_under_another_name_are_one_fault(evidence):
    text = (evidence / "claims.toml").read_text("utf-8").replace("[[claim]]", "[[claims]]")
    (evidence / "claims.toml").write_text(text, "utf-8")
    assert "the table 'claims' does not belong here. Begin each record with [[claim]]." in told(evidence)
    assert "which is not there" not in told(evidence)


def test_a_path_that_leads_nowhere_is_a_sentence(tmp_path, monkeypatch):
    """Links that go round, signs that no file name has, and a path from a folder that is gone."""
    (tmp_path / "round").symlink_to("round")
    for path in (tmp_path / "round", "\ud800"):
        with pytest.raises(ExplorerError, match=r"a path that leads nowhere|it cannot be read"):
            seeds.load(path)
    monkeypatch.setenv(seeds.SEEDS_VARIABLE, str(tmp_path / "round"))
    with pytest.raises(ExplorerError, match=r"a path that leads nowhere|it cannot be read"):
        seeds.load()
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(ExplorerError, match="seeds is 'mine', a path that leads nowhere"):
        seeds.check("mine")


def test_text_that_is_not_utf8_is_a_fault_and_a_file_that_notepad_saved_is_read(folder):
    for path in folder.glob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert seeds.check(folder) == []
    (folder / "claims.toml").write_bytes(b"\xff\xfe")
    assert "it cannot be read" in told(folder)


@pytest.mark.parametrize("kind", ["facts.toml", "deal.toml", "vocabulary.toml", "claims/more.toml", "series/a.csv"])
@pytest.mark.parametrize(
    "made", [Path.mkdir, lambda path: path.symlink_to("nowhere"), getattr(os, "mkfifo", Path.mkdir)]
)
def test_what_is_no_file_is_one_fault(folder, kind, made):
    (folder / kind).parent.mkdir(exist_ok=True)
    made(folder / kind)
    if kind == "series/a.csv":
        write(folder, series=[dict.fromkeys(("series", "title", "meaning", "licence"), "a") | {"unit": "GW"}])
    said = [str(fault) for fault in seeds.check(folder) if fault.file == kind]
    assert said == [f"{kind}: it is no file. Put a text file in its place, or take it away."]
    assert len(seeds.check(folder)) == 1


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("", Path.iterdir),
        ("", Path.lstat),
        ("claims", Path.iterdir),
        ("series", Path.iterdir),
        ("claims/more.toml", Path.read_text),
        ("facts.toml", Path.read_text),
        ("facts.toml", Path.is_file),
    ],
)
def test_what_may_not_be_read_is_one_fault(folder, name, refused, monkeypatch):
    """As for one who has no rights, whoever runs this test."""

    def refusing(path: Path, *given: object) -> object:
        if path == folder / name or (refused.__name__ == "lstat" and path.parent == folder):
            raise PermissionError(13, "Permission denied")
        return refused(path, *given)

    (folder / "claims").mkdir()
    (folder / "claims.toml").rename(folder / "claims" / "more.toml")
    (folder / "series").mkdir()
    (folder / "facts.toml").write_text("")
    monkeypatch.setattr(Path, refused.__name__, refusing)
    (fault,) = seeds.check(folder)
    assert fault.file == (name or str(folder))
    assert fault.problem == "it cannot be read: Permission denied"
    assert "UTF-8" not in fault.remedy
    with pytest.raises(seeds.SeedsError, match="Permission denied"):
        seeds.load(folder)


HEADER = ",".join(POINT_HEADER)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (None, ["series power: the file is missing"]),
        ("date,value\n", ["line 1: the header is not the expected one"]),
        (f"{HEADER}\n", ["series power: it has no rows. Add them below the header, or drop the series."]),
        (f"{HEADER}\n2025-12-31,1,1.9,,,paper,,\n2024-12-31,,0.6,,,paper,,\n", ["series power: dates do not ascend"]),
        (
            f"{HEADER}\n2025-12-31,1,much,,,paper,,\n2026-12-31,1\n2027-12-31,,3,4,,paper,,\n2028,,1,,,nobody,,\n",
            [
                *("line 2: value is 'much', not a finite number", "line 3: 2 cells, not 8"),
                "line 4: low, value and high do not ascend",
                "line 5: it names the source 'nobody', which is not there",
            ],
        ),
        (
            f"{HEADER},kind\n2025-12-31,1,1.9,,,paper,,,count\n2026-12-31,,2,,,paper,,,guess\n",
            ["line 3: kind 'guess' is not a known word. Use one of: count, estimate, projection."],
        ),
        (f"{HEADER},kind\n2025-12-31,0.5,1.9,,,paper,,,\n2026-12-31,13,2,,,paper,,,count\n", []),
    ],
)
def test_faults_of_a_series_name_their_line(folder, rows, said):
    keys = 'series = "power"\ntitle = "Power"\nunit = "GW"\nlicence = "not seen"\nmeaning = "Power"\n'
    (folder / "series.toml").write_text(f"[[series]]\n{keys}")
    (folder / "series").mkdir()
    (folder / "series" / "power.csv").write_text(rows) if rows else None
    text = told(folder)
    assert all(f"series/power.csv, {one}" in text for one in said), text
    assert said or not text
    if not said:
        assert [point.month for point in seeds.load(folder).series["power"].points] == [0.5, 13.0]
    (folder / "series" / "other.csv").write_text(f"{HEADER}\n")
    assert "series/other.csv: no series of this name is listed" in told(folder)


WRONG = [
    *('""', "7", "-1.5", "true", '"\u0000"', "[]", '["x"]', "[[]]", "{a = 1}", "2025-11-20", "1979-05-27T07:32:00"),
    *("inf", '"' + "x" * 500 + '"', "0x" + "f" * 5000),
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_wrong_value_of_any_key_ends_in_a_traceback(kind, tmp_path):
    """The first record of each kind of ours, each of its keys overwritten with each kind of wrong value."""
    source = min([*SEEDS.glob(f"{kind}.toml"), *SEEDS.glob(f"{kind}/*.toml")])
    opening, first = source.read_text("utf-8").split("[[", 2)[:2]
    table, *lines = first.replace("\n    ", " ").replace(",\n]", "]").strip().split("\n")
    given = dict(line.split(" = ", 1) for line in lines)
    for key in (field.name for field in fields_of(KINDS[kind][1])):
        for value in WRONG:
            changed = "\n".join(f"{name} = {text}" for name, text in (given | {key: value}).items())
            (tmp_path / f"{kind}.toml").write_text(f"{opening}[[{table}\n{changed}\n", "utf-8")
            for fault in seeds.check(tmp_path):
                assert all((fault.file, fault.problem, fault.remedy))
                assert len(str(fault)) < 900


def test_a_changed_file_is_read_again(folder):
    before = seeds.load(folder)
    assert seeds.load(folder) is before
    change(folder / "claims.toml", ("= 2000", "= 3000"))
    assert [held.claims["paper-rate"].high for held in (before, seeds.load(folder))] == [2000.0, 3000.0]


def test_versions_of_a_parameter_count_from_their_day_and_share_their_bounds(copy):
    old = seeds.load().parameters["openai_share"].replace(low=0.2, central=0.2, high=0.2, valid_from=None)
    new = old.replace(low=0.3, central=0.3, high=0.3, valid_from="2026-02-20")
    empty: dict = {kind: {} for kind in ("sources", "claims", "milestones", "facts", "series")}
    held = seeds.Seeds(Path(), own_vocabulary(), seeds.load().deal, parameter_versions=(old, new), **empty)
    days = [None, datetime.date(2026, 2, 19), datetime.date(2026, 2, 20)]
    assert [held.parameters_at(day)["openai_share"].central for day in days] == [0.3, 0.2, 0.3]
    tables = (copy / "parameters.toml").read_text("utf-8").split("[[parameter]]")
    number = next(i for i, table in enumerate(tables) if "ramp_months" in table and "valid_from =" in table)
    again = tables[number].replace("upper_bound = 120", "upper_bound = 90")
    (copy / "parameters.toml").write_text("[[parameter]]".join([*tables, again]), "utf-8")
    assert "two versions are valid from the same day" in told(copy)
    assert "parameter ramp_months: its versions differ in upper_bound" in told(copy)


def test_a_deal_is_read_with_its_yardsticks_and_what_is_wrong_with_it_is_named(copy):
    change(copy / "deal.toml", ('"2026-07"', '"July"'), ("gw = 30.0", "gw = true"), ("goal_by", "goal_from"))
    known = f"Use only: {', '.join(field.name for field in fields_of(Deal))}."
    assert {str(fault) for fault in seeds.check(copy)} == {
        "deal.toml, deal: news_to is 'July', not a month. Write it as 2026-09.",
        "deal.toml, deal: goal_by is missing. Add it.",
        f"deal.toml, deal: 'goal_from' is not a key of this record. {known}",
        "deal.toml, deal, yardsticks 2: gw is True, not a finite number. Write a plain number.",
    }
    (copy / "deal.toml").write_text("deal = 1")
    assert told(copy) == "deal.toml: it is not one table 'deal'. Write all of it below [deal]."


def test_a_folder_without_a_deal_has_its_own_dates(evidence):
    held, ours = seeds.load(evidence), seeds.load()
    newest = max(source.retrieved for source in held.sources.values())
    assert (held.data_day, held.deal.question) == (newest, "What do the sources say?")
    assert held.data_to == "data to November 2026"
    assert held.naming.note([*held.sources][:1]) == "Source: Nasdaq / RTTNews. Data to November 2026."
    assert seeds.Naming.of(json.loads(json.dumps(held.naming.plain()))) == held.naming
    assert ours.data_day.isoformat() == "2026-07-31"
    assert ours.data_to == "news to July 2026, site data to October 2026"
