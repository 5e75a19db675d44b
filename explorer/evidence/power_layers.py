"""OpenAI's gigawatts, counted once: the same gigawatts seen as chips, racks, buildings and cloud contracts."""

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.evidence.comparability import figures
from explorer.records import Claim
from explorer.seeds import Seeds

__all__ = ["WHY", "Gigawatts", "counted"]

WHY = {
    "whole": "This is what all layers below serve; none of them comes on top of it.",
    "chips": "Chips stand in racks, racks in buildings: a gigawatt of chips is a gigawatt of some building below.",
    "racks": "A rack holds chips of the layer above and stands in a building of the layer below.",
    "buildings": "Buildings hold the chips and racks above, and cloud contracts pay for part of them.",
    "payers": "Cloud companies rent out chips in buildings that are counted above.",
}
"""Why the gigawatts of a layer must not be added to those of another."""


@dataclass(frozen=True, slots=True)
class Gigawatts:
    """One lane: gigawatts of a layer with their state. Figures are GW by ``bound``, None where none are stated."""

    lane_id: str
    layer: str
    name: str
    party: str
    state: str
    low_gw: float | None
    central_gw: float | None
    high_gw: float | None
    bound: str
    power: str
    said: str
    reason: str
    note: str
    superseded_by: str
    source_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]


def counted(seeds: Seeds, told: Mapping[str, Claim]) -> list[Gigawatts]:
    """The lanes of which a claim had been published, in the order written; the first such claim gives the figures."""
    rows: list[Gigawatts] = []
    for lane in seeds.gigawatts.values():
        names = tuple(name for name in lane.claim_ids if name in told)
        if not names:
            continue
        claim = told[names[0]]
        stated = claim.unit == "GW"
        low, central, high = (claim.low, claim.central, claim.high) if stated else (None, None, None)
        rows.append(
            Gigawatts(
                lane_id=lane.lane_id,
                layer=lane.layer,
                name=lane.name,
                party=claim.party,
                state=lane.state,
                low_gw=low,
                central_gw=central,
                high_gw=high,
                bound=claim.bound if stated else "none",
                power={"it_power": "it", "facility_power": "facility"}.get(claim.scope, "not stated"),
                said=figures(claim) if stated else "no gigawatts stated",
                reason=WHY[lane.layer],
                note=lane.note,
                superseded_by=claim.superseded_by if claim.superseded_by in told else "",
                source_ids=tuple(dict.fromkeys(told[name].source_id for name in names)),
                claim_ids=names,
            )
        )
    return rows
