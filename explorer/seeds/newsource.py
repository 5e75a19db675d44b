"""A commented stub for a new source and its first claim, to be filled in by hand."""

import datetime
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.records import Claim, Source
from explorer.records.fields import DAY, FLAG, NUMBER, Record, RecordError, fields_of
from explorer.records.vocabulary import Vocabulary
from explorer.seeds.files import FolderReader
from explorer.seeds.folder import default_folder

MANY = 20
"""A list with more words than these is not written out."""

SOURCE_HEAD = """\
# A source: one publication. Fill in what is empty; take away the "# " of a line that you can fill, delete the others.
# "explorer check --seeds FOLDER" names what is still wrong. All keys and words: docs/data-dictionary.md.
"""
CLAIM_HEAD = """\
# What {} says, one thing a claim, in your words: never a sentence of the source. Copy the table for each.
"""


def new_source(source_id: str, *, seeds: Path | str | None = None, today: datetime.date | None = None) -> list[Path]:
    """Write ``sources/ID.toml`` and ``claims/ID.toml`` into a folder of seeds, which is made if it is not there.

    What is required stands there empty, so that `explorer.seeds.check` names it until it is filled in; what may be
    left out is commented out. Nothing is ever overwritten. Returns the files written.

    Raises `ExplorerError` for an id that cannot be or is taken, and where the folder is that of an installed package.
    """
    folder = Path(seeds) if seeds is not None else default_folder()
    if seeds is None and folder.parent.name == "bundled":
        raise ExplorerError("an installed package's own data is not for editing; name a folder of yours with --seeds")
    today = today or datetime.date.today()
    try:
        Source(source_id=source_id, publisher="x", title="x", tier="ours", retrieved=today)
    except RecordError as fault:
        raise ExplorerError("; ".join(fault.problems[0])) from fault
    reading = FolderReader(folder)
    reading.read_kind("sources")
    if source_id in reading.ids["sources"]:
        raise ExplorerError(f"the source {source_id} is there already, in {folder}; choose another id")
    claim, claim_head = {"claim_id": f"{source_id}-1", "source_id": source_id}, CLAIM_HEAD.format(source_id)
    source, words = {"source_id": source_id, "retrieved": today.isoformat()}, reading.vocabulary
    texts = {
        folder / "sources" / f"{source_id}.toml": [SOURCE_HEAD, "[[source]]", *_keys(Source, source, words)],
        folder / "claims" / f"{source_id}.toml": [claim_head, "[[claim]]", *_keys(Claim, claim, words)],
    }
    if taken := [path for path in texts if path.exists()]:
        raise ExplorerError(f"{taken[0]} is there already and is left as it is; choose another id")
    for path, lines in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*lines, ""]), "utf-8")
    return list(texts)


def _keys(record: type[Record], given: dict[str, str], vocabulary: Vocabulary) -> Iterator[str]:
    """The lines of a record's keys, each below what it means and the words that it takes."""
    for name, check, meaning, default in fields_of(record):
        words = vocabulary.meanings(check.words) if check.words and check.words != "answer" else {}
        dates = ": 2025-11-20, 2025-11, 2026-Q1, 2026-H2 or 2029" if check.column == DAY else ""
        more = f": a word of the list {check.words!r} of the data dictionary" if len(words) > MANY else dates
        yield from _comment(f"{meaning}{more}", "# ")
        for word, about in words.items() if len(words) <= MANY else ():
            yield from _comment(f"{word}: {about}", "#   ")
        empty = {NUMBER: "0", FLAG: "true"}.get(check.column, f'"{default or ""}"' if default is not MISSING else '""')
        left_out = "" if default is MISSING else "# "
        yield f'{name} = "{given[name]}"' if name in given else f"{left_out}{name} = {empty}"


def _comment(text: str, before: str) -> list[str]:
    return textwrap.wrap(text, 115, initial_indent=before, subsequent_indent=f"{before}  ")
