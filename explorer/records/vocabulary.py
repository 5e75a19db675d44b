"""The words that records may use, each with what it means, as ``vocabulary.toml`` has them.

Ours are in the project's own ``seeds/``; another folder may add to the lists that are `OPEN`. The names in capitals are
our lists, word by word with its meaning.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeGuard

from explorer.errors import ExplorerError
from explorer.records.fields import (
    Flag,
    Problem,
    Record,
    RecordError,
    Text,
    Texts,
    Whole,
    brief,
    build,
    rule,
    use_one_of,
    word,
    words_of,
)

OPEN = ("tier", "dataset", "basis", "scope", "unit", "metric", "answer", "size")
"""The lists to which another folder may add; on the words of the others the code rests."""


FILE = "vocabulary.toml"


class VocabularyError(ExplorerError):
    """Our own words cannot be used. ``wrong`` holds (record, problem, what to do) for each fault in the file."""

    def __init__(self, wrong: list[tuple[str, str, str]]):
        self.wrong = wrong
        super().__init__("; ".join(f"{FILE}, {record}: {problem}" for record, problem, _ in wrong))


class Word(Record):
    """A word, and what it means."""

    meaning: Text


class Bound(Word):
    """How to read figures, and which of them go with it."""

    figures: Texts = ()


class Status(Word):
    """How far something has come: as a noun, as what a party does, and its place on the ladder, 0 for beside it."""

    noun: Text
    phrase: Text
    rung: Whole = 0


class Unit(Word):
    """A unit, and the only basis that figures in it leave, if there is one."""

    basis: Annotated[str, word("basis")] = ""


class Outcome(Word):
    """What came of a review, and the words that stand behind its day."""

    words: Text


class Metric(Word):
    """What a claim can be about: where it may stand, what it is measured in, and the list of its worded answers."""

    datasets: Annotated[tuple[str, ...], words_of("dataset")]
    units: Annotated[tuple[str, ...], words_of("unit")] = ()
    topic: Text = ""
    verbs: Texts = ()
    signed: Flag = False
    answers: Text = ""

    @rule("verbs")
    def _three_verbs(self) -> Iterator[Problem]:
        if self.verbs and len(self.verbs) != 3:
            yield "verbs are not three", 'write them as ["make", "makes", "made"]'


class Answer(Word):
    """A worded answer as a reader sees it, and the answers that follow from it."""

    implies: Texts = ()


LISTS: dict[str, type[Word]] = {
    **dict.fromkeys(
        ["tier", "dataset", "basis", "scope", "precision", "kind", "point_kind", "origin", "group", "distribution"],
        Word,
    ),
    **dict.fromkeys(["score", "layer", "state", "power", "found", "drift", "cell", "size"], Word),
    "bound": Bound,
    "status": Status,
    "unit": Unit,
    "check": Outcome,
    "metric": Metric,
}
"""Each list, and what its words are; the answers to a metric are lists of their own, ``answer.NAME``."""

OPEN = ("tier", "dataset", "basis", "scope", "unit", "metric", "answer", "size")
"""The lists to which another folder may add; on the words of the others the code rests."""


class Vocabulary:
    """All lists of words: ``vocabulary["tier"]`` is one, by word."""

    def __init__(self, base: "Vocabulary | None" = None):
        self._lists: dict[str, dict[str, Any]] = {name: {**base[name]} if base else {} for name in base or LISTS}
        self.metrics: dict[str, Metric] = self._lists["metric"]
        self.statuses: dict[str, Status] = self._lists["status"]
        self.bounds: dict[str, Bound] = self._lists["bound"]
        self.units: dict[str, Unit] = self._lists["unit"]

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        return self._lists[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __deepcopy__(self, _: Any) -> "Vocabulary":
        return self

    def meanings(self, name: str) -> dict[str, str]:
        """The words of a list, each with its meaning.

        >>> own().meanings("origin")["claims"]
        'the claims named beside it set these figures'
        """
        return {word: entry.meaning for word, entry in self._lists[name].items()}

    def answers(self, metric: str) -> Mapping[str, Answer]:
        """The worded answers of a metric, empty where it is not answered in a word."""
        about = self.metrics.get(metric)
        return self._lists[f"answer.{about.answers}"] if about and about.answers else {}

    def implies(self, metric: str, stronger: str, weaker: str) -> bool:
        """Whether one answer says all that another says.

        >>> own().implies("racks_made_where", "us_ohio_texas", "in_scope")
        True
        >>> own().implies("racks_made_where", "us", "us_ohio_texas")
        False
        """
        known = self.answers(metric)
        follows = known[stronger].implies if stronger in known else ()
        return stronger == weaker or any(self.implies(metric, answer, weaker) for answer in follows)

    def topic(self, metric: str) -> tuple[str, ...]:
        """The metrics that a reader would lay side by side with this one, itself among them.

        >>> own().topic("running_power")
        ('planned_power', 'contracted_power', 'running_power', 'site_power')
        """
        topic = self.metrics[metric].topic
        return tuple(name for name, about in self.metrics.items() if about.topic == topic) if topic else (metric,)

    def add(self, content: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Read the lists of a file; yields (record, problem, what to do) for what is wrong, and leaves that out."""
        answers: Any = content.get("answer", {})
        tables = (
            content | {f"answer.{name}": table for name, table in answers.items()} if _is_table(answers) else content
        )
        closed = {name for name in LISTS if name not in OPEN and self._lists[name]}
        for name in [*LISTS, *(name for name in tables if name not in LISTS)]:
            table: Any = tables.get(name, {})
            if name == "answer" and _is_table(table):
                continue
            if not _is_table(table) or (name not in LISTS and not name.startswith("answer.")):
                yield "", f"{name!r} is not a list of words", use_one_of(name, [*LISTS, "answer"])
                continue
            words = self._lists.setdefault(name, {})
            for word, entry in table.items():
                row: Any = {"meaning": entry} if isinstance(entry, str) else entry
                if not _is_table(row):
                    yield f"{name} {word}", f"{brief(entry)} is no meaning", 'write it as word = "what it means"'
                elif name in closed and (word not in words or row.get("meaning") != words[word].meaning):
                    yield f"{name} {word}", "the code rests on the words of this list", "take it out"
                elif name not in closed:
                    try:
                        words[word] = build(LISTS.get(name, Answer), row, self)
                    except RecordError as fault:
                        yield from ((f"{name} {word}", problem, remedy) for problem, remedy in fault.problems)
        for name, answers in self._lists.items():
            strange = [(w, one) for w, entry in answers.items() if isinstance(entry, Answer) for one in entry.implies]
            for word, implied in strange:
                if implied not in answers:
                    yield f"{name} {word}", f"it implies {implied!r}, which is not there", "add it, or mend the word"
        for metric, about in self.metrics.items():
            if about.answers and f"answer.{about.answers}" not in self._lists:
                self._lists[f"answer.{about.answers}"] = {}
                yield (
                    f"metric {metric}",
                    f"no list of answers is named {about.answers!r}",
                    f"write [answer.{about.answers}]",
                )


