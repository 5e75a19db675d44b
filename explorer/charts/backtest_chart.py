"""Did it happen? Each forecast of the back-test as a dot: what came fell inside the model's range, below or above."""

from collections.abc import Sequence
from functools import partial

from explorer.analysis.backtest import FIRST_DEFAULTS, SERIES, TESTS, Forecast, scores as scored
from explorer.charts import marks, style
from explorer.charts.registry import INSTALLED, Spec, chart
from explorer.formatting import percent, two_figures
from explorer.records.dates import period_words
from explorer.seeds import Seeds

PANELS = {True: "Since the announcement", False: "Before the announcement"}
WHO = {True: "counted", False: "an estimate"}
PLACES = ("came out lower", "inside the range", "came out higher")
DOT, ROW = 18, 26  # CSS pixels across, and from one line of dots to the next


@chart("backtest", "ex.backtest()")
def backtest(forecasts: Sequence[Forecast], *, seeds: Seeds = INSTALLED, width: int = 900) -> Spec:
    """The forecasts of `explorer.backtest` in two panels, since the announcement and before it.

    Filled where somebody counted what came, hollow where that is an estimate. How far each was off is in the table.

    >>> import explorer as ex
    >>> backtest(ex.backtest(draws=64)).layout.title.text[:31]
    '<b>The model\u2019s range held what '
    """

    def called(forecast: Forecast) -> str:
        return f"{_called(forecast.test, seeds)}, {forecast.target}"

    narrow = width < style.NARROW
    across = 3 if narrow else 6  # dots beside one another
    notes: list[Spec] = []
    traces: list[Spec] = []
    grounds: list[Spec] = []
    found: list[str] = []
    y = 20.0
    for later, panel in PANELS.items():
        members = [forecast for forecast in forecasts if (forecast.origin >= FIRST_DEFAULTS) == later]
        if not members:
            continue
        columns = [[forecast for forecast in members if _place(forecast) == place] for place in range(3)]
        found.append(f"{len(columns[1])} of {len(members)} forecasts made {panel.lower()}")
        notes.append(marks.note(0, y, f"<b>{panel}: {len(columns[1])} of {len(members)} inside</b>", xshift=6))
        spots = [
            (forecast, place + (0.5 + number % across) / across, y + ROW * (1 + number // across))
            for place, column in enumerate(columns)
            for number, forecast in enumerate(column)
        ]
        for counted, words in WHO.items():
            if these := [spot for spot in spots if spot[0].counted is counted]:
                dots = marks.dots(
                    f"{panel.lower()}, {words}",
                    ([x for _, x, _ in these], [down for *_, down in these]),
                    ["blue" if _place(forecast) == 1 else "amber" for forecast, *_ in these],
                    DOT if counted else DOT - 3,
                    symbol="circle" if counted else "circle-open",
                    hover=[f"{called(f)}<br>{_ranged(f)}, came {_three(f.observed)}" for f, *_ in these],
                )
                traces.append(dots)
        lines = max(-(-len(column) // across) for column in columns)
        ground = marks.bar(1, 2, "wash", y=y + ROW * (lines + 1) / 2, half=ROW * lines / 2)
        grounds.append(ground | {"layer": "below"})
        y += ROW * (lines + 1.6)
    scores = {score.test: score for score in scored.table(forecasts).rows}
    missed = [
        f"{panel} the model missed by {percent(score.model)}% of what came, the announced plan by "
        f"{percent(score.plan)}% and a straight line by {percent(score.line)}%. "
        for panel in PANELS.values()
        if (score := scores.get(panel.lower()))
    ]
    better = [t for t in TESTS if t in scores and scores[t].model > min(scores[t].plan, scores[t].line)]
    places = ["<br>".join(place.rsplit(" ", 1)) if narrow else place for place in PLACES]
    ends = [(*forecast.band(0.9), forecast.band(0.0)[0]) for forecast in forecasts]
    worded = partial(marks.Column, "", forecasts)
    return marks.finished(
        style.sized(width, round(y) + 64, 8, 8, 8),
        traces,
        notes=notes,
        shapes=grounds,
        x=marks.axis(0, 3, (0.5, 1.5, 2.5), lambda middle: places[int(middle)]),
        y={"range": [y, 0], "visible": False},
        title=f"The model\u2019s range held what came in {' and '.join(found)}" if found else "No forecast",
        subtitle="A dot is a forecast, and some figures were forecast from two days; inside means within the "
        "model\u2019s 9-in-10 range. Filled: counted. Hollow: an estimate",
        summary="".join(missed)
        + f"A simple rival did better in: {', '.join(_called(test, seeds) for test in better) or 'no test'}.",
        sources=[point.source_id for name in SERIES if name in seeds.series for point in seeds.series[name].points],
        naming=seeds.naming,
        columns=[
            marks.Column("origin", [f.origin.isoformat() for f in forecasts]),
            *marks.fields([vars(f) for f in forecasts], "test target observed plan line counted"),
            marks.Column("p05", [low for low, *_ in ends]),
            marks.Column("p95", [high for _, high, _ in ends]),
            marks.Column("median", [middle for *_, middle in ends]),
            worded("Panel", lambda f: PANELS[f.origin >= FIRST_DEFAULTS]),
            worded("Made on", lambda f: period_words(f.origin, f.origin)),
            worded("Of", called),
            worded("9-in-10 range", _ranged),
            worded("What came", lambda f: f"{_three(f.observed)} {_unit(f)}, {WHO[f.counted]}"),
            worded("It", lambda f: PLACES[_place(f)]),
            worded("Median over it", lambda f: two_figures(f.band(0.0)[0] / f.observed)),
            worded("Plan over it", lambda f: two_figures(f.plan / f.observed)),
            worded("Line over it", lambda f: two_figures(f.line / f.observed)),
        ],
        unit="1 is what came, 2 is twice as much",
    )


def _place(forecast: Forecast) -> int:
    """0 where what came lies below the model's 9-in-10 range, 1 inside, 2 above."""
    return 1 if forecast.within(0.9) else 2 if forecast.observed > forecast.band(0.9)[1] else 0


def _called(test: str, seeds: Seeds) -> str:
    """A test as readers of this deal know it."""
    return test.replace("the maker", seeds.deal.maker)


def _ranged(forecast: Forecast) -> str:
    low, high = map(_three, forecast.band(0.9))
    return f"{low} to {high} {_unit(forecast)}"


def _unit(forecast: Forecast) -> str:
    return TESTS[forecast.test].replace("/", " a ")


def _three(value: float) -> str:
    """In three figures, so that what came just outside is not written like the end that it passed."""
    return f"{float(f'{value:.3g}'):,.12g}"
