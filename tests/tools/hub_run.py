"""The app under a real JupyterHub with its proxy: ``python -m tests.tools.hub_run`` prints what three readers saw.

Runs ``docs/examples/jupyterhub_config.py``, with a log-in and processes for trying in place of accounts, in an
environment of its own below ``build/hub``, which the first run makes (pip and npm). What is not as it should be ends
it. docs/hub.md has the figures.
"""

import argparse
import json
import os
import subprocess
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from websockets.sync.client import connect

from explorer.scenario import Scenario
from explorer.scenario.links import link
from tests.tools.browser import ARGUMENTS, LIVE, SHARE, TITLE, find
from tests.tools.environments import Environment, emptied
from tests.tools.pins import pins
from tests.tools.readers import headline, until
from tests.tools.servers import alive, family, free_port, memory_mb, serving

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = "voila/render/notebooks/explorer.ipynb"
HUB = ("jupyterhub==6.1.1", "jupyterhub-idle-culler==2.0.0")
PROXY = "configurable-http-proxy@5.3.0"
READERS = {"ada": 20, "boris": 35, "cleo": 50}
"""Who logs in, and the share in per cent that each of them tries."""
HIDDEN = "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})"
"""The reader looks at another tab; else a page asks for five minutes whether its kernel is there (wire.js)."""
TOKEN = uuid.uuid4().hex
TRIED = """
load_subconfig({config!r})
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.JupyterHub.bind_url = "http://127.0.0.1:{port}/"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.JupyterHub.db_url = "sqlite://"
# so often do proxy and servers say what their readers did; as shipped every 300 s, too seldom for a short run
c.JupyterHub.last_activity_interval = 5
c.Spawner.environment["JUPYTERHUB_ACTIVITY_INTERVAL"] = "5"
c.JupyterHub.services.append({{"name": "run", "api_token": {token!r}}})
c.JupyterHub.load_roles.append(
    {{"name": "run", "scopes": ["list:users", "read:servers", "access:servers"], "services": ["run"]}}
)
if {root}:
    c.Spawner.args.append("--allow-root")
"""


def installed(folder: Path) -> Environment:
    """The environment of the hub and of its readers, as docs/hub.md has it."""
    made = folder / "environment"
    if not (made / "complete").exists():
        environment = emptied(made, CHECKOUT, folder)
        listed = CHECKOUT / "binder/requirements.txt"
        constraints = folder / "pins.txt"
        constraints.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in pins(listed) if not pin.marker))
        environment.pip("install", "--require-hashes", "-r", listed)
        environment.pip("install", "--constraint", constraints, *HUB)
        settings = environment.variables() | {"NB_PYTHON_PREFIX": str(made)}
        subprocess.run(["binder/postBuild"], cwd=CHECKOUT, env=settings, check=True, stdout=subprocess.DEVNULL)
        command = ["npm", "install", "--silent", "--prefix", folder, PROXY]
        subprocess.run(command, check=True, timeout=300)
        (made / "complete").touch()
    return Environment(made, CHECKOUT, folder)


def ask(url: str, path: str, method: str = "GET", body: object = None) -> object:
    """An answer of the hub, or of a reader's server, to one who may look on."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url + path, method=method, data=data, headers={"Authorization": f"token {TOKEN}"})
    with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
        return json.load(answer)


def running(url: str) -> set[str]:
    """Readers whose servers run."""
    users = ask(url, "hub/api/users")
    assert isinstance(users, list)
    return {user["name"] for user in users if user["servers"]}


def kernels(url: str, name: str) -> list[str]:
    """The kernels on a reader's server."""
    found = ask(url, f"user/{name}/api/kernels")
    assert isinstance(found, list)
    return [kernel["id"] for kernel in found]


def said(page: Page, scenario: Scenario) -> None:
    """Wait until the page says what Python says."""
    expect(page.locator(TITLE)).to_have_text(headline(scenario), timeout=60_000)


def moved(page: Page, percent: int) -> float:
    """Set the share for OpenAI; seconds until the page says what Python says."""
    box = page.locator(SHARE)
    box.fill(str(percent))
    start = time.perf_counter()
    box.press("Enter")
    said(page, Scenario(openai_share=percent / 100))
    return time.perf_counter() - start


def logged_in(context: BrowserContext, url: str, name: str) -> tuple[Page, float]:
    """The app after a reader's log-in at the hub, and seconds from the log-in until it is live."""
    page = context.new_page()
    page.goto(url)
    page.fill("#username_input", name)
    page.fill("#password_input", "anything")
    start = time.perf_counter()
    page.click("#login_submit")
    page.wait_for_selector(LIVE, timeout=120_000)
    assert page.url.startswith(f"{url}user/{name}/{PAGE}"), page.url
    return page, time.perf_counter() - start


def memory(hub: subprocess.Popen) -> None:
    """Print the memory of the hub, of its proxy and of each reader's server and kernels."""
    rows: dict[str, float] = {}
    for process in filter(alive, family(hub)):
        command = " ".join(process.cmdline())
        owner = process.environ().get("JUPYTERHUB_USER", "")
        parts = {
            "configurable-http-proxy": "proxy",
            "idle_culler": "culler",
            "ipykernel": "kernel",
            "singleuser": "server",
        }
        part = next((short for word, short in parts.items() if word in command), "hub")
        row = f"{owner} {part}".strip()
        rows[row] = rows.get(row, 0) + memory_mb(process)
    print("memory (PSS), MB: " + ", ".join(f"{row} {size:.0f}" for row, size in sorted(rows.items())))


