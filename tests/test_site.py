"""The static site, written once from seeds with hostile words in them, and read from the disk in a real browser."""

import gzip
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from explorer.analysis.answer import required
from explorer.page import pieces
from explorer.page.first_paint import version
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.seeds import SEEDS_VARIABLE, load, own_folder
from explorer.site import card, live, write_site
from tests.tools.browser import find
from tests.tools.readers import headline, plain

pytestmark = pytest.mark.timeout(300)
HOSTILE = "<img src=x onerror=\"alert('claim')\"> & </script><script>alert(1)</script>"
LIVE = "https://example.org/app/"
PAGES = {f"{name}.html" for name in (*pieces.PLACES, "index", "404", "brief")}


def hostile_seeds(checkout: Path, folder: Path) -> Path:
    """Our own seeds, the statement of a claim, the title of a source and that of a step being markup."""
    seeds = shutil.copytree(checkout / "seeds", folder / "seeds")
    for pattern, key, record in (
        ("claims*", "statement", "seed-004-option"),
        ("sources*", "title", "seed-000"),
        ("milestones*", "title", "tech-day"),
    ):
        for path in [*seeds.glob(f"{pattern}.toml"), *seeds.glob(f"{pattern}/*.toml")]:
            heads = re.split(r"(?m)^(?=\[\[)", path.read_text("utf-8"))
            line = f"{key} = '''{HOSTILE}'''"
            changed = [
                re.sub(rf"(?m)^{key} = .*$", line, head, count=1) if f'"{record}"' in head.split("\n")[1] else head
                for head in heads
            ]
            path.write_text("".join(changed), "utf-8")
    assert sum(path.read_text("utf-8").count(HOSTILE) for path in seeds.rglob("*.toml")) == 3
    return seeds


