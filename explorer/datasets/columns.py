"""Every column of every dataset: type, unit and meaning, from ``columns.toml`` and the declarations of the records."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from explorer import records
from explorer.records.fields import TEXT, fields_of


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``words`` names the list of words that it takes, in the second part of the data dictionary."""

    dtype: str
    meaning: str
    unit: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One dataset: what a row is, the column that names it ("" for none), the others in order, and all described."""

    meaning: str
    index: str
    columns: tuple[str, ...]
    described: Mapping[str, Column]


def _tables() -> Iterator[tuple[str, Table]]:
    described = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    made, units = dict[str, Column](), described["units"]
    for name, about in described["made"].items():
        given = {"meaning": about} if isinstance(about, str) else about
        made[name] = Column(given.pop("type", TEXT), **given)
    for name, table in described["table"].items():
        known = dict(made)
        for record in reversed(table["records"]):
            for one in fields_of(getattr(records, record)):
                known[one.name] = Column(one.check.column, one.meaning, units.get(one.name, ""), one.check.words)
        index, columns = table.get("index", ""), tuple(table["columns"].split())
        yield name, Table(table["meaning"], index, columns, {name: known[name] for name in (*index.split(), *columns)})


TABLES = dict(_tables())
"""The datasets, as ``columns.toml`` describes them."""
