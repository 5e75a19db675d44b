"""The command line: ``explorer app | lab | check | verify | new-source | export | answer | report``.

Exit status: 0 it worked, 1 what was asked for is not in order (faults in the seeds, a claim that is not found), 2 the
command itself cannot be carried out (a taken port, a folder that is not there). Each failure is one sentence on stderr.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import socket
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from explorer import project
from explorer.errors import ExplorerError, harmless

LONGEST_TRAIL = 20_000_000
"""Bytes; a trail has a few hundred thousand."""
MOST_SHOWN = 40
"""Places of a trail that are printed."""


class CommandError(ExplorerError):
    """A command cannot be carried out; the message is the sentence that the reader sees."""


def say(*lines: object, to: TextIO | None = None) -> None:
    """Print lines, with what would steer the terminal spelt out: they may hold names out of a file."""
    for line in lines:
        print("\n".join(map(harmless, str(line).split("\n"))), file=to)


def port(text: str) -> int:
    """A TCP port as typed, 1 to 65535.

    >>> port("8866")
    8866
    """
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number between 1 and 65535")
    return int(text)


def kernels(text: str) -> int:
    """How many kernels to keep ready, 0 to 64.

    >>> kernels("2")
    2
    """
    if not (text.isascii() and text.isdecimal()) or int(text) > 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of kernels between 0 and 64")
    return int(text)


def readers(text: str) -> int:
    """How many live pages at a time, 1 to 10000.

    >>> readers("40")
    40
    """
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of live pages between 1 and 10000")
    return int(text)


def embedder(text: str) -> str:
    """The origin of a page that may show the app in a frame.

    >>> embedder("https://news.example")
    'https://news.example'
    """
    from explorer.serving.settings import origin

    try:
        return origin(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from fault


def free(port: int, address: str = "127.0.0.1") -> None:
    """Refuse an address that is none of this machine, and a port of it that another program already listens on."""
    try:
        places = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        places = []
    here = [bindable(*place) for place in places]
    if not any(here):
        raise CommandError(f"{address!r} is no address of this machine; choose localhost, or 0.0.0.0 for all it has")


def bindable(family: int, kind: int, _protocol: int, _name: str, place: Any) -> bool:
    """Whether a server may listen there; False where the machine has no such address. Refuses a port that is taken."""
    try:
        with socket.socket(family, kind) as probe:
            # as a server would: a port that only waits for its last connections to time out counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except PermissionError as fault:
        raise CommandError(f"port {place[1]} may be used by the administrator only; choose one above 1023") from fault
    except OSError as fault:
        if fault.errno != errno.EADDRINUSE:
            return False
        raise CommandError(f"port {place[1]} is taken by another program; choose another one") from fault
    return True


def app(options: argparse.Namespace) -> int:
    """Serve the app until it is interrupted."""
    from explorer.serving import launch

    free(options.port, options.address)
    if options.seeds is not None:
        from explorer import seeds

        seeds.load(options.seeds)  # a fault is said here, and not on the page
    return launch.app(
        launch.Settings(
            port=options.port,
            address=options.address,
            public=options.public,
            preheated=options.preheated,
            readers=options.readers,
            forked=options.forked,
            embed_from=tuple(options.embed_from),
            seeds=options.seeds,
            open_browser=options.browser and not options.public,
        )
    )


def lab(options: argparse.Namespace) -> int:
    """Open the notebooks in JupyterLab."""
    from explorer.serving import launch

    if options.port is not None:
        free(options.port)
    return launch.lab(options.port, open_browser=options.browser)


def check(options: argparse.Namespace) -> int:
    """Print every fault of a seeds folder, or what it holds if there is none."""
    from explorer import seeds
    from explorer.formatting import plural

    faults = seeds.check(options.seeds)
    say(*faults)
    if faults:
        say(plural(len(faults), "fault", "faults"), to=sys.stderr)
        return 1
    loaded = seeds.load(options.seeds)
    sources, all_claims = (
        plural(len(loaded.sources), "source", "sources"),
        plural(len(loaded.claims), "claim", "claims"),
    )
    say(f"No fault found in {sources} and {all_claims}.")
    documents = [source for source in loaded.sources.values() if source.tier == "seed"]
    say("Claims for each source document:" if documents else "Claims for each source:")
    claims = Counter(claim.source_id for claim in loaded.claims.values())
    for source in documents or loaded.sources.values():
        say(f"  {source.source_id}  {claims[source.source_id]:4d}  {source.publisher}")
    return 0


def verify(options: argparse.Namespace) -> int:
    """Print, claim by claim, what stands in the documents that they were read from; or where a trail does not hold."""
    from explorer.documents import verification
    from explorer.formatting import plural

    if (options.trail is None) == (options.documents is None):
        raise CommandError("name one thing to verify: the file of a trail, or --documents DIR for the claims")
    if options.trail is not None:
        return verify_trail(options.trail)
    report = verification.verify(options.documents, seeds=options.seeds)
    if not report.documents:
        raise CommandError("none of the sources of these seeds names a document")
    for document in report.documents:
        say(f"{document.document}: {document.state} ({verification.STATES[document.state]})")
        for claim in report.claims:
            if claim.source_id == document.source_id:
                say(f"  {claim}")
    counts = ", ".join(f"{count} {verdict}" for verdict, count in report.counts.items())
    say(f"{plural(len(report.claims), 'claim', 'claims')}: {counts}")
    return 0 if report.sound else 1


def verify_trail(path: Path) -> int:
    """Print each place where the file of a trail differs from what follows from its link, or that there is none."""
    from explorer.formatting import plural
    from explorer.ui import run_record

    try:
        if path.exists() and not path.is_file():
            raise CommandError(f"{path} is no file")  # and reading what is none may never end
        with path.open("rb") as file:
            text = file.read(LONGEST_TRAIL).decode("utf-8")
    except OSError as fault:
        raise CommandError(f"{path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise CommandError(f"{path} is no trail: it is not text") from fault
    found = run_record.check_trail(text)
    say(*found[:MOST_SHOWN])
    if found:
        say(f"{plural(len(found), 'place differs', 'places differ')} from what was computed.", to=sys.stderr)
        return 1
    say("The trail holds: assumptions, claims and results are those that follow from its link.")
    return 0


def new_source(options: argparse.Namespace) -> int:
    """Write a stub for a source and its first claim."""
    from explorer.seeds import newsource

    try:
        say(*newsource.new_source(options.source_id, seeds=options.seeds))
    except OSError as fault:
        raise CommandError(f"{options.seeds} cannot be written: {fault.strerror}") from fault
    say("Fill in what is empty there, then: explorer check" + (f" --seeds {options.seeds}" if options.seeds else ""))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write every dataset as CSV and as JSON with a description of both, or the whole explorer as a static site."""
    folder = options.site or options.folder
    if folder is None or (options.site and options.folder):
        raise CommandError("name one folder: DIR for the data alone, --site DIR for the whole explorer")
    if options.site and options.seeds:
        raise CommandError("the site is that of our own seeds; --seeds goes with the data alone")
    try:
        say(*_exported(options))
    except OSError as fault:
        raise CommandError(f"{folder} cannot be written: {fault.strerror}") from fault
    return 0


