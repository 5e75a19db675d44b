"""All deals of the buyer on one scale: what runs, is under contract and is planned, once in each layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.arguments import frame
from explorer.charts import marks, rows
from explorer.charts.gigawatts_chart import COLUMNS, FILLS, POWER
from explorer.charts.registry import INSTALLED, Table, chart, opened
from explorer.charts.style import Spec
from explorer.evidence.power_layers import counted_once
from explorer.formatting import plural
from explorer.records.vocabulary import LAYERS, STATES
from explorer.seeds import Naming

HEADS = {"running": "Running", "contracted": "Under contract", "planned": "Planned or promised"}


@chart(
    "one_scale",
    {"one-scale": "ex.charts.one_scale(ex.gigawatts({seeds}))"},
    gigawatts=frame(
        f"{COLUMNS} counts", like="ex.gigawatts()", words={"layer": LAYERS, "state": STATES, "power": POWER}
    ),
)
def one_scale(gigawatts: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """The buyer's gigawatts, from `explorer.gigawatts`, summed within each layer and never across them."""
    sums = counted_once(opened(gigawatts)[0])
    layers = {_layer(one): one["reason"] for one in sums}
    chips = {one["state"]: said(one) for one in sums if one["layer"] == "chips"}
    runs = [said(one) for one in sums if one["layer"] == "whole" and one["state"] == "running"]
    title = "No gigawatts are counted here"
    if sums:
        title = f"What {naming.buyer} has agreed, planned and runs, counted once in each layer"
    if runs and "contracted" in chips:
        title = f"Chips for {chips['contracted']} under contract. {naming.buyer} ran on {runs[0]}"
    return rows.drawn(
        [_mark(one) for one in sums],
        layers,
        rows.linear_axis("gigawatts; no sum across layers", [one["gw"][1] for one in sums]),
        ("Layer", "How far", "What is summed", "Figure"),
        naming=naming,
        width=width,
        title=title,
        subtitle="Gigawatts; each layer holds the same ones. Filled bars run, tinted ones are under contract, hollow "
        "ones are planned or promised",
        summary=f"{plural(len(sums), 'sum', 'sums')} in {plural(len(layers), 'layer', 'layers')}, never added up",
    )


def said(one: Mapping[str, Any]) -> str:
    """A sum in words: "at least" and "up to" where a part of it was told so."""
    low, high = one["gw"]
    figure = f"{low:.3g}-{high:.3g} GW" if low != high else f"{high:.4g} GW"
    return f"{'at least ' if one['least'] else 'up to ' if one['most'] else 'about ' if one['about'] else ''}{figure}"


def _mark(one: Mapping[str, Any]) -> rows.Mark:
    def shapes(y: float) -> list[Spec]:
        box = marks.bar(0, one["gw"][1], y, FILLS[one["state"]], outline="blue")
        box["line"] |= {"width": 1.6, "dash": "dash" if one["most"] else "solid"}
        return [box]

    return rows.Mark(
        rows.Row(HEADS[one["state"]], "; ".join(one["names"]), said(one)),
        one["claim_ids"],
        one["source_ids"],
        {"state": one["state"], "low_gw": one["gw"][0], "high_gw": one["gw"][1]},
        x=one["gw"][1],
        symbol="triangle-right-open" if one["least"] else "",
        shapes=shapes,
        group=_layer(one),
    )


def _layer(one: Mapping[str, Any]) -> str:
    name = LAYERS[one["layer"]]
    return f"{name[:1].upper()}{name[1:]}"
