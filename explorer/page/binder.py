"""Binder and JupyterHub: where this session comes from, and the address that starts it, or another, anew."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote

OURS = "https://mybinder.org/v2/gh/buildout-explorer/buildout-explorer/main"
PAGE = "voila/render/notebooks/explorer.ipynb"


def home(environment: Mapping[str, str] = os.environ) -> str | None:
    """The address that made this session, on whichever Binder and of whichever copy of the project; None elsewhere.

    >>> home({"BINDER_LAUNCH_HOST": "https://binder.example/", "BINDER_REQUEST": "v2/gh/someone/copy/main"})
    'https://binder.example/v2/gh/someone/copy/main'
    >>> home({}) is None
    True
    """
    address = (
        environment.get("BINDER_LAUNCH_HOST", "").rstrip("/") + "/" + environment.get("BINDER_REQUEST", "").strip("/")
    )
    return address if re.fullmatch(r"https?://[\w.:/-]+/v2/[\w.~%:@/-]+", address, re.ASCII) else None


def starting(query: str = "", *, at: str = OURS) -> str:
    """The address that starts a session and opens the app in it, with the scenario of a query.

    >>> starting("s=1")
    'https://mybinder.org/v2/gh/buildout-explorer/buildout-explorer/main?urlpath=voila%2Frender%2Fnotebooks%2Fexplorer.ipynb%3Fs%3D1'
    """
    return f"{at}?urlpath=" + quote(f"{PAGE}?{query}" if query else PAGE, safe="")


def again(environment: Mapping[str, str] = os.environ) -> str:
    """What leads to the app anew once this session has ended, before its query: on Binder, or on a server of a hub.

    "" elsewhere, where the page itself can be loaded again.

    >>> again({"JUPYTERHUB_SERVICE_PREFIX": "/user/ada/", "JUPYTERHUB_BASE_URL": "/"})
    '/hub/user-redirect/voila/render/notebooks/explorer.ipynb'
    >>> again({})
    ''
    """
    if at := home(environment):
        return starting(at=at)
    if "JUPYTERHUB_SERVICE_PREFIX" not in environment:
        return ""
    base = environment.get("JUPYTERHUB_HOST", "") + environment.get("JUPYTERHUB_BASE_URL", "/")
    known = re.fullmatch(r"(https?://[\w.:-]+)?/([\w.~%@-]+/)*", base, re.ASCII)
    return f"{base}hub/user-redirect/{PAGE}" if known else ""
