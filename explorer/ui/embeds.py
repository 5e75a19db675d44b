"""One chart, or the converter, inside another page: what ``?embed=`` in an address asks for, and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from explorer.records import Parameter
from explorer.scenario import table
from explorer.ui.converter import in_words, racks_to_megawatts

__all__ = ["CONVERTER", "asked", "converter_fields", "unknown"]

CONVERTER = "converter"

FIELDS = ("rack_rate_start", "rack_power_kw", "it_overhead", "facility_overhead")
MONTHS = {"name": "months", "label": "Months at that pace", "unit": "months", "least": 0, "most": 120, "value": 12}


def asked(search: object) -> str | None:
    """The name in ``?embed=NAME`` of an address; None where nothing is to be embedded.

    >>> asked("?embed=shares&s=v1"), asked("?s=v1")
    ('shares', None)
    """
    found = parse_qs(str(search or "").removeprefix("?"), keep_blank_values=True).get("embed")
    return found[0] if found else None


def unknown(name: str, known: tuple[str, ...]) -> str:
    """The sentence for a name that stands for nothing.

    >>> unknown("pie", ("shares",))
    'There is nothing called “pie” to embed here; there is shares and converter.'
    """
    return f"There is nothing called “{name[:40]}” to embed here; there is {', '.join(known)} and {CONVERTER}."


def converter_fields() -> dict[str, Any]:
    """The inputs of the converter, with the most likely values of our assumptions, and their result in words."""
    pace, power, it, facility = (table()[name] for name in FIELDS)
    fields = [_field("racks_per_week", "Racks a week", "racks", pace), MONTHS]
    fields += [
        _field("rack_power_kw", power.label, "kW a rack", power),
        _field("it_overhead", it.label, "times", it),
        _field("facility_overhead", facility.label, "times", facility),
    ]
    numbers = {str(field["name"]): float(field["value"]) for field in fields}
    return {"fields": fields, "words": in_words(racks_to_megawatts(**numbers))}


def _field(name: str, label: str, unit: str, parameter: Parameter) -> Mapping[str, Any]:
    central = parameter.central if parameter.central is not None else (parameter.low + parameter.high) / 2
    ends = {"least": f"{parameter.lower_bound:g}", "most": f"{parameter.upper_bound:g}"}
    return {"name": name, "label": label, "unit": unit, **ends, "value": f"{central:g}"}
