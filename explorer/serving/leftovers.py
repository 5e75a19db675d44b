"""Folders for connection files that a server could not remove because it was killed."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import IO

LOCK = "explorer.lock"
PREFIX = "voila_"
"""How Voila names them."""


def hold(folder: Path) -> IO[bytes] | None:
    """Mark a folder as in use for as long as this process runs and keeps what is returned (None: not here)."""
    with contextlib.suppress(ImportError):
        import fcntl

        made = folder / f"{LOCK}.new"
        held = made.open("wb")
        fcntl.flock(held, fcntl.LOCK_EX)
        made.rename(folder / LOCK)  # with its lock: nobody finds it without
        return held
    return None


def sweep(root: Path) -> None:
    """Remove folders of this user that were marked as in use by a process that has ended."""
    for folder in root.glob(f"{PREFIX}*"):
        try:
            import fcntl

            if folder.lstat().st_uid != os.getuid():
                continue
            with (folder / LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
        except (ImportError, OSError):
            continue  # not marked, or in use
