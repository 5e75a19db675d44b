"""What can be chosen about the server, and what Voila and Jupyter are told, each with its reason."""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config

from explorer import project
from explorer.page import first_paint
from explorer.serving import files, log, memory

PACKAGE = Path(__file__).resolve().parent.parent
# jupyter_core finds Voila templates below each folder of JUPYTER_PATH, so a checkout needs no installed data files.
TEMPLATES = PACKAGE / "page" / "share"
APP = "explorer.ipynb"
MAKING_S = 120
"""For a page to be made, its kernel's start and all its cells."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve. Times are in seconds, memory in MB.

    public : serve publicly: limits that follow from the memory, an access log, sessions ended when nobody uses them.
    preheated : kernels that have run the page before a reader comes; None: one, or by memory where public.
    readers : sessions at a time, preheated kernels among them; None: by memory.
    embed_from : origins whose pages may show the app in a frame, beside our own.
    prefix : the path under which a web server before this one shows the app, and which it takes off.
    arriving_s : how long a page that was sent may take until a script of it joins its kernel: who runs no scripts holds
        a place no longer. What comes before that script is 300 kB; at 400 kbit/s, the slowest that browsers' own tools
        call a network, that is 6 s.
    lost_s : how long a kernel outlives its lost connection. The page joins again every 15 s, so that a cut of two
        minutes is survived.
    idle_s : public only: without a message from its reader for so long, a kernel is ended, connected or not: a
        forgotten tab stays connected for days.
    kernel_mb : most data memory of one kernel (Linux); it runs in 200 to 330.

    >>> Settings(readers=40).most_sessions
    40
    """

    port: int = 8866
    address: str = "localhost"
    public: bool = False
    preheated: int | None = None
    readers: int | None = None
    embed_from: tuple[str, ...] = ()
    prefix: str = "/"
    seeds: Path | None = None
    open_browser: bool = False
    arriving_s: float = 30
    lost_s: float = 150
    idle_s: float = 1800
    kernel_mb: int = 1024

    @property
    def most_sessions(self) -> int:
        """Sessions at a time: as asked for or as memory allows, and in no case more than there are files for."""
        wanted = self.readers
        if wanted is None:
            wanted = memory.sessions(memory.available_mb())
        return min(wanted, files.sessions(files.limit()))

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the app.

        >>> Settings(address="::1").url, Settings(address="0.0.0.0").url
        ('http://[::1]:8866/', 'http://localhost:8866/')
        """
        host = "localhost" if self.address in ("", "0.0.0.0", "::") else self.address
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    @property
    def pool(self) -> int:
        """Kernels to keep ready, as asked for or as memory allows."""
        if self.preheated is not None:
            return min(self.preheated, self.most_sessions)
        return memory.preheated(self.most_sessions) if self.public else 1


def notebooks_folder() -> Path:
    """The notebooks of the checkout, or in an installed wheel those inside the package."""
    checkout = PACKAGE.parent / "notebooks"
    return checkout if (checkout / APP).is_file() else PACKAGE / "bundled" / "notebooks"


def offer_templates() -> None:
    """Let Voila and JupyterLab find our template, and the first paint that is part of it."""
    paths = [TEMPLATES, first_paint.cached_folder(), os.environ.get("JUPYTER_PATH")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(str(path) for path in paths if path)


def config(settings: Settings) -> Config:
    """The configuration of Voila and of the Jupyter parts that it is made of."""
    made = Config()
    voila = made.VoilaConfiguration
    voila.template = "explorer"
    # ?template= and ?theme= would render other templates, each in a kernel of its own.
    voila.allow_template_override = voila.allow_theme_override = "NOTEBOOK"
    voila.multi_kernel_manager_class = "explorer.serving.kernels.Kernels"
    voila.kernel_spec_manager_class = "explorer.serving.kernels.OwnPython"
    voila.preheat_kernel = True
    voila.default_pool_size = settings.pool
    voila.http_keep_alive_timeout = 2 * MAKING_S  # what it would send is a script that our policy does not know
    voila.show_tracebacks = False
    voila.strip_sources = True
    voila.resources = {"app_url": "../", "site": "" if settings.seeds else project.SITE}
    made.VoilaExecutor.cell_error_instruction = "Something went wrong on our side; reload the page, or come back later."
    made.Application.log_format = log.FORMAT
    # What other packages say comes as the same lines to the same place.
    others = {"level": "WARNING", "handlers": ["console"]}
    made.Application.logging_config = {"loggers": {"Server": {"propagate": False}, "": others}}
    made.Voila.base_url, made.Voila.server_url = settings.prefix, "/"
    made.Voila.root_dir = str(notebooks_folder())
    made.Voila.ip = settings.address
    made.Voila.custom_display_url = settings.url
    made.Voila.port = settings.port
    made.Voila.open_browser = settings.open_browser
    made.Voila.port_retries = 0
    made.Voila.kernel_websocket_connection_class = "explorer.serving.channel.Channel"
    made.Voila.identity_provider_class = "explorer.serving.visitors.Visitors"
    # A kernel that died is blank when started again: its page would look alive and answer nothing.
    made.KernelRestarter.restart_limit = 0
    made.KernelRestarter.time_to_dead = 2.0
    if sys.platform == "linux" and len(tempfile.gettempdir()) < 40:
        # Through files and not ports: no two kernels can take the same one, no other user can listen. Their paths must
        # be shorter than 108 characters.
        made.KernelManager.transport = "ipc"
    return made
