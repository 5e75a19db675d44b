"""Many readers at once: what the public server holds, how fast it answers, and what it leaves behind.

``make load N="10 20 40"`` starts the server anew for each number of readers. Each reader opens the page, connects,
moves the share for OpenAI every few seconds as a person does, holds the sentence that comes back against Python's, and
leaves; a few are real browsers. Prints one row for each number; judges nothing. With ``MINUTES=10`` a place that a
reader leaves is taken by the next one, for so long.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

import psutil
from playwright.sync_api import sync_playwright

from explorer.scenario import Scenario
from tests.tools.browser import ARGUMENTS, SHARE, TITLE, find, opened
from tests.tools.readers import Reader, headline, health, said, until
from tests.tools.servers import family, public

SHARES = range(5, 65, 5)
"""The shares that readers try, in per cent."""
PAUSE_S = (2.0, 6.0)
"""How long a reader looks at a result before the next change."""
FAULTS_SHOWN = 3
MOST_READERS = 10_000
"""At a time; so each visit has a chance of its own."""


@dataclass
class Seen:
    """What all readers of a run saw; times in seconds."""

    opening: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    browser_answers: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def expected() -> dict[int, str]:
    """The sentence that follows from each share."""
    return {share: headline(Scenario(openai_share=share / 100)) for share in SHARES}


def visit(url: str, seed: int, stay_s: float, sentences: dict[int, str], seen: Seen) -> None:
    """One reader from the first request to the good-bye."""
    chance = random.Random(seed)
    try:
        start = time.perf_counter()
        reader = Reader(url, whole=True).join()
        reader.open()
        seen.opening.append(time.perf_counter() - start)
        until_s = time.perf_counter() + stay_s
        while time.perf_counter() < until_s:
            time.sleep(chance.uniform(*PAUSE_S))
            share = chance.choice(list(SHARES))
            start = time.perf_counter()
            reply = reader.share(str(share))
            seen.answers.append(time.perf_counter() - start)
            if "hero-title" in reply["texts"] and said(reply) != sentences[share]:  # only what differs is sent
                seen.wrong.append(said(reply))
        reader.leave()
    except Exception as fault:  # noqa: BLE001 - a reader who fails is a figure of the report
        seen.faults.append(f"{type(fault).__name__}: {fault}"[:300])


def visits(url: str, seed: int, stay_s: float, until_s: float, sentences: dict[int, str], seen: Seen) -> None:
    """One reader after the other in one place, some for longer than others, until so late; at least one."""
    visit(url, seed, stay_s, sentences, seen)
    chance = random.Random(seed)
    while time.perf_counter() < until_s:
        seed += MOST_READERS
        visit(url, seed, stay_s * chance.uniform(0.2, 1.8), sentences, seen)


def browse(url: str, count: int, stay_s: float, sentences: dict[int, str], seen: Seen) -> None:
    """A few real browsers, turn by turn in one thread: type a share, wait for the sentence."""
    if not count:
        return
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
            pages = [opened(chromium.new_page(), url) for _ in range(count)]
            until_s = time.perf_counter() + stay_s
            turn = 0
            while time.perf_counter() < until_s:
                page, share = pages[turn % count], list(SHARES)[turn % len(SHARES)]
                turn += 1
                box = page.locator(SHARE)
                box.fill(str(share))
                start = time.perf_counter()
                box.press("Enter")
                page.wait_for_function(
                    "([at, text]) => document.querySelector(at).textContent === text", arg=[TITLE, sentences[share]]
                )
                seen.browser_answers.append(time.perf_counter() - start)
                page.wait_for_timeout(1000 * PAUSE_S[0])
            for page in pages:
                page.goto("about:blank")
            chromium.close()
    except Exception as fault:  # noqa: BLE001 - as above
        seen.faults.append(f"browser: {type(fault).__name__}: {fault}"[:300])


def memory_mb(server: Popen, *, alone: bool = False) -> float:
    """Memory of the server and all its kernels, each page of it counted once (PSS); or of the server alone."""
    total = 0
    for member in family(server)[: 1 if alone else None]:
        try:
            total += member.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which that part of the values lies; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def run(
    readers: int, *, stay_s: float, arrival_s: float, browsers: int, minutes: float, sentences: dict[int, str]
) -> None:
    """One number of readers against a fresh server; prints its row, and after a soak how memory has changed."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.txt"
        with public(log, readers=readers + browsers + 8, preheated=4) as (url, server):
            until(lambda: health(url)["preheated"] == 4, 120)
            empty, alone = memory_mb(server), memory_mb(server, alone=True)
            until_s = time.perf_counter() + 60 * minutes
            threads = [
                threading.Thread(target=browse, args=(url, browsers, max(stay_s, 60 * minutes), sentences, seen))
            ]
            threads += [
                threading.Thread(target=visits, args=(url, seed, stay_s, until_s, sentences, seen))
                for seed in range(readers)
            ]
            most: dict[str, float] = {"sessions": 0, "memory": 0}
            done = threading.Event()
            watcher = threading.Thread(target=watch, args=(url, server, most, done))
            watcher.start()
            for thread in threads:
                thread.start()
                time.sleep(arrival_s)
            for thread in threads:
                thread.join()
            done.set()
            watcher.join()
            left = remaining(url)
            until(lambda: health(url)["preheated"] == 4, 120)
            after, at_end, alone_at_end = health(url), memory_mb(server), memory_mb(server, alone=True)
    sessions = most["sessions"] or 1
    print(
        f"{readers:4d} readers + {browsers} browsers: held {int(most['sessions']):3d}   "
        f"opening p50 {percentile(seen.opening, 0.5):5.1f} p95 {percentile(seen.opening, 0.95):5.1f} s   "
        f"answer p50 {1000 * percentile(seen.answers, 0.5):6.0f} p95 {1000 * percentile(seen.answers, 0.95):6.0f} ms "
        f"(n={len(seen.answers)})   browser p50 {1000 * (statistics.median(seen.browser_answers or [0])):5.0f} ms   "
        f"memory {most['memory']:6.0f} MB, {(most['memory'] - empty) / sessions:4.0f} a session   "
        f"wrong {len(seen.wrong)}   faults {len(seen.faults)}   sessions left {left} (after leaving), "
        f"status {after['status']}",
        flush=True,
    )
    if minutes:
        print(
            f"       {minutes:g} minutes: {len(seen.opening)} visits   memory with nobody there before and after: "
            f"all {empty:.0f} and {at_end:.0f} MB, the server's own {alone:.0f} and {alone_at_end:.0f} MB   "
            f"kernels {after['kernels']}, of which kept ready {after['preheated']}"
        )
    for fault in seen.faults[:FAULTS_SHOWN]:
        print(f"       {fault}")


