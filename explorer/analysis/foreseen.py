"""What the model computes from the default assumptions: the figures of numbers to quote and of predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.analysis.answer import Range, required
from explorer.model import ENDS, linear_quantiles, simulate
from explorer.model.equations import equations_of
from explorer.scenario import Scenario

if TYPE_CHECKING:
    from explorer.evidence.known import Date
    from explorer.seeds import Folder


def foreseen(measure: str, by: str = "", since: str = "", *, seeds: Folder = None, as_of: Date | None = None) -> Range:
    """One of the vocabulary's measures at the end of a month, as the defaults of a day have it (None: of now).

    ``by`` is a month, that of the deal's goal where it is empty; with ``since`` what was there at the end of that month
    is taken off, draw by draw. Shares are in per cent. Raises `ModelError` for a month that the model does not reach.

    >>> foreseen("shipped", "2027-12", "2027-12").middle
    0.0
    """
    scenario = Scenario(seeds=seeds, as_of=as_of)
    if measure in ("racks_needed", "share_needed", "goal_switched_on"):
        found = required(scenario, by=by)
        can = 100 * found.can_run
        share = Range(*(100 * part for part in found.share))
        return {"racks_needed": found.racks, "share_needed": share}.get(measure, Range(can, can, can))
    projection = simulate(scenario)

    def at(month: str) -> np.ndarray:
        if measure == "sites_gw":
            return equations_of(scenario).tracked.at(projection.number(month))
        return projection.at(measure, month)

    values = at(by or scenario.seeds.deal.goal_by) - (at(since) if since else 0)
    return Range(*linear_quantiles(np.sort(values), ENDS).tolist())
