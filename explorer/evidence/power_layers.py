"""OpenAI's gigawatts, counted once: the same gigawatts seen as chips, racks, buildings and cloud contracts."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from explorer.evidence.comparability import figures
from explorer.records import Lane
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import Seeds

FIGURES = ("low", "central", "high")
WHY = {
    "whole": "This is what all layers below serve; none of them comes on top of it.",
    "chips": "Chips stand in racks, racks in buildings: a gigawatt of chips is a gigawatt of some building below.",
    "racks": "A rack holds chips of the layer above and stands in a building of the layer below.",
    "buildings": "Buildings hold the chips and racks above, and cloud contracts pay for part of them.",
    "payers": "Cloud companies rent out chips in buildings that are counted above.",
}
"""Why the gigawatts of a layer must not be added to those of another."""


def gigawatts(known: Seeds) -> list[dict[str, Any]]:
    """OpenAI's gigawatts by layer (whole, chips, racks, buildings, payers) and state, index ``lane_id``.

    The layers hold the same gigawatts, so no sum runs across them; ``reason`` says so for each. Of a lane the first
    claim that had been published gives the figures.

    >>> from explorer import gigawatts
    >>> gigawatts().loc["buildings-running", ["said", "power"]].tolist()
    ['0.59 GW', 'facility']
    """
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
        **{f"{end}_gw": getattr(claim, end) if stated else None for end in FIGURES},
        "bound": claim.bound if stated else "none",
        "power": {"it_power": "it", "facility_power": "facility"}.get(claim.scope, "not stated"),
        "said": figures(claim) if stated else "no gigawatts stated",
        "reason": WHY[lane.layer],
        "note": lane.note,
        "counts": lane.counts,
        "superseded_by": claim.superseded_by,
        "source_ids": tuple(dict.fromkeys(known.claims[name].source_id for name in lane.claim_ids)),
        "claim_ids": lane.claim_ids,
    }


def counted_once(lanes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The sum of each layer and state, in their order: of the lanes that count and that nothing has overtaken.

    Summed are the figures that a source states, of a range both ends; ``least``, ``most`` and ``about`` say
    whether a part of the sum was told as "at least", "up to" or "about". No sum runs across layers.

    >>> from explorer.seeds import load
    >>> {row["layer"]: row["gw"] for row in counted_once(gigawatts(load())) if row["state"] == "contracted"}
    {'chips': (13.75, 13.75), 'buildings': (10.0, 10.0), 'payers': (6.5, 6.5)}
    """
    known = [lane for lane in lanes if lane["counts"] and not lane["superseded_by"] and _stated(lane)]
    found: list[dict[str, Any]] = []
    for layer, state in product(WHY, own_vocabulary()["state"]):
        same = [lane for lane in known if (lane["layer"], lane["state"]) == (layer, state)]
        if same:
            found.append(
                {
                    "layer": layer,
                    "state": state,
                    "gw": tuple(round(sum(_stated(lane)[end] for lane in same), 6) for end in (0, -1)),
                    "least": any(lane["bound"] == "at_least" for lane in same),
                    "about": any(lane["bound"] == "about" for lane in same),
                    "most": any(lane["bound"] == "up_to" for lane in same),
                    "names": tuple(f"{lane['name']}: {lane['said']}" for lane in same),
                    "reason": WHY[layer],
                    "source_ids": tuple(dict.fromkeys(one for lane in same for one in lane["source_ids"])),
                    "claim_ids": tuple(dict.fromkeys(lane["claim_ids"][0] for lane in same)),
                }
            )
    return found


def _stated(lane: Mapping[str, Any]) -> list[float]:
    """The gigawatts that a lane states, from low to high; none where it states none."""
    return [lane[f"{end}_gw"] for end in FIGURES if lane[f"{end}_gw"] is not None]
