"""Take one claim at its word, or leave one source out, and see what moves."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from explorer.analysis.tabular import Table, tabular
from explorer.arguments import checked
from explorer.errors import quoted
from explorer.formatting import replace_words, unit_words
from explorer.model import BAND, OUTCOMES, Projection
from explorer.model.stepwise import Steps
from explorer.records import Claim, Parameter
from explorer.records.dates import Month
from explorer.records.parameters import RACKS
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.distributions import Distribution, point, uniform


@checked()
def believe(scenario: Scenario, claim_id: str, parameter: str | None = None) -> Scenario:
    """The scenario with one parameter bound to what a claim says; ``parameter`` only where the claim could set several.

    One number (exact or about) becomes a point and a range is uniform between its ends. "Up to" is one-sided: uniform
    from the low end that the parameter has by default to the claim's number; "at least" the same upwards. Where the
    claim lies beyond that end it is a point. The claim must be in the parameter's unit and among its evidence.

    Raises `ScenarioError` with a sentence for a claim that is unknown, gives no number, or fits no parameter.

    >>> believe(Scenario(), "seed-001-rack-rate-2026").rack_rate_target
    uniform(1000.0, 2000.0)
    >>> believe(Scenario(), "seed-000-investment").foxconn_investment_usd_per_yr
    uniform(2000000000.0, 3000000000.0)
    """
    claim = scenario.seeds.claims.get(claim_id)
    if claim is None:
        raise ScenarioError(f"There is no claim {quoted(claim_id)}; see the index of claims().")
    known = scenario.seeds.parameters_at(scenario.as_of)
    if parameter is not None:
        scenario[parameter]
    named = [name for name, one in known.items() if claim_id in one.claim_ids and parameter in (None, name)]
    fitting = [name for name in named if speaks_of(claim, known[name])]
    if not named:
        wanted = f"of {parameter}" if parameter else "of any parameter"
        raise ScenarioError(f"The claim {claim_id} is not among the evidence {wanted}.")
    if not fitting:
        labels = " and ".join(f"{known[name].label} ({known[name].unit})" for name in named)
        gives = f"a number in {claim.unit}" if claim.figures else "no number"
        raise ScenarioError(f"The claim {claim_id} gives {gives}, which cannot be put in for {labels}.")
    if len(fitting) > 1:
        raise ScenarioError(f"The claim {claim_id} could set {' or '.join(fitting)}; say which with parameter=.")
    name, figures = fitting[0], [*claim.figures.values()]
    low = known[name].low if claim.bound == "up_to" else figures[0]
    high = known[name].high if claim.bound == "at_least" else figures[-1]
    return scenario.replace(**{name: uniform(low, high) if low < high else point(figures[0])})


@checked()
def without(scenario: Scenario, source_id: str) -> tuple[Scenario, tuple[str, ...], tuple[str, ...]]:
    """The scenario as it would stand without one source, the parameters moved, and those that hang on it alone.

    Only parameters at their default are touched. Among the claims behind such a parameter that are in its unit, an end
    of its range that none of the others reaches is drawn in to their furthest figure; the middle follows only
    where it would lie outside. With the source fall the claims that we computed from its claims. Where no other figure
    is left, or only one, so that no range would remain, the range stays and is named: it hangs on this source alone.

    Raises `ScenarioError` for a source that is unknown.

    >>> left, moved, alone = without(Scenario(), "grid-readiness-2026-06")
    >>> moved, left.capex_usd_per_gw
    (('capex_usd_per_gw',), triangular(27000000000.0, 45000000000.0, 60000000000.0))
    """
    if source_id not in scenario.seeds.sources:
        raise ScenarioError(f"There is no source {quoted(source_id)}; see the index of sources().")
    claims, set_by_reader = scenario.seeds.claims, scenario.changes()
    fallen = {name for name, claim in claims.items() if claim.source_id == source_id}
    # with them what we computed from one of them: its place names these after "claims", ``*`` for any ending
    computed = {name: claim.locator[7:].split(", ") for name, claim in claims.items() if claim.locator[:7] == "claims "}
    while more := {
        name
        for name, bases in computed.items()
        if name not in fallen and any(fnmatchcase(old, basis) for basis in bases for old in fallen)
    }:
        fallen |= more
    changed: dict[str, Distribution] = {}
    alone: list[str] = []
    for name, parameter in scenario.seeds.parameters_at(scenario.as_of).items():
        cited = (claims[claim] for claim in parameter.claim_ids if claim in claims)
        every = [claim for claim in cited if speaks_of(claim, parameter)]
        rest = [claim for claim in every if claim.claim_id not in fallen]
        if len(rest) == len(every) or name in set_by_reader:
            continue
        narrowed = _narrowed(scenario[name], every, rest) if rest else None
        if narrowed is None or (narrowed.low == narrowed.high and narrowed != scenario[name]):
            alone.append(name)
        elif narrowed != scenario[name]:
            changed[name] = narrowed
    return scenario.replace(**changed), tuple(changed), tuple(alone)


class LeftOut(NamedTuple):
    """What moves without one source; the columns of `leave_one_out`."""

    source_id: str
    moved: tuple[str, ...]
    alone: tuple[str, ...]
    low: float
    middle: float
    high: float
    change: float


@tabular
def leave_one_out(scenario: Scenario, outcome: str, *, at: Month | None = None) -> Steps[Table[LeftOut]]:
    """What moves when each source in turn is left out, see `without`: index ``source_id``, the largest move first.

    Columns: ``moved`` and ``alone`` (names of parameters), ``low``, ``middle`` and ``high`` (5, 50 and 95% points of
    the outcome at the end of the month without the source) and ``change`` of the middle. Only sources behind a
    parameter that one of the two touches are listed. The month is that of the deal's goal where none is given. Raises
    `ModelError` for what is not an outcome or a month.

    >>> leave_one_out(Scenario(draws=64), "energised_gw").loc["grid-readiness-2026-06", "moved"]
    ('capex_usd_per_gw',)
    """
    month, claims = at or scenario.seeds.deal.goal_by, scenario.seeds.claims
    usual = Projection(scenario).quantiles_at(outcome, BAND, month).tolist()
    parameters = scenario.seeds.parameters_at(scenario.as_of).values()
    cited = (claims.get(claim) for one in parameters for claim in one.claim_ids)
    found: list[LeftOut] = []
    for source in dict.fromkeys(claim.source_id for claim in cited if claim):
        left, moved, alone = without(scenario, source)
        yield
        if moved or alone:
            low, middle, high = Projection(left).quantiles_at(outcome, BAND, month).tolist() if moved else usual
            found.append(LeftOut(source, moved, alone, low, middle, high, middle - usual[1]))
    found.sort(key=lambda row: (-abs(row.change), -len(row.alone)))
    return Table(LeftOut, tuple(found), {"outcome": outcome, "unit": OUTCOMES[outcome], "at": month})


def speaks_of(claim: Claim, parameter: Parameter) -> bool:
    """Whether a claim gives a number in the parameter's unit, in our words or the deal's own.

    What follows a comma there or "of" only explains it.
    """
    unit = parameter.unit.split(",")[0].split(" of ")[0]
    return bool(claim.figures) and claim.unit in (unit, replace_words(unit, unit_words(parameter.units or RACKS)))


def _narrowed(distribution: Distribution, every: Iterable[Claim], rest: Iterable[Claim]) -> Distribution:
    """The distribution with an end drawn in where the evidence that reached it is gone."""
    low, high = distribution.low, distribution.high
    before, left = ([value for one in claims for value in one.figures.values()] for claims in (every, rest))
    if min(left) > min(before):
        low = min(max(low, min(left)), high)
    if max(left) < max(before):
        high = max(min(high, max(left)), low)
    if distribution.kind == "point":
        return distribution
    central = None if distribution.central is None else min(max(distribution.central, low), high)
    return Distribution(distribution.kind, low, central, high)
