"""Who is there: nobody in particular. No log-in, no cookie; but programs that look at a page are no readers."""

import re
from collections.abc import Mapping

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler


class Visitors(IdentityProvider):
    """Everyone is the same visitor, so nothing has to be kept in a browser (Jupyter's own sets a cookie for each)."""

    def get_user(self, handler: RequestHandler) -> User:
        """The one visitor."""
        return User(username="visitor")


PREVIEWS = ("facebookexternalhit", "LinkedInBot", "Slackbot", "Twitterbot", "WhatsApp", "TelegramBot", "Discordbot")
"""Programs that show a preview where somebody shares a link, and ask robots.txt before."""
ROBOTS = (
    "".join(f"User-agent: {name}\n" for name in PREVIEWS)
    + "Allow: /$\nAllow: /?\nDisallow: /\n\nUser-agent: *\nDisallow: /\n"
)
"""What programs may look at: the start, where they get the static answer, if they say who they are."""
SCRIPTLESS = re.compile(
    # Cubot makes telephones
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|embedly|externalhit|whatsapp|curl/|wget/|scrapy|python-requests|go-http",
    re.IGNORECASE,
)


def runs_no_scripts(headers: Mapping[str, str]) -> bool:
    """Whether a program asks that by its own name runs no scripts, so that a live page would wait for it in vain.

    >>> runs_no_scripts({"User-Agent": "facebookexternalhit/1.1"})
    True
    >>> runs_no_scripts({"User-Agent": "Mozilla/5.0 (Linux; Android 12; CUBOT X50) Chrome/140 Mobile Safari/537.36"})
    False
    """
    return bool(SCRIPTLESS.search(headers.get("User-Agent", "")))


def fetched_ahead(headers: Mapping[str, str]) -> bool:
    """Whether a browser fetches a page that its reader may never open.

    >>> fetched_ahead({"Sec-Purpose": "prefetch;prerender"})
    True
    """
    return headers.get("Sec-Purpose", headers.get("X-Purpose", headers.get("Purpose", ""))).startswith("prefetch")
