"""How much memory is left for readers' sessions, on a machine or in a container."""

import os
from pathlib import Path

KERNEL_MB = 150
"""What one session is reckoned with: a kernel of this app holds about 90 MB of its own, and grows in use."""
SPARE_MB = 512
"""What stays for the server itself, the proxy and the system."""

LEAST_MB = 128
"""Where less is left, the largest kernel of a public server ends, before the system ends something else."""
LOOK_S = 0.5
"""How often that is looked at."""
LIMITS = ("memory.max", "memory.high", "memory.limit_in_bytes")
CACHED = ("total_inactive_file", "inactive_file")
USED = ("memory.current", "memory.usage_in_bytes")


def available_mb(root: Path = Path("/")) -> int | None:
    """Memory that programs may still take, in MB: of the machine or of this container, whichever is less.

    None where the system does not say (only Linux does, in two files).
    """
    left = [left for left in (_of_machine(root), _of_container(root)) if left is not None]
    return min(left) if left else None


def sessions(available_mb: int | None) -> int:
    """How many sessions fit into that memory; at least one, and 16 where that is unknown.

    >>> sessions(2048), sessions(100), sessions(None)
    (10, 1, 16)
    """
    return 16 if available_mb is None else max(1, (available_mb - SPARE_MB) // KERNEL_MB)


def preheated(most_sessions: int) -> int:
    """How many kernels to keep ready when that many sessions fit: an eighth of them, one to eight.

    >>> preheated(1), preheated(32), preheated(500)
    (1, 4, 8)
    """
    return min(8, max(1, most_sessions // 8))


def _of_machine(root: Path) -> int | None:
    lines = _lines(root / "proc/meminfo")
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _of_container(root: Path) -> int | None:
    """What the control groups of this process still allow: its own, and each that this one lies in.

    Version 1 has a folder for memory, version 2 one for all. In a container the group's path is often that outside of
    it, so what is not there is skipped. Caches that the system would give back count as free.
    """
    left = []
    for line in _lines(root / "proc/self/cgroup") or ["0::/"]:
        _, kinds, path = [*line.split(":", 2), "", ""][:3]
        if kinds and "memory" not in kinds.split(","):
            continue
        top = root / "sys/fs/cgroup" / kinds
        own = top / path.strip("/")
        for folder in (own, *own.parents):
            limits = [limit for name in LIMITS if (limit := _number(_lines(folder / name))) is not None]
            used = next((used for name in USED if (used := _number(_lines(folder / name))) is not None), None)
            if limits and used is not None:
                stat = {words[0]: words[1:] for line in _lines(folder / "memory.stat") if (words := line.split())}
                cached = next((_number(stat[name]) or 0 for name in CACHED if name in stat), 0)
                left.append(max(0, min(limits) - used + cached) // 2**20)
            if folder == top:
                break
    return min(left, default=None)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("ascii", "replace").splitlines()
    except OSError:
        return []


def _number(words: list[str]) -> int | None:
    """The number that stands there alone; None for "max", for anything else, and for nothing."""
    return int(words[0]) if len(words) == 1 and words[0].strip().isdecimal() else None


def used_mb(pid: int | None) -> float:
    """Memory that a process holds beside what it shares with others through files; 0 where the system does not say."""
    words = _lines(Path(f"/proc/{pid}/statm"))
    if not words:
        return 0
    resident, shared = (int(word) for word in words[0].split()[1:3])
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE") / 2**20
