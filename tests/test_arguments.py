"""Whatever is handed to whatever public function: an answer, or one sentence that can be caught by name."""

import contextlib
import functools
import inspect
import math
import pickle
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import PLAIN

import explorer as ex
from explorer.analysis.evidence_sensitivity import without
from explorer.analysis.goal import Goal, frontier
from explorer.analysis.solve import Needed
from explorer.arguments import RULES, InvalidValueError, Rule
from explorer.errors import quoted
from explorer.model.projection import Projection, ShareCurve
from explorer.seeds import load

SMALL = ex.Scenario(draws=16, horizon="2030-12")
WRONG: tuple[Any, ...] = (
    *(None, 5, -1.5, float("nan"), "x", "", b"x", [], ["x"], [[0.5]], {}, {"x": 1}, {1}, True),
    *(object(), object, pd.Series([1]), 10**400, "a\nb", "\ud800", "x" * 900),
)
FUNCTIONS = {
    **{name: getattr(ex, name) for name in ex.__all__ if inspect.isfunction(getattr(ex, name))},
    **{f"charts.{name}": getattr(ex.charts, name) for name in ex.charts.__all__},
    **{f"panels.{name}": getattr(ex.panels, name) for name in ex.panels.__all__},
}
OBJECTS: dict[str, Callable[[], Any]] = {
    "Projection": lambda: ex.simulate(SMALL),
    "ShareCurve": lambda: ex.share_curve(SMALL, at="2029-12"),
    "Needed": lambda: need(),
}
METHODS = {
    f"{kind.__name__}.{name}": [*inspect.signature(method).parameters][1:]
    for kind in (Projection, ShareCurve, Needed)
    for name, method in vars(kind).items()
    if hasattr(method, "__wrapped__")
}
"""Of each method that checks them the arguments that it takes."""


@functools.cache
def need() -> Any:
    return ex.solve(SMALL, "openai_share", "delivered_gw", at_least=1, by="2029-12")


@functools.cache
def frames() -> dict[str, Any]:
    return {
        **{
            name: getattr(ex, name)()
            for name in ("timelines", "capacity", "investment", "claims", "gigawatts", "sources")
        },
        "sensitivity": ex.sensitivity(ex.Scenario(draws=256), "delivered_gw"),
        "detail": ex.agreement(detail=True),
        "frame": ex.agreement(),
    }


@functools.cache
def good(name: str) -> dict[str, Any]:
    """Arguments that a function takes, each by its name; those that may be left out are."""
    given = {
        "scenario": SMALL,
        "a": SMALL,
        "b": SMALL.replace(openai_share=0.2),
        "scenarios": {"A": SMALL},
        "outcome": "delivered_gw",
        "lever": "openai_share",
        "at_least": 1.0,
        **dict.fromkeys(("by", "at", "month", "until"), "2029-12"),
        "claim_id": "seed-001-rack-rate-2026",
        "source_id": "seed-001",
        "text": ex.link(SMALL),
        "value": 1.0,
        "low": 0.1,
        "central": 0.2,
        "high": 0.3,
        "shares": [0.5],
        "share": 0.5,
        "limit": "sites",
        "since": "start",
        "outcomes": ["delivered_gw"],
        "long": True,
        "given": [0.1, 0.2],
        "chance": 0.5,
        "documents": ".",
        "projection": ex.simulate(SMALL),
        "forecasts": [],
        "state": None,
        **frames(),
        "name": "rack_rate_foxconn",
    }
    if name == "check_trail":
        given["text"] = ex.trail(SMALL)
    if name in ("charts.waterfall", "charts.sidebyside"):
        many = ex.compare_many({"A": SMALL})
        given["comparison"] = many if "side" in name else ex.compare(SMALL, given["b"], "delivered_gw")
    if name == "agreement":
        given.pop("sources")
    return given


def cases() -> list[tuple[str, str]]:
    found = [(name, one) for name, function in FUNCTIONS.items() for one in inspect.signature(function).parameters]
    return [
        *((name, one) for name, one in found if one != "settings"),
        *((name, one) for name, taken in METHODS.items() for one in taken),
    ]


