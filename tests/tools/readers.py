"""A reader without a browser: opens the page, connects as its script does, and talks to the widget."""

import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from email.message import Message
from itertools import pairwise
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from explorer.page import hero
from explorer.page.view import View
from explorer.scenario import Scenario

PROTOCOL = Subprotocol("v1.kernel.websocket.jupyter.org")
PARTS = ("header", "parent_header", "metadata", "content")


def fetch(url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> tuple[int, Message, str]:
    """Status, headers and text of an answer, an error's included."""
    request = Request(url, method=method, headers=dict(headers or {}), data=b"" if method == "POST" else None)
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    except HTTPError as fault:
        return fault.code, fault.headers, fault.read().decode("utf-8", "replace")


def health(url: str) -> dict[str, Any]:
    """What the server says of itself."""
    return json.loads(fetch(url + "health")[2])


def headline(scenario: Scenario) -> str:
    """What the page says first of a scenario's share."""
    seeds = Scenario().seeds
    return plain(hero.hero(View(scenario=scenario), seeds)["texts"]["hero-title"])


def said(reply: Mapping[str, Any]) -> str:
    """The same as a reply has it."""
    return plain(reply["texts"]["hero-title"])


def plain(html: str) -> str:
    """HTML without its tags."""
    return re.sub(r"<[^>]+>", "", html)


def until(condition: Callable[[], object], patience: float = 30) -> None:
    """Wait for a condition, asked twenty times a second."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.05)


def packed(message: Mapping[str, Any]) -> bytes:
    """A message as the protocol has it, its parts as JSON."""
    return framed(str(message["channel"]), *(json.dumps(message[part]).encode() for part in PARTS))


def framed(channel: str, *fields: bytes) -> bytes:
    """How many offsets, the offsets, the channel, and the parts."""
    parts = [channel.encode(), *fields]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return b"".join([number.to_bytes(8, "little") for number in (len(offsets), *offsets)] + parts)


def unpacked(frame: bytes) -> dict[str, Any]:
    """The message that a frame holds, with its type beside the rest; what is sent behind the content is left out."""
    numbers = [int.from_bytes(frame[8 * place : 8 * place + 8], "little") for place in range(7)]
    texts = [frame[start:end].decode() for start, end in pairwise(numbers[1:7])]
    message = dict(zip(PARTS, map(json.loads, texts[1:]), strict=True))
    return message | {"channel": texts[0], "msg_type": message["header"]["msg_type"]}


class Reader:
    """One visit: the page (its HTML in ``html``), and after :meth:`join` its websocket.

    Whoever reads the ``whole`` page is near all of its sections, others only see its top.
    """

    def __init__(self, url: str, search: str = "", *, whole: bool = False) -> None:
        self.url, self.search, self.near = url, search, None if whole else []
        status, self.headers, self.html = fetch(url + search)
        assert status == 200, self.html[-400:]
        config = re.search(r'id="explorer-kernel" type="application/json">(.*?)</script>', self.html, re.DOTALL)
        assert config
        self.kernel_id = json.loads(config[1])["kernelId"]
        self.models = re.findall(r'data-widget="(\w+)"', self.html)
        self.session = uuid.uuid4().hex
        self.number = 0
        self.stack = ExitStack()
        self.seen: list[dict[str, Any]] = []  # every message from the kernel

    def join(self, origin: str | None = None) -> "Reader":
        """Connect to the page's kernel."""
        address = f"{self.url.replace('http', 'ws', 1)}api/kernels/{self.kernel_id}/channels?session_id={self.session}"
        self.stack.close()
        connection = connect(address, origin=origin, proxy=None, max_size=None, subprotocols=[PROTOCOL])  # type: ignore[arg-type]
        self.socket = self.stack.enter_context(connection)
        return self

    def send(self, kind: str, content: Any, channel: str = "shell") -> None:
        """Send any message of Jupyter's protocol."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self.session,
            "username": "",
            "version": "5.3",
        }
        message = {"channel": channel, "header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(packed(message))

    def tell(self, message: Any) -> None:
        """Send a message to the widget, as the page's script does."""
        data = {"method": "custom", "content": message}
        self.send("comm_msg", {"comm_id": self.models[-1], "data": data})

    def heard(self, found: Callable[[dict[str, Any]], Any], patience: float = 30) -> Any:
        """What ``found`` makes of the first message for which that is something."""
        deadline = time.monotonic() + patience
        while True:
            frame = self.socket.recv(timeout=max(0.1, deadline - time.monotonic()))
            assert isinstance(frame, bytes)
            message = unpacked(frame)
            self.seen.append(message)
            if (result := found(message)) is not None:
                return result

    def ask(self, kind: str, **message: Any) -> dict[str, Any]:
        """The widget's reply to a message."""
        self.number += 1
        number = self.number

        def reply(heard: dict[str, Any]) -> dict[str, Any] | None:
            content = heard.get("content", {}).get("data", {}) if heard.get("msg_type") == "comm_msg" else {}
            answer = content.get("content", {}) if content.get("method") == "custom" else {}
            return answer if answer.get("id") == number else None

        self.tell({"kind": kind, "id": number, "near": self.near, **message})
        return self.heard(reply)

    def open(self) -> dict[str, Any]:
        """The first message of every page."""
        return self.ask("open", search=self.search, page=self.url, narrow=False)

    def share(self, percent: object) -> dict[str, Any]:
        """Move OpenAI's share."""
        return self.ask("set", parameter="openai_share", part="slider", value=percent)

    def dead(self) -> None:
        """Wait until the server says that the kernel is gone."""
        self.heard(lambda heard: heard.get("content", {}).get("execution_state") == "dead" or None)

    def leave(self) -> int:
        """Close the page as a browser does; the status of the answer to its good-bye."""
        self.stack.close()
        origin = {"Origin": self.url.rstrip("/")}
        return fetch(f"{self.url}voila/api/shutdown/{self.kernel_id}", method="POST", headers=origin)[0]
