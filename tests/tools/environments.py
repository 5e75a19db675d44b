"""Environments as strangers get them: a copy of the checkout, an empty virtual environment, pip and nothing else."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment, the folder that its commands run in, and a home that began empty."""

    folder: Path
    work: Path
    home: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def variables(self) -> dict[str, str]:
        """The environment variables of a newcomer: no settings of this user, this checkout or this Jupyter."""
        ours = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "PYTHON", "PYTEST", "VIRTUAL_ENV", "VOILA"))
        }
        return ours | {"HOME": str(self.home), "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}

    def run(self, *arguments: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """``python`` with these arguments in the folder; whatever its exit status."""
        command = [str(self.python), *(str(argument) for argument in arguments)]
        return subprocess.run(
            command, cwd=self.work, env=self.variables(), capture_output=True, text=True, timeout=timeout
        )

    def pip(self, *arguments: str | Path) -> None:
        """``pip`` with these arguments; what it said stands in the error if it fails."""
        done = self.run("-m", "pip", "--disable-pip-version-check", "--quiet", *arguments, timeout=600)
        assert done.returncode == 0, f"pip {arguments} failed:\n{done.stdout}\n{done.stderr}"


def copied(checkout: Path, target: Path) -> Path:
    """Copy what git holds or would take in (so nothing that is ignored or built) and return the target."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        source = checkout / name
        if source.is_file():  # one that is deleted but not yet committed so is listed too
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def emptied(folder: Path, work: Path, home: Path, *, version: str | None = None) -> Environment:
    """A new virtual environment, of the Python ``version`` where this machine has one and of our own otherwise."""
    python = next((name for name in (f"python{version}",) if version and works(name)), sys.executable)
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    return Environment(folder, work, home)


def works(python: str) -> bool:
    """Whether a Python of this name can be started and can make an environment."""
    try:
        return subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True).returncode == 0
    except OSError:
        return False
