"""Find and read ``seeds/``: plain text that people curate in, frozen records out, all faults at once.

One folder holds, each kind in one file or in a folder of files of the same name::

    sources.toml  claims.toml  milestones.toml  facts.toml  parameters.toml  series.toml  series/NAME.csv
    occasions.toml  wordings.toml  pairs.toml  scorecard.toml  findings.toml  gigawatts.toml  deal.toml
    stories.toml  presets.toml  predictions.toml  press.toml  revisions.toml

Only sources and claims are required; without parameters a folder gives the evidence and not the model. Where another
folder gives some, they take the place of ours; the others, all limits, and series that it lacks stay ours.
"""

import contextlib
import datetime
import gc
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, cast

from explorer import project, records as r
from explorer.errors import ArgumentError, ExplorerError, quoted
from explorer.formatting import month_name, month_words, plain_number, replace_words, unit_words
from explorer.records.dates import HORIZON, date_range, month_index
from explorer.records.fields import Problem, fields_of, use_one_of
from explorer.records.vocabulary import FILE as WORDS, Vocabulary, VocabularyError, own_folder
from explorer.seeds.files import DEAL, FILES, KINDS, Fault, FolderReader, FoundRecord, list_folder
from explorer.seeds.naming import Naming

SEEDS_VARIABLE = "EXPLORER_SEEDS"
"""The environment variable by which ``explorer app --seeds`` tells its kernels which folder to read."""

UNNAMED = "not named in the document"
"""How the publisher of an article that names none is written in the table of sources."""

