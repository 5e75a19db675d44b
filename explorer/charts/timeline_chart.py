"""What was said when, and what it is about: a lane for each party, a row for each dated step.

Two dates belong to each step. *About*: a bar from the first to the last day that the words may mean, as wide as they
are vague; filled for what has happened, hollow for what was announced, planned or aimed for. *Said*: a tick on the day
each source was published, joined to the bar by a thin line.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer import formatting as words
from explorer.arguments import checked, frame
from explorer.charts import scales, style
from explorer.records.dates import date_range

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart

KIND_WORDS = {"happened": "happened", "announced": "announced", "planned": "planned", "target": "aimed for"}
ROW = 36  # CSS pixels; two lines of words fit
ROW_NARROW = 46
LANES = ("OpenAI and Foxconn", "Foxconn", "OpenAI", "Stargate sites", "OpenAI with Broadcom")
LAST_LANE = "Press"
HEAD = 0.95  # a party's name, in rows
TOP, FOOT = 54, 36  # CSS pixels: the years and above them the day of the data; that day again
LETTERS_NARROW = 54
NARROWEST_DAYS = 12.0  # a day's bar is drawn as a dot instead of a line that nobody would see


@dataclass(frozen=True, slots=True)
class Step:
    """One row: a dated step with its place in the chart (``row`` counts downwards in rows)."""

    row: float
    title: str
    start: datetime.date
    end: datetime.date
    precision: str
    kind: str
    party: str
    said: tuple[tuple[datetime.date, str], ...]
    source_ids: tuple[str, ...]
    undated: tuple[str, ...]

    @property
    def when(self) -> str:
        """The date in words, no more precise than it is known."""
        return when_words(self.start, self.end, self.precision)


def when_words(start: datetime.date, end: datetime.date, precision: str) -> str:
    """A date of limited precision in words.

    >>> when_words(datetime.date(2026, 7, 1), datetime.date(2026, 12, 31), "half")
    'second half of 2026'
    >>> when_words(datetime.date(2025, 11, 21), datetime.date(2025, 11, 30), "vague")
    '21 to 30 November 2025'
    """
    month, year = words.MONTH_NAMES[start.month - 1], start.year
    if precision == "half":
        return f"{'first' if start.month < 7 else 'second'} half of {year}"
    if precision == "quarter":
        return f"{('first', 'second', 'third', 'last')[(start.month - 1) // 3]} quarter of {year}"
    if precision == "year":
        return str(year)
    if precision == "month":
        return f"{month} {year}"
    if start == end:
        return f"{start.day} {month} {year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {end.day} {month} {year}"
    until = f"{words.MONTH_NAMES[end.month - 1]} {end.year}"
    return f"{month} {year} to {until}" if start.year != end.year else f"{month} to {until}"


def steps(timelines: pd.DataFrame, sources: pd.DataFrame) -> tuple[list[Step], list[tuple[float, str]]]:
    """The rows of the chart, and the place and name of each party above its rows.

    ``timelines`` has the columns title, start, end, precision, kind, party, source_ids; ``sources`` has published.
    The two parties of the deal stand first, then `LANES`, then the others by their earliest step, the press last.
    """
    records = timelines.sort_values(["start", "end", "title"], kind="stable").to_dict("records")
    found: list[Step] = []
    heads: list[tuple[float, str]] = []
    row = 0.0
    parties = list(dict.fromkeys(str(record["party"]) for record in records))
    for party in sorted(parties, key=_lane):
        heads.append((row, party))
        row += HEAD
        for record in records:
            if record["party"] != party:
                continue
            source_ids: tuple[str, ...] = tuple(record["source_ids"])
            said = {name: _published(sources, name) for name in source_ids}
            found.append(
                Step(
                    row=row,
                    title=str(record["title"]),
                    start=_day(record["start"]),
                    end=_day(record["end"]),
                    precision=str(record["precision"]),
                    kind=str(record["kind"]),
                    party=party,
                    said=tuple(sorted((day, name) for name, day in said.items() if day)),
                    source_ids=source_ids,
                    undated=tuple(name for name, day in said.items() if day is None),
                )
            )
            row += 1
        row += 0.25
    return found, heads


def _lane(party: str) -> int:
    return LANES.index(party) if party in LANES else len(LANES) + (party == LAST_LANE)


def _day(value: Any) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _published(sources: pd.DataFrame, name: str) -> datetime.date | None:
    """The first day on which a source may have appeared; None where its document carries no date."""
    value = sources["published"].get(name)
    if isinstance(value, str) and value:
        return date_range(value)[0]
    return _day(value) if isinstance(value, datetime.date) and value == value else None  # NaT is not equal to itself


@style.of_its_folder
def spec_timeline(
    timelines: pd.DataFrame, sources: pd.DataFrame, *, narrow: bool = False, dark: bool = False
) -> style.Spec:
    """The timeline as a plain dict for plotly.js: data, layout, and meta for the page round it."""
    found, heads = steps(timelines, sources)
    c = style.colours(dark)
    size = ROW_NARROW if narrow else ROW
    rows = found[-1].row + 1 if found else 1.0
    height = round(rows * size) + TOP + FOOT
    geometry = style.Geometry(358 if narrow else 860, height, 8 if narrow else 318, 8 if narrow else 16, TOP, FOOT)
    offset = 0.68 if narrow else 0.5  # where in its row a bar stands; on narrow screens the words stand above it
    first, last = _range(found)
    years = range(first.year + 1, last.year + 1)
    layout = style.base_layout(
        geometry,
        dark=dark,
        xaxis={
            "type": "date",
            "range": [first.isoformat(), last.isoformat()],
            "side": "top",
            "tickvals": [f"{year}-01-01" for year in years],
            "ticktext": [f"Jan \u2019{year % 100:02d}" for year in years],
            "tickangle": 0,
            "ticks": "",
            "showgrid": True,
        },
        yaxis={"range": [rows, -0.1], "visible": False},
        shapes=_lane_shapes(heads, rows, dark),
        annotations=[*_lane_words(found, heads, narrow, dark), *_date_words(dark)],
    )
    return {"data": _traces(found, offset, c), "layout": layout, "meta": _meta(found)}


def _range(found: list[Step]) -> tuple[datetime.date, datetime.date]:
    days = [day for step in found for day in (step.start, step.end, *(said for said, _ in step.said))] or [
        style.data_day()
    ]
    first, last = min(days), max([*days, style.data_day()])
    return first - datetime.timedelta(days=45), last + datetime.timedelta(days=60)


def _traces(found: list[Step], offset: float, c: Any) -> list[style.Spec]:
    day = datetime.timedelta(days=1)
    links: dict[str, list[Any]] = {"x": [], "y": []}
    said: dict[str, list[Any]] = {"x": [], "y": [], "text": []}
    for step in found:
        by_day: dict[datetime.date, list[str]] = {}
        for when, name in step.said:
            by_day.setdefault(when, []).append(name)
        for when, names in by_day.items():
            said["x"].append(when.isoformat())
            said["y"].append(step.row + offset)
            said["text"].append(
                style.plain(f"said on {when_words(when, when, 'day')}<br>{', '.join(map(style.source_name, names))}")
            )
        if step.said:
            earliest, latest = step.said[0][0], step.said[-1][0]
            ends = [earliest, latest, step.start if latest < step.start else min(step.end, earliest)]
            links["x"] += [min(ends).isoformat(), max(ends).isoformat(), None]
            links["y"] += [step.row + offset, step.row + offset, None]
    bars = [step for step in found if (step.end - step.start).days >= NARROWEST_DAYS]
    dots = [step for step in found if (step.end - step.start).days < NARROWEST_DAYS]

    def marks(chosen: list[Step]) -> style.Spec:
        filled = [c["blue"] if step.kind == "happened" else c["ground"] for step in chosen]
        return {"color": filled, "line": {"color": c["blue"], "width": 1.6}}

    hover = [
        style.plain(f"{step.when}, {KIND_WORDS[step.kind]}<br>{', '.join(map(style.source_name, step.source_ids))}")
        for step in bars + dots
    ]
    return [
        {
            "type": "scatter",
            "name": "links",
            "mode": "lines",
            "line": {"color": c["axis"], "width": 1},
            "hoverinfo": "skip",
            **links,
        },
        {
            "type": "scatter",
            "name": "said",
            "mode": "markers",
            "marker": {
                "symbol": "line-ns-open",
                "size": 20 if offset == 0.5 else 13,
                "color": c["amber"],
                "line": {"color": c["amber"], "width": 2},
            },
            "hovertemplate": "%{text}<extra></extra>",
            **said,
        },
        {
            "type": "bar",
            "name": "about, a span",
            "orientation": "h",
            "base": [step.start.isoformat() for step in bars],
            "x": [((step.end - step.start) + day).days * 86_400_000 for step in bars],
            "y": [step.row + offset for step in bars],
            "width": 0.34 if offset == 0.5 else 0.24,
            "marker": marks(bars),
            "text": hover[: len(bars)],
            "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
        },
        {
            "type": "scatter",
            "name": "about, a day",
            "mode": "markers",
            "x": [step.start.isoformat() for step in dots],
            "y": [step.row + offset for step in dots],
            "marker": {**marks(dots), "size": 11},
            "text": hover[len(bars) :],
            "hovertemplate": "%{text}<extra></extra>",
        },
    ]


def _lane_shapes(heads: list[tuple[float, str]], rows: float, dark: bool) -> list[style.Spec]:
    c = style.colours(dark)
    across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": {"color": c["axis"], "width": 1}}
    lines = [{**across, "y0": row, "y1": row} for row, _ in heads]
    day = style.data_day().isoformat()
    today = {"type": "line", "yref": "y", "y0": 0, "y1": rows, "line": {"color": c["soft"], "width": 1, "dash": "dot"}}
    return [*lines, {**today, "x0": day, "x1": day}]


def _lane_words(found: list[Step], heads: list[tuple[float, str]], narrow: bool, dark: bool) -> list[style.Spec]:
    c = style.colours(dark)
    at_left = {"xref": "paper", "xshift": 0 if narrow else -310}
    parts = [style.words_at(0, row + HEAD / 2, f"<b>{name}</b>", colour=c["ink"]) | at_left for row, name in heads]
    for step in found:
        kind = f"({KIND_WORDS[step.kind]})"
        # Filled or hollow says the kind as well, so on a narrow screen a long title takes its place.
        whole = f"{step.title} {kind}" if not narrow or len(step.title) + len(kind) < LETTERS_NARROW else step.title
        lines = [_short(whole, LETTERS_NARROW)] if narrow else scales.wrap(whole, 48)[:2]
        text = "<br>".join(lines)
        text = text.replace(kind, f"<span style='color:{c['soft']}'>{kind}</span>")
        font = {"size": style.SMALL, "color": c["ink"], "shadow": style.halo(dark)}
        place = {**at_left, "font": font}
        parts.append(style.words_at(0, step.row + (0.26 if narrow else 0.5), text, colour=c["ink"]) | place)
    return parts


def _short(text: str, letters: int) -> str:
    """A title that fits its place; what is cut off stands in the table below the chart."""
    return text if len(text) <= letters else text[: letters - 1].rsplit(" ", 1)[0] + " \u2026"


def _date_words(dark: bool) -> list[style.Spec]:
    """The day of the data above the line and below it: the chart is longer than a screen."""
    colour = style.colours(dark)["soft"]
    day = style.data_day()
    said = style.words_at(
        day.isoformat(), 0, f"news to {words.month_words(f'{day:%Y-%m}')}", colour=colour, size=style.SMALL
    )
    place = said | {"yref": "paper", "xanchor": "center"}
    return [place | {"y": 1, "yanchor": "bottom", "yshift": 24}, place | {"yanchor": "top", "yshift": -4}]


def _meta(found: list[Step]) -> style.Spec:
    happened = sum(step.kind == "happened" for step in found)
    parties = len({step.party for step in found})
    named = list(dict.fromkeys(name for step in found for name in step.source_ids))
    open_rows = len(found) - happened
    latest = max(found, key=lambda step: step.end, default=None)
    last = (
        f"The latest is {latest.title}, {latest.when} ({KIND_WORDS[latest.kind]})."
        if latest
        else "There is nothing to show."
    )
    return {
        "title": "No dated step"
        if not found
        else f"{happened} of {words.plural(len(found), 'dated step', 'dated steps')} have happened; "
        f"{open_rows} {'was' if open_rows == 1 else 'were'} announced, planned or aimed for",
        "subtitle": "Bars and dots: what is meant, as wide as the words are vague, filled once it has happened. "
        "Ticks: the days on which it was said",
        "summary": f"{words.plural(len(found), 'step', 'steps')} by {words.plural(parties, 'party', 'parties')}, "
        f"{happened} of them filled because they have happened and {open_rows} hollow. {last}",
        "sources": named,
        "data_to": style.DATA_TO,
        "table": {
            "columns": ["Party", "Step", "When", "Kind", "Said by"],
            "unit": "",
            "rows": [[step.party, step.title, step.when, KIND_WORDS[step.kind], _said_by(step)] for step in found],
        },
        "values": style.values(
            ["party", "step", "start", "end", "precision", "kind", "source_ids"],
            (
                [s.party, s.title, s.start.isoformat(), s.end.isoformat(), s.precision, s.kind, " ".join(s.source_ids)]
                for s in found
            ),
        ),
    }


def _said_by(step: Step) -> str:
    dated = [f"{name} ({when_words(day, day, 'day')})" for day, name in step.said]
    return "; ".join([*dated, *(f"{name} (not dated in the document)" for name in step.undated)])


COLUMNS = "title start end precision kind party source_ids"
"""What the chart reads of its frame."""


@checked(
    timelines=frame(COLUMNS, like="ex.timelines()", words={"kind": KIND_WORDS}),
    sources=frame("source_id published", like="ex.sources()"),
)
def timeline(timelines: pd.DataFrame, sources: pd.DataFrame, *, width: int = 900) -> Chart:
    """The timeline, from `explorer.timelines` and `explorer.sources`, as a plotly figure ``width`` CSS pixels wide."""
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_timeline(timelines, sources, narrow=width < style.NARROW), width=width)
