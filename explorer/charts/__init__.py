"""The charts: plotly figures for a notebook; below them, plain specs for plotly.js and SVG for pages and files.

====================  =====================================================================================
``shares``            what a share of Foxconn's racks would give OpenAI: delivered, and switched on
``fan``               the same over time, for the reader's share
``dots``              the same at one date as twenty dots, each one in twenty of the simulated cases
``chain``             from the racks that could be made to the power that would run
``tornado``           what matters most: each assumption alone, and its part of the spread
``frontier``          two assumptions at once: the share that a goal takes against another assumption
``waterfall``         from one scenario to another, one assumption after the other
``sidebyside``        several scenarios and one outcome, drawn with the same random numbers
``backtest``          forecasts against what came, since the announcement and before
``timeline``          promised and done, with the days on which it was said
``capacity``          racks a week, or gigawatts: claimed, aimed for and counted
``investment``        rival sums of money, for each year and in all, on a scale each
``gigawatts``         OpenAI's gigawatts by layer, running, contracted, planned, never added across layers
``dollars_per_gw``    what a gigawatt is said to cost, by what is counted, and what the plans come to
``ladder``            how firm each number is, from a rumour to what is done
``agreement_table``   where sources differ, and what none of them says, as an HTML table
``table``             any of the datasets as an HTML table to read, nothing cut off
====================  =====================================================================================

Each is imported when first asked for: a page that only sends specs to plotly.js never pays for the plotly package. A
chart lives in a module named after it, and `explorer.charts.registry` says how one is made.
"""

from typing import Any, cast

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = cast("Any", attach_stub(__name__, __file__))
