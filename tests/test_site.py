"""The static site, written once from seeds with hostile words in them, and read from the disk in a real browser."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from explorer import cli
from explorer.analysis.answer import answer
from explorer.analysis.presets import presets
from explorer.charts import shares
from explorer.scenario import Scenario
from explorer.scenario.links import from_link
from explorer.seeds import VARIABLE, load
from explorer.site import write_site
from explorer.site.pages import NAVIGATION, slug
from explorer.site.still import still
from explorer.ui import sentences
from tests.pages import count_colours

pytestmark = pytest.mark.timeout(300)
HOSTILE = "<img src=x onerror=\"alert('claim')\"> & </script><script>alert(1)</script>"
LIVE = "https://example.org/app/"
PRESETS = {f"{slug(name)}.html": scenario for name, scenario in presets().items() if scenario != Scenario()}
DRAWN = "html[data-explorer-drawn={}]"


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
    """The written site."""
    folder = tmp_path_factory.mktemp("site with a blank")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(hostile_seeds(checkout, tmp_path_factory.mktemp("hostile"))))
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
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
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
    assert {*NAVIGATION, *PRESETS, "404.html"} <= set(read)
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
        assert {id_: count for id_, count in page.ids.items() if count > 1} == {}, name


def test_a_page_asks_for_nothing_but_files_beside_it(site, read):
    for name, page in read.items():
        for address in page.asked:
            beside = (site / address.partition("?")[0]).is_file()
            assert beside or address == "data:,", f"{name} asks for {address}"
    assert "url(http" not in (site / "site.css").read_text("utf-8")


def test_every_page_has_a_head_a_heading_and_its_place_in_the_navigation(site, read):
    titles = Counter()
    for name, page in read.items():
        text = (site / name).read_text("utf-8")
        assert page.tags["h1"] == 1, name
        assert '<html lang="en"' in text
        assert re.search(r'<meta name="description" content="[^"]{20,}">', text), name
        if not name.startswith("report-"):
            titles[re.findall("<title>(.*?)</title>", text)[0]] += 1
            current = [link for link in page.links if link.get("aria-current") == "page"]
            assert [link["href"] for link in current] == ([name] if name in NAVIGATION else [])
            assert '<a class="skip" href="#main">' in text
            assert page.tags["button"] == page.tags["input"] == page.tags["dialog"] == 0
            assert page.tags["label"] == page.tags["select"] == ("404" not in name)  # the one of the colours
            assert "Download, code, embed" not in text
            assert "is being drawn" not in text
            assert "is being worked out" not in text
    assert set(titles.values()) == {1}


def test_sentences_and_charts_say_what_python_says(site):
    for name, scenario in {"index.html": Scenario(), **PRESETS}.items():
        text = (site / name).read_text("utf-8")
        found = answer(scenario)
        assert f'<p class="answer">{sentences.headline_html(found)}</p>' in text
        assert (
            f'<p class="consequence">{escape(sentences.consequence(found), quote=True).replace("&#x27;", "&#39;")}</p>'
            in text
        )
        (live,) = {found for found in re.findall(rf'href="{LIVE}(?:\?s=)?([^"]*)"', text) if found}
        assert from_link(live) == scenario
        specs = json.loads(re.findall(r'data-spec="shares">(.*?)</script>', text, re.DOTALL)[0])
        ours = shares.spec(scenario, seeds=load())
        assert specs["wide"]["data"] == json.loads(json.dumps(ours["data"]))


def test_every_claim_has_a_card_that_can_be_linked_to(read):
    assert {f"explorer-claim-{name}" for name in load().claims} <= set(read["claims.html"].ids)


def test_what_a_seed_says_is_text(site, read):
    for name, page in read.items():
        text = (site / name).read_text("utf-8")
        assert "<img" not in text, name
        assert "<script>alert" not in text, name
        assert page.tags["img"] == 0
    assert "&lt;img src=x onerror" in (site / "claims.html").read_text("utf-8")
    assert "&lt;img src=x onerror" in (site / "sources.html").read_text("utf-8")


def test_a_still_page_keeps_what_is_no_control():
    said = still(
        '<p>A &amp; B <b>c</b><br><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></p>'
        '<button data-claims="a nobody b">both <i>of</i> them</button><button>gone <b>too</b></button>'
        '<div class="filters"><label>gone<select><option>x</select></label></div>'
        '<div data-slot="later"><p>not yet</p></div>after',
        {"a": 'says "A"', "b": "B"}.get,
        page="claims.html",
        filled={"later": "<p>now</p>"},
    )
    assert said == (
        '<p>A &amp; B <b>c</b><br><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></p>'
        '<a class="open" href="claims.html#explorer-claim-a" title="says &quot;A&quot;">both <i>of</i> them</a>'
        ' <a class="open more" href="claims.html#explorer-claim-b" title="B" aria-label="claim 2 of 2">2</a>'
        '<div data-slot="later"><p>now</p></div>after'
    )


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


@pytest.mark.parametrize(
    "page",
    [
        {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
        {"viewport": {"width": 390, "height": 800}, "java_script_enabled": False},
    ],
    indirect=True,
    ids=["wide", "narrow"],
)
def test_with_scripts_off_every_chart_is_there(page, site, read):
    seen = watched(page)
    layout, other = ("wide", "narrow") if (page.viewport_size or {})["width"] > 900 else ("narrow", "wide")
    for name in ("index.html", "timeline.html", "capacity.html", "investment.html", "data-and-method.html"):
        page.goto((site / name).as_uri())
        for figure in page.locator("figure").all():
            expect(figure.locator(f".{layout} svg.chart")).to_be_visible()
            expect(figure.locator(f".{other} svg.chart")).to_be_hidden()
            assert figure.locator(f".{layout} svg.chart text").count() > 4
        assert page.locator("figure").count() == page.locator(".explorer figure .plot").count() > 0
        expect(page.locator("label.colours")).to_be_hidden()
    assert seen == {"foreign": [], "faults": []}


def test_with_scripts_on_charts_are_drawn_from_the_same_numbers_and_follow_the_width(page, site):
    seen = watched(page)
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector(DRAWN.format("wide"))
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('[data-figure="shares"] .drawing')][0]
        .data.find((trace) => trace.name === "delivered").y.map(Number)"""
    )
    ours = shares.spec(seeds=load())
    (middle,) = [trace["y"] for trace in ours["data"] if trace["name"] == "delivered"]
    assert drawn == middle
    assert page.locator(".drawing .main-svg").count() > page.locator("figure").count() > 2
    expect(page.locator('[data-figure="shares"] .wide')).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_selector(DRAWN.format("narrow"))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert seen == {"foreign": [], "faults": []}