def too_much(url: str, name: str) -> str:
    """What a kernel of a reader answers who asks for twice the memory that a reader may take."""
    started = ask(url, f"user/{name}/api/kernels", "POST", {"name": "python3"})
    assert isinstance(started, dict)
    socket = url.replace("http", "ws", 1) + f"user/{name}/api/kernels/{started['id']}/channels"
    header: Mapping[str, str] = {
        "msg_id": "1",
        "msg_type": "execute_request",
        "session": "1",
        "username": "",
        "version": "5.3",
    }
    content = {"code": "bytearray(2 * 2**30)", "silent": False, "store_history": False, "allow_stdin": False}
    message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
    with connect(socket, additional_headers={"Authorization": f"token {TOKEN}"}, proxy=None) as connection:
        connection.send(json.dumps(message))
        while True:
            text = connection.recv(timeout=60)
            reply = json.loads(text) if isinstance(text, str) else {}
            if reply.get("msg_type") == "execute_reply":
                return reply["content"].get("ename", "no error")


def visits(url: str, hub: subprocess.Popen, idle_s: int) -> None:
    """All that the three do."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        pages = {}
        for name, percent in READERS.items():
            pages[name], live_s = logged_in(browser.new_context(), url, name)
            moved_s = moved(pages[name], percent)
            print(f"{name}: live {live_s:.1f} s after the log-in; {percent}% equals Python's after {moved_s:.2f} s")
        memory(hub)
        assert running(url) == set(READERS)
        assert all(len(kernels(url, name)) == 1 for name in READERS)

        ada, boris, cleo = pages.values()
        before = kernels(url, "ada")
        ada.reload()
        ada.wait_for_selector(LIVE, timeout=120_000)
        until(lambda: len(kernels(url, "ada")) == 1)
        assert kernels(url, "ada") != before
        said(ada, Scenario(openai_share=READERS["ada"] / 100))
        print("ada reloads: the scenario stays, the old kernel is gone, one runs")

        stranger = boris.context.new_page()
        answer = stranger.goto(f"{url}user/ada/{PAGE}")
        assert answer
        print(f"boris asks for ada's page: status {answer.status}, {stranger.locator('h1').first.inner_text()!r}")
        assert answer.status in (403, 404)
        stranger.close()

        scenario = Scenario(openai_share=0.25)
        cleo.goto(f"{url}hub/user-redirect/{PAGE}?s={link(scenario)}")
        cleo.wait_for_selector(LIVE, timeout=120_000)
        assert cleo.url.startswith(f"{url}user/cleo/")
        said(cleo, scenario)
        print("cleo follows a link to /hub/user-redirect: her own server shows its scenario")

        print(f"boris asks Python for 2 GiB: {too_much(url, 'boris')}; his page goes on: {moved(boris, 40):.2f} s")

        for page in (boris, cleo):
            page.evaluate(HIDDEN)
        start = time.monotonic()
        stopped: dict[str, float] = {}
        turn = 0
        while len(stopped) < 2 and time.monotonic() < start + 4 * idle_s:
            turn += 1
            moved(ada, 10 + turn % 50)
            ada.wait_for_timeout(3000)
            stopped |= {name: time.monotonic() - start for name in set(READERS) - running(url) - set(stopped)}
        assert set(stopped) == {"boris", "cleo"}, stopped
        assert running(url) == {"ada"}
        gone = ", ".join(f"{name} after {spent:.0f} s" for name, spent in stopped.items())
        print(f"servers of the idle stopped (limit {idle_s} s): {gone}; ada, {turn} changes later, is live")

        boris.evaluate("delete document.hidden")
        boris.mouse.move(200, 200)
        lost = boris.locator("[data-lost]")
        boris.locator(SHARE).press("ArrowUp")
        expect(lost).to_contain_text("The model does not answer", timeout=60_000)
        print(f"boris reads: {lost.inner_text()!r}")
        print(f"kernels of ada: {len(kernels(url, 'ada'))}")
        lost.get_by_role("link", name="Start it again").click()
        boris.wait_for_selector(LIVE, timeout=120_000)
        said(boris, Scenario(openai_share=0.4))
        print("boris follows the link in it: his server is started anew, the page is live with his scenario")
        browser.close()


def main() -> None:
    """Run the hub and the readers."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.hub_run", description=__doc__)
    options.add_argument(
        "--idle", type=int, default=60, help="seconds without a change after which a server is stopped"
    )
    given = options.parse_args()
    folder = CHECKOUT / "build/hub"
    folder.mkdir(parents=True, exist_ok=True)
    environment = installed(folder)
    port = free_port()
    tried = TRIED.format(
        config=str(CHECKOUT / "docs/examples/jupyterhub_config.py"),
        homes=f"{folder}/homes/{{username}}",
        port=port,
        hub_port=free_port(),
        proxy_port=free_port(),
        token=TOKEN,
        root=os.geteuid() == 0,
    )
    (folder / "tried.py").write_text(tried)
    variables = environment.variables() | {"EXPLORER_IDLE_S": str(given.idle)}
    variables["PATH"] = f"{folder}/node_modules/.bin{os.pathsep}{variables['PATH']}"
    url = f"http://127.0.0.1:{port}/"
    command = [environment.python, "-m", "jupyterhub", "-f", folder / "tried.py"]
    with serving(command, url + "hub/health", log=folder / "log.txt", cwd=folder, env=variables) as hub:
        visits(url, hub, given.idle)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
