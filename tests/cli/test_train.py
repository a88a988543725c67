"""`stylist train classifier`: trains on texts of one's own, prints the card, and what it left serves at once."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Console
from tests.training.test_classifier import texts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Texts that turn the usual labels round."""
    path = tmp_path / "texts.jsonl"
    lines = [json.dumps({"text": text.text, "label": text.label}) for text in texts("lend a {}", "draw a {}")]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.slow
def test_own_texts_train_a_classifier_that_serves(console: Console, file: Path, tmp_path: Path) -> None:
    home = ("--home", tmp_path / "home")
    (card,) = console("train", "classifier", "--texts", file, *home, "--json").lines
    assert card["kind"] == "head"
    assert (Path(card["folder"]) / "head.safetensors").is_file()
    assert console("classify", "draw a robe", *home).out.startswith("conversation")
    assert "trained here" in console("doctor", *home).out


def test_a_person_reads_the_card(console: Console, file: Path, tmp_path: Path) -> None:
    printed = console("train", "classifier", "--texts", file, "--home", tmp_path / "home")
    assert printed.status == 0
    assert "threshold" in printed.out
    assert "24 texts" in printed.err


@pytest.mark.parametrize("arguments", [["--texts", "none.jsonl"], ["--epochs", "0"], ["--seed", "x"]])
def test_wrong_use_is_one_line_and_leaves_nothing(console: Console, tmp_path: Path, arguments: list[str]) -> None:
    printed = console("train", "classifier", "--home", tmp_path, *arguments)
    assert (printed.status, printed.out, printed.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "models").exists()
