"""What exported files are, for people and programs: a Frictionless ``datapackage.json``.

It is made from `explorer.datasets.columns` and follows the Data Package standard, version 1
(https://specs.frictionlessdata.io). A file that was changed after the export no longer fits its size and checksum.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from explorer.datasets.columns import DAY, FLAG, IDS, NUMBER, TABLES, TEXT, WHOLE, Column, word_lists
from explorer.project import DATA_LICENCE, VERSION
from explorer.seeds import Seeds, checksum, default_folder

__all__ = ["NOTES", "File", "descriptor"]

Json = dict[str, Any]

_TYPES = {TEXT: "string", IDS: "string", NUMBER: "number", DAY: "date", FLAG: "boolean", WHOLE: "integer"}
_MEDIA = {"csv": "text/csv", "json": "application/json"}
_HOMES = {"source_id": "sources", "claim_id": "claims"}
NOTES = {
    "csv": "Text that a spreadsheet could take for a formula, at its beginning or after a semicolon, has an apostrophe "
    "before it that is not part of it; the file begins with the mark of UTF-8.",
    "json": "A list of rows; what is missing is null.",
}
"""What there is to know of every file of one form; it ends the description of each."""


class File(NamedTuple):
    """One written file, its dataset and its columns in order."""

    path: Path
    dataset: str
    columns: tuple[str, ...]


def descriptor(files: Sequence[File], seeds: Seeds) -> Json:
    """The content of ``datapackage.json`` for files in one folder.

    The licence is stated for this project's own data only: whose data another folder holds, and on what terms, its
    curator knows. Each source carries its licence as found.
    """
    own, datasets = seeds.folder == default_folder(), {file.dataset for file in files}
    name = re.sub(r"[^a-z0-9._-]+", "-", seeds.folder.name.lower()).strip("-") or "seeds"
    package: Json = {
        "profile": "tabular-data-package",
        "name": "buildout-explorer" if own else name,
        "title": "Buildout explorer, data" if own else f"Data of {seeds.folder.name}",
        "description": "Claims with sources and places, compared and dated. What is empty is unknown or absent.",
    }
    if own:
        package |= {"version": VERSION, "licenses": [DATA_LICENCE]}
    return package | {
        "explorer_version": VERSION,
        "seeds_sha256": checksum(seeds.folder),
        "sources": [
            {"title": f"{source.publisher}: {source.title}", "source_id": source.source_id}
            | ({"path": source.url} if source.url else {})
            | {"licence": source.licence}
            for source in seeds.sources.values()
        ],
        "resources": [_resource(file, datasets, seeds) for file in files],
    }


def _resource(file: File, datasets: set[str], seeds: Seeds) -> Json:
    content, form = file.path.read_bytes(), file.path.suffix.removeprefix(".")
    series = seeds.series[file.dataset.removeprefix("series-")] if file.dataset.startswith("series-") else None
    table = TABLES[file.dataset.partition("-")[0]]
    described: Json = {
        "name": file.dataset if form == "csv" else f"{file.dataset}-{form}",
        "path": file.path.name,
        "profile": "tabular-data-resource",
        "title": series.title if series else file.dataset,
        "description": " ".join(filter(None, (table.meaning, series.meaning if series else "", NOTES[form]))),
        "format": form,
        "mediatype": _MEDIA[form],
        "encoding": "utf-8",
    }
    index = "fact_id" if file.dataset == "agreement" else table.index
    words = word_lists(seeds.vocabulary)
    fields = [_field(name, table.described.get(name), words, series.unit if series else "") for name in file.columns]
    if table.index:
        fields[0].setdefault("constraints", {})["required"] = True
    described["schema"] = {"fields": fields, "missingValues": [""]} | ({"primaryKey": [index]} if index else {})
    foreign = [
        {"fields": [name], "reference": {"resource": home, "fields": [name]}}
        for name, home in _HOMES.items()
        if name in file.columns and file.dataset != home and home in datasets
    ]
    if foreign:
        described["schema"]["foreignKeys"] = foreign
    digest = hashlib.sha256(content).hexdigest()
    if form == "csv":
        described |= {"bytes": len(content), "hash": f"sha256:{digest}"}
        described["dialect"] = {"delimiter": ",", "doubleQuote": True, "header": True}
    else:  # the reference library measures no JSON table, and finds fault with a "hash" that it did not measure
        described["sha256"] = digest
    return described | ({"unit": series.unit, "licence": series.licence} if series else {})


def _field(name: str, column: Column | None, words: Mapping[str, Mapping[str, str]], series_unit: str) -> Json:
    if column is None:  # the table of agreement has a column for each source
        meaning = f"how {name} stands to the source that says most"
        return {"name": name, "type": "string", "description": meaning, "constraints": {"enum": list(words["cell"])}}
    field: Json = {"name": name, "type": _TYPES[column.dtype], "description": column.meaning}
    if unit := series_unit if column.unit == "unit of the series" else column.unit:
        field["unit"] = unit
    known = words.get(column.words, {})
    if known and column.words != "answer":  # an answer's words depend on the metric
        field["constraints"] = {"enum": list(known)}
    return field
