"""What a control shows: the numbers of a distribution as readers see them, and the words beside them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from explorer.analysis.goal import plausible_range
from explorer.formatting import number_set, to_display
from explorer.records import Parameter
from explorer.scenario.distributions import Distribution

BOXES = {
    "point": {"central": ""},
    "uniform": {"low": "from", "high": "to"},
    "triangular": {"low": "low", "central": "most likely", "high": "high"},
    "interval90": {"low": "5% below", "high": "5% above"},
}
"""The number boxes of each kind of distribution, with the word above each."""

SHAPES = {
    "point": "one value",
    "uniform": "from, to: all equally likely",
    "triangular": "low, most likely, high",
    "interval90": "9 in 10 cases between",
}
"""What each kind of distribution is called where a reader chooses one."""


@lru_cache(maxsize=512)  # of all controls a change moves one
def state(parameter: Parameter, distribution: Distribution) -> dict[str, Any]:
    """What changes in a control when its assumption does.

    ``spoken`` is the slider's value in words, for screen readers; ``shape`` what the range means, in one sentence.

    >>> from explorer.scenario import Scenario
    >>> from explorer.seeds import load
    >>> state(load().parameters["rack_power_kw"], Scenario().rack_power_kw)["spoken"]
    '132 kilowatts a rack, between 120 and 140'
    """
    display, numbers = parameter.display, values(parameter, distribution)
    low, central, high = (number_set(numbers[part]) if part in numbers else "" for part in ("low", "central", "high"))
    ends, between = f"between {low} and {high}", f"between {display.sign}{low} and {display.with_unit(high)}"
    spoken, shape = {
        "point": (
            f"{central} {display.spoken}",
            f"One value, {display.with_unit(central)}, in every simulated case.",
        ),
        "uniform": (
            f"{ends} {display.spoken}",
            f"Anything {between}, all equally likely, no values beyond.",
        ),
        "triangular": (
            f"{central} {display.spoken}, {ends}",
            f"B{between[1:]}, most likely {display.sign}{central}, no values beyond.",
        ),
        "interval90": (f"{ends} {display.spoken}", f"9 in 10 cases {between}."),
    }[distribution.kind]
    return {"kind": distribution.kind, "values": numbers, "spoken": spoken, "shape": shape}


def control(parameter: Parameter, distribution: Distribution) -> dict[str, Any]:
    """All that the templates need for one assumption."""
    now = state(parameter, distribution)
    kind, shows = now["kind"], now["values"]
    # the boxes take every value within the bounds; the slider covers what readers are likely to try
    start, end = (to_display(value, parameter.unit) for value in plausible_range(parameter, distribution))
    low, high = (shows.get(end_, shows["slider"]) for end_ in ("low", "high"))
    per_cent = 100 / ((end - start) or 1.0)
    return {
        **now,
        "of": parameter,
        "step": f"{to_display(parameter.step, parameter.unit):.12g}",
        "boxes": {part: {"word": word, "value": f"{shows[part]:.12g}"} for part, word in BOXES[kind].items()},
        "start": f"{start:.12g}",
        "end": f"{end:.12g}",
        "middle": f"{shows['slider']:.12g}",
        "fill_from": 0 if kind == "point" else round((low - start) * per_cent, 2),
        "fill_to": round((high - start) * per_cent, 2),
    }


def values(parameter: Parameter, distribution: Distribution) -> dict[str, float]:
    """The number of each box, and of the slider: the most likely value, or the middle of a range that has none.

    >>> from explorer.scenario.distributions import uniform
    >>> from explorer.seeds import load
    >>> values(load().parameters["us_share"], uniform(0.1, 0.4))
    {'low': 10.0, 'high': 40.0, 'slider': 25.0}
    """
    found = {part: to_display(getattr(distribution, part), parameter.unit) for part in BOXES[distribution.kind]}
    central = distribution.central
    middle = central if central is not None else (distribution.low + distribution.high) / 2
    return {**found, "slider": to_display(middle, parameter.unit)}
