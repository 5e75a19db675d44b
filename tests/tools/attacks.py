"""Attacks on the public server, and how fast another reader is answered while each runs.

``python -m tests.tools.attacks`` starts the server anew for each attack and prints the other reader's answer times, and
the server's memory before and after; ``python -m tests.tools.attacks A6 A12`` only those two. ``tests/test_attacks.py``
runs the same ones. Everything stays on this machine.
"""

import argparse
import socket
import statistics
import struct
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from copy import copy
from pathlib import Path
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.tools.load import memory_mb
from tests.tools.readers import Reader, fetch, said, until
from tests.tools.servers import public

SECONDS = 6.0
PAUSE_S = 0.05
"""The other reader's, between an answer and the next change."""
BODY = 99_000_000
"""Bytes that a request says it will send."""
FAULTS = (OSError, ConnectionClosed, InvalidStatus)
"""How the server may get rid of an attacker."""


class Attacker:
    """One who opens pages and connections to do harm, until it is over."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.over = threading.Event()
        self.wires: list[socket.socket] = []
        self.pages: list[Reader] = []

    def page(self) -> Reader:
        """A page with its websocket."""
        self.pages.append(Reader(self.url))
        return self.socket_to(self.pages[-1])

    def socket_to(self, page: Reader) -> Reader:
        """One more websocket to the kernel of a page."""
        joined = copy(page)
        joined.session, joined.stack = uuid.uuid4().hex, ExitStack()
        joined.join()
        self.wires.append(joined.socket.socket)
        return joined

    def wire(self) -> socket.socket:
        """A connection on which nothing has been said."""
        where = urlsplit(self.url)
        assert where.hostname
        assert where.port
        self.wires.append(socket.create_connection((where.hostname, where.port), timeout=20))
        return self.wires[-1]

    def end(self) -> None:
        """Stop, wherever it waits, and make room for the next."""
        self.over.set()
        for wire in self.wires:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()
        for page in self.pages:
            page.leave()


def stated_count(attacker: Attacker) -> None:
    """Frames whose first bytes state how many parts follow: seven bytes, read as a number of 49 bits; and more."""
    frames = (b"\1" * 7, b"", b"\1", b"\xff" * 8, b"\1" * 8 + b"\0" * 64, (6).to_bytes(8, "little") + b"\xff" * 48)
    page = attacker.page()
    while not attacker.over.wait(0.05):
        for frame in frames:
            page.socket.send(frame)


def older_protocol(attacker: Attacker) -> None:
    """Sockets that name no protocol, and the largest answer asked for on one that does."""
    page = attacker.page()
    address = f"{attacker.url.replace('http', 'ws', 1)}api/kernels/{page.kernel_id}/channels?session_id={page.session}"
    while not attacker.over.wait(0.2):
        page.ask("open", search="")
        try:
            with connect(address, proxy=None):
                raise RuntimeError("a socket without the protocol was opened")
        except InvalidStatus as refused:
            if refused.response.status_code != 400:
                raise RuntimeError("it was refused, but not for that") from refused


def counts_to_keep(attacker: Attacker) -> None:
    """Frames of the older protocol, each with a number of parts that Python would remember for good; and long dates."""
    page = attacker.page()
    number = 10_000_000
    while not attacker.over.wait(0.05):
        page.socket.send(struct.pack("!i", number))
        page.socket.send(struct.pack("!i", 2**31 - 1))
        number += 1


def many_sockets(attacker: Attacker) -> None:
    """Seventy sockets to one kernel; many answers are asked for and none is read."""
    page = attacker.page()
    joined = [page]
    for _ in range(70):
        if attacker.over.is_set():
            break
        with suppress(*FAULTS):
            joined.append(attacker.socket_to(page))
    while not attacker.over.wait(0.2):
        for one in joined:
            with suppress(*FAULTS):
                one.tell({"kind": "open", "id": 1, "search": "", "version": None, "narrow": False})


def large_bodies(attacker: Attacker) -> None:
    """Ten requests that say they will send 99 MB, and send what they can."""
    head = f"POST /nothing HTTP/1.1\r\nHost: {urlsplit(attacker.url).netloc}\r\nContent-Length: {BODY}\r\n\r\n"
    part = b"x" * 2**20
    while not attacker.over.is_set():
        for wire in [attacker.wire() for _ in range(10)]:
            with suppress(OSError):
                wire.sendall(head.encode())
                for _ in range(BODY // len(part)):
                    wire.sendall(part)
        attacker.over.wait(0.2)


def flood(attacker: Attacker) -> None:
    """A thousand messages in a second from one page: as its script sends them, strange ones, and forbidden ones."""
    page = attacker.page()
    while not attacker.over.wait(0.1):
        for _ in range(20):
            page.send("comm_msg", {"comm_id": page.models[-1], "data": {"method": "request_state"}})
            page.tell({"kind": "alive", "id": 1})
            page.send("comm_msg", {"comm_id": "none", "data": {}})
            page.send("execute_request", {"code": "1"})


ATTACKS: dict[str, Callable[[Attacker], None]] = {
    "A1": stated_count,
    "A2": older_protocol,
    "A3": counts_to_keep,
    "A6": many_sockets,
    "A7": large_bodies,
    "A12": flood,
}


@contextmanager
def under(attack: Callable[[Attacker], None], url: str) -> Generator[list[BaseException]]:
    """While that attack runs; the list holds what the attacker did not expect."""
    attacker = Attacker(url)
    surprises: list[BaseException] = []

    def run() -> None:
        try:
            attack(attacker)
        except FAULTS as fault:
            if not attacker.over.is_set():  # thrown out before: these attacks catch that where they expect it
                surprises.append(fault)
        except (RuntimeError, AssertionError) as fault:
            surprises.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield surprises
    finally:
        attacker.end()
        thread.join(20)
        attacker.end()  # what it began meanwhile
        if thread.is_alive():
            surprises.append(TimeoutError("the attack did not end"))


def answers(reader: Reader, seconds: float) -> list[float]:
    """How long each change of another reader took, in seconds."""
    times, end, share = [], time.monotonic() + seconds, 10
    while time.monotonic() < end:
        share = 10 + (share + 1) % 40
        start = time.perf_counter()
        assert f"{share}%" in said(reader.share(str(share)))
        times.append(time.perf_counter() - start)
        time.sleep(PAUSE_S)
    return times


def measure(name: str, attack: Callable[[Attacker], None], seconds: float) -> None:
    """One attack on a server of its own; prints its row."""
    with ExitStack() as stack:
        log = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "log.txt"
        url, server = stack.enter_context(public(log, preheated=2))
        until(lambda: fetch(url + "health")[0] == 200)
        reader = Reader(url, whole=True).join()
        reader.open()
        before_mb, quiet = memory_mb(server, alone=True), answers(reader, 2)
        with under(attack, url) as surprises:
            times = answers(reader, seconds)
            during_mb = memory_mb(server, alone=True)
        time.sleep(1)
        before, middle, worst = (1000 * one for one in (statistics.median(quiet), statistics.median(times), max(times)))
        sizes_mb = ", ".join(f"{mb:.0f}" for mb in (before_mb, during_mb, memory_mb(server, alone=True)))
        row = [
            f"{name}: answers {before:.0f} ms before",
            f"{middle:.0f} middle, {worst:.0f} worst of {len(times)} during it",
        ]
        row += [f"server {sizes_mb} MB before, during, after", f"log {log.stat().st_size / 1000:.0f} kB"]
        row += [f"{type(fault).__name__}: {fault}" for fault in surprises]
        print("; ".join(row), flush=True)
        reader.leave()


def main(arguments: Sequence[str] | None = None) -> None:
    """One row for each attack."""
    parser = argparse.ArgumentParser(description="How fast a reader is answered while the server is attacked.")
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help="which (default: all)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"for how long each (default: {SECONDS:g})")
    chosen = parser.parse_args(arguments)
    for name in chosen.attacks or ATTACKS:
        measure(name, ATTACKS[name], chosen.seconds)


if __name__ == "__main__":
    main()
