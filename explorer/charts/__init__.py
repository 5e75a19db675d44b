"""The charts: pure functions from tables or results to plotly figures, to plain specs for plotly.js, and to SVG.

Nothing is imported before it is asked for: a page that only sends specs to plotly.js never pays for the plotly package.

====================  =====================================================================================
``timeline``          who said what when, and what it is about
``capacity``          rival figures for racks and gigawatts, in groups that may be compared
``investment``        rival figures for money, factory money and data-centre money apart
``gigawatts``         OpenAI's gigawatts by layer, running, contracted, planned, never added across layers
``dollars_per_gw``    money over power, beside what a gigawatt is said to cost
``agreement_table``   which source states, shares, blurs or leaves out which fact, as an HTML table
``shares``            what different shares for OpenAI would amount to
``fan``               gigawatts over time for the reader's share
``dots``              the same at one date as twenty dots, each one in twenty of the simulated cases
``chain``             from the racks that could be made to the power that would run
``tornado``           what decides it: each assumption alone, and its share of the spread
``frontier``          two assumptions at once: the share that a goal takes against another assumption
``waterfall``         from one scenario to another, one assumption after the other
``sidebyside``        several scenarios and one outcome, drawn with the same random numbers
``backtest``          did it happen: forecasts over what came, beside two naive rivals
``table``             any of the datasets as an HTML table to read, nothing cut off
====================  =====================================================================================

Each lives in a module named after it (``shares`` in ``shares_chart``), beside ``spec_*`` (a plain dict with data,
layout and meta) and, where numbers move, ``*_series`` (arrays by trace name).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explorer.charts.agreement import agreement_table
    from explorer.charts.backtest_chart import backtest
    from explorer.charts.capacity_chart import capacity
    from explorer.charts.chain_chart import chain
    from explorer.charts.dots_chart import dots
    from explorer.charts.fan_chart import fan
    from explorer.charts.frame_table import table
    from explorer.charts.frontier_chart import frontier
    from explorer.charts.gigawatts_chart import gigawatts
    from explorer.charts.investment_chart import dollars_per_gw, investment
    from explorer.charts.shares_chart import shares
    from explorer.charts.sidebyside_chart import sidebyside
    from explorer.charts.timeline_chart import timeline
    from explorer.charts.tornado_chart import tornado
    from explorer.charts.waterfall_chart import waterfall

_HOME = {
    "agreement_table": "agreement",
    "backtest": "backtest_chart",
    "capacity": "capacity_chart",
    "chain": "chain_chart",
    "dollars_per_gw": "investment_chart",
    "dots": "dots_chart",
    "fan": "fan_chart",
    "frontier": "frontier_chart",
    "gigawatts": "gigawatts_chart",
    "investment": "investment_chart",
    "shares": "shares_chart",
    "sidebyside": "sidebyside_chart",
    "table": "frame_table",
    "timeline": "timeline_chart",
    "tornado": "tornado_chart",
    "waterfall": "waterfall_chart",
}

__all__ = [
    "agreement_table",
    "backtest",
    "capacity",
    "chain",
    "dollars_per_gw",
    "dots",
    "fan",
    "frontier",
    "gigawatts",
    "investment",
    "shares",
    "sidebyside",
    "table",
    "timeline",
    "tornado",
    "waterfall",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"explorer.charts has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
