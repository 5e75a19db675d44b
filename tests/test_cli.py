"""The command line: what each command prints, and one sentence instead of a traceback when it cannot be carried out."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import explorer
from explorer import cli
from explorer.scenario.links import short_link
from tests.smallfolder import claim, source, write
from tests.tools.readers import plain


def test_check_counts_claims_of_each_document(shell):
    printed = shell(0, "check").out
    claims = explorer.claims()
    assert f"{len(claims)} claims" in printed
    for number in range(5):
        count = (claims["source_id"] == f"seed-00{number}").sum()
        assert count > 0
        assert f"seed-00{number}  {count:4d}  " in printed


def test_answer_and_brief_of_another_deal_are_that_deals(deal, tmp_path, shell):
    out = tmp_path / "brief.html"
    link = explorer.link(explorer.Scenario(openai_share=0.25, draws=64, seeds=deal))
    for given in ([], [link]):
        assert "AMD" in shell(0, "answer", "--seeds", deal, *(["--link"] * len(given)), *given).out
        assert cli.main(["brief", "--seeds", str(deal), "--out", str(out), *given]) == 0
        assert "AMD" in out.read_text("utf-8")


@pytest.mark.parametrize("command", ["app", "lab"])
def test_a_taken_port_is_a_sentence(command, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert cli.main([command, "--port", str(port), "--no-browser"]) == 2
    said = f"explorer {command}: port {port} is taken by another program; choose another one\n"
    assert capsys.readouterr().err == said


def run(*command: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """As from a shell, in a process of its own."""
    return subprocess.run([sys.executable, "-m", "explorer.cli", *map(str, command)], stderr=-1, timeout=120, **options)


def test_a_reader_that_leaves_early_ends_it_quietly():
    """As behind "| head -1": the other end of the pipe is closed before anything is written."""
    read, write = os.pipe()
    os.close(read)
    done = run("check", stdout=write)
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a system without a device that is full")
@pytest.mark.parametrize("command", [["answer"], ["export", "out"]])
def test_an_output_that_is_full_is_a_sentence(command, tmp_path):
    with Path("/dev/full").open("w") as full:
        done = run(*command, stdout=full, cwd=tmp_path)
    said = f"explorer {command[0]}: standard output cannot be written: No space left on device\n"
    assert (done.stderr.decode(), done.returncode) == (said, 2)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_fault_that_the_terminal_has_no_letters_for_is_named(tmp_path, encoding):
    folder = write(tmp_path, sources=[source("a")], claims=[claim("c", "a", status="目標")])
    done = run("check", "--seeds", folder, stdout=-1, env=os.environ | {"PYTHONIOENCODING": encoding})
    assert done.returncode == 1
    assert b"status '\\u76ee\\u6a19' is not a known word" in done.stdout
    assert b"Traceback" not in done.stderr


STEERING = "\x1b[2J\x1b[1;1H\nThe trail holds: assumptions, claims and results.\x1b[8m\u202e"


def test_a_trail_cannot_write_its_own_verdict(tmp_path, shell):
    """Keys of a file that would clear the screen, and one that is half a letter, are spelt out."""
    text = explorer.trail_text(explorer.Scenario(draws=16))
    broken = text.replace("{", '{"\\ud800": 1, ' + json.dumps(STEERING) + ": 1,", 1)
    (tmp_path / "trail.json").write_text(broken, "utf-8")
    printed = shell(1, "verify", tmp_path / "trail.json").out
    assert "\\x1b[2J" in printed
    assert "\\ud800" in printed
    assert "\nThe trail holds" not in printed
    assert not set(printed) & set("\x1b\u202e\ud800")


def test_a_folder_cannot_write_its_own_verdict(tmp_path, shell):
    write(tmp_path, sources=[source("a")], claims=[claim("c", "a", status=STEERING)])
    (tmp_path / "a\x1b[2J.toml").write_text("")
    (tmp_path / "a\nNo faults.toml").write_text("")
    printed = shell(1, "check", "--seeds", tmp_path).out
    assert "a\\x1b[2J.toml: nothing of this name is read" in printed
    assert "status '\\x1b[2J" in printed
    assert "\nNo faults" not in printed
    assert not set(printed) & set("\x1b\u202e")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_what_never_ends_is_not_read(tmp_path, shell, capsys):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero", tmp_path):
        assert cli.main(["verify", str(path)]) == 2
        assert capsys.readouterr().err == f"explorer verify: {path} is no file\n"
    (tmp_path / "long").write_text(" " * (cli.LONGEST_TRAIL + 10))
    assert "far longer than a trail" in shell(2, "verify", tmp_path / "long").err
    (tmp_path / "zero").symlink_to("/dev/zero")
    assert {one.state for one in explorer.verify(tmp_path).documents} == {"missing"}


def test_a_link_and_an_address_that_was_copied_are_answered(tmp_path, shell, capsys):
    asked = explorer.Scenario(openai_share=0.25, draws=64)
    address = f"http://localhost:8866/?s={explorer.link(asked)}."
    for given in (explorer.link(asked), address):
        printed = shell(0, "answer", "--link", given).out
        assert "OpenAI may buy but does not have to" in printed
        assert "If 25% of Foxconn’s AI racks went to OpenAI" in printed
    assert cli.main(["brief", address, "--out", str(tmp_path / "brief.html")]) == 0
    assert short_link(asked) in (tmp_path / "brief.html").read_text("utf-8")
    capsys.readouterr()
    for command in (["answer", "--link"], ["brief", "--out", str(tmp_path / "b.html")]):
        assert "made with version 99 of the model" in shell(0, *command, "v99~s0~n16~h2035-12~a").err


def test_the_goal_of_an_address_is_answered_in_every_sentence(tmp_path, shell, capsys):
    address = "http://localhost:8866/?s=2~n64~os_p_0.25&g=delivered_gw~5.0~2028-12~0.5"
    assert cli.main(["answer", "--link", address]) == 0
    need, own = capsys.readouterr().out.strip().split("\n")
    assert need.startswith("To equip 5 gigawatts of data centres by the end of 2028, ")
    assert "GW of data centres by the end of 2028 (" in own
    assert cli.main(["brief", address, "--out", str(tmp_path / "brief.html")]) == 0
    written = (tmp_path / "brief.html").read_text("utf-8")
    assert need in plain(written)
    assert own.partition(";")[0] in written
    capsys.readouterr()
    assert cli.main(["answer", "--link", address.replace("2028-12", "2028-06")]) == 0
    assert "The goal of the question stands instead." in capsys.readouterr().err
    for copied in (
        f"{address}#two",
        f"See {address.replace('&', '&amp;')}.",
        address.replace("s=2~n64~os_p_0.25&", ""),
    ):
        printed = shell(0, "answer", "--link", copied)
        assert printed.out.startswith("To equip 5 gigawatts of data centres by the end of 2028, ")
        assert "link" not in printed.err


def test_an_address_of_another_deal_is_named_as_such_once(deal, capsys):
    amd = ["--seeds", str(deal)]
    for folder, named, sentences in (([], "&d=OpenAI-AMD", 1), (amd, "&d=OpenAI-AMD", 0), (amd, "", 1)):
        for goal in ("", "&g=delivered_gw~5.0~2028-12~0.5"):
            assert cli.main(["answer", *folder, "--link", f"?s=2~n64~os_p_0.25{goal}{named}"]) == 0
            assert capsys.readouterr().err.count("This link was made for another deal") == sentences
    with pytest.warns(UserWarning, match=r"made for another deal than that of OpenAI and Foxconn\.$"):
        explorer.from_link("?s=2~os_p_0.3&d=OpenAI-AMD")


@pytest.mark.parametrize("site", [False, True])
def test_export_leaves_alone_what_is_not_its_own(tmp_path, shell, site):
    """A folder with other files is refused unless asked for, its own may be written anew, a link out of it is not."""
    target = tmp_path / "out"
    command = ["export", "--site", str(target)] if site else ["export", str(target)]
    target.mkdir()
    (target / "index.html").write_text("mine")
    assert "holds index.html, which this command did not write; name an empty folder" in shell(2, *command).err
    assert [path.name for path in target.iterdir()] == ["index.html"]
    if site:
        return  # written anew below, without the site's half a minute
    assert cli.main([*command, "--force"]) == 0
    assert (target / "index.html").read_text() == "mine"
    assert cli.main(command) == 0  # of its own
    (tmp_path / "precious.txt").write_text("precious")
    (target / "claims.csv").unlink()
    (target / "claims.csv").symlink_to(tmp_path / "precious.txt")
    for more in ([], ["--force"]):
        assert "claims.csv is a symbolic link, through which nothing is written" in shell(2, *command, *more).err
    assert (tmp_path / "precious.txt").read_text() == "precious"


NO_ADDRESSES = ("nothere.invalid", "192.0.2.1", "x" * 300)
NO_ORIGINS = ("", "*", "news.example", "https://a/b", "https://a; script-src *", "https://a b", "ftp://a")


@pytest.mark.parametrize(
    ("arguments", "out", "err"),
    [
        (["--version"], f"explorer {explorer.__version__}\n", ""),
        (["app", "--help"], "TCP port (default: 8866)", ""),
        (["lab", "--help"], "TCP port (default: 8888)", ""),
        ([], "", "usage: explorer"),
        (["app", "--preheated", "65"], "", "'65' is not a number of kernels between 0 and 64"),
        (["app", "--readers", "0"], "", "'0' is not a number of live pages between 1 and 10000"),
        *((["app", f"--port={port}"], "", "port number") for port in ("0", "65536", "-1", "http", "8866.0", "٣")),
        *((["app", "--embed-from", text], "", "is not an origin") for text in NO_ORIGINS),
    ],
    ids=str,
)
def test_what_it_says_of_itself_is_printed_and_a_setting_that_cannot_be_is_refused_by_name(arguments, out, err, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == (2 if err else 0)
    printed = capsys.readouterr()
    assert out in printed.out
    assert err in printed.err


HYPERION = str(Path(__file__).parent.parent / "docs/examples/meta-hyperion")
NO_IDS = ("Paper", "a b", "", "../paper", "a/b", "x" * 101, "é", ".hidden")
AN_ID = "is not an id; use up to 100 small letters, digits and - _ . only, and begin"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["export", "taken"], "taken"),
        (["export"], "name one folder"),
        (["export", "a", "--site", "b"], "name one folder"),
        (["export", "a", "--runtime", "b"], "--runtime is for a site"),
        (["export", "a", "--live", "https://example.org"], "--live is for a site"),
        (["export", "a", "--address", "https://example.org"], "--address is for a site"),
        (["export", "--site", "site", "--live", "javascript:alert(1)"], "is not an address of the web"),
        (["export", "--site", "site", "--address", "explorer.example"], "is not an address of the web"),
        (["export", "--site", "site", "--seeds", "none"], "there is no such folder"),
        (["export", "--site", "site", "--runtime", "none"], "none is no runtime, as it holds"),
        (["answer", "--link", "nonsense"], "not a link to a scenario"),
        (["answer", "--seeds", HYPERION], "meta-hyperion has no parameters: it holds evidence"),
        (["answer", "--seeds", HYPERION, "--link", "2~os_p_0.3"], "meta-hyperion has no parameters: it holds evidence"),
        (["brief", "--out", "none/brief.html"], "cannot be written"),
        (
            ["brief", "--out", "brief.html", "--app", "nonsense"],
            "'nonsense' is not an address of the web; it should begin with https:// or http://\n",
        ),
        *((["new-source", name, "--seeds", "new"], AN_ID) for name in NO_IDS),
        (["new-source", "paper", "--seeds", "taken"], "cannot be written"),
        *((["app", "--public", "--address", name], "is no address of this machine") for name in NO_ADDRESSES),
    ],
    ids=lambda one: str(one)[:60],
)
def test_what_cannot_be_done_is_a_sentence_and_leaves_nothing(arguments, sentence, tmp_path, monkeypatch, shell):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("a file, not a folder")
    printed = shell(2, *arguments)
    assert printed.out == ""
    assert printed.err.startswith(f"explorer {arguments[0]}: ")
    assert sentence in printed.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_command_that_is_stopped_says_so_by_its_status(monkeypatch):
    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("explorer.seeds.check", stopped)
    assert cli.main(["check"]) == 130


def test_lab_looks_for_a_free_port_and_hands_over(monkeypatch):
    asked = []
    monkeypatch.setattr("explorer.serving.launch.lab", lambda port, *, open_browser: asked.append((port, open_browser)))
    cli.main(["lab", "--port", "65123", "--no-browser"])
    assert asked == [(65123, False)]
