"""How much would the racks that OpenAI and Foxconn announced amount to, and what would have to be true?

>>> import explorer as ex
>>> s = ex.Scenario(openai_share=0.3)
>>> ex.simulate(s).chance("delivered_gw", at_least=10, by="2029-12") > 0
True

What is below is the whole public interface. Datasets (pandas frames): `sources`, `claims`, `timelines`, `capacity`,
`investment`, `agreement`, `parameters`, `series`; what relates claims: `ladder`, `pairs`, `comparables`,
`independence`, `origins`, `drift`, `scorecard`, `gigawatts`; held against documents: `verify`. Model: `Scenario`,
`defaults`, `presets`, `notices`, `simulate`, `share_curve`, `solve`, `sensitivity`, `compare`, `compare_many`,
`differing`, `first_break`, `questions`, `believe`, `without`, `leave_one_out`, `backtest`, `scores`, `link`,
`from_link`, `read_link`, `trail`, `trail_text`, `check_trail` and the distributions `point`, `uniform`, `triangular`,
`interval90`. Charts, app and report of a scenario: `figures`, `app`, `panels`, `report`. Whatever is refused raises an
`ExplorerError`, a ValueError whose message is a sentence: `ArgumentFault`, `ScenarioFault` (a `LinkFault` among them),
`DistributionFault`, `ModelFault`, `TrailFault`, `SeedFaults`. Each is imported when first
asked for, so that a script which only computes loads neither pandas nor plotly nor widgets.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explorer import figures
    from explorer.analysis.belief import believe, leave_one_out, without
    from explorer.analysis.breaks import first_break
    from explorer.analysis.forecasts import scores
    from explorer.analysis.hindsight import backtest
    from explorer.analysis.named import presets
    from explorer.analysis.reporter import questions
    from explorer.analysis.sidebyside import compare_many, differing
    from explorer.analysis.solve import solve
    from explorer.analysis.tornado import sensitivity
    from explorer.analysis.trails import TrailFault, check_trail, trail, trail_text
    from explorer.analysis.waterfall import compare
    from explorer.datasets.ledger import (
        comparables,
        drift,
        gigawatts,
        independence,
        ladder,
        origins,
        pairs,
        scorecard,
    )
    from explorer.datasets.tables import (
        agreement,
        capacity,
        claims,
        investment,
        parameters,
        series,
        sources,
        timelines,
    )
    from explorer.documents.verification import verify
    from explorer.faults import ArgumentFault, ExplorerError
    from explorer.model import ModelFault, share_curve, simulate
    from explorer.scenario import Scenario, ScenarioFault, defaults
    from explorer.scenario.distributions import DistributionFault, interval90, point, triangular, uniform
    from explorer.scenario.links import LinkFault, from_link, link, read_link
    from explorer.scenario.misfit import notices
    from explorer.seeds import SeedFaults
    from explorer.ui import app, panels
    from explorer.ui.report import report

    __version__: str

__all__ = [
    "ArgumentFault",
    "DistributionFault",
    "ExplorerError",
    "LinkFault",
    "ModelFault",
    "Scenario",
    "ScenarioFault",
    "SeedFaults",
    "TrailFault",
    "__version__",
    "agreement",
    "app",
    "backtest",
    "believe",
    "capacity",
    "check_trail",
    "claims",
    "comparables",
    "compare",
    "compare_many",
    "defaults",
    "differing",
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
    "trail",
    "trail_text",
    "triangular",
    "uniform",
    "verify",
    "without",
]

_HOMES = {
    "explorer.datasets.tables": (
        "agreement",
        "capacity",
        "claims",
        "investment",
        "parameters",
        "series",
        "sources",
        "timelines",
    ),
    "explorer.faults": ("ArgumentFault", "ExplorerError"),
    "explorer.seeds": ("SeedFaults",),
    "explorer.analysis.belief": ("believe", "leave_one_out", "without"),
    "explorer.analysis.breaks": ("first_break",),
    "explorer.scenario.distributions": ("DistributionFault", "interval90", "point", "triangular", "uniform"),
    "explorer.analysis.forecasts": ("scores",),
    "explorer.analysis.hindsight": ("backtest",),
    "explorer.datasets.ledger": (
        "comparables",
        "drift",
        "gigawatts",
        "independence",
        "ladder",
        "origins",
        "pairs",
        "scorecard",
    ),
    "explorer.scenario.links": ("LinkFault", "from_link", "link", "read_link"),
    "explorer.scenario.misfit": ("notices",),
    "explorer.model": ("ModelFault", "share_curve", "simulate"),
    "explorer.analysis.named": ("presets",),
    "explorer.analysis.reporter": ("questions",),
    "explorer.scenario": ("Scenario", "ScenarioFault", "defaults"),
    "explorer.analysis.solve": ("solve",),
    "explorer.analysis.tornado": ("sensitivity",),
    "explorer.analysis.trails": ("TrailFault", "check_trail", "trail", "trail_text"),
    "explorer.ui": ("app", "panels"),
    "explorer.ui.report": ("report",),
    "explorer.documents.verification": ("verify",),
    "explorer.analysis.sidebyside": ("compare_many", "differing"),
    "explorer.analysis.waterfall": ("compare",),
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
