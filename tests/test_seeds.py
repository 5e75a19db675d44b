"""The curated data: read, checked, all faults at once."""

import datetime
import json
import random
import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from explorer import project, seeds
from explorer.records import Claim, Deal, Milestone, Parameter, Point, RecordError, Series, Source
from explorer.records.dates import date_range, month_index, period_words
from explorer.records.fields import fields_of
from explorer.records.vocabulary import own
from explorer.seeds.files import KINDS

SEEDS = Path(__file__).parent.parent / "seeds"

SOURCE = """
[[source]]
source_id = "paper"
publisher = "A paper"
title = "A title"
tier = "trade"
retrieved = "2026-11-21"
published = "2025-11"
"""

CLAIM = """
[[claim]]
claim_id = "paper-rate"
source_id = "paper"
dataset = "capacity"
metric = "rack_rate"
party = "Foxconn"
statement = "Up to 2,000 racks a week."
bound = "up_to"
high = 2000
unit = "racks/week"
basis = "rate"
scope = "world"
status = "goal"
locator = "line 1"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest folder that is sound: one source, one claim."""
    (tmp_path / "sources.toml").write_text(SOURCE)
    (tmp_path / "claims.toml").write_text(CLAIM)
    return tmp_path


def told(folder: Path) -> str:
    return "\n".join(map(str, seeds.check(folder)))


def test_our_own_seeds_have_no_fault():
    assert seeds.check() == []


def test_the_smallest_folder_loads_and_has_no_model(folder):
    loaded = seeds.load(folder)
    assert list(loaded.claims) == ["paper-rate"]
    assert loaded.claims["paper-rate"].high == 2000.0
    assert not loaded.parameters


def test_a_folder_broken_in_five_ways_names_all_five(tmp_path):
    broken = tmp_path / "seeds"
    shutil.copytree(SEEDS, broken)

    def replace(file: str, old: str, new: str) -> None:
        path = broken / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    replace("claims/seed-001.toml", 'bound = "up_to"\nhigh = 2000', 'bound = "up_to"\nlow = 2000')  # figure and bound
    replace("claims/seed-002.toml", 'source_id = "seed-002"', 'source_id = "seed-020"')  # an id that leads nowhere
    replace("parameters.toml", "upper_bound = 20_000", "upper_bound = 900")  # a default outside its bounds
    replace("sources/documents.toml", "105323414a", "1053")  # no checksum
    replace("series/openai_running_gw.csv", "2024-12-31", "2024-13-31")  # no date
    faults = seeds.check(broken)
    assert {fault.file for fault in faults} == {
        "claims/seed-001.toml",
        "claims/seed-002.toml",
        "parameters.toml",
        "sources/documents.toml",
        "series/openai_running_gw.csv",
    }
    text = told(broken)
    assert "claim seed-001-rack-rate-2026: bound up_to with low" in text
    assert "it names the source 'seed-020', which is not there" in text
    assert "parameter rack_rate_start: low or high lies outside the bounds" in text
    assert "is not a checksum" in text
    assert "line 3: date: '2024-13-31' is not a date" in text
    with pytest.raises(seeds.SeedsError) as caught:
        seeds.load(broken)
    assert list(caught.value.faults) == faults
    assert isinstance(caught.value, ValueError)


