"""A page's HTML without what needs a kernel: a button that opened claims becomes links to them, other controls go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser

__all__ = ["still"]

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
CONTROLS = frozenset({"button", "dialog", "fieldset", "input", "label", "select", "textarea"})
GROUPS = frozenset({"converter", "fault", "filters", "loading", "more", "presets", "questions", "take"})
"""Classes of elements that hold nothing but controls, or say that something is under way."""


def still(html: str, named: Callable[[str], str | None], *, page: str, filled: Mapping[str, str] | None = None) -> str:
    """The HTML with links in place of controls.

    ``named`` gives the words of a claim by its id (None: there is no such claim), ``page`` is the address of the page
    of claims, ``filled`` the HTML for places that the app fills later, by the name of their ``data-slot``.

    >>> still('<button data-claims="a">x</button> <button>Undo</button>', {"a": "A: 5 GW"}.get, page="claims.html")
    '<a class="open" href="claims.html#explorer-claim-a" title="A: 5 GW">x</a> '
    """
    reader = _Still(named, page, filled or {})
    reader.feed(html)
    reader.close()
    return "".join(reader.out)


class _Still(HTMLParser):
    """Copies what it reads, tag by tag as written, except for the controls."""

    def __init__(self, named: Callable[[str], str | None], page: str, filled: Mapping[str, str]):
        super().__init__(convert_charrefs=False)
        self.named, self.page, self.filled = named, page, filled
        self.out: list[str] = []
        self.skipped: list[str] = []  # the open elements of what is left out, the outermost first
        self.place: str | None = None  # the element whose content was replaced: its end is wanted
        self.open_links: list[str] = []  # what ends the link that stands for an open button

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.skipped:
            self.skipped += [] if tag in VOID else [tag]
        elif tag == "button" and given.get("data-claims"):
            self.link(str(given["data-claims"]).split())
        elif tag in CONTROLS or GROUPS & set((given.get("class") or "").split()):
            self.skipped += [] if tag in VOID else [tag]
        else:
            self.out.append(self.get_starttag_text() or "")
            place = given.get("data-slot") or ""
            if place in self.filled:
                self.out.append(self.filled[place])
                self.skipped, self.place = [tag], tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.skipped and tag not in CONTROLS:
            self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            while self.skipped and self.skipped.pop() != tag:  # an element may end with the one that holds it
                pass
            if not self.skipped and self.place:
                self.out.append(f"</{self.place}>")
                self.place = None
        elif tag == "button" and self.open_links:
            self.out.append(self.open_links.pop())
        else:
            self.out.append(f"</{tag}>")

    def link(self, ids: list[str]) -> None:
        """A link for the words of the button, and a numbered one for each further claim."""
        found = [(name, words) for name in ids if (words := self.named(name)) is not None]
        if not found:
            self.open_links.append("")
            return
        first, *others = (
            f'href="{self.page}#explorer-claim-{escape(name)}" title="{escape(words)}"' for name, words in found
        )
        self.out.append(f'<a class="open" {first}>')
        more = [
            f' <a class="open more" {to} aria-label="claim {number} of {len(found)}">{number}</a>'
            for number, to in enumerate(others, start=2)
        ]
        self.open_links.append("</a>" + "".join(more))

    def handle_data(self, data: str) -> None:
        self.put(data)

    def handle_entityref(self, name: str) -> None:
        self.put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.put(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.put(f"<!--{data}-->")

    def put(self, text: str) -> None:
        if not self.skipped:
            self.out.append(text)
