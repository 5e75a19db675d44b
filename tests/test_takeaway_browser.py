"""Files, copies, embeds and the converter in a real browser: opened again and held against page and Python."""

import base64
import json
import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from explorer import formatting
from explorer.analysis.answer import answer
from explorer.charts import shares, style
from explorer.charts.registry import code
from explorer.scenario import Scenario
from explorer.scenario.links import from_link, link
from explorer.seeds import load
from explorer.ui import citing, converter, quoting, sentences

pytestmark = pytest.mark.timeout(180)
OWN = Scenario(draws=512, openai_share=0.2)
SVG = "{http://www.w3.org/2000/svg}"


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("[data-at-rest]", timeout=90_000)  # live, and with all that is worked out at leisure
    return page


def taken(page: Page, figure: str, kind: str, folder: Path) -> Path:
    """The file that the button of that kind saves."""
    with page.expect_download() as download:
        page.locator(f'[data-figure="{figure}"] [data-take="{kind}"]').click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def copied(page: Page, button: str) -> str:
    page.evaluate("navigator.clipboard.writeText('')")
    page.get_by_role("button", name=button, exact=True).locator("visible=true").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    return page.evaluate("navigator.clipboard.readText()")


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical on the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]


def test_every_file_of_a_chart_stands_alone_and_agrees_with_page_and_python(page, app_url, tmp_path):
    asked: list[str] = []
    opened(page, f"{app_url}?s={link(OWN)}")
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    page.on("request", lambda request: asked.append(request.url))
    figure = page.locator('[data-figure="shares"]')
    figure.locator("summary", has_text="Download").click()
    title = figure.locator("h2").inner_text()
    csv, records, svg, png = (taken(page, "shares", kind, tmp_path) for kind in ("csv", "json", "svg", "png"))
    # a browser may refuse a file without a word to the page, as in a frame without downloads
    said = figure.locator("[data-took]")
    expect(said).to_have_text("PNG file given to your browser to save: buildout-explorer-shares.png")
    assert [url for url in asked if not url.startswith(("blob:", "data:"))] == []  # no server was asked

    expected: Any = shares(OWN).layout.meta["values"]  # pyright: ignore[reportAttributeAccessIssue]
    table = pd.read_csv(csv)
    pd.testing.assert_frame_equal(
        table[expected["columns"]], pd.DataFrame(expected["rows"], columns=expected["columns"]), check_dtype=False
    )
    assert list(table) == [*expected["columns"], *style.BESIDE]
    assert csv.read_bytes().startswith(b"\xef\xbb\xbf")  # a spreadsheet need not be told how to read it
    assert set(table["title"]) == {title}
    assert set(table["scenario"].str.contains("Share for OpenAI: 20%")) == {True}
    assert from_link(table["link"][0].rpartition("?s=")[2]) == OWN
    assert set(table["licence"]) == {"CC-BY-4.0"}
    at_screen = figure.locator("tbody tr", has_text=re.compile("^10%")).locator("td").all_text_contents()
    (row,) = table[table["openai_share"] == 0.1].to_dict("records")
    columns = [f"p{q}_{outcome}_gw" for outcome in ("delivered", "energised") for q in ("05", "50", "95")]
    assert [formatting.two_figures(row[column]) for column in columns] == at_screen

    file = json.loads(records.read_text("utf-8"))
    assert file["title"] == title
    assert [list(entry.values()) for entry in file["data"]] == expected["rows"]
    assert from_link(file["scenario"]["link"]) == OWN
    assert {entry["name"]: entry["value"] for entry in file["scenario"]["changed"]}["openai_share"] == "20%"
    assert file["data_to"] == load().data_to
    addresses = {entry["source_id"]: entry["url"] for entry in file["sources"]}
    assert addresses
    assert all(load().sources[name].url == url for name, url in addresses.items() if url)

    picture = ElementTree.parse(svg).getroot()
    assert picture.tag == f"{SVG}svg"
    said = " ".join(element.text or "" for element in picture.iter(f"{SVG}text"))
    assert title in said
    holds = (
        "Sources: InsiderFinance",
        f"{load().data_to[0].upper()}{load().data_to[1:]}",
        "CC-BY-4.0",
        "Share for OpenAI: 20%",
        "model version",
    )
    assert [missing for missing in holds if missing not in said] == []
    assert link(OWN) in re.sub(r"\s", "", said)
    inside = json.loads(picture.findtext(f"{SVG}metadata") or "")
    assert {entry["source_id"] for entry in inside["sources"]} == set(addresses)

    head = png.read_bytes()
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = struct.unpack(">II", head[16:24])
    assert size == (2 * int(picture.get("width", "0")), 2 * int(picture.get("height", "0")))
    light = page.evaluate(  # the corner of the picture is white
        """async (data) => { const image = new Image(); image.src = data; await image.decode();
            const canvas = document.createElement("canvas"); canvas.width = canvas.height = 1;
            const context = canvas.getContext("2d"); context.drawImage(image, 0, 0);
            return [...context.getImageData(0, 0, 1, 1).data]; }""",
        "data:image/png;base64," + base64.b64encode(head).decode(),
    )
    assert light == [255, 255, 255, 255]


