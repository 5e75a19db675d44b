"""The code names no party of a deal: every word about one comes from the folder that is read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "explorer"
NAMES = re.compile("OpenAI|Foxconn|Hon Hai")
TEXTS = (".html", ".j2", ".js", ".mjs", ".css", ".toml")


def said(source: str) -> Iterator[str]:
    """The strings of a module that may reach a reader: all but docstrings, which its own authors read."""
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def test_no_text_of_the_package_names_a_party_of_the_deal():
    found = [
        f"{path.relative_to(PACKAGE)}: {text[:80]}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in (".py", *TEXTS) and "node_modules" not in path.parts
        for text in (said(path.read_text("utf-8")) if path.suffix == ".py" else path.read_text("utf-8").splitlines())
        if NAMES.search(text)
    ]
    assert found == []
