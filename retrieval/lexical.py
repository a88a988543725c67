"""Lexical: BM25 over the distinct texts, weighed and saved by bm25s.

bm25s computes every (stem, text) score when it indexes (Lù, 2024), so a search only sums columns of its matrix. That
sum is done here on the memory-mapped files: importing bm25s would bring scipy, where that is installed, into a search.
"""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.words import stem
from retrieval.terms import Tokenised, map_array

VOCABULARY = "vocab.index.json"


class Lexical:
    """The BM25 score of every text for a query's stems, over name, type and description; stop words weigh nothing."""

    def __init__(self, folder: Path):
        self._vocabulary: dict[str, int] = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        self.text_count = int(json.loads((folder / "params.index.json").read_text(encoding="utf-8"))["num_docs"])
        self._data: NDArray[np.float32] = map_array(folder / "data.csc.index.npy")
        self._texts: NDArray[np.int32] = map_array(folder / "indices.csc.index.npy")
        self._bounds: NDArray[np.int64] = map_array(folder / "indptr.csc.index.npy")

    @staticmethod
    def write(folder: Path, tokenised: Tokenised) -> None:
        """Weigh `tokenised` with bm25s (Lucene's BM25, k1 1.5, b .75) and save its matrix in `folder`."""
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)

        vocabulary: dict[str, int] = {}
        stemmed = [vocabulary.setdefault(stem(word), len(vocabulary)) for word in tokenised.words]
        stop = {vocabulary.get(stem(word)) for word in bm25s.stopwords.STOPWORDS_EN}
        fields = zip(tokenised.names, tokenised.types, tokenised.descriptions, strict=True)
        documents = [
            [number for field in text for number in (stemmed[word] for word in field) if number not in stop]
            for text in fields
        ]
        weigher = bm25s.BM25()
        # Where no text holds a word, bm25s divides by their mean length of 0, and uses the result nowhere.
        with np.errstate(invalid="ignore"):
            weigher.index((documents, vocabulary), create_empty_token=False, show_progress=False)
        weigher.save(folder, show_progress=False)

    @classmethod
    def open(cls, folder: Path) -> "Lexical":
        """Map the matrix in `folder`; raises OSError or ValueError where it is damaged."""
        return cls(folder)

    def scores(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of each text id; unknown stems and stop words add nothing, a stem given twice counts twice."""
        totals = np.zeros(self.text_count, np.float32)
        for word in stems:
            number = self._vocabulary.get(word)
            if number is not None:
                column = slice(int(self._bounds[number]), int(self._bounds[number + 1]))
                # A text occurs once in a column, so plain indexing adds every score.
                totals[self._texts[column]] += self._data[column]
        return totals
