"""What sources say, frozen and checked: sources, claims, milestones and the questions that claims answer.

Each record checks itself when it is made and names *everything* that is wrong with it (`RecordError`), so that a
curator mends it in one pass. What a single record cannot see (unknown ids, duplicates) is checked in `explorer.seeds`.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from explorer.records import topics, vocabulary as words
from explorer.records.checks import Checked, Problems, brief
from explorer.records.dates import date_range

__all__ = ["OWN", "Claim", "Fact", "Milestone", "Source", "unfitting"]

OWN = "own"
"""The occasion of what a source says by itself: its inferences, expectations and arithmetic."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def words_for(key: str, known: Iterable[str]) -> str:
    """What to write for a key.

    >>> words_for("unit", ["USD", "TWD"])
    'write unit = "TWD" or "USD"'
    """
    return f"write {key} = " + " or ".join(f'"{word}"' for word in sorted(known))


@dataclass(frozen=True, slots=True)
class Source(Checked):
    """One publication. ``published`` is a day, month, quarter, half-year or year, empty where it carries no date.

    ``retrieved`` is the day it was read: the last day on which an undated source can have appeared. ``document`` and
    ``sha256`` name the file that was read, so that whoever holds it can verify; ``derived_from`` is what it rewrites,
    ``occasion`` the announcement, interview or filing that it reports, unless a claim names another.
    """

    source_id: str
    publisher: str
    title: str
    tier: str
    retrieved: datetime.date
    url: str = ""
    published: str = ""
    document: str = ""
    sha256: str = ""
    derived_from: str = ""
    occasion: str = ""
    licence: str = "not seen"
    note: str = ""

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "source_id")
        self._text(problems, "publisher", "title", "licence")
        self._text(problems, "url", "document", "note", required=False)
        self._word(problems, "tier", words.TIERS)
        self._id(problems, "derived_from", required=False)
        self._id(problems, "occasion", required=False)
        if self._day(problems, "retrieved") and self.retrieved is None:
            problems.append(("retrieved is empty", "give the day it was read"))
        if isinstance(self.published, datetime.date):
            self._set("published", self.published.isoformat())
        try:
            if self.published and date_range(self.published)[0] > (self.retrieved or datetime.date.max):
                problems.append(("retrieved comes before published", "mend one of them"))
        except (TypeError, ValueError):
            problems.append(
                (f"published {brief(self.published)} is not a date", "write 2025-11-21 or 2025-11, or leave it out")
            )
        if self.sha256 and not (isinstance(self.sha256, str) and _SHA256.fullmatch(self.sha256)):
            problems.append((f"sha256 {brief(self.sha256)} is not a checksum", "give 64 small hexadecimal digits"))
        if bool(self.document) != bool(self.sha256):
            problems.append(("document and sha256 go together", "give both, or neither"))
        if isinstance(self.url, str) and self.url and not self.url.startswith(("https://", "http://")):
            problems.append((f"url {brief(self.url)} is not a web address", "begin it with https://, or leave it out"))
        self._raise_if(problems)

    @property
    def published_precision(self) -> str:
        """How exactly the date of publication is known: a word of `explorer.records.vocabulary.PRECISIONS`."""
        return date_range(self.published)[2] if self.published else "undated"

    @property
    def published_start(self) -> datetime.date | None:
        """The first day on which it can have appeared, None where it carries no date."""
        return date_range(self.published)[0] if self.published else None

    @property
    def published_end(self) -> datetime.date:
        """The last day on which it can have appeared: from this day on, ``as_of`` lets it be seen."""
        return min(date_range(self.published)[1], self.retrieved) if self.published else self.retrieved


