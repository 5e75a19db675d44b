"""Notebooks are pages: a question, a few short cells, no machinery, nothing stored, and they run from top to bottom."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import nbclient
import nbformat
import pytest
from jupyter_client.manager import KernelManager

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"
# What each page of a question shows: plotly figures, and widgets of the app (the link at its end is one).
SHOWN = {
    "five-articles": (1, 1),
    "racks-to-gigawatts": (1, 4),
    "investment-ranges": (1, 2),
    "what-would-have-to-be-true": (1, 3),
    "did-it-happen": (1, 1),
    "own-sources": (1, 1),
    "for-analysts": (2, 1),
}
WORDS_A_MINUTE = 200


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


def code(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_all_the_pages_are_there():
    assert {path.stem for path in PATHS} == {"explorer", *SHOWN}


def test_a_page_is_a_question_and_a_few_short_cells_without_machinery_and_stores_nothing(path):
    page, cells = nbformat.read(path, as_version=4), code(path)
    nbformat.validate(page)
    assert page.metadata["title"].endswith("?")
    headings = [cell.source.splitlines()[0] for cell in page.cells if cell.cell_type == "markdown"]
    assert headings[:1] in ([], [f"# {page.metadata['title']}"])
    assert 1 <= len(cells) <= 8
    assert max(len(ast.parse(cell).body) for cell in cells) <= 6
    assert max(len(cell.splitlines()) for cell in cells) <= 24
    assert path.stat().st_size < 20_000
    kinds = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Global, ast.Try, ast.Lambda)
    for cell in cells:
        assert not cell.startswith(("%", "!")), cell
        assert "../" not in cell
        assert not [node for node in ast.walk(ast.parse(cell)) if isinstance(node, kinds)], cell
    # without it JupyterLab asks every reader which kernel to use
    assert page.metadata["kernelspec"]["name"] == "python3"
    assert "widgets" not in page.metadata
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in page.cells)


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_of_a_question_is_read_in_five_minutes_and_ends_with_things_to_try(name):
    page = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    texts = [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    assert sum(len(text.split()) for text in texts) < 5 * WORDS_A_MINUTE
    assert "## Three things to try" in texts[-1]
    assert texts[-1].count("\n- ") == (7 if name == "did-it-happen" else 3)  # that page lists its findings there too
    assert page.cells[-1].source.startswith("ex.panels.in_the_app(")
    # JupyterLab would take what stands between two of them for a formula
    assert "$" not in "".join(texts)


def test_where_a_page_speaks_of_bars_they_follow():
    """What matters most is a panel of its own: a page that tells how to read its bars shows it."""
    told = 0
    for name in SHOWN:
        cells = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells
        for words, below in pairwise(cells):
            if words.cell_type == "markdown" and "Each bar is one assumption" in words.source:
                assert re.search(r"panels\.(?:matters|part\(.*\"matters\")", below.source), name
                told += 1
    assert told


@pytest.fixture(scope="module")
def kernel(tmp_path_factory) -> Iterator[KernelManager]:
    """One for all pages, emptied between them: what takes long in a new one is to import the package."""
    manager = KernelManager()
    # An empty folder: what runs here finds the package and its seeds without help from the checkout's paths.
    manager.start_kernel(cwd=str(tmp_path_factory.mktemp("empty")))
    yield manager
    manager.shutdown_kernel(now=True)


def test_a_page_runs_from_top_to_bottom(path, kernel):
    page = nbformat.read(path, as_version=4)
    page.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    client = nbclient.NotebookClient(page, km=kernel, timeout=120)
    client.execute()
    assert client.kc
    client.kc.stop_channels()
    outputs = [output for cell in page.cells for output in cell.get("outputs", [])]
    shown = [output.data for output in outputs if output.output_type in ("execute_result", "display_data")]
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    charts = [data["application/vnd.plotly.v1+json"] for data in shown if "application/vnd.plotly.v1+json" in data]
    assert (len(charts), sum(WIDGET in data for data in shown)) == SHOWN.get(path.stem, (0, 1))
    if path.stem != "explorer":
        # opened again, its parts are what stands before each of them, with nothing that would move
        kept = [before["text/html"] for before, one in pairwise(shown) if WIDGET in one and WIDGET not in before]
        assert len(kept) == sum(WIDGET in data for data in shown)
        assert all("data-explorer-still=" in html and "<input" not in html for html in kept)
        assert all('class="tex2jax_ignore' in html for html in kept)  # two dollars are no formula
    assert all(chart["config"]["displayModeBar"] is False and chart["data"] for chart in charts)
    assert shown
