"""The picture that a pasted link shows: question, answer and a hundred racks, drawn where a Chromium is."""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path

from markupsafe import Markup

from explorer.analysis.answer import required
from explorer.page import story, words
from explorer.page.render import render
from explorer.page.view import View
from explorer.seeds import Seeds

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SIZE = (1200, 630)
"""What previews ask for, in pixels."""


def card(view: View, seeds: Seeds) -> Markup:
    """The picture as a page of its own, for seeds with a model."""
    found = required(view.scenario, view.goal.amount_gw, view.goal.by)
    return render(
        "card.html",
        seeds=seeds,
        need=words.need(found, seeds.deal),
        share=min(1.0, found.share.middle),
        size=SIZE,
        style=Markup(story.style()),
    )


def draw(view: View, seeds: Seeds, target: Path) -> Path | None:
    """Draw the picture into a file; None, and a sentence in the log, where nothing here can draw it."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        logging.getLogger(__name__).warning("Links to this site will show no picture: no Chromium is here to draw it.")
        return None
    with tempfile.TemporaryDirectory() as place:
        page = Path(place) / "card.html"
        page.write_text(card(view, seeds), "utf-8")
        size = "--window-size={},{}".format(*SIZE)
        # a container's root has no user namespace to keep a page of ours in
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", size]
        command += [f"--user-data-dir={place}/profile", f"--screenshot={target}", page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode or not target.exists():
        logging.getLogger(__name__).warning("Links to this site will show no picture: %s", done.stderr.strip()[-300:])
        return None
    return target
