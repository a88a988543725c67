"""Fine-tuning a real, tiny sequence classifier: it is trained, measured, kept as safetensors, and serves."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from agents.requests.classifier import Classifier, read_card, trained_folder
from foundation.errors import BadInput
from foundation.extras import installed
from tests.training.test_classifier import texts
from training.sequence import train_sequence

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not installed("transformers"), reason="needs the extra 'torch'"),
]


def build_tiny(folder: Path) -> Path:
    """A BERT of one layer and a vocabulary of the texts' words, saved as any hub model is."""
    transformers: Any = importlib.import_module("transformers")
    words = sorted({word for text in texts() for word in text.text.split()})
    vocabulary = {word: at for at, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words])}
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    transformers.BertTokenizer(vocab=vocabulary).save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=32,
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_a_hub_model_is_fine_tuned_and_serves(tmp_path: Path) -> None:
    base, home = build_tiny(tmp_path / "tiny"), tmp_path / "home"
    told: list[tuple[int, int, str]] = []
    card = train_sequence(texts(), str(base), trained_folder(home), 0, 2, lambda *step: told.append(step))
    assert card["figures"]["test coverage"]["n"] == card["texts"]["test"]
    assert told[-1] == (len(told), len(told), "fine-tuning")
    kept = {path.name for path in trained_folder(home).iterdir()}
    assert {"model.safetensors", "card.json", "config.json"} <= kept
    assert not any(name.endswith((".bin", ".pt")) for name in kept)
    assert "tiny in torch" in read_card(home).name
    label = Classifier.open(home).label("draw a coat " * 50)
    assert 0.5 <= label.confidence <= 1


def test_a_base_that_is_no_model_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    with pytest.raises(BadInput, match="can't be loaded") as raised:
        train_sequence(texts(), str(tmp_path / "base"), trained_folder(tmp_path), 0, 1, lambda *told: None)
    assert "\n" not in str(raised.value)
    assert not trained_folder(tmp_path).exists()
