"""The exported files as others read them: a data package that the standard's own library finds in order."""

import csv
import datetime
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest

import explorer
from explorer.datasets import columns, export
from explorer.datasets.tables import all_datasets
from explorer.seeds import load


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export.write_all(folder)
    return folder


def package(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def faults(folder: Path) -> list[str]:
    """What the standard's library finds wrong, one sentence a fault."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def test_the_package_is_valid_and_holds_every_file(exported):
    assert faults(exported) == []
    resources = package(exported)["resources"]
    assert {resource["path"] for resource in resources} | {"datapackage.json"} == {f.name for f in exported.iterdir()}
    tables = {resource["name"].partition("-")[0] for resource in resources}
    assert tables == set(columns.TABLES)


def test_every_field_has_type_meaning_and_unit(exported):
    resources = {resource["name"]: resource["schema"]["fields"] for resource in package(exported)["resources"]}
    for name, table in columns.TABLES.items():
        if name in ("series", "agreement"):
            continue
        assert [field["name"] for field in resources[name]] == [*filter(None, [table.index]), *table.columns]
        assert resources[name] == resources[f"{name}-json"]
    for fields in resources.values():
        assert all(field["type"] and field["description"] for field in fields)
    units = {field["name"]: field.get("unit") for field in resources["investment"]}
    assert (units["low_usd"], units["period_yr"], units["statement"]) == ("USD", "years", None)
    assert {field["name"]: field.get("unit") for field in resources["series-openai_running_gw"]}["value"] == "GW"
    status = next(field for field in resources["claims"] if field["name"] == "status")
    assert "rumour" in status["constraints"]["enum"]


def test_checksums_and_sizes_are_those_of_the_files(exported):
    for resource in package(exported)["resources"]:
        content = (exported / resource["path"]).read_bytes()
        checksum = hashlib.sha256(content).hexdigest()
        if resource["format"] == "csv":
            assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{checksum}")
        else:
            assert resource["sha256"] == checksum


def test_licence_version_and_every_source_are_named(exported):
    told = package(exported)
    assert [licence["name"] for licence in told["licenses"]] == ["CC-BY-4.0"]
    assert told["version"] == explorer.__version__
    sources = load().sources
    assert [source["source_id"] for source in told["sources"]] == list(sources)
    assert {source["licence"] for source in told["sources"]} == {source.licence for source in sources.values()}
    series = next(one for one in told["resources"] if one["name"] == "series-stargate_sites_facility_gw")
    assert series["licence"] == load().series["stargate_sites_facility_gw"].licence


@pytest.mark.parametrize(
    "changes",
    [
        [
            ("claims.csv", "racks", "rocks", "claims: The data source does not match the expected hash"),
            ("claims.json", '"status": "plan"', '"status": "dream"', "claims-json: The cell"),
            ("claims.json", '"source_id": "seed-001"', '"source_id": "seed-009"', "claims-json: Row at position"),
            (
                "series-openai_running_gw.json",
                '"value": ',
                '"value": "much", "was": ',
                "series-openai_running_gw-json:",
            ),
        ],
        [("datapackage.json", '"type": "date"', '"type": "day"', "is not supported")],
    ],
    ids=["files", "descriptor"],
)
def test_changes_after_the_export_are_found_out(exported, tmp_path, changes):
    changed = shutil.copytree(exported, tmp_path / "changed")
    for file, old, new, _ in changes:
        text = (changed / file).read_text("utf-8")
        assert old in text
        (changed / file).write_text(text.replace(old, new, 1), "utf-8")
    found = faults(changed)
    for *_, said in changes:
        assert any(said in fault for fault in found), (said, found)


def test_both_forms_of_a_file_hold_what_the_dataset_holds(exported):
    """As JSON has them and as the standard's library reads CSV: equal floats, missing ones as None, days as days."""
    read = frictionless.Package(str(exported / "datapackage.json"))
    for name, rows in all_datasets(load()).items():
        if not rows:
            continue
        spelt = [
            {key: " ".join(cell) if isinstance(cell, tuple) else cell for key, cell in row.items()} for row in rows
        ]
        assert json.loads((exported / f"{name}.json").read_text("utf-8")) == json.loads(json.dumps(spelt, default=str))
        with (exported / f"{name}.csv").open(newline="", encoding="utf-8-sig") as file:
            table = csv.DictReader(file)
            texts = [{key: plain(cell) for key, cell in row.items()} for row in table]
        assert table.fieldnames == list(rows[0])
        assert texts == [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in spelt]
    claims = {row["claim_id"]: row for row in read.get_table_resource("claims").read_rows()}
    assert float(claims["seed-001-investment"]["high"]) == 5e9
    assert claims["seed-000-announced"]["period_start"] == datetime.date(2025, 11, 20)
    assert claims["seed-000-announced"]["low"] is None


def plain(cell: str) -> str:
    """The text that `explorer.datasets.export.formula_safe` was given."""
    return re.sub(r"(?<=[;|\t\r\n])( *)'(?='*[=+\-@])", r"\1", cell.removeprefix("'"))


FORMULAS = ["=1+1", "+1", "-1 GW", "@sum", "\tx", "\rx", "\nx", "'quoted'", "''", "plain", ""]
INSIDE = ["x;=1+1", "a; -2", "a|@x", "line\n+1", "a;'=1", "a;''=1", ";=;=", "a; b = c", "10 GW; 3"]


@pytest.mark.parametrize("text", FORMULAS + INSIDE)
def test_no_exported_text_is_a_formula_and_none_is_lost(text):
    """Nor after a semicolon, which a spreadsheet of a country with decimal commas takes for the end of a cell."""
    cell = export.formula_safe(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert not re.search(r"[;|\t\r\n] *[=+\-@]", cell)
    assert plain(cell) == text


def test_a_spreadsheet_reads_the_letters_and_pandas_the_names(exported):
    """Begun with the mark of UTF-8 no file is taken for cp1252, which would make three letters of a quotation mark."""
    for path in exported.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert pd.read_csv(path).columns[0].isascii()


def test_the_same_data_gives_the_same_files(exported, tmp_path):
    export.write_all(tmp_path)
    for path in exported.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
