"""What a Binder session costs, step by step, measured here: ``python -m tests.tools.binder_steps`` (docs/binder.md).

An empty environment gets ``binder/requirements.txt`` and what ``binder/postBuild`` adds; a Jupyter server starts in it
as on Binder, and a browser opens the page. ``--with`` adds packages that Binder's own image has, under our pins.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import Browser, sync_playwright

from tests.tools.browser import ARGUMENTS, find
from tests.tools.environments import Environment, copied, emptied
from tests.tools.pins import pins
from tests.tools.servers import family, free_port, memory_mb, serving

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = "voila/render/notebooks/explorer.ipynb"
OPENINGS = 3
SIZES = """
import json
from importlib.metadata import distributions

def size(one):
    paths = {path.locate().resolve() for path in one.files or ()}
    return sum(path.stat().st_size for path in paths if path.is_file())

print(json.dumps({one.metadata["Name"]: size(one) for one in distributions()}))
"""


def installed(folder: Path, extra: list[str]) -> tuple[Environment, dict[str, float]]:
    """The environment of a session, and seconds that each step of making it took."""
    work = copied(CHECKOUT, folder / "work")
    environment = emptied(folder / "environment", work, folder)
    listed = work / "binder/requirements.txt"
    (folder / "pins.txt").write_text("".join(f"{pin.name}=={pin.version}\n" for pin in pins(listed) if not pin.marker))
    seconds = {}
    if extra:
        environment.pip("install", "--no-cache-dir", "--constraint", folder / "pins.txt", *extra)
    start = time.perf_counter()
    environment.pip("install", "--no-cache-dir", "--require-hashes", "-r", listed)
    seconds["pip install -r binder/requirements.txt"] = time.perf_counter() - start
    start = time.perf_counter()
    settings = environment.variables() | {"NB_PYTHON_PREFIX": str(environment.folder)}
    subprocess.run(["./binder/postBuild"], cwd=work, env=settings, check=True, stdout=subprocess.DEVNULL)
    seconds["binder/postBuild"] = time.perf_counter() - start
    return environment, seconds


def opened(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds from asking for the page to its first paint, and until it answers controls."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector("[data-explorer-live]", timeout=90_000, state="attached")
    live = time.perf_counter() - start
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    context.close()
    return paint, live


def main() -> None:
    """Print the table of steps, the ten largest packages, and the memory of one reader's session."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.binder_steps", description=__doc__)
    options.add_argument(
        "--with", dest="extra", nargs="*", default=[], metavar="PACKAGE", help="packages of Binder's image"
    )
    options.add_argument("--program", default="server", help="the Jupyter program that serves: server, lab or notebook")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="binder-") as name, sync_playwright() as playwright:
        folder = Path(name)
        environment, seconds = installed(folder, given.extra)
        sizes = json.loads(environment.run("-c", SIZES).stdout)
        total = sum(sizes.values()) / 1e6
        print(f"{len(sizes)} packages, {total:.0f} MB on disk")
        for package in sorted(sizes, key=lambda package: -sizes[package])[:10]:
            print(f"  {package} {sizes[package] / 1e6:.0f} MB")
        for statement in ("pass", "import explorer", "import explorer as ex; ex.app()"):
            runs = []
            for _ in range(OPENINGS):
                start = time.perf_counter()
                done = environment.run("-c", statement)
                runs.append(time.perf_counter() - start)
                assert done.returncode == 0, done.stderr
            seconds[f"python -c '{statement}'"] = median(runs)

        port = free_port()
        url = f"http://127.0.0.1:{port}/"
        command = [environment.python, "-m", "jupyter", given.program, "--no-browser", "--allow-root", "--ip=127.0.0.1"]
        command += ["--IdentityProvider.token=", f"--port={port}"]
        start = time.perf_counter()
        with serving(
            command, url + "api", log=folder / "log", cwd=environment.work, env=environment.variables()
        ) as server:
            seconds["server start to its first answer"] = time.perf_counter() - start
            alone = memory_mb(psutil.Process(server.pid))
            browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
            paint, live = opened(browser, url + PAGE)
            seconds["first opening, first paint"], seconds["first opening, live"] = paint, live
            members = {member.pid: memory_mb(member) for member in family(server)}
            more = [opened(browser, url + PAGE) for _ in range(OPENINGS)]
            seconds["later openings, first paint"] = median(paint for paint, _ in more)
            seconds["later openings, live"] = median(live for _, live in more)
            browser.close()
        for step, value in seconds.items():
            print(f"{step}: {value:.2f} s")
        served = members.pop(server.pid)
        kernel = sum(members.values())
        print(f"memory (PSS): server {alone:.0f} MB, with one reader {served:.0f} MB; kernel {kernel:.0f} MB")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
