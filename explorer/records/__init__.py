"""What people curate, as frozen values: a wrong one cannot be built. Its words, dates and checks stand beside it."""

from explorer.records.claims import OWN, Claim, Fact, Milestone, Source
from explorer.records.fields import RecordError
from explorer.records.parameters import Parameter, Point, Series
from explorer.records.relations import (
    Deal,
    Finding,
    Lane,
    Occasion,
    Pair,
    Prediction,
    Preset,
    Quotable,
    Revision,
    Story,
    Target,
    Wording,
    Yardstick,
)

__all__ = [
    "OWN", "Claim", "Deal", "Fact", "Finding", "Lane", "Milestone", "Occasion", "Pair", "Parameter", "Point",
    "Prediction", "Preset", "Quotable", "RecordError", "Revision", "Series", "Source", "Story", "Target", "Wording",
    "Yardstick",
]  # fmt: skip
