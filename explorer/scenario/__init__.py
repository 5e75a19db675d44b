"""Everything a reader may change, as one frozen value, and the link that carries it."""

from explorer.records.parameters import OUTSIDE_LIMIT
from explorer.scenario.assumptions import (
    Draws,
    Scenario,
    ScenarioError,
    deal,
    defaults,
    month_label,
    month_number,
    sample,
    table,
)

__all__ = [
    "OUTSIDE_LIMIT",
    "Draws",
    "Scenario",
    "ScenarioError",
    "deal",
    "defaults",
    "month_label",
    "month_number",
    "sample",
    "table",
]
