"""Vectors: exact nearest texts by inner product, a flat FAISS index mapped from its file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FILE = "flat.faiss"
HASHES = "hashes.npy"


class Vectors:
    """One unit vector a distinct text, id = text id. Under a million rows an exact scan beats any graph index."""

    def __init__(self, index: faiss.Index, folder: Path):
        self._index = index
        self._folder = folder

    @staticmethod
    def write(folder: Path, vectors: NDArray[np.float32], hashes: NDArray[np.uint8]) -> None:
        """Write `vectors` (texts, dim) and the `hashes` (texts, 16) of what they stand for into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(folder / FILE))
        np.save(folder / HASHES, hashes)

    @staticmethod
    def write_halves(folder: Path, vectors: NDArray[np.float32]) -> None:
        """Write `vectors` (n, dim) into `folder` with 16 bits a number, and without hashes."""
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(halved(vectors), str(folder / FILE))

    @classmethod
    def open(cls, folder: Path) -> "Vectors":
        """Map the index in `folder`; raises OSError, RuntimeError or ValueError where it is damaged."""
        if not (folder / FILE).is_file():
            raise FileNotFoundError(f"{folder / FILE} is missing")
        return cls(faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP_IFC), folder)

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ids and cosines of the `k` nearest texts, best first, of those `allowed` (bool a text id).

        Gives fewer than `k` only where fewer are allowed.
        """
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        # Even an open search takes a selector: without one FAISS splits a single query over threads, which on a busy
        # machine wait for each other ten times longer than the scan takes.
        library: Any = faiss
        selector = library.IDSelectorAll() if allowed is None else library.IDSelectorBitmap(pack(allowed))
        scores, ids = self._index.search(query, min(k, len(self)), params=library.SearchParameters(sel=selector))
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of every vector with this one, in the order of ids (n,)."""
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        library: Any = faiss
        # Below every cosine; with a selector, for the reason that `search` has.
        everything = library.SearchParameters(sel=library.IDSelectorAll())
        _, cosines, _ = self._index.range_search(query, -2.0, params=everything)
        return np.asarray(cosines, np.float32)

    def where(self, kept: NDArray[np.bool_]) -> "Vectors":
        """Those that are `kept` alone (bool a vector), in memory."""
        return Vectors(halved(self.rows(np.flatnonzero(kept))), self._folder)

    def rows(self, ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of text `ids`, shape (ids, dim)."""
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(ids, np.int64))
        return vectors

    def hashes(self) -> NDArray[np.uint8]:
        """The 16-byte hash of the text behind each vector, shape (texts, 16)."""
        return np.asarray(np.load(self._folder / HASHES, mmap_mode="r"))


def halved(vectors: NDArray[np.float32]) -> faiss.Index:
    """An index of vectors (n, dim) with 16 bits a number."""
    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors, np.float32))
    return index


def pack(allowed: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Booleans as FAISS reads bitmaps: eight a byte, lowest bit first."""
    return np.packbits(allowed, bitorder="little")
