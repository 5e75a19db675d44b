"""What we say of what is not there, and how numbers are set, in every text that a reader meets.

That nobody published something cannot be known; that we found nothing, in which pages, can. A sentence that denies for
all the world is a fault unless it says that we looked.
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer.seeds import load
from tests.test_orphans import prose, spoken, without_tags

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "explorer"

SAID = "say|says|said|give|gives|gave|state|states|stated|name|names|named|publish|publishes|published|know|knows|made"
DOES = "has|have|had|link|links|tie|ties|show|shows|look|looks|was|were|is"
DENIED = [
    rf"\b(?:nobody|no one|no company|no party|neither company)\b(?: \w+){{0,2}}? (?:{SAID}|link|links|tie|ties)\b",
    rf"\bno (?:public |named )?(?:source|text|page|report|document|article)s?\b(?: \w+){{0,3}}? (?:{SAID}|{DOES})\b",
    r"\bno (?:figure|number|order|delivery|date)s?\b(?: \w+){0,3}? (?:was|were|has been|exists?|is (?:known|given))\b",
    r"\bnothing (?:that )?(?:\w+ )?(?:is|was|has been) (?:said|public|published|known|made public|announced)\b",
    r"\bnothing (?:links|ties|decides|shows|says)\b",
    r"\b(?:not|never) (?:been )?(?:published|made public|visible)\b",
    r"\b(?:has|have) not announced\b|\bas far as anyone\b",
    r"\bno public (?:source|figure|number|text)\b",
]
"""Denials that only one who has read everything could make."""

LOOKED = r"\b[Ww]e (?:have )?(?:found|saw|looked|searched|know of)\b|\bsearched\b"

ALLOWED = {
    r"that no order was talked about does not mean": "what Foxconn's chairman said, in his words and not ours",
    r"No document is longer": "the most lines that are read, a limit of ours",
}
"""Sentences that deny and are right, each with the reason."""


def strings(value: Any) -> Iterator[str]:
    """Every text of a TOML file."""
    if isinstance(value, dict):
        yield from (text for one in value.values() for text in strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in strings(one))
    elif isinstance(value, str) and " " in value:
        yield value


def texts() -> Iterator[tuple[str, str]]:
    """Every text of app, seeds, notebooks and docs, docstrings included, with the file it is in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                yield path.name, re.sub(r"(?m)^ *(?:>>>|\.\.\.) .*\n.*", " ", node.value)
    for path in sorted([*PACKAGE.glob("*/templates/**/*.html"), *PACKAGE.rglob("*.j2")]):
        yield path.name, without_tags(path.read_text("utf-8"))
    for path in sorted((PACKAGE / "page" / "js").glob("*.js")):
        yield from ((path.name, text) for text in spoken(path.read_text("utf-8")))
    for path in sorted([*(CHECKOUT / "seeds").rglob("*.toml"), *(CHECKOUT / "docs").rglob("*.toml")]):
        yield from ((path.name, text) for text in strings(tomllib.loads(path.read_text("utf-8"))))
    for path in sorted((CHECKOUT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        yield from ((path.name, prose("".join(cell["source"]))) for cell in cells if cell["cell_type"] == "markdown")
    for path in sorted([CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")]):
        if path.parent.name != "generated":
            yield path.name, prose(path.read_text("utf-8"))


def denials(text: str) -> list[str]:
    """The sentences of a text that deny for all the world."""
    for allowed in ALLOWED:
        text = re.sub(allowed, " ", text)
    sentences = re.split(r"(?<=[.?!:;|])\s+|\n\s*\n", " ".join(text.split(" ")))
    found = [" ".join(one.split()) for one in sentences if any(re.search(denied, one, re.I) for denied in DENIED)]
    return [one for one in found if not re.search(LOOKED, one)]


def test_no_text_denies_for_all_the_world():
    assert [(file, found) for file, text in texts() if (found := denials(text))] == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("No source says for how many years.", True),
        ("For how many years, nobody has said.", True),
        ("What share OpenAI would take, nobody has published.", True),
        ("Nothing that was published decides it: nothing is public.", True),
        ("It has not been published.", True),
        ("There is no public figure.", True),
        ("We found no source that says for how many years.", False),
        ("We found no public figure for its share (pages to July 2026).", False),
        ("None of the five articles says which power it means.", False),
        ("OpenAI has no purchase commitment.", False),
    ],
)
def test_a_denial_is_found(text, denied):
    assert bool(denials(text)) is denied


def test_nothing_is_allowed_that_is_not_said():
    whole = "\n".join(text for _, text in texts())
    assert [reason for allowed, reason in ALLOWED.items() if not re.search(allowed, whole)] == []


def test_no_space_stands_before_a_percent_sign():
    """Raw files, so that what a template or an f-string fills in is seen too: a digit or a brace, then a space."""
    read = [
        *(path for kind in ("*.py", "*.html", "*.js") for path in PACKAGE.rglob(kind) if "vendor" not in path.parts),
        *(CHECKOUT / "seeds").rglob("*.toml"),
        *(CHECKOUT / "notebooks").glob("*.ipynb"),
        *(path for path in (CHECKOUT / "docs").rglob("*") if path.suffix in (".md", ".toml")),
        CHECKOUT / "README.md",
    ]
    spaced = re.compile(r"[0-9}][ \u00a0\u202f]%(?![}\w(])|[\"'] %[\"' ]")
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in read
        for line in path.read_text("utf-8").splitlines()
        if spaced.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "file",
    [
        "CITATION.cff",
        "docs/index.md",
        "notebooks/explorer.ipynb",
        "explorer/page/share/voila/templates/explorer/index.html.j2",
    ],
)
def test_the_question_is_the_same_wherever_it_is_asked(file):
    """Where a file cannot read it from the package, it holds the same words."""
    text = " ".join((CHECKOUT / file).read_text("utf-8").replace("\u2019", "'").split())
    assert load().deal.question in text
