"""Templates filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from explorer import project
from explorer.evidence.comparability import figures
from explorer.formatting import percent, plural
from explorer.records.dates import period_words
from explorer.seeds import Seeds

Update = dict[str, Any]
"""What changes on a page: ``texts`` (HTML by place), ``charts`` (see `page.charts.drawn`), and more of one part."""
FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates; what comes from seeds and messages is escaped."""
    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    cast("dict[str, Any]", made.filters).update(figures=figures, percent=percent, plural=plural)
    # "live" unless a page says that nothing answers it
    cast("dict[str, Any]", made.globals).update(project=project, period_words=period_words, live=True)
    return made


def render(template: str, *, seeds: Seeds | None = None, **values: Any) -> Markup:
    """A template with its values filled in; with seeds come their deal and its question."""
    if seeds:
        values |= {"seeds": seeds, "deal": seeds.deal, "question": seeds.deal.question.replace("'", "\u2019")}
    return Markup(environment().get_template(template).render(**values).strip())
