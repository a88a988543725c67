"""`stylist classify`: a label for a text or for each line of a file, without a catalogue."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Console
from tests.test_app import loaded_after


def test_a_text_is_answered_in_json(console: Console) -> None:
    (answer,) = console("classify", "sketch", "me", "in", "a", "trench", "coat", "--json").lines
    assert list(answer) == ["id", "label", "confidence"]
    assert answer["label"] == "image_request"
    assert 0.5 <= answer["confidence"] <= 1


def test_a_person_reads_the_label(console: Console) -> None:
    assert console("classify", "show me a red dress").out.startswith("conversation (0.")


def test_no_catalogue_is_needed(console: Console, tmp_path: Path) -> None:
    assert console("classify", "hello", "--home", tmp_path).status == 0


def test_a_file_is_answered_line_by_line_and_bad_lines_in_their_place(console: Console, tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "text": "draw me in a coat"}', "not json", '{"id": "c"}', '{"id": "d", "text": " "}',
        json.dumps({"id": "e", "text": "x" * 100_000}), '{"id": "f", "text": 3}', "", '{"text": "hello"}',
        '{"id": 7, "text": "a drawstring dress"}',
    ]  # fmt: skip
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(lines) + "\n")
    printed = console("classify", "--input", file, "--json")
    assert printed.status == 2
    assert len(printed.lines) == len(lines)
    assert [line.get("id") for line in printed.lines] == ["a", None, "c", "d", "e", "f", None, None, 7]
    labels = [line.get("label", "error") for line in printed.lines]
    assert labels == ["image_request", *["error"] * 6, "conversation", "conversation"]


@pytest.mark.parametrize(
    "arguments", [[], ["hi", "--input", "x.jsonl"], ["--input", "none.jsonl"], [" "], ["x" * 100_000]]
)
def test_wrong_use_is_one_line_and_status_2(console: Console, arguments: list[str]) -> None:
    printed = console("classify", *arguments)
    assert (printed.status, printed.out, printed.err.count("\n")) == (2, "", 1)


def test_the_classify_path_loads_no_torch_and_no_scipy() -> None:
    code = "import app; app.main(['classify', 'draw me'])"
    assert not loaded_after(code) & {"torch", "transformers", "scipy", "sklearn", "pandas", "faiss"}
