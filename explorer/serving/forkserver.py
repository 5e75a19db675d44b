"""The process that kernels are forked from: it has imported and worked out all that no reader changes.

Run by the server (`forking.py`) with one end of a socket pair: for each request it forks a child, which becomes a
kernel, and answers with the child's id and a descriptor of it. It knows no reader, so neither does a child at first.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from explorer.page.widget import app

MOST_BYTES = 2**20
"""Of a request: one datagram, which holds the environment of a kernel."""
IMPORTED = (
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "explorer.evidence.agreement",
    "explorer.charts.agreement",
    "explorer.page.panels",
)
"""What a kernel imports when it starts, or a question notebook when it asks. Not plotly: it looks for a kernel then."""
OPTIONS = (
    # No watch of its own over its parent: that would end it with the fork server, of which it has no further need.
    "--IPKernelApp.parent_handle=1",
    # What ipywidgets does when a kernel imports it: here it was imported before there was one.
    "--IPKernelApp.extra_extensions=ipywidgets",
)
OPEN = {"kind": "open", "search": ""}


def warm() -> None:
    """Import what pages need, and answer as at the starting point: what is read or computed for that is kept."""
    # 6 MB and half of a kernel's start, for debugging requests, which no page may send.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    for name in IMPORTED:
        importlib.import_module(name)
    page = app()
    for narrow in (True, False):
        page.page.receive({**OPEN, "narrow": narrow})
        page.page.finish()
    page.close()
    del page
    gc.collect()
    gc.freeze()  # a collection in a child would write to every object that it looks at, and so copy it
    if threading.active_count() > 1:
        raise RuntimeError("a process with several threads cannot be forked safely")


def serve(requests: socket.socket) -> None:
    """Fork a kernel for each request, until the server closes its end; in a child, be that kernel."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here asks how a child ended, so none is left as a zombie
    server = os.pidfd_open(os.getppid())
    while request := requests.recv(MOST_BYTES):
        pid = os.fork()
        if pid == 0:
            requests.close()
            become(json.loads(request), server)
            return
        child = os.pidfd_open(pid)
        socket.send_fds(requests, [str(pid).encode()], [child])
        os.close(child)


def become(request: dict[str, Any], server: int) -> None:
    """Be the kernel that was asked for, until it ends or the server does."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["env"])
    if request["cwd"]:
        os.chdir(request["cwd"])
    with suppress(OSError):
        Path("/proc/self/comm").write_text(request["name"])  # what ps and top show
    threading.Thread(target=_end_with, args=(server,), daemon=True).start()
    IPKernelApp.launch_instance([*request["argv"], *OPTIONS])


def _end_with(server: int) -> None:
    ended = select.poll()
    ended.register(server, select.POLLIN)
    ended.poll()
    os._exit(1)


if __name__ == "__main__":
    warm()
    serve(socket.socket(fileno=int(sys.argv[1])))
