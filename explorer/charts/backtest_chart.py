"""Did it happen? Each forecast of the back-test as a dot: what came fell inside the model's range, below or above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.analysis.backtest import FIRST_DEFAULTS, SERIES, TESTS, Forecast, Score, scores
from explorer.charts import marks, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.style import Spec
from explorer.formatting import percent, two_figures

if TYPE_CHECKING:
    from explorer.seeds import Seeds

RIVALS = ("plan", "line")
PANELS = {True: "Since the announcement", False: "Before the announcement"}
PLACES = ("came out lower", "inside the range", "came out higher")
DOT, ROW = 18, 26  # CSS pixels across, and from one line of dots to the next


@chart("backtest", {"backtest": "ex.charts.backtest(ex.backtest())"})
def backtest(forecasts: Sequence[Forecast], *, seeds: Seeds = INSTALLED, width: int = 900) -> Spec:
    """The forecasts of `explorer.backtest` in two panels, since the announcement and before it.

    Filled where somebody counted what came, hollow where that is an estimate. How far each was off is in the table.
    """
    narrow = width < style.NARROW
    across = 3 if narrow else 6  # dots beside one another
    notes: list[Spec] = []
    traces: list[Spec] = []
    grounds: list[Spec] = []
    found: list[str] = []
    y = 20.0
    for later, panel in PANELS.items():
        held = [f for f in forecasts if (f.origin >= FIRST_DEFAULTS) == later]
        if not held:
            continue
        inside = sum(f.within(0.9) for f in held)
        found.append(f"{inside} of {len(held)} figures {panel.lower()}")
        notes.append(marks.note(0, y, f"<b>{panel}: {inside} of {len(held)} inside</b>", xshift=6))
        columns = [[f for f in held if _place(f) == place] for place in range(3)]
        spots = [
            (f, place + (0.5 + number % across) / across, y + ROW * (1 + number // across))
            for place, column in enumerate(columns)
            for number, f in enumerate(column)
        ]
        for counted, symbol in ((True, "circle"), (False, "circle-open")):
            these = [spot for spot in spots if spot[0].counted is counted]
            if these:
                colours = ["blue" if _place(f) == 1 else "amber" for f, *_ in these]
                traces.append(
                    marks.dots(
                        f"{panel.lower()}, {'counted' if counted else 'estimated'}",
                        ([x for _, x, _ in these], [down for *_, down in these]),
                        colours,
                        DOT - (0 if counted else 3),
                        symbol=symbol,
                        hover="%{text}",
                        text=[
                            f"{f.test}, {f.target}<br>{_ranged(f)}, came {two_figures(f.observed)}" for f, *_ in these
                        ],
                    )
                )
        lines = max(-(-len(column) // across) for column in columns)
        grounds.append(marks.bar(1, 2, y + ROW * (lines + 1) / 2, "wash", half=ROW * lines / 2) | {"layer": "below"})
        y += ROW * (lines + 1.6)
    said = {score.test: score for score in scores.table(forecasts).rows}
    body = [
        [
            PANELS[f.origin >= FIRST_DEFAULTS],
            f"{f.test}, {f.target}",
            _ranged(f),
            f"{two_figures(f.observed)} {TESTS[f.test]}, {'counted' if f.counted else 'an estimate'}",
            PLACES[_place(f)],
            two_figures(f.band(0.0)[0] / f.observed),
            *(two_figures(getattr(f, rival) / f.observed) for rival in RIVALS),
        ]
        for f in forecasts
    ]
    size = style.Geometry(358 if narrow else 760, round(y) + 66, 8, 8, 8, 58)
    series = [point.source_id for name in SERIES if name in seeds.series for point in seeds.series[name].points]
    numbers = [
        [f.test, f.origin.isoformat(), f.target, *f.band(0.9), f.band(0.0)[0], f.plan, f.line, f.observed, f.counted]
        for f in forecasts
    ]
    return marks.finished(
        size,
        traces,
        notes=notes,
        shapes=grounds,
        x={"range": [0, 3], "tickvals": [0.5, 1.5, 2.5], "ticktext": [_broken(p) if narrow else p for p in PLACES]},
        y={"range": [y, 0], "visible": False},
        title=f"The model\u2019s range held {' and '.join(found)}" if found else "No forecast",
        subtitle="A dot is a figure that came out after the day from which it was foreseen; inside means within the "
        "model\u2019s 9-in-10 range. Filled: counted. Hollow: an estimate",
        summary=f"{'; '.join(_missed(said, when) for when in PANELS.values()).capitalize()}. {_beaten(said)}",
        sources=series,
        naming=seeds.naming,
        table=(
            ["Panel", "Foreseen", "9-in-10 range", "What came", "It", "Median over it", "Plan over it", "Line over it"],
            body,
            "1 is what came, 2 is twice as much",
        ),
        values=style.values(
            ["test", "origin", "target", "p05", "p95", "median", "plan", "line", "observed", "counted"],
            numbers,
        ),
    )


def _place(forecast: Forecast) -> int:
    """0 where what came lies below the model's 9-in-10 range, 1 inside, 2 above."""
    return 1 if forecast.within(0.9) else 2 if forecast.observed > forecast.band(0.9)[1] else 0


def _ranged(forecast: Forecast) -> str:
    low, high = forecast.band(0.9)
    return f"{two_figures(low)} to {two_figures(high)} {TESTS[forecast.test]}"


def _broken(words: str) -> str:
    before, _, last = words.rpartition(" ")
    return f"{before}<br>{last}"


def _missed(found: dict[str, Score], panel: str) -> str:
    """How far the model and its rivals were off on average, in words."""
    row = found.get(panel.lower())
    if row is None:
        return f"{panel.lower()} nothing was foreseen"
    model, plan, line = (percent(value) for value in (row.model, row.plan, row.line))
    return (
        f"{panel.lower()} the model missed by {model}% of what came, the announced plan by {plan}% and a straight line "
        f"by {line}%"
    )


def _beaten(found: dict[str, Score]) -> str:
    better = [test for test in TESTS if test in found and found[test].model > min(found[test].plan, found[test].line)]
    if not better:
        return "In no test did a simple rival do better."
    return (
        f"For {', '.join(better)} a simple rival did better: there the model\u2019s ranges are too low or too narrow."
    )
