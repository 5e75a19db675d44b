"""What relates claims: occasions, wordings, pairs, targets, findings, lanes; and what a folder is about."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from explorer.formatting import capital, mid_sentence, month_words, two_figures
from explorer.records import fields as f
from explorer.records.claims import Note
from explorer.records.dates import FIRST_MONTH, date_range

FEW = 5
"""Words of another's text that a `Wording` may hold."""
SHORT = 4
"""Words that fit the verdict of a finding."""
LEAST_GW, MOST_GW = 0.01, 1_000
"""The goals that can be set, in gigawatts."""
PLACE = r"\{([^{}]*)\}"
"""Where a sentence takes a figure."""


class Occasion(f.Record, file="occasions", table="occasion"):
    """Where something was first said: an announcement, an interview, an event."""

    occasion_id: Annotated[f.Id, "names an occasion"]
    title: Annotated[f.Text, "what it was"]
    party: Annotated[f.Text, "whoever said it there"]
    date: Annotated[f.Date, "when it was"]


class Wording(f.Record, file="wordings", table="wording"):
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


class Pair(f.Record, file="pairs", table="pair"):
    """Two claims that readers would lay side by side."""

    pair_id: Annotated[f.Id, "names a pair of claims"]
    first: Annotated[f.ClaimId, "the claim that the other is held against"]
    second: Annotated[f.ClaimId, "the claim that is held against the first"]
    lesson: Annotated[f.Text, "what the pair shows"]


class Target(f.Record, file="scorecard", table="target"):
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


class Finding(f.Record, file="findings", table="finding"):
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


class Lane(f.Record, file="gigawatts", table="lane"):
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


class Story(f.Record, file="stories", table="story"):
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

    _ascending = f.ascending("low", "high", problem="low is above high", remedy="exchange them")


class Preset(f.Record, file="presets", table="preset"):
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


class Prediction(f.Record, file="predictions", table="prediction"):
    """What our own model foresaw, as on the day on which it was made; findings judge it as they judge a `Target`."""

    prediction_id: Annotated[f.Id, "names a prediction"]
    what: Annotated[f.Text, "what is foreseen, with its unit"]
    party: Annotated[f.Text, "whose doing it is"]
    measure: Annotated[str, f.word("measure"), "what the model computes for it"]
    by: Annotated[f.Month, "the month at whose end it is to be judged"]
    low: Annotated[f.Number, "nine in ten simulations lie from here"]
    median: Annotated[f.Number, "as many simulations lie above as below"]
    high: Annotated[f.Number, "nine in ten simulations lie up to here"]
    version: Annotated[f.Positive, "version of the model"]
    made: Annotated[f.Day, "the day on which it was made, from the default assumptions of that day"]
    rule: Annotated[f.Text, "how it will be judged"]
    claim_ids: Annotated[f.ClaimIds, "the last claims of the kind that will judge it"]
    series: Annotated[str, f.refers("series"), "the series that holds what will judge it, once that is known"] = ""
    since: Annotated[f.Month, "the month after whose end it is counted; empty for what stands at a date"] = ""
    leads = False

    @f.rule("by", "since")
    def _in_order(self) -> Iterator[f.Problem]:
        if self.since >= self.by:
            yield "since comes not before by", "mend one of them"

    _ascending = f.ascending("low", "median", "high")

    @property
    def span(self) -> str:
        """The range and its median, in two figures."""
        return f"{two_figures(self.low)} to {two_figures(self.high)}, median {two_figures(self.median)}"

    @property
    def title(self) -> str:
        """What was foreseen, as a line of the scorecard."""
        return f"Our prediction, {mid_sentence(self.what)}: {self.span}"

    @property
    def due_end(self) -> datetime.date:
        """The day for which it was made."""
        return date_range(self.by)[1]


