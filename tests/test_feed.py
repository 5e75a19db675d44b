"""The change log of the claims as a feed: what RFC 4287 asks of one, and the same entries as the page."""

import datetime
from xml.etree import ElementTree as Xml

from explorer.page import press
from explorer.seeds import load
from explorer.site.write import LISTED, atom

ATOM = "http://www.w3.org/2005/Atom"
WITHIN = {"a": ATOM}
ONCE = {"id", "title", "updated"}
OF_A_FEED = {*ONCE, "author", "rights", "link", "entry"}
OF_AN_ENTRY = {*ONCE, "link", "content"}


def text(parent: Xml.Element, name: str) -> str:
    (found,) = parent.findall(f"a:{name}", WITHIN)
    assert found.text
    return found.text


def test_the_feed_has_what_rfc_4287_asks_for():
    """Sections 4.1 and 4.2: of each id, title and updated one, times with an offset, an author above all entries, one
    rel=self, in an entry without a src a rel=alternate at most once, ids unique and absolute, nothing unknown."""
    feed = Xml.fromstring(atom(load(), "https://example.org/explorer/"))
    assert feed.tag == f"{{{ATOM}}}feed"
    entries = feed.findall("a:entry", WITHIN)
    assert entries
    for each, known in ((feed, OF_A_FEED), *((entry, OF_AN_ENTRY) for entry in entries)):
        assert {child.tag.removeprefix(f"{{{ATOM}}}") for child in each} == known
        assert all(text(each, name) for name in ONCE)
        assert datetime.datetime.fromisoformat(text(each, "updated")).utcoffset() == datetime.timedelta(0)
        (link,) = each.findall("a:link", WITHIN)
        assert link.get("href", "").startswith("https://example.org/explorer/changes.")
        assert link.get("rel") == ("self" if each is feed else "alternate")
    ids = [text(each, "id") for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("https://example.org/explorer/changes") for one in ids)
    assert text(feed, "author/a:name")
    assert {content.get("type") for content in feed.findall("a:entry/a:content", WITHIN)} == {"text"}
    assert text(feed, "updated") == max(text(each, "updated") for each in entries)


def test_an_entry_holds_the_lines_of_its_day_and_counts_what_is_too_much():
    held = load()
    entries = Xml.fromstring(atom(held)).findall("a:entry", WITHIN)
    for group, entry in zip(press.change_log(held), entries, strict=True):
        assert text(entry, "title") == f"{group['title']}, {group['said']}"
        lines = text(entry, "content").strip().splitlines()
        assert len(lines) == min(len(group["lines"]), LISTED) + (len(group["lines"]) > LISTED)
        assert lines[0].startswith(group["lines"][0]["claims"][0]["words"])


def test_words_of_a_source_are_text_and_no_markup(evidence):
    path = evidence / "claims.toml"
    path.write_text(path.read_text("utf-8").replace("An agreement over", "<b>&amp; An agreement over"), "utf-8")
    contents = [text(entry, "content") for entry in Xml.fromstring(atom(load(evidence))).findall("a:entry", WITHIN)]
    assert any("<b>&amp; An agreement over" in one for one in contents)
