"""The public server with a real browser at the other end, and with nginx between them."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from subprocess import Popen
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route, WebSocketRoute, expect

from explorer.project import SITE
from explorer.scenario import Scenario
from explorer.scenario.distributions import triangular
from explorer.seeds import SEEDS_VARIABLE
from tests.tools.browser import LIVE, SHARE, TITLE, opened
from tests.tools.proxies import NGINX, Wire, nginx
from tests.tools.readers import Reader, fetch, headline, health, packed, unpacked, until
from tests.tools.servers import kernel_processes, public

pytestmark = pytest.mark.timeout(240)
HOLD_VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
on_a_phone = pytest.mark.parametrize("page", [{"viewport": PHONE}], indirect=True, ids=["phone"])
without_nginx = pytest.mark.skipif(NGINX is None, reason="no nginx here (Debian and Ubuntu: apt install nginx-light)")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Popen]]:
    # as a hub would start it for a reader, so that a page which is cut off names the way back
    env = {**os.environ, "JUPYTERHUB_SERVICE_PREFIX": "/user/ada/", "JUPYTERHUB_BASE_URL": "/"}
    with public(tmp_path_factory.mktemp("browser") / "log.txt", lost_s=60, env=env) as running:
        yield running


@pytest.fixture
def url(started: tuple[str, Popen]) -> str:
    return started[0]


@pytest.fixture
def server(started: tuple[str, Popen]) -> Popen:
    return started[1]


@pytest.fixture
def page(browser: Browser, started: tuple[str, Popen], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a window of its own, with settings by parameter; when it is closed its session ends."""
    context = browser.new_context(**{"viewport": DESK, **getattr(request, "param", {})})
    yield context.new_page()
    for page in context.pages:
        with suppress(Error):  # closed by the test
            page.close(run_before_unload=True)
    context.close()
    until(lambda: health(started[0])["sessions"] == 0)


def moved(page: Page, percent: int) -> None:
    """Set OpenAI's share and see that Python answers, however often the page had to reconnect."""
    box = page.locator("input[data-share][type=text] >> visible=true").first  # a phone has it at its foot
    box.fill(str(percent))
    box.press("Tab")
    expect(page.locator(TITLE)).to_have_text(headline(Scenario(openai_share=percent / 100)), timeout=60_000)
    # the title moves by itself, the address only with the answer
    page.wait_for_url(re.compile(rf"os_p_{percent / 100:g}\b"), timeout=60_000)


def ended(page: Page, server: Popen) -> None:
    """End the page's own kernel, and none that is kept ready."""
    config = page.locator("#explorer-kernel").text_content() or ""
    (kernel,) = kernel_processes(server, json.loads(config)["kernelId"])
    kernel.kill()


@pytest.mark.parametrize("page", [{"timezone_id": "Asia/Kathmandu", "locale": "de-DE"}], indirect=True, ids=["far"])
def test_every_part_works_under_the_policy_on_another_clock_and_the_kernel_goes_with_reload_and_tab(page, url):
    page.add_init_script(HOLD_VIOLATIONS)
    page.clock.set_system_time("1999-12-31T23:59:50")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened(page, url)
    expect(page.locator(TITLE)).to_have_text(headline(Scenario()))
    for part in ("all-claims", "timeline", "racks", "download", "two", "answer"):
        page.evaluate("(part) => { location.hash = part; }", part)
        page.wait_for_timeout(300)
    page.evaluate("dispatchEvent(new Event('beforeunload'))")  # as before a download: the page stays, and its kernel
    moved(page, 25)
    assert page.evaluate("window.violations") == []
    assert said == []
    assert health(url)["sessions"] == 1

    page.reload()
    page.wait_for_selector(LIVE, timeout=120_000)
    expect(page.locator(TITLE)).to_contain_text("25%")  # the address holds the scenario
    until(lambda: health(url)["sessions"] == 1, 10)
    page.close(run_before_unload=True)
    until(lambda: health(url)["sessions"] == 0, 10)
    assert page.context.cookies() == []


