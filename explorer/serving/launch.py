"""Start the app under Voila, or JupyterLab, on this machine."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import cast

from explorer.serving import files, memory
from explorer.serving.settings import Settings, notebooks_folder, offer_templates


def app(settings: Settings) -> int:
    """Serve the app until interrupted; returns the exit status."""
    open_missing_streams()
    files.raise_limit()
    left = memory.available_mb() if settings.readers is None else None
    wanted = settings.readers
    # what memory allows is worked out once: it is less as soon as the first kernel runs
    settings = replace(settings, readers=settings.most_sessions, preheated=settings.pool)
    say(f"The explorer is at {settings.url} once Voila says that it is running; stop it with Ctrl-C.")
    if settings.public:
        why = f"{left} MB of memory are free" if left else "as asked for"
        if settings.most_sessions == files.sessions(files.limit()) != wanted:
            why = f"this process may open {files.limit()} files; see ulimit -Hn"
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            say("It runs as root, which it has no need of: a user of its own could do less harm.")
        say(
            f"Up to {settings.most_sessions} live pages at a time ({why}); "
            f"{settings.pool} are made ready before readers come."
        )
    leave_out_slow_parser()
    # Importing Voila takes a second, so only when it is asked for.
    from explorer.serving.server import run

    return run(settings)


def leave_out_slow_parser() -> None:
    """Spare this process the import of a parser that nothing here needs.

    jsonschema imports a parser of international addresses if it is there: 1.3 s of each start, for two formats that
    nothing here checks. None in the place of a module is Python's own way to say that there is none.
    """
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))


def open_missing_streams() -> None:
    """Open /dev/null for each standard stream that is closed, so that no socket takes its number."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w"))  # noqa: SIM115


def say(sentence: str) -> None:
    """Print a sentence, if there is anywhere to print it: a full disk under the log is no reason not to serve."""
    try:
        print(sentence, flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 (for as long as the process lasts)


def lab(port: int | None, *, open_browser: bool = True) -> int:
    """Open the notebooks in JupyterLab; returns its exit status."""
    offer_templates()
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={notebooks_folder()}"]
    command += [f"--port={port}"] if port is not None else []
    command += [] if open_browser else ["--no-browser"]
    # Root of a container is the only user there; JupyterLab refuses root unless told.
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return subprocess.call(command)