def _is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


@cache
def own() -> Vocabulary:
    """Our words. Raises `VocabularyError` for a file that is not in order."""
    vocabulary = Vocabulary()
    try:
        wrong = [*vocabulary.add(tomllib.loads((own_folder() / FILE).read_text("utf-8")))]
    except (OSError, ValueError) as fault:
        wrong = [("", f"it cannot be read: {fault}", "mend the line")]
    if wrong:
        raise VocabularyError(wrong)
    return vocabulary


def own_folder() -> Path:
    """The folder of this project's own seeds: beside the package in a checkout, inside it in an installed wheel."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "seeds"
    return checkout if (checkout / "parameters.toml").is_file() else package / "bundled" / "seeds"


_NAMES = {
    "TIERS": "tier",
    "BASES": "basis",
    "SCOPES": "scope",
    "METRICS": "metric",
    "UNITS": "unit",
    "SIZES": "size",
    "BOUNDS": "bound",
    "STATUSES": "status",
    "CHECKS": "check",
    "LAYERS": "layer",
    "STATES": "state",
    "SCORES": "score",
}
TIERS: dict[str, str]
BASES: dict[str, str]
SCOPES: dict[str, str]
METRICS: dict[str, str]
UNITS: dict[str, str]
SIZES: dict[str, str]
BOUNDS: dict[str, str]
STATUSES: dict[str, str]
CHECKS: dict[str, str]
LAYERS: dict[str, str]
STATES: dict[str, str]
SCORES: dict[str, str]
STATUS_WORDS: dict[str, str]
PHRASES: dict[str, str]
CHECK_WORDS: dict[str, str]
LADDER: tuple[str, ...]


def __getattr__(name: str) -> Any:
    """Our lists by the names in capitals, read when one is first asked for."""
    if name in _NAMES:
        return own().meanings(_NAMES[name])
    statuses = own().statuses if name in ("STATUS_WORDS", "PHRASES", "LADDER") else {}
    match name:
        case "STATUS_WORDS":
            return {word: entry.noun for word, entry in statuses.items()}
        case "PHRASES":
            return {word: entry.phrase for word, entry in statuses.items()}
        case "LADDER":
            return tuple(
                sorted((word for word in statuses if statuses[word].rung), key=lambda word: statuses[word].rung)
            )
        case "CHECK_WORDS":
            return {word: entry.words for word, entry in own()["check"].items()}
        case _:
            raise AttributeError(name)


def rung(status: str) -> int:
    """How high a status stands on the ladder: rumour 1 to delivered 10, and 0 for what stands beside it.

    >>> rung("rumour"), rung("plan"), rung("delivered"), rung("estimate")
    (1, 5, 10, 0)
    """
    return own().statuses[status].rung
