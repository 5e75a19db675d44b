"""How to point at one scenario: its address, a citation, and where to send a correction."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from explorer import project
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION, link
from explorer.seeds import checksum, load

__all__ = ["address", "citation", "correction", "page_address"]


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


def address(scenario: Scenario, page_url: str) -> str:
    """Where the app at ``page_url`` opens the scenario; empty for what is not an address of the web.

    >>> address(Scenario(), "http://localhost:8866/?s=old#here") == f"http://localhost:8866/?s={link(Scenario())}"
    True
    """
    page = page_address(page_url)
    return f"{page}?s={link(scenario)}" if page else ""


def citation(scenario: Scenario, page_url: str = "") -> str:
    """How to cite the scenario: authors, versions, date and checksum of the data, licence, and its frozen link.

    >>> said = citation(Scenario(), "https://example.org/app/")
    >>> said.endswith(f" https://example.org/app/?s={link(Scenario())}")
    True
    """
    where = address(scenario, page_url) or f"Scenario {link(scenario)}"
    deal = scenario.seeds.deal
    return f"{project.AUTHORS} ({deal.sites_to[:4]}). {project.NAME}: {deal.question} {_edition()}. {where}"


def correction(scenario: Scenario | None = None, page_url: str = "", *, claim_id: str = "") -> str:
    """The address at which a reader can send a correction, with the claim or the scenario in it.

    >>> correction(claim_id="seed-004-option").partition("?")[2][:40]
    'title=Correction%3A+seed-004-option&body'
    """
    about = claim_id or "the explorer"
    place = f"\n\nClaim: {claim_id}" if claim_id else ""
    if scenario is not None:
        place += f"\n\nScenario: {address(scenario, page_url) or link(scenario)}"
    body = f"What is wrong, and where can it be seen?{place}\n\nVersion: {_edition()}"
    return f"{project.REPOSITORY}/issues/new?{urlencode({'title': f'Correction: {about}', 'body': body})}"


def _edition() -> str:
    return (
        f"Version {project.VERSION}, model version {MODEL_VERSION}, "
        f"{load().data_to} ({checksum()[:12]}), {project.DATA_LICENCE['name']}"
    )
