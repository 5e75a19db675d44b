"""The server of the app: the app at ``/``, the question notebooks beside it, and nothing else of this machine."""

from explorer.serving.settings import Settings

__all__ = ["Settings", "serve"]


def serve(settings: Settings) -> int:
    """Serve until interrupted; returns the exit status."""
    # Importing Voila takes a second, so only when it is asked for.
    from explorer.serving.server import run

    return run(settings)
