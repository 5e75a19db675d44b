"""Hold claims against the documents they were read from: the same file, and each figure at its stated place.

The documents themselves are not part of this project: whoever holds them can check. A claim is *found* where each of
its figures, the dates it is about and the numbers of its statement stand at its place (see `explorer.records.Claim`,
``locator``), and no line that it names stands there for nothing.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from explorer.arguments import checked
from explorer.documents import datewords, numerals
from explorer.errors import ExplorerError
from explorer.records import Claim, Source
from explorer.seeds import load

__all__ = ["STATES", "VERDICTS", "ClaimCheck", "DocumentCheck", "Verification", "base_unit", "verify"]

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

# What a figure of a unit looks like in a text: its base unit, the factor to it, words that stand in the same line.
_YEARLY = r"\b(?:annual(?:ly)?|year(?:ly)?|per annum)\b"
_WEEKLY = r"\bweek(?:ly|s)?\b"
_RACK, _CHIP = r"\bracks?\b", r"\b(?:chip|GPU|accelerator|package)s?\b"
_POWER = r"\b(?:gigawatts?|GW)\b"
_SIGNS: dict[str, tuple[str, float, tuple[str, ...]]] = {
    "racks/week": ("", 1, (_RACK, _WEEKLY)),
    "racks": ("", 1, (_RACK,)),
    "GW": ("W", 1e9, ()),
    "GW/yr, facility": ("W", 1e9, (_YEARLY,)),
    "GW/week": ("W", 1e9, (_WEEKLY,)),
    "USD": ("USD", 1, ()),
    "USD/year": ("USD", 1, (_YEARLY,)),
    "USD/rack": ("USD", 1, (_RACK,)),
    "USD/GW": ("USD", 1, (_POWER,)),
    "USD/GW, facility": ("USD", 1, (_POWER,)),
    "USD/GW/yr": ("USD", 1, (_POWER, _YEARLY)),
    "USD/GW/yr, facility": ("USD", 1, (_POWER, _YEARLY)),
    "TWD": ("TWD", 1, ()),
    "kW/rack": ("W", 1e3, (_RACK,)),
    "W/chip": ("W", 1, (_CHIP,)),
    "TWh/year": ("Wh", 1e12, (_YEARLY,)),
    "share": ("share", 1, ()),
    "share of all": ("share", 1, ()),
    "share/yr": ("share", 1, ()),
    "months": ("months", 1, ()),
    "chips": ("", 1, (_CHIP,)),
    "jobs": ("", 1, (r"\b(?:jobs?|people|workers?)\b",)),
}
_PLAIN: tuple[str, float, tuple[str, ...]] = ("", 1, ())


def base_unit(unit: str) -> tuple[str, float]:
    """What figures of a unit are in a text: the unit of `explorer.documents.numerals.Quantity`, and the factor to it.

    >>> base_unit("kW/rack"), base_unit("racks/week")
    (('W', 1000.0), ('', 1.0))
    """
    sign, factor, _ = _SIGNS.get(unit, _PLAIN)
    return sign, float(factor)


MOST_BYTES = 100_000_000
"""No document is longer; what is, is not read."""

_PLACE = re.compile(r"lines? (\d{1,6})(?:\s?(?:-|to)\s?(\d{1,6}))?")


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """One document: a word of `STATES`."""

    source_id: str
    document: str
    state: str


@dataclass(frozen=True, slots=True)
class ClaimCheck:
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


@dataclass(frozen=True, slots=True)
class Verification:
    """Every document and every claim that was read from one."""

    documents: tuple[DocumentCheck, ...]
    claims: tuple[ClaimCheck, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many claims have each verdict."""
        found = Counter(claim.verdict for claim in self.claims)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def sound(self) -> bool:
        """Whether every document is the one that was read and nothing is unfound."""
        return all(one.state == "as read" for one in self.documents) and not any(
            claim.verdict in ("not found", "document missing") for claim in self.claims
        )


@checked()
def verify(documents: Path | str, *, seeds: Path | str | None = None) -> Verification:
    """Hold every claim whose source names a document against the files in a folder.

    A document is looked for by its name, then by its checksum under another name. One whose checksum differs is
    searched all the same, so that the report says which claims no longer hold.

    Raises `ExplorerError` where there is no such folder and `explorer.seeds.SeedsError` for faulty seeds.
    """
    folder, held = Path(documents), load(seeds)
    if not folder.is_dir():
        raise ExplorerError(f"there is no folder {folder}")
    sources = [source for source in held.sources.values() if source.document]
    checks: list[DocumentCheck] = []
    read: dict[str, list[str] | None] = {}
    for source in sources:
        state, lines = _read(source, folder)
        checks.append(DocumentCheck(source.source_id, source.document, state))
        read[source.source_id] = lines
    claims = [claim for claim in held.claims.values() if claim.source_id in read]
    order = list(read)
    claims.sort(key=lambda claim: order.index(claim.source_id))
    return Verification(
        tuple(checks), tuple(_check(claim, held.sources[claim.source_id], read[claim.source_id]) for claim in claims)
    )


