"""The command line: ``explorer app | lab | check | verify | new-source | export | answer | brief``.

Exit status: 0 it worked, 1 what was asked for is not in order (faults in the seeds, a claim that is not found), 2 the
command itself cannot be carried out (a taken port, a folder that is not there). Each failure is one sentence on stderr.
What a command needs is imported when it runs; its docstring is its help.
"""

from __future__ import annotations

import argparse
import errno
import importlib.util
import io
import os
import re
import socket
import sys
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from explorer import project
from explorer.errors import ExplorerError, terminal_safe

if TYPE_CHECKING:
    from explorer.page.view import View

LONGEST_TRAIL = 20_000_000
"""Bytes; a trail has a few hundred thousand."""
MOST_SHOWN = 40
"""Places of a trail that are printed."""
APP = ("ipykernel", "jupyterlab", "voila")
"""What the extra ``app`` brings and a server cannot do without."""


class CommandError(ExplorerError):
    """A command cannot be carried out; the message is the sentence that the reader sees."""


def say(*lines: object, to: TextIO | None = None) -> None:
    """Print lines, with what would steer the terminal spelt out: they may hold names out of a file."""
    for line in lines:
        try:
            print("\n".join(map(terminal_safe, str(line).split("\n"))), file=to, flush=True)
        except BrokenPipeError:
            raise
        except OSError as fault:
            drop_stdout()
            raise CommandError(f"standard output cannot be written: {fault.strerror}") from fault


def drop_stdout() -> None:
    """Redirect standard output to /dev/null, since Python would try to flush it again on exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def writing(path: Path) -> Generator[None]:
    """Say in a sentence that a file or a folder cannot be written."""
    try:
        yield
    except OSError as fault:
        raise CommandError(f"{path} cannot be written: {fault.strerror}") from fault


def check_port(port: int, address: str = "127.0.0.1") -> None:
    """Raise `CommandError` for an address that is not of this machine, or a port that is in use."""
    try:
        places = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        places = []
    here = False
    for family, kind, _, _, place in places:
        try:
            with socket.socket(family, kind) as probe:
                # as a server would: a port that only waits for its last connections to time out counts as free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(place)
            here = True
        except PermissionError as fault:
            reason = f"port {port} may be used by the administrator only; choose one above 1023"
            raise CommandError(reason) from fault
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                raise CommandError(f"port {port} is taken by another program; choose another one") from fault
    if not here:
        raise CommandError(f"{address!r} is no address of this machine; choose localhost, or 0.0.0.0 for all it has")


def check_app_installed() -> None:
    """Raise `CommandError` unless the extra ``app`` is installed."""
    if missing := ", ".join(name for name in APP if importlib.util.find_spec(name) is None):
        install = f'pip install "{project.PACKAGE}[app]"'
        raise CommandError(f"{missing} not found here; the app and JupyterLab come with: {install}")


def requested_view(options: argparse.Namespace) -> tuple[View, Sequence[str]]:
    """Scenario and goal of a link with what there is to know about them, the defaults without one."""
    from explorer.page import address
    from explorer.page.view import View
    from explorer.scenario import defaults
    from explorer.scenario.links import query_value, read_link

    link, seeds = options.link or "", options.seeds
    usual = defaults(seeds=seeds)  # a folder that holds evidence alone is named as such, with a link too
    scenario, notices = read_link(link, seeds=seeds) if link else (usual, ())
    parts = (f"{name}={found}" for name in "gd" if (found := query_value(link, name)))
    view, sentences = address.opened("&".join(parts), View(scenario=scenario))
    return view, list(dict.fromkeys([*notices, *sentences]))


def app(options: argparse.Namespace) -> int:
    """Serve the app and print its address."""
    from explorer.seeds import load
    from explorer.serving import launch

    check_app_installed()
    if options.seeds is not None:
        load(options.seeds)  # a fault is said here, and not on the page
    check_port(options.port, options.address)
    given = {name: getattr(options, name) for name in ("port", "address", "public", "preheated", "readers", "prefix")}
    shown = options.browser and not options.public
    settings = launch.Settings(**given, embed_from=tuple(options.embed_from), seeds=options.seeds, open_browser=shown)
    return launch.app(settings)


def lab(options: argparse.Namespace) -> int:
    """Open the notebooks in JupyterLab."""
    from explorer.serving import launch

    check_app_installed()
    if options.port is not None:
        check_port(options.port)
    return launch.lab(options.port, open_browser=options.browser)


def check(options: argparse.Namespace) -> int:
    """Check the curated data and name every fault."""
    from explorer.formatting import plural
    from explorer.seeds import check, load

    if faults := check(options.seeds):
        say(*faults)
        say(plural(len(faults), "fault"), to=sys.stderr)
        return 1
    seeds = load(options.seeds)
    claims = Counter(claim.source_id for claim in seeds.claims.values())
    documents = [source for source in seeds.sources.values() if source.tier == "seed"]
    counts = plural(len(seeds.sources), "source"), plural(len(seeds.claims), "claim")
    say(f"No fault found in {counts[0]} and {counts[1]}.", f"Claims for each source{' document' * bool(documents)}:")
    for source in documents or seeds.sources.values():
        say(f"  {source.source_id}  {claims[source.source_id]:4d}  {source.publisher}")
    return 0


def verify(options: argparse.Namespace) -> int:
    """Verify a trail, or find each claim's figures in its document."""
    from explorer.documents import verification
    from explorer.formatting import plural

    if (options.trail is None) == (options.documents is None):
        raise CommandError("name one thing to verify: the file of a trail, or --documents DIR for the claims")
    if options.trail is not None:
        return verify_trail(options.trail, options.seeds)
    report = verification.verify(options.documents, seeds=options.seeds)
    if not report.documents:
        raise CommandError("none of the sources of these seeds names a document")
    for document in report.documents:
        say(f"{document.document}: {document.state} ({verification.STATES[document.state]})")
        say(*(f"  {claim}" for claim in report.claims if claim.source_id == document.source_id))
    counts = ", ".join(f"{count} {verdict}" for verdict, count in report.counts.items())
    say(f"{plural(len(report.claims), 'claim')}: {counts}")
    return 0 if report.sound else 1