def test_whoever_names_a_faulty_record_is_not_blamed_as_well(folder):
    (folder / "sources.toml").write_text(SOURCE.replace('"trade"', '"gossip"'))
    assert [fault.file for fault in seeds.check(folder)] == ["sources.toml"]
    (folder / "sources.toml").write_text("[[source")
    assert [fault.file for fault in seeds.check(folder)] == ["sources.toml"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('bound = "up_to"', 'bound = "upto"', "bound 'upto' is not a known word"),
        ("high = 2000", 'high = "2000"', "high is '2000', not a finite number"),
        ("high = 2000", "high = inf", "high is inf, not a finite number"),
        ("high = 2000", "high = 1" + "0" * 400, "high is a whole number that is too large, not a finite number"),
        ("high = 2000", "high = 1" + "0" * 5000, "this is not TOML"),
        ("high = 2000", "high = " + "[" * 5000, "this is not TOML"),
        ("high = 2000", "high = true", "high is True, not a finite number"),
        ("high = 2000", "high = 2000\nlow = 1", "bound up_to with high, low"),
        ('unit = "racks/week"', 'unit = "racks per week"', "unit 'racks per week' is not a known word"),
        ('unit = "racks/week"\n', "", "figures without a unit"),
        ('status = "goal"\n', "", "status is missing"),
        ('status = "goal"', 'status = "goal"\ncolour = "red"', "'colour' is not a key of this record"),
        ('metric = "rack_rate"', 'metric = "speed"', "metric 'speed' is not a known word"),
        ('metric = "rack_rate"', 'metric = "rack_rate"\nanswer = "yes"', "answer 'yes' is not known for 'rack_rate'"),
        ('claim_id = "paper-rate"', 'claim_id = "Paper Rate"', "claim_id 'Paper Rate' is not an id"),
        ('claim_id = "paper-rate"', "claim_id = 7", "claim_id 7 is not an id"),
        ('statement = "Up to 2,000 racks a week."', 'statement = " "', "statement is empty"),
        ('locator = "line 1"', "locator = 1", "locator is 1, not text"),
        ('status = "goal"', 'status = "goal"\nperiod_start = "soon"', "period_start: 'soon' is not a date"),
        (
            'status = "goal"',
            'status = "goal"\nperiod_start = "2027"\nperiod_end = "2026"',
            "period_end comes before period_start",
        ),
        ('status = "goal"', 'status = "goal"\nunverified = "no"', "unverified is 'no', not true or false"),
        ('metric = "rack_rate"', 'metric = "revenue"', "revenue is not measured in racks/week"),
        ('basis = "rate"', 'basis = "total"', "unit racks/week with basis total"),
        ('dataset = "capacity"', 'dataset = "investment"', "rack_rate does not belong into investment"),
        ("high = 2000", "high = 2e15", "a figure of rack_rate in racks/week is not from 0 to 1e+15"),
        ("[[claim]]", "[[claims]]", "the table 'claims' does not belong here"),
        ("[[claim]]", "[claim]", "'claim' is one value, not a list of tables"),
        ("[[claim]]", "[[claim", "this is not TOML"),
        ("[[claim]]", CLAIM + "[[claim]]", "this claim_id is used twice"),
    ],
)
def test_each_fault_of_a_claim_is_named(folder, old, new, problem):
    (folder / "claims.toml").write_text(CLAIM.replace(old, new, 1))
    assert problem in told(folder)


def test_a_record_with_three_faults_names_all_three(folder):
    text = CLAIM.replace('"goal"', '"hope"').replace('"rate"', '"pace"').replace("2000", '"many"')
    (folder / "claims.toml").write_text(text)
    assert len(seeds.check(folder)) == 3


def test_missing_folder_and_missing_files_are_faults(tmp_path):
    assert "there is no such folder" in told(tmp_path / "nowhere")
    assert [fault.file for fault in seeds.check(tmp_path)] == ["sources.toml", "claims.toml"]


def test_text_that_is_not_utf8_is_a_fault(folder):
    (folder / "claims.toml").write_bytes(b"\xff\xfe")
    assert "it cannot be read" in told(folder)


def test_series_faults_name_their_line(folder):
    header = "date,month,value,low,high,source_id,claim_id,note\n"
    (folder / "series.toml").write_text(
        '[[series]]\nseries = "power"\ntitle = "Power"\nunit = "GW"\nlicence = "not seen"\nmeaning = "Power"\n'
    )
    assert "series/power.csv, series power: the file is missing" in told(folder)
    (folder / "series").mkdir()
    path = folder / "series" / "power.csv"
    path.write_text("date,value\n")
    assert "the header is not the expected one" in told(folder)
    path.write_text(header + "2025-12-31,1,1.9,,,paper,,\n2024-12-31,,0.6,,,paper,,\n")
    assert "dates do not ascend" in told(folder)
    path.write_text(header + "2025-12-31,1,much,,,paper,,\n2026-12-31,1\n2027-12-31,,3,4,,paper,,\n")
    text = told(folder)
    assert "line 2: value is 'much', not a finite number" in text
    assert "line 3: 2 cells, not 8" in text
    assert "line 4: low, value and high do not ascend" in text
    path.write_text(
        header.replace("\n", ",kind\n") + "2025-12-31,1,1.9,,,paper,,,count\n2026-12-31,,2,,,paper,,,guess\n"
    )
    assert told(folder) == (
        "series/power.csv, line 3: kind 'guess' is not a known word. Use one of: count, estimate, projection."
    )
    path.write_text(
        header.replace("\n", ",kind\n") + "2025-12-31,0.5,1.9,,,paper,,,\n2026-12-31,13,2,,,paper,,,count\n"
    )
    assert [point.month for point in seeds.load(folder).series["power"].points] == [0.5, 13.0]
    (folder / "series" / "other.csv").write_text(header)
    assert "no series of this name is listed" in told(folder)