def _read(source: Source, folder: Path) -> tuple[str, list[str] | None]:
    """The state of a document and its lines that are not blank, None where there are none to search."""
    contents = {path: _content(path) for path in sorted(folder.iterdir()) if path.is_file()}
    named = contents.get(folder / source.document)
    same = next((content for content in contents.values() if content and _sha256(content) == source.sha256), None)
    content = same if same is not None else named
    if content is None:
        return ("unreadable" if folder / source.document in contents else "missing"), None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "unreadable", None
    return ("differs" if same is None else "as read"), [line for line in text.splitlines() if line.strip()]


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError:
        return None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _check(claim: Claim, source: Source, lines: list[str] | None) -> ClaimCheck:
    told = partial(ClaimCheck, claim.claim_id, claim.source_id, claim.locator)
    if lines is None:
        return told("document missing")
    places, wrong = _places(claim.locator, lines)
    if wrong:
        return told("not found", missing=(wrong,))
    found: list[str] = []
    missing: list[str] = []
    serving: set[str] = set()
    parts = list(_parts(claim, source))
    for what, search in parts:
        spellings = {place: words for place, text in places.items() if (words := search(text))}
        if search.func is not _word:  # a line that only has the word "racks" says nothing of how many
            serving |= set(spellings)
        found += spellings.values()
        missing += [] if spellings else [what]
    if not parts:
        return told("no figure")
    missing += [f"anything of it in {place}" for place in places if place not in serving and not missing]
    return told("not found" if missing else "found", tuple(dict.fromkeys(found)), tuple(missing))


def _places(locator: str, lines: list[str]) -> tuple[dict[str, str], str]:
    """Each place that a locator names with its text, and what is wrong with the locator, if anything."""
    places: dict[str, str] = {}
    for name in locator.split(", "):
        match = _PLACE.fullmatch(name)
        if not match:
            return {}, f"a place of the form 'line 17' or 'lines 3-5' ({name!r} is none)"
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(lines):
            return {}, f"{name} (the document has {len(lines)} lines that are not blank)"
        places[name] = "\n".join(lines[first - 1 : last])
    return places, ""


def _parts(claim: Claim, source: Source) -> Iterator[tuple[str, partial[str]]]:
    """Everything of a claim that its place has to say: what it is in words, and how to look for it in a text.

    The search gives the words in the text that say it, "" where none do.
    """
    unit, factor = base_unit(claim.unit)
    signs = _SIGNS.get(claim.unit, _PLAIN)[2]
    figures = dict.fromkeys(value for value in (claim.low, claim.central, claim.high) if value is not None)
    for value in figures:
        yield f"{value:,.15g} {claim.unit}", partial(_number, value=value * factor, unit=unit)
    for sign in signs if figures else ():
        yield f"a word for {claim.unit}", partial(_word, sign=sign)
    if _dated(claim, source):
        for name, day in (("first", claim.period_start), ("last", claim.period_end)):
            if day is not None:
                yield f"a date whose {name} day is {day}", partial(_date, claim=claim, source=source, end=name)
    for quantity in numerals.find(claim.statement):
        if quantity.text[0] in "$€£" or quantity.text[0].isdigit():  # "one" and "two" may be mere words
            yield f"{quantity.text!r} of the statement", partial(_stated, quantity=quantity)


def _dated(claim: Claim, source: Source) -> bool:
    """Whether a source has to state the period of a claim: not where it speaks of the time in which it appeared."""
    start, end = claim.period_start or claim.period_end, claim.period_end or claim.period_start
    if start is None or end is None:
        return False
    published = source.published_start
    return claim.dataset == "timeline" or published is None or not start <= published <= end


def _number(text: str, *, value: float, unit: str) -> str:
    return next((q.text for q in numerals.find(text) if q.unit == unit and q.says(value)), "")


def _word(text: str, *, sign: str) -> str:
    match = re.search(sign, text, re.IGNORECASE)
    return match[0] if match else ""


def _stated(text: str, *, quantity: numerals.Quantity) -> str:
    """The words in the text for a number or for both ends of a range that the statement gives."""
    spellings = [_number(text, value=end, unit=quantity.unit) for end in (quantity.low, quantity.high)]
    return ", ".join(dict.fromkeys(spellings)) if all(spellings) else ""


def _date(text: str, *, claim: Claim, source: Source, end: str) -> str:
    """The words for a date that begins on the first day of the claim's period, or ends on its last."""
    wanted = claim.period_start if end == "first" else claim.period_end
    assert wanted is not None
    said = datewords.find(text, published=source.published_start, year=wanted.year)
    return next((date.text for date in said if (date.first if end == "first" else date.last) == wanted), "")
