"""JSON lines: one line out for each line in, in order, a bad one answered in its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.lines import MAX_BYTES, parse, print_json, serve_lines, text_of
from foundation.errors import BadInput


def serve(path: Path, answer: Any = lambda record: {"said": text_of(record, "query", 100)}) -> tuple[int, list[Any]]:
    shown: list[Any] = []
    return serve_lines(str(path), answer, shown.append), shown


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return tmp_path / "lines.jsonl"


def test_lines_are_answered_in_order_with_their_ids(lines: Path) -> None:
    lines.write_text('{"id": 2, "query": "b"}\n{"id": "a", "query": "c"}\n')
    assert serve(lines) == (0, [{"id": 2, "said": "b"}, {"id": "a", "said": "c"}])


def test_a_line_without_an_id_is_answered_without_one(lines: Path) -> None:
    lines.write_text('{"query": "b"}\n')
    assert serve(lines) == (0, [{"said": "b"}])


def test_the_last_line_needs_no_line_break(lines: Path) -> None:
    lines.write_text('{"id": 1, "query": "b"}')
    assert serve(lines)[1] == [{"id": 1, "said": "b"}]


@pytest.mark.parametrize(
    "bad",
    [
        b"", b"   ", b"{", b"[1]", b'"text"', b"\xff\xfe", b'{"query": 5, "id": 7}', b'{"id": 7}', b'{"query": " "}',
        b'{"query": NaN}', b'{"query": "' + b"x" * 101 + b'"}', b"[" * 100_000,
        b'{"query": "' + b"x" * MAX_BYTES + b'"}',
    ],
    ids=range(13),
)  # fmt: skip
def test_a_bad_line_is_answered_in_its_place_and_the_rest_is_served(lines: Path, bad: bytes) -> None:
    lines.write_bytes(b'{"id": 1, "query": "a"}\n' + bad + b'\n{"id": 3, "query": "c"}\n')
    status, shown = serve(lines)
    assert status == 2
    assert [line["id"] for line in (shown[0], shown[2])] == [1, 3]
    assert set(shown[1]) == {"id", "error"}
    assert len(shown) == 3


def test_a_bad_line_keeps_its_id(lines: Path) -> None:
    lines.write_text('{"id": "mine"}\n')
    assert serve(lines)[1][0]["id"] == "mine"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.jsonl"):
        serve(tmp_path / "none.jsonl")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        serve(tmp_path)


def test_what_is_said_of_a_line_names_the_file_and_the_line() -> None:
    with pytest.raises(BadInput, match="file, line 3: not JSON"):
        parse(b"{", "file, line 3")


def test_half_a_character_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"id": "\ud800"})
    assert json.loads(capsys.readouterr().out) == {"id": "\ud800"}
