"""The report of a scenario: one file, complete, that says what Python says."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from explorer import cli
from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.scenario.links import from_link, link
from explorer.ui import sentences
from explorer.ui.report import report

OWN = Scenario(openai_share=0.3, us_share=0.2, rack_power_kw=150)


@pytest.fixture(scope="module")
def text() -> str:
    return report(OWN, page_url="https://example.org/app/?s=other#top")


def test_it_says_what_python_says(text):
    found = answer(OWN)
    assert sentences.headline_html(found) in text
    assert sentences.consequence(found).replace("'", "&#39;") in text
    assert "In all simulated cases OpenAI takes a larger share" in text  # the notice: 30% for OpenAI, 20% in the U.S.


def test_its_link_opens_the_same_scenario_and_nothing_else_of_the_address_is_kept(text):
    (address,) = set(re.findall(r'href="(https://example\.org[^"]*)"', text))
    assert address == f"https://example.org/app/?s={link(OWN)}"
    assert from_link(address.partition("?s=")[2]) == OWN


@pytest.mark.parametrize("hostile", ["", "javascript:alert(1)", "//elsewhere", "http://[", '"><script>'])
def test_what_is_no_address_of_the_web_is_left_out(hostile):
    text = report(Scenario(draws=64), page_url=hostile)
    assert "<script" not in text
    assert f"?s={link(Scenario(draws=64))}" in text


def test_its_lines_of_python_give_its_numbers(text, capsys):
    (code,) = re.findall(r"<pre><code>(.*?)</code></pre>", text, re.DOTALL)
    exec(unescape(code), {})
    printed = [float(number) for number in re.findall(r"[\d.]+", capsys.readouterr().out)]
    delivered = answer(OWN).delivered_gw
    assert printed == pytest.approx([delivered.low, delivered.middle, delivered.high])


def test_the_command_writes_it(tmp_path, capsys):
    out = tmp_path / "report.html"
    assert cli.main(["report", link(OWN), "--out", str(out), "--app", "https://example.org/app/"]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert out.read_text("utf-8") == report(OWN, page_url="https://example.org/app/")
    assert cli.main(["report", "v1~nonsense", "--out", str(out)]) == 2
    assert "explorer report: This is not a link" in capsys.readouterr().err


def test_a_scenario_of_few_cases_has_a_report_too():
    assert re.search("What matters most: ", report(Scenario(draws=64)))


def test_it_opens_from_a_disk_alone_and_no_chart_is_cut_by_the_end_of_a_page(browser, tmp_path, text):
    file = tmp_path / "report.html"
    file.write_text(text, "utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.emulate_media(media="print")
    for figure in page.locator("figure").all():
        expect(figure).to_have_css("break-inside", "avoid")
        assert (figure.bounding_box() or {"height": 9999})["height"] < 900  # less than a page of A4 or Letter holds
    assert page.locator("figure svg.chart").count() == page.locator("figure").count() == 3
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert [url for url in asked if url.startswith("http")] == []
    page.close()
