"""Start the app under Voila, or JupyterLab, on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from traitlets.config import Config

from explorer.seeds import VARIABLE

PACKAGE = Path(__file__).resolve().parent
# jupyter_core finds Voila templates below each folder of JUPYTER_PATH, so a checkout needs no installed data files.
TEMPLATES = PACKAGE / "ui" / "share"
# Voila loads every lab extension it finds; plotly's alone is 4.8 MB that this page does not use.
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]


def notebooks_folder() -> Path:
    """The notebooks of the checkout, or in an installed wheel those inside the package."""
    checkout = PACKAGE.parent / "notebooks"
    return checkout if (checkout / "explorer.ipynb").is_file() else PACKAGE / "bundled" / "notebooks"


def app(port: int, *, open_browser: bool = False, preheated: int = 1, seeds: Path | None = None) -> int:
    """Serve the app at ``http://localhost:port/`` until interrupted; returns the exit status.

    ``preheated`` kernels have run the page before a reader comes (about 100 MB each); with none, readers wait for one.
    """
    _offer_templates()
    if seeds is not None:
        os.environ[VARIABLE] = str(seeds.resolve())  # the kernels inherit it
    # Importing Voila takes a second, so only when it is asked for.
    from voila.app import Voila

    config = Config()
    config.VoilaConfiguration.template = "explorer"
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.preheat_kernel = preheated > 0
    config.VoilaConfiguration.show_tracebacks = False
    # The first paint holds the answer of our own seeds; a page on others waits for its kernel.
    config.VoilaConfiguration.resources = {"own_seeds": seeds is None}
    config.VoilaKernelManager.kernel_pools_config = {"default": {"pool_size": preheated}}
    config.Voila.open_browser = open_browser
    config.Voila.port_retries = 0
    # A reload leaves its kernel behind (voila#1458), so idle ones are ended after ten minutes.
    config.MappingKernelManager.cull_idle_timeout = 600
    config.MappingKernelManager.cull_interval = 60
    print(
        f"The explorer is at http://localhost:{port}/ once Voila says that it is running; stop it with Ctrl-C.",
        flush=True,
    )
    # Single-notebook mode: the app is at /, nothing else of the folder is served.
    voila = Voila(config=config)
    voila.initialize([str(notebooks_folder() / "explorer.ipynb"), f"--port={port}"])
    voila.start()
    return 0


def lab(port: int | None, *, open_browser: bool = True) -> int:
    """Open the notebooks in JupyterLab; returns its exit status."""
    _offer_templates()
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={notebooks_folder()}"]
    command += [f"--port={port}"] if port is not None else []
    command += [] if open_browser else ["--no-browser"]
    # Root of a container is the only user there; JupyterLab refuses root unless told.
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return subprocess.call(command)


def _offer_templates() -> None:
    paths = [str(TEMPLATES), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(path for path in paths if path)