@pytest.fixture(scope="module")
def site(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The written site, without a runtime: nothing in it is live."""
    folder = tmp_path_factory.mktemp("site with a blank")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SEEDS_VARIABLE, str(hostile_seeds(checkout, tmp_path_factory.mktemp("hostile"))))
        write_site(folder, live=LIVE)
        yield folder


class Read(HTMLParser):
    """What a page asks for, links to, and names."""

    def __init__(self, path: Path):
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.asked: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.hidden_buttons = 0
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.hidden_buttons += tag == "button" and "hidden" in given
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "a":
            self.links.append(given)
        elif "src" in given or "href" in given:
            self.asked.append(given.get("src") or given["href"])


@pytest.fixture(scope="module")
def read(site: Path) -> dict[str, Read]:
    return {path.name: Read(path) for path in sorted(site.glob("*.html"))}


def test_every_link_of_every_page_leads_somewhere(site, read):
    assert set(read) == PAGES
    for name, page in read.items():
        for link in page.links:
            parts = urlsplit(link["href"])
            if parts.scheme:
                assert parts.scheme in ("https", "http"), f"{name}: {link}"
                continue
            assert not parts.netloc, f"{name}: {link}"
            assert not parts.path.startswith("/"), f"{name}: {link} is not relative"
            target = parts.path or name
            assert (site / unquote(target)).is_file(), f"{name}: {link}"
            if parts.fragment:
                assert read[target].ids[unquote(parts.fragment)] == 1, f"{name}: {link}"
            if parts.query:  # the claims behind one number
                assert all(read[target].ids[one] == 1 for one in parts.query.removeprefix("only=").split("+"))
        assert {id_: count for id_, count in page.ids.items() if count > 1} == {}, name


def test_a_page_asks_for_nothing_but_files_beside_it(site, read):
    for name, page in read.items():
        for address in page.asked:
            beside = (site / address.partition("?")[0]).is_file()
            assert beside or address == "data:,", f"{name} asks for {address}"
    assert "url(http" not in (site / "site.css").read_text("utf-8")


def test_every_page_has_a_head_a_heading_and_its_place_in_the_navigation(site, read):
    titles = Counter()
    for name in PAGES - {"brief.html"}:
        page, text = read[name], (site / name).read_text("utf-8")
        assert page.tags["h1"] == 1, name
        assert '<html lang="en"' in text
        for what in ('name="description"', 'property="og:title"', 'property="og:description"'):
            assert re.search(rf'<meta {what} content="[^"]{{4,}}">', text), name
        titles[re.findall("<title>(.*?)</title>", text)[0]] += 1
        current = [link["href"] for link in page.links if link.get("aria-current") == "page"]
        assert current == ([name] if name.removesuffix(".html") in pieces.PLACES else [])
    assert set(titles.values()) == {1}


def test_nothing_stands_there_that_nothing_would_answer(read):
    for name, page in read.items():
        # that of the colours, and those that copy: a script shows them
        shown = 1 + len(load().press) * (name == "numbers.html")
        assert page.tags["button"] == page.hidden_buttons <= shown, name
        assert page.tags["select"] == page.tags["dialog"] == page.tags["textarea"] == 0, name
        assert page.tags["input"] == (name == "claims.html"), name  # the search, in a part that a script shows
        assert page.ids["compare"] == 0


def test_the_story_says_what_python_says_and_leads_to_the_live_page(site, read):
    text = (site / "index.html").read_text("utf-8")
    assert headline(Scenario()) in plain(text)
    assert [link["href"] for link in read["index.html"].links if link["href"].startswith(LIVE)] == [LIVE]


def test_every_claim_has_a_card_that_can_be_linked_to(read):
    assert set(load().claims) <= set(read["claims.html"].ids)
    assert sum(link["href"].startswith("claims.html") for link in read["index.html"].links) > 30


def test_what_a_seed_says_is_text(site, read):
    for name, page in read.items():
        text = (site / name).read_text("utf-8")
        assert "<img" not in text, name
        assert "<script>alert" not in text, name
        assert page.tags["img"] == 0
    for name in ("claims.html", "timeline.html"):
        assert "&lt;img src=x onerror" in (site / name).read_text("utf-8")


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page whose requests, faults and dialogs are noted; its viewport and settings by parameter."""
    context = browser.new_context(**getattr(request, "param", {"viewport": {"width": 1280, "height": 900}}))
    page = context.new_page()
    yield page
    context.close()


def watched(page: Page) -> dict[str, list[str]]:
    """What a page asks for outside of the disk, and what goes wrong in it."""
    seen: dict[str, list[str]] = {"foreign": [], "faults": []}
    page.on("request", lambda r: seen["foreign"].append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    page.on("console", lambda m: seen["faults"].append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: seen["faults"].append(str(fault)))
    page.on("dialog", lambda dialog: seen["faults"].append(dialog.message) or dialog.dismiss())
    return seen


STILL = [{"viewport": {"width": width, "height": 900}, "java_script_enabled": False} for width in (1280, 390)]


@pytest.mark.parametrize("page", STILL, indirect=True, ids=["wide", "narrow"])
def test_with_scripts_off_every_chart_and_claim_is_there(page, site):
    seen = watched(page)
    layout, other = ("wide", "narrow") if (page.viewport_size or {})["width"] > 900 else ("narrow", "wide")
    for name in ("index.html", "timeline.html", "racks.html"):
        page.goto((site / name).as_uri())
        charts = page.locator(".plot >> visible=true")
        assert charts.count() > 0
        for chart in charts.all():
            expect(chart.locator(f".{layout} svg.chart")).to_be_visible()
            expect(chart.locator(f".{other} svg.chart")).to_be_hidden()
            assert chart.locator(f".{layout} svg.chart text").count() > 4
        expect(page.locator("[data-colours]")).to_be_hidden()
    bars = page.goto((site / "index.html").as_uri()) and page.locator(".matters .bar .high >> visible=true")
    assert max(bar.bounding_box()["width"] for bar in bars.all()) > 20
    page.goto((site / "claims.html").as_uri())
    expect(page.locator("[data-search]")).to_be_hidden()
    expect(page.locator(".claim-card").first).to_be_visible()
    page.locator("summary").last.click()
    expect(page.locator(".claim-card").last).to_be_visible()
    assert seen == {"foreign": [], "faults": []}


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_breaks_leaves_the_disk_or_is_too_wide(page, site, width):
    seen = watched(page)
    page.set_viewport_size({"width": width, "height": 800})
    for name in PAGES:
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert seen == {"foreign": [], "faults": []}


def test_dark_follows_the_reader_and_the_button(page, site):
    page.emulate_media(color_scheme="dark")
    dark, light = "rgb(20, 24, 29)", "rgb(255, 255, 255)"
    for name in ("index.html", "claims.html"):
        page.goto((site / name).as_uri())
        expect(page.locator("body")).to_have_css("background-color", dark if name == "index.html" else light)
        if name == "index.html":
            page.get_by_role("button", name="Light or dark").click()
            expect(page.locator("body")).to_have_css("background-color", light)  # and so on the next page


def test_a_number_opens_its_claims_by_keyboard_and_the_search_finds_others(page, site):
    page.goto((site / "index.html").as_uri())
    link = page.locator(".four a[href*='only=']").first
    count = (link.get_attribute("href") or "").count("+") + 1
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("claims.html.only="))
    expect(page.locator("article:target h3")).to_be_in_viewport()
    expect(page.locator("article >> visible=true")).to_have_count(count)
    page.get_by_label("Search").fill("2,000 a week")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ claims$"))
    found = page.locator("article >> visible=true")
    assert 0 < found.count() < 40
    assert all("2,000" in text for text in found.all_inner_texts())
    some = page.get_by_role("status").text_content() or ""
    page.goto((site / "changes.html").as_uri())
    page.go_back()
    expect(page.get_by_role("status")).to_have_text(some)
    page.get_by_role("link", name="All claims").click()
    expect(page.get_by_role("status")).to_have_text("")
    page.goto((site / "claims.html").as_uri() + "#seed-004-option")
    expect(page.locator("article:target h3")).to_be_in_viewport()


@pytest.mark.parametrize("allowed", [True, False])
def test_a_sentence_to_quote_is_copied_or_selected_to_be_copied_by_hand(page, site, allowed):
    if allowed:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
    page.goto((site / "numbers.html").as_uri())
    sentence = page.locator(".quotes p").nth(1).inner_text()
    page.get_by_role("button", name="Copy").nth(1).click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(int(allowed))
    took = "navigator.clipboard.readText()" if allowed else "getSelection().toString()"
    assert page.evaluate(took) == sentence


@pytest.mark.parametrize("page", [{"viewport": {"width": 320, "height": 700}}], indirect=True)
@pytest.mark.parametrize("name", ["index.html", "claims.html", "numbers.html", "changes.html", "download.html"])
def test_axe_finds_nothing_grave(page, site, name):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto((site / name).as_uri())
        only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
        found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
        grave = [
            (one["id"], node["html"][:120])
            for one in found
            for node in one["nodes"]
            if one["impact"] in ("serious", "critical")
        ]
        assert grave == []


def test_a_pasted_link_shows_a_picture_with_the_answer_where_the_site_has_an_address(
    tmp_path, monkeypatch, browser, read, site
):
    monkeypatch.setenv("PATH", f"{Path(find()).parent}{os.pathsep}{os.environ['PATH']}")
    (drawn,) = [path for path in write_site(tmp_path, address="https://example.org/e") if path.suffix == ".png"]
    size = [int.from_bytes(drawn.read_bytes()[at : at + 4], "big") for at in (16, 20)]
    assert size == [1200, 630]
    for name in ("index.html", "claims.html"):
        text = (tmp_path / name).read_text("utf-8")
        told = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', text))
        assert told["og:image"] == f"https://example.org/e/{drawn.name}?v={version()}"
        assert [told["og:image:width"], told["og:image:height"]] == ["1200", "630"]
        assert told["og:image:alt"] == told["description"]
        assert told["twitter:card"] == "summary_large_image"
    assert "og:image" not in (site / "index.html").read_text("utf-8")  # no address, and so none of a picture
    assert "og:image" not in (tmp_path / "404.html").read_text("utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.set_content(card.card(View(), load()))
    share = required(Scenario(), 10, "2029-12").share.middle
    assert page.locator(".racks .on").count() == round(100 * share)
    assert page.locator(".dek").inner_text() == told["description"]
    sentence, foot = (page.locator(name).bounding_box() for name in (".dek", ".foot"))
    assert sentence["y"] + sentence["height"] < foot["y"]
    assert page.evaluate("document.documentElement.scrollHeight") <= 630
    page.close()


ASK = """
import json, sys
for name in ("pandas", "plotly", "ipywidgets", "anywidget", "traitlets", "tornado", "voila", "jupyter_server"):
    sys.modules[name] = None  # none of these is in a browser
import explorer
from explorer.page.worker import start
said = []
hear = start(said.append)
hear(json.dumps({"kind": "open", "id": 1, "painted": sys.argv[1], "search": "", "page": "", "narrow": False}))
hear(json.dumps({"kind": "set", "id": 2, "parameter": "openai_share", "part": "slider", "value": 30}))
hear(json.dumps({"kind": "place", "id": 3, "name": "timeline"}))
print(explorer.__file__, "texts" in json.loads(said[0]), json.loads(said[1])["link"], len(said[2]) > 10_000)
"""


def test_the_model_of_a_live_site_answers_by_itself(tmp_path, monkeypatch):
    """What is left out of it no page asks for; Python and numpy are those that run this."""
    runtime, site, model = tmp_path / "runtime", tmp_path / "site", tmp_path / "model"
    runtime.mkdir()
    for name in live.CORE:
        (runtime / name).write_text("of Pyodide")
    (runtime / "pyodide-lock.json").write_text('{"info": {"version": "0"}, "packages": {"numpy": {}}}')
    for name, held in (("python_stdlib.zip", ("os.py", "tkinter/a.py")), ("numpy-1.whl", ("numpy/tests/a.py",))):
        with zipfile.ZipFile(runtime / name, "w") as archive:
            for one in held:
                archive.writestr(one, "")
    monkeypatch.setattr(live.shutil, "which", lambda _name: None)  # no Node: nothing is compiled
    live.write_live(site, runtime, own_folder())
    (runtime / "pyodide.mjs").write_text("of a newer Pyodide")
    files, script = live.write_live(site, runtime, own_folder())
    assert {path for path in site.rglob("*") if path.is_file()} == set(files), "what is out of date is gone"
    assert [path.name for path in files if path.name.startswith("live-")] == [script]

    def unpacked(name: str) -> zipfile.ZipFile:
        (path,) = site.glob(f"{name}-*.bin")
        return zipfile.ZipFile(io.BytesIO(gzip.decompress(path.read_bytes())))

    assert unpacked("library").namelist() == ["os.py"]
    unpacked("model").extractall(model)
    assert not (model / "numpy").exists()
    command = [sys.executable, "-c", ASK, version(own_folder())]
    env = {**os.environ, SEEDS_VARIABLE: "", "PYTHONPATH": str(model)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == [str(model / "explorer/__init__.py"), "False", "s=2~os_p_0.3", "True"], done.stderr
