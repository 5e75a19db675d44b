"""Records and their words: what a field takes, the rules between fields, dates of limited precision, vocabularies."""

import copy
import datetime
import json
import math
import pickle
from collections.abc import Iterator
from dataclasses import MISSING, FrozenInstanceError
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings, strategies as st

import explorer as ex
from explorer import cli, seeds
from explorer.records import (
    Claim,
    Deal,
    Finding,
    Lane,
    Milestone,
    Occasion,
    Parameter,
    Point,
    Prediction,
    RecordError,
    Series,
    Source,
    Target,
    Wording,
    Yardstick,
)
from explorer.records.dates import date_range, month_index, period_words
from explorer.records.fields import Record, fields_of
from explorer.records.relations import SHORT
from explorer.records.vocabulary import own_folder, own_vocabulary
from explorer.seeds.files import KINDS, references
from tests.smallfolder import SHARE, claim, source, write

HELD = seeds.load()
EMPTY: list[Any] = [[], {}, 0, False, (), "", None, set(), 0.0]


def samples() -> Iterator[Record]:
    """One sound record of each kind."""
    for kind in KINDS:
        yield HELD.parameter_versions[0] if kind == "parameters" else next(iter(getattr(HELD, kind).values()))
    yield from (next(iter(HELD.series.values())).points[0], HELD.deal, HELD.deal.yardsticks[0])


SAMPLES = {type(record): record for record in samples()}


def same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def test_there_is_a_sample_of_every_kind():
    assert set(SAMPLES) == {record for _, record in KINDS.values()} | {Point, Deal, Yardstick}


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.__name__)
def test_nothing_empty_slips_through(record):
    """Nothing that Python takes for false is stored, but as what stands for "left out", or as the value that it is."""
    refused: list[tuple[str, str]] = []
    for name, check, _, default in fields_of(record):
        for empty in EMPTY:
            try:
                stored = getattr(SAMPLES[record].replace(**{name: empty}), name)
            except RecordError as fault:
                refused += [*fault.problems]
                continue
            left_out = [default, *([""] if check.column == "datetime64[ns]" else []), *([[]] if default == () else [])]
            value = check.column == "float64" and type(empty) in (int, float)
            assert any(same(empty, one) for one in left_out) or value, (name, empty)
            filled = name in ("end", "precision")  # of a milestone: worked out from its start
            assert same(stored, float(empty) if value else default) or filled, (name, empty, stored)
    assert len(refused) > len(fields_of(record))
    assert all(len(problem) > 6 and remedy for problem, remedy in refused)


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.binary(max_size=2) | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.tuples(inner) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=4,
)


def of_declared_type(value: Any, hint: Any) -> bool:
    if get_origin(hint) in (Union, UnionType):
        return any(of_declared_type(value, one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return type(value) is tuple and all(of_declared_type(one, get_args(hint)[0]) for one in value)
    return type(value) is hint


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.__name__)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_given_a_field_holds_its_declared_type_or_is_refused_in_a_sentence(record, data):
    name = data.draw(st.sampled_from([one.name for one in fields_of(record)]))
    value = data.draw(ANYTHING)
    hint, problems, stored = get_type_hints(record)[name], (), None
    try:
        stored = getattr(SAMPLES[record].replace(**{name: value}), name)
    except RecordError as fault:
        problems = fault.problems
    assert problems or of_declared_type(stored, hint), (name, value)
    assert not isinstance(stored, float) or math.isfinite(stored)
    assert all(len(problem) > 6 and len(remedy) > 5 and "\n" not in problem for problem, remedy in problems)


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.__name__)
def test_every_field_is_described_and_its_default_is_one_that_it_would_take(record):
    for one in fields_of(record):
        assert len(one.meaning) > 5
        assert one.meaning[0].islower() or one.meaning[0] == "'"
        assert not one.check.words or one.check.words == "answer" or own_vocabulary()[one.check.words]
        assert one.default in ("", None, (), False, 0.0, "not seen", "2025-11", MISSING)


def test_records_are_frozen_equal_by_value_and_can_be_copied():
    one: Any = SAMPLES[Source]
    again = pickle.loads(pickle.dumps(one))
    assert one == again == copy.deepcopy(one) == one.replace()
    assert len({one, again}) == 1
    assert one != one.replace(title="Another") != "a source"
    assert repr(one).startswith(f"Source(source_id={one.source_id!r}, ")
    for change in (lambda: setattr(one, "title", ""), lambda: delattr(one, "title")):
        with pytest.raises(FrozenInstanceError):
            change()


