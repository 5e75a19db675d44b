"""The one-click session: what repo2docker would build, and the app in exactly that environment.

mybinder.org guarantees a session 450 MB; the server and the kernel of one reader have to fit into it.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from playwright.sync_api import Browser

from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.scenario.links import link, read_link
from explorer.ui import sentences
from tests.environments import Environment, copied, emptied
from tests.pins import pins
from tests.servers import family, free_port, serving, stop

GUARANTEED_MB = 450
PAGE = "voila/render/notebooks/explorer.ipynb"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def binder(checkout: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An empty environment with exactly binder/requirements.txt and what postBuild adds, as repo2docker makes it.

    pip checks every file against its hash, since the list gives one (the option only says so aloud).
    """
    folder = tmp_path_factory.mktemp("binder")
    work = copied(checkout, folder / "work")
    version = (work / "binder/runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    environment = emptied(folder / "environment", work, home, version=version)
    environment.pip("install", "--require-hashes", "-r", "binder/requirements.txt")
    settings = environment.variables() | {"NB_PYTHON_PREFIX": str(environment.folder)}
    subprocess.run(["./binder/postBuild"], cwd=work, env=settings, check=True, timeout=60)
    return environment


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


def test_every_installed_package_is_pinned(binder):
    done = binder.run("-m", "pip", "list", "--format=freeze", "--exclude-editable")
    installed = {line.partition("==")[0].lower().replace("_", "-").replace(".", "-") for line in done.stdout.split()}
    pinned = {pin.name.replace(".", "-") for pin in pins(binder.work / "binder/requirements.txt")}
    assert installed - pinned <= {"pip", "setuptools"}, done.stderr
    done = binder.run("-m", "pip", "check")
    assert done.returncode == 0, done.stdout


def test_the_server_starts_without_the_slow_parser_that_nothing_needs(binder):
    done = binder.run(
        "-c", "import jupyter_server.serverapp, voila.server_extension, sys; print('lark' in sys.modules)"
    )
    assert done.stdout == "False\n", done.stderr


def test_voila_is_an_enabled_server_extension(binder):
    done = binder.run("-m", "jupyter", "server", "extension", "list")
    report = re.sub(r"\x1b\[\d+m", "", done.stdout + done.stderr)
    assert re.search(r"voila\.server_extension\s+enabled", report), report
    assert re.search(r"jupyterlab\s+enabled", report), report


def test_the_app_is_live_within_the_memory_of_a_session(server, browser: Browser):
    url, process = server
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    scenario = Scenario(openai_share=0.25)
    page.goto(f"{url}{PAGE}?s={link(scenario)}")
    page.wait_for_selector("[data-explorer-live]", timeout=90_000, state="attached")
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    assert page.locator("#explorer-first-paint").count() == 1
    assert page.locator(".consequence").inner_text() == sentences.consequence(answer(scenario))
    try:
        shares = {member.pid: memory_mb(member) for member in family(process)}
    finally:
        context.close()
    kernels = {pid: size for pid, size in shares.items() if pid != process.pid}
    assert kernels, "the page has no kernel of its own"
    print(f"\nBinder session: server {shares[process.pid]:.0f} MB, kernel {sum(kernels.values()):.0f} MB")
    assert sum(shares.values()) < GUARANTEED_MB
    assert [address for address in asked if not address.startswith((url, "blob:", "data:"))] == []
    # plotly's own extension of JupyterLab is 4.8 MB that this page does not use: the settings of postBuild are in force
    assert [address for address in asked if "labextensions/jupyterlab-plotly" in address] == []


def test_the_second_link_opens_jupyterlab(server, browser: Browser):
    url, _ = server
    context = browser.new_context()
    page = context.new_page()
    page.goto(url + "lab/tree/notebooks/explorer.ipynb")
    page.wait_for_selector(".jp-NotebookPanel", timeout=90_000)
    context.close()


def test_a_session_that_binder_ends_leaves_the_page_and_a_way_on(server, browser: Browser):
    url, process = server
    context = browser.new_context()
    page = context.new_page()
    scenario = Scenario(openai_share=0.25)
    page.goto(f"{url}{PAGE}?s={link(scenario)}")
    page.wait_for_selector("[data-explorer-live]", timeout=90_000, state="attached")
    stop(process)
    way_on = page.locator("[data-slot=lost] a")
    way_on.wait_for(timeout=30_000)
    assert page.locator(".consequence").inner_text() == sentences.consequence(answer(scenario))
    assert "If the session has ended" in page.locator("[data-slot=lost]").inner_text()
    query = urlsplit(way_on.get_attribute("href") or "")
    assert (query.netloc, query.path) == ("binder.example", "/v2/gh/we/it/main")
    (opened,) = parse_qs(query.query)["urlpath"]
    assert opened == f"{PAGE}?{urlsplit(page.url).query}"
    (link_of_page,) = parse_qs(urlsplit(page.url).query)["s"]
    assert read_link(link_of_page)[0] == scenario
    context.close()


def memory_mb(process: psutil.Process) -> float:
    """Memory of a process in megabytes (PSS: shared pages divided among those who share them; USS where unknown)."""
    info = process.memory_full_info()
    return getattr(info, "pss", info.uss) / 1e6
