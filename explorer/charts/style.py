"""How every chart looks: colours, type, geometry, the plotly template, and the words round a chart that stands alone.

Nothing here imports plotly: the template is a plain dict that plotly.js reads as it is. Charts are written in the
colours of the light ground; `recoloured` makes a finished one dark. The colours are the colour-blind-safe ones of Okabe
and Ito and of Paul Tol, dark enough for 3:1 against the ground (4.5:1 where they colour words), as a test computes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

Spec = dict[str, Any]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
SIZE = 14
SMALL = 13  # nothing in a chart is set smaller
LARGE = 19  # the finding over a chart that stands alone
NARROW = 720  # CSS pixels; a chart with less room takes its narrow layout

COLOURS: Mapping[str, tuple[str, str]] = {
    "ground": ("#ffffff", "#14181d"),
    "ink": ("#1b1f24", "#e8eaed"),
    "soft": ("#52585f", "#b3bac1"),
    "grid": ("#e6e7e3", "#2b3239"),
    "axis": ("#85898c", "#8b939b"),
    "wash": ("#f1f0ec", "#1f252b"),
    "band_90": ("#d6e7f2", "#1b3445"),
    "band_80": ("#b5d4e8", "#234d69"),
    "band_50": ("#84b8d9", "#2d6b94"),
    "edge": ("#4a86ad", "#6fa9d0"),
    "middle": ("#00558a", "#bfe0f5"),
    "blue": ("#0072b2", "#63b3e4"),
    "green": ("#117733", "#7fce97"),
    "wine": ("#882255", "#ee9cc6"),
    "wine_fill": ("rgba(136,34,85,0.10)", "rgba(238,156,198,0.16)"),
    "amber": ("#b34700", "#f0a877"),
    "amber_fill": ("rgba(211,119,47,0.24)", "rgba(211,132,72,0.30)"),
    "line": ("#d9dbd6", "#39424a"),
    "control": ("#7d848b", "#7f8993"),
    "warn": ("#a63f00", "#f5b183"),
    "warn_wash": ("#fff4ec", "#33231a"),
    "warn_edge": ("#c2703a", "#b5774a"),
}
"""Each colour by name, for light and for dark ground."""
LIGHT, DARK = ({name: pair[dark] for name, pair in COLOURS.items()} for dark in (False, True))

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
    """Size of a chart, of which a page may stretch the width, and of the margins round its plot, in CSS pixels."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def plot_height(self) -> int:
        """Height of the plot itself."""
        return self.height - self.top - self.bottom


def sized(width: int, height: int, left: int, right: int, top: int) -> Geometry:
    """A chart with room for ``width``, right of whose plot names take less room in the narrow layout.

    >>> sized(358, 400, 30, 158, 58)
    Geometry(width=358, height=400, left=30, right=104, top=58, bottom=56)
    """
    narrow = width < NARROW
    return Geometry(358 if narrow else 760, height, left, min(right, 104) if narrow else right, top, 56)


TO_DARK: Mapping[str, str] = dict(COLOURS.values())
"""Each colour of the light ground with the one that takes its place on the dark ground."""
TO_LIGHT: Mapping[str, str] = {dark: light for light, dark in TO_DARK.items()}
_OURS = re.compile("|".join(map(re.escape, [*TO_DARK, *TO_LIGHT])))


def recoloured(value: Any, partners: Mapping[str, str] = TO_DARK) -> Any:
    """A finished chart, or any part of it, in the colours of the dark ground, or with `TO_LIGHT` of the light one.

    >>> recoloured({"color": "#ffffff", "shadow": "0 0 3px #ffffff", "size": 9})
    {'color': '#14181d', 'shadow': '0 0 3px #14181d', 'size': 9}
    """
    if isinstance(value, str):
        return _OURS.sub(lambda found: partners.get(found[0], found[0]), value)
    if isinstance(value, dict):
        return {name: recoloured(item, partners) for name, item in cast("Spec", value).items()}
    many = isinstance(value, list | tuple)
    return [recoloured(item, partners) for item in cast("list[Any]", value)] if many else value


def _axis(**more: Any) -> Spec:
    look = {"automargin": False, "color": LIGHT["soft"], "fixedrange": True, "gridcolor": LIGHT["grid"]}
    look |= {"linecolor": LIGHT["axis"], "showgrid": False, "tickcolor": LIGHT["axis"], "ticks": "", "zeroline": False}
    font = {"size": SIZE, "color": LIGHT["soft"]}
    return {**look, "tickfont": font, "title": {"font": font, "standoff": 8}, **more}


PLACE: Mapping[str, Any] = {
    "x": 0,
    "xref": "container",
    "xanchor": "left",
    "y": 1,
    "yref": "container",
    "yanchor": "top",
    "pad": {"t": 20},
}
"""Where the title of a figure begins: at its upper left corner, whatever its size."""
_WORDS: Mapping[str, Any] = {"family": FONT, "size": SIZE, "color": LIGHT["ink"]}
TEMPLATE: Mapping[str, Any] = {
    "layout": {
        "annotationdefaults": {"showarrow": False, "font": {"size": SIZE, "color": LIGHT["ink"]}},
        "colorway": [LIGHT[name] for name in ("blue", "amber", "green", "wine", "soft")],
        "dragmode": False,
        "font": _WORDS,
        "hoverlabel": {"align": "left", "bgcolor": LIGHT["ground"], "bordercolor": LIGHT["axis"], "font": _WORDS},
        "hovermode": "closest",
        "paper_bgcolor": LIGHT["ground"],
        "plot_bgcolor": LIGHT["ground"],
        "separators": ".,",
        "title": {
            **PLACE,
            "font": {"size": LARGE, "color": LIGHT["ink"]},
            "subtitle": {"font": {"size": SIZE, "color": LIGHT["soft"]}},
        },
        "xaxis": _axis(ticks="outside", ticklen=5),
        "yaxis": _axis(showgrid=True),
    }
}
"""Our plotly template: plain ground, system type, thin grid, no zoom."""


