"""Binder and JupyterHub: where this session comes from, and the address that starts it, or another, anew."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote

OURS = "https://mybinder.org/v2/gh/buildout-explorer/buildout-explorer/main"
PAGE = "voila/render/notebooks/explorer.ipynb"


def starting(query: str = "", *, at: str = OURS) -> str:
    """The address that starts a session and opens the app in it, with the scenario of a query.

    >>> starting("s=1")
    'https://mybinder.org/v2/gh/buildout-explorer/buildout-explorer/main?urlpath=voila%2Frender%2Fnotebooks%2Fexplorer.ipynb%3Fs%3D1'
    """
    return f"{at}?urlpath=" + quote(f"{PAGE}?{query}" if query else PAGE, safe="")


def again(environment: Mapping[str, str] = os.environ) -> str:
    """The beginning of the address that starts this session anew, behind which the query of a scenario comes.

    On any Binder, of any copy of the project, the query is quoted, being part of ``urlpath``; on a JupyterHub it leads
    to the reader's own server, started if need be. "" where no hub made the session.

    >>> again({"BINDER_LAUNCH_HOST": "https://binder.example/", "BINDER_REQUEST": "v2/gh/someone/copy/main"})
    'https://binder.example/v2/gh/someone/copy/main?urlpath=voila%2Frender%2Fnotebooks%2Fexplorer.ipynb%3F'
    >>> again({"JUPYTERHUB_SERVICE_PREFIX": "/user/ada/", "JUPYTERHUB_BASE_URL": "/"})
    '/hub/user-redirect/voila/render/notebooks/explorer.ipynb?'
    >>> again({})
    ''
    """
    launcher, request = environment.get("BINDER_LAUNCH_HOST", ""), environment.get("BINDER_REQUEST", "")
    binder = f"{launcher.rstrip('/')}/{request.strip('/')}"
    if re.fullmatch(r"https?://[\w.:/-]+/v2/[\w.~%:@/-]+", binder, re.ASCII):
        return starting(at=binder) + "%3F"
    base = environment.get("JUPYTERHUB_HOST", "") + environment.get("JUPYTERHUB_BASE_URL", "/")
    hub = "JUPYTERHUB_SERVICE_PREFIX" in environment
    if hub and re.fullmatch(r"(https?://[\w.:-]+)?/([\w.~%@-]+/)*", base, re.ASCII):
        return f"{base}hub/user-redirect/{PAGE}?"
    return ""
