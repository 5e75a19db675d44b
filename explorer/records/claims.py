"""What sources say: sources, claims, milestones and the questions that claims answer.

What a single record cannot see (ids that lead nowhere, an id twice) is checked in `explorer.seeds`.
"""

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

from explorer.formatting import plain_number
from explorer.records import fields as f
from explorer.records.dates import date_range

if TYPE_CHECKING:
    from explorer.records.vocabulary import Vocabulary

OWN = "own"
"""The occasion of what a source says by itself: its inferences, expectations and arithmetic."""

MOST = 1e15
"""No figure of a claim or series is larger, whatever its unit."""

Scope = Annotated[str, f.word("scope"), "where it holds"]
Basis = Annotated[str, f.word("basis"), "what kind of amount it is"]
Metric = Annotated[str, f.word("metric"), "what the claim is about"]
UnitWord = Annotated[str, f.word("unit"), "unit of the row's figures"]
Party = Annotated[f.Text, "whom or what the claim is about"]
Note = Annotated[f.Text, "what a reader should know besides"]


class Source(f.Record, file="sources", table="source"):
    """One publication."""

    source_id: Annotated[f.Id, "names a source"]
    publisher: Annotated[f.Text, "who published it"]
    title: Annotated[f.Text, "title as published"]
    tier: Annotated[str, f.word("tier"), "what kind of source it is"]
    retrieved: Annotated[f.Day, "the day on which it was read"]
    url: Annotated[f.WebAddress, "web address, empty where none is known"] = ""
    published: Annotated[
        f.Date, "day of publication, the first possible one where not known to the day; missing if undated"
    ] = ""
    document: Annotated[f.Text, "file name of the document that was read, where one is kept"] = ""
    sha256: Annotated[f.Checksum, "checksum of that file"] = ""
    derived_from: Annotated[f.SourceId, "source that this one rewrites, empty where none is declared"] = ""
    occasion: Annotated[str, f.refers("occasions"), "the announcement, interview or filing that it reports"] = ""
    licence: Annotated[f.Text, "licence as found, or that none was seen"] = "not seen"
    note: Note = ""

    @f.rule("published", "retrieved")
    def _read_after_it_appeared(self) -> Iterator[f.Problem]:
        if self.published and date_range(self.published)[0] > self.retrieved:
            yield "retrieved comes before published", "mend one of them"

    _file = f.together("document", "sha256")

    @property
    def published_precision(self) -> str:
        """How exactly the date of publication is known: a word of the list "precision"."""
        return date_range(self.published)[2] if self.published else "undated"

    @property
    def published_start(self) -> datetime.date | None:
        """The first day on which it can have appeared, None where it carries no date."""
        return date_range(self.published)[0] if self.published else None

    @property
    def published_end(self) -> datetime.date:
        """The last day on which it can have appeared: from this day on, ``as_of`` lets it be seen."""
        return min(date_range(self.published)[1], self.retrieved) if self.published else self.retrieved