Fingerprint = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of each file: whether a cached reading is still valid."""


SeedsLike: TypeAlias = "Seeds | Path | str | None"
"""What is taken for seeds: those read, the path of a folder, None for the one that is installed."""


class SeedsError(ExplorerError):
    """Seeds that cannot be used. ``faults`` holds every `Fault`; the text lists them, one a line."""

    def __init__(self, folder: Path, faults: list[Fault]):
        self.folder, self.faults = folder, tuple(faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join([f"{count} in {folder}", *map(str, faults)]))


@dataclass(frozen=True, eq=False)
class Seeds:
    """Everything a folder of seeds holds, by id, in the order written. Made by `load`."""

    folder: Path
    vocabulary: Vocabulary
    deal: r.Deal
    sources: Mapping[str, r.Source]
    claims: Mapping[str, r.Claim]
    milestones: Mapping[str, r.Milestone]
    facts: Mapping[str, r.Fact]
    series: Mapping[str, r.Series]
    parameter_versions: tuple[r.Parameter, ...]
    occasions: Mapping[str, r.Occasion] = field(default_factory=dict[str, r.Occasion])
    wordings: Mapping[str, r.Wording] = field(default_factory=dict[str, r.Wording])
    pairs: Mapping[str, r.Pair] = field(default_factory=dict[str, r.Pair])
    scorecard: Mapping[str, r.Target] = field(default_factory=dict[str, r.Target])
    findings: Mapping[str, r.Finding] = field(default_factory=dict[str, r.Finding])
    gigawatts: Mapping[str, r.Lane] = field(default_factory=dict[str, r.Lane])
    stories: Mapping[str, r.Story] = field(default_factory=dict[str, r.Story])
    presets: Mapping[str, r.Preset] = field(default_factory=dict[str, r.Preset])
    predictions: Mapping[str, r.Prediction] = field(default_factory=dict[str, r.Prediction])
    press: Mapping[str, r.Quotable] = field(default_factory=dict[str, r.Quotable])
    revisions: Mapping[str, r.Revision] = field(default_factory=dict[str, r.Revision])
    borrowed: frozenset[str] = frozenset()
    """The series that are ours, in the place of those that a folder with a model lacks."""
    borrowed_from: str = ""
    """The buyer of our own deal, of whom these series tell."""
    own_sources: Mapping[str, r.Source] = field(default_factory=dict[str, r.Source])
    """The sources of this project's own folder: on these the model rests with any folder."""
    files: Fingerprint = ()
    day: datetime.date | None = None
    """The day as on which they are, None for all that there is."""
    parameters: Mapping[str, r.Parameter] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", MappingProxyType(self.parameters_at(None)))

    def __eq__(self, other: object) -> bool:
        """Two readings of the same files are the same seeds."""
        return self is other or (isinstance(other, Seeds) and (self.folder, self.files) == (other.folder, other.files))

    def __hash__(self) -> int:
        return hash(self.folder)

    def __reduce__(self) -> tuple[Any, ...]:
        return load, (self.folder,)  # another process, or a copy, reads the folder itself

    def parameters_at(self, as_of: datetime.date | None) -> dict[str, r.Parameter]:
        """The version of each parameter that counts on a day (None: the newest), in table order."""
        chosen: dict[str, r.Parameter] = {}
        for version in sorted(self.parameter_versions, key=_valid_from):
            if as_of is None or _valid_from(version) <= as_of:
                chosen[version.parameter] = version
        order = dict.fromkeys(version.parameter for version in self.parameter_versions)
        return {name: chosen[name] for name in order if name in chosen}

    @cached_property
    def assumptions(self) -> Mapping[str, r.Parameter]:
        """The parameters that readers meet: all that this deal has a part for."""
        return {name: one for name, one in self.parameters.items() if name not in self.deal.without}

    @property
    def data_to(self) -> str:
        """How far the data reach, in words.

        >>> load().data_to
        'news to July 2026, site data to October 2026'
        """
        news, sites = month_words(self.deal.news_to), self.deal.sites_to
        return f"news to {news}, site data to {month_words(sites)}" if sites else f"data to {news}"

    @property
    def data_day(self) -> datetime.date:
        """The last day that the data reach: that of the deal's ``news_to``, but none after the last thing was read."""
        read = max((source.retrieved for source in self.sources.values()), default=datetime.date.max)
        return min(date_range(self.deal.news_to)[1], read)

    @property
    def is_own(self) -> bool:
        """Whether they are this project's own: on what terms another folder's are, its curator knows."""
        return self.folder == own_folder()

    @property
    def authors(self) -> str:
        """Who stands behind the claims, as a citation begins."""
        return project.AUTHORS if self.is_own else f"The {self.folder.name} authors"

    @cached_property
    def naming(self) -> Naming:
        """What charts call the sources, of this folder and ours, and the scopes."""
        known = {**self.own_sources, **self.sources}
        articles = tuple(name for name, source in known.items() if source.tier == "seed")
        names, scopes = {name: self.source_name(name) for name in known}, self.vocabulary.meanings("scope")
        of_deal = (self.deal.buyer, self.deal.maker, self.deal.short_units)
        return Naming(names, articles, scopes, self.data_day, self.data_to, *of_deal)

    def source(self, source_id: str) -> r.Source | None:
        """A source of this folder, or of ours; None where there is none."""
        return self.sources.get(source_id) or self.own_sources.get(source_id)

    def source_name(self, source_id: str) -> str:
        """A source as readers meet it: by its publisher, or what kind of publisher where it names none.

        >>> load().source_name("seed-000"), load().source_name("seed-001"), load().source_name("nobody")
        ('InsiderFinance', 'Digest of AI news', 'nobody')
        """
        source = self.source(source_id)
        if source is None:
            return source_id
        if source.tier == "seed":
            kind = self.article_kind(source_id).partition(" (")[0]
            return kind[2].upper() + kind[3:] if kind.startswith("a ") else kind
        return "our own work" if source.tier == "ours" else source.publisher

    def source_title(self, source_id: str) -> str:
        """A source's title as a list shows it, an article's behind its name.

        >>> load().source_title("seed-004")
        'thevoltverse.com: no title in the document'
        """
        source = self.sources[source_id]
        return f"{self.source_name(source_id)}: {source.title}" if source.tier == "seed" else source.title

    def article_kind(self, source_id: str) -> str:
        """What stands beside an article: its publisher, or what kind of publisher where it names none.

        >>> load().article_kind("seed-000"), load().article_kind("seed-001")
        ('InsiderFinance', 'a digest of AI news')
        """
        source = self.source(source_id)
        publisher = source.publisher if source else ""
        if not publisher.startswith(UNNAMED):
            return publisher
        return publisher.removeprefix(UNNAMED).strip(" ()").split(";")[0] or "publisher not named"


