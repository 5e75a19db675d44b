"""Kernels that are forked: whose child they are, what they share and what not, and what happens without the parent."""

import os
import signal
import sys
from collections.abc import Iterator
from subprocess import Popen

import psutil
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from explorer.scenario import Scenario
from explorer.serving import forking
from explorer.serving.settings import can_fork
from tests.tools.readers import Reader, headline, health, said, until
from tests.tools.servers import alive, family, kernel_processes, public

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only"),
]


def fork_server(server: Popen) -> psutil.Process:
    """The process that the kernels of a server are forked from."""
    children = psutil.Process(server.pid).children()  # forked kernels are its grandchildren, of the same command line
    (found,) = [member for member in children if "explorer.serving.forkserver" in member.cmdline()]
    return found


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[KernelManager]]:
    """Jupyter's own manager of kernels, which asks our provisioner."""
    factory = forking.KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", factory.default_provisioner_name)
    monkeypatch.setattr(factory, "provisioners", dict(factory.provisioners))
    monkeypatch.setattr(forking.ForkedProvisioner, "server", forking.ForkServer())
    forking.offer()
    yield KernelManager
    forking.ForkedProvisioner.server.stop()


def printed(client: BlockingKernelClient, code: str) -> str:
    said: list[str] = []
    client.execute_interactive(
        code, timeout=60, output_hook=lambda message: said.append(message["content"].get("text", ""))
    )
    return "".join(said).strip()


def test_forked_kernels_share_what_nobody_changes_and_no_chance_and_are_interrupted_and_ended(manager):
    kernels = [manager(transport="ipc"), manager(transport="ipc")]
    code = "import random, sys, uuid; print(random.random(), uuid.uuid4().hex, 'explorer.page.page' in sys.modules)"
    found = []
    for kernel in kernels:
        kernel.start_kernel()
        client = kernel.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        found.append(printed(client, code).split())
        client.execute("while True: pass")
        until(lambda client=client: client.get_iopub_msg(timeout=10)["msg_type"] == "execute_input")
        kernel.interrupt_kernel()
        reply = client.get_shell_msg(timeout=30)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        client.stop_channels()
    (one, first, warm), (other, second, _) = found
    assert one != other
    assert first != second
    assert warm == "True"
    processes = [psutil.Process(kernel.provisioner.pid) for kernel in kernels]  # type: ignore[union-attr]
    assert processes[0].ppid() == processes[1].ppid() != os.getpid()
    kernels[0].shutdown_kernel(now=True)
    assert not alive(processes[0])
    assert alive(processes[1])
    kernels[1].shutdown_kernel()  # asked, not killed
    assert not alive(processes[1])


def test_when_the_fork_server_dies_sessions_go_on_and_when_the_server_dies_nothing_outlives_it(tmp_path):
    log = tmp_path / "log.txt"
    with public(log, preheated=0) as (url, server):
        first = Reader(url).join()
        assert said(first.open()) == headline(Scenario())
        (kernel,) = kernel_processes(server)
        assert kernel.name() == f"kernel-{first.kernel_id[:8]}"
        parent = fork_server(server)
        assert kernel.ppid() == parent.pid
        parent.kill()
        until(lambda: not alive(parent))

        second = Reader(url).join()  # started as Jupyter does
        assert said(second.open()) == said(first.open())
        assert log.read_text().count("could not be forked") == 1
        third = Reader(url).join()  # from a new fork server
        assert said(third.share("25")) == headline(Scenario(openai_share=0.25))
        assert fork_server(server).pid != parent.pid
        assert log.read_text().count("could not be forked") == 1
        assert said(first.share("30")) == said(third.share("30"))
        assert [reader.leave() for reader in (first, second, third)] == [204] * 3
        until(lambda: health(url)["kernels"] == 0)
        until(lambda: not alive(kernel))

        last = Reader(url)
        members = family(server)
        assert len(members) >= 3  # itself, the fork server, a kernel
        server.send_signal(signal.SIGKILL)
        until(lambda: not any(map(alive, members)), 20)
        last.stack.close()


def test_a_fork_server_that_cannot_start_is_not_tried_for_ever(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    server = forking.ForkServer()
    request = {"argv": [], "env": {}, "cwd": "", "name": "kernel-none"}
    said = []
    for _ in range(forking.MOST_FAILURES + 1):
        with pytest.raises(forking.NoFork) as fault:
            server.fork(request)
        said.append(str(fault.value))
    assert said[-1] == "it failed before"
    assert "it failed before" not in said[:-1]
