"""Start a web server as a subprocess for a test, wait until it answers, and end it with all its kernels."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import psutil


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder as a plain web host sends them, without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def hosted(folder: Path, handler: type[SimpleHTTPRequestHandler] = Quiet) -> Generator[str]:
    """The address of a plain web host with a folder's files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def free_port() -> int:
    """A TCP port on the loopback address that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    """Whether anything at ``url`` answers a GET request, an HTTP error included."""
    try:
        # no proxy: the servers of these tests are on this machine
        with build_opener(ProxyHandler({})).open(url, timeout=30):
            return True
    except HTTPError:
        return True
    except (URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def serving(
    command: Sequence[str | Path],
    url: str,
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 90,
) -> Generator[subprocess.Popen]:
    """Run ``command`` until ``url`` answers, then hand the process over; at the end stop it and all it started.

    Output goes to the file ``log``, whose last lines stand in the error if the server ends early or
    says nothing within ``timeout`` seconds.
    """
    with log.open("w") as out:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=cwd, env=env, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            deadline = time.monotonic() + timeout
            while not answers(url):
                if process.poll() is not None:
                    raise RuntimeError(f"the server ended with status {process.returncode}:\n{tail(log)}")
                if time.monotonic() > deadline:
                    raise RuntimeError(f"the server did not answer within {timeout} s:\n{tail(log)}")
                time.sleep(0.1)
            yield process
        finally:
            stop(process)


def family(process: subprocess.Popen) -> list[psutil.Process]:
    """The process and all its descendants, kernels included (they run in sessions of their own)."""
    try:
        parent = psutil.Process(process.pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def memory_mb(process: psutil.Process) -> float:
    """Memory of a process in megabytes (PSS: shared pages divided among those who share them; USS where unknown)."""
    try:
        info = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0.0
    return getattr(info, "pss", info.uss) / 1e6


def stop(process: subprocess.Popen, *, patience: float = 10) -> None:
    """End the process and every process that it started: asked first, killed after ``patience`` seconds."""
    members = family(process)
    process.terminate()
    deadline = time.monotonic() + patience
    while process.poll() is None or any(alive(member) for member in members):
        if time.monotonic() > deadline:
            for member in filter(alive, members):
                member.kill()
        time.sleep(0.05)


def alive(member: psutil.Process) -> bool:
    """Whether a process still does anything: one that has ended may stay in the table until its parent looks."""
    try:
        return member.is_running() and member.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def tail(log: Path, lines: int = 30) -> str:
    """The last lines of a log file."""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])


@contextmanager
def public(
    log: Path, *, env: Mapping[str, str] | None = None, port: int | None = None, **chosen: object
) -> Generator[tuple[str, subprocess.Popen]]:
    """The public server with these settings; its address and its process."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}/"
    chosen = {"port": port, "address": "127.0.0.1", "public": True, "preheated": 1, "readers": 6, **chosen}
    given = ", ".join(f"{name}={value!r}" for name, value in chosen.items())
    code = f"from explorer.serving import launch; raise SystemExit(launch.app(launch.Settings({given})))"
    with serving([sys.executable, "-c", code], url + "health", log=log, env=env) as process:
        yield url, process


def kernel_processes(server: subprocess.Popen, kernel_id: str = "") -> list[psutil.Process]:
    """The processes of a server's kernels, or of one of them."""
    found = []
    for member in family(server):
        with suppress(psutil.NoSuchProcess):
            command = " ".join(member.cmdline())
            if "ipykernel" in command and kernel_id in command and alive(member):
                found.append(member)
    return found


def holds(pid: int, text: str) -> bool:
    """Whether a process holds that text in memory that it can write to (Linux; elsewhere: in its environment)."""
    if sys.platform != "linux":
        return any(text in value for value in psutil.Process(pid).environ().values())
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(part, 16) for part in place.split("-"))
                memory.seek(start)
                if text.encode() in memory.read(end - start):
                    return True
    return False
