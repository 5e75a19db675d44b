"""Who is there: nobody in particular. No log-in, no cookie."""

from __future__ import annotations

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler


class Visitors(IdentityProvider):
    """Everyone is the same visitor, so nothing has to be kept in a browser (Jupyter's own sets a cookie for each)."""

    def get_user(self, handler: RequestHandler) -> User:
        """The one visitor."""
        return User(username="visitor")

    def get_handlers(self) -> list[tuple[str, object]]:
        """No log-in and no log-out."""
        return []
