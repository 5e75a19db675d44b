"""Kernels that are forked and not started: a page then costs a fifth of the processor time, and less memory."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from explorer.serving.kernels import ONE_THREAD

NAME = "explorer-forked"
LAUNCHER = "ipykernel_launcher"
PATIENCE_S = 60.0
"""For a fork; the first waits until the fork server has made ready, about a second on an idle machine."""
MOST_FAILURES = 3
"""In a row: then kernels are started from the beginning for good."""


class NoFork(RuntimeError):
    """A kernel could not be forked; the message says why."""


class Forked:
    """A forked kernel, with what a provisioner asks of `subprocess.Popen`.

    It is no child of this process, so it is known by a descriptor, which no other process can take over as it could
    a number. How it ended cannot be asked: -1 stands for every way.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = descriptor

    def poll(self, timeout_ms: float | None = 0) -> int | None:
        """-1 once it has ended, None while it runs."""
        if self.returncode is None:
            ended = select.poll()
            ended.register(self._descriptor, select.POLLIN)
            if ended.poll(timeout_ms):
                self.returncode = -1
                os.close(self._descriptor)
        return self.returncode

    def wait(self) -> int | None:
        """-1, once it has ended."""
        return self.poll(None)

    def send_signal(self, signum: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._descriptor, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class ForkServer:
    """The process that kernels are forked from; started when it is first asked, and anew after it died."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None
        self._failures = 0

    def start(self) -> socket.socket:
        """Start it if it does not run; it makes ready by itself."""
        if self._requests is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                command = [sys.executable, "-m", "explorer.serving.forkserver", str(theirs.fileno())]
                self._process = subprocess.Popen(
                    command,
                    env=dict.fromkeys(ONE_THREAD, "1") | os.environ,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is for the server
                )
            ours.settimeout(PATIENCE_S)
            self._requests = ours
        return self._requests

    def fork(self, request: dict[str, Any]) -> Forked:
        """A kernel with that command line, environment and folder; raises `NoFork`. Blocks until it is there."""
        with self._asking:
            if self._failures >= MOST_FAILURES:
                raise NoFork("it failed before")
            try:
                requests = self.start()
                requests.send(json.dumps(request).encode())
                answer, descriptors, _, _ = socket.recv_fds(requests, 64, 1)
                if not descriptors:
                    raise NoFork("the process to fork from has ended")
            except (OSError, NoFork) as fault:
                self._failures += 1
                self.stop()
                raise NoFork(str(fault) or type(fault).__name__) from fault
            self._failures = 0
            return Forked(int(answer), descriptors[0])

    def stop(self) -> None:
        """End it. Kernels that it has forked live on."""
        if self._requests is not None:
            self._requests.close()
            self._requests = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class ForkedProvisioner(LocalProvisioner):
    """Forks a kernel; where that cannot be done, it starts as Jupyter starts one."""

    server = ForkServer()

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork, and say so in the log where that failed."""
        if LAUNCHER in cmd:
            env = kwargs.get("env") or dict(os.environ)
            argv = cmd[cmd.index(LAUNCHER) + 1 :]
            name = f"kernel-{self.kernel_id[:8]}"  # the system keeps 15 characters
            request = {"argv": argv, "env": env, "cwd": str(kwargs.get("cwd") or ""), "name": name}
            try:
                self.process = await asyncio.get_running_loop().run_in_executor(None, self.server.fork, request)
            except NoFork as fault:
                self.log.warning("A kernel could not be forked (%s); it is started from the beginning", fault)
            else:
                self.pid = self.process.pid  # and no group of processes: it starts none
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)


def offer() -> None:
    """From here on kernels of this process are forked; their parent begins to make ready."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:ForkedProvisioner", factory.GROUP_NAME)
    factory.default_provisioner_name = NAME
    ForkedProvisioner.server.start()
