"""What relates claims: occasions, wordings, pairs, targets, findings, lanes; and what a folder is about."""

import datetime
from collections.abc import Iterator
from typing import Annotated

from explorer.formatting import month_words
from explorer.records import fields as f
from explorer.records.claims import Note
from explorer.records.dates import date_range

FEW = 5
"""Words of another's text that a `Wording` may hold."""
SHORT = 4
"""Words that fit the verdict of a finding."""


class Occasion(f.Record):
    """Where something was first said: an announcement, an interview, an event."""

    occasion_id: Annotated[f.Id, "names an occasion"]
    title: Annotated[f.Text, "what it was"]
    party: Annotated[f.Text, "whoever said it there"]
    date: Annotated[f.Date, "when it was"]


class Wording(f.Record):
    """A few words of a source, to lay beside the few that another place has for the same ``matter``."""

    wording_id: Annotated[f.Id, "names a wording"]
    matter: Annotated[f.Id, "names what is worded"]
    speaker: Annotated[f.Text, "whose mouth it comes from"]
    source_id: Annotated[f.SourceId, "names a source"]
    words: Annotated[f.Text, "its words, a few"]
    locator: Annotated[f.Text, "their place in it"]
    claim_id: Annotated[f.ClaimId, "the claim that they state, where there is one"] = ""

    @f.rule("words")
    def _few(self) -> Iterator[f.Problem]:
        if len(self.words.split()) > FEW:
            yield f"words holds more than {FEW} words", "keep the few that differ, never a sentence"


class Pair(f.Record):
    """Two claims that readers would lay side by side."""

    pair_id: Annotated[f.Id, "names a pair of claims"]
    first: Annotated[f.ClaimId, "the claim that the other is held against"]
    second: Annotated[f.ClaimId, "the claim that is held against the first"]
    lesson: Annotated[f.Text, "what the pair shows"]


class Target(f.Record):
    """Something said to happen, and what would settle whether it has."""

    target_id: Annotated[f.Id, "names a target"]
    title: Annotated[f.Text, "what was said to happen"]
    party: Annotated[f.Text, "who is to do it"]
    rule: Annotated[f.Text, "what would settle it"]
    claim_ids: Annotated[f.ClaimIds, "claims that set the target"]
    due: Annotated[f.Date, "last day on which it may happen in time; missing if none was named"] = ""
    leads: Annotated[f.Flag, "whether it is one of the few that a reader sees first"] = False

    @property
    def due_end(self) -> datetime.date | None:
        """The last day on which it may still happen in time, None where no day was named."""
        return date_range(self.due)[1] if self.due else None


class Finding(f.Record):
    """What evidence shows of a target, from the day on which all of it had been published."""

    finding_id: Annotated[f.Id, "names a finding"]
    target_id: Annotated[str, f.refers("scorecard"), "names a target"]
    verdict: Annotated[str, f.word("score"), "what came of it"]
    verdict_words: Annotated[f.Text, "the verdict as a reader sees it, four words or less"]
    note: Note
    claim_ids: Annotated[f.ClaimIds, "claims that the verdict rests on"]

    @f.rule("verdict_words")
    def _short(self) -> Iterator[f.Problem]:
        if len(self.verdict_words.split()) > SHORT:
            yield f"verdict_words holds more than {SHORT} words", "put the rest into note"


class Lane(f.Record):
    """Gigawatts of one layer and how far they have come; the first of ``claim_ids`` that had appeared gives them."""

    lane_id: Annotated[f.Id, "names a row of gigawatts"]
    layer: Annotated[str, f.word("layer"), "where they are counted; layers hold the same gigawatts and do not add up"]
    name: Annotated[f.Text, "whose they are, as a reader sees it"]
    state: Annotated[str, f.word("state"), "how far they have come"]
    claim_ids: Annotated[f.ClaimIds, "claims that give them, the first first"]
    note: Note = ""
    counts: Annotated[f.Flag, "whether its layer's sum has it: no part of another row, no older or looser word"] = False


