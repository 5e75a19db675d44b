"""Values, links and seeds that mean harm: each is answered with a sentence, and nothing is lost."""

import csv
import json
import random
import re
import shutil
import string
from typing import Any

import pytest

from explorer import seeds
from explorer.datasets import export
from explorer.page import pieces, story
from explorer.page.page import HANDLERS, Page
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.scenario.links import LinkError, link, read_link
from explorer.serving import memory
from explorer.serving.settings import origin
from explorer.serving.statics import found

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


FIELDS = (
    "value",
    "parameter",
    "part",
    "search",
    "name",
    "what",
    "claims",
    "claim",
    "values",
    "narrow",
    "to",
    "old",
    "amount",
    "by",
    "chance",
    "outcome",
    "near",
    "gesture",
    "as_of",
    "status",
    "party",
    "topic",
    "sources",
    "painted",
    "page",
)


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_every_kind_of_message_with_every_hostile_value(page, kind):
    """Whatever stands in whatever field: a reply that can be sent, no fault of ours, and the scenario of before."""
    asked, sent = page
    for field in FIELDS:
        before = asked.view
        for value in VALUES:
            message = {"kind": kind, "parameter": "openai_share", "part": "slider", "near": [], field: value}
            asked.receive(message)
            json.dumps(sent[-1], allow_nan=False)
            assert "on our side" not in str(sent[-1].get("said")), (kind, field, str(value)[:40])
            del sent[:]
            harmless = kind in (
                "open",
                "enough",
                "pin",
                "unpin",
                "reset",
                "layout",
                "undo",
                "redo",
                "load",
                "goal",
                "set",
            )
            assert harmless or asked.view.scenario == before.scenario, (field, str(value)[:40])
            asked.view = before


def test_a_hostile_value_gets_its_sentence_and_the_next_good_one_its_answer(page):
    asked, sent = page
    asked.receive({"kind": "reset"})
    for value in VALUES:
        asked.receive({"kind": "set", "parameter": "openai_share", "part": "slider", "value": value, "near": []})
        assert sent[-1]["fault"].endswith("Still in use: 10%."), str(value)[:40]
        assert len(sent[-1]["fault"]) < 300
    asked.receive({"kind": "set", "parameter": "openai_share", "part": "slider", "value": "25", "near": []})
    assert "25%" in sent[-1]["texts"]["hero-title"]


def test_ten_thousand_random_links_each_open_or_are_refused_with_a_sentence():
    """Half of them noise, half the text of a real link with some letters changed, cut or doubled."""
    chance = random.Random(20251120)
    good = link(Scenario())
    letters = string.printable + "%~_é\0"
    opened = refused = 0
    said: set[str] = set()
    for number in range(10_000):
        if number % 2:
            text = "".join(chance.choices(letters, k=chance.randrange(200)))
        else:
            changed = list(good)
            for _ in range(chance.randrange(1, 4)):
                place = chance.randrange(len(changed))
                changed[place : place + chance.randrange(3)] = chance.choices(letters, k=chance.randrange(3))
            text = "".join(changed)
        try:
            scenario, notes = read_link(text)
        except LinkError as fault:
            said.add(str(fault))
            refused += 1
        else:
            said |= set(notes)
            opened += 1
            assert read_link(link(scenario))[0] == scenario
    assert all(sentence.endswith(".") and len(sentence) < 400 for sentence in said)
    assert opened > 100
    assert refused > 5_000


def test_html_and_formulas_in_a_seed_are_only_text(checkout, tmp_path, monkeypatch):
    folder = tmp_path / "seeds"
    shutil.copytree(checkout / "docs/examples/openai-amd", folder)
    harm = '=1+1<script>alert(1)</script><img src=x onerror=alert(2)>"\\u0027 onload=alert(3)'
    for file, fields in (
        ("sources.toml", "publisher|title"),
        ("claims.toml", "statement|party"),
        ("milestones.toml", "title"),
        ("facts.toml", "question"),
    ):
        text = (folder / file).read_text("utf-8")
        harmed = re.sub(
            rf"^({fields}) = .*$", lambda found: f"{found[1]} = {json.dumps(harm)}", text, flags=re.MULTILINE
        )
        assert harmed != text
        (folder / file).write_text(harmed, "utf-8")
    monkeypatch.setenv(seeds.VARIABLE, str(folder))

    sent: Sent = []
    shown, held = Page(sent.append), seeds.load()
    sent.append({"page": story.story(View(), held)})
    shown.receive({"kind": "card", "claims": " ".join(held.claims)})
    for name in pieces.PLACES:
        shown.receive({"kind": "place", "name": name})
    for reply in sent:
        markup = re.sub(r'<script type="application/json".*?</script>', "", json.dumps(reply, default=str))
        assert "<script" not in markup
        assert "<img" not in markup
    export.write_all(tmp_path / "out", seeds=folder)
    with (tmp_path / "out" / "claims.csv").open(newline="", encoding="utf-8") as file:
        assert {row["statement"][:2] for row in csv.DictReader(file)} == {"'="}


def test_a_file_outside_of_its_folder_is_not_found(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.js").write_text("a")
    (tmp_path / "secret").write_text("b")
    (tmp_path / "static" / "link").symlink_to(tmp_path / "secret")
    folders = [tmp_path / "none", tmp_path / "static"]
    assert found(folders, "a.js") == tmp_path / "static" / "a.js"
    for path in (
        "../secret",
        "./../secret",
        "/etc/passwd",
        str(tmp_path / "secret"),
        "link",
        "",
        ".",
        "a.js\0.png",
        "b.js",
    ):
        assert found(folders, path) is None


def test_memory_is_that_of_the_machine_or_of_the_container_whichever_is_less(tmp_path):
    assert memory.available_mb(tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal:  9000 kB\nMemAvailable:   4096000 kB\n")
    assert memory.available_mb(tmp_path) == 4000
    group = tmp_path / "sys/fs/cgroup"
    group.mkdir(parents=True)
    (group / "memory.current").write_text(f"{700 * 2**20}\n")
    (group / "memory.stat").write_text(f"anon 1\ninactive_file {200 * 2**20}\n")
    (group / "memory.max").write_text("max\n")
    assert memory.available_mb(tmp_path) == 4000
    (group / "memory.max").write_text(f"{2**30}\n")
    assert memory.available_mb(tmp_path) == 1024 - 700 + 200


@pytest.mark.parametrize(
    "text", ["", "*", "news.example", "https://a/b", "https://a; script-src *", "https://a b", "ftp://a"]
)
def test_what_is_no_origin_is_refused(text):
    with pytest.raises(ValueError, match="is not an origin"):
        origin(text)
