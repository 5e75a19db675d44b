"""The public server, as a client meets it: what answers, what does not, and whose kernel lives how long."""

import gzip
import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen
from urllib.request import ProxyHandler, Request, build_opener

import psutil
import pytest
from websockets.exceptions import InvalidStatus

from explorer.charts import plotly_script
from explorer.scenario import Scenario
from explorer.scenario.links import link
from explorer.serving.headers import script_hashes
from tests.tools.readers import Reader, fetch, headline, health, plain, said, until
from tests.tools.servers import alive, family, free_port, holds, kernel_processes, public

pytestmark = pytest.mark.timeout(180)
KERNEL_MB = 900
LOST_S = 4


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serving") / "log.txt"


@pytest.fixture(scope="module")
def server(log: Path) -> Iterator[tuple[str, Popen]]:
    with public(log, kernel_mb=KERNEL_MB, lost_s=LOST_S, embed_from=("https://news.example",)) as running:
        yield running


@pytest.fixture(scope="module")
def page(server: tuple[str, Popen]) -> Reader:
    """A page that was opened and left: its text and its headers."""
    reader = Reader(server[0])
    assert reader.leave() == 204
    return reader


@pytest.fixture
def ready(url: str) -> str:
    until(lambda: health(url)["preheated"] == 1)
    return url


def test_a_waiting_kernel_that_dies_is_replaced_its_reader_gets_the_numbers_of_python_and_it_goes_with_the_page(
    server, ready
):
    for process in kernel_processes(server[1]):
        process.kill()
    until(lambda: health(ready)["preheated"] == 0)
    until(lambda: health(ready)["preheated"] == 1)
    reader = Reader(ready).join()
    assert said(reader.open()) == headline(Scenario())
    assert said(reader.share("25")) == headline(Scenario(openai_share=0.25))
    assert health(ready)["sessions"] == health(ready)["connected"] == 1
    assert reader.leave() == 204
    until(lambda: health(ready)["sessions"] == 0, 5)


def test_health_counts_kernels_and_names_none(ready):
    found = health(ready)
    assert found["status"] == "ok"
    assert found["room"] is True
    assert found["limit"] == 6
    assert found["kernels"] == found["preheated"] == found["pool"] == 1
    assert "-" not in json.dumps(found)  # no id of a kernel


@pytest.mark.parametrize(
    "path",
    [
        "voila/tree",
        "voila/render/timelines.ipynb",
        "voila/api/contents",
        "voila/files/explorer.ipynb",
        "voila/query/00000000-0000-0000-0000-000000000000",
        "api",
        "api/kernels",
        "api/kernels/00000000-0000-0000-0000-000000000000",
        "login",
        "notebook/explorer",
        "notebook/..%2Fpyproject",
        "explorer.ipynb",
        "voila/templates/explorer/static/../index.html.j2",
        "voila/templates/explorer/static/%2e%2e/conf.json",
        "voila/templates/explorer/static/..%2f..%2f..%2f..%2f..%2fpage.py",
        "voila/templates/explorer/static//etc/passwd",
        "voila/templates/explorer/static/",
        "voila/templates/lab/static/voila.js",
    ],
)
def test_every_other_address_is_a_sentence(url, path):
    status, headers, text = fetch(url + path)
    assert status == 404
    assert "Traceback" not in text
    if not path.startswith("api/kernels/"):
        assert "There is no" in text
    assert "script-src 'self';" in headers["Content-Security-Policy"]


def test_an_address_that_is_no_text_is_no_fault_of_ours(url):
    """What such a link asks for the page says, as of every other that cannot be read."""
    assert fetch(f"{url}?s=%00%ff%fe%80", method="HEAD")[0] == 200