def watch(url: str, server: Popen, most: dict[str, float], done: threading.Event) -> None:
    """The highest number of sessions, and of memory, looked at every five seconds."""
    while not done.wait(5):
        try:
            most["sessions"] = max(most["sessions"], health(url)["sessions"])
        except OSError:
            continue  # a server too busy to say so
        most["memory"] = max(most["memory"], memory_mb(server))


def remaining(url: str, patience_s: float = 30) -> int:
    """Sessions that still run, at the latest so long after the last reader left."""
    deadline = time.monotonic() + patience_s
    while (left := health(url)["sessions"]) and time.monotonic() < deadline:
        time.sleep(0.5)
    return left


def main(arguments: Sequence[str] | None = None) -> None:
    """One row for each number of readers."""
    parser = argparse.ArgumentParser(description="Many readers at once, against a fresh server for each number.")
    parser.add_argument("readers", nargs="+", type=int, help="readers at a time; several numbers make several runs")
    parser.add_argument("--stay", type=float, default=60, help="seconds that a reader stays (default: 60)")
    parser.add_argument("--arrival", type=float, default=0.8, help="seconds between two arrivals (default: 0.8)")
    parser.add_argument("--browsers", type=int, default=2, help="real browsers beside them (default: 2)")
    parser.add_argument("--minutes", type=float, default=0, help="readers come and go for so long (default: each once)")
    chosen = parser.parse_args(arguments)
    sentences = expected()
    for readers in chosen.readers:
        run(
            readers,
            stay_s=chosen.stay,
            arrival_s=chosen.arrival,
            browsers=chosen.browsers,
            minutes=chosen.minutes,
            sentences=sentences,
        )


if __name__ == "__main__":
    main()
