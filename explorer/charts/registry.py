"""The charts by name. A chart is one function that describes it; all else about it follows from that description.

::

    @chart("energised-dots", "ex.simulate(s)")
    def dots(projection: Projection | None = None, *, seeds: Seeds = INSTALLED, width: int = 900) -> Spec: ...

makes ``ex.charts.dots``, which checks its arguments, takes ``dark=`` and gives a plotly figure, and ``dots.spec``, the
description itself: a plain dict with data, layout and meta, written for light ground, from which the page's chart, the
SVG, the table, the words for those who do not see it and the files are made. The name is that which the chart has on
the page and in an embed; beside it stands what it is drawn of there (`code`). A chart of what was said takes a
``naming`` and tables, each an argument with the name of the table and a rule for its frame.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeAlias, cast, overload

from explorer.analysis import tabular
from explorer.arguments import SEEDS, Rule, checked, in_place_of
from explorer.charts.style import Spec
from explorer.errors import ExplorerError, quoted
from explorer.records.fields import NUMBER, TEXT
from explorer.seeds import Naming, Seeds, load

if TYPE_CHECKING:
    import pandas as pd

    from explorer.analysis.goal import Goal
    from explorer.charts.plotly_chart import Chart
    from explorer.scenario import Scenario

P = ParamSpec("P")

Table: TypeAlias = "pd.DataFrame | list[dict[str, Any]] | tabular.Table[Any]"
"""What a chart of claims is drawn of: a public frame, or its rows."""

INSTALLED: Any = None
"""The default of ``seeds`` and ``naming`` of a public chart: those of this installation, or of the frame's folder."""

CHARTS: dict[str, ChartFunction[...]] = {}
ON_PAGE: dict[str, ChartFunction[...]] = {}
"""The charts by their public name, and by that on the page; `all_charts` fills both."""


class ChartFunction(Protocol[P]):
    """A public function that gives a figure: ``dark`` for dark ground, None as plotly's default template has it."""

    spec: Callable[P, Spec]
    """The description: the chart as a plain dict for plotly.js."""
    tables: tuple[str, ...]
    """The tables that a chart of what was said is drawn from, in order."""
    call: str
    """What draws the chart of the page again, but for what `code` fills in."""

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Chart: ...
    @overload
    def __call__(self, *args: Any, dark: bool | None, **kwargs: Any) -> Chart: ...


def chart(name: str = "", of: str = "", /, **rules: Rule) -> Callable[[Callable[P, Spec]], ChartFunction[P]]:
    """Make a chart of its description, a function of which ``width`` in CSS pixels is the one argument about looks."""

    def decorate(describe: Callable[P, Spec]) -> ChartFunction[P]:
        draw = partial(_figure, describe)

        def figure(*args: Any, **options: Any) -> Any:
            return draw(*args, **options)

        takes = inspect.signature(describe)
        dark = inspect.Parameter("dark", inspect.Parameter.KEYWORD_ONLY, default=None, annotation="bool | None")
        made = in_place_of(describe, figure)
        made.__annotations__ = {**made.__annotations__, "return": "Chart"}
        made.__signature__ = takes.replace(parameters=[*takes.parameters.values(), dark], return_annotation="Chart")
        drawing: Any = checked(seeds=SEEDS, **rules)(made)
        drawing.spec, drawing.tables = describe, tuple(rules) if "naming" in takes.parameters else ()
        drawn_of = of or ", ".join(f"ex.{table}({{seeds}})" for table in drawing.tables)
        drawing.call = f"ex.charts.{describe.__name__}({drawn_of})"
        CHARTS[describe.__name__] = drawing
        if name:
            ON_PAGE[name] = drawing
        return drawing

    return decorate


def _figure(describe: Callable[..., Spec], *args: Any, dark: bool | None = None, **options: Any) -> Chart:
    from explorer.charts.plotly_chart import chart_of

    takes = inspect.signature(describe).parameters
    if "seeds" in takes and options.get("seeds") is None:
        options["seeds"] = seeds_of(*args, *options.values())
    if "naming" in takes and options.get("naming") is None:
        options["naming"] = naming_of(args[0])
    return chart_of(describe(*args, **options), width=options.get("width", 900), dark=dark)


def all_charts() -> Mapping[str, ChartFunction[...]]:
    """Every chart by its public name."""
    import explorer.charts as home

    for name in home.__all__:
        getattr(home, name)
    return CHARTS


def code(name: str, scenario: Scenario | None, *, seeds: str = "", goal: Goal | None = None, lever: str = "") -> str:
    """Two or three lines that draw a chart of the page again, "" for a name without such lines.

    ``seeds`` is a folder other than the one that is installed, ``goal`` one other than the deal's, ``lever`` the second
    of two assumptions at once.

    >>> print(code("gigawatts", None, seeds="our-deal"))
    import explorer as ex
    ex.charts.gigawatts(ex.gigawatts(seeds='our-deal'))
    """
    from explorer.scenario.links import link

    all_charts()
    asked = defaultdict(str, seeds=f"seeds={seeds!r}" if seeds else "", lever=f", {lever!r}" if lever else "")
    if goal:
        by, gigawatts, kind = f"={goal.by!r}", f"={goal.amount_gw!r}", f", outcome={goal.outcome!r}"
        whole = f"{kind}, at_least{gigawatts}, by{by}, chance={goal.chance!r}"
        asked.update(at=f", at{by}", target_gw=f", target_gw{gigawatts}", goal=whole)
    call = ON_PAGE[name].call.format_map(asked) if name in ON_PAGE else ""
    there = f", seeds={seeds!r}" if seeds else ""
    lines = [f's = ex.from_link("{link(scenario)}"{there})'] if scenario is not None and "(s" in call else []
    return "\n".join(["import explorer as ex", *lines, call]) if call else ""


def naming_of(frame: pd.DataFrame) -> Naming:
    """What the folder of a public frame calls its sources; where the frame does not say, what ours does."""
    if (plain := frame.attrs.get("naming")) is None:
        return load().naming
    try:
        return Naming.of(plain)
    except (LookupError, TypeError, ValueError):
        raise ExplorerError(f"attrs['naming'] is {quoted(plain)}, not what ex.claims() puts there; delete it") from None


def seeds_of(*drawn: Any) -> Seeds:
    """The seeds on which what is drawn rests: a scenario, what was computed of one, or a frame; else the installed."""
    for one in drawn:
        seeds = getattr(getattr(one, "scenario", one), "seeds", None)
        if isinstance(seeds, Seeds):
            return seeds
        if folder := getattr(one, "attrs", {}).get("seeds"):
            return load(folder)
    return load()


def rows_and_attrs(table: Any, kind: type[tuple[Any, ...]] = tuple) -> tuple[list[dict[str, Any]], Mapping[Any, Any]]:
    """The rows of a public frame, of an analysis' result or as they are, and what is said about them all.

    ``kind`` is the NamedTuple of the analysis.
    """
    if isinstance(table, list):
        return cast("list[dict[str, Any]]", table), {}
    if isinstance(table, tabular.Table):
        found = cast("tabular.Table[Any]", table)
        return [row._asdict() for row in found.rows], found.attrs
    from explorer.datasets.tables import rows_of

    types = {str: TEXT, float: NUMBER}
    return rows_of(table, {name: types[of] for name, of in get_annotations(kind).items()}), table.attrs