def _exported(options: argparse.Namespace) -> list[Path]:
    if options.site:
        from explorer.site import write_site

        return write_site(options.site, live=options.live, force=options.force)
    from explorer.datasets.export import write_all

    return write_all(options.folder, seeds=options.seeds, force=options.force)


def answer(options: argparse.Namespace) -> int:
    """Print the answer of the default scenario, or of the scenario in a link; what to know about it goes to stderr."""
    from explorer import scenario
    from explorer.analysis.answer import answer as answered
    from explorer.scenario import consistency, links
    from explorer.ui import sentences

    asked, notices = links.read_link(options.link) if options.link else (scenario.Scenario(), ())
    say(*notices, *consistency.notices(asked), to=sys.stderr)
    found = answered(asked)
    say(sentences.headline(found), sentences.consequence(found))
    return 0


def report(options: argparse.Namespace) -> int:
    """Write the report of a scenario as one HTML file."""
    from explorer import scenario
    from explorer.scenario import links
    from explorer.ui.report import report as written

    asked, notices = links.read_link(options.link) if options.link else (scenario.Scenario(), ())
    say(*notices, to=sys.stderr)
    try:
        options.out.write_text(written(asked, page_url=options.app), "utf-8")
    except OSError as fault:
        raise CommandError(f"{options.out} cannot be written: {fault.strerror}") from fault
    say(options.out)
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="explorer", description=f"{project.QUESTION} Claims, model and app.")
    top.add_argument("--version", action="version", version=f"explorer {project.VERSION}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    for name, run, text, default in (
        ("app", app, "Serve the app and print its address.", 8866),
        ("lab", lab, "Open the notebooks in JupyterLab.", None),
    ):
        one = command(name, run, text)
        one.add_argument("--port", type=port, default=default, help="TCP port (default: %(default)s)")
        one.add_argument("--no-browser", dest="browser", action="store_false", help="do not open a browser window")
    add_seeds(commands.choices["app"])
    add_serving(commands.choices["app"])

    one = command("check", check, "Check the curated data and name every fault.")
    add_seeds(one)

    one = command("verify", verify, "Verify a trail, or find each claim's figures in its document.")
    one.add_argument("trail", type=Path, metavar="FILE", nargs="?", help="the trail of a scenario, as the app saves it")
    one.add_argument("--documents", type=Path, metavar="DIR", help="the folder that holds the documents")
    add_seeds(one)

    one = command("new-source", new_source, "Write a commented stub for a source and its first claim.")
    one.add_argument("source_id", metavar="ID", help="what the source is to be called: small letters, digits and - _ .")
    add_seeds(one)

    one = command("export", export, "Write every dataset as CSV and JSON, or the whole explorer as a static site.")
    one.add_argument("folder", type=Path, metavar="DIR", nargs="?", help="where to write the data; made if need be")
    one.add_argument("--site", type=Path, metavar="DIR", help="write the static site here instead, with the data in it")
    one.add_argument("--force", action="store_true", help="write into a folder that holds other files, too")
    one.add_argument("--live", metavar="URL", default="", help="address of an app that the site links to")
    add_seeds(one)

    one = command("answer", answer, "Print the answer in words.")
    one.add_argument("--link", help="an address of the app, or its scenario part (default: the default scenario)")

    one = command("report", report, "Write the report of a scenario as one HTML file that needs no server.")
    one.add_argument(
        "link", nargs="?", help="an address of the app, or its scenario part (default: the default scenario)"
    )
    one.add_argument("--out", type=Path, metavar="FILE", default=Path("report.html"), help="default: %(default)s")
    one.add_argument("--app", metavar="URL", default="", help="address of an app that the report links to")
    return top


