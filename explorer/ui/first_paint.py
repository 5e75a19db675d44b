"""Write the first paint: the page of the default scenario as HTML and SVG, which Voila's template holds.

Run ``python -m explorer.ui`` after a change of seeds, model, words or style; a test fails while the file is stale.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from explorer.charts import svg
from explorer.seeds import load
from explorer.ui import markup, views
from explorer.ui.state import State

TARGET = Path(__file__).parent / "share/voila/templates/explorer/answer.html"
VERSION = Path(__file__).parent / "first_paint.txt"
"""Holds the version of that file: a wheel puts the template elsewhere, and the page has to know what it carries."""

STYLE = Path(__file__).parent / "page.css"


def html() -> str:
    """The file's content: style, then the page; its version, a hash of both, tells a live page whether it may keep it.

    >>> 'data-slot="answer"' in html()
    True
    """
    state, seeds = State(), load()
    drawn = views.pictures("answer", state, views.Look())
    page = markup.page(
        state.scenario,
        state.answer,
        seeds,
        {"answer": views.panel("answer", state, seeds, views.Look(), drawn_first={"shares": drawn["shares"]})},
    )
    content = f'<style id="explorer-style">\n{style()}</style>\n'
    version = hashlib.sha256((content + page).encode()).hexdigest()[:16]
    # Jinja reads the file as part of the template; "raw" keeps it from taking any of it for its own.
    return (
        f'{{% raw %}}{content}<div id="explorer-first-paint" data-version="{version}">\n{page}\n</div>{{% endraw %}}\n'
    )


def write_story() -> None:
    """The story as the first paint."""
    from explorer.page.story import write_first_paint

    write_first_paint(TARGET)


def write() -> None:
    """Write the first paint, and its version beside the code."""
    content = html()
    TARGET.write_text(content, "utf-8")
    VERSION.write_text(content.partition('data-version="')[2].partition('"')[0] + "\n", "utf-8")


def style() -> str:
    """The page's style sheet with the colours of page and charts.

    Light is the default and what is printed; dark follows the reader's system unless the page's switch (the attribute
    ``data-colours`` of the document) says otherwise.
    """
    light = f"{svg.css_variables()}color-scheme:light"
    dark = f"{svg.css_variables(dark=True)}color-scheme:dark"
    colours = (
        f".explorer, .explorer-page {{{light}}}\n"
        "@media screen and (prefers-color-scheme: dark) "
        f'{{ :root:not([data-colours="light"]) .explorer, .explorer-page:not([data-colours="light"]) {{{dark}}} }}\n'
        f'@media screen {{ [data-colours="dark"] .explorer, .explorer-page[data-colours="dark"] {{{dark}}} }}\n'
    )
    return f"{colours}{STYLE.read_text('utf-8')}\n{svg.css(scope='.explorer svg.chart')}\n"