def verify_trail(path: Path, seeds: Path | None) -> int:
    """Print each place where the file of a trail differs from what follows from its link, or that there is none."""
    from explorer.formatting import plural
    from explorer.page.run_record import check_trail

    try:
        if path.exists() and not path.is_file():
            raise CommandError(f"{path} is no file")  # and reading what is none may never end
        with path.open("rb") as file:
            found = check_trail(file.read(LONGEST_TRAIL).decode("utf-8"), seeds=seeds)
    except OSError as fault:
        raise CommandError(f"{path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise CommandError(f"{path} is no trail: it is not text") from fault
    say(*found[:MOST_SHOWN])
    if found:
        say(f"{plural(len(found), 'place differs', 'places differ')} from what was computed.", to=sys.stderr)
        return 1
    say("The trail holds: assumptions, claims and results are those that follow from its link.")
    return 0


def new_source(options: argparse.Namespace) -> int:
    """Write a commented stub for a source and its first claim."""
    from explorer.seeds import newsource

    with writing(options.seeds):
        files = newsource.new_source(options.source_id, seeds=options.seeds)
    say(*files)
    say("Fill in what is empty there, then: explorer check" + (f" --seeds {options.seeds}" if options.seeds else ""))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write every dataset as CSV and JSON, or the whole explorer as a static site."""
    from explorer.datasets.export import write_all

    if bool(options.site) == bool(options.folder):
        raise CommandError("name one folder: DIR for the data alone, --site DIR for the whole explorer")
    of_site = {name: getattr(options, name) for name in ("live", "address", "notebooks", "runtime")}
    if unused := [name for name, given in of_site.items() if given and not options.site]:
        raise CommandError(f"--{unused[0]} is for a site; name the folder of one with --site DIR")
    with writing(options.site or options.folder):
        if options.site:
            from explorer.site import write_site

            files = write_site(options.site, seeds=options.seeds, force=options.force, **of_site)
        else:
            files = write_all(options.folder, seeds=options.seeds, force=options.force)
    say(*files)
    return 0


def answer(options: argparse.Namespace) -> int:
    """Print the answer in words."""
    from explorer.analysis.answer import required
    from explorer.page import citing, words
    from explorer.scenario import consistency

    view, notices = requested_view(options)
    say(*notices, *consistency.notices(view.scenario), to=sys.stderr)
    seeds, need = view.scenario.seeds, required(view.scenario, view.goal.amount_gw, view.goal.by)
    need_text = " ".join([*words.need(need, seeds.deal), words.every_rack_sentence(need, seeds.deal)])
    say(need_text, citing.sentence(view, seeds))
    return 0


def brief(options: argparse.Namespace) -> int:
    """Write the one-page brief of a scenario as an HTML file that needs no server."""
    from explorer.page.citing import given_address
    from explorer.page.take import brief_of

    view, notices = requested_view(options)
    say(*notices, to=sys.stderr)
    with writing(options.out):
        options.out.write_text(brief_of(view, view.scenario.seeds, given_address(options.app)), "utf-8")
    say(options.out)
    return 0


def whole_number(called: str, least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers, as argparse wants them."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not {called} between {least} and {most}")
        return int(text)

    return read


def origin(text: str) -> str:
    """The origin of a page that may embed the app, as typed: scheme, host and port, nothing after them.

    >>> origin("https://news.example/")
    'https://news.example'
    """
    if not re.fullmatch(r"https?://(\*\.)?[\w.-]+(:\d+)?/?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not an origin like https://news.example")
    return text.rstrip("/")


def prefix(text: str) -> str:
    """A path of an address, as typed, with a stroke at both ends.

    >>> prefix("tools/explorer")
    '/tools/explorer/'
    """
    if not re.fullmatch(r"[\w.~/-]*", text, re.ASCII) or "//" in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not a path like /tools/explorer/")
    return f"/{text.strip('/')}/".replace("//", "/")


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="explorer", description=f"{project.NAME}: claims, model and app.")
    top.add_argument("--version", action="version", version=f"explorer {project.VERSION}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(run: Callable[[argparse.Namespace], int], *, seeds: bool = False) -> Callable[..., Any]:
        one = commands.add_parser(run.__name__.replace("_", "-"), help=run.__doc__, description=run.__doc__)
        one.set_defaults(run=run)
        if seeds:
            one.add_argument("--seeds", **folder, help="another folder of curated data of the same shape")
        return one.add_argument

    def served(add: Callable[..., Any], port: int | None) -> None:
        reads = whole_number("a port number", 1, 65535)
        add("--port", type=reads, default=port, help=f"TCP port (default: {port or 8888})")  # JupyterLab's own, if none
        add("--no-browser", dest="browser", action="store_false", help="do not open a browser window")

    folder: dict[str, Any] = {"type": Path, "metavar": "DIR"}
    link = "an address of the app, or its scenario part (default: the default scenario)"

    add = command(app, seeds=True)
    served(add, 8866)
    text = "kernels that run the page before a reader comes (default: 1; with --public as memory allows)"
    add("--preheated", type=whole_number("a number of kernels", 0, 64), help=text)
    add("--public", action="store_true", help="serve publicly: limits by memory, access log")
    text = "live pages at a time (default: as memory allows)"
    add("--readers", type=whole_number("a number of live pages", 1, 10_000), help=text)
    add("--address", default="localhost", help="address to listen on (default: %(default)s)")
    text = "let pages of this origin show the app in a frame (may be given again)"
    add("--embed-from", type=origin, action="append", default=[], metavar="ORIGIN", help=text)
    text = "the path under which a web server before this one shows the app, and which it takes off"
    add("--prefix", type=prefix, default="/", metavar="PATH", help=text)
    served(command(lab), None)
    command(check, seeds=True)
    add = command(verify, seeds=True)
    add("trail", type=Path, metavar="FILE", nargs="?", help="a trail: the full record that the app saves of a scenario")
    add("--documents", **folder, help="the folder that holds the documents")
    add = command(new_source, seeds=True)
    add("source_id", metavar="ID", help="what the source is to be called: small letters, digits and - _ .")
    add = command(export, seeds=True)
    add("folder", **folder, nargs="?", help="where to write the data; made if need be")
    add("--site", **folder, help="write the static site here instead, with the data in it")
    add("--force", action="store_true", help="write into a folder that holds other files, too")
    text = "what make runtime fetched: the site is then live without a server"
    add("--runtime", type=Path, metavar="FOLDER", help=text)
    add("--live", metavar="URL", default="", help="address of an app that the site links to")
    add("--address", metavar="URL", default="", help="where the site will lie, for what a shared link shows")
    add("--notebooks", metavar="LINK", default="", help="where its notebooks open, relative to the site")
    command(answer, seeds=True)("--link", help=link)
    add = command(brief, seeds=True)
    add("link", nargs="?", help=link)
    add("--out", type=Path, metavar="FILE", default=Path("brief.html"), help="default: %(default)s")
    add("--app", metavar="URL", default="", help="address of an app that the brief links to")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):  # what a terminal has no letters for is spelt
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except ExplorerError as fault:
        say(f"explorer {options.command}: {fault}", to=sys.stderr)
        return 2
    except BrokenPipeError:  # nobody reads on, as behind "| head"
        drop_stdout()
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
