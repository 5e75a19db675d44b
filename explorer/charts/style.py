"""How every chart looks: colours, type, geometry, the plotly template, and the note of sources under a chart.

Nothing here imports plotly: the template is a plain dict that plotly.js reads as it is. The colours are the
colour-blind-safe ones of Okabe and Ito and of Paul Tol, taken dark enough for 3:1 against the ground (4.5:1 where they
colour words); ``tests/test_figures_style.py`` computes that contrast for both grounds.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Any, ParamSpec, cast

from explorer import project
from explorer.charts import scales
from explorer.records.dates import date_range

P = ParamSpec("P")

Spec = dict[str, Any]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
SIZE = 14
SMALL = 13  # nothing in a chart is set smaller
NARROW = 720  # CSS pixels; a chart with less room takes its narrow layout
DATA_TO = project.DATA
DATA_DAY = date_range(project.NEWS_TO)[1]
LISTED = 10  # sources named under a chart; all of them are in its meta

LIGHT: Mapping[str, str] = {
    "ground": "#ffffff",
    "ink": "#1b1f24",
    "soft": "#52585f",
    "grid": "#e6e7e3",
    "axis": "#85898c",
    "wash": "#f1f0ec",
    "band_90": "#d6e7f2",
    "band_80": "#b5d4e8",
    "band_50": "#84b8d9",
    "edge": "#4a86ad",
    "middle": "#00558a",
    "blue": "#0072b2",
    "green": "#117733",
    "green_fill": "rgba(17,119,51,0.13)",
    "wine": "#882255",
    "wine_fill": "rgba(136,34,85,0.10)",
    "amber": "#b34700",
    "amber_fill": "rgba(211,119,47,0.24)",
    "hatch": "rgba(27,31,36,0.38)",
    "line": "#d9dbd6",
    "control": "#7d848b",
    "warn": "#a63f00",
    "warn_wash": "#fff4ec",
    "warn_edge": "#c2703a",
}
DARK: Mapping[str, str] = {
    "ground": "#14181d",
    "ink": "#e8eaed",
    "soft": "#b3bac1",
    "grid": "#2b3239",
    "axis": "#8b939b",
    "wash": "#1f252b",
    "band_90": "#1b3445",
    "band_80": "#234d69",
    "band_50": "#2d6b94",
    "edge": "#6fa9d0",
    "middle": "#bfe0f5",
    "blue": "#63b3e4",
    "green": "#7fce97",
    "green_fill": "rgba(127,206,151,0.16)",
    "wine": "#ee9cc6",
    "wine_fill": "rgba(238,156,198,0.16)",
    "amber": "#f0a877",
    "amber_fill": "rgba(211,132,72,0.30)",
    "hatch": "rgba(232,234,237,0.38)",
    "line": "#39424a",
    "control": "#7f8993",
    "warn": "#f5b183",
    "warn_wash": "#33231a",
    "warn_edge": "#b5774a",
}

# What plotly.js is started with. No mode bar (about ten tab stops a chart, one of them an upload button), no logo and
# no zoom, so that a finger that scrolls the page is not caught by a chart.
CONFIG: Mapping[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
}


@dataclass(frozen=True, slots=True)
class Geometry:
    """Size of a chart and of the margins round its plot, in CSS pixels.

    ``width`` is the width at which the chart was drawn first; a page may stretch it, the margins and the height stay.
    The plotly chart and the SVG of the same name read one and the same object, so one can replace the other in place.
    """

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def plot_height(self) -> int:
        """Height of the plot itself: ``height - top - bottom`` in CSS pixels.

        >>> Geometry(760, 380, 46, 132, 34, 54).plot_height
        292
        """
        return self.height - self.top - self.bottom


SHARES = Geometry(width=760, height=390, left=42, right=126, top=34, bottom=56)
SHARES_NARROW = Geometry(width=358, height=390, left=32, right=58, top=34, bottom=66)
FAN = Geometry(width=760, height=390, left=42, right=126, top=34, bottom=46)
FAN_NARROW = Geometry(width=358, height=380, left=32, right=58, top=34, bottom=46)


def colours(dark: bool = False) -> Mapping[str, str]:
    """The named colours of one ground.

    >>> colours()["ground"], colours(dark=True)["ground"]
    ('#ffffff', '#14181d')
    """
    return DARK if dark else LIGHT


def partners() -> dict[str, str]:
    """Each colour of the light ground with the one that takes its place on the dark ground.

    The page's script exchanges them in a chart that was made for light ground, so that colours change without the
    kernel and a file or a print comes out light.

    >>> partners()["#ffffff"]
    '#14181d'
    """
    return {LIGHT[name]: DARK[name] for name in LIGHT}


_EXCHANGED = re.compile("|".join(map(re.escape, LIGHT.values())))


def recoloured(value: Any) -> Any:
    """A finished chart, or any part of it, in the colours of the dark ground; the page's script does the same.

    >>> recoloured({"color": "#ffffff", "shadow": "0 0 3px #ffffff", "size": 9})
    {'color': '#14181d', 'shadow': '0 0 3px #14181d', 'size': 9}
    """
    if isinstance(value, str):
        return _EXCHANGED.sub(lambda found: partners()[found[0]], value)
    if isinstance(value, dict):
        return {name: recoloured(item) for name, item in cast("Spec", value).items()}
    return [recoloured(item) for item in cast("list[Any]", value)] if isinstance(value, list | tuple) else value


def halo(dark: bool = False) -> str:
    """A shadow in the colour of the ground, which keeps words readable where they cross a line or a band."""
    ground = colours(dark)["ground"]
    return ", ".join([f"0 0 3px {ground}"] * 3)


def template(dark: bool = False) -> Spec:
    """Our plotly template as a plain dict: transparent paper, plain ground, system type, thin grid, no legend, no zoom.

    >>> template()["layout"]["paper_bgcolor"], template(dark=True)["layout"]["plot_bgcolor"]
    ('rgba(0,0,0,0)', '#14181d')
    """
    c = colours(dark)
    axis = {
        "automargin": False,
        "color": c["soft"],
        "fixedrange": True,
        "gridcolor": c["grid"],
        "linecolor": c["axis"],
        "showgrid": False,
        "tickcolor": c["axis"],
        "tickfont": {"size": SIZE, "color": c["soft"]},
        "ticks": "",
        "title": {"font": {"size": SIZE, "color": c["soft"]}, "standoff": 8},
        "zeroline": False,
    }
    return {
        "layout": {
            "annotationdefaults": {"showarrow": False, "font": {"size": SIZE, "color": c["ink"]}},
            "colorway": [c["blue"], c["amber"], c["green"], c["wine"], c["soft"]],
            "dragmode": False,
            "font": {"family": FONT, "size": SIZE, "color": c["ink"]},
            "hoverlabel": {
                "align": "left",
                "bgcolor": c["ground"],
                "bordercolor": c["axis"],
                "font": {"family": FONT, "size": SIZE, "color": c["ink"]},
            },
            "hovermode": "closest",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": c["ground"],
            "separators": ".,",
            "showlegend": False,
            "title": {"font": {"size": 19, "color": c["ink"]}, "x": 0, "xref": "container", "xanchor": "left"},
            "xaxis": dict(axis, ticks="outside", ticklen=5),
            "yaxis": dict(axis, showgrid=True),
        }
    }


def base_layout(geometry: Geometry, *, dark: bool = False, **more: Any) -> Spec:
    """The part of a layout that all charts share: template, height, margins. The width is left to the page.

    >>> base_layout(SHARES)["margin"]["l"]
    42
    """
    margin = {"l": geometry.left, "r": geometry.right, "t": geometry.top, "b": geometry.bottom, "pad": 0}
    return {"template": template(dark), "height": geometry.height, "margin": margin, "autosize": True, **more}


def words_at(x: Any, y: Any, text: str, *, colour: str, size: int = SIZE, **more: Any) -> Spec:
    """An annotation without an arrow, in data coordinates, its left edge and middle at the point.

    >>> words_at(1, 2, "here", colour="#000000")["xanchor"]
    'left'
    """
    place = {"x": x, "y": y, "xanchor": "left", "yanchor": "middle", "align": "left", "showarrow": False}
    return {**place, "text": plain(text), "font": {"size": size, "color": colour}, **more}


TAGS = r"/?b|br|/span|span style='color:#\w+'"
"""The tags of plotly's small language that our words use."""
FOREIGN = re.compile(f"<(?!(?:{TAGS})>)")


