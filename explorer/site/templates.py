"""The site's HTML templates; what comes from seeds is escaped, finished HTML is passed as such."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

FOLDER = Path(__file__).parent
# What these names hold was made by our own templates and functions, which escape what they are given.
FINISHED = frozenset({"agreement", "answer", "body", "cards", "notices", "panel", "scorecard", "style", "witnesses"})


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader([FOLDER / "html", FOLDER.parent / "ui" / "html"]), autoescape=True)


def render(template: str, **values: Any) -> str:
    """A template with its values, those named in `FINISHED` as HTML.

    >>> render("link-list.html", items=[{"file": "a.html", "name": "A & B"}])
    '<ul><li><a href="a.html">A &amp; B</a></li></ul>'
    """
    marked = {name: Markup(value) if name in FINISHED else value for name, value in values.items()}
    return _templates().get_template(template).render(**marked).strip()
