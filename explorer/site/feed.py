"""The change log of the claims as an Atom feed: an entry for each day and what was done on it."""

from __future__ import annotations

from urllib.parse import quote

from explorer import project
from explorer.page import evidence
from explorer.page.render import render
from explorer.seeds import Seeds

NAMED = 20
"""Lines of a day that its entry lists; the rest are counted."""


def atom(seeds: Seeds, page_url: str = "") -> str:
    """The feed as text; ``page_url`` is where the site is.

    Without one the project's own address stands for it, with the name of the folder where that is another. An
    entry is as of its day's midnight in UTC: the seeds know days and no hours.
    """
    log = evidence.change_log(seeds)
    updated = max((group["day"] for group in log), default=seeds.data_day)
    home = page_url or (project.REPOSITORY if seeds.own else f"{project.REPOSITORY}#{quote(seeds.folder.name)}")
    return render(
        "changes.atom", seeds=seeds, log=log, home=home.rstrip("/"), page=page_url, updated=updated, most=NAMED
    )
