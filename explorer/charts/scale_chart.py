"""All deals of the buyer on one scale: what runs, is under contract and is planned, once in each layer."""

from collections.abc import Mapping
from typing import Any

from explorer.arguments import frame
from explorer.charts import marks, rows
from explorer.charts.gigawatts_chart import COLUMNS, FILLS, LAYERS, POWER, layer_name
from explorer.charts.registry import INSTALLED, Spec, Table, chart, opened
from explorer.evidence.power_layers import counted_once
from explorer.formatting import plural
from explorer.records.vocabulary import own
from explorer.seeds import Naming

HEADS = {"running": "Running", "contracted": "Under contract", "planned": "Planned or promised"}


@chart(
    {"one-scale": "ex.charts.one_scale(ex.gigawatts({seeds}))"},
    gigawatts=frame(
        f"{COLUMNS} counts", like="ex.gigawatts()", words={"layer": LAYERS, "state": own()["state"], "power": POWER}
    ),
)
def one_scale(gigawatts: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """The buyer's gigawatts, from `explorer.gigawatts`, summed within each layer and never across them."""
    sums = counted_once(opened(gigawatts)[0])
    layers = {layer_name(one): one["reason"] for one in sums}
    chips = {one["state"]: said(one) for one in sums if one["layer"] == "chips"}
    runs = [said(one) for one in sums if one["layer"] == "whole" and one["state"] == "running"]
    title = "No gigawatts are counted here"
    if sums:
        title = f"What {naming.buyer} has agreed, planned and runs, counted once in each layer"
    if runs and "contracted" in chips:
        title = f"Chips for {chips['contracted']} under contract. {naming.buyer} ran on {runs[0]}"
    return rows.drawn(
        [_row(one) for one in sums],
        rows.linear_axis("gigawatts; no sum across layers", [one["gw"][1] for one in sums]),
        ("Layer", "How far", "What is summed", "Figure"),
        groups=layers,
        naming=naming,
        width=width,
        title=title,
        subtitle="Gigawatts; each layer holds the same ones. Filled bars run, tinted ones are under contract, hollow "
        "ones are planned or promised",
        summary=f"{plural(len(sums), 'sum')} in {plural(len(layers), 'layer')}, never added up",
    )


def said(one: Mapping[str, Any]) -> str:
    """A sum in words: "at least" and "up to" where a part of it was told so."""
    low, high = one["gw"]
    figure = f"{low:.3g}-{high:.3g} GW" if low != high else f"{high:.4g} GW"
    return f"{'at least ' if one['least'] else 'up to ' if one['most'] else 'about ' if one['about'] else ''}{figure}"


def _row(one: Mapping[str, Any]) -> rows.Row:
    low, high = one["gw"]
    dash = "dash" if one["most"] else "solid"
    return rows.Row(
        HEADS[one["state"]],
        "; ".join(one["names"]),
        said(one),
        x=high,
        symbol="triangle-right-open" if one["least"] else "",
        marks=[marks.bar(0, high, FILLS[one["state"]], edge="blue", width=1.6, dash=dash)],
        group=layer_name(one),
        claim_ids=one["claim_ids"],
        source_ids=one["source_ids"],
        numbers={"state": one["state"], "low_gw": low, "high_gw": high},
    )