def test_a_cut_connection_comes_back_with_all_that_was_set_and_an_end_is_said(page, url, server):
    """Cut for a minute of the page's time: it joins again, later each time, and finds its kernel, until that ends."""
    wire = Wire(url)
    page.clock.install()
    opened(page, wire.url)
    moved(page, 25)
    wire.cut()
    until(lambda: health(url)["connected"] == 0)
    page.locator(SHARE).press("ArrowUp")
    page.clock.fast_forward(10_000)
    back_way = page.locator("[data-lost]").get_by_role("link", name="Start it again with this scenario")
    path = "/hub/user-redirect/voila/render/notebooks/explorer.ipynb?s="
    expect(back_way).to_have_attribute("href", re.compile(re.escape(path) + ".*os_p_0.25"))
    for _ in range(2):
        page.clock.fast_forward(30_000)
        page.wait_for_timeout(300)
    wire.mend()

    def back() -> bool:
        page.clock.fast_forward(30_000)
        return health(url)["connected"] == 1

    until(back)
    number = page.locator('#sentence [data-parameter="rack_power_kw"] input[type=text]')
    for _ in range(3):
        number.press("ArrowUp")
    expected = Scenario(openai_share=0.26, rack_power_kw=triangular(120, 135, 140))
    expect(page.locator(TITLE)).to_have_text(headline(expected), timeout=60_000)
    expect(page.locator("[data-lost]")).to_be_hidden()
    ended(page, server)
    expect(page.locator("[data-lost]")).to_contain_text("does not answer")  # though nobody asks
    wire.close()


@on_a_phone
def test_over_a_3g_network_the_answer_stands_long_before_the_page_is_live(page, url):
    """1.6 Mbit/s and 150 ms, what browsers call 3G."""
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
    network = page.context.new_cdp_session(page)
    network.send("Network.emulateNetworkConditions", slow)
    page.goto(url, wait_until="commit")
    expect(page.locator(TITLE)).to_have_text(headline(Scenario()))
    assert page.locator(LIVE).count() == 0
    network.send("Network.emulateNetworkConditions", {**slow, "downloadThroughput": -1, "uploadThroughput": -1})
    page.wait_for_selector(LIVE, timeout=120_000)


@on_a_phone
def test_behind_a_proxy_that_lets_no_websocket_through_the_page_says_so_and_leads_on(page, url, server):
    wire = Wire(url, (b"Upgrade: websocket", b"X-Upgrade: none"))
    page.clock.install()
    page.goto(f"{wire.url}?s=2~os_p_0.33")
    late = page.locator("#explorer-late")

    def said() -> bool:
        page.clock.fast_forward(2_000)  # it tries again a second later, then two
        return late.get_by_text("lets no websocket through").is_visible()

    until(said)
    ended(page, server)  # as the server does with one that nobody reaches
    until(lambda: health(url)["sessions"] == 0)
    page.clock.fast_forward(15_000)
    page.wait_for_timeout(500)
    assert late.get_by_text("lets no websocket through").is_visible()
    expect(late.get_by_role("link", name="This page without a server")).to_have_attribute(
        "href", f"{SITE}?s=2~os_p_0.33"
    )
    expect(page.locator(TITLE)).to_be_hidden()  # the starting point's numbers are not this link's
    expect(page.locator(".dock")).to_be_hidden()
    wire.close()


def test_under_a_path_that_a_proxy_takes_off_page_and_questions_are_live(page, tmp_path):
    with public(tmp_path / "log.txt", preheated=0, prefix="/tools/explorer/") as (url, _):
        wire = Wire(url, (b"GET /tools/explorer/", b"GET /"), (b"POST /tools/explorer/", b"POST /"))
        opened(page, f"{wire.url}tools/explorer/")
        moved(page, 25)
        page.goto(f"{wire.url}tools/explorer/notebook/racks-to-gigawatts")
        page.wait_for_selector(LIVE, timeout=120_000)
        expect(page.get_by_role("link", name="Open this in the app")).to_have_attribute(
            "href", re.compile("^/tools/explorer/")
        )
        page.close(run_before_unload=True)
        until(lambda: health(url)["sessions"] == 0, 10)  # both good-byes were heard
        wire.close()


class Held:
    """The websockets of a page, which stay without an answer until they are let go."""

    def __init__(self, page: Page) -> None:
        self.page, self.sockets = page, list[WebSocketRoute]()
        page.route_web_socket(re.compile("/channels"), lambda socket: self.sockets.append(socket))

    def let_go(self) -> None:
        for socket in self.sockets:
            socket.connect_to_server()
        self.page.clock.fast_forward(6_000)  # widgets are asked again what they are


