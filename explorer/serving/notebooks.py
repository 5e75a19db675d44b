"""The question notebooks as pages: run once, when the first reader asks, and then shown as they came out."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from markupsafe import Markup
from nbclient import NotebookClient
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from voila.utils import include_url

from explorer.serving.kernels import Kernels
from explorer.serving.settings import APP

PLOTLY = "application/vnd.plotly.v1+json"


class Notebooks:
    """The notebooks of one folder, without the app's own."""

    def __init__(self, folder: Path, kernels: Kernels, environment: jinja2.Environment, base_url: str) -> None:
        self.paths = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if path.name != APP}
        self.kernels, self.environment, self.base_url = kernels, environment, base_url
        self._pages: dict[str, asyncio.Task[str]] = {}

    async def rendered(self, name: str) -> str | None:
        """The page of a notebook, None where there is none of that name; who comes while it runs waits."""
        if name not in self.paths:
            return None
        if name not in self._pages:
            self._pages[name] = asyncio.ensure_future(self._made(self.paths[name]))
        try:
            return await asyncio.shield(self._pages[name])
        except Exception:
            self._pages.pop(name, None)  # the next reader may have more luck
            raise

    async def _made(self, path: Path) -> str:
        notebook = nbformat.read(path, as_version=4)
        async with self.kernels.turns:
            # a kernel of its own for a few seconds, which no reader ever gets to
            await NotebookClient(notebook, timeout=120, kernel_name="python3").async_execute()
        template = self.environment.get_template("notebook.html.j2")
        return template.render(
            base_url=self.base_url,
            include_url=partial(include_url, "explorer", self.base_url),
            title=notebook.metadata.get("title", path.stem),
            cells=[cell for cell in map(shown, notebook.cells) if cell],
            others={name: heading(other) for name, other in self.paths.items() if name != path.stem},
        )


def heading(path: Path) -> str:
    """The question of a notebook."""
    return nbformat.read(path, as_version=4).metadata.get("title", path.stem)


def shown(cell: NotebookNode) -> list[dict[str, Any]]:
    """What a reader sees of a cell: prose, charts as plotly's JSON, tables as HTML, the rest as text; no source."""
    if cell.cell_type == "markdown":
        return [{"html": Markup(markdown2html(cell.source))}]
    return [part for output in cell.get("outputs", []) if (part := _output(output.get("data", {})))]


def _output(data: dict[str, Any]) -> dict[str, Any]:
    if PLOTLY in data:
        return {"chart": Markup(json.dumps(data[PLOTLY]).replace("<", "\\u003c"))}
    if "text/html" in data:
        return {"table": Markup(data["text/html"])}
    return {"text": data["text/plain"]} if "text/plain" in data else {}
