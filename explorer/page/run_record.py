"""One file that holds a scenario with what it rests on and what it gives, and that anybody can verify.

A trail says what was asked, with which version of model and data, every assumption with its values, every claim behind
them with source and address, and the results. Verifying it computes all of that anew from the link in it and names
each place where the file says something else.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard, cast

from explorer import project
from explorer.analysis.answer import answer
from explorer.analysis.goal import Goal, goal_dates
from explorer.analysis.solve import solve
from explorer.arguments import InvalidValueError, Rule, checked
from explorer.errors import ExplorerError, terminal_safe
from explorer.evidence.comparability import figures
from explorer.model import OUTCOMES, ModelError, simulate
from explorer.page import words
from explorer.page.address import goal_text, read_goal
from explorer.records import Deal
from explorer.scenario import Scenario, defaults
from explorer.scenario.links import MODEL_VERSION, LinkError, deal_part, link, read_link
from explorer.seeds import Seeds, SeedsLike, checksum

__all__ = ["Contradiction", "TrailError", "check_trail", "trail", "trail_text"]

FORMAT = 1
SHARES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
TOLERANCE = 1e-9
"""By how much, as a part of the larger, two results may differ and still be the same."""
MOST_CHARACTERS = 5_000_000
LONGEST = 80


def dates(deal: Deal) -> tuple[str, ...]:
    """The months for which results are told: the second that a page offers, that of the goal, the last that it shows.

    >>> dates(defaults().seeds.deal)
    ('2027-12', '2029-12', '2030-12')
    """
    return tuple(sorted({*goal_dates(deal)[1:2], deal.goal_by, deal.horizon_shown}))


def _as_text(text: Any) -> str:
    """What `check_trail` is given, as text; `InvalidValueError` for anything else."""
    if isinstance(text, Mapping):
        try:
            return json.dumps(dict(cast("Mapping[str, Any]", text)))
        except (TypeError, ValueError, RecursionError):
            raise InvalidValueError("holds what no trail holds") from None
    if not isinstance(text, str):
        raise InvalidValueError
    return text


class TrailError(ExplorerError):
    """What is no trail, or none that can be computed; the message is a sentence for readers."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One place where a trail does not hold what follows from its own link: the ``place``, and both as text."""

    place: str
    written: str
    computed: str

    def __str__(self) -> str:
        return terminal_safe(f"{self.place}: the file says {self.written}, computed is {self.computed}")


@checked()
def trail(scenario: Scenario | None = None, goal: Goal | None = None) -> dict[str, Any]:
    """All that one scenario rests on and gives, as plain values for a JSON file; see `trail_text`.

    ``results`` holds the 5, 50 and 95% points of every outcome at each of `dates` (GW, racks, racks a week, dollars)
    and the share for OpenAI needed for 10 GW by the end of 2029; ``goal`` what the share would have to be for a goal
    (None: that of the question). None stands for what even all racks do not reach. Raises `ModelError` where the
    horizon ends before the goal.

    >>> made = trail(Scenario(draws=64))
    >>> sorted(made)
    ['answer', 'asked', 'assumptions', 'claims', 'goal', 'made_with', 'results', 'scenario', 'sha256', 'trail']
    """
    scenario = defaults() if scenario is None else scenario
    seeds = scenario.seeds
    goal = Goal.of(seeds.deal) if goal is None else goal
    answered = answer(scenario)
    share = answered.required.share
    need = solve(scenario, "openai_share", goal.outcome, at_least=goal.amount_gw, by=goal.by).value(chance=goal.chance)
    assumptions = _assumptions(scenario)
    cited = dict.fromkeys(name for row in assumptions.values() for name in row["claims"])
    made: dict[str, Any] = {
        "trail": FORMAT,
        "asked": {
            "question": seeds.deal.question,
            "goal": f"{goal.words()}, {goal.cases()}",
            "not": "A scenario: conditional on its assumptions, not a forecast and not investment advice.",
        },
        "made_with": {
            "model_version": MODEL_VERSION,
            "data_sha256": checksum(seeds.folder),
            "data_licence": project.DATA_LICENCE["name"] if seeds.is_own else "",
        },
        "scenario": {
            "link": link(scenario),
            "goal": goal_text(goal),
            "deal": deal_part(seeds),
            "seed": scenario.seed,
            "draws": scenario.draws,
            "horizon": scenario.horizon,
            "as_of": str(scenario.as_of or ""),
            "co_movement": scenario.co_movement,
        },
        "assumptions": assumptions,
        "claims": {name: _claim(name, seeds) for name in cited},
        "answer": {
            "share_needed": words.need_sentence(answered.required, seeds.deal),
            "consequence": words.share_sentence(answered, seeds.deal),
        },
        "results": {"share_needed": _plain([share.low, share.middle, share.high]), **_results(scenario)},
        "goal": {"share_needed": need if math.isfinite(need) else None},
    }
    return made | {"sha256": _sha256(made)}