WRONG = [
    '""',
    "7",
    "-1.5",
    "true",
    '"\u0000"',
    "[]",
    '["x"]',
    "[[]]",
    "{a = 1}",
    "2025-11-20",
    "1979-05-27T07:32:00",
    "inf",
    '"' + "x" * 500 + '"',
    "0x" + "f" * 5000,
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_wrong_value_of_any_key_ends_in_a_traceback(kind, tmp_path):
    """The first record of each kind of ours, each of its keys overwritten with each kind of wrong value."""
    source = min([*SEEDS.glob(f"{kind}.toml"), *SEEDS.glob(f"{kind}/*.toml")])
    record_type = KINDS[kind][1]
    opening, first = source.read_text("utf-8").split("[[", 2)[:2]
    table, *lines = first.strip().split("\n")
    given = dict(line.split(" = ", 1) for line in lines)
    for key in [field.name for field in fields_of(record_type)]:
        for value in WRONG:
            changed = "\n".join(f"{name} = {text}" for name, text in (given | {key: value}).items())
            (tmp_path / f"{kind}.toml").write_text(f"{opening}[[{table}\n{changed}\n", "utf-8")
            for fault in seeds.check(tmp_path):
                assert all((fault.file, fault.problem, fault.remedy))
                assert len(str(fault)) < 900


def test_no_garbled_line_ends_in_a_traceback(tmp_path):
    """Our seeds with one line of one file garbled, thirty times: each time something is named."""
    broken = tmp_path / "seeds"
    shutil.copytree(SEEDS, broken)
    chance = random.Random(20251120)
    files = sorted(broken.glob("**/*.toml")) + sorted(broken.glob("**/*.csv"))
    for _ in range(30):
        path = chance.choice(files)
        text = path.read_text("utf-8")
        lines = text.split("\n")
        number = chance.choice([i for i, line in enumerate(lines) if "=" in line or "," in line])
        lines[number] = chance.choice(["=", '"', "[", "é" * 9 + ",", ",,,,,,,,", "[[x]]\n"])
        path.write_text("\n".join(lines), "utf-8")
        assert any(fault.file and fault.problem and fault.remedy for fault in seeds.check(broken))
        path.write_text(text, "utf-8")
    assert seeds.check(broken) == []


def test_a_changed_file_is_read_again(folder):
    assert seeds.load(folder) is seeds.load(folder)
    before = seeds.load(folder)
    (folder / "claims.toml").write_text(CLAIM.replace("2000", "3000"))
    assert before.claims["paper-rate"].high == 2000.0
    assert seeds.load(folder).claims["paper-rate"].high == 3000.0


def test_records_are_frozen():
    claim = next(iter(seeds.load().claims.values()))
    with pytest.raises(FrozenInstanceError):
        claim.high = 5  # type: ignore[misc]


def parameter(**changes: Any) -> Parameter:
    given: dict[str, Any] = {
        "parameter": "share", "label": "Share", "unit": "share", "kind": "triangular", "low": 0.1, "central": 0.2,
        "high": 0.4, "lower_bound": 0, "upper_bound": 1, "step": 0.01, "origin": "ours", "reason": "A guess.",
        "group": "Share",
    }  # fmt: skip
    return Parameter(**(given | changes))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"central": 0.5}, "low, central and high do not ascend"),
        ({"kind": "point"}, "kind is point, but low, central and high differ"),
        ({"kind": "uniform"}, "central is 0.2 for kind uniform"),
        ({"central": None}, "central is None for kind triangular"),
        ({"high": 1.4}, "outside the bounds"),
        ({"step": 0}, "step is 0"),
        ({"origin": "claims"}, "origin is claims, but claim_ids is empty"),
        ({"low": "a"}, "low is 'a', not a finite number"),
    ],
)
def test_parameter_rules(changes, problem):
    with pytest.raises(RecordError, match=problem):
        parameter(**changes)


def test_versions_of_a_parameter_count_from_their_day():
    old, new = parameter(), parameter(central=0.3, valid_from="2026-02-20")
    empty: dict = {kind: {} for kind in ("sources", "claims", "milestones", "facts", "series")}
    held = seeds.Seeds(folder=Path(), vocabulary=own(), deal=seeds.load().deal, parameter_versions=(old, new), **empty)
    assert held.parameters["share"].central == 0.3
    assert held.parameters_at(datetime.date(2026, 2, 19))["share"].central == 0.2
    assert held.parameters_at(datetime.date(2026, 2, 20))["share"].central == 0.3


