"""How much would the racks that OpenAI and Foxconn announced amount to, and what would have to be true?

>>> import explorer as ex
>>> s = ex.Scenario(openai_share=0.3)
>>> ex.simulate(s).chance("delivered_gw", at_least=10, by="2029-12") > 0
True

What is below is the whole public interface. Datasets (pandas frames): `sources`, `claims`, `timelines`, `capacity`,
`investment`, `agreement`, `parameters`, `series`. Model: `Scenario`, `defaults`, `presets`, `notices`, `simulate`,
`share_curve`, `solve`, `link`, `from_link`, `read_link` and the distributions `point`, `uniform`, `triangular`,
`interval90`. Charts and app: `figures`, `app`, `panels`. Each is imported when first asked for, so that a script which
only computes loads neither pandas nor plotly nor widgets.
"""

import importlib
from typing import TYPE_CHECKING, Any

# Not lazy: the first import of the module of the same name would put the module where the function is looked for.
from explorer.solve import solve

if TYPE_CHECKING:
    from explorer import figures
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
    from explorer.links import from_link, link, read_link
    from explorer.model import share_curve, simulate
    from explorer.scenario import Scenario, defaults, notices, presets
    from explorer.ui import app, panels

    __version__: str

__all__ = [
    "Scenario",
    "__version__",
    "agreement",
    "app",
    "capacity",
    "claims",
    "defaults",
    "figures",
    "from_link",
    "interval90",
    "investment",
    "link",
    "notices",
    "panels",
    "parameters",
    "point",
    "presets",
    "read_link",
    "series",
    "share_curve",
    "simulate",
    "solve",
    "sources",
    "timelines",
    "triangular",
    "uniform",
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
    "explorer.distributions": ("interval90", "point", "triangular", "uniform"),
    "explorer.links": ("from_link", "link", "read_link"),
    "explorer.model": ("share_curve", "simulate"),
    "explorer.scenario": ("Scenario", "defaults", "notices", "presets"),
    "explorer.ui": ("app", "panels"),
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
