"""A commented stub for a new source and its first claim, to be filled in by hand."""

import datetime
import textwrap
from collections.abc import Mapping
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.records import Source, vocabulary
from explorer.records.checks import RecordError
from explorer.seeds.files import read_kind
from explorer.seeds.folder import default_folder

__all__ = ["StubError", "new_source"]


class StubError(ExplorerError):
    """A stub that cannot be written; the message is a sentence."""


def new_source(source_id: str, *, seeds: Path | str | None = None, today: datetime.date | None = None) -> list[Path]:
    """Write ``sources/ID.toml`` and ``claims/ID.toml`` into a folder of seeds, which is made if it is not there.

    What is required stands there empty, so that `explorer.seeds.check` names it until it is filled in; what may be
    left out is commented out. Nothing is ever overwritten. Returns the files written.

    Raises `StubError` for an id that cannot be or is taken, and where the folder is that of an installed package.
    """
    folder = Path(seeds) if seeds is not None else default_folder()
    if seeds is None and folder.parent.name == "bundled":
        raise StubError("an installed package's own data is not for editing; name a folder of yours with --seeds")
    _check_id(source_id)
    if source_id in read_kind(folder, "sources", []).ids:
        raise StubError(f"the source {source_id} is there already, in {folder}; choose another id")
    texts = {
        folder / "sources" / f"{source_id}.toml": _source(source_id, today or datetime.date.today()),
        folder / "claims" / f"{source_id}.toml": _claim(source_id),
    }
    taken = [path for path in texts if path.exists()]
    if taken:
        raise StubError(f"{taken[0]} is there already and is left as it is; choose another id")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(texts)


def _check_id(source_id: str) -> None:
    try:
        Source(source_id, "x", "x", next(iter(vocabulary.TIERS)), datetime.date.today())
    except RecordError as fault:
        problem, remedy = fault.problems[0]
        raise StubError(f"{problem}; {remedy}") from fault


def _words(name: str, known: Mapping[str, str]) -> str:
    """A comment that lists the words of a key with what each means."""
    lines = [f"# {name}:"]
    for word, meaning in known.items():
        entry = f"{word}: {meaning}" if meaning else word
        lines += textwrap.wrap(entry, 115, initial_indent="#   ", subsequent_indent="#     ")
    return "\n".join(lines)


def _source(source_id: str, today: datetime.date) -> str:
    return f"""\
# A source: one publication. Fill in what is empty; take away the "# " of a line that you can fill, delete the others.
# "explorer check --seeds FOLDER" names what is still wrong. All keys and words: docs/data-dictionary.md.

[[source]]
source_id = "{source_id}"
publisher = ""
title = ""
{_words("tier", vocabulary.TIERS)}
tier = ""
# the day on which you read it
retrieved = "{today.isoformat()}"
# when it appeared: 2025-11-20, 2025-11, 2026-Q1, 2026-H2 or 2026; left out where it carries no date
# published = ""
# url = "https://"
# the file you hold and its SHA-256 checksum, so that "explorer verify" finds the claims in it
# document = ""
# sha256 = ""
# the id of the source that this one rewrites, if it says so
# derived_from = ""
# as found in the source; it is "not seen" where left out
# licence = ""
# note = ""
"""


def _claim(source_id: str) -> str:
    figures = {
        bound: f"{meaning}; takes {', '.join(sorted(vocabulary.FIGURES[bound])) or 'no figure'}"
        for bound, meaning in vocabulary.BOUNDS.items()
    }
    return f"""\
# What {source_id} says, one thing a claim, in your words: never a sentence of the source. Copy the table for each.

[[claim]]
claim_id = "{source_id}-1"
source_id = "{source_id}"
{_words("dataset", vocabulary.DATASETS)}
dataset = ""
# what it is about: a word of the list "metric" in docs/data-dictionary.md
metric = ""
# whom or what it is about
party = ""
statement = ""
{_words("bound", figures)}
bound = ""
# low = 0
# central = 0
# high = 0
# unit = "{'" or "'.join(list(vocabulary.UNITS)[:5])}", or another of the list "unit"
{_words("basis", vocabulary.BASES)}
basis = ""
{_words("scope", vocabulary.SCOPES)}
scope = ""
{_words("status", vocabulary.STATUSES)}
status = ""
# where to look: for a document the n-th line that is not blank, as "line 17" or "line 17, line 8"
locator = ""
# the time it is about
# period_start = ""
# period_end = ""
# the day on which it was true or said, where that differs from publication
# as_of = ""
# true for what should not be leaned on; the note says why
# unverified = true
# note = ""
"""
