"""The page in a web worker of a static site: messages and replies as text."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from explorer.page.page import Page
from explorer.seeds import SEEDS_VARIABLE, own_folder

DEAL = "deal"
"""The folder beside our seeds that holds those of another deal, in a site that shows one: they rest on ours."""


def start(post: Callable[[str], Any]) -> Callable[[str], None]:
    """A page that sends its replies to ``post``; what comes back hears messages.

    >>> said = []
    >>> hear = start(said.append)
    >>> hear('{"kind": "set", "id": 1, "parameter": "openai_share", "part": "slider", "value": 20}')
    >>> json.loads(said[0])["link"]
    's=2~os_p_0.2'
    """
    deal = own_folder().with_name(DEAL)
    if deal.is_dir():
        os.environ[SEEDS_VARIABLE] = str(deal)
    page = Page(lambda reply: post(json.dumps(reply)), pushing=True)
    return lambda text: page.receive(json.loads(text))
