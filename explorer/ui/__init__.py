"""The page: one `State`, one widget that shows it, and the parts of it that other notebooks use."""

from explorer.ui import panels
from explorer.ui.app import app

__all__ = ["app", "panels"]
