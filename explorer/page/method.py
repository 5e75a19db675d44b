"""The view *Data and method*: equations, every assumption, the back-test and the sources, as rows of words."""

from __future__ import annotations

from typing import Any

from explorer.analysis import backtest
from explorer.formatting import plural, two_figures
from explorer.page import evidence
from explorer.page.controls import shape_words
from explorer.scenario import Scenario
from explorer.seeds import Seeds

FACILITY = "GW of facility power"
EQUATIONS = (
    (
        "Rack rate",
        "from the start to the target in a straight line over the ramp; then growth each year",
        "racks a week",
    ),
    ("Racks shipped", "rack rate times the part shipped times weeks in a month, added up", "racks, worldwide"),
    ("Made in the U.S.", "racks shipped times the U.S. share", "racks"),
    ("Racks for OpenAI", "racks shipped times the share for OpenAI times how far deliveries have ramped up", "racks"),
    (
        "Rack power",
        "today’s rack, turning into the next one and that into the later one, each over its takeover",
        "kW a rack",
    ),
    ("IT power delivered", "racks for OpenAI times rack power times the IT overhead, added up", "GW of IT power"),
    ("Power delivered", "IT power delivered times the facility overhead", FACILITY),
    ("Orders", "power delivered, later by the deployment lag", FACILITY),
    (
        "Sites",
        "share of sites open to these racks times the tracked sites, steps to come later by the slip, then their pace",
        "GW of facility power",
    ),
    (
        "Money",
        "share of spending open to these racks times a year’s compute spending over the yearly rent of a gigawatt",
        FACILITY,
    ),
    ("Energised power", "the least of orders, sites and money", FACILITY),
    ("Whole cost", "energised power times the cost of a gigawatt", "dollars"),
    ("Rack sales", "racks for OpenAI times their price, added up", "dollars"),
    ("Foxconn’s investment", "its yearly sum times the years so far", "dollars"),
)
"""Step, rule and unit of each equation in words; `explorer.model.equations` has them in code."""

BACKTEST = (
    "The model was started on past days, with the ranges and figures of those days, and held against what came, "
    "beside two rivals that need no model. Its ranges for Foxconn’s racks held while both rivals were far too high. "
    "For the first year of a new product its ramp was too slow and its ranges too narrow; for sites only months away "
    "its delay was too long. The cases are few and share much: hints, not proof."
)


def parameters(seeds: Seeds, scenario: Scenario) -> list[dict[str, str]]:
    """Every assumption with its range in words, where it comes from and why."""
    return [
        {
            "label": parameter.label,
            "shape": shape_words(parameter, scenario[name]),
            "origin": "ours" if parameter.origin == "ours" else plural(len(parameter.claim_ids), "claim", "claims"),
            "claims": " ".join(parameter.claim_ids),
            "reason": parameter.reason,
        }
        for name, parameter in seeds.parameters.items()
    ]


def scores() -> list[dict[str, Any]]:
    """The scores of the back-test, rounded for reading.

    >>> scores()[-1]["test"]
    'all'
    """
    return [
        {
            "test": score.test,
            "count": score.forecasts,
            "half": f"{100 * score.within_50:.0f}%",
            "most": f"{100 * score.within_90:.0f}%",
            **{rival: two_figures(getattr(score, rival)) for rival in ("model", "plan", "line")},
        }
        for score in backtest.scores.table(backtest.backtest()).rows
    ]


def sources(seeds: Seeds) -> list[dict[str, str]]:
    """Every source with its date, kind and licence."""
    return [evidence.source_row(source_id, seeds) for source_id in seeds.sources]