def test_a_wrong_record_names_all_that_is_wrong():
    with pytest.raises(RecordError) as caught:
        Source("A b", "P", tier="trade", retrieved="soon", colour="red")  # type: ignore[call-arg]
    assert [problem for problem, _ in caught.value.problems] == [
        "'colour' is not a key of this record",
        "source_id 'A b' is not an id",
        "title is missing",
        "retrieved 'soon' is not a date",
    ]


def test_what_a_record_leads_to_is_read_from_its_fields():
    sizes = [one for size in HELD.deal.yardsticks for one in references(Yardstick, vars(size))]
    assert set(sizes) == {("sources", "seed-004"), ("sources", "seed-002")}
    finding = next(iter(HELD.findings.values()))
    assert set(references(Finding, vars(finding))) > {("scorecard", next(iter(HELD.scorecard)))}


WORDS = """
[scope]
campus = "all halls of one site"

[unit]
"GPUs/day" = { meaning = "GPUs a day", basis = "rate" }

["answer.cooling_kind"]
immersed = { meaning = "in a bath", implies = ["liquid"] }
liquid = "by a liquid"

[metric]
gpu_rate = { meaning = "GPUs switched on in a day", datasets = ["capacity"], units = ["GPUs/day"], topic = "GPUs" }
gpu_stock = { meaning = "GPUs that run", datasets = ["capacity"], topic = "GPUs" }
cooling_kind = { meaning = "how the racks are cooled", datasets = ["agreement"], answers = "cooling_kind" }
"""


def other_deal(folder: Path, words: str = WORDS) -> Path:
    (folder / "vocabulary.toml").write_text(words, "utf-8")
    told = {"dataset": "agreement", "metric": "cooling_kind", "bound": "none", "central": None, "unit": None}
    told |= {"basis": "none", "scope": "campus"}
    rate = {"metric": "gpu_rate", "unit": "GPUs/day", "scope": "campus"}
    stock = {"metric": "gpu_stock", "unit": "chips", "basis": "stock", "scope": "campus"}
    money = {"dataset": "investment", "metric": "foxconn_investment", "unit": "USD/year", "basis": "annual"}
    return write(
        folder,
        sources=[source("a"), source("b")],
        claims=[
            claim("rate", "a", **rate),
            claim("world", "b", **rate | {"scope": "world"}),
            claim("bath", "a", **told, answer="immersed"),
            claim("wet", "b", **told, answer="liquid"),
            claim("stock", "b", **stock),
            claim("money", "b", **money, scope="campus"),
        ],
        facts=[{"fact_id": "cooling", "question": "How are they cooled?", "metric": "cooling_kind"}],
    )


def test_another_folder_adds_words_of_its_own(tmp_path, shell):
    folder = other_deal(tmp_path)
    assert "No fault found in 2 sources and 6 claims." in shell(0, "check", "--seeds", folder).out
    group: Any = ex.capacity(seeds=folder)["group"]
    assert group["rate"] == "Foxconn: GPUs switched on in a day, all halls of one site, intended"
    found: Any = ex.comparables("rate", seeds=folder).loc["world"]
    assert found["reason"] == "Their scopes differ: all halls of one site; worldwide."
    other: Any = ex.comparables("rate", seeds=folder).loc["stock"]  # of another metric, but of the same topic
    assert other["reason"] == "One is about GPUs switched on in a day, the other about GPUs that run."
    drawn = ex.charts.investment(ex.investment(seeds=folder))
    assert "all halls of one site" in json.dumps(drawn.to_plotly_json(), default=str)
    ex.charts.ladder(ex.claims(seeds=folder))
    cells: Any = ex.agreement(seeds=folder, detail=True).set_index("source_id")
    assert cells.loc["b", ["cell", "reason"]].tolist() == ["vaguer", "It says only: by a liquid; the other: in a bath."]
    assert cli.main(["export", str(tmp_path / "out"), "--seeds", str(folder)]) == 0
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    (fields,) = (one["schema"]["fields"] for one in package["resources"] if one["name"] == "claims")
    assert "campus" in next(one for one in fields if one["name"] == "scope")["constraints"]["enum"]