def test_no_page_breaks_or_leaves_the_disk_with_scripts_on(page, site):
    seen = watched(page)
    for path in sorted(site.glob("*.html")):
        if path.name in PRESETS or path.name.startswith("report-"):
            continue  # the same page as the first, with other numbers
        page.goto(path.as_uri())
        if page.locator("script[data-spec]").count():
            page.wait_for_selector(DRAWN.format("wide"))
    assert seen == {"foreign": [], "faults": []}


def test_dark_follows_the_reader_in_page_and_charts(page, site):
    page.emulate_media(color_scheme="dark")
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector(DRAWN.format("wide"))
    ground = "rgb(20, 24, 29)"
    expect(page.locator("body")).to_have_css("background-color", ground)
    expect(page.locator('[data-figure="shares"] .drawing .bg').first).to_have_css("fill", ground)
    page.get_by_label("Colours").select_option("light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator('[data-figure="shares"] .drawing .bg').first).to_have_css("fill", "rgb(255, 255, 255)")


def test_forced_colours_leave_the_charts_their_own(page, site):
    page.emulate_media(forced_colors="active")
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector(DRAWN.format("wide"))
    assert count_colours(page.locator('[data-figure="shares"] .plot')) > 100


def test_a_claim_opens_by_keyboard_from_the_first_page(page, site):
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="evidence").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("claims.html#explorer-claim-"))
    expect(page.locator("article:target h3")).to_be_in_viewport()


@pytest.mark.parametrize("page", [{"viewport": {"width": 320, "height": 700}}], indirect=True)
@pytest.mark.parametrize("name", ["index.html", "who-said-what.html"])
def test_axe_finds_nothing_grave(page, site, name):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto((site / name).as_uri())
        if name == "index.html":
            page.wait_for_selector(DRAWN.format("narrow"))
        found = Axe().run(page).response["violations"]
        grave = [
            (one["id"], node["html"][:120])
            for one in found
            for node in one["nodes"]
            if one["impact"] in ("serious", "critical")
        ]
        assert grave == []


def test_the_command_says_what_it_cannot_do(tmp_path, capsys):
    for arguments, sentence in (
        (["export"], "name one folder"),
        (["export", "a", "--site", "b"], "name one folder"),
        (["export", "--site", str(tmp_path), "--live", "javascript:alert(1)"], "is not an address of the web"),
        (["export", "--site", str(tmp_path), "--seeds", "x"], "our own seeds"),
    ):
        assert cli.main(arguments) == 2
        assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
