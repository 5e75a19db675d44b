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


def user_redirect(environment: Mapping[str, str] = os.environ) -> str:
    """The address that leads each reader of a JupyterHub to the app on a server of their own, started if need be.

    "" elsewhere.

    >>> user_redirect({"JUPYTERHUB_SERVICE_PREFIX": "/user/ada/", "JUPYTERHUB_BASE_URL": "/"})
    '/hub/user-redirect/voila/render/notebooks/explorer.ipynb'
    >>> user_redirect({})
    ''
    """
    if "JUPYTERHUB_SERVICE_PREFIX" not in environment:
        return ""
    base = environment.get("JUPYTERHUB_HOST", "") + environment.get("JUPYTERHUB_BASE_URL", "/")
    known = re.fullmatch(r"(https?://[\w.:-]+)?/([\w.~%@-]+/)*", base, re.ASCII)
    return f"{base}hub/user-redirect/{PAGE}" if known else ""


def again(environment: Mapping[str, str] = os.environ) -> str:
    """The beginning of the address that starts this session anew, behind which the query of a scenario comes.

    The query is to be quoted where it stands within ``urlpath``. "" where no hub made the session.

    >>> again({"BINDER_LAUNCH_HOST": "https://binder.example/", "BINDER_REQUEST": "v2/gh/someone/copy/main"})
    'https://binder.example/v2/gh/someone/copy/main?urlpath=voila%2Frender%2Fnotebooks%2Fexplorer.ipynb%3F'
    >>> again({})
    ''
    """
    if at := home(environment):
        return starting(at=at) + "%3F"
    back = user_redirect(environment)
    return f"{back}?" if back else ""
