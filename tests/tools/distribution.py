"""The sdist and the wheel, the same bytes wherever a commit is built with the pinned tools (``make dist``)."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

TARGET = Path("dist")

# Python 3.11 has the filter only from its fourth release on; Debian 12 has the second.
SAFE: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def built(source: Path, target: Path, seconds: int) -> dict[str, str]:
    """Build ``source`` into ``target`` with the hatchling of this environment; the SHA-256 of each file by its name.

    ``seconds`` since 1970 is the time that every file inside gets (SOURCE_DATE_EPOCH), whenever it was written here.
    """
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(target.resolve())]
    settings = os.environ | {"SOURCE_DATE_EPOCH": str(seconds)}
    subprocess.run(command, cwd=source, env=settings, check=True, timeout=300, stdout=subprocess.DEVNULL)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(target.iterdir())}


def unpacked(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist; the one folder that it holds."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, **SAFE)
    (top,) = folder.iterdir()
    return top


def main() -> int:
    """Build the last commit, build what came out once more from its sdist, and compare."""

    def git(*arguments: str) -> bytes:
        return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout

    if git("status", "--porcelain"):
        print("There are changes that are not committed: what is built is the last commit.", file=sys.stderr)
    work = Path("build/dist")
    for folder in (work, TARGET):
        shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(fileobj=io.BytesIO(git("archive", "--format=tar", "HEAD"))) as archive:
        archive.extractall(work / "commit", **SAFE)
    seconds = int(git("log", "-1", "--format=%ct"))
    once = built(work / "commit", TARGET, seconds)
    (sdist,) = TARGET.glob("*.tar.gz")
    again = built(unpacked(sdist, work / "sdist"), work / "again", seconds)
    lines = "".join(f"{digest}  {name}\n" for name, digest in once.items())
    print(lines, end="")
    if again != once:
        print(f"A second build, from the sdist, differs: {again}", file=sys.stderr)
        return 1
    (TARGET / "SHA256SUMS").write_text(lines, "utf-8")
    print(f"Built twice with the same bytes, from the commit and from the sdist: {TARGET}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
