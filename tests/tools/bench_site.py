"""How soon the live site is live, how long a step takes, and what a plain web server sends for it, engine by engine.

``.venv/bin/python -m tests.tools.bench_site`` after ``make runtime site``; names of engines choose among the three, and
``--runs 7`` says how often each is measured. Medians are printed. Two servers are asked: Python's own, as it is, and
one that packs texts and paces what it sends like a line of 20 Mbit/s with 40 ms there and back.
"""

import argparse
import gzip
import statistics
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
from playwright.sync_api import Playwright, sync_playwright

from tests.tools.engines import ENGINES, Engine, engine
from tests.tools.servers import Quiet, hosted, memory_mb

SITE = Path("build/story")
LIVE = "!!document.querySelector('[data-explorer-live]')"
REST = "!!document.querySelector('.explorer[data-at-rest]')"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
STEPS = 20
STEP = """new Promise((done) => {
  const box = document.querySelector('.drawer [data-parameter="shipped_share"] input[type=range]');
  const from = performance.now();
  new MutationObserver((_seen, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - from));
  }).observe(document.querySelector('[data-plot="shares"]'), { childList: true, subtree: true });
  box.value = String(VALUE);
  box.dispatchEvent(new Event("input", { bubbles: true }));
})"""
LINE_BYTES_S, THERE_AND_BACK_S = 20e6 / 8, 0.04
CHUNK = 16_384


@cache
def packed(path: Path) -> bytes:
    """What a host sends of a file that packs texts."""
    data = path.read_bytes()
    return data if path.suffix == ".bin" else gzip.compress(data, 6)


@contextmanager
def host(*, line: bool) -> Generator[SimpleNamespace]:
    """A server of the site: its address, and how many requests and bytes it has answered; ``line`` packs and paces."""
    told = SimpleNamespace(url="", requests=0, sent=0)
    free_at, lock = [0.0], threading.Lock()

    class Handler(Quiet):
        protocol_version = "HTTP/1.1" if line else "HTTP/1.0"  # as Python's server has it

        def do_GET(self) -> None:  # noqa: N802 (as http.server calls it)
            told.requests += 1
            if not line:
                return super().do_GET()
            time.sleep(THERE_AND_BACK_S)
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.exists():
                return self.send_error(404)
            data = packed(path)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "max-age=600")
            if path.suffix != ".bin":
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            for at in range(0, len(data), CHUNK):
                part = data[at : at + CHUNK]
                with lock:  # one line for all that is under way
                    free_at[0] = max(free_at[0], time.monotonic()) + len(part) / LINE_BYTES_S
                    wait = free_at[0] - time.monotonic()
                time.sleep(max(0.0, wait))
                self.wfile.write(part)
            return None

        def copyfile(self, source: Any, outputfile: Any) -> None:
            told.sent += Path(source.name).stat().st_size
            super().copyfile(source, outputfile)

    with hosted(SITE, Handler) as told.url:
        yield told


def browser_mb() -> float:
    """What the browser's processes hold."""
    return sum(map(memory_mb, psutil.Process().children(recursive=True)))


def live_s(browser: Engine, url: str) -> float:
    browser.open(url)
    browser.until(LIVE)
    return float(browser.ask("performance.now()")) / 1_000


def measured(name: str, playwright: Playwright, *, line: bool) -> dict[str, float]:
    """One cold opening, one from the cache, and steps."""
    found: dict[str, float] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(host(line=line))
        browser = stack.enter_context(engine(name, folder, playwright))
        if browser is not None:
            before = browser_mb()
            found["live, cold (s)"] = live_s(browser, server.url)
            if paint := browser.ask(PAINT):
                found["first paint (s)"] = paint / 1_000
            browser.until(REST)
            found["memory (MB)"] = browser_mb() - before
            requests, sent = server.requests, server.sent
            if not line:
                found |= {"requests, cold": requests, "bytes, cold (MB)": sent / 1e6}
            browser.open("about:blank")
            found["live, warm (s)"] = live_s(browser, server.url)
            if not line:
                found |= {"requests, warm": server.requests - requests, "bytes, warm (MB)": (server.sent - sent) / 1e6}
            browser.until(REST)
            times: list[float] = []
            for number in range(STEPS):
                times.append(float(browser.ask(STEP.replace("VALUE", str(50 + number)))))
                time.sleep(0.2)
            times.sort()
            found["a step, median (ms)"] = statistics.median(times)
            found["a step, p95 (ms)"] = times[int(0.95 * (len(times) - 1))]
    return found


def main() -> None:
    """Measure, and print medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("engines", nargs="*", default=ENGINES)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        for name in options.engines:
            for line in (False, True):
                runs = [measured(name, playwright, line=line) for _ in range(options.runs)]
                if not runs[0]:
                    print(f"{name} is not here.")
                    break
                print(f"{name}, {'20 Mbit/s with 40 ms' if line else 'python -m http.server'}, {len(runs)} runs:")
                for what in runs[0]:
                    print(f"  {what}: {statistics.median(run[what] for run in runs):,.2f}", flush=True)


if __name__ == "__main__":
    main()
