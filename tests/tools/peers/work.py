"""The work that every page of the comparison does when a reader moves a control: the same model, the same five curves.

It is on purpose less than our own page does, which also works out the share that is needed and draws seven quantiles.
"""

from typing import Any

import plotly.graph_objects as go

import explorer as ex

SHARE, POWER_KW = 10, 132
"""Where both controls begin: per cent of all racks for OpenAI, most likely rack power."""
QUANTILES = (0.05, 0.95, 0.25, 0.75, 0.5)
COLOURS = {0.95: "#d7e3ef", 0.75: "#a9c3dd"}


def fan(share_percent: float, power_kw: float) -> tuple[list[Any], str]:
    """Energised GW month by month to the end of 2030, one row for each of `QUANTILES`, and the sentence below."""
    share = share_percent / 100
    power = ex.triangular(min(120, power_kw), power_kw, max(140, power_kw))
    result = ex.simulate(ex.Scenario(openai_share=share, rack_power_kw=power))
    delivered, running = (
        ", ".join(f"{value:.1f}" for value in result.quantiles_at(name, (0.05, 0.5, 0.95), "2029-12"))
        for name in ("delivered_gw", "energised_gw")
    )
    said = f"With {share_percent:g}% of the racks, at {power_kw:g} kW: {delivered} GW delivered, {running} GW running."
    return list(result.quantile_rows("energised_gw", QUANTILES, until="2030-12")), said


def figure(rows: list[Any]) -> go.Figure:
    """Two bands and the middle case, the middle last."""
    drawn = go.Figure(
        layout={"width": 800, "height": 420, "showlegend": False, "yaxis": {"range": [0, 15], "title": "GW"}}
    )
    for quantile, row in zip(QUANTILES, rows, strict=True):
        fill = {"fill": "tonexty", "fillcolor": COLOURS[quantile]} if quantile in COLOURS else {}
        drawn.add_scatter(y=row, mode="lines", line={"width": 2 if quantile == 0.5 else 0, "color": "#1f4e79"}, **fill)
    return drawn