@on_a_phone
def test_a_page_that_does_not_come_to_life_says_so_until_it_does(page, url, server):
    page.clock.install()
    late = page.locator("#explorer-late")
    held = Held(page)
    page.goto(url)
    expect(page.locator(TITLE)).to_have_text(headline(Scenario()))
    expect(late).to_be_hidden()
    page.clock.fast_forward(20_000)
    expect(late.get_by_text("The controls do not answer yet")).to_be_visible()
    held.let_go()
    page.wait_for_selector(LIVE)
    expect(late).to_be_hidden()
    moved(page, 25)

    until(lambda: health(url)["preheated"] == 1, 60)  # a page that is whole
    held = Held(page)  # the same again, and this time the kernel ends before the connection is there
    page.goto(page.url)
    until(lambda: held.sockets)
    for kernel in kernel_processes(server):
        kernel.kill()
    until(lambda: health(url)["sessions"] == 0)
    held.sockets[0].close()
    page.clock.fast_forward(1_000)
    expect(late.get_by_text("model behind this page has ended")).to_be_visible()
    page.route_web_socket(re.compile("/channels"), lambda socket: socket.connect_to_server() and None)
    late.get_by_role("link", name="Start again").click()
    page.wait_for_selector(LIVE, timeout=120_000)
    expect(page.locator(TITLE)).to_contain_text("25%")
    expect(late).to_be_hidden()


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True, ids=["scripts off"])
def test_without_scripts_the_answer_stands_with_a_sentence(page, url, server):
    page.goto(url)
    expect(page.locator(".explorer-late").first).to_contain_text("your browser runs none here")
    expect(page.locator(TITLE)).to_have_text(headline(Scenario()))
    ended(page, server)  # without scripts it says no good-bye, and is kept for half a minute


def test_a_page_whose_model_cannot_start_says_so_at_once(page, tmp_path):
    # a folder without seeds: a kernel that is started shows no page
    env = {**os.environ, SEEDS_VARIABLE: str(tmp_path)}
    with public(tmp_path / "log.txt", preheated=0, env=env) as (url, _):
        page.clock.install(time=0)
        page.clock.pause_at(1)  # no time passes: it says so without a wait
        page.goto(url, wait_until="commit")
        expect(page.locator("#explorer-late").get_by_text("could not be started")).to_be_visible(timeout=60_000)
        until(lambda: health(url)["kernels"] == 0, 10)

        # nor does it say otherwise where what it asked before its end is answered after it
        page = page.context.new_page()
        page.clock.install()
        asked: list[Route] = []
        page.route("**/api/kernels/*", lambda route: asked.append(route))
        page.goto(url, wait_until="commit")
        page.locator("#explorer-kernel").wait_for(state="attached")
        page.clock.fast_forward(20_000)
        until(lambda: page.evaluate("1") and asked, 10)
        page.wait_for_load_state("load")
        assert page.evaluate("document.querySelector('[data-explorer-fault]') !== null")
        for route in asked:
            route.fulfill(status=404, content_type="text/plain", body="There is no page at this address.")
        page.wait_for_timeout(500)
        expect(page.locator("#explorer-late").get_by_text("could not be started")).to_be_visible()


@on_a_phone
def test_a_question_page_can_be_read_before_its_parts_come_to_life_and_says_so_until_they_do(page, url, server):
    page.clock.install()
    held = Held(page)
    page.goto(f"{url}notebook/what-would-have-to-be-true")
    late = page.locator("#explorer-late")
    expect(late).to_be_hidden()
    page.clock.fast_forward(20_000)
    expect(late.get_by_text("Parts of this page are not there yet")).to_be_visible()
    expect(page.get_by_role("heading", name="What would have to be true?")).to_be_visible()
    too_wide = "[...document.querySelectorAll('pre')].filter((one) => one.scrollWidth > one.clientWidth).length"
    assert page.evaluate(too_wide) == 0
    expect(page.locator("[data-explorer-still] svg.chart >> visible=true").first).to_be_visible()
    held.let_go()
    expect(page.locator(LIVE)).to_have_count(2)
    expect(page.locator("[data-explorer-still] svg.chart >> visible=true")).to_have_count(0)
    expect(late).to_be_hidden()
    ended(page, server)
    expect(page.locator("[data-lost]").first).to_contain_text("does not answer")


