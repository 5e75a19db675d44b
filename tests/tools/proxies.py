"""What may stand between a reader and the server: nginx with our site file, and a wire that can be cut."""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.tools.servers import answers, free_port, stop

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def nginx(site: Path, folder: Path, behind: str) -> Generator[str]:
    """nginx with a site file whose ports and folders are ours; the address that it listens on."""
    assert NGINX
    port = free_port()
    text = site.read_text("utf-8")
    for theirs, ours in (
        ("127.0.0.1:8866", re.sub(r"https?://|/$", "", behind)),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/var/cache/nginx/explorer", f"{folder}/cache"),
        ("/var/log/nginx", str(folder)),
    ):
        assert theirs in text
        text = text.replace(theirs, ours)
    (folder / "site.conf").write_text(text, "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/start.log; events {{}} "
        f"http {{ {temporary} include site.conf; }}"
    )
    # root's workers would be another user, who may not enter a test's folder
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    process = subprocess.Popen([NGINX, "-e", f"{folder}/start.log", "-p", folder, "-c", folder / "nginx.conf", *user])
    try:
        url, deadline = f"http://127.0.0.1:{port}/", time.monotonic() + 30
        while not answers(url + "health"):
            assert process.poll() is None, (folder / "start.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield url
    finally:
        stop(process)


class Wire:
    """Passes every connection on to a server, until it is cut; while it is, nothing gets through.

    ``changed`` is what a proxy does to requests: pairs of what it replaces, and by what.
    """

    def __init__(self, behind: str, *changed: tuple[bytes, bytes]) -> None:
        self.changed = changed
        host, _, port = re.sub(r"https?://|/$", "", behind).partition(":")
        self.behind = (host, int(port))
        self.whole = True
        self.ends: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all connections and take no new ones."""
        self.whole = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Take connections again."""
        self.whole = True

    def close(self) -> None:
        """The end of the test."""
        self.cut()
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if not self.whole:
                    near.close()
                    continue
                far = socket.create_connection(self.behind)
                self.ends += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                for old, new in self.changed:
                    content = content.replace(old, new)
                target.sendall(content)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
