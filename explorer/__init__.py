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
`interval90`. Charts, app and report of a scenario: `charts`, `app`, `panels`, `report`. Whatever is refused raises an
`ExplorerError`, a ValueError whose message is a sentence: `ArgumentError`, `ScenarioError` (a `LinkError` among them),
`DistributionError`, `ModelError`, `TrailError`, `SeedsError`. Each is imported when first
asked for, so that a script which only computes loads neither pandas nor plotly nor widgets.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explorer import charts
    from explorer.analysis.backtest import backtest
    from explorer.analysis.bottleneck import first_break
    from explorer.analysis.evidence_sensitivity import believe, leave_one_out, without
    from explorer.analysis.forecasts import scores
    from explorer.analysis.presets import presets
    from explorer.analysis.run_record import TrailError, check_trail, trail, trail_text
    from explorer.analysis.scenario_comparison import compare_many, differing
    from explorer.analysis.sensitivity import sensitivity
    from explorer.analysis.solve import solve
    from explorer.analysis.value_of_information import questions
    from explorer.analysis.waterfall import compare
    from explorer.datasets.tables import (
        agreement,
        capacity,
        claims,
        comparables,
        drift,
        gigawatts,
        independence,
        investment,
        ladder,
        origins,
        pairs,
        parameters,
        scorecard,
        series,
        sources,
        timelines,
    )
    from explorer.documents.verification import verify
    from explorer.errors import ArgumentError, ExplorerError
    from explorer.model import ModelError, share_curve, simulate
    from explorer.scenario import Scenario, ScenarioError, defaults
    from explorer.scenario.consistency import notices
    from explorer.scenario.distributions import DistributionError, interval90, point, triangular, uniform
    from explorer.scenario.links import LinkError, from_link, link, read_link
    from explorer.seeds import SeedsError
    from explorer.ui import app, panels
    from explorer.ui.report import report

    __version__: str

__all__ = [
    "ArgumentError",
    "DistributionError",
    "ExplorerError",
    "LinkError",
    "ModelError",
    "Scenario",
    "ScenarioError",
    "SeedsError",
    "TrailError",
    "__version__",
    "agreement",
    "app",
    "backtest",
    "believe",
    "capacity",
    "charts",
    "check_trail",
    "claims",
    "comparables",
    "compare",
    "compare_many",
    "defaults",
    "differing",
    "drift",
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
        "comparables",
        "drift",
        "gigawatts",
        "independence",
        "investment",
        "ladder",
        "origins",
        "pairs",
        "parameters",
        "scorecard",
        "series",
        "sources",
        "timelines",
    ),
    "explorer.errors": ("ArgumentError", "ExplorerError"),
    "explorer.seeds": ("SeedsError",),
    "explorer.analysis.evidence_sensitivity": ("believe", "leave_one_out", "without"),
    "explorer.analysis.bottleneck": ("first_break",),
    "explorer.scenario.distributions": ("DistributionError", "interval90", "point", "triangular", "uniform"),
    "explorer.analysis.forecasts": ("scores",),
    "explorer.analysis.backtest": ("backtest",),
    "explorer.scenario.links": ("LinkError", "from_link", "link", "read_link"),
    "explorer.scenario.consistency": ("notices",),
    "explorer.model": ("ModelError", "share_curve", "simulate"),
    "explorer.analysis.presets": ("presets",),
    "explorer.analysis.value_of_information": ("questions",),
    "explorer.scenario": ("Scenario", "ScenarioError", "defaults"),
    "explorer.analysis.solve": ("solve",),
    "explorer.analysis.sensitivity": ("sensitivity",),
    "explorer.analysis.run_record": ("TrailError", "check_trail", "trail", "trail_text"),
    "explorer.ui": ("app", "panels"),
    "explorer.ui.report": ("report",),
    "explorer.documents.verification": ("verify",),
    "explorer.analysis.scenario_comparison": ("compare_many", "differing"),
    "explorer.analysis.waterfall": ("compare",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("buildout-explorer")
    elif name == "charts":
        value = importlib.import_module("explorer.charts")
    elif name in _HOME:
        value = getattr(importlib.import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module 'explorer' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