def test_a_widget_without_a_script_of_its_own_is_not_left_out_in_silence(page, url):
    """Such as a slider of ipywidgets that somebody adds to a notebook."""

    def plain(socket: WebSocketRoute) -> None:
        def answer(frame: str | bytes) -> None:
            assert isinstance(frame, bytes)
            asked = unpacked(frame)
            socket.send(update(asked, {"_model_name": "FloatSliderModel", "value": 1}))

        socket.on_message(answer)

    page.route_web_socket(re.compile("/channels"), plain)
    page.goto(f"{url}notebook/did-it-happen")
    expect(page.get_by_text("JupyterLab shows this one")).to_be_attached()


def test_a_part_of_a_widgets_state_that_comes_before_the_whole_keeps_it_from_nothing(page, url):
    """As where a cell sets it while the page has joined already."""

    def early(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def ask(frame: str | bytes) -> None:
            assert isinstance(frame, bytes)
            socket.send(update(unpacked(frame), {"query": "s=2~os_p_0.9"}))
            server.send(frame)

        socket.on_message(ask)

    page.route_web_socket(re.compile("/channels"), early)
    page.goto(f"{url}notebook/racks-to-gigawatts")
    page.wait_for_selector(LIVE)
    expect(page.get_by_role("link", name="Open this in the app")).to_have_attribute("href", "/?s=2~os_p_0.25")
    expect(page.get_by_text("JupyterLab shows this one")).to_have_count(0)


def update(asked: dict[str, Any], state: dict[str, Any]) -> bytes:
    """What a kernel says of the widget to which a page's message goes."""
    content = {"comm_id": asked["content"]["comm_id"], "data": {"method": "update", "state": state}}
    return packed(asked | {"channel": "iopub", "content": content})


@without_nginx
def test_behind_nginx_the_app_is_live_compressed_kept_and_limited(page, url, checkout, tmp_path):
    with nginx(checkout / "docs/examples/nginx.conf", tmp_path, url) as front:
        answers: dict[str, dict[str, str]] = {}
        page.on("response", lambda response: answers.update({response.url: response.headers}))
        opened(page, front)
        moved(page, 25)
        assert answers[front]["content-encoding"] == "gzip"
        page.goto(f"{front}notebook/did-it-happen")
        page.wait_for_selector(".explorer-chart[data-drawn]")
        (plotly,) = (headers for address, headers in answers.items() if "plotly" in address)
        assert plotly["cache-control"].endswith("immutable")
        assert plotly["content-encoding"] == "gzip"
        page.close(run_before_unload=True)
        until(lambda: health(url)["sessions"] == 0, 10)
        assert "?" not in (tmp_path / "explorer.log").read_text()
        assert any((tmp_path / "cache").rglob("*"))

        assert Reader(front, "?s=1").join(origin=front.rstrip("/")).leave() == 204
        # question notebooks count too: of either alone there are fewer than it takes
        statuses = [fetch(front + path, method="HEAD")[0] for path in ("", "notebook/five-articles") * 23]
        assert statuses[:30] == [200] * 30
        assert statuses[-1] == 429
        status, headers, text = fetch(front)
        assert (status, headers["Retry-After"]) == (429, "60")
        assert "Reload this one a minute later" in text


@without_nginx
def test_nginx_says_so_while_the_app_is_away(checkout, tmp_path):
    with nginx(checkout / "docs/examples/nginx.conf", tmp_path, "http://127.0.0.1:9") as front:
        status, headers, text = fetch(front)
        assert (status, headers["Retry-After"]) == (503, "30")
        assert "being restarted" in text


@without_nginx
def test_debian_accepts_the_site_file_as_it_is(checkout, tmp_path):
    """``nginx -t`` with only the folders changed, which are Debian's."""
    site = (checkout / "docs/examples/nginx.conf").read_text("utf-8")
    site = site.replace("/var/cache/nginx", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "site.conf").write_text(site, "utf-8")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ include site.conf; }}")
    command = [str(NGINX), "-t", "-e", str(tmp_path / "e.log"), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
