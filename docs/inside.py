"""Check every link of the built site that stays on it: the page is there, and so is the place in it.

python docs/inside.py build/site
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, the places in it that a link can lead to, and what it loads."""

    def __init__(self, path: Path):
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.places |= {held[name] for name in ("id", "name") if held.get(name)}
        if "href" in held and tag == "a":
            self.links.append(held["href"])
        if tag in ("script", "img", "iframe", "source") and held.get("src"):
            self.loaded.append(held["src"])
        if tag == "link" and held.get("rel") in ("stylesheet", "preload", "icon", "shortcut icon") and held.get("href"):
            self.loaded.append(held["href"])


def faults(folder: Path) -> list[str]:
    """A sentence for every link that leads nowhere, and for whatever a page would load from elsewhere."""
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        for address in (*page.links, *page.loaded):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                if address in page.loaded and parts.scheme != "data":
                    found.append(f"{path.relative_to(folder)} would load {address}")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                found.append(f"{path.relative_to(folder)} links to {address}, which is not there")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
                found.append(f"{path.relative_to(folder)} links to {address}: no such place on that page")
    return found


if __name__ == "__main__":
    site = Path(sys.argv[1]).resolve()
    for fault in (said := faults(site)):
        print(fault, file=sys.stderr)
    sys.exit(1 if said else 0)
