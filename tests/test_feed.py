"""The change log of the claims as a feed: what RFC 4287 asks of one, and every claim once."""

import datetime
from xml.etree import ElementTree as Xml

from explorer.seeds import load
from explorer.site.feed import ATOM, NAMED, atom, changes

WITHIN = {"a": ATOM}


def text(parent: Xml.Element, name: str) -> str:
    (found,) = parent.findall(f"a:{name}", WITHIN)
    assert found.text
    return found.text


def test_the_feed_has_what_rfc_4287_asks_for():
    feed = Xml.fromstring(atom(load(), "https://example.org/explorer/"))
    assert feed.tag == f"{{{ATOM}}}feed"
    entries = feed.findall("a:entry", WITHIN)
    assert entries
    for each in (feed, *entries):
        assert all(text(each, name) for name in ("id", "title", "updated"))
        assert datetime.datetime.fromisoformat(text(each, "updated")).utcoffset() == datetime.timedelta(0)
    ids = [text(each, "id") for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("https://example.org/explorer/claims") for one in ids)
    assert [one.text for one in feed.findall("a:author/a:name", WITHIN)] != [None]
    assert feed.find("a:link[@rel='self']", WITHIN) is not None
    assert all(each.find("a:link[@rel='alternate']", WITHIN) is not None for each in entries)
    assert text(feed, "updated") == max(text(each, "updated") for each in entries)


def test_every_claim_is_in_the_entry_of_the_day_on_which_its_source_was_read():
    held = load()
    found = changes(held)
    assert sorted(one for ids in found.values() for one in ids) == sorted(held.claims)
    for day, ids in found.items():
        assert {held.sources[held.claims[one].source_id].retrieved for one in ids} == {day}
    entries = Xml.fromstring(atom(held)).findall("a:entry", WITHIN)
    for (day, ids), entry in zip(found.items(), entries, strict=True):
        assert str(day) in text(entry, "title")
        lines = text(entry, "content").splitlines()
        assert len(lines) == min(len(ids), NAMED) + (len(ids) > NAMED)


def test_words_of_a_source_are_text_and_no_markup(evidence):
    path = evidence / "claims.toml"
    path.write_text(path.read_text("utf-8").replace("An agreement over", "<b>&amp; An agreement over"), "utf-8")
    contents = [text(entry, "content") for entry in Xml.fromstring(atom(load(evidence))).findall("a:entry", WITHIN)]
    assert any("<b>&amp; An agreement over" in one for one in contents)
