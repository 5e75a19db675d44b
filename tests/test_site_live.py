"""The live site: its size, its numbers in a browser's own Python, and what it does where something is missing."""

import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from explorer.page.page import HANDLERS
from explorer.scenario import Scenario
from explorer.scenario.links import short_link
from explorer.seeds import SEEDS_VARIABLE
from explorer.site import live, write_site
from explorer.site.runtime import VERSION
from tests.tools import corpus, runtime
from tests.tools.browser import LIVE, SHARE, TITLE
from tests.tools.readers import headline
from tests.tools.servers import Quiet, hosted

pytestmark = pytest.mark.timeout(600)
BUDGET_BYTES = 8_500_000
"""What a first visit may send until the model has answered, as a host sends it that packs texts."""
PATIENCE_MS = 120_000
"""Until Python has started in a browser on a machine that others use, too."""


@pytest.fixture(scope="module")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, live; skipped where what runs Python in a browser cannot be had."""
    try:
        held = runtime.fetched()
    except runtime.NoRuntimeError as fault:
        pytest.skip(f"what runs Python in a browser cannot be had here: {fault}")
    folder = tmp_path_factory.mktemp("live")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", runtime.with_node()["PATH"])
        write_site(folder, runtime=held, address="https://example.org/explorer")
    return folder


@pytest.fixture
def host(live_site: Path) -> Iterator[SimpleNamespace]:
    """A plain web server; what it was asked for, and whether it holds back what the model is made of."""
    told = SimpleNamespace(url="", asked=[], ready=threading.Event(), missing=re.compile("$^"))
    told.ready.set()

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 (as http.server calls it)
            told.asked.append(self.path)
            if self.path.endswith(".bin"):
                told.ready.wait(PATIENCE_MS / 1_000)
            if told.missing.search(self.path):
                self.send_error(404)
            else:
                super().do_GET()

    with hosted(live_site, Handler) as told.url:
        yield told
        told.ready.set()


@pytest.fixture
def visit(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who has nothing of the site yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def alive(page: Page) -> None:
    expect(page.locator(LIVE)).to_be_attached(timeout=PATIENCE_MS)


def test_on_a_first_visit_the_share_moves_before_the_model_is_there_and_then_the_model_agrees(visit, host, live_site):
    """Within its budget, and its policy lets in nothing from elsewhere."""
    host.ready.clear()
    page = visit.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(host.url)
    box = page.locator(SHARE).first
    marker = page.locator('[data-plot="shares"] [data-trace="chosen_point"] >> visible=true').first
    before = marker.inner_html()
    box.fill("30")
    box.press("ArrowUp")
    box.press("ArrowDown")
    moved = page.locator(TITLE).inner_text()
    assert marker.inner_html() != before
    assert headline(Scenario(openai_share=0.3)) == moved
    expect(page.locator(LIVE)).not_to_be_attached()
    host.ready.set()
    alive(page)
    expect(page.locator(".explorer[data-at-rest]")).to_be_attached()
    assert page.locator(TITLE).inner_text() == moved
    assert "s=" in page.url
    assert refused == []

    sent = {}
    for path in {one.partition("?")[0].lstrip("/") or "index.html" for one in host.asked}:
        data = (live_site / path).read_bytes()
        sent[path] = len(data if path.endswith(".bin") else gzip.compress(data, 6))
        if path not in ("index.html", "site.css"):  # the style's version stands behind its name
            named = re.search(r"-([0-9a-f]{12})[./]", path)
            assert named, path
            if not path.startswith("python-"):
                assert hashlib.sha256(data).hexdigest().startswith(named[1]), path
    assert sum(sent.values()) < BUDGET_BYTES, sent
    assert len(sent) < 12, sent

    add = "(text) => document.body.append(Object.assign(document.createElement('script'), { textContent: text }))"
    page.evaluate(add, "window.ran = 1")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'sent', (fault) => fault.name)") == "TypeError"
    for words in ("inline script", "127.0.0.1:1"):
        assert any(words in one and "Content Security Policy" in one for one in refused), refused


def test_the_policy_of_each_page_allows_its_own_scripts_alone(live_site):
    for path in live_site.glob("*.html"):
        if path.name != "brief.html":
            text = path.read_text("utf-8")
            (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
            scripts = policy.partition("script-src ")[2].partition(";")[0]
            assert "'wasm-unsafe-eval'" in scripts
            assert not re.search("unsafe-inline|'unsafe-eval'|http|[*]", scripts)
            assert "worker-src 'self';" in policy
            assert "default-src 'none';" in policy


def test_sixty_scenarios_come_to_the_same_numbers_as_here(live_site):
    links = corpus.corpus()
    assert len(set(links)) == corpus.COUNT
    there = json.loads(runtime.run(live_site, Path(corpus.__file__), json.dumps(links)))
    for link, theirs in zip(links, there, strict=True):
        for what, ours in corpus.numbers(link).items():
            # a share of variance is between 0 and 1, and some are next to nothing
            small = 1e-12 if what == "drivers" else 0
            np.testing.assert_allclose(theirs[what], ours, rtol=1e-12, atol=small, err_msg=f"{what} of {link}")


EVERY_MESSAGE = """
import json
from explorer.page.page import HANDLERS, Page
from explorer.page.pieces import PLACES
from explorer.scenario import Scenario
said = []
page = Page(said.append)
asked = [
    {"kind": "open", "painted": "", "search": "", "page": "https://example.org/", "narrow": False},
    {"kind": "set", "parameter": "openai_share", "part": "slider", "value": 30},
    {"kind": "pair", "values": {"openai_share": 20}},
    {"kind": "case", "name": "announced"}, {"kind": "preset", "name": "announced"},
    {"kind": "enough"}, {"kind": "undo"}, {"kind": "redo"}, {"kind": "back", "parameter": "openai_share"},
    {"kind": "reset"}, {"kind": "pin"}, {"kind": "set", "parameter": "room_share", "part": "slider", "value": 30},
    {"kind": "rename", "old": "A", "name": "Mine"},
    {"kind": "goal", "outcome": "energised_gw", "by": "2030-12", "amount": "12", "chance": "50"},
    {"kind": "lever", "name": "room_share"}, {"kind": "spread", "name": "dots"}, {"kind": "layout", "narrow": True},
    {"kind": "believe", "claim": "seed-001-rate-2026", "parameter": "rack_rate_target"},
    {"kind": "load", "search": "?s=2~os_p_0.3"}, {"kind": "near", "near": []},
    {"kind": "card", "claims": "seed-004-option"},
    *({"kind": "place", "name": name} for name in PLACES),
    *({"kind": "take", "what": what, "name": ""} for what in ("sentence", "citation", "record", "brief")),
    *({"kind": "take", "what": what, "name": "shares"} for what in ("code", "embed", "csv", "svg", "png")),
    {"kind": "unpin", "name": "Mine"},
]
missed = sorted(set(HANDLERS) - {one["kind"] for one in asked})
for number, message in enumerate(asked):
    page.receive({"id": number, **message})
