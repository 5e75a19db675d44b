"""Every column of every dataset: type, unit and meaning, from the declarations of the records where they have it.

``python -m explorer.datasets.columns > docs/data-dictionary.md`` writes the data dictionary anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.evidence.comparability import VERDICTS
from explorer.records import Claim, Fact, Finding, Lane, Milestone, Pair, Parameter, Point, Source, Target, Wording
from explorer.records.fields import DAY, FLAG, IDS, NUMBER, TEXT, WHOLE, Record, fields_of
from explorer.records.vocabulary import Vocabulary, own

__all__ = ["DAY", "FLAG", "IDS", "NUMBER", "TEXT", "WHOLE"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``words`` names the list of words that it takes, in the second part of the data dictionary."""

    dtype: str
    meaning: str
    unit: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One dataset: what a row is, the column that names it, the others in order."""

    meaning: str
    index: str
    columns: tuple[str, ...]
    described: Mapping[str, Column]
    """Each of them, the index first if there is one."""


UNITS = {
    **dict.fromkeys(("low", "central", "high", "lower_bound", "upper_bound", "step"), "see unit"),
    "month": "months",
    "value": "unit of the series",
}
"""What the numbers of the records are in."""

MADE = {
    "published_precision": Column(TEXT, "how exactly the day of publication is known", words="precision"),
    "published_end": Column(DAY, "last possible day of publication; from that day on as_of shows it"),
    "rung": Column(WHOLE, "place of the status on the ladder: 1 rumour to 10 delivered, 0 beside it"),
    **{
        f"{end}_{unit}": Column(NUMBER, meaning + more, measure)
        for unit, measure, more in (
            ("racks_per_week", "racks/week", ""),
            ("gw", "GW", ""),
            ("usd", "USD", ", in all or each year as basis says"),
        )
        for end, meaning in (("low", "lower end"), ("central", "the number itself"), ("high", "upper end"))
    },
    "period_yr": Column(NUMBER, "period the sum is for: 1 for a yearly sum, missing where not stated", "years"),
    "group": Column(TEXT, "figures are comparable only inside a group; the text says what the group is"),
    "source_ids": Column(IDS, "sources that say it"),
    "claim_ids": Column(IDS, "claims it rests on"),
    "reason": Column(TEXT, "why: the verdict, the origin or the layer is what it is"),
    "cell": Column(TEXT, "how the source stands to the one that says most", words="cell"),
    "said": Column(TEXT, "its figures or its answer, empty where it says nothing"),
    "against": Column(TEXT, "source that it is compared with, empty where there is none"),
    "meaning": Column(TEXT, "what the word means"),
    "noun": Column(TEXT, "the word as it stands in a sentence"),
    "claim_count": Column(WHOLE, "how many claims", "claims"),
    "first_claim_id": Column(TEXT, "the claim that the other is held against"),
    "second_claim_id": Column(TEXT, "the claim that is held against the first"),
    "verdict": Column(TEXT, "how the second claim stands to the first", words="verdict"),
    "first_said": Column(TEXT, "where it was first said, in words"),
    "found": Column(TEXT, "how that is known", words="found"),
    "source_count": Column(WHOLE, "how many sources say it", "sources"),
    "occasion_count": Column(WHOLE, "on how many occasions it was first said", "occasions"),
    "independent_count": Column(WHOLE, "how many speakers that share no party", "speakers"),
    "primary_count": Column(WHOLE, "how many parties' own texts carry it", "sources"),
    "tag": Column(TEXT, "these counts in words"),
    "drift": Column(TEXT, "what kind of difference it is", words="drift"),
    **{
        f"{name}_{side}": Column(TEXT, meaning, words="status" if name == "status" else "")
        for side, source in (("a", "the one source"), ("b", "the other source, or the same again"))
        for name, meaning in (
            ("source", source),
            ("words", "its words, a few"),
            ("locator", "their place in it"),
            ("status", "how far that says it has come"),
        )
    },
    "sentence": Column(TEXT, "the difference as a reader sees it"),
    "due_passed": Column(FLAG, "whether that day has passed"),
    "evidence_ids": Column(IDS, "claims that the verdict rests on"),
    "power": Column(TEXT, "which power they are", words="power"),
}
"""The columns that are worked out, and no record has."""


def _declared(record: type[Record]) -> dict[str, Column]:
    return {
        one.name: Column(one.check.column, one.meaning, UNITS.get(one.name, ""), one.check.words)
        for one in fields_of(record)
    }


def _table(meaning: str, index: str, columns: str, *records: type[Record]) -> Table:
    """A dataset; what its columns mean is said by the first of the records that has them, else by `MADE`."""
    known = dict(MADE)
    for record in reversed(records):
        known |= _declared(record)
    described = {name: known[name] for name in [*index.split(), *columns.split()]}
    return Table(meaning, index, tuple(columns.split()), described)


CLAIM_COLUMNS = (
    "source_id dataset metric party statement low central high unit bound basis scope status period_start period_end "
    "as_of published locator answer unverified note rung occasion superseded_by superseded_reason checked check "
    "check_note "
)

TABLES = {
    "sources": _table(
        "One publication a row.",
        "source_id",
        "publisher title url published published_precision tier document sha256 derived_from licence published_end "
        "note occasion",
        Source,
    ),
    "claims": _table("What one source says about one thing, one a row.", "claim_id", CLAIM_COLUMNS, Claim, Source),
    "timelines": _table(
        "One dated step a row; vague dates keep their width.",
        "milestone_id",
        "title start end precision kind party source_ids claim_ids",
        Milestone,
    ),
    "capacity": _table(
        "The claims about racks and gigawatts, with columns that can be compared inside a group.",
        "claim_id",
        CLAIM_COLUMNS + "low_racks_per_week central_racks_per_week high_racks_per_week low_gw central_gw high_gw group",
        Claim,
        Source,
    ),
    "investment": _table(
        "The claims about money, with columns that can be compared inside a group.",
        "claim_id",
        CLAIM_COLUMNS + "low_usd central_usd high_usd period_yr group",
        Claim,
        Source,
    ),
    "agreement": _table(
        "One question a row, one column a document: its cell says how that document stands to the one that says most. "
        "With detail=True one row for each question and source, as listed here.",
        "",
        "fact_id question source_id cell said against reason claim_ids",
        Fact,
        Source,
    ),
    "ladder": _table(
        "One status a row, from rumour to delivered, then those beside the ladder.",
        "status",
        "rung noun meaning claim_count",
        Claim,
    ),
    "pairs": _table(
        "Two claims that readers would lay side by side, with the verdict on comparing them.",
        "pair_id",
        "first_claim_id second_claim_id verdict reason lesson",
        Pair,
    ),
    "independence": _table(
        "One question of the agreement table a row: how many of those who answer it are independent of one another.",
        "fact_id",
        "question source_count occasion_count independent_count primary_count tag",
        Fact,
    ),
    "origins": _table(
        "What one source has from one occasion, one a row.",
        "",
        "source_id tier occasion first_said speaker found reason claim_ids",
        Claim,
        Source,
        Wording,
    ),
    "drift": _table(
        "Two wordings of one matter a row; of each source a few words only.",
        "",
        "matter drift speaker source_a words_a locator_a status_a source_b words_b locator_b status_b sentence claim_ids",
        Wording,
    ),
    "scorecard": _table(
        "One target a row: what was said to happen, by when, and what came. Those that lead stand first.",
        "target_id",
        "title party due due_passed verdict verdict_words note rule leads claim_ids evidence_ids",
        Target,
        Finding,
    ),
    "gigawatts": _table(
        "OpenAI's gigawatts, one row for a layer, a party and a state. The layers hold the same gigawatts: no sum runs "
        "across them.",
        "lane_id",
        "layer name party state low_gw central_gw high_gw bound power said reason note superseded_by source_ids claim_ids",
        Lane,
        Claim,
    ),
    "parameters": _table(
        "One assumption of the model a row, in the order of the model's table.",
        "parameter",
        "label unit kind low central high lower_bound upper_bound step claim_ids origin reason group",
        Parameter,
    ),
    "series": _table(
        "Dated numbers of one quantity; its title, unit, licence and meaning are in the frame's attrs.",
        "date",
        "month value low high source_id claim_id note kind",
        Point,
    ),
}

COLUMNS = {name: column for table in TABLES.values() for name, column in table.described.items()}
"""Every column by its name: its type is the same in every dataset."""


def dictionary() -> str:
    """The data dictionary as Markdown: every dataset with its columns, then every list of words."""
    lines = ["# Data dictionary", "", "Made from the declarations in `explorer/records/`; do not edit by hand.", ""]
    for name, table in TABLES.items():
        lines += [f"## {name}", "", table.meaning, "", "| column | type | unit | meaning |", "|---|---|---|---|"]
        for column, about in table.described.items():
            index = " (index)" if column == table.index else ""
            words = f" ([words](#{about.words}))" if about.words else ""
            lines.append(f"| `{column}`{index} | {about.dtype} | {about.unit} | {about.meaning}{words} |")
        lines.append("")
    for name, words in word_lists(own()).items():
        lines += [f"## {name}", "", "| word | meaning |", "|---|---|"]
        lines += [f"| `{word}` | {meaning} |" for word, meaning in words.items()]
        lines.append("")
    return "\n".join(lines)


def word_lists(vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """Every list of words by its name, each word with its meaning."""
    lists = {name: vocabulary.meanings(name) for name in vocabulary if not name.startswith("answer.")}
    answers = {
        f"{metric}: {word}": answer.meaning
        for metric in vocabulary.metrics
        for word, answer in vocabulary.answers(metric).items()
    }
    return lists | {"answer": answers, "verdict": VERDICTS}


if __name__ == "__main__":
    print(dictionary(), end="")
