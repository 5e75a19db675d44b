"""The explorer under JupyterHub: after the log-in each reader gets a Jupyter server of their own that opens at the app.

For a machine on which readers have accounts: ``jupyterhub -f docs/examples/jupyterhub_config.py``; docs/hub.md says
what has to be installed. Who may log in is for you to say: ``c.JupyterHub.authenticator_class`` and
``c.Authenticator.allowed_users``.
"""

import os
import sys
from pathlib import Path

c = get_config()  # type: ignore[name-defined] # noqa: F821 (JupyterHub puts it there)

# The checkout that this file lies in; every reader must be able to read it, none to write to it.
CHECKOUT = Path(__file__).resolve().parents[2]
IDLE_S = int(os.environ.get("EXPLORER_IDLE_S", "1800"))
"""Without a change from its reader for so long a page's kernel is ended, and so is a server."""
MEMORY_MB = 1024
"""Most that a reader may take; one with one page takes about a fifth of it (docs/hub.md)."""
SERVERS = 100
"""At a time; by memory, as the sizing table of docs/hub.md has it."""

# The address of the app is that of Binder, so that links lead to the same place on both. A link for others on this hub:
# /hub/user-redirect/voila/render/notebooks/explorer.ipynb?s=...
c.Spawner.notebook_dir = str(CHECKOUT)
c.Spawner.default_url = "/voila/render/notebooks/explorer.ipynb"
# Readers share the cores: a kernel that computes on all of them takes turns with itself.
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

# Spawners that make containers or systemd units hold a reader to this. Processes without either can only be limited
# one by one: that is what prlimit (of util-linux) does, for the server and, since they inherit it, for each kernel.
c.Spawner.mem_limit = f"{MEMORY_MB}M"
c.Spawner.cmd = ["prlimit", f"--data={MEMORY_MB * 2**20}", "jupyterhub-singleuser"]

# A forgotten tab stays connected for days: what counts is what its reader did. The page says that it is cut off, and
# keeps its link. Servers and proxy tell the hub of activity every five minutes: a shorter idle time would be a guess.
c.Spawner.args = [
    f"--MappingKernelManager.cull_idle_timeout={IDLE_S}",
    f"--MappingKernelManager.cull_interval={max(1, min(60, IDLE_S // 4))}",
    "--MappingKernelManager.cull_connected=True",
    # A server on which nothing runs and of which nobody asks anything ends itself, even if the hub is gone.
    f"--ServerApp.shutdown_no_activity_timeout={2 * IDLE_S}",
]

# The hub's own part: at most so many servers, few of them started at once, and idle ones stopped.
c.JupyterHub.active_server_limit = SERVERS
c.JupyterHub.concurrent_spawn_limit = 2 * (os.cpu_count() or 1)
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={IDLE_S}",
            f"--cull-every={max(1, min(60, IDLE_S // 4))}",
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