@dataclass(frozen=True, slots=True)
class Claim(Checked):
    """What one source says about one thing, in our words; ``bound`` says how to read its figures.

    ``metric`` says what it is about, ``answer`` is its answer where that is a word and not a number, ``locator`` its
    place in the source. ``period_start`` and ``period_end`` are what it is about; ``as_of`` the day it was true or
    said, where that differs from publication. ``unverified`` marks what should not be leaned on; the note says why.
    ``occasion`` is where it was first said, `OWN` for the source's own view, empty where the source's occasion holds.
    ``superseded_by`` names the claim that took its place, and ``superseded_reason`` says why; both claims stay.
    ``checked`` is the day on which it was last held against its source, ``check`` what came of it (`CHECKS`), and
    ``check_note`` against what it was held, and what was changed.
    """

    claim_id: str
    source_id: str
    dataset: str
    metric: str
    party: str
    statement: str
    bound: str
    basis: str
    scope: str
    status: str
    locator: str
    unit: str = ""
    low: float | None = None
    central: float | None = None
    high: float | None = None
    answer: str = ""
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    as_of: datetime.date | None = None
    unverified: bool = False
    note: str = ""
    occasion: str = ""
    superseded_by: str = ""
    superseded_reason: str = ""
    checked: datetime.date | None = None
    check: str = ""
    check_note: str = ""

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "claim_id")
        self._id(problems, "source_id")
        self._id(problems, "occasion", required=False)
        self._id(problems, "superseded_by", required=False)
        self._text(problems, "party", "statement", "locator")
        self._text(problems, "note", "superseded_reason", "check_note", required=False)
        self._flag(problems, "unverified")
        self._word(problems, "dataset", words.DATASETS)
        self._word(problems, "metric", topics.METRICS)
        self._word(problems, "bound", words.BOUNDS)
        self._word(problems, "basis", words.BASES)
        self._word(problems, "scope", words.SCOPES)
        self._word(problems, "status", words.STATUSES)
        self._word(problems, "unit", words.UNITS, required=False)
        self._answer(problems)
        if self._number(problems, "low", "central", "high"):
            self._figures(problems)
        days = [self._day(problems, "period_start"), self._day(problems, "period_end", last=True)]
        self._day(problems, "as_of")
        reviewed = [bool(self.checked), bool(self.check), bool(self.check_note)]
        self._day(problems, "checked")
        self._word(problems, "check", words.CHECKS, required=False)
        if any(reviewed) and not all(reviewed):
            problems.append(("checked, check and check_note go together", "give all three, or none"))
        if all(days) and self.period_start and self.period_end and self.period_end < self.period_start:
            problems.append(("period_end comes before period_start", "exchange them"))
        if bool(self.superseded_by) != bool(self.superseded_reason):
            problems.append(("superseded_by and superseded_reason go together", "give both, or neither"))
        if self.superseded_by and self.superseded_by == self.claim_id:
            problems.append(("superseded_by names the claim itself", "name the claim that took its place"))
        self._raise_if(problems)

    @property
    def rung(self) -> int:
        """How high its status stands on the ladder, by `explorer.records.vocabulary.rung`."""
        return words.rung(self.status)

    def _answer(self, problems: Problems) -> None:
        known = topics.ANSWERS.get(self.metric, {}) if isinstance(self.metric, str) else {}
        if self.answer != "" and (not isinstance(self.answer, str) or self.answer not in known):
            metric = brief(self.metric)
            remedy = f"use one of: {', '.join(known)}" if known else f"leave it out: {metric} has no worded answers"
            problems.append((f"answer {brief(self.answer)} is not known for {metric}", remedy))

    def _figures(self, problems: Problems) -> None:
        given = {name for name in ("low", "central", "high") if getattr(self, name) is not None}
        wanted = words.FIGURES.get(self.bound) if isinstance(self.bound, str) else None
        if wanted is not None and given != wanted:
            has, needs = (", ".join(sorted(names)) or "no figure" for names in (given, wanted))
            problems.append((f"bound {self.bound} with {has}", f"this bound takes {needs}"))
        figures = [value for value in (self.low, self.central, self.high) if value is not None]
        if figures != sorted(figures):
            problems.append(("low, central and high do not ascend", "order them"))
        elif self.bound == "exact" and len(set(figures)) > 1:
            problems.append(("bound is exact, but the figures differ", "make them equal or change bound"))
        if figures and not self.unit:
            problems.append(("figures without a unit", "give the unit, in the words of the data dictionary"))
        signed, share = self.metric in topics.SIGNED, self.unit in ("share", "share of all")
        least, most = -1.0 if signed and share else -words.MOST if signed else 0.0, 1.0 if share else words.MOST
        if figures and not (least <= min(figures) and (max(figures) <= most or (signed and share))):
            span = f"not from {least:g}" if signed and share else f"not from {least:g} to {most:g}"
            problems.append((f"a figure of {self.metric} in {self.unit} is {span}", "mend the figure or the unit"))


