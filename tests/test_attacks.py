"""The public server when somebody means harm: each case ends by itself, and others are answered meanwhile.

docs/serving.md lists the cases. The server stands alone, or behind nginx with our site file.
"""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import product
from pathlib import Path
from subprocess import Popen
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from explorer.scenario import Scenario
from explorer.scenario.assumptions import MAX_DRAWS
from explorer.scenario.links import link
from explorer.serving import channel, files, memory
from explorer.serving.kernels import Kernels
from explorer.serving.server import LIMITS, MARK, mark_in_use
from explorer.serving.settings import Settings
from tests.tools.attacks import ATTACKS, Attacker, answers, under
from tests.tools.load import memory_mb
from tests.tools.proxies import NGINX, nginx
from tests.tools.readers import Reader, fetch, framed, health, packed, said as reading, until
from tests.tools.servers import kernel_processes, public

resource = pytest.importorskip("resource", reason="the public server runs on Unix")
pytestmark = pytest.mark.timeout(120)
without_nginx = pytest.mark.skipif(NGINX is None, reason="no nginx here (Debian and Ubuntu: apt install nginx-light)")
ANSWERED_S = 10
"""For another reader's answer during an attack: a bound against hanging; docs/serving.md has how fast it is."""
SECONDS = 1
FILES = 400
ARRIVING_S = 3
MOST_GROWTH_MB = 60
MB = 2**20
BOT = {"User-Agent": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"}
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(,\d+)? (INFO|WARNING|ERROR) .{1,320}|    .*")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attacks")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[tuple[str, Popen]]:
    env = {**os.environ, "TMPDIR": str(folder)} if len(str(folder)) < 40 else None
    with public(folder / "log.txt", readers=8, preheated=2, arriving_s=ARRIVING_S, lost_s=3, env=env) as running:
        yield running


@pytest.fixture(scope="module")
def fronts(server: tuple[str, Popen], folder: Path, checkout: Path) -> Iterator[dict[str, str]]:
    """The addresses of the server alone and behind nginx, where there is one."""
    with ExitStack() as stack:
        found = {"alone": server[0]}
        if NGINX:
            (folder / "nginx").mkdir()
            front = nginx(checkout / "docs/examples/nginx.conf", folder / "nginx", server[0])
            found["behind nginx"] = stack.enter_context(front)
        yield found


def said(url: str, *lines: str) -> str:
    """What the server says to a request in those words."""
    host = f"Host: {urlsplit(url).netloc}"
    with Attacker(url).wire() as wire:
        wire.sendall("\r\n".join([*lines, host, "Connection: close", "", ""]).encode("latin-1"))
        heard = b""
        with suppress(OSError):
            while part := wire.recv(65536):
                heard += part
    return heard.decode("latin-1")