def called(name: str) -> Callable[..., Any]:
    kind, _, method = name.partition(".")
    return getattr(OBJECTS[kind](), method) if name in METHODS else FUNCTIONS[name]


def call(name: str, argument: str, value: Any) -> Any:
    given, function = good(name), called(name)
    if name in METHODS:
        return function(**{one: given[one] for one in METHODS[name]} | {argument: value})
    parameters = inspect.signature(function).parameters
    needed = {one: given[one] for one, kept in parameters.items() if kept.default is kept.empty and one in given}
    if parameters[argument].kind is inspect.Parameter.VAR_POSITIONAL:
        return function(value)
    return function(**{**needed, argument: value})


def refused(name: str, argument: str, value: Any) -> ex.ExplorerError | None:
    """What is said of a value, None where it is taken; whatever else is raised ends the test."""
    try:
        made = call(name, argument, value)
    except ex.ExplorerError as fault:
        return fault
    if hasattr(made, "close"):
        made.close()  # a widget that nobody shows
    return None


def fits(rule: Rule, value: Any) -> bool:
    with contextlib.suppress(InvalidValueError):
        rule.take(value)
        return True
    return False


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("name", "argument"), cases())
def test_a_wrong_object_gets_one_sentence_that_names_the_argument_what_came_and_what_is_wanted(name, argument):
    """Where a rule does not take it, but nothing where it may be left out; of what a function checks, one sentence."""
    rule, parameter = RULES.get(argument), inspect.signature(called(name)).parameters[argument]
    several = parameter.kind is parameter.VAR_POSITIONAL
    for value in WRONG:
        fault = refused(name, argument, value)
        said = str(fault)
        if fault is not None:
            assert said, value
            assert "\n" not in said or isinstance(fault, ex.SeedsError), said  # which lists, one a line
            assert "object at 0x" not in said, said
            assert said.isprintable() or isinstance(fault, ex.SeedsError), said
            assert len(said) < 800 or argument in ("seeds", "documents"), said  # where a path is named whole
        left_out = value is None and parameter.default is None
        if rule and rule.wanted and not left_out and not fits(rule, (value,) if several else value):
            assert re.match(f"The argument {argument} (of {called(name).__name__} |is )", said), said
            assert f" is {quoted(value)}, not " in said or re.search(" holds .+, where ", said), said


raw: Any = ex
charts: Any = ex.charts


def solved(outcome: str = "delivered_gw", lever: str = "openai_share", at_least: Any = 10, by: str = "2029-12") -> Any:
    return raw.solve(PLAIN, lever, outcome, at_least=at_least, by=by)


def reached(at_least: Any = 1, by: str = "2029-12") -> Any:
    return raw.simulate(PLAIN).chance("delivered_gw", at_least=at_least, by=by)


