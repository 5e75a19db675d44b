"""What relates claims to one another: occasions, wordings, pairs, targets, findings, lanes; and what it is all about."""

import datetime
from collections.abc import Iterator
from typing import Annotated

from explorer.records.claims import Note
from explorer.records.dates import date_range
from explorer.records.fields import (
    ClaimId,
    ClaimIds,
    DateText,
    Flag,
    Id,
    Month,
    Positive,
    Problem,
    Record,
    SourceId,
    Text,
    refers,
    rule,
    several,
    word,
)

FEW = 5
"""Words of another's text that a `Wording` may hold."""
SHORT = 4
"""Words that fit the verdict of a finding."""


class Occasion(Record):
    """Where something was first said: an announcement, an interview, an event."""

    occasion_id: Annotated[Id, "names an occasion"]
    title: Annotated[Text, "what it was"]
    party: Annotated[Text, "whoever said it there"]
    date: Annotated[DateText, "when it was"]


class Wording(Record):
    """A few words of a source, to lay beside the few that another place has for the same ``matter``."""

    wording_id: Annotated[Id, "names a wording"]
    matter: Annotated[Id, "names what is worded"]
    speaker: Annotated[Text, "whose mouth it comes from"]
    source_id: Annotated[SourceId, "names a source"]
    words: Annotated[Text, "its words, a few"]
    locator: Annotated[Text, "their place in it"]
    claim_id: Annotated[ClaimId, "the claim that they state, where there is one"] = ""

    @rule("words")
    def _few(self) -> Iterator[Problem]:
        if len(self.words.split()) > FEW:
            yield f"words holds more than {FEW} words", "keep the few that differ, never a sentence"


class Pair(Record):
    """Two claims that readers would lay side by side."""

    pair_id: Annotated[Id, "names a pair of claims"]
    first: Annotated[ClaimId, "the claim that the other is held against"]
    second: Annotated[ClaimId, "the claim that is held against the first"]
    lesson: Annotated[Text, "what the pair shows"]


class Target(Record):
    """Something said to happen, and what would settle whether it has."""

    target_id: Annotated[Id, "names a target"]
    title: Annotated[Text, "what was said to happen"]
    party: Annotated[Text, "who is to do it"]
    rule: Annotated[Text, "what would settle it"]
    claim_ids: Annotated[ClaimIds, "claims that set the target"]
    due: Annotated[DateText, "last day on which it may happen in time; missing if none was named"] = ""
    leads: Annotated[Flag, "whether it is one of the few that a reader sees first"] = False

    @property
    def due_end(self) -> datetime.date | None:
        """The last day on which it may still happen in time, None where no day was named."""
        return date_range(self.due)[1] if self.due else None


class Finding(Record):
    """What evidence shows of a target, from the day on which all of it had been published."""

    finding_id: Annotated[Id, "names a finding"]
    target_id: Annotated[str, refers("scorecard"), "names a target"]
    verdict: Annotated[str, word("score"), "what came of it"]
    verdict_words: Annotated[Text, "the verdict as a reader sees it, four words or less"]
    note: Note
    claim_ids: Annotated[ClaimIds, "claims that the verdict rests on"]

    @rule("verdict_words")
    def _short(self) -> Iterator[Problem]:
        if len(self.verdict_words.split()) > SHORT:
            yield f"verdict_words holds more than {SHORT} words", "put the rest into note"


class Lane(Record):
    """Gigawatts of one layer and how far they have come; the first of ``claim_ids`` that had appeared gives them."""

    lane_id: Annotated[Id, "names a row of gigawatts"]
    layer: Annotated[str, word("layer"), "where they are counted; layers hold the same gigawatts and do not add up"]
    name: Annotated[Text, "whose they are, as a reader sees it"]
    state: Annotated[str, word("state"), "how far they have come"]
    claim_ids: Annotated[ClaimIds, "claims that give them, the first first"]
    note: Note = ""


class Yardstick(Record):
    """A size that readers know."""

    gw: Annotated[Positive, "the size"]
    source_id: Annotated[SourceId, "names a source"]
    name: Annotated[Text, "its words on a wide chart"]
    short: Annotated[Text, "its words on a narrow one"]
    note: Annotated[Text, "what the size is of"]


class Deal(Record):
    """What a folder is about, and how far its data reach."""

    question: Annotated[Text, "what is asked"]
    buyer: Annotated[Text, "who may buy"]
    maker: Annotated[Text, "who makes"]
    news_to: Annotated[Month, "the last month that the search for news reached"]
    goal_gw: Annotated[Positive, "the size that a reader is first shown as a goal"]
    goal_by: Annotated[Month, "the month by which"]
    horizon_shown: Annotated[Month, "right end of the charts"]
    sites_to: Annotated[Month, "the edition of the tracker of sites, empty where there is none"] = ""
    yardsticks: Annotated[
        tuple[Yardstick, ...], several(Yardstick, "begin each with [[deal.yardsticks]]"), "sizes for scale"
    ] = ()
