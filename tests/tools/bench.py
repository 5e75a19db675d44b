"""How fast the model answers, and where each millisecond of the app goes; medians, and it judges nothing.

Run it with ``make bench``, which then goes on to the same work elsewhere (`bench_peers`). Machines are shared and
noisy: compare figures of one run with each other, and quote medians.
"""

import os
import re
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from explorer.page import address
from explorer.page.page import Page
from explorer.page.view import View
from explorer.scenario import Scenario
from tests.tools import bench_model
from tests.tools.bench_peers import CHECKOUT, OURS, POWER, SHARE, app_command, settle
from tests.tools.browser import ARGUMENTS, find
from tests.tools.servers import free_port, serving
from tests.tools.stopwatch import Opened, Step, open_page, row, steps

OPENINGS, STEPS = 5, 30

# When each message of the kernel's socket was sent and received, by the browser's clock, with its size and its headers.
WIRE = """
(() => {
  const wire = window.wire = { sent: [], received: [], opened: null };
  const heads = new TextDecoder("latin1");
  const seen = (data) => [
    performance.timeOrigin + performance.now(), data.byteLength ?? data.length,
    typeof data === "string" ? data.slice(0, 2000) : heads.decode(new Uint8Array(data).subarray(0, 2000)),
  ];
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...where) {
      super(...where);
      this.addEventListener("open", () => { wire.opened ??= performance.now(); });
      this.addEventListener("message", (event) => wire.received.push(seen(event.data)));
    }
    send(data) {
      wire.sent.push(seen(data));
      super.send(data);
    }
  };
})();
"""
LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return { html: page.responseEnd, opened: window.wire.opened };
}"""
A_FIGURE = 900  # bytes; of a reply that moves a chart. Beats are smaller


def opening(browser: Browser, url: str) -> dict[str, float]:
    """One opening of the page, in milliseconds since the navigation, and what kept the browser's main thread busy."""
    opened = open_page(browser, url, OURS, more=WIRE)
    loaded: dict[str, float] = opened.page.evaluate(LOADED)
    spent = opened.busy_ms
    came = [at for at, size, head in received(opened) if size > A_FIGURE and kind(head) == "comm_msg"]
    origin = opened.page.evaluate("performance.timeOrigin")
    opened.close()
    return {
        "the HTML is there": loaded["html"],
        "first paint, with the answer": opened.took_ms["paint"],
        "the socket to the kernel is open": loaded["opened"],
        "the widget's script is there": came[0] - origin if came else float("nan"),
        "controls live": opened.took_ms["live"],
        "main thread busy, all": spent["TaskDuration"],
        "main thread busy, of that scripts": spent["ScriptDuration"],
        "main thread busy, of that style and layout": spent["LayoutDuration"] + spent["RecalcStyleDuration"],
    }


def received(opened: Opened) -> list[tuple[float, int, str]]:
    """What came over the socket: milliseconds since 1970, bytes, and the beginning with the headers."""
    return [tuple(one) for one in opened.page.evaluate("window.wire.received")]


def kind(head: str) -> str:
    """The type of a message, from its headers."""
    found = re.search(r'"msg_type": ?"(\w+)"', head)
    return found[1] if found else ""


def made_s(head: str) -> float:
    """When the sender made a message, in seconds since 1970."""
    found = re.search(r'"date": ?"([^"]+)"', head)
    return datetime.fromisoformat(found[1]).timestamp() if found else float("nan")


def parts(step: Step, wire: dict[str, list[Any]], main: str) -> dict[str, float]:
    """What the ``main`` line waited for after one step, part by part, in milliseconds; the parts sum to the whole."""
    key = 1000 * step.key_s
    sent = next(at for at, _, head in wire["sent"] if at >= key and kind(head) == "comm_msg")
    replies = [one for one in wire["received"] if one[0] >= sent]
    came, made = next((at, 1000 * made_s(h)) for at, size, h in replies if size > A_FIGURE and kind(h) == "comm_msg")
    return {
        "key to message sent (page)": sent - key,
        "to the reply made (server; Python: model, words, figure)": made - sent,
        "to the reply in the browser (server)": came - made,
        "to the page changed (page)": step.changed - (came - key),
        "to the frame that shows it (browser)": step.first[main] - step.changed,
        f"key to repainted {main}": step.first[main],
        **({} if main == "chart" else {"key to the marker on the chart": step.first["chart"]}),
        **({"key to the fan below, after a pause": step.first["fan"]} if "fan" in step.first else {}),
    }


def bench_steps(browser: Browser, url: str) -> None:
    """One arrow key at a time on two controls, and what each part of the way takes."""
    opened = open_page(browser, url, OURS, more=WIRE)
    for label in (POWER, SHARE):
        # of a share the page itself moves the marker on the chart; what the model says is seen in the sentence
        main = "sentence" if label == SHARE else "chart"
        taken = steps(opened, label, STEPS, warm_up=5, main=main)
        wire = opened.page.evaluate("window.wire")
        print(f"A step of {label}:")
        rows([parts(step, wire, main) for step in taken])
    taken = steps(opened, SHARE, 10, pause_ms=700)
    print("A step of a reader who pauses until what decides the answer is being worked out:")
    row("  key to the sentence", [step.first["sentence"] for step in taken])
    opened.close()
    opened = open_page(browser, url + compared(), OURS)
    taken = steps(opened, SHARE, 10, warm_up=5)
    print("The same with four scenarios kept, and the comparison of all five unfolded:")
    row("  key to the sentence", [step.first["sentence"] for step in taken])
    opened.close()


def compared() -> str:
    """The address of a page that keeps as many scenarios as it can."""
    kept = tuple((letter, Scenario(openai_share=(20 + 10 * n) / 100)) for n, letter in enumerate(address.LETTERS))
    return f"?{address.query(View(pinned=kept))}"


def bench_python() -> None:
    """The same step without browser and server, in this process."""
    page, taken = Page(lambda _: None), []
    page.receive({"kind": "open", "search": "", "narrow": False})
    page.finish()
    for number in range(STEPS + 5):
        message = {"kind": "set", "parameter": "openai_share", "part": "slider", "value": str(10 + number)}
        before = time.perf_counter()
        page.receive(message)
        reply = time.perf_counter() - before
        page.finish()
        taken.append({"the reply": 1000 * reply, "all results": 1000 * (time.perf_counter() - before)})
    print(f"Python alone, a step of {SHARE}:")
    rows(taken[5:])


def rows(taken: list[dict[str, float]]) -> None:
    """A row for each thing measured."""
    for what in taken[0]:
        row(f"  {what}", [one[what] for one in taken], "ms")


def main() -> None:
    """Model first; then the app, with a kernel kept ready and with none."""
    bench_model.main()
    bench_python()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        for name, preheated in (("a kernel kept ready", 1), ("no kernel yet", 0)):
            port = free_port()
            url = f"http://127.0.0.1:{port}/"
            command = [*app_command(preheated), "--port", str(port)]
            with serving(command, url + "favicon.ico", log=Path(folder) / "server.txt", cwd=CHECKOUT) as server:
                openings = []
                for _ in range(OPENINGS):
                    settle([server])
                    openings.append(opening(browser, url))
                print(f"Opening the app, {name}:")
                rows(openings)
                if preheated:
                    settle([server])
                    bench_steps(browser, url)
        browser.close()
    print(f"load of the machine: {', '.join(f'{load:.1f}' for load in os.getloadavg())} (1, 5 and 15 minutes)")


if __name__ == "__main__":
    main()
