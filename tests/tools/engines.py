"""Three engines behind one small interface: enough to open the app, press keys, point, ask the page and take a file.

Chromium, and what Playwright has downloaded, is driven by Playwright. A system's own Firefox speaks WebDriver BiDi over
a websocket. WebKitGTK has a driver that speaks WebDriver over HTTP, and needs a screen, which is Xvfb's.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import websocket
from playwright.sync_api import BrowserType, Playwright

from tests.tools.browser import ARGUMENTS, EXTRAS, find, of_playwright
from tests.tools.servers import free_port, stop

ENGINES = ("Chromium", "Firefox", "WebKit")
PATIENCE = 90  # seconds, for a start, an answer, or what a page does
WIDTH, HEIGHT = 1280, 900
KEYS = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "ArrowUp": "\ue013",
}  # as WebDriver writes them; all others by their sign
PREFERENCES = {
    "app.update.enabled": False,
    "browser.download.folderList": 2,  # into the folder that is named
    "datareporting.policy.dataSubmissionEnabled": False,
    "focusmanager.testmode": True,  # the page has the focus, whatever window has the screen's
    "network.captive-portal-service.enabled": False,
    "print.always_print_silent": True,
}
CENTRE = "(({ x, y, width, height }) => [x + width / 2, y + height / 2])"
HEAR = """(() => { window.heard = []; const { error } = console, hear = (text) => heard.push(String(text));
  addEventListener("error", ({ message }) => hear(message));
  addEventListener("unhandledrejection", ({ reason }) => hear(reason));
  console.error = (...words) => { hear(words.join(" ")); error(...words); }; })()"""
Thing = TypeVar("Thing")


class Engine:
    """A browser with one window; what it saves comes into ``folder``. The first four each does its own way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []  # errors in the console

    def open(self, url: str) -> None:
        """Go to an address and wait until it is loaded."""

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page, awaited; it comes as JSON would have it."""

    def press(self, *keys: str) -> None:
        """Press keys one after another: signs, or names of `KEYS`."""

    def point(self, x: float, y: float) -> None:
        """Press the mouse there."""

    def faults(self) -> list[str]:
        """What the console has shown as an error so far."""
        self.ask("0")  # what came before this has been heard then
        return self.said

    def click(self, selector: str) -> None:
        """Press the mouse in the middle of the first such element, brought into sight."""
        place = f"document.querySelector({json.dumps(selector)})"
        self.until(f"!!{place}")
        self.ask(f"{place}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")
        self.point(*self.ask(f"{CENTRE}({place}.getBoundingClientRect())"))

    def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        patiently(lambda: self.ask(expression) or None, expression)

    def file(self, pattern: str) -> Path:
        """The file of that name once the browser has saved all of it."""

        def whole() -> Path | None:
            self.ask("0")  # Playwright hears of a file while it is asked
            found = next(self.folder.rglob(pattern), None)
            before = found and found.stat().st_size
            time.sleep(0.3)
            return found if found and before == found.stat().st_size > 0 else None

        return patiently(whole, pattern)


class Driven(Engine):
    """A browser that Playwright drives."""

    def __init__(self, folder: Path, kind: BrowserType, path: str, stack: ExitStack) -> None:
        super().__init__(folder)
        browser = kind.launch(executable_path=path, args=list(ARGUMENTS) if kind.name == "chromium" else [])
        stack.callback(browser.close)
        self.page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        self.page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("download", lambda download: download.save_as(folder / download.suggested_filename))

    def open(self, url: str) -> None:
        self.page.goto(url)

    def ask(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def point(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)


class Wired(Engine):
    """A browser that takes WebDriver's actions."""

    def act(self, actions: dict[str, Any]) -> None:
        """Do what WebDriver calls actions."""

    def press(self, *keys: str) -> None:
        signs = [KEYS.get(key, key) for key in keys]
        strokes = [{"type": kind, "value": sign} for sign in signs for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keyboard", "actions": strokes})

    def point(self, x: float, y: float) -> None:
        there = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self.act({"type": "pointer", "id": "mouse", "actions": [there, *press]})


class Firefox(Wired):
    """Firefox over WebDriver BiDi: commands and events on one websocket."""

    def __init__(self, folder: Path, path: str, stack: ExitStack) -> None:
        super().__init__(folder)
        chosen = {**PREFERENCES, "browser.download.dir": str(folder)}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in chosen.items()]
        (folder / "user.js").write_text("".join(lines), "utf-8")
        port = free_port()
        command = [path, "--headless", "--no-remote", f"--remote-debugging-port={port}", "--profile", str(folder)]
        started([*command, "about:blank"], folder, {"HOME": str(folder)}, stack)
        address = f"ws://127.0.0.1:{port}/session"
        connect = websocket.create_connection
        self.wire = patiently(lambda: connect(address, timeout=PATIENCE, suppress_origin=True), "an answer of Firefox")
        stack.callback(self.wire.close)
        self.count = 0
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded"])
        self.window = self.command("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": WIDTH, "height": HEIGHT}
        self.command("browsingContext.setViewport", context=self.window, viewport=size)

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        self.count += 1
        self.wire.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            answer = json.loads(self.wire.recv())
            if answer.get("method") == "log.entryAdded" and answer["params"]["level"] == "error":
                self.said.append(str(answer["params"]["text"]))
            if answer.get("id") == self.count:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def open(self, url: str) -> None:
        self.command("browsingContext.navigate", context=self.window, url=url, wait="complete")

    def ask(self, expression: str) -> Any:
        told = f"(async () => JSON.stringify([await ({expression})]))()"
        answer = self.command("script.evaluate", expression=told, target={"context": self.window}, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])[0]

    def act(self, actions: dict[str, Any]) -> None:
        self.command("input.performActions", context=self.window, actions=[actions])


