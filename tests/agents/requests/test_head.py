"""Head: comes back from its file as it was, and a file that is not the card's is refused."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from agents.requests.features import WIDTH, lexical
from agents.requests.head import DEPTH, DIM, FILE, Head, HeadScorer, read_head
from encoding.encoder import TextEncoder
from encoding.minilm import MiniLM
from foundation.errors import BadInput


@pytest.fixture(scope="module")
def head() -> Head:
    draw = np.random.default_rng(3)
    return Head(draw.normal(size=DIM).astype(np.float32), draw.normal(size=WIDTH).astype(np.float32), 0.25)


def put(folder: Path, data: bytes) -> str:
    """Write a head's file; gives its sha256."""
    (folder / FILE).write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def test_a_head_comes_back_from_its_file_to_half_precision(head: Head, tmp_path: Path) -> None:
    read = read_head(tmp_path, put(tmp_path, head.to_bytes()))
    np.testing.assert_allclose(read.dense, head.dense, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(read.words, head.words, rtol=1e-3, atol=1e-3)
    assert read.bias == pytest.approx(head.bias, abs=1e-3)


def test_a_file_that_the_card_does_not_name_is_refused(head: Head, tmp_path: Path) -> None:
    put(tmp_path, head.to_bytes())
    with pytest.raises(BadInput, match="is not the head that its card names: run `stylist train classifier`"):
        read_head(tmp_path, "0" * 64)


@pytest.mark.parametrize("data", [b"", b"no safetensors", b"\xff" * 64])
def test_a_file_that_is_no_head_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput, match=r"can't be read \(.*\): run `stylist train classifier`") as refusal:
        read_head(tmp_path, put(tmp_path, data))
    assert "\n" not in str(refusal.value)


def test_a_folder_without_a_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        read_head(tmp_path, "")


@pytest.mark.parametrize(
    ("dense", "words", "bias"),
    [(DIM - 1, WIDTH, 1), (DIM, WIDTH + 1, 1), (DIM, WIDTH, 2)],
    ids=["dense", "words", "bias"],
)
def test_a_head_of_other_shapes_is_refused(tmp_path: Path, dense: int, words: int, bias: int) -> None:
    shapes = {"dense": dense, "words": words, "bias": bias}
    sha256 = put(tmp_path, save({name: np.zeros(size, np.float16) for name, size in shapes.items()}))
    with pytest.raises(BadInput, match="has other shapes than this version reads"):
        read_head(tmp_path, sha256)


def test_a_head_without_weights_goes_by_its_bias_alone() -> None:
    bare = Head(np.zeros(DIM, np.float32), np.zeros(WIDTH, np.float32), 0.0)
    assert bare.probability(np.ones(DIM, np.float32), "draw a cat") == 0.5


@pytest.mark.parametrize(("bias", "chance"), [(1e6, 1.0), (-1e6, 0.0)])
def test_however_sure_a_chance_stays_a_chance(bias: float, chance: float) -> None:
    sure = Head(np.zeros(DIM, np.float32), np.zeros(WIDTH, np.float32), bias)
    assert sure.probability(np.zeros(DIM, np.float32), "") == pytest.approx(chance)


def test_a_words_weight_moves_the_texts_that_hold_it() -> None:
    words = np.zeros(WIDTH, np.float32)
    places, _ = lexical("draw a cat")
    words[places] = 5
    drawn = Head(np.zeros(DIM, np.float32), words, 0.0)
    nothing = np.zeros(DIM, np.float32)
    assert drawn.probability(nothing, "draw a cat") > 0.9
    assert drawn.probability(nothing, "draw a cat") > drawn.probability(nothing, "how are you")


def test_a_scorer_gives_a_text_the_chance_of_its_layers_and_words(head: Head, encoder: TextEncoder) -> None:
    assert isinstance(encoder, MiniLM)
    vector = encoder.encode_layers(["paint me a boat"], depth=DEPTH)[0]
    assert HeadScorer(head, encoder).probability("paint me a boat") == head.probability(vector, "paint me a boat")