def test_the_words_of_one_folder_are_not_those_of_another(tmp_path):
    held = seeds.load(other_deal(tmp_path))
    assert "gpu_rate" in held.vocabulary.metrics
    assert "gpu_rate" not in own_vocabulary().metrics
    assert held.claims["rate"].replace(note="N").scope == "campus"
    (tmp_path / "vocabulary.toml").unlink()
    assert any("metric 'gpu_rate' is not a known word" in fault.problem for fault in seeds.check(tmp_path))


def test_what_is_wrong_with_the_words_of_a_folder_is_said(tmp_path, shell):
    wrong = WORDS.replace('basis = "rate"', 'basis = "pace"').replace('["liquid"]', '["dry"]')
    wrong = wrong.replace('answers = "cooling_kind"', 'answers = "cooling"')
    more = '[colour]\nred = "red"\n[status]\nhoped = "hoped for"\n[tier]\nblog = 7\nnotes = { about = "x" }\n'
    folder = other_deal(tmp_path, more + wrong)
    printed = shell(1, "check", "--seeds", folder).out
    for said in (
        "vocabulary.toml: 'colour' is not a list of words. Use ",
        "vocabulary.toml, status hoped: noun is missing. Add it.",
        'vocabulary.toml, tier blog: 7 is no meaning. Write it as word = "what it means".',
        "vocabulary.toml, tier notes: 'about' is not a key of this record. Use only: meaning.",
        "vocabulary.toml, tier notes: meaning is missing. Add it.",
        "vocabulary.toml, unit GPUs/day: basis 'pace' is not a known word. Use one of: rate, annual, ",
        "vocabulary.toml, metric cooling_kind: answers 'cooling' is no list of answers. Write [\"answer.cooling\"].",
        "vocabulary.toml, answer.cooling_kind immersed: it implies 'dry', which is not there. Add it.",
    ):
        assert said in printed, said
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('[status]\nhoped = { meaning = "m", noun = "n", short = "s" }', "status hoped: it is not ours"),
        ("[metric", "this is not TOML"),
        ("metric = 3", "'metric' is not a list of words"),
        ('[metric]\n"" = "x"', "metric : a table is no meaning"),
        ('[metric]\nx = { meaning = "x", datasets = [] }', "metric x: datasets is empty. Name at least one"),
        ('[metric]\nx = { meaning = "x", datasets = "capacity" }', "datasets is 'capacity', not a list of texts"),
        ('[metric]\nx = { meaning = "x", datasets = [[]] }', "datasets is a list, not a list of texts"),
    ],
)
def test_each_fault_of_a_vocabulary_is_a_sentence(tmp_path, words, said):
    assert said in "\n".join(map(str, seeds.check(other_deal(tmp_path, words))))


def test_a_copy_of_our_words_changes_nothing(tmp_path):
    ours = (own_folder() / "vocabulary.toml").read_text("utf-8")
    folder = other_deal(tmp_path, ours.replace("[scope]\n", '[scope]\ncampus = "all halls of one site"\n'))
    assert {fault.file for fault in seeds.check(folder)} == {"claims.toml", "facts.toml"}  # the metrics are not there


RANGE = SHARE | {"kind": "triangular", "low": 0.1, "central": 0.2}
EXACT = claim("a", "s", bound="exact", low=1000, high=1000, status="output")
READ = source("s", tier="seed")
STEP = {"milestone_id": "a", "title": "A", "start": "2026-H2", "kind": "planned", "party": "B", "source_ids": ["s"]}
POINTS = tuple(Point(day, 1, "s") for day in ("2025-12-31", "2026-01-31"))  # type: ignore[arg-type]
LINE = {"series": "a", "title": "A", "unit": "GW", "licence": "none", "meaning": "A", "points": POINTS}
WORDING = {"wording_id": "x", "matter": "m", "speaker": "S", "source_id": "a", "locator": "line 1", "words": "so it is"}
PARTY = {"occasion_id": "x", "title": "T", "party": "P", "date": "2026"}
TARGET = {"target_id": "x", "title": "T", "party": "P", "rule": "R", "claim_ids": ["a"], "due": "2026"}
CITED: dict[str, Any] = {"claim_ids": ["a"]}
FINDING = CITED | {"finding_id": "f", "target_id": "t", "verdict": "open", "verdict_words": "not yet", "note": "N"}
CHECKED = {"checked": "2026-11-27"}
FORESEEN = {one.name: getattr(SAMPLES[Prediction], one.name) for one in fields_of(Prediction)}
LANE = {"lane_id": "x", "layer": "racks", "name": "N", "state": "running", "claim_ids": ["a"]}


