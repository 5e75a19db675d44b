"""What a reader takes away, without a browser: numbers, code, sentence, citation, embed and converter."""

import ast
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from explorer import formatting, project
from explorer.analysis.answer import answer
from explorer.charts.registry import CALLS, code
from explorer.datasets import export
from explorer.datasets.export import guarded
from explorer.model import simulate
from explorer.scenario import Scenario
from explorer.scenario.distributions import triangular
from explorer.scenario.links import from_link, link
from explorer.seeds import load
from explorer.ui import citing, converter, embeds, quoting, sentences, takeaway, views
from explorer.ui.page import Page
from explorer.ui.state import State
from tests.prose import faults
from tests.smallfolder import claim, source, write
from tests.test_orphans import CHECKOUT, texts

OWN = Scenario(draws=512, openai_share=triangular(0.1, 0.2, 0.4), rack_power_kw=150, seed=3)
PAGE = "https://example.org/app/"


@pytest.fixture(scope="module")
def page() -> Page:
    page = Page(State(OWN))
    page.answer_to({"kind": "open", "search": "", "page": f"{PAGE}?x=1#y", "version": "none"})
    return page


def plain(value: Any) -> Any:
    """Arrays as lists and NaN as None, so that what plotly holds can be compared with what the page is sent."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(item) for item in value]
    number = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(number, float) and number != number else number


# --- code for this view
@pytest.mark.parametrize("figure", views.EMBEDDED)
def test_the_code_shown_rebuilds_the_chart_of_the_page(figure):
    spec = views.EMBEDDED[figure](State(OWN), views.Look(), load())
    shown = takeaway.chart(figure, spec, load(), OWN)["code"]
    assert len(shown.splitlines()) <= 3
    *lines, last = ast.parse(shown).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(lines, []), "shown", "exec"), names)
    chart = eval(compile(ast.Expression(last.value), "shown", "eval"), names)
    assert plain(chart.to_plotly_json()["data"]) == plain(spec["data"])
    assert plain(chart.layout.meta["values"]["rows"]) == plain(spec["meta"]["values"]["rows"])


def test_every_figure_has_its_code():
    assert code("no-such-figure", OWN) == ""
    assert set(CALLS) == set(views.EMBEDDED)


def test_the_code_for_other_seeds_reads_them(tmp_path):
    folder = write(tmp_path, sources=[source("a")], claims=[claim("a1", "a")])
    shown = code("gigawatts", None, seeds=str(folder))
    names: dict[str, Any] = {}
    exec(shown.replace("ex.charts", "chart = ex.charts"), names)
    assert "Nothing" in names["chart"].layout.meta["title"]


# --- numbers
@pytest.mark.parametrize("figure", views.EMBEDDED)
def test_the_numbers_of_a_file_fit_its_columns_and_are_no_stranger_than_json(figure):
    spec = views.EMBEDDED[figure](State(OWN), views.Look(), load())
    chart = takeaway.chart(figure, spec, load(), OWN)
    assert chart["rows"]
    assert {len(row) for row in chart["rows"]} == {len(chart["columns"])}
    assert len(set(chart["columns"])) == len(chart["columns"])
    json.dumps(chart, allow_nan=False)


def test_the_numbers_of_a_file_are_those_of_the_table_unrounded(page):
    meta = page._specs["shares"]["meta"]
    numbers = {round(row[1], 9): row[2:] for row in meta["values"]["rows"]}
    for share, *shown in meta["table"]["rows"]:
        values = numbers[float(share.removesuffix("%")) / 100]
        assert [formatting.two_figures(value) for value in values] == shown


def test_what_the_page_is_given_at_rest_holds_scenario_sources_and_versions(page):
    taken = page.answer_to({"kind": "taken"})["taken"]
    json.dumps(taken, allow_nan=False)
    assert set(taken["charts"]) == {"shares", "energised"}
    assert from_link(taken["scenario"]["link"]) == OWN
    changed = {change["name"]: change["value"] for change in taken["scenario"]["changed"]}
    assert set(changed) == {"openai_share", "rack_power_kw", "seed", "draws"}
    named = {name for chart in taken["charts"].values() for name in chart["sources"]}
    assert named == set(taken["sources"])
    assert taken["page"] == PAGE
    assert taken["licence"]["name"] == "CC-BY-4.0"
    page.answer_to({"kind": "deciders"})
    assert "decides" in page.answer_to({"kind": "taken"})["taken"]["charts"]


# --- the sentence
def test_the_paragraph_has_range_condition_verbs_date_and_link():
    found = answer(OWN)
    text = quoting.quotable(OWN, found, page_url=PAGE)
    assert text.startswith(sentences.headline(found))
    assert sentences.consequence(found) in text
    assert "says it makes 1,000 racks a week (InsiderFinance)" in text
    assert "says it can make about 1,000 racks a week (MobileAppDaily)" in text
    assert "aims for up to 2,000 racks a week (Digest of AI news)" in text
    assert "no purchase commitment" in text
    assert load().data_to in text
    assert "Rack power 150 kW a rack instead of" in text
    assert from_link(text.rpartition("?s=")[2]) == OWN


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 1, triangular(0, 0.5, 1)])
def test_no_paragraph_promises(share):
    scenario = Scenario(draws=64, openai_share=share)
    assert faults(quoting.quotable(scenario, answer(scenario))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Foxconn will make 2,000 racks a week.",
        "OpenAI won't buy.",
        "Racks are going to be delivered.",
        "This guarantees 10 GW.",
        "We predict 10 GW.",
        "10 GW are probably reached.",
    ],
)
def test_the_lint_finds_what_must_not_be_said(text):
    assert faults(text)


def test_nothing_that_the_project_says_promises():
    """The fixed words of the page, the notebooks and the README, and every claim as we tell it with its status."""
    said = [text for file, text in texts() if file != "test_takeaway.py"]
    assert [text[:120] for text in said if faults(text)] == []
    claims = load().claims.values()
    assert [c.claim_id for c in claims if c.status in ("goal", "plan") and faults(c.statement)] == []


# --- citing
def test_the_citation_leads_to_the_same_scenario():
    text = citing.citation(OWN, PAGE)
    assert re.search(rf"Version \d+\.\d+\.\d+, model version \d+, {load().data_to} \([0-9a-f]{{12}}\), CC-BY-4.0", text)
    assert from_link(text.rpartition("?s=")[2]) == OWN
    assert from_link(citing.citation(OWN).rpartition(" ")[2]) == OWN


def bibtex_fields(entry: str) -> dict[str, str]:
    """A small reader of one BibTeX entry: braces must balance, each field is ``name = {...}``."""
    kind, key, body = re.fullmatch(r"@(\w+)\{([\w-]+),\n(.*)\}", entry, re.DOTALL).groups()  # type: ignore[union-attr]
    fields = {"type": kind, "key": key}
    while body.strip():
        name, rest = re.match(r"\s*(\w+)\s*=\s*\{(.*)", body, re.DOTALL).groups()  # type: ignore[union-attr]
        depth, end = 1, 0
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        fields[name], body = rest[: end - 1], rest[end:].removeprefix(",")
    return fields


def test_the_bibtex_entry_parses_and_leads_to_the_same_scenario():
    fields = bibtex_fields(citing.bibtex(OWN, PAGE))
    assert fields["type"] == "misc"
    assert fields["title"].startswith(f"{{Buildout explorer: {load().deal.question}")
    assert from_link(fields["url"].partition("?s=")[2]) == OWN
    assert not re.search(r"[_~%#&$^\\]", fields["note"] + fields["title"])  # what LaTeX would take for a command
    assert bibtex_fields(citing.bibtex(OWN, PAGE))["key"] != bibtex_fields(citing.bibtex(Scenario(), PAGE))["key"]
    assert from_link(bibtex_fields(citing.bibtex(OWN))["scenario"]) == OWN


def test_a_correction_carries_the_claim_or_the_scenario():
    asked = parse_qs(urlsplit(citing.correction(claim_id="seed-004-option")).query)
    assert "seed-004-option" in asked["title"][0]
    assert "Claim: seed-004-option" in asked["body"][0]
    assert link(OWN) in parse_qs(urlsplit(citing.correction(OWN, PAGE)).query)["body"][0]


def test_the_readme_names_the_same_place():
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    assert project.REPOSITORY.removeprefix("https://github.com/") in readme


# --- embeds
def test_an_embed_is_one_chart_with_a_way_to_the_whole_page():
    page = Page(State())
    message = {"kind": "open", "search": f"?embed=shares&s={link(OWN)}", "page": PAGE}
    reply = page.answer_to(message)
    assert reply["page"].count("<figure") == 1
    assert f"{PAGE}?s={link(OWN)}" in reply["page"]
    assert set(reply["figures"]) == {"shares"}
    assert "link" not in reply  # its address stays as it is
    assert set(page.answer_to({"kind": "layout", "narrow": True})["figures"]) == {"shares"}
    assert set(page.answer_to({"kind": "taken"})["taken"]["charts"]) == {"shares"}


@pytest.mark.parametrize("name", ["", "pie", "../shares", '"><script>', "view"])
def test_an_embed_of_nothing_says_what_there_is(name):
    reply = Page(State(Scenario(draws=64))).answer_to({"kind": "open", "search": f"?embed={name}", "page": PAGE})
    assert "There is nothing called" in reply["page"]
    assert "<script>" not in reply["page"]
    assert reply["figures"] == {}


def test_the_frame_to_copy_opens_the_embed_of_this_scenario(page):
    frame = page.answer_to({"kind": "taken"})["taken"]["charts"]["shares"]["embed"]
    (address,) = re.findall(r'src="([^"]+)"', frame)
    query = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    assert embeds.asked(urlsplit(address.replace("&amp;", "&")).query) == "shares"
    assert from_link(query["s"][0]) == OWN
    assert takeaway.embed_code("shares", "x", OWN, "") == ""


# --- the converter
def test_the_converter_does_the_arithmetic_of_the_model():
    steady = Scenario(
        draws=1,
        rack_rate_start=1000,
        rack_rate_target=1000,
        growth_after=0,
        shipped_share=1,
        openai_share=1,
        first_delivery_months=0,
        delivery_ramp_months=1,
        rack_power_kw=132,
        next_rack_power_kw=132,
        it_overhead=1.14,
        facility_overhead=1.3,
    )
    projection, found = simulate(steady), converter.racks_to_megawatts(1000, 12, 132, 1.14, 1.3)
    assert found.racks == pytest.approx(projection["openai_shipped"][0, 11])
    assert found.it_mw == pytest.approx(1000 * projection["delivered_it_gw"][0, 11])
    assert found.facility_mw == pytest.approx(1000 * projection["delivered_gw"][0, 11])


def test_text_that_a_spreadsheet_would_run_is_guarded_alike():
    """The characters that ``cell`` of js/files.js guards are those of `explorer.datasets.export.guarded`."""
    script = (CHECKOUT / "explorer/ui/js/files.js").read_text("utf-8")
    (characters,) = re.findall(r"replace\(/\^\(\?=\[(.*?)\]\)/", script)
    risky = set(characters.replace("\\-", "-").encode().decode("unicode_escape"))
    assert risky == {character for character in map(chr, range(128)) if guarded(character) != character}
    for half in (r"(?<=[;|\t\r\n])( *)(?='*[=+\-@])", r"^(?=[=+\-@\t\r\n'])"):
        assert f"replace(/{half}/" in script.replace("/g,", "/,")
        assert half in {export._FIRST.pattern, export._INSIDE.pattern}
