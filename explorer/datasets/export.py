"""Every dataset as files that others can open: one CSV and one JSON file each, described by ``datapackage.json``.

A CSV file begins with a byte-order mark, by which spreadsheets know UTF-8. Text that a spreadsheet would take for a
formula is escaped, see `formula_safe`. Numbers are written so that reading them gives the same float; an unknown value
is an empty cell in CSV and null in JSON; dates are ISO 8601, lists of ids are joined by a space.
"""

import csv
import datetime
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from explorer.datasets.columns import TABLES, Column
from explorer.datasets.tables import all_datasets
from explorer.errors import ExplorerError
from explorer.formatting import replace_words, unit_words
from explorer.project import DATA_LICENCE, VERSION
from explorer.records.fields import DAY, FLAG, IDS, NUMBER, TEXT, WHOLE
from explorer.seeds import Seeds, SeedsLike, checksum, load

NOTES = {
    "csv": "Text that a spreadsheet could take for a formula, at its beginning or after a semicolon, has an apostrophe "
    "before it that is not part of it; the file begins with the mark of UTF-8.",
    "json": "A list of rows; what is missing is null.",
}
"""What there is to know of every file of one form; it ends the description of each."""

_TYPES = {TEXT: "string", IDS: "string", NUMBER: "number", DAY: "date", FLAG: "boolean", WHOLE: "integer"}
_FIRST = re.compile(r"^(?=[=+\-@\t\r\n'])")
_INSIDE = re.compile(r"(?<=[;|\t\r\n])( *)(?='*[=+\-@])")


def formula_safe(cell: Any) -> Any:
    """A cell that no spreadsheet computes: text that could be a formula gets an apostrophe before it.

    So it does where a cell begins with an apostrophe, and after a semicolon, a bar, a tab or a line break inside it,
    which a spreadsheet may take for the end of a cell. Taking exactly these away again gives the text.

    >>> formula_safe("=1+1"), formula_safe("'tis"), formula_safe(-2.5), formula_safe("a; =1+1")
    ("'=1+1", "''tis", -2.5, "a; '=1+1")
    """
    return _FIRST.sub("'", _INSIDE.sub(r"\1'", cell)) if isinstance(cell, str) else cell


def prepare_folder(folder: str | Path, made_here: str, *, force: bool = False) -> Path:
    """The folder to write into, made if need be; one that holds the file ``made_here`` was written by us.

    Raises `ExplorerError` for a folder with other files, unless with ``force``, and for one with a symbolic link.
    """
    target = Path(folder)
    files = sorted(target.iterdir()) if target.exists() else []
    description = target / made_here
    ours = description.is_file() and b'"explorer_version"' in description.read_bytes()
    if files and not ours and not force:
        raise ExplorerError(
            f"{target} holds {files[0].name}{' and more' if len(files) > 1 else ''}, which this command did not write; "
            "name an empty folder, or write among these files with --force"
        )
    for path in target.rglob("*") if files else ():
        if path.is_symlink():
            raise ExplorerError(f"{path} is a symbolic link, through which nothing is written; take it away first")
    target.mkdir(parents=True, exist_ok=True)
    return target


def write_all(folder: str | Path, *, seeds: SeedsLike = None, force: bool = False) -> list[Path]:
    """Write every dataset that has a row into ``folder``, which is made if need be; returns the files.

    Raises ``SeedsError`` where the curated data is not in order, ``OSError`` where the folder cannot be written and
    ``ExplorerError`` for one that `prepare_folder` refuses; nothing is written before all datasets are built.
    """
    seeds = load(seeds)
    built = {name: rows for name, rows in all_datasets(seeds).items() if rows}
    target = prepare_folder(folder, "datapackage.json", force=force)
    files: dict[Path, dict[str, Any]] = {}
    for name, found in built.items():
        rows = [{column: _spelt(value) for column, value in row.items()} for row in found]
        table, records = target / f"{name}.csv", target / f"{name}.json"
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(rows[0])
            writer.writerows(map(formula_safe, row.values()) for row in rows)
        _write(records, rows)
        files |= {path: _resource(path, list(rows[0]), set(built), seeds) for path in (table, records)}
    package = target / "datapackage.json"
    _write(package, _package(seeds) | {"resources": list(files.values())})
    return [*files, package]