def test_the_one_script_comes_compressed_and_for_a_year_pages_never_twice(url, page):
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script src=" not in page.html
    question = Reader(url, "notebook/did-it-happen")
    plotly = re.search(r'href="/(voila/templates/explorer/static/plotly-basic.min.js\?v=\w+)"', question.html)
    assert question.leave() == 204
    assert plotly
    request = Request(url + plotly[1], headers={"Accept-Encoding": "gzip, br"})
    with build_opener(ProxyHandler({})).open(request) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        small = answer.read()
    assert gzip.decompress(small).decode("utf-8") == plotly_script.PATH.read_text("utf-8")
    known = {"If-None-Match": answer.headers["Etag"], "Accept-Encoding": "gzip"}
    assert fetch(url + plotly[1], headers=known)[0] == 304
    assert fetch(url + plotly[1].partition("?")[0])[1]["Cache-Control"] == "no-cache"


def test_the_page_says_what_a_browser_may_do_with_it_and_sets_no_cookie(page):
    rules = dict(pair.split(" ", 1) for pair in page.headers["Content-Security-Policy"].split("; "))
    assert "unsafe" not in rules["script-src"]
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'self' https://news.example"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in page.headers
    assert "ex.app()" not in page.html  # sources are stripped
    assert " at 0x" not in page.html


def test_one_chart_may_stand_in_anybodys_frame_and_a_preview_has_its_title(url):
    for search, ancestors in (("?embed=shares", "'self' *"), ("?s=2", "'self' https://news.example")):
        _, headers, text = fetch(url + search, headers={"User-Agent": "Slackbot"})
        assert headers["Content-Security-Policy"].endswith(f"frame-ancestors {ancestors}")
        assert '<meta property="og:title" content="OpenAI may buy' in text
        assert "racks" in re.findall('<meta property="og:description" content="(.*?)">', text)[0]
    reader = Reader(url, "?embed=shares")
    assert reader.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' *")
    assert 'property="og:title"' in reader.html
    assert reader.leave() == 204


def test_no_kernel_and_no_log_knows_what_a_reader_asked_for(server, log, url):
    secret = link(Scenario(openai_share=0.123456789))
    readers = [Reader(url, f"?s={secret}&template=lab&theme=dark") for _ in range(2)]
    assert "explorer-first-paint" in readers[1].html  # ?template= chooses nothing
    for process in kernel_processes(server[1]):
        assert not holds(process.pid, secret)
    readers[0].join().ask("open", search=f"?s={secret}", narrow=False)  # the page's script tells its own
    told = [holds(process.pid, secret) for process in kernel_processes(server[1])]
    assert told.count(True) == 1
    assert len(told) >= 2
    fetch(f"{url}index.html?s={secret}")
    assert "0.123456789" not in log.read_text()
    assert "GET / 200" in log.read_text()
    assert [reader.leave() for reader in readers] == [204, 204]


def test_nothing_that_a_page_may_not_send_reaches_the_kernel(reader, tmp_path):
    """Code that would write a file, by every message that could run it, and then the answer to a message after them."""
    trace = tmp_path / "trace"
    code = f"open({str(trace)!r}, 'w').write('ran')"
    for channel in ("shell", "control"):
        for kind, content in {
            "execute_request": {"code": code, "silent": False, "user_expressions": {"x": code}, "allow_stdin": True},
            "complete_request": {"code": code, "cursor_pos": 0},
            "inspect_request": {"code": code, "cursor_pos": 0, "detail_level": 1},
            "is_complete_request": {"code": code},
            "history_request": {"hist_access_type": "tail", "n": 9},
            "debug_request": {"seq": 1, "type": "request", "command": "evaluate", "arguments": {}},
            "create_subshell_request": {},
            "comm_open": {"comm_id": "a", "target_name": "jupyter.widget", "data": {}},
            "kernel_info_request": {},
            "interrupt_request": {},
            "shutdown_request": {"restart": False},
        }.items():
            reader.send(kind, content, channel)
    reader.send("input_reply", {"value": code}, "stdin")
    assert "25%" in said(reader.share("25"))
    assert not trace.exists()
    assert {message.get("msg_type") for message in reader.seen} == {"comm_msg"}


