"""The public charts: in which module each lives. Type checkers read it, and `explorer.charts.__getattr__` does too."""

from .backtest_chart import backtest as backtest
from .claims_chart import capacity as capacity, dollars_per_gw as dollars_per_gw, investment as investment
from .comparison_chart import sidebyside as sidebyside, waterfall as waterfall
from .fan_chart import dots as dots, fan as fan
from .frontier_chart import frontier as frontier
from .gigawatts_chart import gigawatts as gigawatts, one_scale as one_scale
from .html import agreement_table as agreement_table, chain as chain, table as table
from .ladder_chart import ladder as ladder
from .shares_chart import shares as shares
from .timeline_chart import timeline as timeline
from .tornado_chart import tornado as tornado

__all__: list[str]
