"""The public charts: in which module each lives. Type checkers read it, and `explorer.charts.__getattr__` does too."""

from .backtest_chart import backtest as backtest
from .capacity_chart import capacity as capacity
from .dots_chart import dots as dots
from .fan_chart import fan as fan
from .frontier_chart import frontier as frontier
from .gigawatts_chart import gigawatts as gigawatts, one_scale as one_scale
from .html import agreement_table as agreement_table, chain as chain, table as table
from .investment_chart import dollars_per_gw as dollars_per_gw, investment as investment
from .ladder_chart import ladder as ladder
from .shares_chart import shares as shares
from .sidebyside_chart import sidebyside as sidebyside
from .timeline_chart import timeline as timeline
from .tornado_chart import tornado as tornado
from .waterfall_chart import waterfall as waterfall

__all__: list[str]
