"""Hold claims against the documents they were read from: the same file, and each figure at its stated place.

The documents themselves are not part of this project: whoever holds them can check. A claim is *found* where each of
its figures, the dates it is about and the numbers of its statement stand at its place (see `explorer.records.Claim`,
``locator``), and no line that it names stands there for nothing.
"""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from explorer.arguments import checked
from explorer.documents.reading import dates, numbers
from explorer.errors import ExplorerError, terminal_safe
from explorer.formatting import html_list, plural
from explorer.records import Claim, Source
from explorer.seeds import SeedsLike, load

VERDICTS = {
    "found": "every figure, date and number of the claim stands at its place",
    "not found": "something of it does not",
    "no figure": "the claim has no figure to find; its place is there",
    "document missing": "the document is not in the folder",
}

STATES = {
    "as read": "the file that the claims were read from",
    "differs": "a file of that name with another checksum: altered, or another edition",
    "missing": "no file of that name or checksum in the folder",
    "unreadable": "the file cannot be read as UTF-8 text",
}

MOST_BYTES = 100_000_000
"""No document is longer; what is, is not read."""

_PLACE = re.compile(r"lines? (\d{1,6})(?:\s?(?:-|to)\s?(\d{1,6}))?")
# The words for the parts of a unit that stand in the same line.
_SIGNS = {
    **dict.fromkeys(("year", "yr"), r"\b(?:annual(?:ly)?|year(?:ly)?|per annum)\b"),
    "week": r"\bweek(?:ly|s)?\b",
    **dict.fromkeys(("rack", "racks"), r"\bracks?\b"),
    **dict.fromkeys(("chip", "chips"), r"\b(?:chip|GPU|accelerator|package)s?\b"),
    "GW": r"\b(?:gigawatts?|GW)\b",
    "jobs": r"\b(?:jobs?|people|workers?)\b",
}


def base_unit(unit: str) -> tuple[str, float]:
    """What figures of a unit are in a text: the unit of `explorer.documents.reading.Number`, and the factor to it.

    >>> base_unit("kW/rack"), base_unit("racks/week")
    (('W', 1000.0), ('', 1.0))
    """
    first = re.split("[/ ]", unit)[0]
    one = numbers(f"1 {first}")[0]
    return (first, 1.0) if first == "share" else (one.unit, one.value)


class DocumentCheck(NamedTuple):
    """One document: a word of `STATES`."""

    source_id: str
    document: str
    state: str


class ClaimCheck(NamedTuple):
    """One claim: a word of `VERDICTS`, what was found in the document's own spelling, and what was not."""

    claim_id: str
    source_id: str
    locator: str
    verdict: str
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        missing = f"looked for {'; '.join(self.missing)}" if self.missing else ""
        words = "; ".join(filter(None, (missing, ", ".join(self.found))))
        return f"{self.verdict:<16} {self.claim_id} ({self.locator}){': ' if words else ''}{words}"