page.near = None
page.finish()
wrong = [str(one)[:200] for one in said if "Something went wrong" in str(one)]
print(json.dumps({"missed": missed, "wrong": wrong, "answers": len(said), "results": sorted(page._done)}))
"""


def test_what_is_left_out_no_message_needs(live_site, tmp_path):
    """Every kind of message, in a browser's Python with the site's own library."""
    program = tmp_path / "every_message.py"
    program.write_text(EVERY_MESSAGE)
    told = json.loads(runtime.run(live_site, program))
    assert told["missed"] == [], "messages that this test does not send"
    assert told["wrong"] == []
    assert told["answers"] > len(HANDLERS)
    assert len(told["results"]) > 5


def test_a_worker_that_ends_starts_anew_with_the_scenario(visit, host):
    """With an error, and then without a word, which the next message brings to light."""
    page = visit.new_page()
    page.clock.install()
    scenario = Scenario(openai_share=0.3, room_share=0.5)
    page.goto(f"{host.url}?s={short_link(scenario)}")
    alive(page)
    for end, percent in (("throw new Error('no memory')", 31), ("close()", 32)):
        page.workers[0].evaluate(f"setTimeout(() => {{ {end} }})")
        page.locator(SHARE).first.press("ArrowUp")
        expect(page.locator(TITLE)).to_contain_text(f"{percent}%")
        for _ in range(2 * (percent == 32)):  # it is asked again, and given up
            page.clock.fast_forward(7_000)
        page.wait_for_url(re.compile(f"0.{percent}"), timeout=PATIENCE_MS)
        expect(page.locator(".explorer[data-at-rest]")).to_be_attached(timeout=PATIENCE_MS)
        expect(page.locator(".notice[data-lost]")).to_be_hidden(timeout=PATIENCE_MS)
        moved = scenario.replace(openai_share=percent / 100)
        assert short_link(moved) in page.url
        assert page.locator(TITLE).inner_text() == headline(moved)
        assert len(page.workers) == 1


def test_a_model_that_does_not_load_is_said_and_tried_again(visit, host):
    host.missing = re.compile("model-")
    page = visit.new_page()
    page.goto(host.url)
    expect(page.locator(".notice[data-lost]")).to_contain_text("does not answer", timeout=PATIENCE_MS)
    host.missing = re.compile("$^")
    alive(page)
    expect(page.locator(".notice[data-lost]")).to_be_hidden()


SPARING = {
    "data": "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })",
    "memory": "Object.defineProperty(navigator, 'deviceMemory', { value: 1 })",
}


@pytest.mark.parametrize("how", SPARING)
def test_who_saves_data_or_has_little_memory_loads_the_model_at_the_first_touch(visit, host, how):
    visit.add_init_script(SPARING[how])
    page = visit.new_page()
    page.goto(host.url)
    page.mouse.wheel(0, 3_000)
    page.wait_for_timeout(1_000)
    page.mouse.wheel(0, -3_000)
    assert page.workers == []
    assert not any("python-" in one or one.endswith(".bin") for one in host.asked)
    with page.expect_worker():
        page.locator(SHARE).first.press("ArrowUp")
    expect(page.locator(TITLE)).to_contain_text("11%")


def test_who_saves_data_and_follows_a_link_loads_the_model_for_its_numbers(visit, host):
    visit.add_init_script(SPARING["data"])
    page = visit.new_page()
    page.goto(f"{host.url}?s={short_link(Scenario(openai_share=0.4))}")
    alive(page)
    assert page.locator(TITLE).inner_text() == headline(Scenario(openai_share=0.4))


def test_with_scripts_off_or_from_a_disk_it_is_read_and_says_that_it_is_still(browser, host, live_site):
    for url, scripts in ((host.url, False), ((live_site / "index.html").as_uri(), True)):
        context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(url)
        expect(page.locator("#explorer-still")).to_be_visible()
        expect(page.locator(".dock, .ctl button, .tools button").locator("visible=true")).to_have_count(0)
        expect(page.locator(TITLE)).to_have_text(headline(Scenario()))
        assert page.locator(".plot svg.chart >> visible=true").count() > 3
        assert page.locator("header.bar").evaluate("one => getComputedStyle(one).position") == "sticky"
        context.close()


def test_licences_of_all_that_goes_along_go_along(live_site):
    told = (live_site / "licences.txt").read_text("utf-8")
    (model,) = live_site.glob("model-*.bin")
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(model.read_bytes()))) as archive:
        packages = {name.partition("/")[0] for name in archive.namelist()} - {"explorer"}
    assert packages == {"numpy", "jinja2", "markupsafe", "lazy_loader"}
    for package in packages:
        assert re.search(rf"\n{package}\n=+\n\n\S", told), package
    source = f"github.com/pyodide/pyodide/tree/{VERSION}"
    for words in ("https://mozilla.org/MPL/2.0/", source, "PYTHON SOFTWARE FOUNDATION LICENSE", "NumPy Developers"):
        assert words in told
    assert 'href="licences.txt"' in (live_site / "download.html").read_text("utf-8")


def test_it_knows_its_address(live_site):
    for name, address in (("index", ""), ("claims", "claims.html")):
        text = (live_site / f"{name}.html").read_text("utf-8")
        assert f'<meta property="og:url" content="https://example.org/explorer/{address}">' in text
        assert f'<link rel="canonical" href="https://example.org/explorer/{address}">' in text
    assert "og:url" not in (live_site / "404.html").read_text("utf-8")
    assert "https://example.org/explorer/<" in (live_site / "brief.html").read_text("utf-8")


def test_the_model_of_another_deals_site_is_that_deals(live_site, checkout, tmp_path):
    """Its seeds go along beside ours, on which they rest; read here by the Python of this machine."""
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as made:
        live._model(made, runtime.fetched(), checkout / "docs/examples/openai-amd")
        made.extractall(tmp_path, [name for name in made.namelist() if name.startswith("explorer/")])
    code = 'from explorer.page.worker import start; start(print)(\'{"kind": "take", "what": "sentence"}\')'
    settings = {**os.environ, SEEDS_VARIABLE: "", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=settings, cwd=tmp_path, capture_output=True, text=True)
    assert "of AMD\u2019s Helios racks" in json.loads(done.stdout)["copy"], done.stderr