@pytest.mark.parametrize(
    ("record", "given", "changes", "problem"),
    [
        (Parameter, RANGE, {"central": 0.5}, "low, central and high do not ascend"),
        (Parameter, RANGE, {"kind": "point"}, "kind is point, but low, central and high differ"),
        (Parameter, RANGE, {"kind": "uniform"}, "central is 0.2 for kind uniform"),
        (Parameter, RANGE, {"central": None}, "central is None for kind triangular"),
        (Parameter, RANGE, {"high": 1.4}, "low or high lies outside the bounds"),
        (Parameter, RANGE, {"kind": "interval90", "low": 0.01, "high": 0.9}, "more than 1% of its interval90 lies out"),
        (Parameter, RANGE, {"step": 0}, "step is 0"),
        (Parameter, RANGE, {"boom": 1.5}, "boom is 1.5"),
        (Parameter, RANGE, {"origin": "claims"}, "origin is claims, but claim_ids is empty"),
        (Parameter, RANGE, {"low": "a"}, "low is 'a', not a finite number"),
        (Claim, EXACT, {"low": 900}, "bound is exact, but the figures differ"),
        (Claim, EXACT, {"superseded_by": "b"}, "superseded_by and superseded_reason go together"),
        (Claim, EXACT, {"superseded_by": "a", "superseded_reason": "So."}, "superseded_by names the claim itself"),
        (Claim, EXACT, {"occasion": "The party"}, "occasion 'The party' is not an id"),
        (Claim, EXACT, CHECKED, "checked, check and check_note go together"),
        (Claim, EXACT, {"check": "right", "check_note": "Line 1."}, "checked, check and check_note go together"),
        (Claim, EXACT, CHECKED | {"check": "mended"}, "checked, check and check_note go together"),
        (Claim, EXACT, CHECKED | {"check": "wrong", "check_note": "L"}, "check 'wrong' is not a known word"),
        (Source, READ, {"document": "a.txt"}, "document and sha256 go together"),
        (Source, READ, {"url": "example.org"}, "url 'example.org' is not a web address"),
        (Milestone, STEP, {"start": "2029-10-01", "end": "2029-12-31"}, "start and end without precision"),
        (Milestone, STEP, {"end": "2026-01", "precision": "vague"}, "end comes before start"),
        (Milestone, STEP, {"precision": "month"}, "precision month does not fit start"),
        (Milestone, STEP, {"source_ids": []}, "source_ids is empty"),
        (Point, {"date": "2025-12-31", "value": 1, "source_id": "s"}, {"date": None}, "date is empty"),
        (Occasion, PARTY, {"date": "soon"}, "date 'soon' is not a date"),
        (Wording, WORDING, {"words": "one two three four five six"}, "words holds more than 5 words"),
        (Target, TARGET, {"due": "2026-13"}, "due '2026-13' is not a date"),
        (Finding, FINDING, {"verdict": "won"}, "verdict 'won' is not a known word"),
        (Finding, FINDING, {"verdict_words": "word " * (SHORT + 1)}, f"verdict_words holds more than {SHORT} words"),
        (Prediction, FORESEEN, {"median": 1e9}, "low, median and high do not ascend"),
        (Lane, LANE, {"layer": "roof"}, "layer 'roof' is not a known word"),
        (Series, LINE, {"points": POINTS[::-1]}, "dates do not ascend"),
        (Series, LINE, {"points": [1]}, "points do not belong here"),
        *((Series, LINE, {"seen": day}, "seen is .*, not a month") for day in ("May 2026", "2026-13", "2026", 202609)),
    ],
)
def test_the_rules_of_each_record(record, given, changes, problem):
    assert record(**given)
    with pytest.raises(RecordError, match=f"^{problem}"):
        record(**(given | changes))


def test_what_records_work_out():
    """Vague dates keep their width; a source without date appears on the day it was read."""
    half, undated = Milestone(**STEP), Source(**READ)  # type: ignore[arg-type]
    assert (str(half.start), str(half.end), half.precision) == ("2026-07-01", "2026-12-31", "half")
    assert (undated.published_precision, undated.published_start) == ("undated", None)
    assert undated.published_end == datetime.date(2026, 11, 21)


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
    assert month_index(datetime.date(2025, 11, 20)) == 0


@pytest.mark.parametrize("text", ["", "2025-13", "2025-02-30", "2025-Q5", "0000", "20 November", "2025-11-20T00:00"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="is not a date"):
        date_range(text)


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