@checked()
def trail_text(scenario: Scenario | None = None, goal: Goal | None = None) -> str:
    """The trail as the text of a JSON file; the same scenario gives the same text.

    >>> trail_text(Scenario(draws=64)).split()[:3]
    ['{', '"trail":', '1,']
    """
    return json.dumps(trail(scenario, goal), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


@checked(text=Rule("a trail, as text or as ex.trail() gives it", _as_text))
def check_trail(text: str | Mapping[str, Any], *, seeds: SeedsLike = None) -> list[Contradiction]:
    """Each place where a trail, as text or as `trail` gives it, says something else than follows from its own link.

    The link is read over the seeds of a folder (None: the installed). Results are the same where they differ by less
    than `TOLERANCE`; all else has to be equal. Another version of model or data is named first, since all that follows
    may stem from it.

    Raises `TrailError` with a sentence for what is no trail, or one whose link cannot be opened.

    >>> check_trail(trail_text(Scenario(draws=64)))
    []
    >>> str(check_trail(trail_text(Scenario(draws=64)).replace('"seed": 0', '"seed": 1'))[0])
    'scenario.seed: the file says 1, computed is 0'
    """
    found = _read(str(text))  # checked into text
    asked = found.get("scenario")
    try:
        if not _is_object(asked):
            raise LinkError("it holds no scenario.")
        scenario = read_link(str(asked.get("link")), seeds=seeds)[0]
        goal = read_goal(str(asked.get("goal")), scenario.seeds.deal.first_month)
        expected = trail(scenario, goal)
    except (LinkError, ModelError) as fault:
        raise TrailError(f"This trail cannot be computed: {fault}") from fault
    places = list(_differing("", found, expected))
    if not places and found.get("sha256") != _sha256({k: v for k, v in found.items() if k != "sha256"}):
        places.append(Contradiction("sha256", "another checksum", "that of the file as it stands"))
    return sorted(places, key=lambda place: not place.place.startswith("made_with"))


def _read(text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise TrailError("This file is far longer than a trail.")
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise TrailError("This file is no trail: it cannot be read as JSON.") from fault
    if not _is_object(found) or found.get("trail") != FORMAT:
        raise TrailError("This file is no trail of the kind that this version writes.")
    return found


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _differing(place: str, found: Any, expected: Any) -> Iterator[Contradiction]:
    """The places below one in which two values differ."""
    if _is_object(found) and _is_object(expected):
        missing = object()
        for name in {**expected, **found}:
            if name != "sha256" or place:
                below = f"{place}.{name}".strip(".")
                yield from _differing(below, found.get(name, missing), expected.get(name, missing))
    elif _is_list(found) and _is_list(expected) and len(found) == len(expected):
        for at, (old, new) in enumerate(zip(found, expected, strict=True)):
            yield from _differing(f"{place}[{at}]", old, new)
    elif not _same(found, expected):
        yield Contradiction(place, _shown(found), _shown(expected))


def _same(found: Any, expected: Any) -> bool:
    kinds = {type(found), type(expected)}
    if float in kinds and kinds <= {int, float}:
        return math.isclose(found, expected, rel_tol=TOLERANCE)
    return len(kinds) == 1 and found == expected


def _shown(value: Any) -> str:
    if type(value) is object:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _sha256(made: dict[str, Any]) -> str:
    canonical = json.dumps(made, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _assumptions(scenario: Scenario) -> dict[str, dict[str, Any]]:
    changed = scenario.changes()
    return {
        name: {
            "label": parameter.label,
            "unit": parameter.unit,
            "kind": scenario[name].kind,
            "numbers": list(scenario[name].numbers),
            "changed": name in changed,
            "origin": parameter.origin,
            "claims": [claim for claim in parameter.claim_ids if claim in scenario.seeds.claims],
        }
        for name, parameter in scenario.seeds.parameters_at(scenario.as_of).items()
    }


def _claim(claim_id: str, seeds: Seeds) -> dict[str, Any]:
    claim = seeds.claims[claim_id]
    source = seeds.sources[claim.source_id]
    return {
        "statement": claim.statement,
        "figures": figures(claim),
        "status": claim.status,
        "locator": claim.locator,
        "source_id": claim.source_id,
        "publisher": source.publisher,
        "title": source.title,
        "published": str(source.published),
        "url": source.url,
        "document_sha256": source.sha256,
    }


def _results(scenario: Scenario) -> dict[str, Any]:
    projection = simulate(scenario)
    found = [date for date in dates(scenario.seeds.deal) if date in scenario.months]
    return {
        outcome: {
            "unit": unit,
            **{date: _plain(projection.quantiles_at(outcome, SHARES.values(), date).tolist()) for date in found},
        }
        for outcome, unit in OUTCOMES.items()
    }


def _plain(points: list[float]) -> dict[str, float | None]:
    named = zip(SHARES, points, strict=True)
    return {name: float(value) if math.isfinite(value) else None for name, value in named}