def default_folder() -> Path:
    """The folder read where none is named: `SEEDS_VARIABLE` names it, else this project's own seeds."""
    named = os.environ.get(SEEDS_VARIABLE)
    return _folder(named) if named else own_folder()


def load(folder: SeedsLike = None) -> Seeds:
    """The records of a folder of seeds (None: this project's own), read again only when a file in it has changed.

    Seeds that have been read are handed back as they are.

    Raises `SeedsError`, a `ValueError` that lists every fault of the folder.

    >>> load().parameters["rack_power_kw"].central
    132.0
    """
    if isinstance(folder, Seeds):
        return folder
    place = _folder(folder)
    return _load(place, _fingerprint(place))


def check(folder: Path | str | None = None) -> list[Fault]:
    """Every fault of a folder of seeds, kind by kind; empty if it is sound. Never raises for what a folder holds.

    Beside what `load` refuses it names what was read, or searched, in the future, which a clock that is slow must not
    make unusable.
    """
    return _read(_folder(folder), datetime.date.today() + datetime.timedelta(days=1))[1]


def checksum(folder: Path | str | None = None) -> str:
    """One SHA-256 of all curated files of a folder (None: this project's own), the same wherever the folder lies.

    >>> len(checksum())
    64
    """
    place = _folder(folder)
    return _checksum(place, _fingerprint(place))


@lru_cache(maxsize=8)
def _checksum(folder: Path, _files: Fingerprint) -> str:
    whole = hashlib.sha256()
    paths = [path for pattern in ("*.toml", "*/*.toml", "*/*.csv") for path in folder.glob(pattern) if path.is_file()]
    for path in sorted(paths):
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _folder(folder: Path | str | None) -> Path:
    if folder is None:
        return default_folder()
    if not isinstance(cast("object", folder), str | os.PathLike) or not str(folder) or "\0" in str(folder):
        raise ArgumentError(f"The argument seeds is {quoted(folder)}, not the path of a folder.")
    try:
        return Path(folder).resolve()
    except (OSError, RuntimeError, ValueError):  # links that go round, no folder to begin at, or signs no name has
        raise ArgumentError(f"The argument seeds is {str(folder)!r}, a path that leads nowhere.") from None


def _fingerprint(folder: Path | str, *, deeper: bool = True) -> Fingerprint:
    """By `os.scandir`, in a fifth of the time that paths would take."""
    files: list[tuple[str, int, int]] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # who reads the folder tells of what is wrong
        for entry in entries:
            if deeper and entry.is_dir():
                files += _fingerprint(entry.path, deeper=False)
            elif "." in entry.name and entry.is_file():
                found = entry.stat()
                files.append((entry.path, found.st_mtime_ns, found.st_size))
    return tuple(sorted(files))


@lru_cache(maxsize=8)
def _load(folder: Path, files: Fingerprint) -> Seeds:
    collecting = gc.isenabled()
    gc.disable()  # of what is made here nearly all stays: going through it all along would take a tenth of the time
    try:
        seeds, faults = _read(folder)
    finally:
        if collecting:
            gc.enable()
    if seeds is None or faults:
        raise SeedsError(folder, faults)
    return replace(seeds, files=files)


def _valid_from(parameter: r.Parameter) -> datetime.date:
    return parameter.valid_from or datetime.date.min


