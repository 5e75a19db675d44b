"""Environments as strangers get them: a copy of the checkout, and an empty virtual environment to install into."""

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

    def install(self, *arguments: str | Path) -> None:
        """Install with uv, whose files and cache are those of `make`, or as `make` does with pip where uv cannot."""
        asked = [str(argument) for argument in arguments]
        uv, settings = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"), None
        if uv:
            settings = os.environ | {"UV_DEFAULT_INDEX": os.environ.get("UV_DEFAULT_INDEX") or index()}
            command = [uv, "pip", "install", "--quiet", "--python", str(self.python), *asked]
            done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=600)
            if done.returncode == 0:
                return
        self.pip("install", *asked)

    def pip(self, *arguments: str | Path) -> None:
        """Our own ``pip`` at work there; what it said stands in the error if it fails."""
        command = [sys.executable, "-m", "pip", "--python", str(self.python), "--disable-pip-version-check", "--quiet"]
        command += [str(argument) for argument in arguments]
        settings = self.variables()
        done = subprocess.run(command, cwd=self.work, env=settings, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, f"pip {arguments} failed:\n{done.stdout}\n{done.stderr}"


def index() -> str:
    """The address of the index that pip is set to ask; nothing where that is pip's own."""
    ask = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    return os.environ.get("PIP_INDEX_URL") or subprocess.run(ask, capture_output=True, text=True).stdout.strip()


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


def emptied(folder: Path, work: Path, home: Path) -> Environment:
    """A new virtual environment, of the Python that runs this, with pip alone."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    made = Environment(folder, work, home)
    made.install("pip")  # which uv has in a tenth of the time that Python's own way takes
    return made
