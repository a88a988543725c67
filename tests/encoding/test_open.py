"""Opening encoders: MiniLM without torch, other models by their name, missing weights by what brings them."""

import subprocess
import sys
from pathlib import Path

import pytest

from encoding.encoder import TextEncoder, model_name
from encoding.minilm import MiniLM
from encoding.open import MINILM, open_bulk_encoder, open_encoder
from foundation.errors import MissingExtra

ROOT = Path(__file__).resolve().parents[2]


def test_queries_are_encoded_by_minilm_in_numpy(encoder: TextEncoder) -> None:
    assert isinstance(encoder, MiniLM)
    assert (encoder.name, encoder.dim) == (MINILM, 384)


@pytest.mark.parametrize("there", [pytest.param(True, marks=pytest.mark.slow), False], ids=["with torch", "without"])
def test_a_catalogues_vectors_are_of_the_same_model_as_a_querys(
    encoder: TextEncoder, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    if there:
        pytest.importorskip("sentence_transformers")
    monkeypatch.setattr("encoding.open.installed", lambda _: there)
    bulk = open_bulk_encoder(MINILM)
    assert model_name(bulk.name) == model_name(encoder.name)
    assert bulk.dim == encoder.dim


@pytest.mark.parametrize("opened", [open_encoder, open_bulk_encoder])
def test_without_its_weights_the_command_that_brings_them_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: object
) -> None:
    monkeypatch.setenv("STYLIST_WEIGHTS", str(tmp_path))
    with pytest.raises(MissingExtra, match="run `make setup`"):
        opened(MINILM)  # type: ignore[operator]


@pytest.mark.parametrize("opened", ["open_encoder", "open_bulk_encoder"])
def test_to_open_another_model_loads_nothing_of_it(opened: str) -> None:
    code = f"import sys; from encoding.open import {opened} as o; print(o('some/model').name, 'torch' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert asked.stdout.split() == ["some/model", "False"]
