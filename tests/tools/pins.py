"""Read the lists of pinned packages that ``make pins`` writes."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of a package, the environments that want it (a marker; none: all), and its files' SHA-256."""

    name: str
    version: str
    marker: str
    hashes: frozenset[str]


PIN = re.compile(
    r"(?P<name>[a-z0-9.-]+)==(?P<version>[\w.]+)(?: ; (?P<marker>[^#]+?))?(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)


def pins(path: Path) -> list[Pin]:
    """Every pin of a list, in its order; a line that is neither a pin with hashes nor a comment is an error."""
    found = []
    for line in re.sub(r" *\\\n *", " ", path.read_text("utf-8")).splitlines():
        if line.startswith("#"):
            continue
        match = PIN.fullmatch(line)
        if match is None:
            raise ValueError(f"{path}: not a pin with hashes: {line[:80]}")
        hashes = frozenset(re.findall(r"[0-9a-f]{64}", match["hashes"]))
        found.append(Pin(match["name"], match["version"], match["marker"] or "", hashes))
    return found
