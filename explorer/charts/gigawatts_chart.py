"""OpenAI's gigawatts, counted once: a lane for each layer, a bar for each party and state, and no sum across lanes.

Filled bars run, tinted ones are under contract, hollow ones are planned. A bar whose end is an arrow means "at least",
one with a dashed edge "up to", a grey one an older statement that another has taken the place of.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer import formatting as words
from explorer.arguments import checked, frame
from explorer.charts import forest, scales, style
from explorer.records.vocabulary import LAYERS, STATES

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart

LINE = 16  # CSS pixels of a line of words
GAP = 12
HALF = 7  # half the thickness of a bar
BAR_NARROW = 22
LETTERS, LETTERS_NARROW = 50, 54
ACROSS = 118  # letters of a line that may run over the plot
POWER_WORDS = {"it": "IT power", "facility": "facility power", "not stated": "IT or facility power not stated"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its words, how long its bar is in GW (NaN: none is stated), and how it is drawn."""

    layer: str
    name: str
    text: str
    note: str
    state: str
    bound: str
    gw: float
    said: str
    old: bool
    source_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]


def bars(gigawatts: pd.DataFrame) -> list[Bar]:
    """The rows of `explorer.gigawatts` in the order of the layers; a bar is as long as the end that its bound gives."""
    found: list[Bar] = []
    for record in gigawatts.reset_index().to_dict("records"):
        ends = [float(record[f"{end}_gw"]) for end in ("central", "high", "low")]
        length = next((end for end in ends if math.isfinite(end)), math.nan)
        old = bool(record["superseded_by"])
        parts = [str(record["state"])]
        if math.isfinite(length):
            parts.append(POWER_WORDS[str(record["power"])])
        if old:
            parts.append("overtaken")
        found.append(
            Bar(
                layer=str(record["layer"]),
                name=str(record["name"]),
                text=", ".join(parts),
                note=str(record["note"]),
                state=str(record["state"]),
                bound=str(record["bound"]),
                gw=length,
                said=str(record["said"]),
                old=old,
                source_ids=tuple(record["source_ids"]),
                claim_ids=tuple(record["claim_ids"]),
            )
        )
    return sorted(found, key=lambda bar: list(LAYERS).index(bar.layer))


