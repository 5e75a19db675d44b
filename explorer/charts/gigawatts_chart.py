"""OpenAI's gigawatts, a group for each layer, no sum across layers: a bar for each party and state, or for their sum.

Filled bars run, tinted ones are promised or under contract, hollow ones are planned. A triangle at its end means "at
least", a dashed edge "up to"; a grey bar is an older statement that another has taken the place of.
"""

from collections.abc import Mapping
from typing import Any

from explorer.arguments import frame
from explorer.charts import marks, rows
from explorer.charts.registry import INSTALLED, Spec, Table, chart, rows_and_attrs
from explorer.evidence.power_layers import counted_once
from explorer.formatting import capital, plural
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import Naming

LAYERS = own_vocabulary().meanings("layer")
POWER = {"it": ", power of the computers alone", "facility": ", power of the whole site", "not stated": ""}
FILLS = {"running": "blue", "contracted": "band_50", "planned": "ground"}
HEADS = {"running": "Running", "contracted": "Promised or under contract", "planned": "Planned"}
LEGEND = "Filled bars run, tinted ones are promised or under contract, hollow ones are planned"
COLUMNS = (
    "layer name party note state bound power said low_gw central_gw high_gw superseded_by source_ids claim_ids reason"
)
WORDS = {"layer": LAYERS, "state": own_vocabulary()["state"], "power": POWER}


@chart("gigawatts", gigawatts=frame(COLUMNS, like="ex.gigawatts()", words=WORDS))
def gigawatts(gigawatts: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """OpenAI's gigawatts by layer, from `explorer.gigawatts`, in each layer the largest first.

    >>> import explorer as ex
    >>> gigawatts(ex.gigawatts()).layout.title.text
    '<b>OpenAI spoke of 30 GW. It ran on about 1.9 GW</b>'
    """
    lanes, _ = rows_and_attrs(gigawatts)
    lanes = sorted(lanes, key=lambda lane: (list(LAYERS).index(lane["layer"]), -_length(lane)))
    figures = {lane["state"]: lane["said"] for lane in lanes if lane["layer"] == "whole" and not lane["superseded_by"]}
    title = "The layers hold the same gigawatts" if lanes else "Nothing about these gigawatts had been published"
    if {"running", "planned"} <= figures.keys():
        title = f"{lanes[0]['party']} spoke of {figures['planned']}. It ran on {figures['running']}"
    return _drawn(
        [_row(lane, naming) for lane in lanes],
        lanes,
        "row",
        heads=("Layer", "Whose", "State and power", "Figure"),
        naming=naming,
        width=width,
        title=title,
        subtitle=f"Gigawatts; most sources do not say whether of the computers or of the whole site. {LEGEND}; a "
        "triangle means \u201cat least\u201d, a dashed edge \u201cup to\u201d",
    )


@chart(
    "one-scale",
    gigawatts=frame(f"{COLUMNS} counts", like="ex.gigawatts()", words=WORDS, filled="claim_ids"),
)
def one_scale(gigawatts: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """The buyer's gigawatts, from `explorer.gigawatts`, summed within each layer and never across them.

    >>> import explorer as ex
    >>> one_scale(ex.gigawatts()).layout.title.text[-30:]
    'OpenAI ran on about 1.9 GW</b>'
    """
    sums = counted_once(rows_and_attrs(gigawatts)[0])
    chips = {one["state"]: _said(one) for one in sums if one["layer"] == "chips"}
    runs = [_said(one) for one in sums if one["layer"] == "whole" and one["state"] == "running"]
    title = "No gigawatts are counted here"
    if sums:
        title = f"What {naming.buyer} has agreed, planned and runs, counted once in each layer"
    if runs and "contracted" in chips:
        title = f"Chips for {chips['contracted']} promised or under contract. {naming.buyer} ran on {runs[0]}"
    return _drawn(
        [_sum(one, naming) for one in sums],
        sums,
        "sum",
        heads=("Layer", "How far", "What is summed", "Figure"),
        naming=naming,
        width=width,
        title=title,
        subtitle=f"Gigawatts; the layers count the same ones again. {LEGEND}",
    )


def _layer(one: Mapping[str, Any], naming: Naming) -> str:
    """The heading of the layer that a row stands in."""
    return capital(LAYERS[one["layer"]].replace("the buyer", naming.buyer or "the buyer"))


def _drawn(listed: list[rows.Row], lanes: list[dict[str, Any]], counted: str, naming: Naming, **about: Any) -> Spec:
    layers = {_layer(one, naming): one["reason"] for one in lanes}
    return rows.row_chart(
        listed,
        marks.linear_axis("gigawatts; no sum across layers", [row.x or 0 for row in listed]),
        groups=layers,
        naming=naming,
        summary=f"{plural(len(listed), counted)} in {plural(len(layers), 'layer')}, never added up",
        **about,
    )


def _row(lane: Mapping[str, Any], naming: Naming) -> rows.Row:
    old, length = bool(lane["superseded_by"]), _length(lane)
    state = f"{lane['state']}{POWER[lane['power']]}{', overtaken' if old else ''}"
    return rows.Row(
        lane["name"],
        f"{state}. {lane['note']}" if lane["note"] else state,
        lane["said"],
        **_bar(lane, length, lane["bound"] == "at_least", lane["bound"] == "up_to", old),
        group=_layer(lane, naming),
        faint=old,
        numbers={**{name: lane[name] for name in ("state", "power", "bound")}, "gw": length or None, "replaced": old},
    )


def _sum(one: Mapping[str, Any], naming: Naming) -> rows.Row:
    low, high = one["gw"]
    return rows.Row(
        HEADS[one["state"]],
        "; ".join(one["names"]),
        _said(one),
        **_bar(one, high, one["least"], one["most"]),
        group=_layer(one, naming),
        numbers={"state": one["state"], "low_gw": low, "high_gw": high},
    )


def _bar(one: Mapping[str, Any], length: float, least: bool, most: bool, old: bool = False) -> dict[str, Any]:
    """What a row has in common with any other: its bar, where it stands, and what it rests on."""
    colour, fill = ("axis", "wash") if old else ("blue", FILLS[one["state"]])
    bar = marks.bar(0, length, fill, edge=colour, width=1.6, dash="dash" if most else "solid")
    found = {"x": length or None, "colour": colour, "marks": [bar] if length else []}
    found |= {"symbol": "triangle-right-open" if least else ""}
    return found | {"claim_ids": one["claim_ids"], "source_ids": one["source_ids"]}


def _length(lane: Mapping[str, Any]) -> float:
    """How long a bar is, in GW: the end that its bound gives, 0 where no gigawatts are stated."""
    return next((lane[f"{end}_gw"] for end in ("central", "high", "low") if lane[f"{end}_gw"] is not None), 0.0)


def _said(one: Mapping[str, Any]) -> str:
    """A sum in words: "at least" and "up to" where a part of it was told so."""
    low, high = one["gw"]
    figure = f"{low:.3g}-{high:.3g} GW" if low != high else f"{high:.4g} GW"
    return f"{'at least ' if one['least'] else 'up to ' if one['most'] else 'about ' if one['about'] else ''}{figure}"
