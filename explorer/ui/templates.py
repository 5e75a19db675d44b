"""The page's templates, in ``html/``; Jinja escapes all that comes from seeds and messages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from explorer.scenario import deal

FOLDER = Path(__file__).parent / "html"


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True)


def render(template: str, **values: Any) -> str:
    """A template with its values filled in; ``news`` says how far "as far as we found" reaches."""
    return _environment().get_template(template).render(news=deal().searched, **values).strip()


def macro(template: str, name: str, *values: Any) -> str:
    """What one macro of a template gives."""
    module: Any = _environment().get_template(template).module
    return str(getattr(module, name)(*values)).strip()