def _read(folder: Path, tomorrow: datetime.date = datetime.date.max) -> tuple[Seeds | None, list[Fault]]:
    """The seeds of a folder with its faults, among these what it says to be of after ``tomorrow``."""
    try:
        inside = list_folder(folder)
    except (FileNotFoundError, NotADirectoryError):
        return None, [Fault(str(folder), "", "there is no such folder", "give the path of a folder of seeds")]
    except OSError as fault:
        problem, remedy = f"it cannot be read: {fault.strerror}", "give yourself the right to read it"
        return None, [Fault(str(folder), "", problem, remedy)]
    try:
        reading = FolderReader(folder)
    except VocabularyError as fault:
        return None, [Fault(WORDS, *wrong) for wrong in fault.wrong]
    found = {kind: reading.read_kind(kind) for kind in KINDS}
    records: dict[str, Any] = {
        kind: MappingProxyType({getattr(one.record, fields_of(record)[0].name): one.record for one in found[kind]})
        for kind, (_, record) in KINDS.items()
        if kind != "parameters"
    }
    reading.ids["scorecard"] |= reading.ids["predictions"]  # a finding judges either
    deal = reading.read_deal()
    for file, label, source in found["sources"]:
        if source.retrieved > tomorrow:
            problem = f"retrieved is {source.retrieved}, which has yet to come"
            reading.report(file, label, problem, "give the day on which it was read")
    if deal and deal.news_to > f"{tomorrow:%Y-%m}":
        problem = f"news_to is {deal.news_to}, which has yet to come"
        reading.report(DEAL, "deal", problem, "give the last month that the search reached")
    sound = deal is not None or not os.path.lexists(folder / DEAL)  # else the months of ours would be taken for its own
    versions, borrowed, borrowed_from = tuple(each.record for each in found["parameters"]), frozenset[str](), ""
    reading.hold(found["parameters"], partial(_check_version, seen={}))
    ours = None if folder == own_folder() else load(own_folder())
    if ours and versions:
        reading.ids["parameters"] |= ours.parameters.keys()  # which it may name without having a version of its own
    evidence = not reading.ids["parameters"] and "parameters" not in reading.incomplete
    if deal and deal.without and evidence:
        remedy = "write parameters.toml, or take without out"
        reading.report(DEAL, "deal", "without names assumptions, and the folder has no model", remedy)
        reading.incomplete.add("parameters")  # who names what would be in it is not blamed as well
    reading.check_references()
    for path in inside:
        kind = path.stem if path.suffix == ".toml" else path.name if any(path.glob("*.toml")) else ""
        if kind and not kind.startswith(".") and kind not in FILES:  # most likely misspelt
            reading.report(path.name, "", "nothing of this name is read", use_one_of(kind, FILES))
        like = path.name.partition(".")[0].lower()
        there = os.path.lexists(folder / like) or os.path.lexists(folder / f"{like}.toml")
        if like in FILES and path.suffix != ".toml" and path.is_file() and not there:
            reading.report(path.name, "", "nothing of this name is read", f"save it as TOML text in {like}.toml")
    if ours is None:
        records["own_sources"] = records["sources"]
        if not os.path.lexists(folder / DEAL):
            reading.report(DEAL, "", "the file is missing", "add it")
    else:
        records["own_sources"] = ours.sources
        borrowed_from = ours.deal.buyer
        deal = deal or _undated(ours.deal, records["sources"], model=bool(versions))
        if deal.short_units != ours.deal.short_units:
            reading.vocabulary.rename(unit_words(deal.short_units))
        if versions:
            merged = _merged(found["parameters"], ours, deal, records["claims"], reading)
            versions = tuple(_neutral(merged, deal.without, reading))
            reading.hold(found["series"], partial(_check_series, ours=ours))
            if sound:
                reading.hold([FoundRecord(DEAL, "deal", deal)], _check_months)
            borrowed = frozenset(ours.series.keys() - records["series"].keys())
            later = month_index(deal.first_month)
            ours_from_then = {name: _counted_from(later, series) for name, series in ours.series.items()}
            records["series"] = MappingProxyType({**ours_from_then, **records["series"]})
    if deal is None:
        return None, reading.faults
    if sound:
        points = (one._replace(file=f"series/{one.record.series}.csv") for one in found["series"])
        reading.hold(points, partial(_check_counts, deal=deal))
    if versions:
        known = {version.parameter: version for version in versions}
        reading.hold(found["presets"], partial(_check_preset, known=known, deal=deal, names=set()))
    first = deal.first_month if sound else ""
    reading.hold(found["press"], partial(_check_number, claims=records["claims"], first=first, computed=not evidence))
    records |= {"parameter_versions": versions, "borrowed": borrowed, "borrowed_from": borrowed_from}
    return Seeds(folder, reading.vocabulary, deal, **records), reading.faults


