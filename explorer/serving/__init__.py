"""The server of the app: the app at ``/``, the question notebooks beside it, and nothing else of this machine."""
