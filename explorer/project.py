"""What the project is called, where it lives and on what terms: each said once."""

from explorer.formatting import month_words

__all__ = ["AUTHORS", "DATA", "DATA_LICENCE", "NAME", "NEWS", "NEWS_TO", "QUESTION", "REPOSITORY", "VERSION"]

NAME = "Buildout explorer"
VERSION = "0.2.0"
QUESTION = "OpenAI may buy Foxconn's AI racks. How many would it need?"
"""What the explorer asks, and answers first."""

NEWS_TO, SITES_TO = "2026-07", "2026-10"
"""How far our search for news reached, and the edition of the tracker of sites: the last month of each."""
NEWS = f"pages to {month_words(NEWS_TO)}"
DATA = f"news to {month_words(NEWS_TO)}, site data to {month_words(SITES_TO)}"
"""What "data to" means here, as a reader reads it."""

AUTHORS = "The buildout explorer authors"
REPOSITORY = "https://github.com/buildout-explorer/buildout-explorer"
"""Where code, data and corrections meet; the README's badges and links name the same place (a test compares them)."""

DATA_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""The terms of our own data and of the numbers computed from it."""