def plain(text: str) -> str:
    """Text that plotly.js shows as it is: no formula between dollar signs, no tag (a link, say) but those of our own.

    >>> plain("$2 bn to $3 bn")
    '&#36;2 bn to &#36;3 bn'
    >>> plain("<b>a</b> <a href=''>")
    "<b>a</b> &#60;a href=''>"
    """
    return FOREIGN.sub("&#60;", text.replace("$", "&#36;"))


BESIDE = ("title", "subtitle", "scenario", "link", "sources", "data_to", "licence", "made_with")
"""The columns with which a CSV file of a chart describes itself, right of its numbers (``ui/js/files.js``)."""


def values(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Spec:
    """The drawn numbers, unrounded, as a table for files: numpy's numbers as Python's, what is not finite as None.

    Raises `ValueError` for a column with a name of `BESIDE`, which would stand in the file twice.

    >>> values(["gw"], [[float("nan")], [1.5]])["rows"]
    [[None], [1.5]]
    """
    if twice := [name for name in columns if name in BESIDE]:
        raise ValueError(f"a column of numbers may not be called {' or '.join(twice)}: every file has that one too")
    return {"columns": list(columns), "rows": [[_plain_value(cell) for cell in row] for row in rows]}


def _plain_value(cell: Any) -> Any:
    value = cell.item() if hasattr(cell, "item") else cell
    return None if isinstance(value, float) and not math.isfinite(value) else value


def axis_name(text: str, geometry: Geometry, *, dark: bool = False) -> Spec:
    """The name and unit of the vertical axis, written level above its top, to be read without turning the head.

    >>> axis_name("GW facility", SHARES)["yanchor"]
    'bottom'
    """
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -geometry.left,
        "yshift": 8,
        "showarrow": False,
        "text": text,
        "font": {"size": SIZE, "color": colours(dark)["soft"]},
    }


