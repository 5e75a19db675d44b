"""The charts: plotly figures for a notebook; below them, plain specs for plotly.js and SVG for pages and files.

``__init__.pyi`` says in which module each lives. It is imported when first asked for: a page that only sends specs to
plotly.js never pays for the plotly package. `explorer.charts.registry` says how one is made.
"""

from typing import Any, cast

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = cast("Any", attach_stub(__name__, __file__))
