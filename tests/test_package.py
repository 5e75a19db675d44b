"""The app far from the checkout: sdist and wheel, the wheel as installed, and the one-click session that Binder makes.

One environment serves both: exactly the pinned packages, then the wheel, then what Binder puts in the wheel's place.
mybinder.org guarantees a session 450 MB; the server and the kernel of one reader have to fit into it.
"""

import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from explorer.charts import plotly_script
from explorer.page import address
from explorer.page.view import View
from explorer.project import PACKAGE
from explorer.scenario import Scenario
from explorer.scenario.links import read_link
from tests.tools.browser import SHARE, TITLE, opened
from tests.tools.distribution import built, unpacked
from tests.tools.environments import Environment, copied, emptied
from tests.tools.pins import pins
from tests.tools.readers import fetch, headline, plain
from tests.tools.servers import family, free_port, memory_mb, serving, stop

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

APP = "binder/requirements.txt"
DAY = 1763596800  # for the files inside: any will do, as long as it is the same in both builds
GUARANTEED_MB = 450
PAGE = "voila/render/notebooks/explorer.ipynb"
STATIC = "share/jupyter/voila/templates/explorer/static"


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
def core(checkout: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel without its extra, in the versions of the list."""
    folder = tmp_path_factory.mktemp("core")
    made = emptied(folder / "environment", folder, folder)
    made.install("--constraint", checkout / APP, wheel)
    return made


@pytest.fixture(scope="module")
def environment(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Exactly the packages of the list, each file checked against its hash, and a home and a folder that are empty."""
    folder = tmp_path_factory.mktemp("environment")
    for name in ("elsewhere", "home"):
        (folder / name).mkdir()
    made = emptied(folder / "environment", folder / "elsewhere", folder / "home")
    made.install("--require-hashes", "-r", checkout / APP)
    return made


@pytest.fixture(scope="module")
def installed(environment: Environment, wheel: Path) -> Environment:
    """With the wheel; without an index, so a package that it needs and the list has not would end this."""
    environment.install("--no-index", f"{PACKAGE}[app] @ {wheel.as_uri()}")
    return environment


@pytest.fixture(scope="module")
def binder(environment: Environment, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """With the repository, and what ``postBuild`` does in it, as repo2docker makes a session."""
    here = replace(environment, work=copied(checkout, tmp_path_factory.mktemp("binder") / "work"))
    settings = here.variables() | {"NB_PYTHON_PREFIX": str(here.folder)}
    subprocess.run(["./binder/postBuild"], cwd=here.work, env=settings, check=True, timeout=60)
    return here


# --- the files
def test_the_wheel_carries_all_that_the_app_needs(wheel, checkout):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for folder, pattern in (("seeds", "*"), ("notebooks", "*.ipynb")):
            ours = {path.relative_to(checkout) for path in (checkout / folder).rglob(pattern) if path.is_file()}
            assert ours, f"{folder} is empty"
            assert {str(path) for path in ours if f"explorer/bundled/{path}" not in names} == set()
        scripts = sorted(name for name in names if name.endswith(f"/{plotly_script.NAME}"))
        assert {archive.read(name) for name in scripts} == {plotly_script.PATH.read_bytes()}
        # made where it is served, for the seeds that are there
        assert not [name for name in names if name.endswith(("explorer/answer.html", "still.html", "version.txt"))]
    assert len(scripts) == 2
    assert scripts[0].endswith(f".data/data/{STATIC}/{plotly_script.NAME}")
    assert scripts[1] == f"explorer/charts/vendor/{plotly_script.NAME}"
    assert [name for name in names if name.endswith(".dist-info/licenses/explorer/charts/vendor/LICENSE")]
    assert "explorer/py.typed" in names
    assert not [name for name in names if "/tests/" in name or name.endswith((".pyc", ".keep"))]


def test_a_second_build_elsewhere_from_the_sdist_gives_the_same_bytes(sdist, wheel, tmp_path):
    again = built(unpacked(sdist, tmp_path / "unpacked"), tmp_path / "again", DAY)
    assert again == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (sdist, wheel)}


# --- the wheel
def test_without_the_extra_all_but_the_server_is_there(core):
    """Every module but those of the server is imported; what the server needs is said."""
    code = """
import importlib, pkgutil
import explorer as ex
from explorer import cli
names = [one.name for one in pkgutil.walk_packages(ex.__path__, "explorer.")]
wanted = [one for one in names if not one.startswith(("explorer.serving.", "explorer.page.__main__"))]
print(len([importlib.import_module(one) for one in wanted]), len(ex.claims()), ex.__file__)
s = ex.Scenario(openai_share=0.3, draws=64)
print(ex.simulate(s).to_frame().shape, len(ex.charts.shares(s).to_json()) > 1000, ex.panels.answer(s).scenario == s)
print(*(cli.main(one) for one in (["check"], ["answer"], ["export", "data"], ["app"], ["lab"])))
"""
    done = core.run("-c", code)
    lines = done.stdout.splitlines()
    assert lines, done.stderr
    modules, claims, place = lines[0].split()
    assert (int(modules) > 100, int(claims) > 50, lines[1]) == (True, True, "(122, 30) True True")
    assert place.startswith(str(core.folder))
    assert "No fault found" in done.stdout
    assert lines[-1] == "0 0 0 2 2", done.stderr
    assert (core.folder / STATIC / plotly_script.NAME).read_bytes() == plotly_script.PATH.read_bytes()
    said = "ipykernel, jupyterlab, voila not found here; the app and JupyterLab come with: pip install"
    told = [f'explorer {name}: {said} "{PACKAGE}[app]"' for name in ("app", "lab")]
    assert done.stderr.splitlines()[-2:] == told
    there = {path.name.partition("-")[0] for path in core.folder.glob("lib/*/site-packages/*.dist-info")}
    assert len(there) < 40
    assert there.isdisjoint({"ipykernel", "jupyter_server", "jupyterlab", "tornado", "voila", "nbclient"})


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


def test_a_slider_of_the_installed_app_moves_its_sentence(read_only: Environment, page: Page):
    """Not a page that shows, but one that answers: the model runs, and knows the page that it was shown with."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [read_only.folder / "bin" / "explorer", "app", "--port", str(port), "--no-browser"]
    log = read_only.folder.parent / "read_only.txt"
    settings = read_only.variables() | {"PYTHONDONTWRITEBYTECODE": "1"}
    with serving(command, url + "favicon.ico", log=log, cwd=read_only.work, env=settings):
        assert url.rstrip("/") in log.read_text("utf-8").replace("localhost", "127.0.0.1")
        opened(page, url)
        assert headline(Scenario()) in plain(fetch(url)[2])  # before any script: the first paint was made here
        said = page.locator(TITLE)
        expect(said).to_have_text(headline(Scenario()))
        page.locator(SHARE).press("ArrowUp")
        expect(said).to_have_text(headline(Scenario(openai_share=0.11)))
        page.wait_for_url(re.compile("os_p_0.11"))  # which only the model's reply brings
        assert "Something went wrong" not in page.locator("body").inner_text()


# --- Binder
def test_repo2docker_builds_from_our_pins_with_our_python(checkout, tmp_path):
    work = copied(checkout, tmp_path / "work")
    user = ["--user-id", "1000", "--user-name", "jovyan"]
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", *user, "."]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr

    dockerfile = done.stdout
    install = 'pip install --no-cache-dir -r "binder/requirements.txt"'
    assert dockerfile.count("pip install") == 1
    # the pinned packages before the repository: a commit that leaves them alone is built from the layer that is there
    steps = ["COPY --chown=1000:1000 src/binder/requirements.txt", install, "COPY --chown=1000:1000 src/ ${REPO_DIR}/"]
    places = [dockerfile.index(step) for step in [*steps, "RUN ./binder/postBuild"]]
    assert places == sorted(places)
    assert "Building conda environment for python=3.12" in done.stderr
    assert re.search(r"environment-2epy-2d3-2e12-\S+lock", dockerfile), "the base image is not that of Python 3.12"


def test_a_session_holds_what_is_pinned_but_the_slow_parser_that_nothing_needs(binder):
    found = binder.folder.glob("lib/*/site-packages/*.dist-info")
    installed = {re.sub("[_.]", "-", path.name.partition("-")[0].lower()) for path in found}
    pinned = {pin.name.replace(".", "-") for pin in pins(binder.work / APP)}
    assert "voila" in installed
    assert installed - pinned <= {"buildout-explorer", "pip", "setuptools"}
    assert "lark" in pinned - installed
    done = binder.run("-m", "pip", "check")
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def server(binder: Environment) -> Iterator[tuple[str, subprocess.Popen]]:
    """A Jupyter server as Binder starts it, in the folder of the repository; its address and process."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [binder.python, "-m", "jupyter", "server", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    command += ["--ip=127.0.0.1", f"--port={port}"]
    log = binder.folder.parent / "server.txt"
    settings = binder.variables() | {
        "BINDER_LAUNCH_HOST": "https://binder.example/",
        "BINDER_REQUEST": "v2/gh/we/it/main",
    }
    with serving(command, url + "api", log=log, cwd=binder.work, env=settings) as process:
        yield url, process


def test_the_second_link_opens_jupyterlab(server, page: Page):
    page.goto(server[0] + "lab/tree/notebooks/explorer.ipynb")
    page.wait_for_selector(".jp-NotebookPanel", timeout=90_000)


def test_a_session_has_the_app_within_its_memory_and_its_end_leaves_the_page_and_a_way_on(server, page: Page):
    url, process = server
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    scenario = Scenario(openai_share=0.25)
    opened(page, f"{url}{PAGE}?{address.query(View(scenario))}")
    assert page.locator("#explorer-first-paint").count() == 1  # which postBuild has made
    expect(page.locator(TITLE)).to_have_text(headline(scenario))
    shares = {member.pid: memory_mb(member) for member in family(process)}
    kernels = {pid: size for pid, size in shares.items() if pid != process.pid}
    assert kernels, "the page has no kernel of its own"
    print(f"\nBinder session: server {shares[process.pid]:.0f} MB, kernel {sum(kernels.values()):.0f} MB")
    assert sum(shares.values()) < GUARANTEED_MB
    assert [address for address in asked if not address.startswith((url, "blob:", "data:"))] == []
    # no script of JupyterLab or Voila, of which plotly's extension alone is 4.8 MB
    assert [address for address in asked if "labextensions" in address] == []

    stop(process)
    page.locator(SHARE).press("ArrowUp")
    way_on = page.locator("[data-lost] a")
    way_on.wait_for(timeout=30_000)
    expect(page.locator(TITLE)).to_have_text(headline(Scenario(openai_share=0.26)))
    assert "The model does not answer" in page.locator("[data-lost]").inner_text()
    query = urlsplit(way_on.get_attribute("href") or "")
    assert (query.netloc, query.path) == ("binder.example", "/v2/gh/we/it/main")
    (opens,) = parse_qs(query.query)["urlpath"]
    assert opens == f"{PAGE}?{urlsplit(page.url).query}"
    (link_of_page,) = parse_qs(urlsplit(page.url).query)["s"]
    assert read_link(link_of_page)[0] == scenario