class Quotable(f.Record, file="press", table="number"):
    """A number to drop into a story, as one sentence that stands alone; its figures are filled in, never written.

    ``{1}`` stands for the figures of the first of ``claim_ids``, ``{low}``, ``{middle}`` and ``{high}`` for what the
    model computes from the default assumptions, ``{goal}``, ``{by}`` and ``{news}`` for what ``deal.toml`` says.
    """

    number_id: Annotated[f.Id, "names a number to quote"]
    sentence: Annotated[f.Text, "the sentence, with places for its figures in braces"]
    claim_ids: Annotated[f.ClaimIds, "claims that give the figures"] = ()
    measure: Annotated[str, f.word("measure"), "what the model computes for it, where no claim gives it"] = ""
    by: Annotated[f.Month, "the month at whose end; empty for that of the deal's goal"] = ""
    since: Annotated[f.Month, "the month after whose end it is counted; empty for what stands at a date"] = ""

    @f.rule("by", "since")
    def _in_order(self) -> Iterator[f.Problem]:
        if self.by and self.since >= self.by:
            yield "since comes not before by", "mend one of them"

    def filled(self, figures: Mapping[str, str]) -> str:
        """The sentence with its figures, which begin it in a capital letter."""
        return capital(re.sub(PLACE, lambda place: figures[place[1]], self.sentence))

    @f.rule("sentence", "claim_ids", "measure")
    def _places(self) -> Iterator[f.Problem]:
        if bool(self.claim_ids) == bool(self.measure):
            yield "it needs either claim_ids or a measure", "give one of them"
        places = ("low", "middle", "high") if self.measure else [str(n + 1) for n in range(len(self.claim_ids))]
        known = [*places, "goal", "by", "news"]
        for place in dict.fromkeys(re.findall(PLACE, self.sentence)):
            if place not in known:
                yield f"nothing fills the place {{{place}}}", f"use one of: {', '.join(known)}"


class Revision(f.Record, file="revisions", table="revision"):
    """A change of claims that they do not tell themselves, for the change log."""

    revision_id: Annotated[f.Id, "names a revision"]
    day: Annotated[f.Day, "the day on which it was made"]
    what: Annotated[str, f.word("revision"), "what was done"]
    claim_ids: Annotated[f.ClaimIds, "the claims that it touched"]
    why: Annotated[f.Text, "what changed, and why"]


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
    first_month: Annotated[f.Month, "the month from which every monthly count runs; 2025-11 where it is left out"] = (
        FIRST_MONTH
    )
    unit: Annotated[f.Text, "what the maker ships, in the plural; racks where it is left out"] = ""
    unit_note: Annotated[f.Text, "which of what the maker ships are meant, as a sentence"] = ""
    announced: Annotated[f.Text, "what was announced and what came of it, a sentence or two below the question"] = ""
    obligation: Annotated[f.Text, "whether the buyer has to buy, as the end of a sentence"] = ""
    parted: Annotated[f.Text, "heading above the questions on which sources part"] = ""
    parted_note: Annotated[f.Text, "a sentence below that heading"] = ""
    unfound: Annotated[f.Texts, "what the search found no figure for"] = ()
    come_of_it: Annotated[f.Text, "heading above what has come of it; What has come of it where left out"] = ""
    money: Annotated[f.Text, "heading above who says what of the maker's money"] = ""
    without: Annotated[f.ParameterIds, "assumptions that this deal has no part for: neutral, and not shown"] = ()
    sites_to: Annotated[f.Month, "the edition of the tracker of sites, empty where there is none"] = ""
    yardsticks: Annotated[
        tuple[Yardstick, ...], f.several(Yardstick, "begin each with [[deal.yardsticks]]"), "sizes for scale"
    ] = ()

    @f.rule("first_month", "goal_by", "horizon_shown")
    def _in_order(self) -> Iterator[f.Problem]:
        if not self.first_month < min(self.goal_by, self.horizon_shown):
            yield "first_month comes not before goal_by and horizon_shown", "mend one of them"

    @f.rule("goal_gw")
    def _goal(self) -> Iterator[f.Problem]:
        if not LEAST_GW <= self.goal_gw <= MOST_GW:
            yield f"goal_gw is {self.goal_gw:g}", f"give gigawatts, from {LEAST_GW:g} to {MOST_GW:,}"

    @f.rule("without")
    def _whole_generations(self) -> Iterator[f.Problem]:
        for which in ("next", "later"):
            whole = [f"{which}_rack_{part}" for part in ("power_kw", "start", "takeover_months", "price_usd")]
            missing = [name for name in whole if name not in self.without]
            if 0 < len(missing) < len(whole):
                problem = f"without leaves out a part of a generation, and not {', '.join(missing)}"
                yield problem, "name all four, or none"

    @property
    def units(self) -> str:
        """What the maker ships, in the plural."""
        return self.unit or "racks"

    @property
    def short_units(self) -> str:
        """The same in one word where a sentence has named them: racks, of AI racks."""
        return self.units.split()[-1]

    @property
    def every_unit(self) -> str:
        """All that the maker ships, in a sentence."""
        return "every rack" if self.short_units == "racks" else f"all {self.short_units}"

    @property
    def obliged(self) -> str:
        """Whether the buyer has to buy, as a sentence, where the folder has one."""
        return f"{capital(self.obligation)}." if self.obligation else ""

    @property
    def year_heading(self) -> str:
        """The heading above what has come of what was announced."""
        return self.come_of_it or "What has come of it"

    @property
    def searched(self) -> str:
        """How far the search reached behind which an absence is claimed, in words."""
        return f"pages to {month_words(self.news_to)}"
