"""plotly.js as every page of ours loads it: one file, served, sent or copied from here and from nowhere else.

It is plotly.js with the kinds of traces that our charts use (docs/decisions/plotly-basic.md); ``make plotly`` gets it.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["NAME", "PATH", "version"]

NAME = "plotly-basic.min.js"
"""What the file is called wherever it is copied to."""

PATH = Path(__file__).parent / "vendor" / NAME
"""The file, beside its licence."""


def version() -> str:
    """The version of plotly.js, from the head of the file; ``ValueError`` if none stands there.

    >>> version().count(".")
    2
    """
    with PATH.open(encoding="utf-8") as file:
        head = file.read(200)
    found = re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", head)
    if found is None:
        raise ValueError(f"{PATH.name} does not begin as the basic build of plotly.js does")
    return found[1]
