"""How much would the racks that OpenAI and Foxconn announced amount to, and what would have to be true?

>>> import explorer as ex
>>> s = ex.Scenario(openai_share=0.3)
>>> ex.simulate(s).chance("delivered_gw", at_least=10, by="2029-12") > 0
True

What is below is the whole public interface. Datasets (pandas frames): `sources`, `claims`, `timelines`, `capacity`,
`investment`, `agreement`, `parameters`, `series`; what relates claims: `ladder`, `pairs`, `comparables`,
`independence`, `origins`, `drift`, `scorecard`, `gigawatts`; held against documents: `verify`. Model: `Scenario`,
`defaults`, `presets`, `notices`, `simulate`, `share_curve`, `solve`, `sensitivity`, `compare`, `first_break`,
`questions`, `believe`, `without`, `leave_one_out`, `backtest`, `scores`, `link`, `from_link`, `read_link` and the
distributions `point`, `uniform`, `triangular`, `interval90`. Charts, app and report of a scenario: `figures`, `app`,
`panels`, `report`. Each is imported when first asked for, so that a script which only computes loads neither pandas nor
plotly nor widgets.
"""

import importlib
from typing import TYPE_CHECKING, Any

# Not lazy: the first import of the module of the same name would put the module where the function is looked for.
from explorer.solve import solve

if TYPE_CHECKING:
    from explorer import figures
    from explorer.belief import believe, leave_one_out, without
    from explorer.breaks import first_break
    from explorer.datasets import (
        agreement,
        capacity,
        claims,
        investment,
        parameters,
        series,
        sources,
        timelines,
    )
    from explorer.distributions import interval90, point, triangular, uniform
    from explorer.hindsight import backtest, scores
    from explorer.ledger import (
        comparables,
        drift,
        gigawatts,
        independence,
        ladder,
        origins,
        pairs,
        scorecard,
    )
    from explorer.links import from_link, link, read_link
    from explorer.misfit import notices
    from explorer.model import share_curve, simulate
    from explorer.named import presets
    from explorer.reporter import questions
    from explorer.scenario import Scenario, defaults
    from explorer.tornado import sensitivity
    from explorer.ui import app, panels
    from explorer.ui.report import report
    from explorer.verification import verify
    from explorer.waterfall import compare

    __version__: str

__all__ = [
    "Scenario",
    "__version__",
    "agreement",
    "app",
    "backtest",
    "believe",
    "capacity",
    "claims",
    "comparables",
    "compare",
    "defaults",
    "drift",
    "figures",
    "first_break",
    "from_link",
    "gigawatts",
    "independence",
    "interval90",
    "investment",
    "ladder",
    "leave_one_out",
    "link",
    "notices",
    "origins",
    "pairs",
    "panels",
    "parameters",
    "point",
    "presets",
    "questions",
    "read_link",
    "report",
    "scorecard",
    "scores",
    "sensitivity",
    "series",
    "share_curve",
    "simulate",
    "solve",
    "sources",
    "timelines",
    "triangular",
    "uniform",
    "verify",
    "without",
]

_HOMES = {
    "explorer.datasets": (
        "agreement",
        "capacity",
        "claims",
        "investment",
        "parameters",
        "series",
        "sources",
        "timelines",
    ),
    "explorer.belief": ("believe", "leave_one_out", "without"),
    "explorer.breaks": ("first_break",),
    "explorer.distributions": ("interval90", "point", "triangular", "uniform"),
    "explorer.hindsight": ("backtest", "scores"),
    "explorer.ledger": (
        "comparables",
        "drift",
        "gigawatts",
        "independence",
        "ladder",
        "origins",
        "pairs",
        "scorecard",
    ),
    "explorer.links": ("from_link", "link", "read_link"),
    "explorer.misfit": ("notices",),
    "explorer.model": ("share_curve", "simulate"),
    "explorer.named": ("presets",),
    "explorer.reporter": ("questions",),
    "explorer.scenario": ("Scenario", "defaults"),
    "explorer.tornado": ("sensitivity",),
    "explorer.ui": ("app", "panels"),
    "explorer.ui.report": ("report",),
    "explorer.verification": ("verify",),
    "explorer.waterfall": ("compare",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("buildout-explorer")
    elif name == "figures":
        value = importlib.import_module("explorer.figures")
    elif name in _HOME:
        value = getattr(importlib.import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module 'explorer' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
