"""Every column of every dataset once: name, type, unit and meaning. The data dictionary is made from this module.

``python -m explorer.datasets.columns > docs/data-dictionary.md`` writes it anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.evidence.comparability import VERDICTS
from explorer.records import topics, vocabulary

__all__ = ["COLUMNS", "TABLES", "Column", "Table", "dictionary", "word_lists"]

TEXT, NUMBER, DAY, FLAG, IDS, WHOLE = "text", "float64", "datetime64[ns]", "bool", "ids", "Int64"
"""Types: text is never missing but may be empty; ids are a tuple of texts; an Int64 may be missing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, the same in every dataset that has it."""

    dtype: str
    meaning: str
    unit: str = ""
    words: str = ""
    """Name of the list of words it takes, in the second part of the data dictionary."""


@dataclass(frozen=True, slots=True)
class Table:
    """One dataset: what a row is, the column that names it, the others in order."""

    meaning: str
    index: str
    columns: tuple[str, ...]


COLUMNS = {
    # names
    "source_id": Column(TEXT, "names a source"),
    "claim_id": Column(TEXT, "names a claim"),
    "milestone_id": Column(TEXT, "names a milestone"),
    "parameter": Column(TEXT, "names an assumption of the model"),
    "fact_id": Column(TEXT, "names a question of the agreement table"),
    "source_ids": Column(IDS, "sources that say it"),
    "claim_ids": Column(IDS, "claims it rests on"),
    # sources
    "publisher": Column(TEXT, "who published it"),
    "title": Column(TEXT, "title as published"),
    "url": Column(TEXT, "web address, empty where none is known"),
    "published": Column(
        DAY, "day of publication, the first possible one where not known to the day; missing if undated"
    ),
    "published_precision": Column(TEXT, "how exactly the day of publication is known", words="precision"),
    "published_end": Column(DAY, "last possible day of publication; from that day on as_of shows it"),
    "tier": Column(TEXT, "what kind of source it is", words="tier"),
    "document": Column(TEXT, "file name of the document that was read, for the five articles"),
    "sha256": Column(TEXT, "checksum of that file"),
    "derived_from": Column(TEXT, "source that this one rewrites, empty where none is declared"),
    "licence": Column(TEXT, "licence as found, or that none was seen"),
    # claims
    "dataset": Column(TEXT, "which dataset the claim belongs to", words="dataset"),
    "metric": Column(TEXT, "what the claim is about", words="metric"),
    "party": Column(TEXT, "whom or what the claim is about"),
    "statement": Column(TEXT, "what the source says, in our words"),
    "answer": Column(TEXT, "the answer, for metrics that are answered in a word", words="answer"),
    "low": Column(NUMBER, "lower end, as bound or kind says", "see unit"),
    "central": Column(
        NUMBER, "the number itself; for parameters the mode of a triangular, the median of an interval90", "see unit"
    ),
    "high": Column(NUMBER, "upper end, as bound or kind says", "see unit"),
    "unit": Column(TEXT, "unit of the row's figures", words="unit"),
    "bound": Column(TEXT, "how to read the figures", words="bound"),
    "basis": Column(TEXT, "what kind of amount it is", words="basis"),
    "scope": Column(TEXT, "where it holds", words="scope"),
    "status": Column(TEXT, "how far it has come, from rumour to delivered", words="status"),
    "period_start": Column(DAY, "first day of what it is about"),
    "period_end": Column(DAY, "last day of what it is about"),
    "as_of": Column(DAY, "day on which it was said or true, where that differs from publication"),
    "locator": Column(TEXT, "its place in the source: for documents the n-th line that is not blank"),
    "unverified": Column(FLAG, "true for what should not be leaned on; the note says why"),
    "note": Column(TEXT, "what a reader should know besides"),
    "rung": Column(WHOLE, "place of the status on the ladder: 1 rumour to 10 delivered, 0 beside it"),
    "occasion": Column(TEXT, "where it was first said; 'own' for the source's own view, empty as its source has it"),
    "superseded_by": Column(TEXT, "claim that took its place, as far as published; the claim itself stays"),
    "superseded_reason": Column(TEXT, "why that claim took its place"),
    "checked": Column(DAY, "day on which it was last held against its source"),
    "check": Column(TEXT, "what the review of it found", words="check"),
    "check_note": Column(TEXT, "against what it was held, and what was changed"),
    # capacity and investment
    "low_racks_per_week": Column(NUMBER, "lower end", "racks/week"),
    "central_racks_per_week": Column(NUMBER, "the number itself", "racks/week"),
    "high_racks_per_week": Column(NUMBER, "upper end", "racks/week"),
    "low_gw": Column(NUMBER, "lower end", "GW"),
    "central_gw": Column(NUMBER, "the number itself", "GW"),
    "high_gw": Column(NUMBER, "upper end", "GW"),
    "low_usd": Column(NUMBER, "lower end, in all or each year as basis says", "USD"),
    "central_usd": Column(NUMBER, "the number itself, in all or each year as basis says", "USD"),
    "high_usd": Column(NUMBER, "upper end, in all or each year as basis says", "USD"),
    "period_yr": Column(NUMBER, "period the sum is for: 1 for a yearly sum, missing where not stated", "years"),
    "group": Column(TEXT, "figures are comparable only inside a group; the text says what the group is"),
    # timelines
    "start": Column(DAY, "first day it may mean"),
    "end": Column(DAY, "last day it may mean"),
    "precision": Column(TEXT, "how exactly the date is known", words="precision"),
    "kind": Column(
        TEXT,
        "for milestones: happened or to come; for parameters: the distribution; for points: how the number is known",
        words="kind",
    ),
    # parameters
    "label": Column(TEXT, "name on its control"),
    "lower_bound": Column(NUMBER, "least value that may be entered", "see unit"),
    "upper_bound": Column(NUMBER, "greatest value that may be entered", "see unit"),
    "step": Column(NUMBER, "step of the arrow keys; snaps nothing", "see unit"),
    "origin": Column(TEXT, "who set the default", words="origin"),
    "reason": Column(TEXT, "why: the default, the verdict, the origin or the layer is what it is"),
    # series
    "date": Column(DAY, "day the number is for; the last day of a period"),
    "month": Column(NUMBER, "month of the model, 2025-11 = 0; a day within a month is a part of it", "months"),
    "value": Column(NUMBER, "the number", "unit of the series"),
    # agreement
    "question": Column(TEXT, "the question"),
    "cell": Column(TEXT, "how the source stands to the one that says most", words="cell"),
    "said": Column(TEXT, "its figures or its answer, empty where it says nothing"),
    "against": Column(TEXT, "source that it is compared with, empty where there is none"),
    # ladder
    "meaning": Column(TEXT, "what the word means"),
    "noun": Column(TEXT, "the word as it stands in a sentence"),
    "claim_count": Column(WHOLE, "how many claims", "claims"),
    # pairs
    "pair_id": Column(TEXT, "names a pair of claims"),
    "first_claim_id": Column(TEXT, "the claim that the other is held against"),
    "second_claim_id": Column(TEXT, "the claim that is held against the first"),
    "verdict": Column(
        TEXT, "for pairs how the second claim stands to the first; for targets what came", words="verdict"
    ),
    "lesson": Column(TEXT, "what the pair shows"),
    # origins
    "first_said": Column(TEXT, "where it was first said, in words"),
    "speaker": Column(TEXT, "whose mouth it comes from"),
    "found": Column(TEXT, "how that is known", words="found"),
    "source_count": Column(WHOLE, "how many sources say it", "sources"),
    "occasion_count": Column(WHOLE, "on how many occasions it was first said", "occasions"),
    "independent_count": Column(WHOLE, "how many speakers that share no party", "speakers"),
    "primary_count": Column(WHOLE, "how many parties' own texts carry it", "sources"),
    "tag": Column(TEXT, "these counts in words"),
    # drift
    "matter": Column(TEXT, "names what is worded"),
    "drift": Column(TEXT, "what kind of difference it is", words="drift"),
    "source_a": Column(TEXT, "the one source"),
    "words_a": Column(TEXT, "its words, a few"),
    "locator_a": Column(TEXT, "their place in it"),
    "status_a": Column(TEXT, "how far that says it has come", words="status"),
    "source_b": Column(TEXT, "the other source, or the same again"),
    "words_b": Column(TEXT, "its words, a few"),
    "locator_b": Column(TEXT, "their place in it"),
    "status_b": Column(TEXT, "how far that says it has come", words="status"),
    "sentence": Column(TEXT, "the difference as a reader sees it"),
    # scorecard
    "target_id": Column(TEXT, "names a target"),
    "due": Column(DAY, "last day on which it may happen in time; missing if none was named"),
    "due_passed": Column(FLAG, "whether that day has passed"),
    "verdict_words": Column(TEXT, "the verdict as a reader sees it, four words or less"),
    "rule": Column(TEXT, "what would settle it"),
    "leads": Column(FLAG, "whether it is one of the few that a reader sees first"),
    "evidence_ids": Column(IDS, "claims that the verdict rests on"),
    # gigawatts
    "lane_id": Column(TEXT, "names a row of gigawatts"),
    "layer": Column(TEXT, "where they are counted; layers hold the same gigawatts and do not add up", words="layer"),
    "name": Column(TEXT, "whose they are, as a reader sees it"),
    "state": Column(TEXT, "how far they have come", words="state"),
    "power": Column(TEXT, "which power they are", words="power"),
}


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CLAIM_COLUMNS = _names(
    "source_id dataset metric party statement low central high unit bound basis scope status period_start period_end "
    "as_of published locator answer unverified note rung occasion superseded_by superseded_reason checked check "
    "check_note"
)

TABLES = {
    "sources": Table(
        "One publication a row.",
        "source_id",
        _names(
            "publisher title url published published_precision tier document sha256 derived_from licence "
            "published_end note occasion"
        ),
    ),
    "claims": Table("What one source says about one thing, one a row.", "claim_id", tuple(CLAIM_COLUMNS)),
    "timelines": Table(
        "One dated step a row; vague dates keep their width.",
        "milestone_id",
        _names("title start end precision kind party source_ids claim_ids"),
    ),
    "capacity": Table(
        "The claims about racks and gigawatts, with columns that can be compared inside a group.",
        "claim_id",
        (
            *CLAIM_COLUMNS,
            *_names("low_racks_per_week central_racks_per_week high_racks_per_week low_gw central_gw high_gw group"),
        ),
    ),
    "investment": Table(
        "The claims about money, with columns that can be compared inside a group.",
        "claim_id",
        (*CLAIM_COLUMNS, *_names("low_usd central_usd high_usd period_yr group")),
    ),
    "agreement": Table(
        "One question a row, one column a document: its cell says how that document stands to the one that says most. "
        "With detail=True one row for each question and source, as listed here.",
        "",
        _names("fact_id question source_id cell said against reason claim_ids"),
    ),
    "ladder": Table(
        "One status a row, from rumour to delivered, then those beside the ladder.",
        "status",
        _names("rung noun meaning claim_count"),
    ),
    "pairs": Table(
        "Two claims that readers would lay side by side, with the verdict on comparing them.",
        "pair_id",
        _names("first_claim_id second_claim_id verdict reason lesson"),
    ),
    "independence": Table(
        "One question of the agreement table a row: how many of those who answer it are independent of one another.",
        "fact_id",
        _names("question source_count occasion_count independent_count primary_count tag"),
    ),
    "origins": Table(
        "What one source has from one occasion, one a row.",
        "",
        _names("source_id tier occasion first_said speaker found reason claim_ids"),
    ),
    "drift": Table(
        "Two wordings of one matter a row; of each source a few words only.",
        "",
        _names(
            "matter drift speaker source_a words_a locator_a status_a source_b words_b locator_b status_b "
            "sentence claim_ids"
        ),
    ),
    "scorecard": Table(
        "One target a row: what was said to happen, by when, and what came. Those that lead stand first.",
        "target_id",
        _names("title party due due_passed verdict verdict_words note rule leads claim_ids evidence_ids"),
    ),
    "gigawatts": Table(
        "OpenAI's gigawatts, one row for a layer, a party and a state. The layers hold the same gigawatts: no sum runs "
        "across them.",
        "lane_id",
        _names(
            "layer name party state low_gw central_gw high_gw bound power said reason note "
            "superseded_by source_ids claim_ids"
        ),
    ),
    "parameters": Table(
        "One assumption of the model a row, in the order of the model's table.",
        "parameter",
        _names("label unit kind low central high lower_bound upper_bound step claim_ids origin reason group"),
    ),
    "series": Table(
        "Dated numbers of one quantity; its title, unit, licence and meaning are in the frame's attrs.",
        "date",
        _names("month value low high source_id claim_id note kind"),
    ),
}

CELLS = {
    "states": "says it, and no other comparable source says more",
    "agrees": "says the same",
    "vaguer": "fits, but says less",
    "differs": "says something that does not fit",
    "silent": "says nothing about it",
    "not-comparable": "says something of another kind, or it cannot be told whether it is",
    "unpublished": "none of the compared sources says it, or this one had not appeared by the date asked for",
}
"""What the cells of the agreement table mean."""


def dictionary() -> str:
    """The data dictionary as Markdown: every dataset with its columns, then every list of words."""
    lines = ["# Data dictionary", "", "Made from `explorer/datasets/columns.py`; do not edit by hand.", ""]
    for name, table in TABLES.items():
        lines += [f"## {name}", "", table.meaning, "", "| column | type | unit | meaning |", "|---|---|---|---|"]
        for column in (table.index, *table.columns) if table.index else table.columns:
            about = COLUMNS[column]
            index = " (index)" if column == table.index else ""
            words = f" ([words](#{about.words}))" if about.words else ""
            lines.append(f"| `{column}`{index} | {about.dtype} | {about.unit} | {about.meaning}{words} |")
        lines.append("")
    for name, words in word_lists().items():
        lines += [f"## {name}", "", "| word | meaning |", "|---|---|"]
        lines += [f"| `{word}` | {meaning} |" for word, meaning in words.items()]
        lines.append("")
    return "\n".join(lines)


def word_lists() -> dict[str, Mapping[str, str]]:
    """Every list of words by its name, each word with its meaning."""
    answers = {
        f"{metric}: {word}": meaning for metric, known in topics.ANSWERS.items() for word, (meaning, _) in known.items()
    }
    return {
        "tier": vocabulary.TIERS,
        "dataset": vocabulary.DATASETS,
        "metric": topics.METRICS,
        "answer": answers,
        "bound": vocabulary.BOUNDS,
        "basis": vocabulary.BASES,
        "scope": vocabulary.SCOPES,
        "status": vocabulary.STATUSES,
        "check": vocabulary.CHECKS,
        "unit": vocabulary.UNITS,
        "precision": vocabulary.PRECISIONS,
        "kind": vocabulary.KINDS | vocabulary.DISTRIBUTIONS | vocabulary.POINT_KINDS,
        "origin": vocabulary.ORIGINS,
        "cell": CELLS,
        "verdict": VERDICTS | vocabulary.SCORES,
        "found": vocabulary.FOUND,
        "drift": vocabulary.DRIFTS,
        "layer": vocabulary.LAYERS,
        "state": vocabulary.STATES,
        "power": vocabulary.POWERS,
        "size": vocabulary.SIZES,
    }


if __name__ == "__main__":
    print(dictionary(), end="")
