"""The claims as an Atom feed: an entry for each day on which sources were read, from the seeds alone."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree as Xml

from explorer import project
from explorer.formatting import plural
from explorer.seeds import Seeds

ATOM = "http://www.w3.org/2005/Atom"
NAMED = 20
"""Claims of a day that its entry lists; the rest are counted."""


def changes(seeds: Seeds) -> dict[datetime.date, list[str]]:
    """The claims by the day on which their source was read, the newest day first.

    >>> from explorer.seeds import load
    >>> found = changes(load())
    >>> list(found) == sorted(found, reverse=True), sum(map(len, found.values())) == len(load().claims)
    (True, True)
    """
    found: dict[datetime.date, list[str]] = {}
    for claim in seeds.claims.values():
        found.setdefault(seeds.sources[claim.source_id].retrieved, []).append(claim.claim_id)
    return dict(sorted(found.items(), reverse=True))


def atom(seeds: Seeds, page_url: str = "") -> str:
    """The feed as text; ``page_url`` is where the site is, without one the project's own address stands for it.

    A day is a feed's entry, as of its midnight in UTC: the seeds know days and no hours.
    """
    home = (page_url or project.REPOSITORY).rstrip("/")
    days = changes(seeds)
    Xml.register_namespace("", ATOM)
    feed = Xml.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"{home}/claims")
    _add(feed, "title", f"{project.NAME}: claims by the day on which they were read")
    _add(feed, "updated", _moment(max(days, default=seeds.data_day)))
    _add(_add(feed, "author"), "name", project.AUTHORS)
    _add(feed, "rights", project.DATA_LICENCE["title"])
    if page_url:
        _add(feed, "link", rel="self", href=f"{home}/changes.atom")
    for day, claim_ids in days.items():
        entry = _add(feed, "entry")
        _add(entry, "id", f"{home}/claims/{day}")
        _add(entry, "title", f"{plural(len(claim_ids), 'claim', 'claims')} read on {day}")
        _add(entry, "updated", _moment(day))
        _add(entry, "link", rel="alternate", href=f"{home}/claims.html" if page_url else home)
        told = [seeds.claims[one] for one in claim_ids[:NAMED]]
        lines = [f"{seeds.source_name(one.source_id)}: {one.statement} ({one.status})" for one in told]
        more = len(claim_ids) - len(told)
        _add(entry, "content", "\n".join([*lines, *([f"and {more} more"] if more else [])]), type="text")
    return Xml.tostring(feed, "utf-8", xml_declaration=True).decode()


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = text
    return made


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