def test_words_and_code_are_copied_by_keyboard_and_said(page, app_url):
    url = f"{app_url}?s={link(OWN)}"
    opened(page, url)
    menu = page.locator("summary", has_text="Take away")
    menu.focus()
    page.keyboard.press("Enter")
    found = answer(OWN)
    assert copied(page, "Copy paragraph") == quoting.quotable(OWN, found, page_url=app_url)
    expect(page.locator('[data-slot="live"]')).to_have_text("The sentence is copied.")
    assert copied(page, "Copy citation") == citing.citation(OWN, app_url)
    assert copied(page, "Copy BibTeX") == citing.bibtex(OWN, app_url)
    correction = page.get_by_role("link", name="Send a correction").first
    assert correction.get_attribute("href") == citing.correction(OWN, app_url)
    with page.expect_download() as download:
        page.get_by_role("button", name="Report (HTML)").click()
    assert sentences.headline_html(found) in Path(download.value.path()).read_text("utf-8")
    assert grave(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Copy paragraph")).to_be_hidden()
    expect(menu).to_be_focused()

    figure = page.locator('[data-figure="shares"]')
    figure.locator("summary", has_text="Download").focus()
    page.keyboard.press("Enter")
    assert copied(page, "Copy code") == code("shares", OWN)
    assert f"{app_url}?embed=shares&amp;s={link(OWN)}" in copied(page, "Copy embed code")
    assert grave(page) == []
    boxes = [button.bounding_box() for button in figure.locator("[data-take]").all()]
    assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)


def test_what_moved_just_now_is_what_is_taken(page, app_url, tmp_path):
    """A file asked for before the page has come to rest is of the scenario that the reader sees."""
    opened(page, app_url)
    page.locator('[data-figure="shares"] summary', has_text="Download").click()
    box = page.get_by_role("spinbutton", name="Share for OpenAI", exact=True)
    box.fill("30")
    box.press("Tab")
    expect(page.locator(".consequence")).to_contain_text("30%")
    file = json.loads(taken(page, "shares", "json", tmp_path).read_text("utf-8"))
    assert from_link(file["scenario"]["link"]) == Scenario(openai_share=0.3)
    assert file["title"].startswith("At 30%")


def test_one_chart_in_a_frame_shows_itself_its_source_and_the_way_to_the_page(page, app_url):
    page.set_viewport_size({"width": 600, "height": 400})
    page.add_init_script(
        """window.seen = new Set(); new MutationObserver(() => {
           for (const one of document.querySelectorAll("h1, .answer, .tags"))
             if (one.getClientRects().length) window.seen.add(one.className || one.tagName); })
           .observe(document, {childList: true, subtree: true});"""
    )
    opened(page, f"{app_url}?embed=shares&s={link(OWN)}")
    page.wait_for_selector('[data-figure="shares"] .plot[data-drawn]')
    assert page.evaluate("[...window.seen]") == []  # of the whole page nothing was ever seen
    expect(page.locator("[data-figure]")).to_have_count(1)
    expect(page.locator("h2")).to_contain_text("At 20%")
    assert page.url.endswith(f"?embed=shares&s={link(OWN)}")
    whole = page.get_by_role("link", name=re.compile("Open the whole page"))
    assert whole.get_attribute("href") == f"{app_url}?s={link(OWN)}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_converter_in_a_frame_says_what_python_says(page, app_url):
    page.set_viewport_size({"width": 600, "height": 400})
    opened(page, f"{app_url}?embed=converter")
    section = page.locator("[data-converter]")
    names = ("Racks a week", "Months at that pace", "Rack power", "IT overhead", "Facility overhead")
    inputs = [page.get_by_role("spinbutton", name=name, exact=True) for name in names]

    def shown() -> dict[str, str]:
        places = section.locator("[data-converted]").all()
        return {place.get_attribute("data-converted") or "": place.inner_text() for place in places}

    for values in ((1000, 12, 132, 1.14, 1.3), (2000, 13, 195, 1.4, 1.2), (1, 1, 10, 1, 1), (0, 12, 132, 1, 1)):
        for box, value in zip(inputs, values, strict=True):
            box.fill(str(value))
        assert shown() == converter.in_words(converter.racks_to_megawatts(*values))
    last = shown()
    inputs[2].fill("9")
    assert grave(page) == []
    expect(section.get_by_role("alert")).to_have_text("Rack power needs a number from 10 to 2,000.")
    expect(inputs[2]).to_have_attribute("aria-invalid", "true")
    assert shown() == last
    inputs[0].fill("2,000")
    inputs[2].fill("100")
    ways = "Racks a week: “2,000” can be read as 2000 or as 2; write one of these."
    expect(section.get_by_role("alert")).to_have_text(ways)
    assert shown() == last
    inputs[0].fill("1 000")
    inputs[3].fill("1,14")
    expect(section.locator("[data-fault]")).to_have_text("")
    assert shown() == converter.in_words(converter.racks_to_megawatts(1000, 12, 100, 1.14, 1))
    inputs[0].fill("100")
    expect(section.locator("[data-fault]")).to_have_text("")


def test_an_embed_of_nothing_says_so(page, app_url):
    page.goto(f"{app_url}?embed=pie")
    expect(page.get_by_text("There is nothing called “pie” to embed here")).to_be_visible(timeout=90_000)