def _spelt(value: str | float | datetime.date | tuple[str, ...] | None) -> str | float | None:
    """A value as files hold it: days and lists of ids as text."""
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n", "utf-8")


def _package(seeds: Seeds) -> dict[str, Any]:
    """What ``datapackage.json`` says of all files, in the Data Package standard (https://specs.frictionlessdata.io).

    The licence is stated for this project's own data only: on what terms another folder's data are, its curator knows.
    """
    ours = {"name": "buildout-explorer", "title": "Buildout explorer, data", "version": VERSION}
    name = re.sub(r"[^a-z0-9._-]+", "-", seeds.folder.name.lower()).strip("-") or "seeds"
    theirs = {"name": name, "title": f"Data of {seeds.folder.name}"}
    return {
        "profile": "tabular-data-package",
        **(ours | {"licenses": [DATA_LICENCE]} if seeds.is_own else theirs),
        "description": "Claims with sources and places, compared and dated. What is empty is unknown or absent.",
        "explorer_version": VERSION,
        "seeds_sha256": checksum(seeds.folder),
        "sources": [
            {"title": f"{source.publisher}: {source.title}", "source_id": source.source_id, "licence": source.licence}
            | ({"path": source.url} if source.url else {})
            for source in seeds.sources.values()
        ],
    }


def _resource(path: Path, columns: list[str], datasets: set[str], seeds: Seeds) -> dict[str, Any]:
    """What it says of one file; one that was changed after the export no longer fits its size and checksum."""
    content, form, dataset = path.read_bytes(), path.suffix.removeprefix("."), path.stem
    series = seeds.series[dataset.removeprefix("series-")] if dataset.startswith("series-") else None
    table, words = TABLES[dataset.partition("-")[0]], unit_words(seeds.deal.short_units)
    fields: list[dict[str, Any]] = []
    for name in columns:  # the table of agreement has one for each source
        about = f"how {name} stands to the source that says most"
        column = table.described.get(name, Column(TEXT, about, words="cell"))
        meaning = replace_words(column.meaning, words)
        field: dict[str, Any] = {"name": name, "type": _TYPES[column.dtype], "description": meaning}
        if unit := series.unit if series and column.unit == "unit of the series" else replace_words(column.unit, words):
            field["unit"] = unit
        if column.words not in ("", "answer"):  # an answer's words depend on the metric
            field["constraints"] = {"enum": list(seeds.vocabulary[column.words])}
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if index := "fact_id" if dataset == "agreement" else table.index:
        schema["primaryKey"] = [index]
    if table.index:
        fields[0].setdefault("constraints", {})["required"] = True
    foreign = [
        {"fields": [name], "reference": {"resource": home, "fields": [name]}}
        for name, home in (("source_id", "sources"), ("claim_id", "claims"))
        if name in columns and dataset != home and home in datasets
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    about_table = replace_words(table.meaning, words)
    digest = hashlib.sha256(content).hexdigest()
    # the reference library measures no JSON table, and finds fault with a "hash" that it did not measure
    sums = {"bytes": len(content), "hash": f"sha256:{digest}"} if form == "csv" else {"sha256": digest}
    return {
        "name": dataset if form == "csv" else f"{dataset}-{form}",
        "path": path.name,
        "profile": "tabular-data-resource",
        "title": series.title if series else dataset,
        "description": " ".join(filter(None, (about_table, series.meaning if series else "", NOTES[form]))),
        "format": form,
        "encoding": "utf-8",
        "schema": schema,
        **sums,
        **({"unit": series.unit, "licence": series.licence} if series else {}),
    }
