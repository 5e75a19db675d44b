"""What exported files are, for people and programs: a Frictionless ``datapackage.json``.

It is made from `explorer.datasets.columns` and follows the Data Package standard, version 1
(https://specs.frictionlessdata.io). A file that was changed after the export no longer fits its size and checksum.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.datasets.columns import DAY, FLAG, IDS, NUMBER, TABLES, TEXT, WHOLE, word_lists
from explorer.project import DATA_LICENCE, VERSION
from explorer.seeds import Seeds, checksum, default_folder

__all__ = ["NOTES", "Exported", "descriptor"]

Json = dict[str, Any]
WordLists = Mapping[str, Mapping[str, str]]

_TYPES = {TEXT: "string", IDS: "string", NUMBER: "number", DAY: "date", FLAG: "boolean", WHOLE: "integer"}
_MEDIA = {"csv": "text/csv", "json": "application/json"}
NOTES = {
    "csv": "Text that a spreadsheet could take for a formula, at its beginning or after a semicolon, has an apostrophe "
    "before it that is not part of it; the file begins with the mark of UTF-8.",
    "json": "A list of rows; what is missing is null.",
}
"""What there is to know of every file of one form; it ends the description of each."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One written file: its dataset, the table of `explorer.datasets.columns` that describes it, its columns in order.

    ``about`` is what the file says of itself beside its table: title, unit and licence of a series.
    """

    path: Path
    dataset: str
    table: str
    columns: tuple[str, ...]
    about: Mapping[str, str]


def descriptor(files: Sequence[Exported], seeds: Seeds) -> Json:
    """The content of ``datapackage.json`` for files in one folder.

    The licence is stated for this project's own data only: whose data another folder holds, and on what terms, its
    curator knows. Each source carries its licence as found.
    """
    own = seeds.folder == default_folder()
    package: Json = {
        "profile": "tabular-data-package",
        "name": "buildout-explorer" if own else _name(seeds.folder.name),
        "title": "Buildout explorer, data" if own else f"Data of {seeds.folder.name}",
        "description": "Claims with sources and places, compared and dated. What is empty is unknown or absent.",
    }
    if own:
        package |= {"version": VERSION, "licenses": [DATA_LICENCE]}
    datasets = {file.dataset for file in files}
    return package | {
        "explorer_version": VERSION,
        "seeds_sha256": checksum(seeds.folder),
        "sources": [_source(source) for source in seeds.sources.values()],
        "resources": [_resource(file, datasets, word_lists(seeds.vocabulary)) for file in files],
    }


def _name(folder: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", folder.lower()).strip("-") or "seeds"


def _source(source: Any) -> Json:
    described = {"title": f"{source.publisher}: {source.title}", "source_id": source.source_id}
    return described | ({"path": source.url} if source.url else {}) | {"licence": source.licence}


def _resource(file: Exported, datasets: Iterable[str], words: WordLists) -> Json:
    content = file.path.read_bytes()
    form = file.path.suffix.removeprefix(".")
    described: Json = {
        "name": file.dataset if form == "csv" else f"{file.dataset}-{form}",
        "path": file.path.name,
        "profile": "tabular-data-resource",
        "title": file.about.get("title", file.dataset),
        "description": " ".join(filter(None, (TABLES[file.table].meaning, file.about.get("meaning", ""), NOTES[form]))),
        "format": form,
        "mediatype": _MEDIA[form],
        "encoding": "utf-8",
        "schema": _schema(file, set(datasets), words),
    }
    digest = hashlib.sha256(content).hexdigest()
    if form == "csv":
        described |= {"bytes": len(content), "hash": f"sha256:{digest}"}
        described["dialect"] = {"delimiter": ",", "doubleQuote": True, "header": True}
    else:  # the reference library measures no JSON table, and finds fault with a "hash" that it did not measure
        described["sha256"] = digest
    return described | {name: file.about[name] for name in ("unit", "licence") if name in file.about}


def _schema(file: Exported, datasets: set[str], words: WordLists) -> Json:
    schema: Json = {"fields": [_field(name, file, words) for name in file.columns], "missingValues": [""]}
    index = "fact_id" if file.dataset == "agreement" else TABLES[file.table].index
    if index:
        schema["primaryKey"] = [index]
    keys = {"source_id": "sources", "claim_id": "claims"}
    leads_to = {name: home for name, home in keys.items() if name in file.columns and file.dataset != home}
    foreign = [
        {"fields": [name], "reference": {"resource": home, "fields": [name]}}
        for name, home in leads_to.items()
        if home in datasets
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _field(name: str, file: Exported, words: WordLists) -> Json:
    column = TABLES[file.table].described.get(name)
    if column is None:  # the table of agreement has a column for each source
        meaning = f"how {name} stands to the source that says most"
        return {"name": name, "type": "string", "description": meaning, "constraints": {"enum": list(words["cell"])}}
    field: Json = {"name": name, "type": _TYPES[column.dtype], "description": column.meaning}
    unit = file.about.get("unit", column.unit) if column.unit.startswith("unit of") else column.unit
    if unit:
        field["unit"] = unit
    known = words.get(column.words, {})
    if known and column.words != "answer":  # an answer's words depend on the metric
        field["constraints"] = {"enum": list(known)}
    if name == TABLES[file.table].index:
        field.setdefault("constraints", {})["required"] = True
    return field