class Claim(f.Record, file="claims", table="claim"):
    """What one source says about one thing, in our words; ``bound`` says how to read its figures."""

    claim_id: Annotated[f.Id, "names a claim"]
    source_id: Annotated[f.SourceId, "names a source"]
    dataset: Annotated[str, f.word("dataset"), "which dataset the claim belongs to"]
    metric: Metric
    party: Party
    statement: Annotated[f.Text, "what the source says, in our words"]
    bound: Annotated[str, f.word("bound"), "how to read the figures"]
    basis: Basis
    scope: Scope
    status: Annotated[str, f.word("status"), "how far it has come, from rumour to delivered"]
    locator: Annotated[f.Text, "its place in the source: for documents the n-th line that is not blank"]
    unit: UnitWord = ""
    low: Annotated[f.MaybeNumber, "lower end, as bound or kind says"] = None
    central: Annotated[
        f.MaybeNumber, "the number itself; for parameters the mode of a triangular, the median of an interval90"
    ] = None
    high: Annotated[f.MaybeNumber, "upper end, as bound or kind says"] = None
    answer: Annotated[f.AnswerWord, "the answer, for metrics that are answered in a word"] = ""
    period_start: Annotated[f.MaybeDay, "first day of what it is about"] = None
    period_end: Annotated[f.MaybeLastDay, "last day of what it is about"] = None
    as_of: Annotated[f.MaybeDay, "day on which it was said or true, where that differs from publication"] = None
    unverified: Annotated[f.Flag, "true for what should not be leaned on; the note says why"] = False
    note: Note = ""
    occasion: Annotated[
        str,
        f.refers("occasions", besides=OWN),
        "where it was first said; 'own' for the source's own view, empty as its source has it",
    ] = ""
    superseded_by: Annotated[f.ClaimId, "claim that took its place, as far as published; the claim itself stays"] = ""
    superseded_reason: Annotated[f.Text, "why that claim took its place"] = ""
    checked: Annotated[f.MaybeDay, "day on which it was last held against its source"] = None
    check: Annotated[str, f.word("check"), "what the review of it found"] = ""
    check_note: Annotated[f.Text, "against what it was held, and what was changed"] = ""

    @property
    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last day of what it is about, where one of them is known; then the other is the same."""
        start, end = self.period_start or self.period_end, self.period_end or self.period_start
        return (start, end) if start and end else None

    def meaning(self, field: str) -> str:
        """What the word means that stands in one of its fields."""
        return self.vocabulary[field][getattr(self, field)].meaning

    @property
    def rung(self) -> int:
        """How high its status stands on the ladder: rumour 1 to delivered 10, and 0 beside it."""
        return self.vocabulary.statuses[self.status].rung

    @property
    def noun(self) -> str:
        """How far it has come, as a noun."""
        return self.vocabulary.statuses[self.status].noun

    @property
    def figures(self) -> dict[str, float]:
        """Those of low, central and high that are given."""
        return {name: value for name in ("low", "central", "high") if (value := getattr(self, name)) is not None}

    @f.rule("metric", "answer")
    def _known_answer(self) -> Iterator[f.Problem]:
        known = self.vocabulary.answers(self.metric)
        if self.answer and self.answer not in known:
            remedy = (
                f"use one of: {', '.join(known)}" if known else f"leave it out: {self.metric!r} has no worded answers"
            )
            yield f"answer {self.answer!r} is not known for {self.metric!r}", remedy

    @f.rule("bound", "low", "central", "high")
    def _figures_of_the_bound(self) -> Iterator[f.Problem]:
        given, wanted = sorted(self.figures), sorted(self.vocabulary["bound"][self.bound].figures)
        if given != wanted:
            has, needs = (", ".join(names) or "no figure" for names in (given, wanted))
            yield f"bound {self.bound} with {has}", f"this bound takes {needs}"
        elif self.bound == "exact" and len({*self.figures.values()}) > 1:
            yield "bound is exact, but the figures differ", "make them equal or change bound"

    @f.rule("metric", "unit", "low", "central", "high")
    def _size(self) -> Iterator[f.Problem]:
        signed, share = self.vocabulary.metrics[self.metric].signed, self.unit in ("share", "share of all")
        least, most = -1.0 if signed and share else -MOST if signed else 0.0, 1.0 if share and not signed else MOST
        figures = self.figures.values()
        if figures and not self.unit:
            yield "figures without a unit", "give the unit, in the words of the data dictionary"
        if figures and not least <= min(figures) <= max(figures) <= most:
            span = f"not from {plain_number(least)} to {plain_number(most)}"
            yield f"a figure of {self.metric} in {self.unit} is {span}", "mend the figure or the unit"

    @f.rule("metric", "dataset", "unit", "basis")
    def _words_that_go_together(self) -> Iterator[f.Problem]:
        about = self.vocabulary.metrics[self.metric]
        if self.dataset not in about.datasets:
            yield f"{self.metric} does not belong into {self.dataset}", _write("dataset", about.datasets)
        if self.unit and about.units and self.unit not in about.units:
            yield f"{self.metric} is not measured in {self.unit}", _write("unit", about.units)
        basis = self.unit and self.vocabulary["unit"][self.unit].basis
        if basis and self.basis not in (basis, "unstated"):
            yield f"unit {self.unit} with basis {self.basis}", _write("basis", [basis])

    @f.rule("superseded_by", "claim_id")
    def _by_another(self) -> Iterator[f.Problem]:
        if self.superseded_by == self.claim_id:
            yield "superseded_by names the claim itself", "name the claim that took its place"

    _ascending = f.ascending("low", "central", "high")
    _period = f.ascending(
        "period_start", "period_end", problem="period_end comes before period_start", remedy="exchange them"
    )
    _superseded = f.together("superseded_by", "superseded_reason")
    _reviewed = f.together("checked", "check", "check_note")


def _write(key: str, known: Iterable[str]) -> str:
    """What to write for a key: write unit = "TWD" or "USD"."""
    return f"write {key} = " + " or ".join(f'"{word}"' for word in sorted(known))


class Milestone(f.Record, file="milestones", table="milestone"):
    """A dated step: ``start`` and ``end`` are the first and the last day it may mean, equal for a day.

    Written as one date of limited precision in ``start``, or as two days with ``precision = "vague"``.
    """

    milestone_id: Annotated[f.Id, "names a milestone"]
    title: Annotated[f.Text, "what happened or is to happen"]
    start: Annotated[f.Day, "first day it may mean"]
    kind: Annotated[str, f.word("kind"), "whether it has happened or is to come"]
    party: Annotated[f.Text, "whose step it is"]
    source_ids: Annotated[f.SourceIds, "sources that say it"]
    claim_ids: Annotated[f.ClaimIds, "claims it rests on"] = ()
    end: Annotated[f.MaybeLastDay, "last day it may mean"] = None
    precision: Annotated[str, f.word("precision"), "how exactly the date is known"] = ""

    def _fill(self, given: dict[str, Any], vocabulary: "Vocabulary") -> None:
        start, written = given.get("start"), given.get("precision", "")
        text = start.isoformat() if type(start) is datetime.date else start
        if given.get("end") in (None, "") and isinstance(text, str):
            with contextlib.suppress(ValueError):
                _, last, precision = date_range(text)
                given = {**given, "end": last, "precision": precision} if written in ("", precision) else given
        f.Record._fill(self, given, vocabulary)

    @f.rule("start", "end", "precision")
    def _dates(self) -> Iterator[f.Problem]:
        if self.end is None:
            yield f"precision {self.precision} does not fit start", "mend one of them"
        elif self.end < self.start:
            yield "end comes before start", "exchange them"
        elif not self.precision:
            yield "start and end without precision", 'write precision = "vague", or leave end out'


class Fact(f.Record, file="facts", table="fact"):
    """A row of the agreement table: a question, and which claims answer it.

    A claim answers it if its metric is ``metric`` and, where given, its party is ``party``, its basis ``basis``, its
    scope ``scope`` and the period it is about lies within ``period`` (a date of limited precision).
    """

    fact_id: Annotated[f.Id, "names a question of the agreement table"]
    question: Annotated[f.Text, "the question"]
    metric: Metric
    party: Party = ""
    basis: Basis = ""
    scope: Scope = ""
    period: Annotated[f.Date, "the time that it asks about"] = ""

    def asks_for(self, claim: Claim) -> bool:
        """Whether a claim answers this question."""
        for name in ("metric", "party", "basis", "scope"):
            if getattr(self, name) not in ("", getattr(claim, name)):
                return False
        if not (self.period and claim.span):
            return not self.period
        first, last, _ = date_range(self.period)
        return first <= claim.span[0] and claim.span[1] <= last
