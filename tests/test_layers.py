"""Imports go one way: each module uses only what stands before it, and `import explorer` stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "explorer"

# From the ground up. Modules of one row may use each other; a new module needs a place here.
LAYERS = (
    ("vocabulary", "topics", "dates", "checks", "numerals", "datewords", "project"),
    ("records", "ledgerrecords"),
    ("seedfiles", "seeds"),
    ("columns", "comparison", "crosscheck", "witnesses", "wording", "scoring", "layers"),
    ("frames", "datasets", "ledger"),
    ("distributions",),
    ("scenario", "links"),
    ("misfit", "timing", "equations", "reuse", "model"),
    ("solve", "tornado", "waterfall", "belief", "hindsight"),
    ("named",),
    ("words",),
    ("breaks", "reporter", "needs", "goal", "converter"),
    ("tradeoff",),
    ("figures",),
    ("ui",),
    ("serving",),
    ("serve", "datapackage", "export", "verification", "newsource"),
    ("site",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

# What only these may import, at whatever point of their code.
RESERVED = {
    "pandas": {
        "frames",
        "datasets",
        "ledger",
        "model",
        "tornado",
        "waterfall",
        "belief",
        "hindsight",
        "breaks",
        "reporter",
        "figures",
        "ui",
        "export",
        "cli",
    },
    "plotly": {"figures"},
    "ipywidgets": {"ui"},
    "anywidget": {"ui"},
    "traitlets": {"ui", "serving"},
    "IPython": {"ui"},
}


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def part_of(path: Path) -> str:
    """The first part of a module's name below the package: 'model' for model.py, 'figures' for figures/style.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    """Every module that a file imports, inside functions too; not what only a type checker reads."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively; write the module's full name"
            if node.module == "explorer":
                found += [f"explorer.{name.name}" for name in node.names]
            else:
                found.append(node.module or "")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_uses_only_what_stands_before_it(path):
    own = part_of(path)
    assert own in LEVEL, f"give {own} a place in LAYERS"
    inside = [name.split(".")[1] for name in imports(path) if name.startswith("explorer.")]
    later = [name for name in inside if name != own and LEVEL[name] > LEVEL[own]]
    assert not later, f"{own} stands before {', '.join(later)}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_charts_and_app_use_their_libraries(path):
    outside = {name.split(".")[0] for name in imports(path)}
    wrong = [name for name in sorted(outside & RESERVED.keys()) if part_of(path) not in RESERVED[name]]
    assert not wrong


def loaded_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded once it has run the code."""
    program = f"{code}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_the_package_is_light():
    heavy = {"pandas", "plotly", "ipywidgets", "anywidget", "IPython", "scipy", "voila"}
    assert not loaded_after("import explorer") & heavy
    assert not loaded_after("import explorer as ex; ex.simulate(draws=8)['energised_gw']") & heavy
    assert "numpy" in loaded_after("import explorer as ex; ex.simulate(draws=8)")


@pytest.mark.parametrize(
    "first", ["import explorer.solve", "from explorer.model import simulate", "import explorer.words"]
)
def test_solve_is_the_function_whatever_was_imported_first(first):
    code = f"{first}\nimport explorer as ex\nprint(callable(ex.solve))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"


def test_no_public_name_is_that_of_a_module():
    # The first import of the module would put it where the name is looked for; solve is imported early for that reason.
    import explorer

    assert {path.stem for path in PACKAGE.glob("*.py")} & set(explorer.__all__) == {"solve"}


def test_every_public_name_is_there():
    import explorer

    for name in explorer.__all__:
        assert getattr(explorer, name) is not None
    assert set(explorer.__all__) <= set(dir(explorer))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = explorer.nothing
