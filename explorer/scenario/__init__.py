"""Everything a reader may change, as one frozen value, and the link that carries it."""

from explorer.scenario.assumptions import (
    Draws as Draws,
    Scenario as Scenario,
    ScenarioError as ScenarioError,
    defaults as defaults,
    month_label as month_label,
    month_number as month_number,
    sample as sample,
)