def test_versions_of_a_parameter_share_their_bounds(tmp_path):
    shutil.copytree(SEEDS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "parameters.toml"
    tables = path.read_text("utf-8").split("[[parameter]]")
    number = next(i for i, table in enumerate(tables) if "ramp_months" in table and "valid_from =" in table)
    again = tables[number].replace("upper_bound = 120", "upper_bound = 90")
    path.write_text("[[parameter]]".join([*tables, again]), "utf-8")
    text = told(tmp_path)
    assert "two versions are valid from the same day" in text
    assert "parameter ramp_months: its versions differ in upper_bound" in text


def test_vague_dates_keep_their_width():
    half = Milestone("a", "A", "2026-H2", "planned", "Broadcom", ("seed-004",))  # type: ignore[arg-type]
    assert (half.start, half.end, half.precision) == (
        datetime.date(2026, 7, 1),
        datetime.date(2026, 12, 31),
        "half",
    )
    with pytest.raises(RecordError, match="start and end without precision"):
        Milestone("a", "A", "2029-10-01", "planned", "B", ("s",), end="2029-12-31")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025-11-20", "2025-11-20", "2025-11-20", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "quarter"),
        ("2029", "2029-01-01", "2029-12-31", "year"),
    ],
)
def test_date_range(text, first, last, precision):
    start, end, found = date_range(text)
    assert (start.isoformat(), end.isoformat(), found) == (first, last, precision)


@pytest.mark.parametrize("text", ["", "2025-13", "2025-02-30", "2025-Q5", "0000", "20 November", "2025-11-20T00:00"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="is not a date"):
        date_range(text)


def test_month_0_is_the_month_of_the_announcement():
    assert month_index(datetime.date(2025, 11, 20)) == 0
    assert month_index(datetime.date(2029, 12, 1)) == 49


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, ""),
        ("2025-11-20", "2025-11-20", "20 November 2025"),
        ("2026-07-01", "2026-12-31", "second half of 2026"),
        ("2025-01-01", "2025-03-31", "first quarter of 2025"),
        ("2027-01-01", "2031-12-31", "2027 to 2031"),
        ("2026-01-14", "2028-12-31", "14 January 2026 to 31 December 2028"),
    ],
)
def test_period_words(start, end, words):
    days = [datetime.date.fromisoformat(day) if day else None for day in (start, end)]
    assert period_words(*days) == words


def test_a_source_without_date_appears_on_the_day_it_was_read():
    source = Source("s", "P", "T", "seed", "2026-11-21")  # type: ignore[arg-type]
    assert source.published_precision == "undated"
    assert source.published_start is None
    assert source.published_end == datetime.date(2026, 11, 21)


def test_document_and_checksum_go_together():
    with pytest.raises(RecordError, match="go together"):
        Source("s", "P", "T", "seed", "2026-11-21", document="a.txt")  # type: ignore[arg-type]


def test_series_are_in_order():
    later, earlier = (Point(day, 1, "s") for day in ("2026-01-31", "2025-12-31"))  # type: ignore[arg-type]
    assert Series("a", "A", "GW", "none", "A", points=(earlier, later)).points[0] is earlier
    with pytest.raises(RecordError, match="dates do not ascend"):
        Series("a", "A", "GW", "none", "A", points=(later, earlier))


@pytest.mark.parametrize("wrong", ["September 2026", "2026-13", "2026", 202609])
def test_the_month_to_which_a_series_was_watched_is_a_month(wrong):
    assert Series("a", "A", "GW", "none", "A", "2026-09").seen_month == 10  # from 2025-11 = 0
    with pytest.raises(RecordError, match=r"seen is .*, not a month"):
        Series("a", "A", "GW", "none", "A", wrong)


def test_exact_claims_have_three_equal_figures():
    given: dict[str, Any] = {
        "claim_id": "a", "source_id": "s", "dataset": "capacity", "metric": "rack_rate", "party": "Foxconn",
        "statement": "A.", "bound": "exact", "basis": "rate", "scope": "world", "status": "output", "locator": "line 1",
        "unit": "racks/week",
    }  # fmt: skip
    assert Claim(**given, low=1000, central=1000, high=1000).central == 1000.0
    with pytest.raises(RecordError, match="the figures differ"):
        Claim(**given, low=900, central=1000, high=1000)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "racks/week"', 'unit = "minutes"', 'rack_rate is not measured in minutes. Write unit = "racks/week".'),
        ('basis = "rate"', 'basis = "total"', 'unit racks/week with basis total. Write basis = "rate".'),
        (
            'dataset = "capacity"',
            'dataset = "context"',
            'rack_rate does not belong into context. Write dataset = "capacity".',
        ),
        ("high = 2000", "high = -2000", "a figure of rack_rate in racks/week is not from 0 to 1e+15."),
        ("high = 2000", "high = 1e300", "a figure of rack_rate in racks/week is not from 0 to 1e+15."),
    ],
)
def test_words_and_figures_that_do_not_go_together_are_named(folder, old, new, said):
    path = folder / "claims.toml"
    path.write_text(path.read_text().replace(old, new))
    (fault,) = seeds.check(folder)
    assert str(fault).startswith(f"claims.toml, claim paper-rate: {said}")