def _neutral(versions: Iterable[r.Parameter], without: tuple[str, ...], reading: FolderReader) -> Iterator[r.Parameter]:
    """The same, each that the deal has no part for at the value at which it changes nothing."""
    reason = "This deal has no part for it."
    for version in versions:
        value = version.neutral
        if version.parameter not in without:
            yield version
        elif value is None:
            remedy = "take it out of without, and give it a value in parameters.toml"
            reading.report(DEAL, "deal", f"without names {version.parameter}, which has no neutral value", remedy)
        else:
            yield version.replace(
                kind="point", low=value, central=value, high=value, origin="ours", claim_ids=(), reason=reason
            )


def _counted_from(later: int, series: r.Series) -> r.Series:
    """A series of ours with its months counted from a first month that comes so much later than ours."""
    points = (p if p.month is None else p.replace(month=p.month - later) for p in series.points)
    return series.replace(points=tuple(points)) if later else series


def _undated(ours: r.Deal, sources: Mapping[str, r.Source], *, model: bool) -> r.Deal:
    """The deal of a folder that describes none: the model's sizes, with the month of its own sources.

    With a model the question is ours as well. What our sources leave open, what came of it by then, or where they part,
    is not said of others.
    """
    newest = max((source.retrieved for source in sources.values()), default=None)
    return ours.replace(
        question=ours.question if model else "What do the sources say?",
        **dict.fromkeys(("announced", "parted", "parted_note", "come_of_it", "sites_to"), ""),
        unfound=(),
        news_to=f"{newest:%Y-%m}" if newest else ours.news_to,
    )


def _check_counts(series: r.Series, deal: r.Deal) -> Iterator[Problem]:
    """A point with a month stands in that month, or ends it, counted from the first month of the deal."""
    for point in series.points:
        ends = month_index(point.date, deal.first_month)
        if point.month is not None and not ends - 1 <= point.month <= ends:
            remedy = f"count from first_month, {deal.first_month}, which is 0"
            yield f"{point.date} has month {point.month:g}, and is in month {ends}", remedy
            break  # most likely all are counted from elsewhere


def _check_months(deal: r.Deal) -> Iterator[Problem]:
    """The goal and the charts of a deal with a model lie in the months that are simulated, and after the data."""
    for name in ("goal_by", "horizon_shown"):
        if getattr(deal, name) > HORIZON:
            yield f"{name} is after {HORIZON}, the last month that is simulated", "bring it forward"
    if deal.horizon_shown <= deal.news_to:
        problem = f"horizon_shown, {deal.horizon_shown}, is not after news_to, {deal.news_to}, where the charts begin"
        yield problem, "give a later month"


def _check_preset(
    preset: r.Preset, known: Mapping[str, r.Parameter], deal: r.Deal, names: set[str]
) -> Iterator[Problem]:
    """What presets set lies in the bounds of the model, and each has its own name."""
    if preset.name in names:
        yield f"the name {preset.name!r} is used twice", "give one of them another"
    names.add(preset.name)
    for change in preset.changes:
        one = known.get(change.parameter)
        if change.parameter in deal.without:
            yield f"the deal has no part for {change.parameter}", "take this change out"
        if one and not one.lower_bound <= change.low <= change.high <= one.upper_bound:
            span = f"{plain_number(one.lower_bound)} to {plain_number(one.upper_bound)} {one.unit}"
            yield f"low or high of {change.parameter} lies outside its bounds, {span}", "mend the figures"


