"""The documentation: every page is found, every link between files leads somewhere, what the recipes say works.

The site itself is built by ``make docs``, which also looks at its links.
"""

import doctest
import inspect
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import explorer
from explorer import charts
from explorer.page import panels
from explorer.seeds import check

CHECKOUT = Path(__file__).resolve().parent.parent
DOCS = CHECKOUT / "docs"
PAGES = [
    path
    for path in sorted([*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md"), *(CHECKOUT / "seeds").glob("*.md")])
    if path.parent.name != "generated"  # written at each build of the site
]
WORDED = [*PAGES, *sorted((CHECKOUT / "notebooks").glob("*.ipynb"))]


def places(page: Path) -> set[str]:
    """What a link can name on a page of Markdown: its headings, as code hosts and the site spell them."""
    headings = re.findall(r"^#{1,3} (.+)$", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_to_a_file_leads_somewhere_and_every_module_that_is_named_is_there():
    lost = []
    for page in WORDED:
        text = page.read_text("utf-8")
        modules = re.findall(r"`((?:explorer|tests|docs)/[\w/]+\.py)`", text)
        lost += [(page.name, one) for one in modules if not (CHECKOUT / one).is_file()]
        text = re.sub(r"```.*?```|`[^`\n]*`", " ", text, flags=re.DOTALL)
        for target in re.findall(r"\]\(([^()\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, place = target.partition("#")
            found = (page.parent / file).resolve() if file else page
            known = not place or found.suffix != ".md" or (found.is_file() and place in places(found))
            if not found.exists() or not known:
                lost.append((page.name, target))
    assert lost == []


def test_every_page_has_its_place_in_the_contents_and_every_entry_its_page():
    trees = re.findall(r"```{toctree}\n(.*?)```", (DOCS / "index.md").read_text("utf-8"), re.DOTALL)
    entries = re.findall(r"^[^:\s].*$", "".join(trees), re.M)
    paths = [
        path for entry in entries for path in (DOCS.glob(f"{entry}.md") if "*" in entry else [DOCS / f"{entry}.md"])
    ]
    # README is the front page of the repository, the index that of the site, the notebook "explorer" the app.
    apart = {CHECKOUT / "README", DOCS / "index", CHECKOUT / "notebooks" / "explorer"}
    found, written = ({path.with_suffix("").resolve() for path in several} for several in (paths, WORDED))
    assert found == written - apart


def test_the_interface_on_the_page_is_the_public_one():
    page = (DOCS / "api.md").read_text("utf-8")
    module, named = "", {"": set()}
    for kind, value in re.findall(r"^\.\. (py:currentmodule|auto(?:function|class|data)):: (\S+)$", page, re.M):
        if kind == "py:currentmodule":
            module = value
        else:
            named.setdefault(module, set()).add(value)
    named["explorer"] = {one for one in named["explorer"] if "." not in one} | {"charts", "panels"}
    for name, place in {"explorer": explorer, "explorer.charts": charts, "explorer.page.panels": panels}.items():
        assert named[name] == {*place.__all__}
        functions = [one for name_, one in inspect.getmembers(place, inspect.isfunction) if name_ in named[name]]
        assert [one.__name__ for one in functions if ">>> " not in (one.__doc__ or "")] == []


@pytest.mark.parametrize("page", ["README.md", "docs/start.md", "docs/own-sources.md", "docs/how-to/open-the-model.md"])
def test_the_examples_of_a_page_give_what_it_says(page, monkeypatch):
    monkeypatch.chdir(CHECKOUT)
    result = doctest.testfile(str(CHECKOUT / page), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0


def blocks(recipe: str, language: str) -> list[str]:
    text = (DOCS / "how-to" / f"{recipe}.md").read_text("utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.DOTALL | re.M)
    return [re.sub(f"^{indent}", "", block, flags=re.M) for indent, block in found]


def changed(recipe: str, copy: Path) -> Path:
    """A copy of what the tests need of the checkout, with the change of a recipe made in it."""
    for name in ("docs", "explorer", "seeds", "tests"):
        shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("generated"))
    shutil.copy(CHECKOUT / "pyproject.toml", copy)
    (change,) = blocks(recipe, "diff")
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(copy.parent)}
    subprocess.run(["git", "apply", "-C1"], input=change, text=True, cwd=copy, env=outside, check=True)
    return copy


def passes(copy: Path, files: str, names: str) -> None:
    """The tests of these names pass in a copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files.split(), "-k", names]
    own = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(command, cwd=copy, env=own, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("recipe", "files", "names"),
    [
        (
            "add-a-chart",
            "explorer/charts/origins_chart.py tests/test_charts.py tests/test_docs.py",
            "origins or interface",
        ),
        (
            "add-a-parameter",
            "tests/test_model.py tests/test_model_plain.py tests/test_scenario.py",
            "worked_by_hand or plain or golden",
        ),
    ],
    ids=["chart", "parameter"],
)
def test_the_change_of_a_recipe_passes_its_own_tests(recipe, files, names, tmp_path):
    passes(changed(recipe, tmp_path / "copy"), files, names)


def test_the_section_of_the_recipe_is_on_the_page_once_its_steps_are_taken(tmp_path):
    copy = changed("add-a-chart", tmp_path / "copy")
    (template,) = blocks("add-a-section", "html")
    (copy / "explorer/page/templates/sections/origins.html").write_text(template, "utf-8")
    (decorator,) = [one for one in blocks("add-a-section", "python") if one.startswith("@chart(")]
    for file, place, new in (
        ("page/story.py", r'(SECTIONS = \(\n    "answer",\n)', r'\1    "origins",\n'),
        ("page/story.py", r"(FIXED_CHARTS = \{)", r'\1"origins": ("retold",), '),
        ("charts/origins_chart.py", r"@chart\(origins=.*\)\n", decorator),
    ):
        path = copy / "explorer" / file
        text, count = re.subn(place, new, path.read_text("utf-8"), count=1)
        assert count == 1, (file, place)
        path.write_text(text, "utf-8")
    passes(copy, "tests/test_charts.py tests/test_page.py", "looked_at or origins or first_paint or code_of_a_chart")
    shown = "import explorer as ex; print(ex.panels.part('origins').html(live=False))"
    html = subprocess.run([sys.executable, "-c", shown], cwd=copy, capture_output=True, text=True, check=True)
    assert "Who said it first" in html.stdout
    assert "retell" in html.stdout


def test_the_record_of_the_recipe_is_in_order(tmp_path):
    seeds = tmp_path / "seeds"
    shutil.copytree(CHECKOUT / "seeds", seeds)
    (claim,) = blocks("add-a-source", "toml")
    record = f'[[claim]]\nclaim_id = "c-1"\nsource_id = "seed-003"\n{claim}'
    (seeds / "claims/tried.toml").write_text(record, "utf-8")
    assert check(seeds) == []


def test_the_tables_of_the_site_hold_every_equation_assumption_and_source(tmp_path):
    runpy.run_path(str(DOCS / "tables.py"))["write_all"](tmp_path)
    written = {path.stem: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert all(f"<br>`{one}`" in written["assumptions"] for one in explorer.parameters().index)
    assert written["sources"].count("\n") == len(explorer.sources()) + 2
    # Each assumption comes in with one equation: none is missing, none is without effect.
    comes_in = re.findall(r"`(\w+)`", " ".join(re.findall(r"\| ([^|]*) \|$", written["equations"], re.M)[2:]))
    assert sorted(comes_in) == sorted(explorer.parameters().index)
    assert "| racks/week |" in written["equations"]