def test_a_foreign_page_cannot_connect_nor_end_a_kernel(url):
    reader = Reader(url)
    with pytest.raises(InvalidStatus) as refused:
        reader.join(origin="https://evil.example")
    assert refused.value.response.status_code == 403
    goodbye = f"{url}voila/api/shutdown/{reader.kernel_id}"
    assert fetch(goodbye, method="POST", headers={"Origin": "https://evil.example"})[0] in (403, 404)
    assert fetch(goodbye, method="POST")[0] == 403
    assert said(reader.join(origin=url.rstrip("/")).open())
    assert reader.leave() == 204


def answered(reader: Reader, message: dict[str, str]) -> object:
    reader.tell(message)
    return reader.heard(lambda _: None)


def test_what_is_no_message_is_ignored_and_what_is_too_long_ends_the_connection_alone(reader):
    for text in ("", "{}", "[]", "null", "x", '{"channel":"shell"}', '{"channel":"shell","header":null}', "[" * 5000):
        reader.socket.send(text)
    reader.socket.send(b"\x00" * 64)
    reader.send("comm_msg", {"comm_id": "none", "data": {}})
    reader.send("comm_msg", [])
    for value in (float("nan"), float("inf"), 1e308, -1, "<b>", {"a": {"b": []}}, None, True):
        assert "fault" in reader.share(value)
    assert "25%" in said(reader.share("25"))
    with pytest.raises(Exception, match=r"1009|closed|broken|reset"):  # while it is sent, or after
        answered(reader, {"kind": "x" * 2**20})
    assert "25%" in said(reader.join().open())  # a new connection, and the state is still there


def test_a_page_that_says_good_bye_and_then_closes_leaves_nothing_open(server, ready):
    """As browsers do: Jupyter would keep messages for a page that has gone, in four sockets for each."""
    process = psutil.Process(server[1].pid)
    before = process.num_fds()
    for _ in range(3):
        reader = Reader(ready).join()
        reader.open()
        goodbye = f"{ready}voila/api/shutdown/{reader.kernel_id}"
        assert fetch(goodbye, method="POST", headers={"Origin": ready.rstrip("/")})[0] == 204
        reader.stack.close()
        until(lambda: health(ready)["sessions"] == 0)
        until(lambda: health(ready)["preheated"] == 1)
    until(lambda: process.num_fds() < before + 8, 10)


def test_a_lost_connection_is_found_again_within_its_time_and_not_after(url):
    reader = Reader(url).join()
    reader.share("25")
    reader.socket.close()
    assert "25%" in said(reader.join().open())
    reader.socket.close()
    until(lambda: health(url)["sessions"] == 0, LOST_S + 10)
    with pytest.raises(InvalidStatus) as gone:
        reader.join()
    assert gone.value.response.status_code == 404


def test_a_kernel_that_is_killed_idle_or_busy_is_reported_and_the_server_goes_on(server, url):
    for busy in (False, True):
        reader = Reader(url).join()
        reader.open()
        (process,) = kernel_processes(server[1], reader.kernel_id)
        if busy:
            process.suspend()
            reader.tell({"kind": "reset", "id": 99})
        process.kill()
        reader.dead()
        until(lambda known=f"{url}api/kernels/{reader.kernel_id}": fetch(known)[0] == 404, 5)
    assert Reader(url).leave() == 204


def test_two_readers_at_once_do_not_meet_and_their_memory_has_a_limit(server, url):
    first, second = (Reader(url).join() for _ in range(2))
    assert first.kernel_id != second.kernel_id
    first.share("25")
    assert said(second.open()) == headline(Scenario())
    for process in kernel_processes(server[1]):
        if hasattr(process, "rlimit"):  # only Linux limits a running process
            assert process.rlimit(psutil.RLIMIT_DATA) == (KERNEL_MB * 2**20, KERNEL_MB * 2**20)
    assert [first.leave(), second.leave()] == [204, 204]


