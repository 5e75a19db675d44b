"""Racks a week to megawatts by plain multiplication: no ramp, no delay, every rack counted.

The page's converter does the same arithmetic in the browser; a test holds the two against each other.
"""

from dataclasses import dataclass

from explorer.errors import ExplorerError
from explorer.formatting import two_figures
from explorer.model.equations import WEEKS_PER_MONTH

__all__ = ["Converted", "in_words", "racks_to_megawatts"]


@dataclass(frozen=True, slots=True)
class Converted:
    """Racks, and the power they stand for in MW: of the racks, with other IT, and that a site must hold ready."""

    racks: float
    racks_mw: float
    it_mw: float
    facility_mw: float


def racks_to_megawatts(
    racks_per_week: float, months: float, rack_power_kw: float, it_overhead: float = 1.0, facility_overhead: float = 1.0
) -> Converted:
    """What a steady pace of racks amounts to after some months, at 365.25/12/7 weeks a month.

    Raises ValueError for a negative number.

    >>> racks_to_megawatts(1000, 12, 100).racks_mw
    5217.857142857143
    """
    values = (racks_per_week, months, rack_power_kw, it_overhead, facility_overhead)
    if min(values) < 0:
        raise ExplorerError(f"none of {values} may be negative")
    racks = racks_per_week * months * WEEKS_PER_MONTH
    racks_mw = racks * rack_power_kw / 1000
    it_mw = racks_mw * it_overhead
    return Converted(racks, racks_mw, it_mw, it_mw * facility_overhead)


def in_words(found: Converted) -> dict[str, str]:
    """The four numbers as the page shows them, rounded to two figures; from a thousand MW on also in GW.

    >>> in_words(racks_to_megawatts(1000, 12, 100))["racks_mw"]
    '5,200 MW (5.2 GW)'
    """
    power = {name: _power(getattr(found, name)) for name in ("racks_mw", "it_mw", "facility_mw")}
    return {"racks": two_figures(found.racks), **power}


def _power(megawatts: float) -> str:
    gigawatts = f" ({two_figures(megawatts / 1000)} GW)" if megawatts >= 1000 else ""
    return f"{two_figures(megawatts)} MW{gigawatts}"
