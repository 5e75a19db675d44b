"""A stopwatch inside a page, the same for every page: when its line was there, moved, and stood still.

The times are the browser's own, in milliseconds: since the navigation for an opening, since the key for a change. A
change counts in the frame that paints it, so a page is not praised for what it has only computed.
"""

import json
import random
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, TimeoutError

QUICK_KEYS, KEY_EVERY_MS = 20, 33  # as a held arrow key repeats
FRAME_MS = 1000 / 60  # a key comes at any moment of a frame, as people's do: waiting for rest ends at much the same one
PAUSE_MS = 150  # between two steps, from the last frame in which anything watched moved
AT_REST_MS = 1_000  # a line that has stood still for so long has arrived for good
MOST_MS = 90_000
ANSWER_MS = 10_000  # a key that has moved nothing by then is not answered at all

WATCH = """
(() => {
  const lines = Object.entries(LINES);
  const watch = window.stopwatch = { frames: {}, moves: [], keys: [], here: {}, newest: 0 };
  const drawn = {};
  let asked = false;
  watch.start = () => lines.forEach(([name]) => { watch.frames[name] = []; });
  watch.start();
  const frame = () => {
    asked = false;
    const now = performance.now();
    for (const [name, line] of lines) {
      const seen = line();
      if (!seen || seen === drawn[name]) continue;
      drawn[name] = seen;
      watch.frames[name].push(now);
      watch.newest = now;
    }
    for (const [name, selectors] of Object.entries(HERE)) {
      if (selectors.every((selector) => document.querySelector(selector))) watch.here[name] ??= now;
    }
  };
  new MutationObserver(() => {
    watch.moves.push(performance.now());
    if (!asked) requestAnimationFrame(frame);
    asked = true;
  }).observe(document, {
    subtree: true, childList: true, attributes: true,
    attributeFilter: ["d", "transform", "cx", "points", "data-explorer-live"],
  });
  addEventListener("keydown", () => {
    watch.moves.length = 0;
    watch.keys.push(performance.now());
  }, true);
})();
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@dataclass(frozen=True)
class Watched:
    """What to look for in a page.

    lines : name -> JavaScript that returns what is drawn, as text that differs whenever the drawing does. The first
        named is the one that a reader looks at.
    here : name of a moment -> selectors; the moment is the first frame in which each finds something. ``live`` is one.
    sliders : label -> selector of what takes the keys.
    sentence : selector of the consequence in words.
    key : what moves the focused slider by one step.
    also : as ``lines``, of what some steps leave as it is.
    far : label -> the lines that this slider leaves as they are, since they are not in sight of it.
    """

    lines: Mapping[str, str]
    here: Mapping[str, tuple[str, ...]]
    sliders: Mapping[str, str]
    sentence: str
    also: Mapping[str, str] = field(default_factory=dict[str, str])
    far: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    key: str = "ArrowRight"

    def script(self) -> str:
        """The stopwatch for this page, to run before anything else in it."""
        lines = ", ".join(f"{json.dumps(name)}: () => {line}" for name, line in {**self.lines, **self.also}.items())
        return WATCH.replace("LINES", f"{{ {lines} }}").replace("HERE", json.dumps(self.here))


@dataclass
class Opened:
    """A page that is live: how long that took, what came over the network, and what the browser did meanwhile."""

    page: Page
    watched: Watched
    took_ms: dict[str, float]
    received_kb: dict[str, float]
    busy_ms: dict[str, float]
    unanswered: int = 0

    def close(self) -> None:
        """As a reader closes a tab."""
        self.page.context.close()


def open_page(browser: Browser, url: str, watched: Watched, *, more: str = "") -> Opened:
    """Open an address in a browser that has never seen it and wait until it is live; ``more`` is a script to add."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(MOST_MS)
    context.add_init_script(more + watched.script())
    page = context.new_page()
    socket: list[int] = []
    loaded: list[float] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda payload: socket.append(len(payload))))
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Performance.enable")
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(url, wait_until="commit")
    page.wait_for_function("(names) => names.every((name) => name in window.stopwatch.here)", arg=[*watched.here])
    at_rest(page)
    took = {name: float(at) for name, at in page.evaluate("window.stopwatch.here").items()}
    took["paint"] = float(page.evaluate(FIRST_PAINT))
    spent = {one["name"]: 1000 * one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return Opened(page, watched, took, {"socket": sum(socket) / 1000, "files": sum(loaded) / 1000}, spent)


def at_rest(page: Page, rest_ms: float = AT_REST_MS) -> None:
    """Wait until nothing that is watched has moved for a while, and no key was pressed."""
    still = "(rest) => performance.now() - Math.max(window.stopwatch.newest, ...window.stopwatch.keys) > rest"
    page.wait_for_function(still, arg=rest_ms)


def moved(opened: Opened, label: str) -> bool:
    """Wait until every line in sight of that slider has moved; False, and counted, where one does not."""
    every = "(names) => names.every((name) => window.stopwatch.frames[name].length > 0)"
    names = [name for name in opened.watched.lines if name not in opened.watched.far.get(label, ())]
    try:
        opened.page.wait_for_function(every, arg=names, timeout=ANSWER_MS)
    except TimeoutError:
        opened.unanswered += 1
        return False
    return True


@dataclass(frozen=True)
class Step:
    """One key and what came of it, in milliseconds from the key.

    changed : when the page was changed for the frame that first showed the line of interest moved.
    first, last : line -> the first and the last frame that showed another drawing.
    key_s : when the key came, in seconds since 1970.
    """

    changed: float
    first: dict[str, float]
    last: dict[str, float]
    key_s: float


def steps(
    opened: Opened, label: str, count: int, *, warm_up: int = 2, pause_ms: float = PAUSE_MS, main: str = ""
) -> list[Step]:
    """One arrow key after the other, each when all that the one before moved has stood still for a moment.

    ``main`` is the line of interest, if not the first.
    """
    page, main = opened.page, main or next(iter(opened.watched.lines))
    page.locator(opened.watched.sliders[label]).focus()
    found, chance = [], random.Random(label)
    for _ in range(warm_up + count):
        page.evaluate("window.stopwatch.start()")
        time.sleep(chance.uniform(0, FRAME_MS) / 1000)
        page.keyboard.press(opened.watched.key)
        if not moved(opened, label):
            continue
        at_rest(page, pause_ms)
        watch = page.evaluate("({ ...window.stopwatch, origin: performance.timeOrigin })")
        key, frames = watch["keys"][-1], watch["frames"]
        found.append(
            Step(
                changed=max(at for at in watch["moves"] if at <= frames[main][0]) - key,
                first={name: seen[0] - key for name, seen in frames.items() if seen},
                last={name: seen[-1] - key for name, seen in frames.items() if seen},
                key_s=(watch["origin"] + key) / 1000,
            )
        )
    return found[warm_up:]  # of a page that leaves keys unanswered, fewer


@dataclass(frozen=True)
class Quick:
    """Twenty keys as quickly as a held key repeats.

    last_ms : line -> from the last key until it stood still for good.
    frames : line -> different drawings shown until then.
    typed_ms : from the first key to the last; longer than asked for where the page kept the browser too busy for keys.
    sentence : what the page says in the end.
    """

    last_ms: dict[str, float]
    frames: dict[str, int]
    typed_ms: float
    sentence: str


def quick_steps(opened: Opened, label: str) -> Quick | None:
    """Press them, and wait for the end; None where nothing moves."""
    page = opened.page
    page.locator(opened.watched.sliders[label]).focus()
    at_rest(page)
    page.evaluate("window.stopwatch.start(); window.stopwatch.keys.length = 0")
    began = time.perf_counter()
    for number in range(QUICK_KEYS):
        time.sleep(max(0.0, began + number * KEY_EVERY_MS / 1000 - time.perf_counter()))
        page.keyboard.press(opened.watched.key)
    if not moved(opened, label):
        return None
    at_rest(page)
    frames, keys = page.evaluate("[window.stopwatch.frames, window.stopwatch.keys]")
    return Quick(
        last_ms={name: seen[-1] - keys[-1] for name, seen in frames.items() if seen},
        frames={name: len(seen) for name, seen in frames.items()},
        typed_ms=keys[-1] - keys[0],
        sentence=page.locator(opened.watched.sentence).first.inner_text(),
    )


def row(what: str, taken: list[float], unit: str = "ms", *, processor: list[float] | None = None) -> None:
    """One line: median, 95th percentile, lowest and highest; and of processor time, which other work disturbs less."""
    ordered = sorted(taken)
    high = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    print(
        f"{what:66} median {statistics.median(ordered):8.1f} {unit}   p95 {high:8.1f}   "
        f"{ordered[0]:.1f} to {ordered[-1]:.1f}   n={len(ordered)}"
        + (f"   processor {statistics.median(processor):.1f}" if processor else ""),
        flush=True,
    )
