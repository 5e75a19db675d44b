"""The two yardsticks of scale, 10 and 30 GW, as bands across a chart of gigawatts.

We found no source that links Foxconn's racks to either number or says whether it means IT or facility power. So on an
axis of facility power each is a band: from the number itself (it was facility power already) to 1.4 times it (it was IT
power, and the building needs up to 1.4 W for each watt of IT). On an axis of IT power each is a line.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.charts import style

KINDS = {"facility": "GW of facility power", "it": "GW of IT power"}  # what an axis may count, in words
FACILITY_PER_IT = 1.4  # upper end of the parameter facility_overhead, see seeds/parameters.toml


@dataclass(frozen=True, slots=True)
class Yardstick:
    """One number of GW that readers know, where it comes from, and its words for a wide and a narrow chart."""

    gw: float
    source_id: str
    name: str
    short: str

    def band(self, kind: str) -> tuple[float, float]:
        """Lower and upper end in GW on an axis of ``facility`` or ``it`` power.

        >>> TEN.band("facility"), TEN.band("it")
        ((10.0, 14.0), (10.0, 10.0))
        """
        return self.gw, self.gw * FACILITY_PER_IT if kind == "facility" else self.gw


TEN = Yardstick(10.0, "seed-004", "10 GW, the size of OpenAI's Broadcom programme", "10 GW: Broadcom programme")
THIRTY = Yardstick(30.0, "seed-002", "30 GW, the size of OpenAI's stated plans", "30 GW: stated plans")
ALL = (TEN, THIRTY)


def note(yardstick: Yardstick) -> str:
    """What a reader has to know about a yardstick, in a line; its band is a line without words on an axis of IT power.

    >>> note(TEN)
    'another deal: 10 if facility power is meant, 14 if IT power'
    """
    low, high = yardstick.band("facility")
    whose = "another deal" if yardstick is TEN else "all suppliers"
    return f"{whose}: {low:g} if facility power is meant, {high:g} if IT power"


def visible(kind: str, top: float) -> list[tuple[Yardstick, float, float]]:
    """The yardsticks that an axis from 0 to ``top`` GW holds, each with its ends cut at the top.

    >>> [(y.gw, low, high) for y, low, high in visible("facility", 36)]
    [(10.0, 10.0, 14.0), (30.0, 30.0, 36)]
    """
    found: list[tuple[Yardstick, float, float]] = []
    for yardstick in ALL:
        low, high = yardstick.band(kind)
        if low < top:
            found.append((yardstick, low, min(high, top)))
    return found


def beyond(top: float, narrow: bool = False) -> str:
    """Words for the yardsticks that lie above the axis, empty where all are on it.

    >>> beyond(12)
    '30 GW lies 2.5 times as high as this chart'
    """
    above = [yardstick for yardstick in ALL if yardstick.gw >= top]
    if not above:
        return ""
    if narrow:
        return " and ".join(f"{y.gw:g}" for y in above) + " GW: off the top"
    return "; ".join(f"{y.gw:g} GW lies {y.gw / top:.2g} times as high as this chart" for y in above)


def shapes(kind: str, top: float, *, dark: bool = False) -> list[style.Spec]:
    """The yardsticks as plotly shapes across the whole plot."""
    c = style.colours(dark)
    return [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": low,
            "y1": high,
            "fillcolor": c["green_fill"],
            "line": {"color": c["green"], "width": 1.2},
            "layer": "above",
        }
        for _, low, high in visible(kind, top)
    ]


def words(
    kind: str, top: float, geometry: style.Geometry, *, narrow: bool = False, dark: bool = False
) -> list[style.Spec]:
    """The names of the yardsticks as plotly annotations inside their bands, at the left edge."""
    c = style.colours(dark)
    found: list[style.Spec] = []
    for _, line, text, bold in lines(kind, top, geometry, narrow=narrow):
        entry = style.words_at(
            0, 1 - line / geometry.plot_height, f"<b>{text}</b>" if bold else text, colour=c["green"]
        )
        entry |= {"xref": "paper", "yref": "paper", "xshift": 6}
        entry["font"] = {"size": style.SIZE if bold else style.SMALL, "color": c["green"], "shadow": style.halo(dark)}
        found.append(entry)
    text = beyond(top, narrow)
    if text:
        place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom", "yshift": 8}
        found.append(style.words_at(1, 1, text, colour=c["green"], size=style.SMALL) | place)
    return found


def lines(
    kind: str, top: float, geometry: style.Geometry, *, narrow: bool = False
) -> list[tuple[Yardstick, float, str, bool]]:
    """Where the words of the yardsticks stand.

    Each as yardstick, pixels from the top of the plot to the middle of the line, text, bold. The second line is
    written where its band, or the room above the next, holds it.

    >>> [(round(pixels), bold) for _, pixels, _, bold in lines("facility", 24, style.SHARES)]
    [(135, True), (150, False)]
    """
    scale = geometry.plot_height / top
    found: list[tuple[Yardstick, float, str, bool]] = []
    for yardstick, low, high in visible(kind, top):
        upper = geometry.plot_height - high * scale
        tall = (high - low) * scale
        if tall < 18:  # a line, or a thin band: write above it
            found.append((yardstick, max(upper - 11, 9.0), yardstick.short if narrow else yardstick.name, True))
            continue
        found.append((yardstick, upper + 10, yardstick.short if narrow else yardstick.name, True))
        if not narrow and tall >= 32:
            found.append((yardstick, upper + 25, note(yardstick), False))
    return found


def free_row(kind: str, top: float, geometry: style.Geometry) -> float:
    """Pixels from the top of the plot to the highest line of words that no yardstick covers.

    >>> free_row("facility", 24, style.SHARES), round(free_row("facility", 36, style.SHARES))
    (12.0, 64)
    """
    for _, low, high in visible(kind, top):
        if geometry.plot_height * (1 - high / top) < 26:
            return geometry.plot_height * (1 - low / top) + 14
    return 12.0
