"""Every column of every dataset: type, unit and meaning, from ``columns.toml`` and the declarations of the records.

``python -m explorer.datasets.columns > docs/data-dictionary.md`` writes the data dictionary anew.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass
from pathlib import Path

from explorer import records
from explorer.evidence.comparability import VERDICTS
from explorer.records.fields import DAY, FLAG, IDS, NUMBER, TEXT, WHOLE, fields_of
from explorer.records.vocabulary import Vocabulary, own
from explorer.seeds.files import KINDS

__all__ = ["DAY", "FLAG", "IDS", "NUMBER", "TEXT", "WHOLE"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``words`` names the list of words that it takes, in the second part of the data dictionary."""

    dtype: str
    meaning: str
    unit: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One dataset: what a row is, the column that names it, the others in order."""

    meaning: str
    index: str
    columns: tuple[str, ...]
    described: Mapping[str, Column]
    """Each of them, the index first if there is one."""


UNITS = {
    **dict.fromkeys(("low", "central", "high", "lower_bound", "upper_bound", "step"), "see unit"),
    "month": "months",
    "value": "unit of the series",
}
"""What the numbers of the records are in."""


def _tables() -> Iterator[tuple[str, Table]]:
    described = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    made: dict[str, Column] = {}
    for name, about in described["made"].items():
        told = {"meaning": about} if isinstance(about, str) else about
        made[name] = Column(told.pop("type", TEXT), **told)
    for name, table in described["table"].items():
        known = dict(made)
        for record in reversed(table["records"]):
            for one in fields_of(getattr(records, record)):
                known[one.name] = Column(one.check.column, one.meaning, UNITS.get(one.name, ""), one.check.words)
        index, columns = table.get("index", ""), tuple(table["columns"].split())
        yield name, Table(table["meaning"], index, columns, {name: known[name] for name in (*index.split(), *columns)})


TABLES = dict(_tables())
"""The datasets, as ``columns.toml`` describes them."""

COLUMNS = {name: column for table in TABLES.values() for name, column in table.described.items()}
"""Every column by its name: its type is the same in every dataset."""


def dictionary() -> str:
    """The data dictionary as Markdown: datasets with their columns, files with their keys, lists of words."""
    lines = ["# Data dictionary", "", "Made from the declarations in `explorer/records/`; do not edit by hand.", ""]
    for name, table in TABLES.items():
        lines += [f"## {name}", "", table.meaning, "", "| column | type | unit | meaning |", "|---|---|---|---|"]
        for column, about in table.described.items():
            index = " (index)" if column == table.index else ""
            words = f" ([words](#{about.words}))" if about.words else ""
            lines.append(f"| `{column}`{index} | {about.dtype} | {about.unit} | {about.meaning}{words} |")
        lines.append("")
    for kind, (table, record) in KINDS.items():
        lines += [f"## {kind}.toml", "", f"{(record.__doc__ or '').strip().partition(chr(10))[0]}", ""]
        lines += [f"One `[[{table}]]` each.", "", "| key | may be left out | meaning |", "|---|---|---|"]
        for one in fields_of(record):
            left_out = "" if one.default is MISSING else "yes"
            words = f" ([words](#{one.check.words}))" if one.check.words else ""
            lines.append(f"| `{one.name}` | {left_out} | {one.meaning}{words} |")
        lines.append("")
    for name, words in word_lists(own()).items():
        lines += [f"## {name}", "", "| word | meaning |", "|---|---|"]
        lines += [f"| `{word}` | {meaning} |" for word, meaning in words.items()]
        lines.append("")
    return "\n".join(lines)


def word_lists(vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """Every list of words by its name, each word with its meaning."""
    lists = {name: vocabulary.meanings(name) for name in vocabulary if not name.startswith("answer.")}
    answers = {
        f"{metric}: {word}": answer.meaning
        for metric in vocabulary.metrics
        for word, answer in vocabulary.answers(metric).items()
    }
    return lists | {"answer": answers, "verdict": VERDICTS}


if __name__ == "__main__":
    print(dictionary(), end="")
