"""MiniLM in numpy: the same vectors as the reference library, without torch."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from encoding.minilm import MAX_TOKENS, MiniLM, batches, gelu
from encoding.weights import weights

TEXTS = [
    "red dress",
    "Strap top. Vest top. Jersey top with narrow shoulder straps.",
    "something warm for my son, but not black",
    "",
    "naïve café: jupe plissée à 20 €",
    "wide trousers " * 200,
]


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM(weights("minilm"))


def test_vectors_have_length_one_and_the_order_of_the_texts(minilm: MiniLM) -> None:
    vectors = minilm.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), minilm.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert minilm.encode([text])[0] @ vector == pytest.approx(1, abs=1e-5)


def test_the_lower_layers_say_the_same_whether_those_above_are_run_or_not(minilm: MiniLM) -> None:
    few, all_layers = minilm.encode_layers(TEXTS, depth=3), minilm.encode_layers(TEXTS)
    assert (few.shape, all_layers.shape) == ((len(TEXTS), 2 * minilm.dim), (len(TEXTS), 5 * minilm.dim))
    np.testing.assert_allclose(few, all_layers[:, : 2 * minilm.dim], atol=1e-5)


def test_nothing_to_encode_is_no_vectors(minilm: MiniLM) -> None:
    assert minilm.encode([]).shape == (0, minilm.dim)


def test_a_text_beyond_the_limit_counts_up_to_it(minilm: MiniLM) -> None:
    word_a_token = MAX_TOKENS - 2
    at_limit, beyond = minilm.encode(["coat " * word_a_token, "coat " * word_a_token + "swimwear " * 50])
    assert at_limit @ beyond == pytest.approx(1, abs=1e-5)


def test_alike_meanings_are_nearer_than_unlike_ones(minilm: MiniLM) -> None:
    jumper, sweater, sandals = minilm.encode(["a knitted jumper", "a wool sweater", "beach sandals"])
    assert jumper @ sweater > jumper @ sandals + 0.2


def test_progress_hears_every_text(minilm: MiniLM) -> None:
    heard: list[tuple[int, int]] = []
    minilm.encode(TEXTS, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (len(TEXTS), len(TEXTS))
    assert heard == sorted(heard)


def test_batches_hold_each_text_once_by_equal_length_longest_first() -> None:
    lengths = [5, 3, 5, 9, 3, 3] * 300
    groups = batches(lengths)
    assert sorted(index for group in groups for index in group) == list(range(len(lengths)))
    assert all(len({lengths[index] for index in group}) == 1 for group in groups)
    assert [lengths[group[0]] for group in groups] == sorted((lengths[group[0]] for group in groups), reverse=True)


def test_gelu_is_exact_to_float32() -> None:
    x = np.linspace(-12, 12, 4001, dtype=np.float32)
    exact = [value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in x.tolist()]
    assert np.abs(gelu(x.copy()) - exact).max() < 2e-6


def test_a_query_loads_neither_torch_nor_pandas() -> None:
    program = (
        "import sys; from encoding.open import open_encoder, open_bulk_encoder;"
        "open_bulk_encoder('minilm').encode(['a']); open_encoder('minilm').encode(['red dress']);"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'pandas', 'pyarrow', 'scipy'};"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.slow
def test_vectors_are_those_of_sentence_transformers(minilm: MiniLM) -> None:
    library = pytest.importorskip("sentence_transformers", reason="needs the extra 'torch'")
    reference = library.SentenceTransformer(str(weights("minilm")), device="cpu")
    expected = reference.encode(TEXTS, normalize_embeddings=True)
    cosines = (minilm.encode(TEXTS) * expected).sum(axis=1)
    assert cosines.min() >= 0.9999