def _check_number(
    number: r.Quotable, claims: Mapping[str, r.Claim], first: str, *, computed: bool
) -> Iterator[Problem]:
    """What numbers to quote ask for is there: a model, its months from ``first`` on, and figures of their claims."""
    if number.measure and not computed:
        remedy = "write parameters.toml, or take this number out"
        yield f"measure {number.measure} is computed, and the folder has no model", remedy
    for name in ("since", "by") if number.measure and first else ():
        month = getattr(number, name)
        if month and not first <= month <= HORIZON:
            span = f"{first} to {HORIZON}"
            yield f"{name}, {month}, is none of the months that are simulated, {span}", "give another month"
    for place, name in enumerate(number.claim_ids, 1):
        claim = claims.get(name)
        if claim and f"{{{place}}}" in number.sentence and not (claim.figures or claim.answer):
            remedy = "name another claim, or write the sentence without it"
            yield f"the claim {name!r} has no figure for the place {{{place}}}", remedy


def _check_version(version: r.Parameter, seen: dict[str, list[r.Parameter]]) -> Iterator[Problem]:
    """Versions of one parameter may differ in figures, evidence and reason, and each counts from a day of its own."""
    others = seen.setdefault(version.parameter, [])
    if version.valid_from in [one.valid_from for one in others]:
        yield "two versions are valid from the same day", "give one of them another valid_from"
    others.append(version)
    for name in ("label", "unit", "lower_bound", "upper_bound", "step", "group", "link_key", "neutral"):
        if getattr(version, name) != getattr(others[0], name):
            yield f"its versions differ in {name}", "make it the same in all"


def _check_series(series: r.Series, ours: Seeds) -> Iterator[Problem]:
    """A series that takes the place of one of ours has to do in it."""
    own = ours.series.get(series.series)
    if own is not None and series.unit != own.unit:
        yield f"it is in {series.unit}, while this model takes it in {own.unit}", "convert it"
    elif own is not None and sum(point.month is not None for point in series.points) < 2:
        yield "it has fewer than two points with a month", "give the months, from first_month = 0"


def _merged(
    theirs: list[FoundRecord], ours: Seeds, deal: r.Deal, claims: Mapping[str, r.Claim], reading: FolderReader
) -> list[r.Parameter]:
    """Our assumptions with another folder's in their place: from the day on from which theirs count, in our bounds."""
    merged: list[r.Parameter] = []
    first: dict[str, datetime.date] = {}
    for file, label, version in theirs:
        own, name = ours.parameters.get(version.parameter), version.parameter
        first[name] = min(_valid_from(version), first.get(name, datetime.date.max))
        if own is None:
            reading.report(file, label, "this model has no such assumption", use_one_of(name, ours.parameters))
        elif version.unit != own.unit:
            problem = f"it is in {version.unit}, while this model takes it in {own.unit}"
            reading.report(file, label, problem, f'convert the figures and write unit = "{own.unit}"')
        elif not own.lower_bound <= version.low <= version.high <= own.upper_bound:
            span = f"{plain_number(own.lower_bound)} to {plain_number(own.upper_bound)} {own.unit}"
            problem = f"low or high lies outside the bounds of this model, {span}"
            reading.report(file, label, problem, "mend the figures")
        else:
            kept = {field: getattr(own, field) for field in ("lower_bound", "upper_bound", "link_key", "neutral")}
            try:
                merged.append(version.replace(**kept, units=deal.short_units))
            except r.RecordError as fault:
                reading.faults += [Fault(file, label, *wrong) for wrong in fault.problems]
    new_words = {
        **unit_words(deal.short_units),
        **{getattr(ours.deal, name): getattr(deal, name) for name in ("maker", "buyer", "units")},
        month_name(ours.deal.first_month): month_name(deal.first_month),
    }
    before = "" if (ours.deal.buyer, ours.deal.maker) == (deal.buyer, deal.maker) else "Taken from another deal: "
    for version in ours.parameter_versions:
        if _valid_from(version) < first.get(version.parameter, datetime.date.max):
            cited = tuple(claim for claim in version.claim_ids if claim in claims)
            spoken = {name: replace_words(getattr(version, name), new_words) for name in ("label", "ask", "question")}
            spoken |= {"reason": f"{before}{version.reason}", "units": deal.short_units}
            origin = version.origin if cited else "ours"
            merged.append(version.replace(claim_ids=cited, origin=origin, **spoken))
    order = [*ours.parameters]
    return sorted(merged, key=lambda version: order.index(version.parameter))
