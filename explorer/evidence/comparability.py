"""May two claims be compared, and do they agree? Each verdict comes with its reason in one sentence.

Claims are compared only where metric, party, unit, basis, scope, period and status allow it. A basis that a source does
not state cannot be compared with anything: whether two such amounts are alike cannot be told, unless they are equal.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from explorer.records import Claim
from explorer.records.dates import period_words

ABOUT = 0.05
"""How far from its number an "about" reaches, as a part of it: our reading of the word."""

# How firm a claim is, by its status: what is intended is held against what is intended, and so on.
_KINDS = {
    **dict.fromkeys(("rumour", "reported", "goal", "plan", "commitment", "contract"), "intended"),
    "option": "an option",
    "capability": "possible",
    **dict.fromkeys(("output", "delivered"), "done"),
    "estimate": "estimated",
    "specification": "by design",
}
# Pairs of unlike kinds that answer the same question all the same.
_ALIKE = ({"intended", "estimated"}, {"done", "estimated"}, {"by design", "estimated"})
_MADE = "output or capability"
# Where the name of a metric says how firm its figures are, that need not be said again.
_SAID_BY_METRIC = {"planned_power": "intended", "contracted_power": "intended", "running_power": _MADE}
_BASIS_WORDS = {"annual": "each year", "total": "in all"}


class Comparison(NamedTuple):
    """A word of the list "verdict", read as "the second ... the first", and the reason in one sentence."""

    verdict: str
    reason: str


def compare(first: Claim, second: Claim) -> Comparison:
    """How the second claim stands to the first.

    >>> from explorer.seeds import load
    >>> claims = load().claims
    >>> compare(claims["seed-000-investment"], claims["seed-001-investment"])
    Comparison(verdict='not-comparable', reason='One is an amount for each year, the other states no period.')
    """
    if first.metric != second.metric:
        return _unlike(f"One is about {first.meaning('metric')}, the other about {second.meaning('metric')}")
    if first.party != second.party:
        return _unlike(f"One is about {first.party}, the other about {second.party}")
    if first.answer or second.answer:
        return _compare_answers(first, second)
    return _obstacle(first, second) or _compare_figures(first, second)


def figures(claim: Claim) -> str:
    """The figures of a claim as text, its answer where it is answered in a word, "" where it has neither.

    >>> from explorer.seeds import load
    >>> figures(load().claims["seed-000-investment"]), figures(load().claims["seed-001-rack-rate-2026"])
    ('$2-3 billion a year', 'up to 2,000 racks a week')
    """
    if claim.answer:
        return claim.vocabulary.answers(claim.metric)[claim.answer].meaning
    if claim.bound == "direction":
        return "more, no number"
    given = [*claim.figures.values()]
    if not given:
        return ""
    words = {"about": "about ", "up_to": "up to ", "at_least": "at least "}.get(claim.bound, "")
    return words + _amount(given if claim.bound == "range" else given[:1], claim.unit)


def groups(claims: Iterable[Claim]) -> dict[str, str]:
    """The group of each claim, by id: only inside a group are figures comparable. The text says what the group is.

    An estimate joins the one group that is like it in all else, if any. Claims whose scope is not stated have a group
    of their own: what a source leaves open is not "worldwide".
    """
    alike: dict[tuple[str, str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        # Amounts for an unstated period are alike only where their figures are equal.
        unstated = f"no period stated ({figures(claim)})"
        basis = unstated if claim.basis == "unstated" else _BASIS_WORDS.get(claim.basis, "")
        alike[claim.metric, claim.party, basis, claim.scope, _period(claim)].append(claim)
    named: dict[str, str] = {}
    for (metric, party, basis, _, period), members in alike.items():
        one_day = bool(period) and members[0].period_start == members[0].period_end
        for claim in members:
            kind = _group_kind(claim, members)
            by = "by " if one_day and kind == "intended" else ""
            kind_words = "" if kind == _SAID_BY_METRIC.get(metric) else kind
            parts = (f"{party}: {claim.meaning('metric')}", basis, claim.meaning("scope"), f"{by}{period}", kind_words)
            named[claim.claim_id] = ", ".join(part for part in parts if part)
    return named


def _group_kind(claim: Claim, members: list[Claim]) -> str:
    """The kind of a claim in its group: an estimate takes the one other kind of its source, else of all members."""

    def kinds(among: Iterable[Claim]) -> set[str]:
        found = {_KINDS[one.status] for one in among}
        return {_MADE if kind in ("possible", "done") else kind for kind in found}

    (kind,) = kinds([claim])
    if kind == "estimated":
        own = kinds(one for one in members if one.source_id == claim.source_id) - {kind}
        others = own or kinds(members) - {kind}
        kind = min(others) if len(others) == 1 else kind
    return kind


def _unlike(reason: str) -> Comparison:
    return Comparison("not-comparable", reason.rstrip(".") + ".")


def _compare_answers(first: Claim, second: Claim) -> Comparison:
    if not (first.answer and second.answer):
        return _unlike("One answers in a word, the other does not")
    one, other = figures(first), figures(second)
    if first.answer == second.answer:
        return Comparison("agrees", f"Both say: {one.rstrip('.')}.")
    implies, metric = first.vocabulary.implies, first.metric
    if implies(metric, first.answer, second.answer):
        return Comparison("vaguer", f"It says only: {other}; the other: {one.rstrip('.')}.")
    if implies(metric, second.answer, first.answer):
        return Comparison("narrower", f"It says: {other}; the other only: {one.rstrip('.')}.")
    known = first.vocabulary.answers(metric)
    if any(implies(metric, both, first.answer) and implies(metric, both, second.answer) for both in known):
        return _unlike(f"Both can be right: one says: {one}; the other: {other}")
    return Comparison("differs", f"One says: {one}; the other: {other.rstrip('.')}.")


def _obstacle(first: Claim, second: Claim) -> Comparison | None:
    """What forbids comparing two claims of the same metric and party, None where nothing does."""
    worded = [claim.bound for claim in (first, second)].count("none")
    if worded:
        return _unlike("Both are told in words; read them side by side" if worded == 2 else "One gives no figure")
    if first.basis == second.basis == "unstated":
        reason = "neither states the period its amount is for"
        if first.bound == second.bound and _interval(first) == _interval(second):
            return Comparison("agrees", f"Both say {figures(first)}; {reason}.")
        return _unlike(reason.capitalize())
    if "unstated" in (first.basis, second.basis):
        stated = first if second.basis == "unstated" else second
        return _unlike(f"One is {stated.meaning('basis')}, the other states no period")
    if first.basis != second.basis:
        return _unlike(f"One is {first.meaning('basis')}, the other {second.meaning('basis')}")
    if first.unit and second.unit and first.unit != second.unit:
        return _unlike(f"One is in {first.unit}, the other in {second.unit}")
    if first.scope != second.scope and "unstated" not in (first.scope, second.scope):
        return _unlike(f"Their scopes differ: {first.meaning('scope')}; {second.meaning('scope')}")
    if first.basis == "total" and _period(first) != _period(second):
        named = [f"a sum for {period}" for period in map(_period, (first, second)) if period]
        return _unlike(f"One is {named[0]}, the other {[*named, 'names no period'][1]}")
    if not _same_time(first, second):
        return _unlike(f"One is about {_period(first)}, the other about {_period(second)}")
    unlike = {_KINDS[first.status], _KINDS[second.status]}
    if unlike == {"possible", "done"}:
        sizes = f"{figures(first)} against {figures(second)}"
        return Comparison("differs", f"{sizes}: one is {first.noun}, the other {second.noun}.")
    if len(unlike) == 2 and unlike not in _ALIKE:
        return _unlike(f"One is {first.noun}, the other {second.noun}")
    return None


def _compare_figures(first: Claim, second: Claim) -> Comparison:
    one, other = figures(first), figures(second)
    shade = "" if first.status == second.status else f" One is {first.noun}, the other {second.noun}."
    if first.bound == second.bound and _interval(first) == _interval(second):
        same = "Neither gives a number" if first.bound == "direction" else f"Both say {one}"
        return Comparison("agrees", f"{same}.{shade}")
    if "direction" in (first.bound, second.bound):
        if second.bound == "direction":
            return Comparison("vaguer", f"It says only {other}, where the other says {one}.{shade}")
        return Comparison("narrower", f"It says {other}, where the other says only {one}.{shade}")
    (low, high), (low2, high2) = _interval(first), _interval(second)
    if low2 <= low and high <= high2:
        return Comparison("vaguer", f"It says {other}, which leaves room for {one}.{shade}")
    if low <= low2 and high2 <= high:
        return Comparison("narrower", f"It says {other}, inside {one}.{shade}")
    if high < low2 or high2 < low:
        return Comparison("differs", f"One says {one}, the other {other}.{shade}")
    return Comparison("agrees", f"{other} and {one} overlap.{shade}")


def _interval(claim: Claim) -> tuple[float, float]:
    """The least and the most that the figures of a claim allow; an end that it leaves open is infinite."""
    if claim.bound == "about" and claim.central is not None:
        return claim.central * (1 - ABOUT), claim.central * (1 + ABOUT)
    return claim.figures.get("low", -math.inf), claim.figures.get("high", math.inf)


def _same_time(first: Claim, second: Claim) -> bool:
    """Whether one period holds the other. A claim that names none fits every period."""
    if first.span is None or second.span is None:
        return True
    starts, ends = zip(first.span, second.span, strict=True)
    return (min(starts), max(ends)) in (first.span, second.span)


def _period(claim: Claim) -> str:
    if claim.period_start is None and claim.period_end is not None:
        return f"the time to {period_words(claim.period_end, claim.period_end)}"
    words = period_words(claim.period_start, claim.period_end)
    return f"the {words}" if " quarter of " in words or " half of " in words else words


def _amount(values: list[float], unit: str) -> str:
    if unit.startswith("USD"):
        size, word = next((pair for pair in _SIZES if max(values) >= pair[0]), (1.0, ""))
        number = "-".join(f"{float(f'{value / size:.4g}'):,.12g}" for value in values)
        return f"${number}{word}{_PER.get(unit, unit[3:].replace('/', ' a '))}"
    if unit == "share":
        return "-".join(f"{value * 100:.4g}" for value in values) + "%"
    number = "-".join(f"{value:,.15g}" for value in values)
    return f"{number} {_UNIT_WORDS.get(unit, unit.replace('/', ' a '))}".strip()


_PER = {"USD/GW/yr": " a GW and year"}
_SIZES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_UNIT_WORDS = {
    "ratio": "times",
    "TWD": "New Taiwan dollars",
}