def base_layout(geometry: Geometry, **more: Any) -> Spec:
    """The part of a layout that all charts share, with no width, which is left to the page."""
    margin = {"l": geometry.left, "r": geometry.right, "t": geometry.top, "b": geometry.bottom, "pad": 0}
    look: Spec = {"template": TEMPLATE, "autosize": True, "showlegend": False}
    return {**look, "height": geometry.height, "margin": margin, **more}


def wrap(text: str, letters: int) -> list[str]:
    """Break a text at blanks into lines of at most ``letters`` letters; a longer word keeps a line of its own.

    >>> wrap("one two three", 7)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


UNDER = "sources"
"""The name of the note under a chart that stands alone."""
FOREIGN = re.compile("<(?!(?:/?b|br)>)")
"""What begins a tag that our words do not use."""


def plain(text: str) -> str:
    """Text that plotly.js shows as it is: no formula between dollar signs, no tag (a link, say) but those of our own.

    >>> plain("$2bn to $3bn")
    '&#36;2bn to &#36;3bn'
    >>> plain("<b>a</b> <a href=''>")
    "<b>a</b> &#60;a href=''>"
    """
    return FOREIGN.sub("&#60;", text.replace("$", "&#36;"))


def worded(spec: Spec) -> Spec:
    """A copy of a spec with its words in its layout: finding as title, measure below, sources and data date under it.

    Pages of the app write these as text round the chart; a figure in a notebook has to carry them. The height is left
    open: `fitted` makes room for the words.
    """
    meta, layout = spec["meta"], dict(spec["layout"])
    del layout["height"]
    layout["title"] = {"text": plain(f"<b>{meta['title']}</b>"), "subtitle": {"text": plain(meta["subtitle"])}, **PLACE}
    for axis in ("xaxis", "yaxis"):  # whatever a template says: notes stand beside margins of this size
        layout[axis] = layout.get(axis, {}) | {"automargin": False}
    under: Spec = {"name": UNDER, "text": plain(meta["note"]), "font": {"size": SMALL, "color": LIGHT["soft"]}}
    under |= {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    under |= {"align": "left", "showarrow": False}
    layout["annotations"] = [*layout.get("annotations", ()), under]
    return {**spec, "layout": layout}


def fitted(figure: Spec, width: int, height: int) -> Spec:
    """A copy of a figure with room for its words: they are broken into lines that fit its width, margins grow by them.

    ``width`` and ``height`` count where the layout has none of its own; ``height`` is that without the words.
    """
    layout = dict(figure["layout"])
    margin = {"l": 80, "t": 100, "b": 80, **layout.get("margin", {})}
    width, plot = layout.get("width", width), height - margin["t"] - margin["b"]

    def broken(words: Spec, size: float, letter: float = 0.54) -> tuple[Spec, int]:
        """Words in lines, a ``letter`` being so wide as a part of the type's size; and how high these are."""
        size = words.get("font", {}).get("size", size)
        most = int(width / (letter * size))
        lines = [line for part in words.get("text", "").split("<br>") for line in wrap(part, most)]
        return {**words, "text": "<br>".join(lines)}, round(1.28 * size * len(lines))

    if "text" in layout.get("title", ()):
        title, tall = broken(layout["title"], LARGE, 0.6)
        below, more = broken(title.get("subtitle", {}), SIZE)
        layout["title"] = title | {"subtitle": below}
        lone = sum("<br>" not in words["text"] for words in (title, below))
        margin["t"] += tall + more + 8 * lone + 14  # plotly writes a lone line lower
    notes = list(layout.get("annotations", ()))
    for place, note in enumerate(notes):
        if note.get("name") == UNDER:
            shifted = note | {"xshift": -margin["l"], "yshift": -margin["b"]}
            notes[place], tall = broken(shifted, SMALL)
            margin["b"] += tall + 10
    room = plot + margin["t"] + margin["b"]
    layout |= {"margin": margin, "annotations": notes, "height": layout.get("height", room)}
    return {**figure, "layout": layout}


def standing_alone(spec: Spec, *, width: int = 900) -> Spec:
    """A copy of a spec with its words in it, broken for a width in CSS pixels.

    >>> meta = {"title": "T", "subtitle": "s", "note": "Source: a."}
    >>> layout = base_layout(Geometry(760, 380, 46, 132, 34, 54))
    >>> alone = standing_alone({"data": [], "layout": layout, "meta": meta})
    >>> alone["layout"]["title"]["text"], alone["layout"]["annotations"][0]["text"], alone["layout"]["height"]
    ('<b>T</b>', 'Source: a.', 479)
    """
    return fitted(worded(spec), width, spec["layout"]["height"])
