"""How to point at one scenario: its address, a sentence to quote, a citation, and where to send a correction."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from explorer import project
from explorer.analysis.answer import answer
from explorer.errors import ExplorerError, quoted
from explorer.page import address, words
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION, deal_part, link as frozen_link
from explorer.seeds import Seeds, checksum


def page_address(page_url: str) -> str:
    """The address of a page of the app without what stands behind it; empty for what is not an address of the web.

    >>> page_address("http://localhost:8866/?s=old#here"), page_address("javascript:alert(1)")
    ('http://localhost:8866/', '')
    """
    try:
        parts = urlsplit(page_url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def given_address(url: str) -> str:
    """The same of an address that somebody gave, or of none; raises `ExplorerError` for what is no address of the web.

    >>> given_address("https://example.org/?s=old"), given_address("")
    ('https://example.org/', '')
    """
    page = page_address(url)
    if url and not page:
        raise ExplorerError(f"{quoted(url)} is not an address of the web; it should begin with https:// or http://")
    return page


def link(view: View, url: str) -> str:
    """The address of the reader's scenario; empty where the page has none."""
    page, query = page_address(url), address.query(view)
    return f"{page}?{query}" if page and query else page


def sentence(view: View, seeds: Seeds, url: str = "") -> str:
    """One sentence to quote, with its condition, its ranges and its link.

    >>> from explorer.seeds import load
    >>> sentence(View(scenario=Scenario(openai_share=0.1)), load())[:59]
    'If 10% of Foxconn\u2019s AI racks went to OpenAI once deliveries'
    """
    found = answer(view.scenario, target_gw=view.goal.amount_gw, by=view.goal.by)
    return f"{words.share_sentence(found, seeds.deal)} {link(view, url)}".strip()


def citation(scenario: Scenario, page_url: str = "") -> str:
    """How to cite the scenario: authors, versions, date and checksum of the data, licence, and its frozen link.

    >>> said = citation(Scenario(), "https://example.org/app/")
    >>> said.endswith(f" https://example.org/app/?s={frozen_link(Scenario())}")
    True
    """
    page, frozen = page_address(page_url), frozen_link(scenario)
    of_deal = f"&d={deal}" if (deal := deal_part(scenario.seeds)) else ""
    return f"{reference(scenario)} {f'{page}?s={frozen}{of_deal}' if page else f'Scenario {frozen}'}"


def reference(scenario: Scenario) -> str:
    """The same without the link."""
    deal = scenario.seeds.deal
    year = max(deal.sites_to, deal.news_to)[:4]
    return f"{scenario.seeds.authors} ({year}). {project.NAME}: {deal.question} {_edition(scenario.seeds)}."


def correction(seeds: Seeds, claim_id: str = "") -> str:
    """The address at which a reader can send a correction, with the claim in it.

    >>> from explorer.seeds import load
    >>> correction(load(), "seed-004-option").partition("?")[2][:40]
    'title=Correction%3A+seed-004-option&body'
    """
    about = claim_id or "the explorer"
    place = f"\n\nClaim: {claim_id}" if claim_id else ""
    body = f"What is wrong, and where can it be seen?{place}\n\nVersion: {_edition(seeds)}"
    return f"{project.REPOSITORY}/issues/new?{urlencode({'title': f'Correction: {about}', 'body': body})}"


def _edition(seeds: Seeds) -> str:
    data = f"{seeds.data_to} ({checksum(seeds.folder)[:12]})"
    licence = f", {project.DATA_LICENCE['name']}" if seeds.is_own else ""
    return f"Version {project.VERSION}, model version {MODEL_VERSION}, {data}{licence}"
