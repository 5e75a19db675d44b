"""How to point at one scenario: its address, a citation, and where to send a correction."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from explorer import project
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION, link
from explorer.seeds import checksum, load

__all__ = ["citation", "correction", "page_address"]


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


def citation(scenario: Scenario, page_url: str = "") -> str:
    """How to cite the scenario: authors, versions, date and checksum of the data, licence, and its frozen link.

    >>> said = citation(Scenario(), "https://example.org/app/")
    >>> said.endswith(f" https://example.org/app/?s={link(Scenario())}")
    True
    """
    page, frozen = page_address(page_url), link(scenario)
    return f"{reference(scenario)} {f'{page}?s={frozen}' if page else f'Scenario {frozen}'}"


def reference(scenario: Scenario) -> str:
    """The same without the link."""
    deal = scenario.seeds.deal
    return f"{project.AUTHORS} ({deal.sites_to[:4]}). {project.NAME}: {deal.question} {_edition()}."


def correction(claim_id: str = "") -> str:
    """The address at which a reader can send a correction, with the claim in it.

    >>> correction("seed-004-option").partition("?")[2][:40]
    'title=Correction%3A+seed-004-option&body'
    """
    about = claim_id or "the explorer"
    place = f"\n\nClaim: {claim_id}" if claim_id else ""
    body = f"What is wrong, and where can it be seen?{place}\n\nVersion: {_edition()}"
    return f"{project.REPOSITORY}/issues/new?{urlencode({'title': f'Correction: {about}', 'body': body})}"


def _edition() -> str:
    return (
        f"Version {project.VERSION}, model version {MODEL_VERSION}, "
        f"{load().data_to} ({checksum()[:12]}), {project.DATA_LICENCE['name']}"
    )
