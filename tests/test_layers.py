"""Imports go one way, along the way of the data, and `import explorer` stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "explorer"

ORDER = (
    *("errors", "formatting", "project", "records", "arguments", "seeds", "evidence", "datasets", "scenario", "model"),
    *("analysis", "documents", "charts", "page", "serving", "site", "cli"),
)
"""The packages and modules of the package from the ground up: each uses itself and what stands before it.

The whole package counts as the last of all.
"""

HEAVY = {"pandas", "plotly", "ipywidgets", "anywidget", "traitlets", "IPython"}


def imported(path: Path) -> set[str]:
    """What a module imports of this package, at whatever point of its code: the first name below ``explorer``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        # the whole package is the face of all of it, so it stands above everything
        found |= {[*name.split("."), "cli"][1] for name in names if name.split(".")[0] == "explorer"}
    return found


def test_a_module_uses_only_what_stands_before_it() -> None:
    against: list[tuple[str, str]] = []
    for path in sorted({*PACKAGE.rglob("*.py")} - {PACKAGE / "__init__.py"}):
        name = path.relative_to(PACKAGE).as_posix()
        here = ORDER.index(name.split("/")[0].removesuffix(".py"))
        against += [(name, other) for other in sorted(imported(path)) if ORDER.index(other) > here]
    assert against == []


ANSWER = "from explorer.analysis.answer import answer; from explorer.scenario import Scenario; answer(Scenario())"
PICTURE = """
from explorer.charts import shares, svg
from explorer.seeds import load
svg.svg_of(shares.spec(seeds=load()), key="a")
"""


@pytest.mark.parametrize(
    ("code", "without"),
    [("import explorer", HEAVY | {"numpy"}), (ANSWER, HEAVY), (PICTURE, HEAVY)],
    ids=["import", "answer", "picture"],
)
def test_what_is_not_needed_is_not_loaded(code: str, without: set[str]) -> None:
    check = f"{code}\nimport sys; print(*({without!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