NOT_WITHIN, NO_OUTCOME = "is not within the projection, which runs", "is not an outcome"
REFUSED: dict[type[Exception], list[tuple[Callable[[], object], str]]] = {
    ex.ArgumentError: [
        (lambda: raw.sensitivity(PLAIN, "shipped", at="soon"), "not a month"),
        (lambda: solved(at_least=math.nan), "at_least of solve is nan, not a finite number"),
        (lambda: solved(by="some day"), "by of solve is 'some day', not a month"),
        (lambda: raw.simulate(PLAIN).quantiles("shipped", [math.nan]), "shares of quantiles holds nan, where each"),
        (lambda: reached(at_least="1"), "at_least of chance is '1', not a finite"),
        (lambda: reached(by="later"), "by of chance is 'later', not a month, such as"),
        (lambda: raw.share_curve(PLAIN).energised_at(math.nan), "share of energised_at is nan, not a finite"),
        *(
            (lambda day=day: raw.claims(as_of=day), f"as_of of claims is {day!r}, not a date")
            for day in ("soon", "2025-13", "", 20251120)
        ),
        (lambda: charts.shares(3), "argument scenario of shares is 3, not a scenario"),
        (lambda: charts.shares(SMALL, target_gw="ten"), "target_gw of shares is 'ten'"),
        (lambda: charts.dots(width=12), "argument width of dots is 12"),
    ],
    ex.ModelError: [
        (lambda: raw.sensitivity(PLAIN, "power", at="2029-12"), NO_OUTCOME),
        (lambda: raw.sensitivity(PLAIN, "shipped", at="2050-01"), NOT_WITHIN),
        (lambda: raw.compare(PLAIN, PLAIN, "power"), NO_OUTCOME),
        (lambda: raw.compare(PLAIN, PLAIN, "shipped", at="2050-01"), NOT_WITHIN),
        (lambda: raw.compare_many({}), "at least one scenario"),
        (lambda: raw.compare_many({"A": PLAIN}, at="2050-01"), NOT_WITHIN),
        (lambda: raw.first_break(PLAIN, by="2050-01"), NOT_WITHIN),
        (lambda: raw.leave_one_out(SMALL, "power"), NO_OUTCOME),
        (lambda: solved("power"), "'power' is not an outcome"),
        (lambda: solved(by="2050-01"), NOT_WITHIN),
        (lambda: need().share_of_shipped(since="ever"), "since is 'ever'; say one of 'start', 'first delivery'"),
        (lambda: need().racks("2050-01"), NOT_WITHIN),
        (lambda: raw.simulate(PLAIN)["profit"], "'profit' is not an outcome; the outcomes are capability, "),
        (lambda: raw.simulate(PLAIN).quantiles("delivered_gw", [1.5]), "Quantiles must lie between 0 and 1, not 1.5."),
        *(
            (
                lambda by=by: raw.simulate(PLAIN).chance("delivered_gw", at_least=1, by=by),
                "runs from 2025-11 to 2035-12",
            )
            for by in ("2036-01", "2025-10")
        ),
        (lambda: raw.share_curve(PLAIN, "capability"), "does not depend on the buyer's share"),
        (lambda: raw.share_curve(PLAIN, shares=[2]), "Shares must lie between 0 and 1, not 2."),
        (lambda: raw.share_curve(PLAIN).energised_at(-0.1), "Shares must lie between 0 and 1, not -0.1."),
    ],
    ex.ScenarioError: [
        (lambda: solved(lever="price"), "'price' is not a parameter"),
        (lambda: raw.simulate(PLAIN, month="2029-12"), "'month' is not a parameter"),
        (lambda: frontier(PLAIN, "openai_share"), "other axis"),
        (lambda: frontier(PLAIN, "wind"), "not a parameter"),
        (lambda: without(SMALL, "nobody"), "There is no source 'nobody'"),
        (lambda: raw.believe(SMALL, "nobody"), "There is no claim 'nobody'"),
        (
            lambda: raw.believe(SMALL, "openai-600b"),
            "gives a number in USD, which cannot be put in for OpenAI's yearly compute spending",
        ),
        (lambda: raw.believe(SMALL, "seed-002-money"), "not among the evidence of any parameter"),
        (lambda: raw.believe(SMALL, "seed-001-whose"), "gives no number"),
        (lambda: raw.believe(SMALL, "chips-2025q1-b200"), "not among the evidence of any parameter"),
        (lambda: raw.believe(SMALL, "rack-vr-usd", "rack_power_kw"), "not among the evidence of rack_power_kw"),
        (lambda: raw.believe(SMALL, "rack-vr-usd", "price"), "'price' is not a parameter"),
    ],
    AttributeError: [(lambda: charts.pie, "No explorer.charts attribute pie")],
    ex.ExplorerError: [
        (lambda: raw.comparables("nothing"), "there is no claim 'nothing'; see claims"),
        (
            lambda: raw.comparables("openai-600b", as_of="2025-12-31"),
            "'openai-600b' that had been published by 2025-12-31",
        ),
        (lambda: raw.series("racks"), f"there are: {', '.join(load().series)}"),
        (lambda: raw.agreement(sources=["nobody"]), "there is no source 'nobody'; see"),
        (lambda: raw.origins(metric="x"), "there is no metric 'x'; see"),
        (lambda: raw.origins(fact="x"), "there is no fact 'x'; see"),
        (lambda: raw.origins(claim_ids=["x"]), "there is no claim 'x'; see"),
        (lambda: raw.origins(sources=["x"]), "there is no source 'x'; see"),
        (lambda: charts.dots(ex.simulate(SMALL), "shipped"), "no dots for 'shipped'"),
        (lambda: raw.simulate()[["delivered_gw"]], "a list is not an outcome; the outcomes are capability, "),
        (lambda: raw.compare_many({"a": ex.simulate(SMALL)}), "scenarios of compare_many"),
        (lambda: raw.simulate(ex.panels.answer()), "scenario of simulate is a Part, not a scenario"),
        (lambda: raw.panels.assumptions("share"), "no such parameter: 'share'; the parameters are rack_rate_start"),
        (lambda: charts.fan(SMALL), "projection of fan is a Scenario, not a projection"),
        (lambda: charts.capacity(ex.claims()), "capacity of capacity lacks low_racks_per_week"),
        (lambda: charts.ladder(ex.claims().drop(columns="unit")), "claims of ladder lacks unit"),
        (
            lambda: charts.investment(ex.investment().drop(columns=["low", "high"])),
            "investment of investment lacks low, high",
        ),
        (lambda: charts.investment(ex.investment().assign(high_usd=math.inf)), "an axis cannot end at inf"),
        (
            lambda: charts.timeline(ex.timelines().assign(kind="plan"), ex.sources()),
            "timelines of timeline has 'plan' in kind, which is no word",
        ),
        (lambda: charts.sidebyside(ex.compare_many({"A": SMALL}), "shipped"), "there is no measure 'shipped'"),
        (lambda: charts.agreement_table(ex.agreement(detail=True), ex.agreement()), "detail of agreement_table lacks"),
        (lambda: raw.simulate().quantiles("delivered_gw", ["a"]), "holds 'a', where each has to be a finite number"),
        (lambda: raw.check_trail(None), "None"),
        (lambda: raw.panels.part("shares"), "no such section: 'shares'; the sections are"),
        (lambda: setattr(raw.panels.answer(), "openai_share", 0.3), "panel.scenario.replace(openai_share=...)"),
        (lambda: raw.Scenario(openai_share=10**400), "a whole number that is too large is not a finite number"),
        (lambda: raw.Scenario().leaders("nope"), "'nope' is not a parameter; the parameters are rack_rate_start"),
        (lambda: raw.point(10**400), "a whole number that is too large is not a finite number"),
        (lambda: raw.Scenario(co_movement=10**400), "Co-movement: a whole number that is too large is not a finite"),
        (lambda: raw.share_curve(SMALL, shares=[10**400]), "shares of share_curve holds a whole number that is too la"),
        (lambda: raw.backtest()[0].band(10**400), "share of band is a whole number that is too large, not a finite"),
        (lambda: raw.simulate().chance("shipped", at_least=math.inf, by=2029), "chance is inf, not a finite"),
        (lambda: raw.own([1, 2]).quantile("x"), "The argument share of quantile is 'x', not a finite number"),
        (lambda: raw.from_link("2", seeds=5), "The argument seeds of from_link is 5, not the path of a folder"),
        (lambda: raw.read_link(5), "The argument text of read_link is 5, not text"),
        (lambda: raw.presets(seeds=5), "The argument seeds of presets is 5, not the path of a folder"),
        (
            lambda: charts.tornado(frames()["sensitivity"].assign(variance_share=10**400)),
            "has a row without a number in variance_share",
        ),
        (
            lambda: charts.agreement_table(ex.agreement().map(list), ex.agreement(detail=True)),
            "In the column seed-000 a list is not a text",
        ),
    ],
}
"""What cannot be asked, by the kind of what is raised, each with words of its sentence."""