class Verification(NamedTuple):
    """Every document and every claim that was read from one."""

    documents: tuple[DocumentCheck, ...]
    claims: tuple[ClaimCheck, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many claims have each verdict."""
        found = Counter(claim.verdict for claim in self.claims)
        return {verdict: found[verdict] for verdict in VERDICTS}

    def _repr_html_(self) -> str:
        states = [(one.document, f"{one.state}: {STATES[one.state]}") for one in self.documents]
        counts = [(verdict, f"{count:,}") for verdict, count in self.counts.items() if count]
        wrong = [(one.claim_id, str(one)) for one in self.claims if one.missing]
        title = "All is as it was read" if self.sound else "Not all is as it was read"
        return html_list(title, [*states, *counts], plural(len(wrong), "claim", "claims") + " not found whole", wrong)

    @property
    def sound(self) -> bool:
        """Whether every document is the one that was read and nothing is unfound."""
        unfound = self.counts["not found"] + self.counts["document missing"]
        return not unfound and all(one.state == "as read" for one in self.documents)


@checked()
def verify(documents: Path | str, *, seeds: SeedsLike = None) -> Verification:
    """Hold every claim whose source names a document against the files in a folder.

    A document is looked for by its name, then by its checksum under another name. One whose checksum differs is
    searched all the same, so that the report says which claims no longer hold.

    Raises `ExplorerError` where there is no such folder, or none that can be read, and `explorer.seeds.SeedsError` for
    faulty seeds.

    >>> from tempfile import mkdtemp
    >>> verify(mkdtemp()).documents[0].state
    'missing'
    """
    folder, seeds = Path(documents), load(seeds)
    try:
        if not folder.is_dir():
            raise ExplorerError(f"there is no folder {terminal_safe(str(folder))}")
        files = {path.name: _content(path) for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as fault:
        raise ExplorerError(f"the folder {terminal_safe(str(folder))} cannot be read: {fault.strerror}") from fault
    states: list[DocumentCheck] = []
    claims: list[ClaimCheck] = []
    for source in seeds.sources.values():
        if source.document:
            state, lines = _read(source, files)
            states.append(DocumentCheck(source.source_id, source.document, state))
            own = (claim for claim in seeds.claims.values() if claim.source_id == source.source_id)
            claims += [_check(claim, source, lines) for claim in own]
    return Verification(tuple(states), tuple(claims))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError:
        return None


def _read(source: Source, files: dict[str, bytes | None]) -> tuple[str, list[str] | None]:
    """The state of a document and its lines that are not blank, None where there are none to search."""
    same = [content for content in files.values() if content and hashlib.sha256(content).hexdigest() == source.sha256]
    content = same[0] if same else files.get(source.document)
    if content is None:
        return ("unreadable" if source.document in files else "missing"), None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "unreadable", None
    return ("as read" if same else "differs"), [line for line in text.splitlines() if line.strip()]


def _check(claim: Claim, source: Source, lines: list[str] | None) -> ClaimCheck:
    result = partial(ClaimCheck, claim.claim_id, claim.source_id, claim.locator)
    if lines is None:
        return result("document missing")
    places: dict[str, str] = {}
    for name in claim.locator.split(", "):
        match = _PLACE.fullmatch(name)
        if not match:
            return result("not found", missing=(f"a place of the form 'line 17' or 'lines 3-5' ({name!r} is none)",))
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(lines):
            count = f"{name} (the document has {len(lines)} lines that are not blank)"
            return result("not found", missing=(count,))
        places[name] = "\n".join(lines[first - 1 : last])
    found: dict[str, None] = {}
    missing: list[str] = []
    serving: set[str] = set()
    for parts in zip(*(_parts(claim, source, text) for text in places.values()), strict=True):
        what = parts[0][0]
        spellings = {place: words for place, (_, words) in zip(places, parts, strict=True) if words}
        if not what.startswith("a word"):  # a line that only has the word "racks" says nothing of how many
            serving |= spellings.keys()
        found |= dict.fromkeys(spellings.values())
        missing += [] if spellings else [what]
    if not found and not missing:
        return result("no figure")
    missing += [f"anything of it in {place}" for place in places if place not in serving and not missing]
    return result("not found" if missing else "found", tuple(found), tuple(missing))


def _parts(claim: Claim, source: Source, text: str) -> Iterator[tuple[str, str]]:
    """What a place of a claim has to say, each part with the words for it in the text there, "" for none."""
    there, published, (unit, factor) = numbers(text), source.published_start, base_unit(claim.unit)

    def spelt(value: float, unit: str) -> str:
        return next((one.text for one in there if one.unit == unit and one.says(value)), "")

    figures = dict.fromkeys(claim.figures.values())
    for value in figures:
        yield f"{value:,.15g} {claim.unit}", spelt(value * factor, unit)
    first, *more = re.split("[/ ]", claim.unit.partition(",")[0])
    for part in (*([] if unit else [first]), *more) if figures else ():
        if sign := _SIGNS.get(part):
            match = re.search(sign, text, re.IGNORECASE)
            yield f"a word for {claim.unit}", match[0] if match else ""
    for at, day in enumerate((claim.period_start, claim.period_end)) if _dated(claim, published) else ():
        if day is not None:
            words = (one.text for one in dates(text, published=published, year=day.year) if one[at] == day)
            yield f"a date whose {'last' if at else 'first'} day is {day}", next(words, "")
    for one in numbers(claim.statement):
        if one.text[0] in "$€£" or one.text[0].isdigit():  # "one" and "two" may be mere words
            yield f"{one.text!r} of the statement", spelt(one.value, one.unit)


def _dated(claim: Claim, published: datetime.date | None) -> bool:
    """Whether a source has to state the period of a claim: not where it speaks of the time in which it appeared."""
    if claim.span is None:
        return False
    return claim.dataset == "timeline" or published is None or not claim.span[0] <= published <= claim.span[1]
