"""What people curate, as frozen values: a wrong one cannot be built. Its words, dates and checks stand beside it."""

from explorer.records.claims import OWN as OWN, Claim as Claim, Fact as Fact, Milestone as Milestone, Source as Source
from explorer.records.fields import RecordError as RecordError
from explorer.records.parameters import Parameter as Parameter, Point as Point, Series as Series
from explorer.records.relations import (
    Deal as Deal,
    Finding as Finding,
    Lane as Lane,
    Occasion as Occasion,
    Pair as Pair,
    Prediction as Prediction,
    Preset as Preset,
    Quotable as Quotable,
    Revision as Revision,
    Story as Story,
    Target as Target,
    Wording as Wording,
    Yardstick as Yardstick,
)
