"""How much memory is left for readers' sessions, on a machine or in a container."""

from __future__ import annotations

from pathlib import Path

KERNEL_MB = 150
"""What one session is reckoned with: a kernel of this app holds about 90 MB of its own, and grows in use."""
FORKED_MB = 80
"""And where kernels are forked: 34 MB of its own at first, 36 after a hundred changes, 76 after every question."""
SPARE_MB = 512
"""What stays for the server itself, the proxy and the system."""


def available_mb(root: Path = Path("/")) -> int | None:
    """Memory that programs may still take, in MB: of the machine or of this container, whichever is less.

    None where the system does not say (only Linux does, in two files).
    """
    left = [left for left in (_of_machine(root), _of_container(root)) if left is not None]
    return min(left) if left else None


def sessions(available_mb: int | None, *, forked: bool = False) -> int:
    """How many sessions fit into that memory; at least one, and 16 where that is unknown.

    >>> sessions(2048), sessions(2048, forked=True), sessions(100), sessions(None)
    (10, 19, 1, 16)
    """
    return 16 if available_mb is None else max(1, (available_mb - SPARE_MB) // (FORKED_MB if forked else KERNEL_MB))


def preheated(most_sessions: int) -> int:
    """How many kernels to keep ready when that many sessions fit: an eighth of them, one to eight.

    >>> preheated(1), preheated(32), preheated(500)
    (1, 4, 8)
    """
    return min(8, max(1, most_sessions // 8))


def _of_machine(root: Path) -> int | None:
    try:
        lines = (root / "proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _of_container(root: Path) -> int | None:
    """What a control group (version 2) still allows; caches that the kernel would give back count as free."""
    folder = root / "sys/fs/cgroup"
    try:
        most, used = ((folder / name).read_text("ascii").strip() for name in ("memory.max", "memory.current"))
        cached = [
            line.split()[1]
            for line in (folder / "memory.stat").read_text("ascii").splitlines()
            if line.startswith("inactive_file ")
        ]
    except OSError:
        return None
    if most == "max":
        return None
    return max(0, int(most) - int(used) + sum(map(int, cached))) // 2**20
