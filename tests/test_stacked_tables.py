"""Wide tables on a phone: read down, a row as a card, nothing aside, and still tables for whoever hears them."""

from html.parser import HTMLParser

import pytest
from playwright.sync_api import Page

from explorer.charts.html import Html
from explorer.seeds import load
from explorer.ui import evidence, figure_html, ledger_html
from explorer.ui.report import report
from explorer.ui.state import State
from explorer.ui.views import Look, panel
from tests.pages import READY, show

ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


class Tables(HTMLParser):
    """The stacked tables of a page: the words of their heads, and of each row the column names beside its values."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.heads: list[list[str]] = []
        self.rows: list[list[list[str]]] = []
        self.inside = self.head = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag == "table":
            self.inside = "stacked" in (about.get("class") or "").split()
            if self.inside:
                self.heads.append([])
                self.rows.append([])
        if not self.inside:
            return
        if tag in (*ROLES, "th"):
            heads = {"row": "rowheader", "col": "columnheader"}
            assert about.get("role") == (ROLES.get(tag) or heads[about["scope"] or ""]), tag
        if tag == "tr":
            self.rows[-1].append([])
        if tag == "td":
            self.rows[-1][-1].append(about["data-head"] or "")
        self.head = tag == "th" and about["scope"] == "col"

    def handle_data(self, data: str) -> None:
        if self.inside and self.head:
            self.heads[-1].append(data.strip())
            self.head = False

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "table"


def pages() -> dict[str, str]:
    seeds, look = load(), Look()
    claims = ledger_html.ledger_slots(evidence.Choice(), seeds)
    made = {name: panel(name, State(), seeds, look) for name in ("timeline", "investment", "method")}
    return {**made, "agreement": claims["agreement"], "scorecard": claims["scorecard"], "report": report()}


def test_each_value_of_a_stacked_table_stands_after_the_name_of_its_column():
    for name, text in pages().items():
        tables = Tables(str(Html(text)))
        assert tables.heads, name
        for heads, (first, *rows) in zip(tables.heads, tables.rows, strict=True):
            assert first == []
            assert rows
            assert all(row == heads[1:] for row in rows), name


def test_a_table_of_numbers_alone_stays_one():
    assert "stacked" not in figure_html.chart_table("Shares", ["Share", "middle"], [["10%", "3.3"]], "GW")
    assert "stacked" in figure_html.chart_table("Claims", ["Who", "What"], [["001", "makes 1,000 racks each week"]])


# What lies outside of the window, what has to be scrolled sideways, and names that stand on their values.
ASIDE = """() => {
  const panel = document.querySelector("[role=tabpanel]:not([hidden])");
  for (const folded of panel.querySelectorAll("details:has(table)")) folded.open = true;
  const seen = [...panel.querySelectorAll(".stacked")].filter((table) => table.checkVisibility());
  const wide = document.documentElement.clientWidth;
  const parts = seen.flatMap((table) => [...table.querySelectorAll("tbody :is(th, td, button, span)")]);
  const outside = parts.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width < 1 || box.height < 1 || box.left < -1 || box.right > wide + 1;
  });
  const aside = [...panel.querySelectorAll(".scroll:has(.stacked)")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1);
  const below = seen.flatMap((table) => [...table.querySelectorAll("tbody tr")]).filter((row) => {
    const cells = [...row.children];
    const tops = cells.map((cell) => cell.getBoundingClientRect().top);
    // Cells that say nothing may stand beside one another.
    const beside = (at) => cells[at].matches(".cell-silent, .cell-unpublished") && tops[at] === tops[at - 1];
    return tops.some((top, at) => at > 0 && top <= tops[at - 1] && !beside(at));
  });
  const unnamed = seen.flatMap((table) => [...table.querySelectorAll("td")])
    .filter((cell) => !getComputedStyle(cell, "::before").content.includes(cell.dataset.head));
  const faults = [...outside, ...aside, ...below, ...unnamed].map((one) => one.outerHTML.slice(0, 120));
  return { tables: seen.length, faults };
}"""


@pytest.mark.timeout(120)
def test_on_a_phone_wide_tables_are_read_down(shared: Page):
    for label, least in (("Answer", 0), ("Timeline", 1), ("Capacity", 2), ("Who said what", 2), ("Data and method", 4)):
        show(shared, label)
        for width in (390, 320):
            shared.set_viewport_size({"width": width, "height": 800})
            shared.wait_for_function(READY, timeout=30_000)
            found = shared.evaluate(ASIDE)
            assert found["faults"] == [], (label, width)
            assert found["tables"] >= least, (label, width)


@pytest.mark.timeout(120)
def test_a_table_read_down_is_a_table_for_a_screen_reader(shared):
    """As the browser tells it to one, not as the file says it."""
    shared.set_viewport_size({"width": 320, "height": 800})
    show(shared, "Who said what")
    wire = shared.context.new_cdp_session(shared)
    root = wire.send("DOM.getDocument")["root"]["nodeId"]
    table = wire.send("DOM.querySelector", {"nodeId": root, "selector": "table.scorecard"})["nodeId"]
    told = wire.send("Accessibility.queryAXTree", {"nodeId": table})["nodes"]
    roles = [node["role"]["value"] for node in told if not node.get("ignored")]
    lines = len(load().scorecard)
    assert roles.count("columnheader") == 4
    assert roles.count("rowheader") == lines
    assert roles.count("cell") == 3 * lines
    spoken = [node["name"]["value"] for node in told if node["role"]["value"] == "cell"]
    assert not [name for name in spoken if name.startswith("Due:")]  # the head is read out with the cell already


def test_wide_and_on_paper_the_tables_are_as_they_were(shared):
    display = "() => getComputedStyle(document.querySelector('table.scorecard td')).display"
    shared.set_viewport_size({"width": 1280, "height": 900})
    show(shared, "Who said what")
    assert shared.evaluate(display) == "table-cell"
    shared.set_viewport_size({"width": 390, "height": 800})
    assert shared.evaluate(display) == "block"
    shared.emulate_media(media="print")
    assert shared.evaluate(display) == "table-cell"
    shared.emulate_media(media="screen")
