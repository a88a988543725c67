"""The console: what goes wrong is one line and an exit status, and a fault leaves its traceback in the log."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.console import run
from foundation.settings import Settings


def no_server(settings: Settings) -> int:
    return 0


def failing_server(settings: Settings) -> int:
    raise RuntimeError("the boiler\nburst")


def interrupted_server(settings: Settings) -> int:
    raise KeyboardInterrupt


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"], no_server) == 0
    assert "doctor" in capsys.readouterr().out


def test_a_wrong_verb_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fly"], no_server) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("stylist: ")


def test_settings_reach_the_server(tmp_path: Path) -> None:
    seen: list[Settings] = []
    run(["--home", str(tmp_path), "serve", "--port", "8123"], lambda settings: seen.append(settings) or 0)
    assert (seen[0].state, seen[0].port) == (tmp_path, 8123)


def test_a_port_out_of_range_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--port", "70000"], no_server) == 2
    assert "port" in capsys.readouterr().err


def test_a_fault_is_one_line_and_its_traceback_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--home", str(tmp_path)], failing_server) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "Traceback" in (tmp_path / "stylist.log").read_text()
    assert str(tmp_path / "stylist.log") in error


def test_a_fault_is_told_where_no_log_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert run(["serve", "--home", str(tmp_path / "file" / "home")], failing_server) == 1
    assert "boiler" in capsys.readouterr().err


def test_control_c_ends_with_130(tmp_path: Path) -> None:
    assert run(["serve", "--home", str(tmp_path)], interrupted_server) == 130


def test_without_index_and_catalogue_both_ways_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "dress", "--home", str(tmp_path)], no_server) == 2
    error = capsys.readouterr().err
    assert "--catalog FILE" in error
    assert "catalog/sample/articles.csv" in error


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", "import sys, app; sys.exit(app.main(['--help']))"],
        stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(write)
    assert done.stderr == b""
