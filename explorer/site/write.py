"""Write the static site into a folder: the story, the pages beside it, the data, and what makes it live."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from explorer import project
from explorer.datasets.export import NOTES, prepare_folder, write_all
from explorer.errors import ExplorerError
from explorer.page import citing, first_paint, pieces, press, story
from explorer.page.render import render
from explorer.page.take import brief_of
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.seeds import Seeds, SeedsLike, load
from explorer.serving.headers import script_hashes
from explorer.site.card import draw
from explorer.site.live import NEEDED, write_live

__all__ = ["write_site"]

SCRIPT = Path(__file__).parent / "site.js"
LOST = "No such page"
LISTED = 20
"""Lines of a day that its entry in the feed lists; the rest are counted."""
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {inline}; worker-src 'self'; connect-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'"
)
"""What a page may load: only what lies beside it, and the scripts inside it by their hashes."""


def write_site(
    folder: str | Path,
    *,
    seeds: SeedsLike = None,
    live: str = "",
    address: str = "",
    notebooks: str = "",
    runtime: Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write the whole explorer as plain files into ``folder``, made if need be; returns them in order of writing.

    ``seeds`` is the folder that it shows, None the installed one. With a ``runtime`` (see `explorer.site.runtime`) the
    story is live in any browser; without one it is still, and says where the ``live`` one is. All links inside are
    relative, so the folder may lie anywhere; ``address`` is where it will lie, for what a shared link shows, and
    ``notebooks`` where they open, as the site is to link there. Raises ``OSError`` where a file cannot be written or
    read, and ``ExplorerError`` for a ``live`` or ``address`` that is not an http or https address, for a ``runtime``
    that lacks a file, or for a folder that holds what is not ours (see `explorer.datasets.export.prepare_folder`).
    """
    citing.given_address(live)
    address = citing.given_address(address)
    if runtime and (missing := [name for name in NEEDED if not any(runtime.glob(name))]):
        raise ExplorerError(f"{runtime} is no runtime, as it holds no {missing[0]}; fetch one with: make runtime")
    address = f"{address.rstrip('/')}/" if address else ""
    seeds = load(seeds)
    view = View(scenario=Scenario(seeds=seeds))
    target = prepare_folder(folder, "data/datapackage.json", force=force)
    files = [_written(target / "site.css", story.style()), Path(shutil.copyfile(SCRIPT, target / SCRIPT.name))]
    data = write_all(target / "data", seeds=seeds.folder, force=force)
    places = pieces.places(seeds)
    pages = {
        "claims": _claims(seeds),
        **{name: pieces.place(name, {}, view, seeds, live=False) for name in places.keys() - {"claims", "download"}},
        "download": render(
            "download.html", seeds=seeds, tables=_tables(data), notebooks=notebooks, runtime=runtime is not None
        ),
        "404": Markup("<h1>There is no page at this address</h1>"),
    }
    body = story.story(view, seeds, live=runtime is not None, files=True, elsewhere=live)
    alive, script = write_live(target, runtime, seeds.folder) if runtime else ([], "")
    drawn = draw(view, seeds, target / "card.png") if address and seeds.parameters else None
    picture = f"{address}{drawn.name}?v={first_paint.version(seeds.folder)}" if drawn else ""
    documents = {"index": _document(view, seeds, body, address=address, script=script, picture=picture)}
    for name, title in {**places, "404": LOST}.items():
        page = render("page.html", inner=pages[name], here=name, places=places)
        documents[name] = _document(
            view, seeds, page, title, address=address and f"{address}{name}.html", picture=picture
        )
    if seeds.parameters:
        documents["brief"] = brief_of(view, seeds, address or live)
    files.append(_written(target / "changes.atom", atom(seeds, address or live)))
    files += [*data, *(_written(target / f"{name}.html", html) for name, html in documents.items())]
    return [*files, *([drawn] if drawn else []), *alive]


def _document(
    view: View, seeds: Seeds, body: Markup, title: str = "", *, address: str = "", script: str = "", picture: str = ""
) -> str:
    """A page as a file, live where it has a ``script``. A host shows the page for a wrong address at any depth."""
    lost = title == LOST
    style = Markup(story.style()) if lost else ""
    head = story.head(view, seeds, title, *([] if lost else [address, picture]))
    version = first_paint.version(seeds.folder)
    named: dict[str, Any] = {"head": head, "body": body, "script": script, "style": style, "version": version}
    html = str(render("document.html", **named, policy=Markup(POLICY)))
    return html.replace("{inline}", " ".join(script_hashes(html)), 1)


def atom(seeds: Seeds, page_url: str = "") -> str:
    """The change log of the claims as an Atom feed: an entry for each day and what was done on it.

    Where the site is, ``page_url`` says; without one the project's own address stands for it, with the name of the
    folder where that is another. An entry is as of its day's midnight in UTC: the seeds know days and no hours.
    """
    log = press.change_log(seeds)
    updated = max((group["day"] for group in log), default=seeds.data_day)
    home = page_url or (project.REPOSITORY if seeds.is_own else f"{project.REPOSITORY}#{quote(seeds.folder.name)}")
    return render(
        "changes.atom", seeds=seeds, log=log, home=home.rstrip("/"), page=page_url, updated=updated, most=LISTED
    )


def _claims(seeds: Seeds) -> Markup:
    claims, ordered = seeds.claims.values(), sorted(seeds.sources, key=lambda name: seeds.sources[name].tier != "seed")
    said = {name: [claim.claim_id for claim in claims if claim.source_id == name] for name in ordered}
    groups = [(name, ids, pieces.cards(ids, seeds, files=True)) for name, ids in said.items() if ids]
    return render("all-claims.html", groups=groups, seeds=seeds)


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
