"""OpenAI's gigawatts, counted once: a group for each layer, a bar for each party and state, no sum across layers.

Filled bars run, tinted ones are under contract, hollow ones are planned. A triangle at its end means "at least", a
dashed edge "up to"; a grey bar is an older statement that another has taken the place of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.charts import marks, rows, style
from explorer.charts.claim_figures import number
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.errors import frame
from explorer.formatting import plural
from explorer.records.vocabulary import LAYERS, STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from explorer.seeds import Naming

POWER = {"it": ", power of the computers alone", "facility": ", power of the whole site", "not stated": ""}
FILLS = {"running": "blue", "contracted": "band_50", "planned": "ground"}
COLUMNS = "layer name party note state bound power said low_gw central_gw high_gw superseded_by source_ids claim_ids reason"


@chart(
    "gigawatts",
    {"gigawatts": "ex.charts.gigawatts(ex.gigawatts({seeds}))"},
    gigawatts=frame(COLUMNS, like="ex.gigawatts()", words={"layer": LAYERS, "state": STATES, "power": POWER}),
)
def gigawatts(
    gigawatts: pd.DataFrame | list[dict[str, Any]], *, naming: Naming = INSTALLED, width: int = 900
) -> Spec:
    """OpenAI's gigawatts by layer, from `explorer.gigawatts`, in each layer the largest first."""
    lanes, naming = opened(gigawatts, naming)
    lanes = sorted(lanes, key=lambda lane: (list(LAYERS).index(lane["layer"]), -_length(lane)))
    listed: list[rows.Row | rows.Heading] = []
    for at, lane in enumerate(lanes):
        if not at or lane["layer"] != lanes[at - 1]["layer"]:
            listed.append(rows.Heading(_layer(lane), lane["reason"]))
        listed.append(rows.Row(lane["name"], _text(lane), lane["said"], faint=bool(lane["superseded_by"])))
    axis = rows.linear_axis("gigawatts; no sum across layers", map(_length, lanes))
    places, drawn = rows.laid(listed, axis, width)
    shown = [(lane, y) for lane, y in zip(lanes, places, strict=True) if _length(lane)]
    for lane, y in shown:
        old = bool(lane["superseded_by"])
        edge = "axis" if old else "blue"
        box = marks.bar(0, _length(lane), y, "wash" if old else FILLS[lane["state"]], outline=edge)
        box["line"] |= {"width": 1.6, "dash": "dash" if lane["bound"] == "up_to" else "solid"}
        drawn["shapes"].append(box)
    ends = marks.dots(
        "ends",
        ([_length(lane) for lane, _ in shown], [y for _, y in shown]),
        ["axis" if lane["superseded_by"] else "blue" for lane, _ in shown],
        11,
        symbol="triangle-right-open",
        hover="%{text}",
        text=[style.plain(f"{lane['name']}: {lane['said']}<br>{_text(lane)}") for lane, _ in shown],
        customdata=[" ".join(lane["claim_ids"]) for lane, _ in shown],
    )
    ends["marker"]["opacity"] = [1 if lane["bound"] == "at_least" else 0 for lane, _ in shown]
    words = [
        [_layer(lane), lane["name"], _text(lane), lane["said"], ", ".join(lane["claim_ids"])] for lane in lanes
    ]
    layers = {lane["layer"]: _layer(lane) for lane in lanes}
    by_layer = (
        f"{named}: " + "; ".join(f"{lane['name']} {lane['said']} ({lane['state']})" for lane in lanes
        if lane["layer"] == layer and not lane["superseded_by"]) + "."
        for layer, named in layers.items()
    )
    columns = ["layer", "whose", "state", "power", "bound", "gw", "figure", "replaced", "claim_ids"]
    return marks.finished(
        drawn.pop("size"),
        [ends] if shown else [],
        **drawn,
        title=_finding(lanes),
        subtitle="Gigawatts, of computers or of sites where no row says which; filled bars run, tinted ones are under "
        "contract, hollow ones are planned. A triangle means \u201cat least\u201d, a dashed edge \u201cup to\u201d",
        summary=" ".join([f"{plural(len(lanes), 'row', 'rows')} in {plural(len(layers), 'layer', 'layers')}, never added "
        "across layers.", *by_layer]),
        sources=[name for lane in lanes for name in lane["source_ids"]],
        naming=naming,
        table=(["Layer", "Whose", "State and power", "Figure", "Claims"], words, "GW"),
        values=style.values(
            columns,
            (
                [lane["layer"], lane["name"], lane["state"], lane["power"], lane["bound"], _length(lane) or None]
                + [lane["said"], bool(lane["superseded_by"]), " ".join(lane["claim_ids"])]
                for lane in lanes
            ),
        ),
    )


def _length(lane: Mapping[str, Any]) -> float:
    """How long a bar is, in GW: the end that its bound gives, 0 where no gigawatts are stated."""
    ends = (number(lane[f"{end}_gw"]) for end in ("central", "high", "low"))
    return next((end for end in ends if end == end), 0.0)


def _layer(lane: Mapping[str, Any]) -> str:
    name = LAYERS[lane["layer"]]
    return f"{name[:1].upper()}{name[1:]}"


def _text(lane: Mapping[str, Any]) -> str:
    state = f"{lane['state']}{POWER[lane['power']]}{', overtaken' if lane['superseded_by'] else ''}"
    return f"{state}. {lane['note']}" if lane["note"] else state


def _finding(lanes: Sequence[Mapping[str, Any]]) -> str:
    whole = [lane for lane in lanes if lane["layer"] == "whole" and not lane["superseded_by"]]
    said = {lane["state"]: lane["said"] for lane in whole}
    if {"running", "planned"} <= said.keys():
        return f"{whole[0]['party']} spoke of {said['planned']}. It ran on {said['running']}"
    return "The layers hold the same gigawatts" if lanes else "Nothing about these gigawatts had been published"