def unfitting(claim: Claim) -> Problems:
    """Words of a claim that are each known and do not go together: metric and dataset, metric and unit, unit and basis.

    A basis that is not stated fits any unit.
    """
    problems: Problems = []
    known = topics.DATASETS_OF[claim.metric]
    if claim.dataset not in known:
        problems.append((f"{claim.metric} does not belong into {claim.dataset}", words_for("dataset", known)))
    units = topics.UNITS_OF.get(claim.metric, ())
    if claim.unit and units and claim.unit not in units:
        problems.append((f"{claim.metric} is not measured in {claim.unit}", words_for("unit", units)))
    basis = words.BASIS_OF.get(claim.unit, claim.basis)
    if claim.basis not in (basis, "unstated"):
        problems.append((f"unit {claim.unit} with basis {claim.basis}", words_for("basis", [basis])))
    return problems


@dataclass(frozen=True, slots=True)
class Milestone(Checked):
    """A dated step: ``start`` and ``end`` are the first and the last day it may mean, equal for a day.

    Written as one date of limited precision in ``start``, or as two days with ``precision = "vague"``.
    """

    milestone_id: str
    title: str
    start: datetime.date
    kind: str
    party: str
    source_ids: tuple[str, ...]
    claim_ids: tuple[str, ...] = ()
    end: datetime.date | None = None
    precision: str = ""

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "milestone_id")
        self._text(problems, "title", "party")
        self._word(problems, "kind", words.KINDS)
        self._word(problems, "precision", words.PRECISIONS, required=False)
        self._ids(problems, "source_ids")
        self._ids(problems, "claim_ids")
        if not self.source_ids:
            problems.append(("source_ids is empty", "name at least one source"))
        self._dates(problems)
        self._raise_if(problems)

    def _dates(self, problems: Problems) -> None:
        written, given_end = self.start, self.end
        sound = self._day(problems, "start") and self._day(problems, "end", last=True)
        if not sound:
            return
        if self.start is None:
            problems.append(("start is empty", "give the day, month, quarter, half-year or year"))
            return
        if given_end is None:
            text = written if isinstance(written, str) else written.isoformat()
            _, last, precision = date_range(text)
            if self.precision not in ("", precision):
                problems.append(
                    (f"precision is {brief(self.precision)}, but start is a {precision}", "mend one of them")
                )
            self._set("end", last)
            self._set("precision", precision)
        elif self.end is not None and self.end < self.start:
            problems.append(("end comes before start", "exchange them"))
        elif not self.precision:
            problems.append(("start and end without precision", 'write precision = "vague", or leave end out'))


@dataclass(frozen=True, slots=True)
class Fact(Checked):
    """A row of the agreement table: a question, and which claims answer it.

    A claim answers it if its metric is ``metric`` and, where given, its party is ``party``, its basis ``basis``, its
    scope ``scope`` and the period it is about lies within ``period`` (a date of limited precision).
    """

    fact_id: str
    question: str
    metric: str
    party: str = ""
    basis: str = ""
    scope: str = ""
    period: str = ""

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "fact_id")
        self._text(problems, "question")
        self._text(problems, "party", required=False)
        self._word(problems, "metric", topics.METRICS)
        self._word(problems, "basis", words.BASES, required=False)
        self._word(problems, "scope", words.SCOPES, required=False)
        try:
            if self.period:
                date_range(self.period)
        except (TypeError, ValueError):
            problems.append((f"period {brief(self.period)} is not a date", "write 2026, 2026-H2 or 2025-11"))
        self._raise_if(problems)

    def asks_for(self, claim: Claim) -> bool:
        """Whether a claim answers this question."""
        for name in ("metric", "party", "basis", "scope"):
            if getattr(self, name) not in ("", getattr(claim, name)):
                return False
        if not self.period:
            return True
        first, last, _ = date_range(self.period)
        start, end = claim.period_start or claim.period_end, claim.period_end or claim.period_start
        return start is not None and end is not None and first <= start and end <= last
