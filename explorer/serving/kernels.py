"""The kernels: how many may run, what they know, and when each of them ends."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath

from explorer.serving import files, memory
from explorer.serving.channel import Channel
from explorer.serving.settings import MAKING_S, Settings

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Many readers share few cores: a kernel that computes on all of them takes turns with itself."""
HERE = ApiPath("")
"""Kernels start in the folder of the notebooks."""
START = "import runpy, sys; sys.modules['debugpy'] = None; runpy.run_module('ipykernel_launcher', run_name='__main__')"
"""ipykernel without the debugger: a fifth of its start and of its memory, for what no page asks."""
LOOK_S = 0.2
"""How often a kernel that is to be kept ready looks whether there is room for it."""
AFTER_FAULT_S = 10


class OwnPython(KernelSpecManager):
    """The kernel of the app: the Python that serves it, whatever a user of this machine calls "python3"."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """How it is started."""
        argv = [sys.executable, "-c", START, "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=kernel_name, language="python")


class Kernels(AsyncMappingKernelManager):
    """Kernels that end with their page. Voila makes of this class its own, which keeps some ready.

    A kernel is *kept* while it waits for a reader. Handed to one, it ends when no script of the page joins it within
    ``arriving_s``, when its connection is lost for ``lost_s``, when the page says good-bye, on a public server when it
    hears nothing for ``idle_s``, or as the largest when memory runs short. The times are counted, not read from a clock
    that may be set.
    """

    chosen = Settings()
    # of the class that Voila makes of this one
    notebook_path: str
    fill_if_needed: Callable[..., None]
    _pools: dict[str, list[asyncio.Task[dict[str, Any]]]]
    _notebook_renderer_factory: Callable[[str], Any]

    def __init__(self, **kwargs: Any) -> None:
        self.turns = asyncio.Semaphore(os.cpu_count() or 1)  # pages made at a time; more would all be late
        self.starting = 0  # places taken by kernels that are not yet among those that run
        self.kept: set[str] = set()
        self.due: dict[str, float] = {}  # until when each page has used up its share of messages
        self.closing = False
        self._relieving: asyncio.TimerHandle | None = None
        self._deadlines: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        super().__init__(**kwargs)

    # ------------------------------------------------------------------------------------------------------- beginning
    def room(self) -> bool:
        """Whether one more kernel may start: by number, and by the memory and the files that are left now."""
        left = memory.available_mb()
        files_left = files.left() - files.A_SESSION * self.starting
        return (
            len(self.list_kernel_ids()) + self.starting < self.chosen.most_sessions
            and (left is None or left > 2 * memory.KERNEL_MB)
            and files_left > files.SPARE + files.A_SESSION
        )

    @contextlib.contextmanager
    def place(self):
        """Hold the place of a kernel that is about to start."""
        self.starting += 1
        try:
            yield
        finally:
            self.starting -= 1

    def ready(self, notebook: str) -> bool:
        """Whether a page of that notebook is kept: one that is made, or one that is begun where there is no room."""
        pool = self._pools.get(notebook, [])
        pool.sort(key=lambda one: (not _made(one), not one.done()))  # Voila takes the first
        return bool(pool) and (_made(pool[0]) or (not self.room() and pool[0].done() and not pool[0].exception()))

    def preheated(self, notebook: str) -> int:
        """How many pages of that notebook are made and wait for a reader."""
        return sum(map(_made, self._pools.get(notebook, [])))

    async def start_kernel(self, *, env: Mapping[str, str] | None = None, **_: Any) -> str:
        """Start a kernel that knows nothing of any visitor.

        One that is to be kept waits for room, and until no reader waits for theirs. It must not fail: Voila would
        stumble over its place at each end of another.
        """
        if (env or {}).get("VOILA_PREHEAT") != "True":
            kernel_id = await self._started()
            self._end_within(kernel_id, MAKING_S)
            return kernel_id
        while not self.closing:
            if not self.turns.locked() and self.room():
                try:
                    with self.place():
                        kernel_id = await self._started()
                    self.kept.add(kernel_id)
                    return kernel_id
                except Exception:
                    self.log.exception("A page could not be made ready")
                    await asyncio.sleep(AFTER_FAULT_S)
            await asyncio.sleep(LOOK_S)
        raise RuntimeError("the server stops")

    async def _started(self) -> str:
        # a home that cannot be written to is no obstacle, and none is littered
        env = dict.fromkeys(ONE_THREAD, "1") | os.environ | {"IPYTHONDIR": self.connection_dir}
        quiet = ["--HistoryManager.enabled=False"]
        kernel_id = await super().start_kernel(kernel_name="python3", path=HERE, env=env, extra_arguments=quiet)
        self._limit_memory(kernel_id)
        if self.chosen.public and self._relieving is None:
            self.relieve()
        return kernel_id

    def _limit_memory(self, kernel_id: str) -> None:
        """A kernel that a visitor fills ends itself, and not the machine (only Linux limits a running process)."""
        with contextlib.suppress(ImportError, AttributeError, OSError):
            import resource

            pid = self._pid(kernel_id)
            most = self.chosen.kernel_mb * 2**20
            if pid:
                resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))

    def _pid(self, kernel_id: str) -> int | None:
        return getattr(self.get_kernel(kernel_id).provisioner, "pid", None)

    def relieve(self) -> None:
        """End the largest kernel where memory runs short, so that nobody can fill the machine; look again soon.

        Sessions are reckoned with what readers need. Whoever fills theirs on purpose, or many at a time, loses them
        first: all others are smaller.
        """
        self._relieving = asyncio.get_running_loop().call_later(memory.LOOK_S, self.relieve)
        left = memory.available_mb()
        if self._kernel_connections and left is not None and left < memory.LEAST_MB:
            largest = max(self._kernel_connections, key=lambda kernel_id: memory.used_mb(self._pid(kernel_id)))
            self.log.warning("%d MB of memory are left: the largest kernel ends", left)
            self.end(largest)

    # ----------------------------------------------------------------------------------------------------- with a page
    def hand_out(self, kernel_id: str) -> None:
        """The page of this kernel goes to a reader, whose browser has ``arriving_s`` to join it, if it has not yet."""
        self.kept.discard(kernel_id)
        if self._kernel_connections.get(kernel_id) == 0:
            self._end_within(kernel_id, self.chosen.arriving_s)

    def used(self, kernel_id: str) -> None:
        """A page has connected, or has sent a message."""
        self._end_within(kernel_id, self.chosen.idle_s if self.chosen.public else 0)

    def notify_connect(self, kernel_id: str) -> None:
        """A page has connected."""
        super().notify_connect(kernel_id)
        self.used(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page has lost its connection, or was closed without a good-bye."""
        super().notify_disconnect(kernel_id)
        if self._kernel_connections.get(kernel_id) == 0:
            self._end_within(kernel_id, self.chosen.lost_s)

    @property
    def connected(self) -> int:
        """Kernels with a page at the other end."""
        return sum(1 for count in self._kernel_connections.values() if count > 0)

    # ------------------------------------------------------------------------------------------------------------- end
    def _end_within(self, kernel_id: str, seconds: float) -> None:
        """End a kernel so much later, and not when it was to end before; 0: not by time."""
        if deadline := self._deadlines.pop(kernel_id, None):
            deadline.cancel()
        if seconds:
            self._deadlines[kernel_id] = asyncio.get_running_loop().call_later(seconds, self.end, kernel_id)

    def end(self, kernel_id: str) -> None:
        """End a kernel soon, if it still runs."""
        if self._kernel_connections.pop(kernel_id, None) is not None:
            task = asyncio.ensure_future(self.shutdown_kernel(kernel_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def shutdown_kernel(self, kernel_id: str, now: bool = True, restart: bool = False) -> None:
        """End a kernel at once (it holds nothing worth a farewell) and tell its pages; keep another in its place."""
        self._end_within(kernel_id, 0)
        # A page says good-bye and closes its connection in the same moment. Jupyter would begin to keep messages of a
        # kernel that it has stopped to look after, and with them four sockets for good.
        self._kernel_connections.pop(kernel_id, None)
        try:
            for channel in Channel.of(kernel_id):
                channel.say_dead()
        except Exception:
            self.log.exception("A page was not told that its kernel ends")
        try:
            await super()._async_shutdown_kernel(kernel_id, now=True, restart=restart)
        finally:
            self.due.pop(kernel_id, None)
            if kernel_id in self.kept:
                self.kept.discard(kernel_id)
                self.fill_if_needed(notebook_name=self.notebook_path)

    async def close(self) -> None:
        """End all. What is being started is started, since a kernel that has not yet begun cannot be ended."""
        self.closing = True
        if begun := [*chain(*self._pools.values())]:
            await asyncio.wait(begun, timeout=AFTER_FAULT_S)
        self._pools.clear()
        self.kept.clear()
        await self.shutdown_all(now=True)

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Clean up after a kernel that died, which Jupyter does not."""
        self.log.warning("Kernel %s died", kernel_id)
        self.end(kernel_id)


def _made(one: asyncio.Future[dict[str, Any]]) -> bool:
    """Whether a page that Voila keeps is made to its end."""
    return one.done() and not one.exception() and one.result()["task"].done()
