"""Any sentence-transformers model as an encoder, and MiniLM in torch for whole catalogues."""

from pathlib import Path

import numpy as np
import pytest

from encoding.minilm import MiniLM
from encoding.open import open_bulk_encoder, open_encoder
from encoding.sentence_transformer import FEW, BulkMiniLM, SentenceTransformerEncoder
from encoding.weights import weights
from foundation.errors import BadInput
from foundation.extras import installed

pytestmark = pytest.mark.skipif(not installed("sentence_transformers"), reason="needs the extra 'torch'")

TEXTS = [f"{colour} {kind}" for colour in ("red", "navy", "sand") for kind in ("dress", "long wool coat", "socks")]


def test_opening_a_model_loads_nothing_and_keeps_its_name() -> None:
    assert open_encoder("no/such-model").name == "no/such-model"


@pytest.mark.slow
def test_a_folder_without_a_model_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be loaded"):
        open_encoder(str(tmp_path)).encode(["red dress"])


def test_few_texts_of_minilm_are_encoded_without_torch() -> None:
    bulk = open_bulk_encoder("minilm")
    assert np.array_equal(bulk.encode(TEXTS), open_encoder("minilm").encode(TEXTS))
    assert bulk.name == "minilm"


@pytest.mark.slow
def test_a_model_folder_gives_the_vectors_of_that_model_in_order() -> None:
    heard: list[tuple[int, int]] = []
    encoder = open_encoder(str(weights("minilm")))
    vectors = encoder.encode(TEXTS, lambda done, total: heard.append((done, total)))
    assert vectors.shape == (len(TEXTS), encoder.dim)
    assert (vectors * MiniLM(weights("minilm")).encode(TEXTS)).sum(axis=1).min() >= 0.9999
    assert heard == [(len(TEXTS), len(TEXTS))]


@pytest.mark.slow
def test_a_catalogue_in_bf16_stays_comparable_and_says_so() -> None:
    small = MiniLM(weights("minilm"))
    bulk = BulkMiniLM(small, weights("minilm"))
    texts = [f"{text}, number {number}" for number in range(FEW // len(TEXTS) + 1) for text in TEXTS]
    cosines = (bulk.encode(texts) * small.encode(texts)).sum(axis=1)
    assert cosines.min() >= 0.999
    in_bf16 = SentenceTransformerEncoder("minilm", weights("minilm"), bf16=True).name == "minilm (torch bf16)"
    assert bulk.name == ("minilm (torch bf16)" if in_bf16 else "minilm")