def test_a_share_is_no_percentage(folder):
    path = folder / "claims.toml"
    text = path.read_text().replace("rack_rate", "market_share").replace('"capacity"', '"context"')
    text = text.replace('"racks/week"', '"share"').replace('"rate"', '"share"')
    path.write_text(text.replace("high = 2000", "high = 50"))
    assert "a figure of market_share in share is not from 0 to 1. Mend the figure or the unit." in told(folder)
    path.write_text(text.replace("high = 2000", "high = 0.5"))
    assert seeds.check(folder) == []
    grown = text.replace("market_share", "rack_shipments_growth").replace('"context"', '"capacity"')
    path.write_text(grown.replace("high = 2000", "high = 3.0"))  # three times as many more
    assert seeds.check(folder) == []


def test_a_source_is_read_after_it_appeared_and_not_tomorrow(folder):
    path = folder / "sources.toml"
    path.write_text(SOURCE.replace('"2025-11"', '"2026-12"'))
    assert "source paper: retrieved comes before published" in told(folder)
    path.write_text(SOURCE.replace('"2025-11"', '"2099"').replace('"2026-11-21"', '"2099-12-31"'))
    assert "source paper: retrieved is 2099-12-31, which has yet to come" in told(folder)
    assert seeds.load(folder)  # with a clock that is wrong the data is still there


def test_a_file_that_nobody_reads_is_named(folder):
    (folder / "claim.toml").write_text("")
    (folder / "milestone").mkdir()
    (folder / "milestone" / "a.toml").write_text("")
    (folder / "notes.md").write_text("what I think")
    text = told(folder)
    assert "claim.toml: nothing of this name is read. Use one of: sources, claims, milestones" in text
    assert "milestone: nothing of this name is read" in text
    assert len(text.splitlines()) == 2


def test_a_series_has_no_figure_below_nothing_or_beyond_all(tmp_path):
    shutil.copytree(SEEDS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "series" / "openai_running_gw.csv"
    path.write_text(path.read_text("utf-8").replace(",1.9,", ",1e300,"), "utf-8")
    assert "series openai_running_gw: a figure is not from 0 to 1e+15" in told(tmp_path)


def test_a_file_that_notepad_saved_is_read(folder):
    for path in folder.glob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert seeds.check(folder) == []


def test_a_deal_is_read_with_its_yardsticks_and_what_is_wrong_with_it_is_named(tmp_path):
    shutil.copytree(seeds.default_folder(), tmp_path / "seeds")
    file = tmp_path / "seeds" / "deal.toml"
    text = file.read_text("utf-8").replace('"2026-07"', '"July"').replace("gw = 30.0", "gw = true")
    file.write_text(text.replace("goal_by", "goal_from"), "utf-8")
    known = f"Use only: {', '.join(field.name for field in fields_of(Deal))}."
    assert {str(fault) for fault in seeds.check(tmp_path / "seeds")} == {
        "deal.toml, deal: news_to is 'July', not a month. Write it as 2026-09.",
        "deal.toml, deal: goal_by is missing. Add it.",
        f"deal.toml, deal: 'goal_from' is not a key of this record. {known}",
        "deal.toml, yardstick number 2: gw is True, not a finite number. Write a plain number.",
    }


def test_a_folder_without_a_deal_has_the_models_question_and_its_own_dates(checkout):
    held, ours = seeds.load(checkout / "docs" / "examples" / "openai-amd"), seeds.load()
    newest = max(source.retrieved for source in held.sources.values())
    assert (held.data_day, held.deal.question) == (newest, ours.deal.question)
    assert held.data_to == "data to November 2026"
    assert held.naming.note([*held.sources][:1]) == "Source: Nasdaq / RTTNews. Data to November 2026."
    assert seeds.Naming.of(json.loads(json.dumps(held.naming.plain()))) == held.naming
    assert (ours.data_day.isoformat(), ours.data_to) == ("2026-07-31", project.DATA)
