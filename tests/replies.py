"""A page without a browser: what tests of its messages and replies have in common."""

import re
from html import unescape

from explorer.ui.page import Page


def set_share(page: Page, per_cent: str) -> dict:
    """The reply to a reader who moves the share for OpenAI."""
    return page.answer_to({"kind": "set", "parameter": "openai_share", "part": "central", "value": per_cent})


def said(html: str) -> str:
    """The words of some HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