@style.of_its_folder
def spec_gigawatts(gigawatts: pd.DataFrame, *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """OpenAI's gigawatts by layer, from `explorer.gigawatts`, as a plain dict for plotly.js.

    The vertical axis counts CSS pixels downwards; each layer begins with a rule, its name, and why it does not add up
    with the others.
    """
    c = style.colours(dark)
    listed = bars(gigawatts)
    why = dict(zip(gigawatts["layer"], gigawatts["reason"], strict=True))
    notes: list[style.Spec] = []
    shapes: list[style.Spec] = []
    arrows: list[tuple[Bar, float]] = []
    shift = 0 if narrow else 6 - forest.LABEL
    y = 4.0

    def write(text: str, colour: str, *, bold: bool = False) -> None:
        nonlocal y
        font = {"size": style.SIZE if bold else style.SMALL, "color": colour, "shadow": style.halo(dark)}
        place = {"xref": "paper", "xshift": shift, "yanchor": "top", "font": font}
        notes.append(style.words_at(0, y, f"<b>{text}</b>" if bold else text, colour=colour) | place)
        y += LINE

    layer = ""
    for bar in listed:
        if bar.layer != layer:
            if layer:
                shapes.append(_rule(y, c["axis"], narrow))
            layer = bar.layer
            y += 8
            title = LAYERS[layer][:1].upper() + LAYERS[layer][1:]
            write(title, c["ink"], bold=True)
            for line in scales.wrap(why[layer], LETTERS_NARROW if narrow else ACROSS):
                write(line, c["soft"])
            y += 6
        top = y
        ink = c["soft"] if bar.old else c["ink"]
        if narrow:
            notes.append(_at_right(bar, y, ink, dark))
        for line in scales.wrap(bar.name, 34 if narrow else LETTERS):
            write(line, ink)
        for text in (bar.text, bar.note):
            for line in scales.wrap(text, LETTERS_NARROW if narrow else LETTERS):
                write(line, c["soft"])
        middle = y + 2 + BAR_NARROW / 2 if narrow else (top + y) / 2
        if math.isfinite(bar.gw):
            shapes.append(_box(bar, middle, c))
            arrows.append((bar, middle))
            if narrow:
                y += BAR_NARROW + 2
        if not narrow:
            notes.append(_beside(bar, middle, ink, dark))
        y += GAP
    plot = math.ceil(y + 4)
    axis = forest.linear_axis("gigawatts; no sum across layers", [bar.gw for bar in listed], scales.tick_text)
    geometry = style.Geometry(
        358 if narrow else 860, plot + 61, 10 if narrow else forest.LABEL, 14 if narrow else 20, 8, 53
    )
    layout = style.base_layout(
        geometry,
        dark=dark,
        xaxis={
            "range": axis.range(0.03 if narrow else 0.2),
            "tickvals": list(axis.ticks),
            "ticktext": list(axis.tick_text),
            "tickangle": 0,
            "showgrid": True,
            "title": {"text": axis.name},
        },
        yaxis={"range": [plot, 0], "visible": False},
        shapes=shapes,
        annotations=notes,
    )
    return {"data": _ends(arrows, c), "layout": layout, "meta": _meta(listed)}


def _rule(y: float, colour: str, narrow: bool) -> style.Spec:
    """A line between two layers, from the column of words to the right end of the chart."""
    across = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": -4 if narrow else 2 - forest.LABEL, "x1": 4000}
    return {"type": "line", "y0": y, "y1": y, "line": {"color": colour, "width": 1.5}, **across}


def _box(bar: Bar, y: float, c: Any) -> style.Spec:
    fills = {"running": c["blue"], "contracted": c["band_50"], "planned": c["ground"]}
    edge = c["axis"] if bar.old else c["blue"]
    line = {"color": edge, "width": 1.6, "dash": "dash" if bar.bound == "up_to" else "solid"}
    fill = c["wash"] if bar.old else fills[bar.state]
    return {"type": "rect", "x0": 0, "x1": bar.gw, "y0": y - HALF, "y1": y + HALF, "fillcolor": fill, "line": line}


def _ends(marks: list[tuple[Bar, float]], c: Any) -> list[style.Spec]:
    """An arrow at each end that is open upwards; every other end has an unseen point, with the words for a pointer."""
    trace = {
        "type": "scatter",
        "name": "ends",
        "mode": "markers",
        "x": [bar.gw for bar, _ in marks],
        "y": [y for _, y in marks],
        "marker": {
            "symbol": "triangle-right-open",
            "color": [c["axis"] if bar.old else c["blue"] for bar, _ in marks],
            "opacity": [1 if bar.bound == "at_least" else 0 for bar, _ in marks],
            "size": 11,
            "line": {"width": 2},
        },
        "text": [style.plain(f"{bar.name}: {bar.said}<br>{bar.text}") for bar, _ in marks],
        "hovertemplate": "%{text}<extra></extra>",
    }
    return [trace] if marks else []


def _beside(bar: Bar, y: float, colour: str, dark: bool) -> style.Spec:
    """The figure right of its bar; where none is stated, in its place."""
    stated = math.isfinite(bar.gw)
    font = {"size": style.SIZE, "color": colour, "shadow": style.halo(dark)}
    note = style.words_at(bar.gw if stated else 0, y, bar.said, colour=colour)
    return note | {"xshift": 11 if stated else 4, "font": font}


def _at_right(bar: Bar, y: float, colour: str, dark: bool) -> style.Spec:
    font = {"size": style.SIZE, "color": colour, "shadow": style.halo(dark)}
    place = {"xref": "paper", "xanchor": "right", "yanchor": "top", "yshift": 1, "font": font}
    return style.words_at(1, y, f"<b>{bar.said}</b>", colour=colour) | place


def _meta(listed: list[Bar]) -> style.Spec:
    whole = {bar.state: bar.said for bar in listed if bar.layer == "whole" and not bar.old}
    layers = list(dict.fromkeys(bar.layer for bar in listed))
    if {"running", "planned"} <= whole.keys():
        title = f"OpenAI spoke of {whole['planned']} and ran on {whole['running']}; the layers hold the same gigawatts"
    elif listed:
        title = "OpenAI's gigawatts by layer: the layers hold the same gigawatts"
    else:
        title = "Nothing about OpenAI's gigawatts had been published"
    by_layer = (
        f"{LAYERS[layer]}: "
        + "; ".join(f"{bar.name} {bar.said} ({bar.state})" for bar in listed if bar.layer == layer and not bar.old)
        for layer in layers
    )
    rows = [
        [
            LAYERS[bar.layer],
            bar.name,
            ". ".join(filter(None, (bar.text, bar.note.rstrip(".")))),
            bar.said,
            ", ".join(bar.claim_ids),
        ]
        for bar in listed
    ]
    return {
        "title": title,
        "subtitle": "Gigawatts; filled bars run, tinted ones are under contract, hollow ones are planned. An arrow "
        "means \u201cat least\u201d, a dashed edge \u201cup to\u201d; no sum runs across layers",
        "summary": f"{words.plural(len(listed), 'row', 'rows')} in {words.plural(len(layers), 'layer', 'layers')}, "
        f"never added across layers. {'. '.join([*by_layer, ''])}".strip(),
        "sources": list(dict.fromkeys(name for bar in listed for name in bar.source_ids)),
        "data_to": style.DATA_TO,
        "table": {"columns": ["Layer", "Whose", "State and power", "Figure", "Claims"], "unit": "GW", "rows": rows},
        "values": style.values(
            ["layer", "whose", "state", "state_and_power", "bound", "gw", "figure", "replaced", "claim_ids"],
            ([b.layer, b.name, b.state, b.text, b.bound, b.gw, b.said, b.old, " ".join(b.claim_ids)] for b in listed),
        ),
    }


COLUMNS = "layer name note state bound power said low_gw central_gw high_gw superseded_by source_ids claim_ids reason"
"""What the chart reads of its frame."""


@checked(
    gigawatts=frame(
        COLUMNS,
        like="ex.gigawatts()",
        words={"layer": LAYERS, "state": STATES, "power": POWER_WORDS},
    )
)
def gigawatts(gigawatts: pd.DataFrame, *, width: int = 900) -> Chart:
    """OpenAI's gigawatts by layer, from `explorer.gigawatts`, as a plotly figure ``width`` CSS pixels wide."""
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_gigawatts(gigawatts, narrow=width < style.NARROW), width=width)
