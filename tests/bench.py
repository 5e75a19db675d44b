"""How fast the model and the app answer; prints medians and distributions, judges nothing. Run it with ``make bench``.

Machines are shared and noisy: compare figures of one run with each other, and quote medians.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import bench_model
from tests.browser import ARGUMENTS, find
from tests.servers import free_port, serving

CHECKOUT = Path(__file__).resolve().parent.parent
LIVE = "[data-explorer-live]"
STEPS, WARM_UP, OPENINGS = 25, 5, 5

# From the key to the frame in which the chart that it changed is painted.
STOPWATCH = """
window.steps = [];
addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
const plot = document.querySelector('[data-figure="shares"] .plot');
new MutationObserver(() => requestAnimationFrame(() => window.steps.push(performance.now() - window.pressed)))
  .observe(plot, { attributes: true, attributeFilter: ["data-drawn"] });
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def row(what: str, taken: list[float], unit: str = "ms") -> None:
    """One line: median, 95th percentile, lowest and highest."""
    ordered = sorted(taken)
    high = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    print(
        f"{what:58} median {statistics.median(ordered):8.1f} {unit}   p95 {high:8.1f}   "
        f"{ordered[0]:.1f} to {ordered[-1]:.1f}   n={len(ordered)}",
        flush=True,
    )


def open_page(browser: Browser, url: str) -> tuple[float, float, int]:
    """Milliseconds to the first paint and to live controls, and bytes over the websocket, in a fresh context."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda payload: received.append(len(payload))))
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(LIVE, timeout=120_000)
    live = 1000 * (time.perf_counter() - start)
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    paint = page.evaluate(FIRST_PAINT)
    context.close()
    return float(paint), live, sum(received)


def bench_page(browser: Browser, url: str, kind: str) -> None:
    """Openings of the page, one after the other; the pool gets time to refill between two."""
    opened = []
    for _ in range(OPENINGS):
        time.sleep(5)
        opened.append(open_page(browser, url))
    row(f"{kind}: first paint, with the answer", [paint for paint, _, _ in opened])
    row(f"{kind}: controls live", [live for _, live, _ in opened])
    row(f"{kind}: over the websocket on opening", [size / 1000 for _, _, size in opened], "kB")


def bench_changes(browser: Browser, url: str) -> None:
    """Key to repainted chart: one arrow key at a time on the slider of a parameter that changes everything."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]', timeout=120_000)
    page.wait_for_selector(LIVE)
    page.evaluate(STOPWATCH)
    for label in ("Rack power", "Share for OpenAI"):
        page.get_by_role("slider", name=label, exact=True).focus()
        page.evaluate("window.steps = []")
        for step in range(WARM_UP + STEPS):
            page.keyboard.press("ArrowRight" if step % 20 < 10 else "ArrowLeft")
            page.wait_for_function("(n) => window.steps.length > n", arg=step)
            page.wait_for_timeout(150)
        row(f"key to repainted chart, {label}", page.evaluate("window.steps")[WARM_UP:])
    page.context.close()


def main() -> None:
    """Model first, then the page with a preheated kernel, then with none."""
    bench_model.main()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        for kind, preheated in (("preheated", 1), ("cold", 0)):
            port = free_port()
            url = f"http://127.0.0.1:{port}/"
            command = [
                sys.executable,
                "-m",
                "explorer.cli",
                "app",
                "--port",
                str(port),
                "--no-browser",
                "--preheated",
                str(preheated),
            ]
            with serving(command, url + "favicon.ico", log=Path(folder) / f"{kind}.txt", cwd=CHECKOUT):
                bench_page(browser, url, kind)
                if preheated:
                    bench_changes(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