def test_a_full_server_a_forgotten_tab_and_a_start_on_a_machine_that_lacks_things(tmp_path, checkout):
    """One place: who comes second reads the answer, and has the place once the first tab was idle. Then a new start
    without room for logs, without a home, in another time zone and with another kernel of the name "python3": it
    knows no old page and tells new readers the same, in this Python without a debugger; when it is killed, no kernel
    outlives it.
    """
    with public(tmp_path / "log.txt", readers=1, preheated=0, idle_s=5) as (url, _):
        first = Reader(url).join()
        status, headers, text = fetch(url)
        assert (status, headers["Retry-After"]) == (503, "30")
        assert "The server is busy" in text
        assert headline(Scenario()) in plain(text)
        assert "<button" not in text  # nothing would answer
        status, _, text = fetch(f"{url}?s={link(Scenario(openai_share=0.3))}")
        assert status == 503
        assert "the scenario in your link needs one" in " ".join(text.split())
        assert 'id="answer"' not in text  # not the default's numbers as if they were the link's
        assert fetch(url, method="HEAD")[0] == 200  # and no kernel
        first.open()
        first.dead()
        until(lambda: health(url)["kernels"] == 0)
        old = Reader(url)

    other = tmp_path / "kernels" / "python3" / "kernel.json"
    other.parent.mkdir(parents=True)
    other.write_text('{"argv": ["false"], "display_name": "Of somebody else", "language": "python"}')
    env = {**os.environ, "HOME": "/proc/self/nowhere", "TZ": "Pacific/Kiritimati", "PYTHONPATH": str(checkout)}
    env |= {"JUPYTER_PATH": str(tmp_path)}
    port = int(url.rpartition(":")[2].strip("/"))
    with public(Path("/dev/full"), preheated=0, port=port, env=env) as (url, server):
        with pytest.raises(InvalidStatus) as gone:
            old.join()
        assert gone.value.response.status_code == 404
        with build_opener(ProxyHandler({})).open(url) as page:  # while it is made, a page takes one place
            assert any(b'"kernelId": "' in line for line in page)
            assert [health(url)[count] for count in ("kernels", "starting")] == [1, 0]
        reader = Reader(url, f"?s={link(Scenario(openai_share=0.25))}").join()
        assert said(reader.open()) == headline(Scenario(openai_share=0.25))
        members = family(server)
        (kernel,) = kernel_processes(server, reader.kernel_id)
        assert kernel.cmdline()[0] == sys.executable
        if sys.platform == "linux":
            assert "pydevd" not in Path(f"/proc/{kernel.pid}/maps").read_text()
        server.kill()
        until(lambda: not any(map(alive, members)), 20)
        reader.stack.close()


def test_a_server_that_is_told_to_stop_before_it_listens_stops():
    command = [sys.executable, "-m", "explorer.cli", "app", "--no-browser", "--port", str(free_port())]
    with Popen(command, stdout=PIPE, stderr=STDOUT, text=True) as server:
        assert server.stdout
        written = ""
        while "Serving static files" not in written:  # which it says before it makes itself ready
            written += next(server.stdout)
        server.terminate()
        written += server.communicate(timeout=60)[0]
    assert (server.returncode, "Traceback" in written) == (0, False)


def test_question_notebooks_are_live_pages_of_their_own_two_at_once(url, server):
    names = ("notebook/racks-to-gigawatts", "notebook/what-would-have-to-be-true")
    with ThreadPoolExecutor() as asking:
        both = list(asking.map(lambda name: Reader(url, name).join(), names))
    titles = ("How many gigawatts would the racks come to?", "would have to be true")
    for reader, title in zip(both, titles, strict=True):
        assert title in reader.html
        assert 'id="explorer-first-paint"' not in reader.html
        assert "import explorer" not in reader.html
        assert " at 0x" not in reader.html  # no address in memory
        allowed = reader.headers["Content-Security-Policy"].replace(";", "").split()
        assert set(script_hashes(reader.html)) <= set(allowed)  # a script that the policy does not know never runs
        assert len(reader.models) >= 3
    assert both[0].kernel_id != both[1].kernel_id
    assert health(url)["sessions"] == health(url)["connected"] == 2
    assert [reader.leave() for reader in both] == [204, 204]
    assert fetch(url + "notebook/nobody")[0] == 404
