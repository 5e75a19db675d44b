"""What people curated, as frozen values: a wrong one cannot be built. Its words, dates and checks stand beside it."""

from explorer.records.checks import RecordError
from explorer.records.claims import OWN, Claim, Fact, Milestone, Source
from explorer.records.parameters import Parameter, Point, Series

__all__ = ["OWN", "Claim", "Fact", "Milestone", "Parameter", "Point", "RecordError", "Series", "Source"]
