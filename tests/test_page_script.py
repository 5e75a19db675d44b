"""The page's script with Python in the test's own hands: which message is answered when, and what comes in between."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

from explorer.page import story
from explorer.page.page import Page
from explorer.page.view import View
from explorer.seeds import load
from tests.tools.browser import SHARE as BOX, TITLE
from tests.tools.servers import hosted

MODEL = """
import page from "./js/page.js";
window.sent = [];
const model = { on: (_name, hear) => { window.hear = hear; }, off() {}, send: (message) => window.sent.push(message) };
page.render({ model, el: document.createElement("div") });
"""


class Wire:
    """A page and a `Page`: what the one sends waits here until the test lets the other hear it."""

    def __init__(self, tab: Tab):
        self.tab, self.replies = tab, list[Any]()
        self.python = Page(self.replies.append)

    def answer(self) -> None:
        """Python hears what was sent last, and the page hears its reply."""
        self.python.receive(json.loads(self.tab.evaluate("JSON.stringify(window.sent.at(-1))")))
        self.tab.evaluate("window.hear", self.replies[-1])

    def result(self, name: str = "answer") -> None:
        """One result of what Python has heard reaches the page."""
        self.python.finish()
        (push,) = [one for one in self.replies if one.get("push") == name][-1:]
        self.tab.evaluate("window.hear", push)


@pytest.fixture
def wire(page: Tab, tmp_path: Path) -> Iterator[Wire]:
    js = Path(story.__file__).parent / "js"
    shutil.copytree(js, tmp_path / "js")
    body = f'<div id="explorer-first-paint" data-version="another">{story.story(View(), load())}</div>'
    script = f'<script type="module">{MODEL}</script>'
    (tmp_path / "index.html").write_text(f"<!doctype html><style>{story.style()}</style>{body}{script}", "utf-8")
    with hosted(tmp_path) as url:
        page.goto(url)
        page.wait_for_function("window.sent?.length")
        held = Wire(page)
        held.answer()
        yield held


def test_a_result_that_comes_while_a_newer_share_is_on_its_way_takes_no_key_back(wire):
    """11% is heard, 13% is sent and not yet answered, and what follows from 11% arrives."""
    box = wire.tab.locator(BOX)
    for _ in range(3):
        box.press("ArrowUp")
    wire.answer()
    assert wire.tab.evaluate("window.sent.at(-1).value") == 13
    racks = wire.tab.locator('[data-text="racks"]').first.inner_text()
    wire.result()
    assert box.input_value() == "13"
    assert "13%" in wire.tab.locator(TITLE).inner_text()
    assert wire.tab.locator('[data-text="racks"]').first.inner_text() == racks
    box.press("ArrowUp")
    wire.answer()
    wire.answer()
    assert (box.input_value(), wire.python.view.scenario.openai_share.central) == ("14", 0.14)
