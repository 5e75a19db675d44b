"""Bands of a spread of simulated cases: the polygons, their edges and the names at their right end.

Three bands, one hue in three tints, hold 50, 80 and 90% of the cases; each is named where it ends. The middle is a
thin line on purpose: readers who see a strong middle forget the band round it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from explorer.charts import scales, style
from explorer.scenario.distributions import Array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# name, lower and upper quantile, the quantile below the tint that only this band shows, words wide and narrow
BANDS = (
    ("band_90", 0.05, 0.95, 0.90, "9 in 10 cases", "9 in 10"),
    ("band_80", 0.10, 0.90, 0.75, "8 in 10 cases", "8 in 10"),
    ("band_50", 0.25, 0.75, 0.50, "half of the cases", "half"),
)
QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
NAME_GAP = 17  # CSS pixels between two names at the right edge

Pair = tuple[Array, Array]


def checked(x: ArrayLike, quantiles: Mapping[float, ArrayLike]) -> tuple[Array, dict[float, Array]]:
    """The abscissa and the seven quantiles as float arrays of one length.

    Raises `ValueError` with a sentence where a quantile is missing or the lengths differ.
    """
    place = np.asarray(x, dtype=float)
    missing = [q for q in QUANTILES if q not in quantiles]
    if missing:
        raise ValueError(f"the bands need the quantiles {', '.join(map(str, QUANTILES))}; missing: {missing}")
    found = {q: np.asarray(quantiles[q], dtype=float) for q in QUANTILES}
    wrong = [q for q, values in found.items() if values.shape != place.shape]
    if wrong or place.ndim != 1 or place.size < 2:
        raise ValueError(f"the quantiles {wrong or list(QUANTILES)} do not fit the {place.size} places of the axis")
    return place, found


def band_series(x: Array, quantiles: Mapping[float, Array]) -> dict[str, Pair]:
    """Trace name -> (x, y): three closed polygons, the two edges of the widest band, and the middle.

    A polygon runs along its upper edge and back along its lower one, so it has twice as many points as the axis.

    >>> flat = {q: np.array([0.0, 10 * q]) for q in QUANTILES}
    >>> band_series(np.array([0.0, 1.0]), flat)["band_50"][1].tolist()
    [0.0, 7.5, 2.5, 0.0]
    """
    there_and_back = np.concatenate([x, x[::-1]])
    series = {
        name: (there_and_back, np.concatenate([quantiles[high], quantiles[low][::-1]])) for name, low, high, *_ in BANDS
    }
    series["low"] = (x, quantiles[0.05])
    series["high"] = (x, quantiles[0.95])
    series["middle"] = (x, quantiles[0.50])
    return series


def values(places: Mapping[str, Sequence[object]], quantiles: Mapping[float, Array], unit: str) -> style.Spec:
    """The drawn numbers, unrounded, as a table for files: columns of the axis, then each quantile in ``unit``.

    >>> flat = {q: np.array([0.0, 10 * q]) for q in QUANTILES}
    >>> table = values({"share": [0, 1]}, flat, "gw")
    >>> table["columns"][:3], table["rows"][1][:3]
    (['share', 'p05_gw', 'p10_gw'], [1, 0.5, 1.0])
    """
    columns = [*places, *(f"p{round(100 * q):02d}_{unit}" for q in QUANTILES)]
    numbers = [quantiles[q].tolist() for q in QUANTILES]
    return {"columns": columns, "rows": [list(row) for row in zip(*places.values(), *numbers, strict=True)]}


def name_places(quantiles: Mapping[float, Array], top: float, plot_height: float) -> list[float]:
    """Heights, in the unit of the axis, of the names at the right end: the three bands, then the middle.

    Each stands beside the tint that belongs to it alone, in the upper half of the spread, moved apart where too near.
    """
    here = [(min(quantiles[high][-1], top) + min(quantiles[inner][-1], top)) / 2 for _, _, high, inner, *_ in BANDS]
    per_pixel = top / plot_height
    # Highest first, so that names which collide keep the order of the bands.
    order = [-place for place in (*here, min(quantiles[0.50][-1], top))]
    return [-place for place in scales.spread(order, NAME_GAP * per_pixel, -top + 4 * per_pixel, 0.0)]


def names(narrow: bool = False) -> list[str]:
    """The words at the right end, in the order of ``name_places``.

    >>> names(narrow=True)
    ['9 in 10', '8 in 10', 'half', 'middle']
    """
    return [short if narrow else name for *_, name, short in BANDS] + ["middle"]


def band_traces(
    series: Mapping[str, Pair], *, dark: bool = False, narrow: bool = False, hover: Mapping[str, str] | None = None
) -> list[style.Spec]:
    """The plotly traces of ``band_series`` and of the names (series ``band_names``), in drawing order.

    ``hover`` gives the hover templates of ``low``, ``middle`` and ``high``. Lines keep all their points (``simplify``):
    the page moves the same path by itself (``ui/js/charts.js``), and plotly is to draw that path and no other.
    """
    c = style.colours(dark)
    hover = hover or {}
    traces: list[style.Spec] = [
        {
            "type": "scatter",
            "name": name,
            "mode": "lines",
            "line": {"width": 0, "simplify": False},
            "fill": "toself",
            "fillcolor": c[name],
            "hoverinfo": "skip",
            **points(series[name]),
        }
        for name, *_ in BANDS
    ]
    for name in ("low", "high", "middle"):
        colour, width = (c["middle"], 1.6) if name == "middle" else (c["edge"], 1)
        line = {"color": colour, "width": width, "simplify": False}
        trace = {"type": "scatter", "name": name, "mode": "lines", "line": line, **points(series[name])}
        shown = hover.get(name)
        traces.append(trace | ({"hovertemplate": shown} if shown else {"hoverinfo": "skip"}))
    traces.append(
        {
            "type": "scatter",
            "name": "band_names",
            "mode": "text",
            "text": [("  " if not narrow else " ") + name for name in names(narrow)],
            "textposition": "middle right",
            "textfont": {"size": style.SMALL if narrow else style.SIZE, "color": c["ink"]},
            "cliponaxis": False,
            "hoverinfo": "skip",
            **points(series["band_names"]),
        }
    )
    return traces


def points(pair: Pair) -> dict[str, list[float | None]]:
    """A pair of arrays as plain lists for a spec; what is not finite becomes None, which plotly leaves out.

    >>> points((np.array([1.0]), np.array([np.nan])))
    {'x': [1.0], 'y': [None]}
    """
    x, y = map(_plain, pair)
    return {"x": x, "y": y}


def _plain(values: Array) -> list[float | None]:
    found = values.tolist()
    return found if np.isfinite(values).all() else [value if math.isfinite(value) else None for value in found]
