"""What a scenario amounts to, month by month and draw by draw."""

from explorer.model.projection import (
    CAPPED_IN_SHARE,
    LINEAR_IN_SHARE,
    OUTCOMES,
    ModelError,
    Projection,
    ShareCurve,
    finite,
    known_outcome,
    linear_quantiles,
    share_curve,
    simulate,
)

__all__ = [
    "CAPPED_IN_SHARE",
    "LINEAR_IN_SHARE",
    "OUTCOMES",
    "ModelError",
    "Projection",
    "ShareCurve",
    "finite",
    "known_outcome",
    "linear_quantiles",
    "share_curve",
    "simulate",
]
