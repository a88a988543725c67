"""Exports: JSON lines to a new file, whole or not at all, or to standard output."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.event import collect, read_event
from feedback.export import FORMATS, export, write
from foundation.errors import BadInput
from storage.store import Store

from .conftest import Say

ROWS = [{"label": True, "text": "naïve\u2028🧥"}, {"label": False, "text": "\n"}]


def test_each_format_gives_its_trainers_columns(store: Store, say: Say) -> None:
    message = {"message_id": say("a coat", "Two."), "rating": "down", "correction": "Two coats.", "consent": True}
    collect(store, "ann", read_event(message))
    columns = {name: [list(row) for row in export(store, "ann", name)] for name in FORMATS}
    assert columns == {
        "trl-kto": [["prompt", "completion", "label"]],
        "trl-dpo": [["prompt", "chosen", "rejected"]],
    }


def test_an_unknown_format_is_refused_with_those_there_are(store: Store) -> None:
    with pytest.raises(BadInput, match="export format 'xml' is not known: use trl-kto or trl-dpo"):
        export(store, "ann", "xml")


def test_rows_are_written_one_a_line_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    assert write(ROWS, path) == 2
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == ROWS


def test_without_a_path_the_rows_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert write(ROWS) == 2
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == ROWS


def test_no_rows_make_an_empty_file(tmp_path: Path) -> None:
    assert write([], tmp_path / "rows.jsonl") == 0
    assert (tmp_path / "rows.jsonl").read_bytes() == b""


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("mine")
    with pytest.raises(BadInput, match=r"rows.jsonl exists: give another path, or --force to replace it"):
        write(ROWS, path)
    assert path.read_text() == "mine"
    write(ROWS, path, force=True)
    assert len(path.read_text().splitlines()) == 2


def test_an_export_that_breaks_off_leaves_no_file_and_the_old_one_as_it_was(tmp_path: Path) -> None:
    def breaking() -> Iterator[dict[str, object]]:
        yield ROWS[0]
        raise BadInput("the store is damaged")

    path = tmp_path / "rows.jsonl"
    path.write_text("old")
    with pytest.raises(BadInput, match="the store is damaged"):
        write(breaking(), path, force=True)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("rows.jsonl", "old")]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere/rows.jsonl can't be written \(No such file or directory\): give"):
        write(ROWS, tmp_path / "nowhere" / "rows.jsonl")


def test_a_path_that_is_a_folder_is_refused_even_by_force(tmp_path: Path) -> None:
    (tmp_path / "rows").mkdir()
    with pytest.raises(BadInput, match="can't be written"):
        write(ROWS, tmp_path / "rows", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]
