"""What the project is called, where it lives and on what terms: each said once."""

from functools import cache
from importlib import metadata

__all__ = ["AUTHORS", "DATA_LICENCE", "NAME", "NEWS", "QUESTION", "REPOSITORY", "package_version"]

NAME = "Buildout explorer"
QUESTION = "How many of Foxconn's racks would OpenAI have to take?"
"""What the explorer asks, and answers first."""

NEWS = "pages to July 2026"
"""How far our search for news reached; site data are newer."""

AUTHORS = "The buildout explorer authors"
REPOSITORY = "https://github.com/buildout-explorer/buildout-explorer"
"""Where code, data and corrections meet; the README's badges and links name the same place (a test compares them)."""

DATA_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""The terms of our own data and of the numbers computed from it."""


@cache
def package_version() -> str:
    """The installed version of the package.

    >>> package_version().count(".")
    2
    """
    return metadata.version("buildout-explorer")
