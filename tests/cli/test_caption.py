"""`stylist caption` and `stylist train eye` on the console: what is missing is said in one line with the command."""

import json
import shutil
from pathlib import Path

import pytest

from cli.console import run
from tests.conftest import SAMPLE

PICTURE = next((SAMPLE / "images").glob("*/*.jpg"))


def serve(settings: object) -> int:
    raise AssertionError("no door was asked for")


def test_without_an_eye_the_way_to_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["caption", str(PICTURE), "--home", str(tmp_path)], serve) == 2
    assert "stylist train eye" in capsys.readouterr().err


def test_an_eye_needs_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "eye", "--home", str(tmp_path)], serve) == 2
    assert "--images DIR" in capsys.readouterr().err
    assert run(["train", "eye", "--home", str(tmp_path), "--images", str(tmp_path / "none")], serve) == 2
    assert "is not a folder" in capsys.readouterr().err


@pytest.mark.slow
def test_lines_are_answered_in_order(trained_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    shutil.copytree(trained_home, home)
    lines = [{"id": 1, "photo": str(PICTURE)}, {"id": 2, "photo": "nowhere.jpg"}, {"id": 3, "photo": str(PICTURE)}]
    asked = tmp_path / "asked.jsonl"
    asked.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert run(["caption", "--input", str(asked), "--json", "--home", str(home)], serve) == 2
    first, broken, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(first) == {"id", "caption", "attributes", "confidence"}
    assert {**first, "id": 3} == last
    assert broken["id"] == 2
    assert "nowhere.jpg" in broken["error"]
