"""OpenAI's gigawatts, counted once: the same gigawatts seen as chips, racks, buildings and cloud contracts."""

from typing import Any

from explorer.evidence.comparability import figures
from explorer.evidence.known import Date, known_by
from explorer.records import Lane
from explorer.seeds import Seeds

WHY = {
    "whole": "This is what all layers below serve; none of them comes on top of it.",
    "chips": "Chips stand in racks, racks in buildings: a gigawatt of chips is a gigawatt of some building below.",
    "racks": "A rack holds chips of the layer above and stands in a building of the layer below.",
    "buildings": "Buildings hold the chips and racks above, and cloud contracts pay for part of them.",
    "payers": "Cloud companies rent out chips in buildings that are counted above.",
}
"""Why the gigawatts of a layer must not be added to those of another."""


def gigawatts(seeds: Seeds, as_of: Date | None = None) -> list[dict[str, Any]]:
    """The lanes of which a claim had been published, in the order written; the first such claim gives the figures."""
    known = known_by(seeds, as_of)
    return [_row(lane, known) for lane in known.gigawatts.values()]


def _row(lane: Lane, known: Seeds) -> dict[str, Any]:
    claim = known.claims[lane.claim_ids[0]]
    stated = claim.unit == "GW"
    return {
        "lane_id": lane.lane_id,
        "layer": lane.layer,
        "name": lane.name,
        "party": claim.party,
        "state": lane.state,
        "low_gw": claim.low if stated else None,
        "central_gw": claim.central if stated else None,
        "high_gw": claim.high if stated else None,
        "bound": claim.bound if stated else "none",
        "power": {"it_power": "it", "facility_power": "facility"}.get(claim.scope, "not stated"),
        "said": figures(claim) if stated else "no gigawatts stated",
        "reason": WHY[lane.layer],
        "note": lane.note,
        "superseded_by": claim.superseded_by,
        "source_ids": tuple(dict.fromkeys(known.claims[name].source_id for name in lane.claim_ids)),
        "claim_ids": lane.claim_ids,
    }
