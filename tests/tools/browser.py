"""The one place that knows where the browsers and fonts of the tests are, or how to get them.

``python -m tests.tools.browser`` prints the path of a Chromium that starts, installing one if there is none: Chromium
or Chrome on the PATH, else Debian's package where we are root, else Playwright's own download. Then it does the same
for what `EXTRAS` names, and says in a line what is not to be had, and so not tested. ``make test`` runs it first; the
tests themselves only ever look.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from explorer.site.card import BROWSERS

LIVE = "[data-explorer-live]"
"""The page once its controls answer."""
TITLE = '[data-text="hero-title"]'
"""What the page says first of the share."""
SHARE = ".ctl input[data-share][type=text]"
"""The share as a number."""

ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # a container's root has no user namespace to sandbox in
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # the first two are pages of the browser's own, loaded anew with each window; the others are of Playwright's list,
    # whose place this one takes
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding",
)

MISSING = (
    "No browser for the tests: put chromium or google-chrome on the PATH, "
    "or run 'python -m playwright install chromium' where there is a network."
)

# Asked in a process of its own, since Playwright cannot be started a second time where it already runs.
ASK_PLAYWRIGHT = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(getattr(playwright, sys.argv[1]).executable_path)
"""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

# The settings of the system, but of all its fonts those of one folder.
FONTS_ALONE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
</fontconfig>
"""

PATIENCE = 900  # seconds for one command that installs


class NoBrowserError(RuntimeError):
    """There is no Chromium or Chrome that starts; the message says what to do."""


def starts(path: str | Path, says: str = "Chrom") -> bool:
    """Whether the program at ``path`` runs at all: Ubuntu's ``chromium`` may be a stub that only points to a snap."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and says in answer.stdout


def on_path(names: Iterable[str] = BROWSERS, says: str = "Chrom") -> str | None:
    """The first of some programs on the PATH that starts."""
    found = (shutil.which(name) for name in names)
    return next((path for path in found if path and starts(path, says)), None)


def of_playwright(engine: str = "chromium") -> str | None:
    """The browser that Playwright has downloaded, if it has; a Chromium only if it starts."""
    ask = [sys.executable, "-c", ASK_PLAYWRIGHT, engine]
    path = subprocess.run(ask, capture_output=True, text=True).stdout.strip()
    return path if path and (starts(path) if engine == "chromium" else Path(path).exists()) else None


def find() -> str:
    """Path of a browser that starts; raises :class:`NoBrowserError` if there is none."""
    path = on_path() or of_playwright()
    if path is None:
        raise NoBrowserError(MISSING)
    return path


# --- what is tested too where it can be had
def firefox() -> str | None:
    """Firefox as a system has it; Ubuntu's is a snap, which sees no profile of ours."""
    path = on_path(("firefox-esr", "firefox"), "Firefox")
    return None if path is None or b"/snap/" in Path(path).resolve().read_bytes()[:5_000] else path


def webkit() -> str | None:
    """The driver of WebKitGTK, where there is a screen of our own for its browser to draw on."""
    return shutil.which("WebKitWebDriver") if shutil.which("Xvfb") else None


def font(file: str) -> str | None:
    """The folder with that font file."""
    places = (Path(place).expanduser() for place in FONT_FOLDERS)
    return next((str(path.parent) for place in places for path in sorted(place.rglob(file))), None)


@dataclass(frozen=True, slots=True)
class Extra:
    """What the tests take where it can be had: how it is found, and in which packages of Debian it is."""

    find: Callable[[], str | None]
    packages: tuple[str, ...]
    engine: str = ""  # what Playwright calls its own download of it

    def found(self) -> str | None:
        """Where it is, be it Playwright's."""
        return self.find() or (of_playwright(self.engine) if self.engine else None)


EXTRAS = {
    "Firefox": Extra(firefox, ("firefox-esr",), "firefox"),
    "WebKit": Extra(webkit, ("webkit2gtk-driver", "xvfb"), "webkit"),
    "DejaVu fonts": Extra(partial(font, "DejaVuSans.ttf"), ("fonts-dejavu-core",)),
    "Liberation fonts": Extra(partial(font, "LiberationSans-Regular.ttf"), ("fonts-liberation",)),
}


def fonts_alone(name: str, folder: Path) -> dict[str, str | float | bool] | None:
    """The environment of a browser that finds these fonts and no others; None where they are not there."""
    fonts = EXTRAS[f"{name} fonts"].find()
    if fonts is None:
        return None
    settings = folder / f"{name}.conf"
    settings.write_text(FONTS_ALONE.format(fonts=fonts, cache=folder / "cache"), "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}


# --- installing
def debian_root() -> bool:
    """Whether we may install Debian's package: Ubuntu's package of that name is only a pointer to a snap."""
    release = Path("/etc/os-release")
    return os.geteuid() == 0 and release.exists() and "ID=debian" in release.read_text("utf-8").splitlines()


def ran(*command: str) -> bool:
    """Whether a command that installs succeeded; it reports on stderr, since our stdout carries a path and no more."""
    try:
        return subprocess.run(command, stdout=sys.stderr, timeout=PATIENCE).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def installed_by_debian(*packages: str) -> bool:
    """Whether Debian's packages are there now."""
    waiting = ("-o", "DPkg::Lock::Timeout=300")  # for another that installs
    return (
        debian_root()
        and ran("apt-get", "update")
        and ran("apt-get", "install", *waiting, "-y", "--no-install-recommends", *packages)
    )


def installed_by_playwright(engine: str) -> bool:
    """Whether Playwright has downloaded that engine."""
    return ran(sys.executable, "-m", "playwright", "install", engine)


def install() -> str:
    """Install a browser in the first way that works and return its path; raises :class:`NoBrowserError`."""
    for done in (partial(installed_by_debian, "chromium"), partial(installed_by_playwright, "chromium")):
        if done() and (path := on_path() or of_playwright()):
            return path
    raise NoBrowserError(MISSING)


def missing_extras() -> list[str]:
    """Install what `EXTRAS` names as far as that can be done here; a line for each that is not to be had."""
    missing = [extra for extra in EXTRAS.values() if not extra.found()]
    if missing:
        installed_by_debian(*(package for extra in missing for package in extra.packages))
    for extra in missing:
        if extra.engine and not extra.found():
            installed_by_playwright(extra.engine)
    return [without(name) for name, extra in EXTRAS.items() if not extra.found()]


def without(name: str) -> str:
    """What is said where something is not to be had."""
    return f"Without {name}: not here and not to be installed ({', '.join(EXTRAS[name].packages)} of Debian)."


def opened(page: Page, url: str) -> Page:
    """The page at ``url`` once it is live."""
    page.goto(url)
    page.wait_for_selector(LIVE, timeout=90_000)
    return page


def main() -> int:
    """Print the path of a browser, installed if need be; one sentence and status 1 if that fails."""
    try:
        print(on_path() or of_playwright() or install())
    except NoBrowserError as fault:
        print(fault, file=sys.stderr)
        return 1
    for line in missing_extras():
        print(line, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