def ran(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: in this one the loop of a browser's driver may run."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


# ------------------------------------------------------------------------------------------- another reader, meanwhile
@pytest.mark.parametrize(
    ("name", "way"),
    [
        *((name, "alone") for name in ATTACKS),
        *(pytest.param(name, "behind nginx", marks=without_nginx) for name in ("A6", "A7")),
    ],
)
def test_another_reader_is_answered_while(name, way, server, fronts, reader):
    """The frames of the other attacks nginx hands on as they are."""
    before_mb = memory_mb(server[1], alone=True)
    with under(ATTACKS[name], fronts[way]) as surprises:
        assert max(answers(reader, SECONDS)) < ANSWERED_S
        assert memory_mb(server[1], alone=True) < before_mb + MOST_GROWTH_MB
    assert surprises == []


# --------------------------------------------------------------------------------------------------- by the websocket
HEADER = b'{"msg_type": "comm_msg"}'


@pytest.mark.parametrize(
    "frame",
    [
        "text",
        b"",
        b"\1" * 7,
        b"\xff" * 64,
        (10_000_000).to_bytes(4, "big"),
        (2**31 - 1).to_bytes(4, "big"),
        (6).to_bytes(8, "little"),
        (6).to_bytes(8, "little") + b"\xff" * 48,
        (6).to_bytes(8, "little") + b"\0" * 48,
        (5).to_bytes(8, "little") + b"\0" * 48,
        (2**62).to_bytes(8, "little") + b"\0" * 400,
        framed("shell", HEADER, b"{}", b"{}"),
        framed("shell", HEADER, b"{}", b"{}", b"{}", b"a buffer"),
        framed("shell", HEADER, b"{}", b"{}", b"{}") + b"more",
        framed("shell", HEADER, b"{}", b"{}", b"[]"),
        framed("shell", HEADER, b"{}", b"{}", b"{"),
        framed("shell", b"[" * 50_000, b"{}", b"{}", b"{}"),
        framed("shell", b'{"msg_type": ["comm_msg"]}', b"{}", b"{}", b"{}"),
        framed("shell", b'{"msg_type": "execute_request"}', b"{}", b"{}", b"{}"),
        framed("control", HEADER, b"{}", b"{}", b"{}"),
        framed("iopub", HEADER, b"{}", b"{}", b"{}"),
        framed("shell", b'{"msg_type": "comm_open"}', b"{}", b"{}", b'{"target_name": "jupyter.widget"}'),
        framed("shell", b"\xff\xfe", b"{}", b"{}", b"{}"),
    ],
)
def test_what_a_page_may_not_send_is_no_message(frame):
    with pytest.raises((ValueError, RecursionError)):
        channel.allowed(frame)


def test_what_a_page_may_send_is_read_as_it_was_meant():
    content = {"comm_id": "a", "data": {"ü": 1}}
    message = {"channel": "shell", "header": {"msg_type": "comm_msg"}, "parent_header": {}, "metadata": {}}
    assert json.loads(channel.allowed(packed({**message, "content": content}))[3]) == content


def rested(reader: Reader) -> None:
    """Wait until all results of a page are there."""
    reader.heard(lambda heard: heard["content"].get("data", {}).get("content", {}).get("rest") or None)


def test_a_page_opens_no_widgets_to_fill_its_kernel(server, url):
    reader = Reader(url, whole=True).join()
    reader.open()
    (process,) = kernel_processes(server[1], reader.kernel_id)
    rested(reader)
    reader.share("20")
    rested(reader)  # what results take is the model's
    before = process.memory_info().rss
    state = {"state": {"_model_module": "@jupyter-widgets/controls", "_model_name": "HTMLModel", "value": "x" * 12_000}}
    for number in range(30):
        reader.send("comm_open", {"comm_id": f"c{number}", "target_name": "jupyter.widget", "data": state})
    assert "25%" in reading(reader.share("25"))
    assert process.memory_info().rss < before + 15 * 2**20
    assert reader.leave() == 204


def test_faults_in_a_page_s_own_model_leave_the_page_alive_and_show_no_paths(reader):
    model = reader.models[-1]
    states = [{"method": "update", "state": state} for state in ({"again": "x"}, {"nothing": {}}, [])]
    for data in ({}, {"method": "update"}, {"method": "custom"}, *states):
        reader.send("comm_msg", {"comm_id": model, "data": data})
    reader.tell(5)
    assert "25%" in reading(reader.share("25"))
    assert {message["msg_type"] for message in reader.seen} == {channel.MESSAGE}
    assert "site-packages" not in json.dumps(reader.seen)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a running process")
def test_an_exception_in_a_kernel_is_a_sentence_and_its_page_goes_on(server, url):
    """Here for want of memory. Jupyter's way to hide tracebacks fails itself, and the page would hear nothing more."""
    reader = Reader(url, whole=True).join()
    reader.open()
    rested(reader)  # OpenBLAS ends the process where it gets no memory at its first use, so that comes before
    (process,) = kernel_processes(server[1], reader.kernel_id)
    soft, hard = process.rlimit(psutil.RLIMIT_DATA)
    process.rlimit(psutil.RLIMIT_DATA, (process.memory_info().data + 30 * 2**20, hard))
    reply = reader.ask("open", search=f"?s={link(Scenario(draws=MAX_DRAWS))}", narrow=False)
    assert "Something went wrong on our side; nothing was changed." in reply["said"]
    process.rlimit(psutil.RLIMIT_DATA, (soft, hard))
    assert "25%" in reading(reader.share("25"))
    assert {message["msg_type"] for message in reader.seen} == {channel.MESSAGE}
    assert reader.leave() == 204


def test_more_sockets_than_a_page_needs_are_closed_and_a_name_that_is_none_is_refused(url):
    attacker = Attacker(url)
    page = attacker.page()
    others = [attacker.socket_to(page) for _ in range(channel.MOST_SOCKETS)]
    with pytest.raises(ConnectionClosed) as closed:
        others[-1].heard(lambda _: None)
    assert closed.value.rcvd
    assert closed.value.rcvd.reason == "this page has connections enough"
    assert "25%" in reading(page.share("25"))
    for name in ("a" * 300, "", "ü", "A B", "a/b"):
        page.session = name
        with pytest.raises(InvalidStatus) as refused:
            page.join()
        assert refused.value.response.status_code == 400
    assert health(url)["connected"] == 1
    attacker.end()
    assert page.leave() == 204
    until(lambda: health(url)["sessions"] == 0, 10)


def test_a_good_bye_in_the_moment_of_the_end_of_the_socket_ends_each_kernel_at_once(url):
    for _ in range(8):
        reader = Reader(url).join()
        goodbye = f"{url}voila/api/shutdown/{reader.kernel_id}"
        reader.socket.socket.shutdown(socket.SHUT_WR)
        assert fetch(goodbye, method="POST", headers={"Origin": url.rstrip("/")})[0] == 204
        reader.stack.close()
        until(lambda gone=f"{url}api/kernels/{reader.kernel_id}": fetch(gone)[0] == 404, 10)


def test_a_page_that_is_not_told_of_its_end_ends_all_the_same():
    """Whatever a websocket says while it closes, its kernel is shut down."""
    kernels = Kernels()

    class Closing:
        kernel_id = "a"

        def say_dead(self) -> None:
            raise OSError("closing")

    async def run() -> None:
        closing = Closing()
        channel.Channel._open_sockets.add(closing)  # type: ignore[arg-type]
        kernels.due["a"] = 1.0
        with suppress(Exception):  # there is no such kernel
            await kernels.shutdown_kernel("a")

    ran(run())
    assert kernels.due == {}


# ----------------------------------------------------------------------------------------------------- by the request
def test_a_body_is_refused_by_its_length_and_a_slow_one_by_its_time(url):
    post = "POST /nothing HTTP/1.1"
    assert said(url, post, f"Content-Length: {LIMITS['max_body_size'] + 1}").startswith("HTTP/1.1 400")
    with Attacker(url).wire() as slow:
        slow.sendall(f"{post}\r\nHost: {urlsplit(url).netloc}\r\nContent-Length: 1000\r\n\r\nx".encode())
        assert slow.recv(1000) == b""


def test_what_is_no_request_of_a_page_gets_one_sentence_our_headers_and_no_cookie(reader, url):
    kernel = f"/api/kernels/{reader.kernel_id}"
    paths = (kernel, f"{kernel}/channels", f"/voila/api/shutdown/{reader.kernel_id}", "/health", "/nothing")
    methods = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
    pages = [(method, "/", [f"Origin: {url.rstrip('/')}"]) for method in methods[2:]]
    for method, path, more in [*pages, *product(methods, paths, ([], ["Upgrade: websocket"]))]:
        head, _, body = said(url, f"{method} {path} HTTP/1.1", *more).partition("\r\n\r\n")
        status = head.split()[1]
        assert status in ({"200", "400", "403", "404", "405"} if method in methods[:2] else {"403", "404", "405"})
        assert "\r\nServer: explorer\r\n" in head
        assert "\r\nContent-Security-Policy: default-src 'none'" in head
        assert "\r\nX-Content-Type-Options: nosniff" in head
        assert "Set-Cookie" not in head
        assert "Traceback" not in body
        assert method == "HEAD" or body.strip()
    assert fetch(url.rstrip("/") + kernel)[0] == 200  # it still runs


def test_the_log_has_a_time_in_each_line_and_no_address_nor_what_a_visitor_wrote(server, folder, url):
    log = folder / "log.txt"
    start = len(log.read_text())
    evil = "x%0a2026-01-01 00:00:00 INFO forged\x1b[2J"
    said(url, "POST / HTTP/1.1", "Content-Length: 0")
    said(url, f"GET /{'a' * 3000} HTTP/1.1")
    said(url, "GET /%ff%fe\x9b HTTP/1.1")
    said(url, "OPTIONS / HTTP/1.1")
    reader = Reader(url).join()
    for kind in (evil, "a\n2026-01-01 00:00:00 INFO forged", "y" * 50_000):
        reader.send(kind, {})
    reader.share("25")
    with pytest.raises(InvalidStatus):
        reader.join(origin="https://evil.example/" + "b" * 2000)
    reader.join().leave()
    lines = log.read_text()[start:].split("\n")[:-1]
    assert len(lines) > 8
    for line in lines:
        assert LINE.fullmatch(line), line[:400]
        assert line.isprintable()
        assert "127.0.0.1" not in line.replace(url.rstrip("/"), "").replace(urlsplit(url).netloc, "")
    assert not any(" INFO forged" in line[:40] for line in lines)


def test_who_runs_no_scripts_holds_no_place_and_a_browser_as_long_as_it_is_there(url):
    until(lambda: health(url)["sessions"] == 0, 30)  # those of before have gone
    for _ in range(12):
        status, _, text = fetch(url, headers=BOT)
        assert status == 200
        assert "answer for the starting assumptions" in text
        assert fetch(url + "notebook/five-articles", headers=BOT)[0] == 200
    assert fetch(url, headers={"Sec-Purpose": "prefetch"})[0] == 503  # which a browser throws away
    assert health(url)["sessions"] == 0
    assert "Disallow: /\n" in fetch(url + "robots.txt")[2]

    browser, silent = Reader(url).join(), Reader(url)  # the one joins as the page's first script does
    asking = Reader(url)

    def state(reader: Reader) -> int:
        return fetch(f"{url}api/kernels/{reader.kernel_id}")[0]

    assert state(asking) == 200
    until(lambda: state(asking) == 404 and state(silent) == 404, ARRIVING_S + 10)  # to ask is not to join
    assert state(browser) == 200
    assert browser.leave() == 204


# --------------------------------------------------------------------------------------------------- files and memory
@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Popen, Path]]:
    """A server that may open few files, with a folder for temporary files of its own."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # started by nohup, of which the server would take it over
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    place = tmp_path_factory.mktemp("s")
    (place / "sitecustomize.py").write_text(
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({FILES // 2}, {FILES}))"
    )
    env = {**os.environ, "PYTHONPATH": f"{place}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", "TMPDIR": str(place)}
    with public(place / "log.txt", readers=100, env=env, preheated=1) as (url, process):
        yield url, process, place


def test_the_last_file_is_never_used_and_only_as_many_readers_are_announced_as_there_are_files_for(small):
    url, server, place = small
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[1] >= FILES
    assert f"may open {FILES} files" in (place / "log.txt").read_text()
    assert health(url)["limit"] == files.sessions(FILES) == (FILES - 200) // 15
    reader = Reader(url).join()
    assert reading(reader.open())
    attacker, process = Attacker(url), psutil.Process(server.pid)
    with suppress(OSError):
        for number in range(FILES + 50):
            wire = attacker.wire()
            if number % 2:
                wire.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    until(lambda: process.num_fds() > FILES - files.SPARE - 10)
    for _ in range(4):
        with suppress(OSError):
            fetch(url)  # closed at once
    assert "25%" in reading(reader.share("25"))
    assert process.num_fds() < FILES - files.SPARE // 2
    attacker.end()
    until(lambda: process.num_fds() < FILES - 2 * files.SPARE)
    assert reading(Reader(url).join().open())
    assert server.poll() is None


@pytest.mark.parametrize(
    ("cgroup", "texts", "expected"),
    [
        # version 2, in a unit of systemd with MemoryMax=, and with MemoryHigh= in the slice around it
        ("0::/s/e", {"s/e/memory.max": 1024 * MB, "s/e/memory.current": 256 * MB}, 768),
        ("0::/s/e", {"s/memory.max": 512 * MB, "s/memory.current": 0, "s/e/memory.max": "max"}, 512),
        ("0::/s/e", {"s/memory.max": "max", "s/memory.high": 256 * MB, "s/memory.current": 0}, 256),
        # in a container, whose own group is the root that it sees
        ("0::/", {"memory.max": 1024 * MB, "memory.current": 512 * MB}, 512),
        ("0::/../x", {"memory.max": 1024 * MB, "memory.current": 512 * MB}, 512),
        # version 1, whose files a container sees at the root
        (
            "4:cpu:/\n9:memory:/docker/abc",
            {
                "memory/memory.limit_in_bytes": 1024 * MB,
                "memory/memory.usage_in_bytes": 256 * MB,
                "memory/memory.stat": f"cache 1\ninactive_file 7\ntotal_inactive_file {128 * MB}",
            },
            896,
        ),
        ("9:memory:/", {"memory/memory.limit_in_bytes": 2**63 - 4096, "memory/memory.usage_in_bytes": 256 * MB}, 4000),
        # what is no number is no limit
        ("0::/", {"memory.max": "garbage", "memory.current": 512 * MB}, 4000),
        ("0::/", {"memory.max": 1024 * MB, "memory.current": "garbage"}, 4000),
        ("0::/", {"memory.max": 1024 * MB, "memory.current": 512 * MB, "memory.stat": "inactive_file x\n\n1"}, 512),
        ("garbage", {}, 4000),
    ],
)
def test_memory_is_that_of_the_smallest_limit(tmp_path, cgroup, texts, expected):
    assert memory.available_mb(tmp_path) is None
    written = {"proc/meminfo": "MemAvailable:   4096000 kB", "proc/self/cgroup": cgroup}
    for name, text in (written | {f"sys/fs/cgroup/{name}": text for name, text in texts.items()}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{text}\n")
    assert memory.available_mb(tmp_path) == expected


def test_where_memory_runs_short_the_largest_kernel_ends(monkeypatch):
    sizes = {"a": 100, "b": 300, "c": 900}
    ended: list[str] = []
    kernels = SimpleNamespace(
        _kernel_connections={"a": 1, "b": 0},  # the other is ending
        log=SimpleNamespace(warning=lambda *_: None),
        end=ended.append,
        relieve=None,
        _pid=lambda kernel_id: kernel_id,
    )
    monkeypatch.setattr(memory, "used_mb", sizes.__getitem__)

    async def look(left: int | None) -> None:
        monkeypatch.setattr(memory, "available_mb", lambda: left)
        Kernels.relieve(kernels)  # type: ignore[arg-type]
        kernels._relieving.cancel()

    for left in (None, memory.LEAST_MB, memory.LEAST_MB - 1):
        ran(look(left))
    assert ended == ["b"]


def test_a_process_says_how_much_it_holds():
    assert 20 < memory.used_mb(os.getpid()) < 20_000
    assert memory.used_mb(None) == 0


def test_a_clock_that_is_set_ends_nobody_and_each_message_puts_the_end_off(monkeypatch):
    ended: list[str] = []
    kernels = Kernels()
    kernels.chosen = Settings(public=True, idle_s=0.4)
    monkeypatch.setattr(kernels, "end", ended.append)

    async def run() -> None:
        kernels.used("a")
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + 7200)
        for _ in range(4):
            await asyncio.sleep(0.2)
            assert ended == []
            kernels.used("a")
        await asyncio.sleep(0.8)

    ran(run())
    assert ended == ["a"]


# ------------------------------------------------------------------------------------------------------------ the rest
def test_folders_of_killed_servers_are_removed_by_the_next_and_a_hang_up_removes_its_own(tmp_path):
    for name in ("left", "held", "next", "of_others"):
        (tmp_path / f"voila_{name}").mkdir()
    (tmp_path / "voila_left" / MARK).touch()

    def there() -> set[str]:
        return {path.name.removeprefix("voila_") for path in tmp_path.iterdir()}

    in_use = mark_in_use(tmp_path / "voila_held")
    assert in_use
    assert there() == {"held", "next", "of_others"}
    in_use.close()
    assert mark_in_use(tmp_path / "voila_next")
    assert there() == {"next", "of_others"}


def test_a_server_that_hears_a_hang_up_ends_and_leaves_nothing(small):
    _, server, place = small
    assert len(list(place.glob("voila_*"))) == 1
    server.send_signal(signal.SIGHUP)
    until(lambda: server.poll() is not None, 20)
    assert list(place.glob("voila_*")) == []


def test_a_server_without_input_and_output_has_nothing_in_their_place(tmp_path):
    seen = tmp_path / "seen"
    code = (
        "import os, pathlib, sys; from explorer.serving import launch; launch.open_missing_streams(); launch.say('x'); "
        f"pathlib.Path({str(seen)!r}).write_text(' '.join(os.readlink(f'/dev/fd/{{number}}') for number in range(3)))"
    )
    command = f'exec "{sys.executable}" -c "{code}" <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", command], timeout=60).returncode == 0
    assert seen.read_text().split() == [os.devnull] * 3
