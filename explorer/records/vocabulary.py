"""The words that records may use, each with what it means, as ``vocabulary.toml`` has them.

Ours are in the project's own ``seeds/``; another folder may add to the lists that are `OPEN`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, cast

from explorer.errors import ExplorerError
from explorer.formatting import replace_words
from explorer.records import fields as f

FILE = "vocabulary.toml"


class VocabularyError(ExplorerError):
    """Our own words cannot be used. ``wrong`` holds (record, problem, what to do) for each fault in the file."""

    def __init__(self, wrong: list[tuple[str, str, str]]):
        self.wrong = wrong
        super().__init__("; ".join(f"{FILE}, {record}: {problem}" for record, problem, _ in wrong))


class Word(f.Record):
    """A word, and what it means."""

    meaning: f.Text


class Bound(Word):
    """How to read figures, and which of them go with it."""

    figures: f.Texts = ()


class Status(Word):
    """How far something has come: as a noun, in a word or two; and its rung, 0 for beside it."""

    noun: f.Text
    short: f.Text
    rung: f.Whole = 0


class Unit(Word):
    """A unit, and the only basis that figures in it leave, if there is one."""

    basis: Annotated[str, f.word("basis")] = ""


class Outcome(Word):
    """What came of a review, and the words that stand behind its day."""

    words: f.Text


class Metric(Word):
    """What a claim can be about: where it may stand, what it is measured in, and the list of its worded answers.

    Metrics of one ``topic`` a reader would lay side by side.
    """

    datasets: Annotated[tuple[str, ...], f.words_of("dataset")]
    units: Annotated[tuple[str, ...], f.words_of("unit")] = ()
    topic: f.Text = ""
    signed: f.Flag = False
    answers: f.Text = ""

    @f.rule("answers")
    def _complete(self) -> Iterator[f.Problem]:
        if self.answers and f"answer.{self.answers}" not in self.vocabulary:
            yield f"answers {self.answers!r} is no list of answers", f'write ["answer.{self.answers}"]'


class Answer(Word):
    """A worded answer as a reader sees it, and the answers that follow from it."""

    implies: f.Texts = ()


PLAIN = (
    *("tier", "dataset", "basis", "scope", "precision", "kind", "point_kind", "origin", "group", "distribution"),
    *("size", "score", "measure", "revision", "layer", "state", "power", "found", "drift", "cell", "verdict"),
)
FULLER = {"bound": Bound, "status": Status, "unit": Unit, "check": Outcome, "metric": Metric}
LISTS: dict[str, type[Word]] = dict.fromkeys(PLAIN, Word) | FULLER
"""Each list, and what its words are; the answers to metrics are lists of their own, ``answer.NAME``."""

OPEN = ("tier", "dataset", "basis", "scope", "unit", "metric", "size")
"""The lists to which another folder may add, beside those of answers; on the words of the others the code rests."""


class Vocabulary(dict[str, dict[str, Any]]):
    """All lists of words: ``vocabulary["tier"]`` is one, by word."""

    def __init__(self, base: "Vocabulary | None" = None):
        super().__init__({name: {**base[name]} if base else {} for name in base or LISTS})
        self._extends = base is not None
        self.metrics: dict[str, Metric] = self["metric"]
        self.statuses: dict[str, Status] = self["status"]

    def __deepcopy__(self, _: Any) -> "Vocabulary":
        return self

    @property
    def ladder(self) -> list[str]:
        """The statuses from rumour to delivered, without those beside the ladder."""
        return [word for word, status in self.statuses.items() if status.rung]

    def meanings(self, name: str) -> dict[str, str]:
        """The words of a list, each with its meaning.

        >>> own_vocabulary().meanings("origin")["claims"]
        'the claims named beside it set these figures'
        """
        return {word: entry.meaning for word, entry in self[name].items()}

    def answers(self, metric: str) -> Mapping[str, Answer]:
        """The worded answers of a metric, empty where it is not answered in a word."""
        return self.get(f"answer.{self.metrics[metric].answers}", {})

    def implies(self, metric: str, stronger: str, weaker: str) -> bool:
        """Whether one answer says all that another says.

        >>> own_vocabulary().implies("racks_made_where", "us_ohio_texas", "in_scope")
        True
        >>> own_vocabulary().implies("racks_made_where", "us", "us_ohio_texas")
        False
        """
        known = self.answers(metric)
        follows = known[stronger].implies if stronger in known else ()
        return stronger == weaker or any(self.implies(metric, answer, weaker) for answer in follows)

    def topic(self, metric: str) -> tuple[str, ...]:
        """The metrics that a reader would lay side by side with this one, itself among them.

        >>> own_vocabulary().topic("running_power")
        ('planned_power', 'contracted_power', 'running_power', 'site_power')
        """
        topic = self.metrics[metric].topic
        return tuple(name for name, about in self.metrics.items() if about.topic == topic) if topic else (metric,)

    def rename(self, units: Mapping[str, str]) -> None:
        """Put another deal's units in place of racks; not in its own words, nor in those that name racks themselves."""
        for name, words in own_vocabulary().items():
            for word, entry in words.items():
                if "rack" in entry.meaning and "rack" not in word and self[name][word] == entry:
                    self[name][word] = entry.replace(meaning=replace_words(entry.meaning, units))

    def add(self, content: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Read the lists of a file; yields (record, problem, what to do) for what is wrong, and leaves that out."""
        late = ("unit", "metric")  # they name words of the others
        for name in sorted(content, key=lambda name: late.index(name) if name in late else -1):
            table, kind = content[name], Answer if name.startswith("answer.") else LISTS.get(name)
            if kind is None or not isinstance(table, dict):
                yield "", f"{name!r} is not a list of words", f.use_one_of(name, [*LISTS, "answer.NAME"])
                continue
            words = self.setdefault(name, {})
            closed = self._extends and name in LISTS and name not in OPEN
            for word, entry in cast("dict[str, Any]", table).items():
                row: dict[str, Any] = {"meaning": entry} if isinstance(entry, str) else entry
                try:
                    if not word.strip() or not isinstance(row, dict):
                        raise f.RecordError([(f"{f.brief(row)} is no meaning", 'write it as word = "what it means"')])
                    made = kind.read(row, self)
                    if closed and made != words.get(word):
                        raise f.RecordError([("it is not ours, and the code rests on this list", "take it out")])
                    words[word] = made
                except f.RecordError as fault:
                    yield from ((f"{name} {word}", problem, remedy) for problem, remedy in fault.problems)
        for name, words in self.items():
            for word, entry in words.items():
                unknown = [one for one in entry.implies if one not in words] if isinstance(entry, Answer) else []
                yield from ((f"{name} {word}", f"it implies {one!r}, which is not there", "add it") for one in unknown)


def own_vocabulary() -> Vocabulary:
    """Our words, read again when their file has changed. Raises `VocabularyError` for one that is not in order."""
    file = own_folder() / FILE
    return _own(file, file.stat().st_mtime_ns if file.is_file() else 0)


@lru_cache(maxsize=1)
def _own(file: Path, _changed: int) -> Vocabulary:
    vocabulary = Vocabulary()
    try:
        wrong = [*vocabulary.add(tomllib.loads(file.read_text("utf-8")))]
    except (OSError, ValueError) as fault:
        wrong = [("", f"it cannot be read: {fault}", "mend the line")]
    if wrong:
        raise VocabularyError(wrong)
    return vocabulary


@cache
def own_folder() -> Path:
    """The folder of this project's own seeds: beside the package in a checkout, inside it in an installed wheel."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "seeds"
    return checkout if (checkout / "parameters.toml").is_file() else package / "bundled" / "seeds"
