"""What a browser is told it may do with our pages."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?P<of>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
DATA = re.compile(r"""\btype=["'](?!text/javascript|module)""")
"""Script elements of other types are data."""


def script_hashes(page: str) -> list[str]:
    """The scripts written into a page, as a content security policy names them.

    >>> script_hashes("<script>go()</script><script src='a.js'></script>")
    ["'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"]
    """
    texts = (script["text"] for script in SCRIPT.finditer(page) if not DATA.search(script["of"]))
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return sorted({f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests})


def policy(scripts: Iterable[str] = (), embed_from: Iterable[str] = ()) -> str:
    """The content security policy of a page whose inline scripts have those hashes.

    ``blob:`` is how a page runs its widgets' script, which arrives over the websocket. Styles are set inline by plotly
    and by our pages, and a style cannot run anything.
    """
    allowed = {
        "default-src": ["'none'"],
        "script-src": ["'self'", "blob:", *scripts] if scripts else ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'", *embed_from],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in allowed.items())


def headers(embed_from: Iterable[str] = ()) -> Mapping[str, str]:
    """The headers of every answer; pages with inline scripts replace the policy by their own."""
    return {
        "Content-Security-Policy": policy(embed_from=embed_from),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        # An address holds the scenario of its reader: no other site is told.
        "Referrer-Policy": "same-origin",
        "Server": "explorer",
        "X-Content-Type-Options": "nosniff",
    }
