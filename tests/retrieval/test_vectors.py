"""The nearest vectors, exactly, among those allowed."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.vectors import Vectors

COUNT, DIM = 300, 24


@pytest.fixture
def matrix() -> NDArray[np.float32]:
    rows = np.random.default_rng(7).standard_normal((COUNT, DIM)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture
def vectors(tmp_path: Path, matrix: NDArray[np.float32]) -> Vectors:
    hashes = np.arange(COUNT * 16, dtype=np.uint8).reshape(COUNT, 16)
    Vectors.write(tmp_path, matrix, hashes)
    return Vectors.open(tmp_path)


def test_a_search_gives_the_exact_nearest_best_first(vectors: Vectors, matrix: NDArray[np.float32]) -> None:
    ids, scores = vectors.search(matrix[5], 10)
    expected = np.argsort(-(matrix @ matrix[5]))[:10]
    assert ids.tolist() == expected.tolist()
    assert scores == pytest.approx((matrix @ matrix[5])[expected], abs=1e-5)


def test_only_allowed_texts_are_found(vectors: Vectors, matrix: NDArray[np.float32]) -> None:
    allowed = np.zeros(COUNT, bool)
    allowed[[3, 77, 299]] = True
    ids, scores = vectors.search(matrix[5], 10, allowed)
    assert set(ids.tolist()) == {3, 77, 299}
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)


def test_of_none_allowed_none_is_found(vectors: Vectors, matrix: NDArray[np.float32]) -> None:
    ids, scores = vectors.search(matrix[0], 10, np.zeros(COUNT, bool))
    assert (len(ids), len(scores)) == (0, 0)


def test_more_than_there_are_gives_all(vectors: Vectors, matrix: NDArray[np.float32]) -> None:
    assert len(vectors.search(matrix[0], COUNT * 2)[0]) == COUNT == len(vectors)


def test_rows_and_hashes_come_back_as_written(vectors: Vectors, matrix: NDArray[np.float32]) -> None:
    assert vectors.dim == DIM
    assert np.array_equal(vectors.rows([4, 0, 299]), matrix[[4, 0, 299]])
    assert vectors.hashes()[1].tolist() == list(range(16, 32))


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"flat\.faiss"):
        Vectors.open(tmp_path / "nowhere")
