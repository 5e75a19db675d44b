"""What a reader sees when the kernel or the connection goes, and that nothing is lost by it."""

import re
import sys
from collections.abc import Callable, Iterator
from subprocess import Popen

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.scenario.links import link
from explorer.ui import sentences
from tests.tools.browser import LIVE, opened
from tests.tools.servers import family, free_port, serving

pytestmark = pytest.mark.timeout(180)
WITHIN_MS = 10_000
SHARE = Scenario(openai_share=0.25)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Popen]]:
    """The app without preheated kernels, so that every kernel belongs to a page; these tests kill them."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "explorer.cli", "app", "--port", str(port), "--no-browser", "--preheated", "0"]
    log = tmp_path_factory.mktemp("connection") / "server.txt"
    with serving(command, url + "favicon.ico", log=log) as process:
        yield url, process


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page whose scripts may throw: Jupyter's own client does, for each message that it gives up."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def kill_kernels(server: tuple[str, Popen]) -> Callable[[], None]:
    """Ends every kernel at once, as a machine short of memory does."""

    def kill() -> None:
        kernels = [one for one in family(server[1])[1:] if any("ipykernel" in part for part in one.cmdline())]
        assert kernels
        for kernel in kernels:
            kernel.kill()

    return kill


def test_a_killed_kernel_is_said_within_ten_seconds_and_the_link_brings_the_scenario_back(page, server, kill_kernels):
    page.clock.install()
    opened(page, f"{server[0]}?s={link(SHARE)}")
    figure = page.locator('[data-figure="shares"]')
    figure.locator("summary", has_text="Download").click()
    expect(figure.locator('[data-text="code"]')).to_have_value(re.compile("ex.charts.shares"))
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    kill_kernels()
    lost = page.locator('[data-slot="lost"]')
    expect(lost).to_contain_text("its session has probably ended", timeout=WITHIN_MS)
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(answer(SHARE)))
    with page.expect_download() as download:  # what was asked for once needs no model any more
        figure.locator('[data-take="csv"]').click()
    assert link(SHARE) in download.value.path().read_text("utf-8")
    page.clock.run_for(6_000)  # two more beats of the page, and a step in between, which nothing takes
    page.get_by_role("slider", name="Share for OpenAI", exact=True).press("ArrowRight")
    page.wait_for_timeout(500)
    assert [error for error in thrown if "Cannot send" in error] == []
    lost.get_by_role("button", name="Start again with this scenario").click()
    page.wait_for_selector(LIVE, timeout=90_000)
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(answer(SHARE)))
    expect(page.locator('[data-slot="lost"]')).to_be_hidden()


def test_a_change_made_while_the_connection_is_cut_arrives_once_it_is_back(page, server):
    sockets: list[WebSocketRoute] = []
    cut = False

    def route(socket: WebSocketRoute) -> None:
        if cut:
            socket.close()
        else:
            socket.connect_to_server()
            sockets.append(socket)

    page.clock.install()
    page.route_web_socket(re.compile(".*"), route)
    opened(page, server[0])
    cut = True
    for socket in sockets:
        socket.close()
    box = page.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    box.fill("25")
    box.press("Tab")
    page.clock.fast_forward(WITHIN_MS)
    expect(page.locator('[data-slot="lost"]')).to_contain_text("does not answer", timeout=WITHIN_MS)
    figure = page.locator('[data-figure="shares"]')
    figure.locator("summary", has_text="Download").click()
    expect(figure.locator("[data-took]")).to_have_text("The model does not answer, so this cannot be made now.")
    cut = False
    page.clock.fast_forward(30_000)  # so late, at most, Jupyter's script asks again
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(answer(SHARE)), timeout=60_000)
    expect(page.locator('[data-slot="lost"]')).to_be_hidden()
    with page.expect_download() as download:
        figure.locator('[data-take="csv"]').click()
    assert link(SHARE) in download.value.path().read_text("utf-8")


def test_a_server_that_comes_back_without_the_session_is_not_waited_for(page, server, kill_kernels):
    """As one does that was stopped and started again: a page that says it goes on by itself would never do so."""
    page.clock.install()
    opened(page, f"{server[0]}?s={link(SHARE)}")
    page.context.set_offline(True)
    for socket_lost_s in (5, 8):  # a beat that nobody answers, and then it is late
        page.clock.fast_forward(1000 * socket_lost_s)
    lost = page.locator('[data-slot="lost"]')
    expect(lost).to_contain_text("goes on by itself once the connection is back", timeout=WITHIN_MS)
    kill_kernels()
    page.context.set_offline(False)
    expect(lost).to_contain_text("its session has probably ended", timeout=20_000)
    expect(lost.get_by_role("button", name="Start again with this scenario")).to_be_visible()
    expect(page.locator(".consequence")).to_have_text(sentences.consequence(answer(SHARE)))