class StoryLine(f.Record):
    """What one teller of a `Story` says."""

    who: Annotated[f.Text, "who says it, as a reader sees it"]
    says: Annotated[f.Text, "what they say, in a few words of ours"]
    claim_ids: Annotated[f.ClaimIds, "claims that hold it"]


class Story(f.Record):
    """Where the sources part most: a question, who says what, and what else is known."""

    story_id: Annotated[f.Id, "names a question on which sources part"]
    question: Annotated[f.Text, "what they differ over"]
    note: Note
    claim_ids: Annotated[f.ClaimIds, "claims that the note rests on"]
    lines: Annotated[
        tuple[StoryLine, ...],
        f.several(StoryLine, "write each as { who = ..., says = ..., claim_ids = [...] }"),
        "who says what",
    ]


class Change(f.Record):
    """What a `Preset` makes of one assumption: one value, or all between two as likely as each other."""

    parameter: Annotated[str, f.refers("parameters"), "names an assumption of the model"]
    low: Annotated[f.Number, "lower end"]
    high: Annotated[f.Number, "upper end, the same for one value"]


class Preset(f.Record):
    """A scenario with a name: a few changes from the starting point."""

    preset_id: Annotated[f.Id, "names a preset"]
    name: Annotated[f.Text, "what it is called, in Python too"]
    question: Annotated[f.Text, "the question that it answers"]
    reason: Annotated[f.Text, "what it is there to show"]
    changes: Annotated[
        tuple[Change, ...],
        f.several(Change, "write each as { parameter = ..., low = ..., high = ... }"),
        "what differs in it",
    ] = ()
    supply: Annotated[f.Text, "its words where it stands for how much the maker ships; empty where it does not"] = ""


class Yardstick(f.Record):
    """A size that readers know."""

    gw: Annotated[f.Positive, "the size"]
    source_id: Annotated[f.SourceId, "names a source"]
    name: Annotated[f.Text, "its words on a wide chart"]
    short: Annotated[f.Text, "its words on a narrow one"]
    note: Annotated[f.Text, "what the size is of"]


class Deal(f.Record):
    """What a folder is about, and how far its data reach."""

    question: Annotated[f.Text, "what is asked"]
    buyer: Annotated[f.Text, "who may buy"]
    maker: Annotated[f.Text, "who makes"]
    news_to: Annotated[f.Month, "the last month that the search for news reached"]
    goal_gw: Annotated[f.Positive, "the size that a reader is first shown as a goal"]
    goal_by: Annotated[f.Month, "the month by which"]
    horizon_shown: Annotated[f.Month, "right end of the charts"]
    unit: Annotated[f.Text, "what the maker ships, in the plural; racks where it is left out"] = ""
    announced: Annotated[f.Text, "what was announced and what came of it, a sentence or two below the question"] = ""
    obligation: Annotated[f.Text, "whether the buyer has to buy, as the end of a sentence"] = ""
    parted: Annotated[f.Text, "heading above the questions on which sources part"] = ""
    parted_note: Annotated[f.Text, "a sentence below that heading"] = ""
    unfound: Annotated[f.Texts, "what the search found no figure for"] = ()
    money: Annotated[f.Text, "heading above who says what of the maker's money"] = ""
    without: Annotated[f.ParameterIds, "assumptions that this deal has no part for: neutral, and not shown"] = ()
    sites_to: Annotated[f.Month, "the edition of the tracker of sites, empty where there is none"] = ""
    yardsticks: Annotated[
        tuple[Yardstick, ...], f.several(Yardstick, "begin each with [[deal.yardsticks]]"), "sizes for scale"
    ] = ()

    @property
    def units(self) -> str:
        """What the maker ships, in the plural."""
        return self.unit or "racks"

    @property
    def obliged(self) -> str:
        """Whether the buyer has to buy, as a sentence, where the folder has one."""
        return f"{self.obligation[:1].upper()}{self.obligation[1:]}." if self.obligation else ""

    @property
    def searched(self) -> str:
        """How far the search reached behind which an absence is claimed, in words."""
        return f"pages to {month_words(self.news_to)}"
