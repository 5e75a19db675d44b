"""The values of ``seeds/`` that relate claims to one another: occasions, wordings, pairs, targets, findings, lanes."""

import datetime
from dataclasses import dataclass

from explorer.errors import ExplorerError
from explorer.records import vocabulary as words
from explorer.records.checks import Checked, Problems, brief
from explorer.records.dates import date_range

__all__ = ["Finding", "Lane", "Occasion", "Pair", "Target", "Wording"]

FEW = 5
"""Words of another's text that a `Wording` may hold."""
SHORT = 4
"""Words that fit the verdict of a finding."""


class _Dated(Checked):
    """A record with one date of limited precision, kept as it is written."""

    __slots__ = ()

    def _limited_date(self, problems: Problems, name: str, *, required: bool) -> None:
        value = getattr(self, name)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            self._set(name, value.isoformat())
            return
        try:
            if not isinstance(value, str):
                raise ExplorerError(f"{brief(value)} is no text")
            if value or required:
                date_range(value)
        except ValueError:
            remedy = "write 2025-11-20, 2025-11, 2026-Q1, 2026-H2 or 2029" + ("" if required else ", or leave it out")
            problems.append((f"{name} {brief(value)} is not a date", remedy))
            self._set(name, "")


@dataclass(frozen=True, slots=True)
class Occasion(_Dated):
    """Where something was first said: an announcement, an interview, an event. ``party`` is whoever said it there."""

    occasion_id: str
    title: str
    party: str
    date: str

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "occasion_id")
        self._text(problems, "title", "party")
        self._limited_date(problems, "date", required=True)
        self._raise_if(problems)

    def references(self) -> list[tuple[str, str]]:
        """Each (kind, id) that it names: none."""
        return []


@dataclass(frozen=True, slots=True)
class Wording(Checked):
    """A few words of a source, to lay beside the few that another place has for the same ``matter``.

    ``speaker`` is whom the words are put in the mouth of; ``claim_id`` the claim that they state, where there is one.
    """

    wording_id: str
    matter: str
    speaker: str
    source_id: str
    words: str
    locator: str
    claim_id: str = ""

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "wording_id")
        self._id(problems, "matter")
        self._id(problems, "source_id")
        self._id(problems, "claim_id", required=False)
        self._text(problems, "speaker", "words", "locator")
        if isinstance(self.words, str) and len(self.words.split()) > FEW:
            problems.append((f"words holds more than {FEW} words", "keep the few that differ, never a sentence"))
        self._raise_if(problems)

    def references(self) -> list[tuple[str, str]]:
        """Each (kind, id) that it names."""
        return [("sources", self.source_id)] + ([("claims", self.claim_id)] if self.claim_id else [])


@dataclass(frozen=True, slots=True)
class Pair(Checked):
    """Two claims that readers would lay side by side; ``lesson`` says what the pair shows."""

    pair_id: str
    first: str
    second: str
    lesson: str

    def __post_init__(self) -> None:
        problems: Problems = []
        for name in ("pair_id", "first", "second"):
            self._id(problems, name)
        self._text(problems, "lesson")
        self._raise_if(problems)

    def references(self) -> list[tuple[str, str]]:
        """Each (kind, id) that it names."""
        return [("claims", self.first), ("claims", self.second)]


@dataclass(frozen=True, slots=True)
class Target(_Dated):
    """Something said to happen, with the last day it may happen on (``due``, empty where none was named).

    ``rule`` says what would settle it; ``leads`` marks the few that a reader sees first.
    """

    target_id: str
    title: str
    party: str
    rule: str
    claim_ids: tuple[str, ...]
    due: str = ""
    leads: bool = False

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "target_id")
        self._text(problems, "title", "party", "rule")
        self._ids(problems, "claim_ids")
        if not self.claim_ids:
            problems.append(("claim_ids is empty", "name the claim that sets the target"))
        self._limited_date(problems, "due", required=False)
        self._flag(problems, "leads")
        self._raise_if(problems)

    @property
    def due_end(self) -> datetime.date | None:
        """The last day on which it may still happen in time, None where no day was named."""
        return date_range(self.due)[1] if self.due else None

    def references(self) -> list[tuple[str, str]]:
        """Each (kind, id) that it names."""
        return [("claims", name) for name in self.claim_ids]


@dataclass(frozen=True, slots=True)
class Finding(Checked):
    """What evidence shows of a target, from the day on which all of it had been published.

    ``verdict`` is a word of `explorer.records.vocabulary.SCORES`, ``verdict_words`` four words or less for a reader.
    """

    finding_id: str
    target_id: str
    verdict: str
    verdict_words: str
    note: str
    claim_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "finding_id")
        self._id(problems, "target_id")
        self._word(problems, "verdict", words.SCORES)
        self._text(problems, "verdict_words", "note")
        if isinstance(self.verdict_words, str) and len(self.verdict_words.split()) > SHORT:
            problems.append((f"verdict_words holds more than {SHORT} words", "put the rest into note"))
        self._ids(problems, "claim_ids")
        if not self.claim_ids:
            problems.append(("claim_ids is empty", "name the evidence"))
        self._raise_if(problems)

    def references(self) -> list[tuple[str, str]]:
        """Each (kind, id) that it names."""
        return [("scorecard", self.target_id), *(("claims", name) for name in self.claim_ids)]


@dataclass(frozen=True, slots=True)
class Lane(Checked):
    """Gigawatts of one layer and how far they have come; the first of ``claim_ids`` that had appeared gives them."""

    lane_id: str
    layer: str
    name: str
    state: str
    claim_ids: tuple[str, ...]
    note: str = ""

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "lane_id")
        self._word(problems, "layer", words.LAYERS)
        self._word(problems, "state", words.STATES)
        self._text(problems, "name")
        self._text(problems, "note", required=False)
        self._ids(problems, "claim_ids")
        if not self.claim_ids:
            problems.append(("claim_ids is empty", "name the claim that gives the gigawatts"))
        self._raise_if(problems)

    def references(self) -> list[tuple[str, str]]:
        """Each (kind, id) that it names."""
        return [("claims", name) for name in self.claim_ids]