class WebKit(Wired):
    """WebKitGTK's small browser through its own driver, on a screen of Xvfb."""

    def __init__(self, folder: Path, path: str, stack: ExitStack) -> None:
        super().__init__(folder)
        (folder / "run").mkdir(mode=0o700)
        (folder / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{folder}"\n', "utf-8")
        mine = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run")}
        mine |= {"DISPLAY": screen(folder, stack), "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        mine |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}  # as for Chromium; it opens pages of ours alone
        port = free_port()
        started([path, f"--port={port}"], folder, mine, stack)
        self.driver = f"http://127.0.0.1:{port}/session"
        wanted = {"capabilities": {}}
        session = patiently(lambda: self.command("", wanted), "an answer of WebKit’s driver")
        self.driver += f"/{session['sessionId']}"
        stack.callback(self.command, "", None, "DELETE")
        self.command("/window/rect", {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT})

    def command(self, place: str, body: dict[str, Any] | None, method: str = "POST") -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.driver + place, data, {"Content-Type": "application/json"}, method=method)
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as fault:
            raise RuntimeError(f"{place}: {fault.read().decode()}") from None

    def open(self, url: str) -> None:
        self.command("/url", {"url": url})
        self.ask(HEAR)  # this driver tells nothing of the console, so the page hears itself, once it is loaded

    def ask(self, expression: str) -> Any:
        told = f"(async () => [await ({expression})])().then(arguments[0], (fault) => arguments[0](String(fault)))"
        answer = self.command("/execute/async", {"script": told, "args": []})
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer[0]

    def act(self, actions: dict[str, Any]) -> None:
        self.command("/actions", {"actions": [actions]})

    def faults(self) -> list[str]:
        return self.ask("heard")


def screen(folder: Path, stack: ExitStack) -> str:
    """A screen that nobody sees, under the first free number."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    started(command, folder, {}, stack, pass_fds=[writing])
    os.close(writing)
    with os.fdopen(reading) as told:
        return f":{told.readline().strip()}"


def started(command: list[str], folder: Path, env: dict[str, str], stack: ExitStack, **more: Any) -> None:
    """Start a program with these settings beside ours; the stack ends it, with all that it started."""
    log = stack.enter_context((folder / f"{Path(command[0]).name}.log").open("w"))
    process = subprocess.Popen(command, env={**os.environ, **env}, stdout=log, stderr=subprocess.STDOUT, **more)
    stack.callback(stop, process)


def patiently(look: Callable[[], Thing | None], wanted: str) -> Thing:
    """What a function gives once it gives something and what it asks is there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if (found := look()) is not None:
                return found
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"waited in vain for: {wanted}")


@contextmanager
def engine(name: str, folder: Path, playwright: Playwright) -> Generator[Engine | None]:
    """One of `ENGINES`, as the system has it, else as Playwright has it, else None."""
    own = {"Firefox": Firefox, "WebKit": WebKit}
    with ExitStack() as stack:
        if name == "Chromium":
            yield Driven(folder, playwright.chromium, find(), stack)
        elif path := EXTRAS[name].find():
            yield own[name](folder, path, stack)
        elif path := of_playwright(name.lower()):
            yield Driven(folder, getattr(playwright, name.lower()), path, stack)
        else:
            yield None
