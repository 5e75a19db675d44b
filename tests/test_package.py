"""The sdist and the wheel: the same bytes twice, and all that the app needs, far from the checkout."""

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from explorer.analysis.answer import answer
from explorer.charts import plotly_script
from explorer.scenario import Scenario
from explorer.ui import sentences
from tests.browser import opened
from tests.distribution import built, unpacked
from tests.environments import Environment, copied, emptied
from tests.pins import pins
from tests.servers import free_port, serving

APP = "binder/requirements.txt"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


# A day for the files inside: any will do, as long as it is the same in both builds.
DAY = 1763596800


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist that the pinned tools build from a copy of the checkout; the wheel lies beside it."""
    folder = tmp_path_factory.mktemp("dist")
    built(copied(checkout, folder / "work"), folder / "built", DAY)
    (path,) = (folder / "built").glob("*.tar.gz")
    return path


@pytest.fixture(scope="module")
def wheel(sdist: Path) -> Path:
    """The wheel of the same build."""
    (path,) = sdist.parent.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, checkout: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An empty environment, its folder outside every checkout, with the wheel and the pinned packages."""
    folder = tmp_path_factory.mktemp("installed")
    # without hashes: pip asks for a hash of every file as soon as one has one, and the wheel is built a moment ago
    lines = [f"{pin.name}=={pin.version}" + f" ; {pin.marker}" * bool(pin.marker) for pin in pins(checkout / APP)]
    (folder / "pins.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "elsewhere").mkdir()
    environment = emptied(folder / "environment", folder / "elsewhere", home)
    environment.pip("install", "--constraint", folder / "pins.txt", wheel)
    return environment


def test_the_wheel_carries_all_that_the_checkout_holds_of_data_and_notebooks(wheel, checkout):
    names = zipfile.ZipFile(wheel).namelist()
    for folder, pattern in (("seeds", "*"), ("notebooks", "*.ipynb")):
        ours = {path.relative_to(checkout) for path in (checkout / folder).rglob(pattern) if path.is_file()}
        assert ours, f"{folder} is empty"
        missing = {str(path) for path in ours if f"explorer/bundled/{path}" not in names}
        assert not missing
    assert not [name for name in names if "/tests/" in name or name.endswith((".pyc", ".keep"))]


def test_the_wheel_carries_plotly_js_for_voila_and_for_all_else_with_its_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        ours, served = sorted((name for name in names if name.endswith(f"/{plotly_script.NAME}")), reverse=True)
        assert ours == f"explorer/charts/vendor/{plotly_script.NAME}"
        assert served.endswith(f".data/data/share/jupyter/voila/templates/explorer/static/{plotly_script.NAME}")
        assert archive.read(ours) == archive.read(served) == plotly_script.PATH.read_bytes()
    assert [name for name in names if name.endswith(".dist-info/licenses/explorer/charts/vendor/LICENSE")]


def test_a_second_build_elsewhere_from_the_sdist_gives_the_same_bytes(sdist, wheel, tmp_path):
    again = built(unpacked(sdist, tmp_path / "unpacked"), tmp_path / "again", DAY)
    assert again == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (sdist, wheel)}


def test_claims_are_there_after_an_install(installed):
    done = installed.run("-c", "import explorer; print(len(explorer.claims()), explorer.__file__)")
    assert done.returncode == 0, done.stderr
    count, place = done.stdout.split()
    assert int(count) > 50
    assert str(installed.folder) in place


def test_check_and_answer_work_after_an_install(installed):
    done = installed.run("-m", "explorer.cli", "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No fault found" in done.stdout
    done = installed.run("-m", "explorer.cli", "answer")
    assert done.returncode == 0, done.stderr
    assert "OpenAI" in done.stdout


@pytest.fixture
def read_only(installed: Environment) -> Iterator[Environment]:
    """The same, with all its folders closed to writers; what was written all the same (root may) is a fault."""

    def held() -> set[str]:
        return {str(path) for place in (installed.folder, installed.work) for path in place.rglob("*")}

    folders = [place for place in held() | {str(installed.work), str(installed.folder)} if Path(place).is_dir()]
    modes = {place: Path(place).stat().st_mode for place in folders if not Path(place).is_symlink()}
    before = held()
    for place in modes:
        Path(place).chmod(0o555)
    yield installed
    written = held() - before
    for place, mode in modes.items():
        Path(place).chmod(mode)
    assert written == set()


@pytest.mark.parametrize("place", ["installed", "read_only"])
def test_a_slider_of_the_installed_app_moves_its_sentence(place, request, page):
    """Not a page that shows, but one that answers: the model runs, and knows the page that it was shown with."""
    environment = request.getfixturevalue(place)
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [environment.folder / "bin" / "explorer", "app", "--port", str(port), "--no-browser"]
    log = environment.folder.parent / f"{place}.txt"
    settings = environment.variables() | {"PYTHONDONTWRITEBYTECODE": "1"}
    with serving(command, url + "favicon.ico", log=log, cwd=environment.work, env=settings):
        assert url.rstrip("/") in log.read_text("utf-8").replace("localhost", "127.0.0.1")
        opened(page, url)
        said = page.locator("p.consequence")
        expect(said).to_have_text(sentences.consequence(answer(Scenario())))
        slider = page.get_by_role("slider", name="Share for OpenAI", exact=True)
        slider.focus()
        slider.press("ArrowRight")
        expect(said).to_have_text(sentences.consequence(answer(Scenario(openai_share=0.11))))
        assert "Something went wrong" not in page.locator("body").inner_text()


def test_the_page_of_a_notebook_answers_after_an_install(installed):
    code = """
import explorer as ex
page = ex.app(ex.Scenario(openai_share=0.2))
reply = page.answer_to({"kind": "open", "search": "", "page": "", "version": None, "narrow": False})
moved = page.answer_to({"kind": "set", "parameter": "openai_share", "part": "central", "value": "30"})
print(reply["slots"]["consequence"][:8], moved["slots"]["consequence"][:8], "page" in reply)
"""
    done = installed.run("-c", code)
    assert done.stdout.split("\n")[0] == "With 20% With 30% True", done.stderr


def test_the_wheel_says_that_it_is_typed(wheel):
    assert "explorer/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_the_template_is_installed_where_voila_looks(installed):
    static = installed.folder / "share/jupyter/voila/templates/explorer/static"
    assert (static / plotly_script.NAME).read_bytes() == plotly_script.PATH.read_bytes()
