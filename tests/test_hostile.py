"""Values, links and seeds that mean harm: each is answered with a sentence, and nothing is lost."""

import csv
import json
import re
import shutil
from typing import Any

import pytest

from explorer import seeds
from explorer.datasets import export
from explorer.page import pieces, story
from explorer.page.page import HANDLERS, Page
from explorer.page.view import View

MEGABYTE = "9" * 2**20
VALUES = [
    *(float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 10**400, -1, True, None),
    *("NaN", "Infinity", "1e308", "1e999", "0x10", "", " ", "\0", "<b>1</b>", "=1+1", "🏭", MEGABYTE),
    *([], [1], {}, {"a": {"b": [{}]}}, [[[[[]]]]] * 1000),
]


Sent = list[dict[str, Any]]


@pytest.fixture(scope="module")
def page() -> tuple[Page, Sent]:
    sent: Sent = []
    page = Page(sent.append)
    page.receive({"kind": "open", "near": []})
    return page, sent


MOVES = {"open", "enough", "pin", "unpin", "reset", "layout", "undo", "redo", "load", "goal", "set"}
"""Kinds that may change the scenario without a value that is sound."""
SOUND: dict[str, dict[str, Any]] = {"place": {"name": "claims"}, "take": {"what": "svg", "name": "shares"}}
"""What else a kind needs before it reads its other fields."""


class Message(dict[str, Any]):
    """A message that notes which of its fields are read."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        self.read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:  # type: ignore[override]
        self.read.add(key)
        return super().get(key, default)


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_every_kind_of_message_with_every_hostile_value(page, kind):
    """Whatever stands in a field that is read: a reply that can be sent, no fault of ours, the scenario of before."""
    asked, sent = page
    before, fields = asked.view, ["near"]
    for field in fields:  # to which are added those that are read
        for value in VALUES:
            told = {"kind": kind, "parameter": "openai_share", "part": "slider", "near": [], **SOUND.get(kind, {})}
            message = Message(**told | {field: value})
            asked.receive(message)
            json.dumps(sent[-1], allow_nan=False)
            assert "on our side" not in str(sent[-1].get("said")), (kind, field, str(value)[:40])
            assert kind in MOVES or asked.view.scenario == before.scenario, (field, str(value)[:40])
            if (kind, field) == ("set", "value"):
                assert sent[-1]["fault"].endswith("Still in use: 10%."), str(value)[:40]
                assert len(sent[-1]["fault"]) < 300
            del sent[:]
            asked.view = before
            fields += sorted(message.read - {*fields, "kind", "id"})
    asked.receive({"kind": "set", "parameter": "openai_share", "part": "slider", "value": "25", "near": []})
    assert "25%" in sent[-1]["texts"]["hero-title"]  # and the next good one is answered
    asked.view = before


def test_html_and_formulas_in_a_seed_are_only_text(deal, tmp_path, monkeypatch):
    folder = shutil.copytree(deal, tmp_path / "seeds")
    harm = '=1+1<script>alert(1)</script><img src=x onerror=alert(2)>"\\u0027 onload=alert(3)'
    for file, fields in (
        ("sources.toml", "publisher|title"),
        ("claims.toml", "statement|party"),
        ("milestones.toml", "title"),
        ("facts.toml", "question"),
        ("deal.toml", "question|buyer|maker"),
    ):
        text = (folder / file).read_text("utf-8")
        harmed = re.sub(
            rf"^({fields}) = .*$", lambda found: f"{found[1]} = {json.dumps(harm)}", text, flags=re.MULTILINE
        )
        assert harmed != text
        (folder / file).write_text(harmed, "utf-8")
    monkeypatch.setenv(seeds.SEEDS_VARIABLE, str(folder))

    sent: Sent = []
    shown, held = Page(sent.append), seeds.load()
    sent.append({"page": story.story(View(), held)})
    shown.receive({"kind": "card", "claims": " ".join(held.claims)})
    for name in pieces.PLACES:
        shown.receive({"kind": "place", "name": name})
    for reply in sent:
        markup = re.sub(r'<script type=\\"application/json\\".*?</script>', "", json.dumps(reply, default=str))
        assert "<script" not in markup
        assert "<img" not in markup
    export.write_all(tmp_path / "out", seeds=folder)
    with (tmp_path / "out" / "claims.csv").open(newline="", encoding="utf-8") as file:
        assert {row["statement"][:2] for row in csv.DictReader(file)} == {"'="}
