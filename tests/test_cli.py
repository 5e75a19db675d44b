"""The command line: what each command prints, and one sentence instead of a traceback when it cannot be carried out."""

import csv
import json
import shutil
import socket
import subprocess
import sys

import pytest

import explorer
from explorer import cli
from explorer.datasets import export


def test_check_counts_claims_of_each_document(capsys):
    assert cli.main(["check"]) == 0
    printed = capsys.readouterr().out
    claims = explorer.claims()
    assert f"{len(claims)} claims" in printed
    for number in range(5):
        count = (claims["source_id"] == f"seed-00{number}").sum()
        assert count > 0
        assert f"seed-00{number}  {count:4d}  " in printed


def test_check_names_file_and_record_and_ends_with_status_1(checkout, tmp_path, capsys):
    seeds = shutil.copytree(checkout / "seeds", tmp_path / "seeds")
    parameters = seeds / "parameters.toml"
    parameters.write_text(parameters.read_text("utf-8").replace('"racks/week"', '"racks/fortnight"'), "utf-8")
    assert cli.main(["check", "--seeds", str(seeds)]) == 1
    printed = capsys.readouterr()
    lines = [line for line in printed.out.splitlines() if "racks/fortnight" in line]
    assert {line.partition(":")[0] for line in lines} == {
        "parameters.toml, parameter rack_rate_start",
        "parameters.toml, parameter rack_rate_target",
    }
    # one for each version of the two, and no others
    assert printed.err == f"{len(lines)} faults\n"
    assert len(lines) == len(printed.out.splitlines())


def test_check_of_a_folder_that_is_not_there_is_a_sentence(tmp_path, capsys):
    assert cli.main(["check", "--seeds", str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().out


def test_export_writes_every_dataset_twice(tmp_path, capsys):
    assert cli.main(["export", str(tmp_path / "out")]) == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {line.rpartition("/")[2] for line in capsys.readouterr().out.splitlines()}
    for name in ("sources", "claims", "timelines", "capacity", "investment", "agreement", "parameters"):
        assert {f"{name}.csv", f"{name}.json"} <= written
    assert {"series-stargate_sites_facility_gw.csv", "series-stargate_sites_facility_gw.json"} <= written


def test_exported_files_hold_what_the_datasets_hold(tmp_path):
    export.write_all(tmp_path)
    for name, frame in export.frames():
        records = json.loads((tmp_path / f"{name}.json").read_text("utf-8"))
        with (tmp_path / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            table = csv.DictReader(file)
            cells = list(table)
        assert len(records) == len(cells) == len(frame)
        columns = [*filter(None, frame.index.names), *frame.columns]
        assert table.fieldnames == columns
        assert all(list(row) == columns for row in records)
        for read, known in zip(cells, records, strict=True):
            for column, value in known.items():
                if value is None:
                    assert read[column] == ""
                elif isinstance(value, bool):
                    assert read[column] == str(value)
                elif isinstance(value, (int, float)):
                    assert float(read[column]) == value
                else:
                    assert export.plain(read[column]) == value


def test_exported_numbers_are_the_same_floats(tmp_path):
    export.write_all(tmp_path)
    records = json.loads((tmp_path / "parameters.json").read_text("utf-8"))
    read = {row["parameter"]: row["high"] for row in records}
    assert read == explorer.parameters()["high"].to_dict()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 GW", "@sum", "\tx", "\rx", "\nx", "'quoted'", "''", "plain", ""])
def test_no_exported_text_is_a_formula_and_none_is_lost(text):
    cell = export.guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert export.plain(cell) == text


def test_export_into_a_file_is_a_sentence(tmp_path, capsys):
    (tmp_path / "taken").write_text("a file, not a folder")
    assert cli.main(["export", str(tmp_path / "taken")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("explorer export: ")
    assert "taken" in printed.err


def test_export_of_faulty_seeds_is_a_sentence_and_writes_nothing(tmp_path, capsys):
    assert cli.main(["export", str(tmp_path / "out"), "--seeds", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_answer_of_a_link_is_the_answer_of_its_scenario(capsys):
    asked = explorer.Scenario(openai_share=0.25, draws=256)
    assert cli.main(["answer", "--link", explorer.link(asked)]) == 0
    printed = capsys.readouterr().out
    assert "no purchase commitment" in printed
    assert "With 25% of the racks that Foxconn ships once deliveries run in full" in printed


def test_answer_to_a_broken_link_is_a_sentence(capsys):
    assert cli.main(["answer", "--link", "nonsense"]) == 2
    assert capsys.readouterr().err.startswith("explorer answer: ")


@pytest.mark.parametrize("command", ["app", "lab"])
def test_a_taken_port_is_a_sentence(command, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert cli.main([command, "--port", str(port), "--no-browser"]) == 2
    assert (
        capsys.readouterr().err == f"explorer {command}: port {port} is taken by another program; choose another one\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8866.0", "٣"])
def test_what_is_no_port_is_refused(port, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["app", f"--port={port}"])
    assert ended.value.code == 2
    assert "port number" in capsys.readouterr().err


def test_no_command_prints_the_usage():
    done = subprocess.run([sys.executable, "-m", "explorer.cli"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "usage: explorer" in done.stderr
