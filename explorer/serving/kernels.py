"""The kernels: how many may run, what they know, and when each of them ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Float, Integer

from explorer.serving import files, memory

if TYPE_CHECKING:
    from explorer.serving.channel import Channel

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Many readers share few cores: a kernel that computes on all of them takes turns with itself."""


class Kernels(AsyncMappingKernelManager):
    """Kernels that end with their page.

    A kernel is *kept* while it waits for a reader. Handed to one, it ends when no script of the page asks for it within
    ``arriving_s``, when the page does not connect within ``opening_s`` after that, when its connection is lost for
    ``lost_s``, when the page says good-bye, when it is culled, or as the largest when memory runs short.
    """

    arriving_s = Float(30, config=True, help="seconds until a script of the page must have asked for its kernel")
    opening_s = Float(120, config=True, help="seconds that a page may take to connect")
    lost_s = Float(150, config=True, help="seconds that a kernel outlives its connection")
    kernel_mb = Integer(1024, config=True, help="most data memory of a kernel, in MB; 0: no limit")
    least_mb = Integer(0, config=True, help="MB of memory below which the largest kernel ends; 0: never")
    most_sessions = Integer(16, config=True, help="kernels that may run at a time")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.turns = asyncio.Semaphore(os.cpu_count() or 1)  # starts at a time; more would all be late
        self.starting = 0  # places taken by kernels that are not yet among those that run
        self.kept: set[str] = set()
        self.channels: dict[str, set[Channel]] = {}
        self.on_end: list[Callable[[str], None]] = []
        self.due: dict[str, float] = {}  # until when each page has used up its share of messages
        self._ending: set[str] = set()
        self._unseen: set[str] = set()  # no script of their page has asked for them yet
        self._clocks = time.time() - time.monotonic()
        self._relieving: asyncio.TimerHandle | None = None
        self._deadlines: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    # ------------------------------------------------------------------------------------------------------- beginning
    @property
    def taken(self) -> int:
        """Kernels that run or are about to."""
        return len(self.list_kernel_ids()) + self.starting

    def room(self) -> bool:
        """Whether one more kernel may start: by number, and by the memory and the files that are left now."""
        left = memory.available_mb()
        files_left = files.left() - files.A_SESSION * self.starting
        return (
            self.taken < self.most_sessions
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

    async def begin(self) -> str:
        """Start a kernel that knows nothing of any visitor; it is kept until it is handed out."""
        folder = getattr(self.parent, "connection_dir", None) or None
        env = dict.fromkeys(ONE_THREAD, "1") | os.environ | {"VOILA_PREHEAT": "False"}
        if folder:
            env["IPYTHONDIR"] = folder  # a home that cannot be written to is no obstacle, and none is littered
        kernel_id = await self.start_kernel(
            kernel_name="python3", path="", env=env, extra_arguments=["--HistoryManager.enabled=False"]
        )
        self.kept.add(kernel_id)
        self._limit_memory(kernel_id)
        if self.least_mb and self._relieving is None:
            self.relieve()
        return kernel_id

    def _limit_memory(self, kernel_id: str) -> None:
        """A kernel that a visitor fills ends itself, and not the machine (only Linux limits a running process)."""
        with contextlib.suppress(ImportError, AttributeError, OSError):
            import resource

            pid = self._pid(kernel_id)
            if pid and self.kernel_mb:
                resource.prlimit(pid, resource.RLIMIT_DATA, (self.kernel_mb * 2**20, self.kernel_mb * 2**20))

    def _pid(self, kernel_id: str) -> int | None:
        return getattr(self.get_kernel(kernel_id).provisioner, "pid", None)

    def relieve(self) -> None:
        """End the largest kernel where memory runs short, so that nobody can fill the machine; look again soon.

        Sessions are reckoned with what readers need. Whoever fills theirs on purpose, or many at a time, loses them
        first: all others are smaller.
        """
        self._relieving = asyncio.get_running_loop().call_later(memory.LOOK_S, self.relieve)
        left = memory.available_mb()
        running = [kernel_id for kernel_id in self.list_kernel_ids() if kernel_id not in self._ending]
        if running and left is not None and left < self.least_mb:
            largest = max(running, key=lambda kernel_id: memory.used_mb(self._pid(kernel_id)))
            self.log.warning("%d MB of memory are left: the largest kernel ends", left)
            self.end(largest)

    def hand_out(self, kernel_id: str) -> None:
        """The page of this kernel goes to a reader, whose browser now has ``arriving_s`` to ask for it."""
        self.kept.discard(kernel_id)
        self.get_kernel(kernel_id).last_activity = datetime.now(UTC)  # type: ignore[attr-defined]
        if not self._kernel_connections.get(kernel_id):
            self._unseen.add(kernel_id)
            self._end_within(kernel_id, self.arriving_s)

    def seen(self, kernel_id: str) -> None:
        """A script of the page asks for its kernel: a browser has it, and may need ``opening_s`` for all the rest."""
        if kernel_id in self._unseen:
            self._unseen.discard(kernel_id)
            self._end_within(kernel_id, self.opening_s)

    # ------------------------------------------------------------------------------------------------------- connection
    def notify_connect(self, kernel_id: str) -> None:
        """A page has connected."""
        super().notify_connect(kernel_id)
        self._unseen.discard(kernel_id)
        self._forget_deadline(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page has lost its connection, or was closed without a good-bye."""
        super().notify_disconnect(kernel_id)
        if kernel_id in self and not self._kernel_connections.get(kernel_id):
            self._end_within(kernel_id, self.lost_s)

    @property
    def connected(self) -> int:
        """Kernels with a page at the other end."""
        return sum(1 for count in self._kernel_connections.values() if count > 0)

    # ------------------------------------------------------------------------------------------------------------- end
    def _end_within(self, kernel_id: str, seconds: float) -> None:
        self._forget_deadline(kernel_id)
        loop = asyncio.get_running_loop()
        self._deadlines[kernel_id] = loop.call_later(seconds, self.end, kernel_id)

    def _forget_deadline(self, kernel_id: str) -> None:
        deadline = self._deadlines.pop(kernel_id, None)
        if deadline is not None:
            deadline.cancel()

    def end(self, kernel_id: str) -> None:
        """End a kernel soon, if it still runs."""
        if kernel_id in self and kernel_id not in self._ending:
            self._ending.add(kernel_id)
            task = asyncio.ensure_future(self.shutdown_kernel(kernel_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def shutdown_kernel(self, kernel_id: str, now: bool = True, restart: bool = False) -> None:
        """End a kernel at once (it holds nothing worth a farewell) and tell its pages."""
        self._forget_deadline(kernel_id)
        self._ending.add(kernel_id)
        self.kept.discard(kernel_id)
        self._unseen.discard(kernel_id)
        try:
            for channel in self.channels.pop(kernel_id, set()).copy():
                channel.say_dead()
        except Exception:
            self.log.exception("A page was not told that its kernel ends")
        try:
            await super()._async_shutdown_kernel(kernel_id, now=True, restart=restart)
        finally:
            self.due.pop(kernel_id, None)
            self._ending.discard(kernel_id)
            for tell in self.on_end:
                tell(kernel_id)

    def start_buffering(self, kernel_id: str, session_key: str, channels: dict[str, Any]) -> None:
        """Keep what a page misses while its connection is lost, but not where its kernel is ending.

        A page says good-bye and closes its connection in the same moment. Jupyter would begin to keep messages of a
        kernel that it has stopped to look after, and with them four sockets for good.
        """
        if kernel_id not in self._ending:
            super().start_buffering(kernel_id, session_key, channels)
            return
        for stream in channels.values():
            stream.close()

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """A kernel ended by itself: clean up after it (Jupyter only strikes it off)."""
        self.log.warning("Kernel %s died", kernel_id)
        self.end(kernel_id)

    async def cull_kernels(self) -> None:
        """End what nobody uses. Times of use are times of day: where that clock was set, they are moved with it."""
        clocks = time.time() - time.monotonic()
        if abs(clocks - self._clocks) > 1:
            for kernel_id in self.list_kernel_ids():
                self.get_kernel(kernel_id).last_activity += timedelta(seconds=clocks - self._clocks)  # type: ignore[attr-defined]
        self._clocks = clocks
        await super().cull_kernels()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """A kernel that waits for a reader is idle by intent."""
        if kernel_id not in self.kept:
            await super().cull_kernel_if_idle(kernel_id)
