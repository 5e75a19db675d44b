"""The app in a real browser beside the same work in stock Voila, Dash and Streamlit; medians, and it judges nothing.

Run it with ``make bench``, or alone with ``python -m tests.tools.bench_peers``. Machines are shared and noisy, so
the pages take turns, each visited once in a round, and nobody's turn begins before every server has come to rest. The
pages of the others are in ``peers``: one fan chart, two sliders and a sentence, by the same model. Ours is the whole
page, and so does more for each step; three parts of it are watched: the chart in sight, on which the page itself
moves the marker of the share, while all else waits for the model; the sentence, which comes with the model's reply; and
the fan, which follows when a reader pauses and is the very chart that the others draw.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Browser, sync_playwright

from tests.tools.browser import ARGUMENTS, LIVE, SHARE as BOX, TITLE, find
from tests.tools.servers import family, free_port, memory_mb, serving
from tests.tools.stopwatch import QUICK_KEYS, Opened, Watched, open_page, quick_steps, row, steps

CHECKOUT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).parent / "peers"
ENVIRONMENT = CHECKOUT / "build" / "peers"
ROUNDS, STEPS, WARM_UP = 5, 7, 2
SHARE, POWER = "OpenAI's share", "Power per rack, now"
SHARE_AT_FIRST = 10

MIDDLE = (
    "[...document.querySelectorAll('.scatterlayer .trace')].at(-1)?.querySelector('path.js-line')?.getAttribute('d')"
)
PLOT = ".scatterlayer .trace path.js-line"


def drawing(figure: str) -> str:
    """JavaScript for all that moves in a chart of ours: its lines, and its marks with their places."""
    return f"document.querySelector('[data-plot={figure}] svg')?.innerHTML"


OURS = Watched(
    lines={"chart": drawing("shares"), "fan": drawing("energised")},
    here={"plot": ("[data-plot=shares] svg",), "live": (LIVE,)},
    sliders={SHARE: BOX, POWER: "#sentence [data-parameter=rack_power_kw] input"},
    sentence=TITLE,
    also={"sentence": f"document.querySelector('{TITLE}')?.textContent"},
    far={SHARE: ("fan",)},
    key="ArrowUp",
)


def theirs(slider: str, sentence: str) -> Watched:
    """A page of the others: the one chart, and the sliders in their order."""
    sliders = {label: f"{slider} >> nth={number}" for number, label in enumerate((SHARE, POWER))}
    here = {"plot": (PLOT,), "live": (PLOT, slider)}
    return Watched(lines={"fan": MIDDLE}, here=here, sliders=sliders, sentence=sentence)


STOCK = theirs("[role=slider]", ".widget-label >> text=/^With/")
DASH = theirs("[role=slider]", "#sentence")
STREAMLIT = theirs("input[type=range]", "p >> text=/^With/")


@dataclass(frozen=True)
class Kind:
    """One way to serve the page: a command without its port, and whether changes are measured, or the opening alone."""

    name: str
    command: tuple[str | Path, ...]
    watched: Watched
    port_flag: str = "--port"
    changes: bool = True
    ready: str = ""


Found = dict[str, list[float]]
"""What the visits to one page gave: numbers in the order measured, under what they are."""


def app_command(preheated: int) -> tuple[str | Path, ...]:
    """The app, with so many kernels that have run the page before a reader comes."""
    return (sys.executable, "-m", "explorer.cli", "app", "--no-browser", "--preheated", str(preheated))


def environment() -> Path | None:
    """The Python that Dash and Streamlit run on, in an environment made here once; None where it cannot be made."""
    wanted, stamp = PEERS / "requirements.txt", ENVIRONMENT / "installed.txt"
    python = ENVIRONMENT / "bin" / "python"
    if stamp.is_file() and stamp.read_bytes() == wanted.read_bytes():
        return python
    print("Installing Dash and Streamlit into build/peers (a minute or two, once)", flush=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--require-hashes", "-r", wanted]
    try:
        for command in ([sys.executable, "-m", "venv", ENVIRONMENT], pip):
            subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True, timeout=900)
    except (subprocess.SubprocessError, OSError) as fault:
        lines = (getattr(fault, "stderr", None) or str(fault)).strip().splitlines()
        print(f"Dash and Streamlit could not be installed, so they are not compared here: {lines[-1]}", flush=True)
        return None
    stamp.write_bytes(wanted.read_bytes())
    return python


def kinds() -> list[Kind]:
    """Every page that can be compared here, ours first."""
    voila = (Path(sys.executable).parent / "voila", PEERS / "stock_voila.ipynb", "--no-browser")
    found = [
        Kind("ours", app_command(1), OURS, ready="favicon.ico"),
        Kind("ours, cold", app_command(0), OURS, changes=False, ready="favicon.ico"),
        Kind(
            "stock Voila, preheated",
            (*voila, "--preheat_kernel=True", "--pool_size=1"),
            STOCK,
            "--port",
            True,
            "voila/static/",
        ),
        Kind("stock Voila, cold", voila, STOCK, "--port", False, "voila/static/"),
    ]
    python = environment()
    if python is None:
        return found
    quiet = ("--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false")
    streamlit = (python, "-m", "streamlit", "run", PEERS / "streamlit_app.py", *quiet)
    return [
        *found,
        Kind("Dash", (python, PEERS / "dash_app.py"), DASH, ""),
        Kind("Streamlit", streamlit, STREAMLIT, "--server.port"),
    ]


def settle(servers: list[subprocess.Popen], *, patience_s: float = 40) -> None:
    """Wait until no server of ours does anything worth speaking of: a kernel in a pool is made after a reader came."""
    deadline = time.monotonic() + patience_s
    spent = busy_s(servers)
    while time.monotonic() < deadline:
        time.sleep(2)  # a pool waits for a second before it makes its next kernel
        now = busy_s(servers)
        if now - spent < 0.15:
            return
        spent = now


def busy_s(servers: list[subprocess.Popen]) -> float:
    """Processor seconds that the servers and all that they have started have taken."""
    return sum(sum(part.cpu_times()[:2]) for part in running(servers))


def running(servers: list[subprocess.Popen]) -> Iterator[psutil.Process]:
    """The processes of the servers that have not ended while we look."""
    for server in servers:
        for part in family(server):
            try:
                part.cpu_times()
            except psutil.NoSuchProcess:
                continue
            yield part


def visit(opened: Opened, kind: Kind, found: Found) -> None:
    """Take what the opening gave; then move both controls, one step at a time and twenty at once."""
    took = opened.took_ms
    took["plot"] = max(took["plot"], took["paint"])  # a picture that is part of the HTML is painted with it
    for what, unit in (("paint", "first paint of anything"), ("plot", "first plot"), ("live", "controls live")):
        found[f"{unit}, ms"].append(took[what])
    found["received over the websocket, kB"].append(opened.received_kb["socket"])
    found["received in files, kB"].append(opened.received_kb["files"])
    if not kind.changes:
        return
    for label in (POWER, SHARE):
        taken = steps(opened, label, STEPS, warm_up=WARM_UP)
        for line in (*kind.watched.lines, *(kind.watched.also if label == SHARE else ())):
            seen = [step.first[line] for step in taken if line in step.first]
            if seen:
                found[f"key to repainted {line}, {label}, ms"].extend(seen)
    quick = quick_steps(opened, SHARE)
    found["keys, one at a time or twenty at once, that moved nothing, times"].append(opened.unanswered)
    if quick is None:
        return
    wanted = f" {SHARE_AT_FIRST + WARM_UP + STEPS + QUICK_KEYS}%"
    found["twenty quick steps: another scenario in the end than asked for, times"].append(wanted not in quick.sentence)
    for line in quick.last_ms:
        found[f"twenty quick steps: last key to the {line} at rest, ms"].append(quick.last_ms[line])
        found[f"twenty quick steps: different pictures of the {line}, of 20"].append(quick.frames[line])
    found["twenty quick steps: first key to last, ms"].append(quick.typed_ms)


def compare(browser: Browser, chosen: list[Kind], folder: Path, rounds: int) -> Mapping[str, Found]:
    """Start all servers, then visit one after the other, round by round."""
    found: dict[str, Found] = {kind.name: defaultdict(list) for kind in chosen}
    with ExitStack() as stack:
        urls, servers = {}, {}
        for kind in chosen:
            port = free_port()
            urls[kind.name] = f"http://127.0.0.1:{port}/"
            servers[kind.name] = stack.enter_context(
                serving(
                    [part for part in (*kind.command, kind.port_flag, str(port)) if part],
                    urls[kind.name] + kind.ready,
                    log=folder / f"{kind.name}.txt",
                    cwd=CHECKOUT,
                    env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
                )
            )
        for number in range(rounds):
            for kind in chosen:
                settle(list(servers.values()))
                before = sum(map(memory_mb, family(servers[kind.name])))
                print(f"round {number + 1} of {rounds}: {kind.name}", file=sys.stderr, flush=True)
                opened = open_page(browser, urls[kind.name], kind.watched)
                visit(opened, kind, found[kind.name])
                if number == 0:
                    settle(list(servers.values()))
                    found[kind.name]["memory of the server, no reader, MB"].append(before)
                    after = sum(map(memory_mb, family(servers[kind.name])))
                    found[kind.name]["memory of the server, one reader, MB"].append(after)
                opened.close()
    return found


def main(rounds: int = ROUNDS, only: tuple[str, ...] = ("",)) -> None:
    """Compare, and print every measure with the pages under it."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        chosen = [kind for kind in kinds() if kind.name.startswith(only)]
        found = compare(browser, chosen, Path(folder), rounds)
        browser.close()
    measures = list(dict.fromkeys(measure for one in found.values() for measure in one))
    for measure in measures:
        what, _, unit = measure.rpartition(", ")
        print(what)
        for name, one in found.items():
            if measure in one:
                row(f"  {name}", one[measure], unit)
    print(f"load of the machine: {', '.join(f'{load:.1f}' for load in os.getloadavg())} (1, 5 and 15 minutes)")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Compare the app with the same work elsewhere.")
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="visits to each page (default: %(default)s)")
    asked.add_argument("--only", nargs="+", metavar="PAGE", help="beginnings of the names of the pages to visit")
    chosen = asked.parse_args()
    main(chosen.rounds, tuple(chosen.only or [""]))
