"""The one place that knows where a Chromium for the browser tests is, or how to get one.

``python -m tests.browser`` prints the path of a browser that starts, installing one if there is none:
Chromium or Chrome on the PATH, else Debian's package where we are root, else Playwright's own download.
``make test`` runs it before the tests; the tests themselves only ever look (:func:`find`).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

LIVE = "[data-explorer-live]"
"""The page once its controls answer."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # a container's root has no user namespace to sandbox in
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = (
    "No browser for the tests: put chromium or google-chrome on the PATH, "
    "or run 'python -m playwright install chromium' where there is a network."
)

# Asked in a process of its own, since Playwright cannot be started a second time where it already runs.
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class NoBrowser(RuntimeError):
    """There is no Chromium or Chrome that starts; the message says what to do."""


def starts(path: str | Path) -> bool:
    """Whether the program at ``path`` runs at all: Ubuntu's ``chromium`` may be a stub that only points to a snap."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and ("Chrom" in answer.stdout)


def on_path() -> str | None:
    """The first Chromium or Chrome on the PATH that starts."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and starts(path)), None)


def of_playwright() -> str | None:
    """The Chromium that Playwright has downloaded, if it has and if it starts."""
    path = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True).stdout.strip()
    return path if path and starts(path) else None


def find() -> str:
    """Path of a browser that starts; raises :class:`NoBrowser` if there is none."""
    path = on_path() or of_playwright()
    if path is None:
        raise NoBrowser(MISSING)
    return path


def debian_root() -> bool:
    """Whether we may install Debian's package: Ubuntu's package of that name is only a pointer to a snap."""
    release = Path("/etc/os-release")
    return os.geteuid() == 0 and release.exists() and "ID=debian" in release.read_text("utf-8").splitlines()


def install() -> str:
    """Install a browser in the first way that works and return its path; raises :class:`NoBrowser`."""
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if debian_root():
        ways.insert(0, [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]])
    for commands in ways:
        # apt and Playwright report on stdout; ours carries the path and nothing else
        if all(subprocess.run(command, stdout=sys.stderr).returncode == 0 for command in commands):
            path = on_path() or of_playwright()
            if path:
                return path
    raise NoBrowser(MISSING)


def opened(page: Page, url: str) -> Page:
    """The page at ``url`` once it is live."""
    page.goto(url)
    page.wait_for_selector(LIVE, timeout=90_000)
    return page


def main() -> int:
    """Print the path of a browser, installed if need be; one sentence and status 1 if that fails."""
    try:
        print(on_path() or of_playwright() or install())
    except NoBrowser as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
