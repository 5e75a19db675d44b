"""Write the static site into a folder."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from explorer import project
from explorer.charts import plotly_script, style as colours
from explorer.datasets.datapackage import NOTES
from explorer.datasets.export import prepared, write_all
from explorer.errors import ExplorerError
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION
from explorer.seeds import load
from explorer.site.pages import NAVIGATION, Page, pages
from explorer.site.templates import FOLDER, render
from explorer.page import first_paint
from explorer.page.citing import address, correction
from explorer.ui.report import report

__all__ = ["write_site"]

SCRIPTS = (FOLDER.parent / "ui" / "js" / "colours.js", FOLDER.parent / "ui" / "js" / "charts.js", FOLDER / "site.js")


def write_site(folder: str | Path, *, live: str = "", force: bool = False) -> list[Path]:
    """Write the whole explorer as plain files into ``folder``, made if need be; returns them in order of writing.

    All links inside are relative, so that the folder may lie anywhere, on a disk or below any address. ``live`` is the
    address of an app, which the pages then link to. Raises ``OSError`` where the folder cannot be written and
    ``ExplorerError`` for a ``live`` that is no http or https address, or for a folder that holds what is not ours (see
    `explorer.datasets.export.prepared`).
    """
    if live and not address(Scenario(), live):
        raise ExplorerError(f"{live!r} is not an address of the web; it should begin with https:// or http://")
    seeds = load()
    made = list(pages(seeds, live))
    target = prepared(folder, "data/datapackage.json", force=force)
    style = f"{first_paint.style()}\n{(FOLDER / 'site.css').read_text('utf-8')}"
    partners = f"const PARTNERS = {json.dumps(colours.partners())};"
    script = "\n".join([partners, *(path.read_text("utf-8") for path in SCRIPTS)])
    stamp = hashlib.sha256((style + script).encode()).hexdigest()[:10]
    files = [_written(target / "site.css", style), _written(target / "site.js", script), _plotly(target)]
    data = write_all(target / "data", seeds=seeds.folder, force=force)
    reported = [(f"report-{page.file}", page.title, page.scenario) for page in made if page.scenario]
    files += [_written(target / name, report(scenario, page_url=live)) for name, _, scenario in reported]
    files += data
    listed = [{"file": name, "name": title} for name, title, _ in reported]
    made.append(_download(data, listed))
    files += [_written(target / page.file, _page(page, live, stamp=stamp)) for page in made]
    body = render("missing.html", navigation=NAVIGATION)
    missing = Page("404.html", "No such page", "There is no page at this address.", body)
    # A host shows this page at whatever address was asked for, from where the style sheet may not be found.
    return [*files, _written(target / missing.file, _page(missing, live, style=style))]


def _page(page: Page, live: str, *, stamp: str = "", style: str = "") -> str:
    return render(
        "base.html",
        title=page.title,
        about=page.about,
        body=page.body,
        specs=page.specs,
        plotly=plotly_script.NAME,
        here=page.file,
        navigation=NAVIGATION,
        live=address(page.scenario, live) if page.scenario and page.scenario != Scenario() else live,
        data_to=load().data_to,
        version=project.VERSION,
        licence=project.DATA_LICENCE,
        correction=correction(page.scenario, live),
        model_version=MODEL_VERSION,
        stamp=stamp,
        style=style,
    )


def _download(data: Iterable[Path], reports: list[dict[str, str]]) -> Page:
    """The page of files, its words from the description that the data package itself carries."""
    (package,) = [path for path in data if path.name == "datapackage.json"]
    described = json.loads(package.read_text("utf-8"))["resources"]
    tables: dict[str, dict[str, Any]] = {}
    for resource in described:
        path = package.parent / resource["path"]
        meaning = resource["description"].removesuffix(NOTES[resource["format"]]).strip()
        row = tables.setdefault(path.stem, {"title": path.stem, "meaning": meaning, "files": []})
        row["files"].append({"name": path.name, "kind": path.suffix[1:].upper(), "size": _size(path)})
    about = "Every table as CSV and JSON with its description, and reports to print."
    return Page(
        "download.html",
        "Download",
        about,
        render("download.html", tables=tables.values(), reports=reports, notes=NOTES),
    )


def _size(path: Path) -> str:
    return f"{max(1, round(path.stat().st_size / 1000)):,} kB"


def _plotly(target: Path) -> Path:
    """plotly.js, beside the pages that draw with it."""
    return Path(shutil.copyfile(plotly_script.PATH, target / plotly_script.NAME))


def _written(path: Path, text: str) -> Path:
    path.write_text(text + "\n", "utf-8")
    return path
