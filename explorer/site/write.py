"""Write the static site into a folder: the story, the pages beside it, the data, and what makes it live."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from explorer.datasets.export import NOTES, prepared, write_all
from explorer.errors import ExplorerError
from explorer.page import citing, pieces, story
from explorer.page.brief import brief_of
from explorer.page.render import Update, render
from explorer.page.results import RESULTS
from explorer.page.view import View
from explorer.seeds import Seeds, load
from explorer.site.live import write_live

__all__ = ["write_site"]

SCRIPT = Path(__file__).parent / "site.js"


def write_site(folder: str | Path, *, live: str = "", runtime: Path | None = None, force: bool = False) -> list[Path]:
    """Write the whole explorer as plain files into ``folder``, made if need be; returns them in order of writing.

    With a ``runtime`` (see `explorer.site.runtime`) the story is live in any browser; without one it is still, and says
    where the ``live`` one is. All links inside are relative, so the folder may lie anywhere. Raises ``OSError`` where a
    file cannot be written or read, and ``ExplorerError`` for a ``live`` that is no http or https address, or for a
    folder that holds what is not ours (see `explorer.datasets.export.prepared`).
    """
    if live and not citing.page_address(live):
        raise ExplorerError(f"{live!r} is not an address of the web; it should begin with https:// or http://")
    seeds = load()
    target = prepared(folder, "data/datapackage.json", force=force)
    files = [_written(target / "site.css", story.style()), Path(shutil.copyfile(SCRIPT, target / SCRIPT.name))]
    data = write_all(target / "data", seeds=seeds.folder, force=force)
    files += data
    view = View()
    files.append(_written(target / "brief.html", brief_of(view, seeds, live)))
    paint = story.story(view, seeds, live=runtime is not None, files=True, elsewhere=live)
    files.append(
        _written(target / "index.html", _document(seeds, seeds.deal.question, paint, live=runtime is not None))
    )
    inner = {
        "claims": _claims(seeds),
        **{name: pieces.place(name, {}, view, seeds, live=False) for name in ("timeline", "racks")},
        "download": render("download.html", tables=_tables(data)),
    }
    for name, html in inner.items():
        body = render("page.html", inner=html, here=name, places=pieces.PLACES)
        files.append(_written(target / f"{name}.html", _document(seeds, pieces.PLACES[name], body)))
    lost = render("page.html", inner=Markup("<h1>No such page</h1>"), here="", places=pieces.PLACES)
    # a host shows this one at whatever address was asked for, from where the style sheet may not be found
    files.append(_written(target / "404.html", _document(seeds, "No such page", lost, style=story.style())))
    return files + (write_live(target, runtime) if runtime else [])


def _document(seeds: Seeds, title: str, body: Markup, *, live: bool = False, style: str = "") -> str:
    answer: Update = story.whole(RESULTS["answer"](View(), seeds)) if seeds.parameters else {"texts": {"need": ""}}
    return render(
        "document.html",
        title=title.replace("'", "\u2019"),
        question=seeds.deal.question.replace("'", "\u2019"),
        about=Markup(answer["texts"]["need"]).striptags(),
        body=body,
        live=live,
        scripts=not style,
        style=Markup(style),
        version=story.version(),
    )


def _claims(seeds: Seeds) -> Markup:
    ordered = sorted(seeds.sources, key=lambda name: seeds.sources[name].tier != "seed")
    groups: list[dict[str, Any]] = []
    for source_id in ordered:
        ids = [claim.claim_id for claim in seeds.claims.values() if claim.source_id == source_id]
        if ids:
            cards = Markup(pieces.cards(ids, seeds, files=True))
            name, title = seeds.source_name(source_id), seeds.source_title(source_id)
            said = title if title.startswith(name) else f"{name}: {title}"
            groups.append({"name": said, "count": len(ids), "cards": cards})
    return render("all-claims.html", groups=groups, claim_count=len(seeds.claims))


def _tables(data: Iterable[Path]) -> list[dict[str, Any]]:
    """The files of data, with words from the description that the data package itself carries."""
    (package,) = [path for path in data if path.name == "datapackage.json"]
    tables: dict[str, dict[str, Any]] = {}
    for resource in json.loads(package.read_text("utf-8"))["resources"]:
        path = package.parent / resource["path"]
        meaning = resource["description"].removesuffix(NOTES[resource["format"]]).strip()
        row = tables.setdefault(path.stem, {"title": path.stem, "meaning": meaning, "files": []})
        size = f"{max(1, round(path.stat().st_size / 1000)):,} kB"
        row["files"].append({"name": path.name, "kind": path.suffix[1:].upper(), "size": size})
    return list(tables.values())


def _written(path: Path, text: str) -> Path:
    path.write_text(text + "\n", "utf-8")
    return path
