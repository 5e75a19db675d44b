"""What a scenario amounts to, month by month and draw by draw."""

from explorer.model.projection import (
    BAND as BAND,
    CAPPED_IN_SHARE as CAPPED_IN_SHARE,
    LINEAR_IN_SHARE as LINEAR_IN_SHARE,
    OUTCOMES as OUTCOMES,
    ModelError as ModelError,
    Projection as Projection,
    known_outcome as known_outcome,
    linear_quantiles as linear_quantiles,
    median as median,
    outcome_name as outcome_name,
    outcome_unit as outcome_unit,
    outcomes_of as outcomes_of,
    share_curve as share_curve,
    simulate as simulate,
)