@pytest.mark.parametrize(
    ("kind", "ask", "sentence"), [(kind, *one) for kind in REFUSED for one in REFUSED[kind]], ids=lambda one: one or "-"
)
def test_what_cannot_be_asked_gets_a_sentence(kind, ask, sentence):
    with pytest.raises(kind) as fault:
        ask()
    assert sentence in str(fault.value)


@pytest.mark.parametrize(
    "one",
    [Decimal("0.5"), Fraction(1, 2), np.float32(0.5), np.array(0.5), np.array(Decimal(1) / 2), np.longdouble(0.5)],
)
def test_any_real_number_is_a_number(one):
    """In a frame too, where it may be written as text."""
    projection, unknown = ex.simulate(SMALL), np.array([np.nan])
    for ask in (
        ex.point,
        lambda n: ex.uniform(0, n),
        lambda n: ex.own([n, n]),
        lambda n: ex.Scenario(openai_share=n, co_movement=n),
        lambda n: SMALL.replace(correlations={("us_share", "openai_share"): n}),
        lambda n: projection.chance("delivered_gw", at_least=n, by=2029),
        lambda n: projection.quantiles_at("delivered_gw", [n], 2029).tolist(),
        lambda n: list(projection.to_frame(["delivered_gw"], [n])),
        lambda n: ex.share_curve(SMALL, shares=[n], quantiles=[n]).energised_at(n).tolist(),
        lambda n: ex.solve(SMALL, "openai_share", "delivered_gw", at_least=n, by=2029).value(chance=n),
        lambda n: Goal("delivered_gw", n, "2029-12", n),
        lambda n: ex.charts.shares(SMALL, target_gw=n, width=1000 * n).to_dict(),
        lambda n: ex.charts.table(pd.DataFrame({"a": [n]})),
        lambda n: ex.charts.capacity(ex.capacity().assign(high_racks_per_week=n)).to_dict(),
    ):
        assert ask(one) == ask(0.5)
    several: tuple[Any, ...] = (np.array("0.5"), np.array(True), np.timedelta64(1), np.timedelta64(1, "D"), 0.5j, pd.NA)
    for bad in several:
        for refuse in (ex.point, lambda n: ex.own([n]), lambda n: projection.chance("shipped", at_least=n, by=2029)):
            with pytest.raises(ex.ExplorerError, match=r"not a|no list of"):
                refuse(bad)
    for none in (["0.5"], [True], pd.to_datetime(["2029"]), unknown * 1j, np.array([np.timedelta64(1)])):
        with pytest.raises(ex.ExplorerError, match="no list of samples"):
            ex.own(none)