def sources_of(groups: Sequence[str]) -> tuple[str, ...]:
    """Ids of the sources behind the default assumptions of some groups, in the order of the table of parameters."""
    from explorer.seeds import load

    seeds = load()
    claims = [name for p in seeds.parameters.values() if p.group in groups for name in p.claim_ids]
    return tuple(dict.fromkeys(seeds.claims[name].source_id for name in claims))


_FOLDER: ContextVar[Mapping[str, Any]] = ContextVar("folder", default=MappingProxyType({}))
"""What the frame that is drawn says of the folder that it comes from, where that is not ours."""


def of_its_folder(draw: Callable[P, Spec]) -> Callable[P, Spec]:
    """Let a chart name its sources as the folder does that its frame comes from, and give that one's date."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Spec:
        frame: Any = args[0] if args else next(iter(kwargs.values()))
        from explorer.seeds import load

        folder = frame.attrs.get("naming")
        if folder is None or folder == load().naming.plain():
            return draw(*args, **kwargs)
        before = _FOLDER.set(folder)
        try:
            spec = draw(*args, **kwargs)
        finally:
            _FOLDER.reset(before)
        return {
            **spec,
            "meta": spec["meta"] | {"data_to": f"data to {folder['data_day'][:7]}", "names": folder["names"]},
        }

    return drawn


def data_day() -> datetime.date:
    """The day up to which the data that is drawn goes."""
    day = _FOLDER.get().get("data_day")
    return datetime.date.fromisoformat(day) if day else DATA_DAY


def source_name(source_id: str) -> str:
    """A source as readers meet it, by `explorer.seeds.Seeds.source_name`.

    >>> source_name("seed-000")
    'InsiderFinance'
    """
    from explorer.seeds import load

    return _FOLDER.get().get("names", {}).get(source_id) or load().source_name(source_id)


def source_names(sources: Sequence[str]) -> list[str]:
    """The sources by name, each once, in the order of `explorer.seeds.Seeds.listed`.

    >>> source_names(["seed-001", "seed-000"])
    ['InsiderFinance', 'Digest of AI news']
    """
    from explorer.seeds import load

    return list(dict.fromkeys(map(source_name, load().listed(sources))))


def source_note(sources: Sequence[str], data_to: str | None, named: Mapping[str, str] | None = None) -> str:
    """The line under a chart: its sources, the first ten by name, and the date of the data.

    ``named`` are the names of another folder's sources.

    >>> source_note(["seed-000", "seed-001"], "data to 2026-11")
    'Sources: InsiderFinance, Digest of AI news. Data to 2026-11.'
    """
    names = list(dict.fromkeys(named.get(one, one) for one in sources)) if named else source_names(sources)
    shown = names[:LISTED] + ([f"and {len(names) - LISTED} more"] if len(names) > LISTED else [])
    parts = [f"{'Source' if len(names) == 1 else 'Sources'}: {', '.join(shown)}."] if names else []
    if data_to:
        parts.append(f"{data_to[:1].upper()}{data_to[1:]}.")
    return " ".join(parts)


def place_source_note(spec: Spec, *, width: int = 900) -> Spec:
    """A copy of a spec that can stand alone: finding as title, measure below it, sources and data date under the chart.

    Pages of the app write these three as text round the chart; a figure in a notebook or a file has to carry them.
    Both texts are broken into lines that fit ``width`` CSS pixels at about 7 pixels a letter.

    >>> meta = {"title": "T", "subtitle": "s", "sources": ["a"], "data_to": None}
    >>> alone = place_source_note({"data": [], "layout": base_layout(SHARES), "meta": meta})
    >>> alone["layout"]["title"]["text"], alone["layout"]["annotations"][0]["text"]
    ('<b>T</b>', 'Source: a.')
    """
    meta, layout = spec["meta"], dict(spec["layout"])
    ink = layout["template"]["layout"]["xaxis"]["color"]
    title = scales.wrap(meta["title"], width // 10)
    subtitle = scales.wrap(meta["subtitle"], width // 7)
    written = meta.get("note") or source_note(meta["sources"], meta["data_to"], meta.get("names"))
    note = scales.wrap(written, width // 7)
    head = 24 * len(title) + 18 * len(subtitle) + 14
    foot = 17 * len(note) + 10
    margin = dict(layout["margin"])
    body = layout["height"] - margin["t"] - margin["b"]
    below = margin["b"]
    layout["title"] = {
        "text": plain("<b>" + "<br>".join(title) + "</b>"),
        "subtitle": {"text": plain("<br>".join(subtitle)), "font": {"size": SIZE + 1, "color": ink}},
        "yref": "container",
        "y": 1 - 20 / (body + margin["t"] + head + below + foot),
        "yanchor": "top",
        "x": 0,
        "xref": "container",
    }
    margin["t"], margin["b"] = margin["t"] + head, below + foot
    layout["margin"] = margin
    layout["height"] = body + margin["t"] + margin["b"]
    layout["annotations"] = [
        *layout.get("annotations", ()),
        {
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 0,
            "xanchor": "left",
            "yanchor": "top",
            "xshift": -margin["l"],
            "yshift": -below,
            "align": "left",
            "showarrow": False,
            "text": plain("<br>".join(note)),
            "font": {"size": SMALL, "color": ink},
        },
    ]
    return {**spec, "layout": layout}