def add_serving(command: argparse.ArgumentParser) -> None:
    """The options of a server for others (docs/serving.md)."""
    command.add_argument(
        "--preheated",
        type=kernels,
        help="kernels that run the page before a reader comes (default: 1; with --public as memory allows)",
    )
    command.add_argument("--public", action="store_true", help="serve strangers: limits by memory, access log")
    command.add_argument("--readers", type=readers, help="live pages at a time (default: as memory allows)")
    command.add_argument(
        "--no-fork",
        dest="forked",
        action="store_false",
        help="with --public: start each kernel from the beginning, and do not fork it (slower, and takes more memory)",
    )
    command.add_argument("--address", default="localhost", help="address to listen on (default: %(default)s)")
    command.add_argument(
        "--embed-from",
        type=embedder,
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages of this origin show the app in a frame (may be given again)",
    )


def add_seeds(command: argparse.ArgumentParser) -> None:
    """The option that names another folder of curated data."""
    command.add_argument("--seeds", type=Path, metavar="DIR", help="another folder of curated data of the same shape")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):  # what a terminal has no letters for is spelt
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        status = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except ExplorerError as fault:
        say(f"explorer {options.command}: {fault}", to=sys.stderr)
        return 2
    except BrokenPipeError:  # nobody reads on, as behind "| head"; Python must not try again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