def test_a_month_and_a_day_have_the_types_that_are_taken():
    """For type checkers, to which `ex.solve(..., by=2029)` is no fault either."""
    for name, one in cases():
        if one in ("at", "by", "last", "month", "until", "as_of"):
            told = str(inspect.signature(called(name)).parameters[one].annotation)
            assert re.search("Any|Month|Date", told), (name, one, told)


def test_the_obvious_calls_are_taken():
    assert ex.check_trail(ex.trail(SMALL)) == []
    assert ex.panels.answer(SMALL).scenario == SMALL
    no_name: Any = []
    assert SMALL.get(no_name, "none") == "none"


def test_all_that_is_raised_can_be_caught_by_name():
    for name in ex.__all__:
        if name.endswith(("Fault", "Faults", "Error")):
            assert issubclass(getattr(ex, name), ex.ExplorerError)
    assert issubclass(ex.ExplorerError, ValueError)
    assert {"LinkError", "ModelError", "ScenarioError", "SeedsError", "TrailError"} <= set(ex.__all__)


def test_a_checked_function_is_still_itself():
    """Other processes find it by name, and help shows its own signature."""
    assert pickle.loads(pickle.dumps(ex.solve)) is ex.solve
    assert list(inspect.signature(ex.solve).parameters) == ["scenario", "lever", "outcome", "at_least", "by"]
    assert inspect.signature(ex.solve).return_annotation is Needed


@pytest.mark.parametrize(
    "name", ["seed", "draws", "horizon", "co_movement", "as_of", "correlations", "rack_power_path", "seeds"]
)
def test_every_setting_of_a_scenario_is_taken_or_refused_in_one_sentence(name):
    for value in WRONG:
        with contextlib.suppress(ex.ExplorerError):
            given: Any = {name: value}
            assert isinstance(ex.Scenario(**given), ex.Scenario)
    none: Any = {name: object()}
    with pytest.raises(ex.ExplorerError, match="an object"):
        ex.Scenario(**none)


def test_what_is_asked_of_a_result_by_a_key_that_it_has_not_is_a_sentence():
    curve: Any = ex.share_curve(SMALL, at="2029-12")
    for key in (0.33, "x", [], None):
        with pytest.raises(ex.ModelError, match=r"is none of the quantiles of this curve: 0.05, 0.1, "):
            curve[key]
