"""Imports go one way: each module uses only what stands before it, and `import explorer` stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "explorer"

# From the ground up: packages, and inside those of several steps their modules; a package's name stands for the rest of
# its modules and for what it offers to others. Those of one row may use each other; a new module needs a place here.
LAYERS = (
    ("project", "words"),
    ("faults", "records.dates"),
    ("scenario.distributions",),
    ("records.vocabulary", "records.topics", "records.checks"),
    ("records",),
    ("seeds.files",),
    ("seeds",),
    ("datasets.columns", "datasets.comparison", "datasets.crosscheck", "datasets.witnesses"),
    ("datasets.wording", "datasets.scoring", "datasets.layers"),
    ("datasets",),
    ("documents.numerals", "documents.datewords"),
    ("documents",),
    ("scenario",),
    ("model.timing",),
    ("model.equations",),
    ("model.reuse",),
    ("model.projection",),
    ("model",),
    (
        "analysis.solve",
        "analysis.tornado",
        "analysis.waterfall",
        "analysis.belief",
        "analysis.forecasts",
    ),
    ("analysis.named", "analysis.hindsight"),
    ("analysis",),
    ("analysis.tradeoff",),
    ("figures",),
    ("ui",),
    ("serving",),
    ("site",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

# What only these may import, at whatever point of their code.
RESERVED = {
    "pandas": {
        "datasets.frames",
        "datasets.tables",
        "datasets.ledger",
        "datasets.export",
        "model.projection",
        "analysis.tornado",
        "analysis.waterfall",
        "analysis.sidebyside",
        "analysis.belief",
        "analysis.forecasts",
        "analysis.breaks",
        "analysis.reporter",
        "figures",
        "ui",
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


def name_of(path: Path) -> str:
    """A module's name below the package: 'cli', 'figures.style', and 'records' for what that package offers."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def place_of(name: str) -> str:
    """What LAYERS knows a module by: its own name, or its package's."""
    return name if name in LEVEL else name.split(".")[0]


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
            names = [f"{node.module}.{name.name}" for name in node.names]
            found += [name if name in MODULES else node.module or "" for name in names]
    return found


MODULES = {f"explorer.{name_of(path)}" for path in modules()}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_uses_only_what_stands_before_it(path):
    own = place_of(name_of(path))
    assert own in LEVEL, f"give {own} a place in LAYERS"
    inside = [place_of(name.removeprefix("explorer.")) for name in imports(path) if name.startswith("explorer.")]
    later = [name for name in inside if name != own and LEVEL[name] > LEVEL[own]]
    assert not later, f"{own} stands before {', '.join(later)}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_charts_and_app_use_their_libraries(path):
    outside = {name.split(".")[0] for name in imports(path)}
    own = {name_of(path), name_of(path).split(".")[0]}
    wrong = [name for name in sorted(outside & RESERVED.keys()) if not own & RESERVED[name]]
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


def test_no_public_name_is_that_of_a_module():
    # The first import of such a module would put it where the name is looked for.
    import explorer

    tops = {name.split(".")[1] for name in MODULES}
    assert tops & set(explorer.__all__) == {"figures"}


def test_every_public_name_is_there():
    import explorer

    for name in explorer.__all__:
        assert getattr(explorer, name) is not None
    assert set(explorer.__all__) <= set(dir(explorer))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = explorer.nothing
