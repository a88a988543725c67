"""Relations: what two articles have in common, as numbers: equal values, shared words, near texts, near codes."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.table import Table
from catalog.words import tokens

MOST_TOKENS = 8
REACHES = (0.1, 0.02, 0.004, 0.001)
NOTHING = -1
Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Relations:
    """What is compared of all rows: `values` (columns, rows) with NOTHING where a value is empty, the places in the
    order of codes, and the `name_words` (names, MOST_TOKENS) of each name with the `rarity` of each word, 0 to 1.
    """

    columns: tuple[str, ...]
    values: NDArray[np.int32]
    order: Floats
    names: NDArray[np.int32]
    name_words: NDArray[np.int32]
    rarity: Floats

    @classmethod
    def read(cls, table: Table, columns: tuple[str, ...], order: Floats) -> "Relations":
        """Compare the rows of `table` by these `columns` and this `order`."""
        values = np.stack([told_codes(table, column) for column in columns])
        words = [list(dict.fromkeys(tokens(name)))[:MOST_TOKENS] for name in table.values("prod_name")]
        counts = Counter(word for name in words for word in name)
        places = {word: at for at, word in enumerate(counts, start=1)}
        name_words = np.zeros((len(words), MOST_TOKENS), np.int32)
        for row, name in enumerate(words):
            name_words[row, : len(name)] = [places[word] for word in name]
        scale = math.log(len(words) + 1)
        rarity = [0.0, *(math.log((len(words) + 1) / times) / scale for times in counts.values())]
        return cls(columns, values, order, table.codes("prod_name"), name_words, np.array(rarity, np.float32))

    @classmethod
    def rebuild(cls, table: Table, columns: tuple[str, ...], kept: Mapping[str, NDArray[Any]]) -> "Relations":
        """What `kept` was taken from, on the same table."""
        values = np.stack([told_codes(table, column) for column in columns])
        return cls(columns, values, kept["order"], table.codes("prod_name"), kept["name_words"], kept["rarity"])

    def kept(self) -> dict[str, NDArray[Any]]:
        """What the table alone does not tell at once."""
        return {"order": self.order, "name_words": self.name_words, "rarity": self.rarity}

    @property
    def count(self) -> int:
        """How many numbers a pair has."""
        return len(self.columns) + len(REACHES) + 4

    def of(self, first: NDArray[Any], second: NDArray[Any]) -> Floats:
        """The numbers of pairs of rows, float32 (…, count); `first` and `second` are broadcast against each other."""
        own = self.values[:, first]
        equal = (own == self.values[:, second]) & (own != NOTHING)
        gap = np.abs(self.order[first] - self.order[second])
        near = [np.exp(gap * np.float32(-1 / reach)) for reach in REACHES]
        shared = self._shared(first, second)
        numbers = [*equal, gap, np.log1p(gap * 1e4), *near, shared.sum(axis=-1), shared.max(axis=-1)]
        return np.stack(numbers, axis=-1, dtype=np.float32)

    def _shared(self, first: NDArray[Any], second: NDArray[Any]) -> Floats:
        """The rarity of each word of the first's name that the second's has too, (…, MOST_TOKENS)."""
        own, others = self.name_words[self.names[first]], self.name_words[self.names[second]]
        has = (own[..., :, None] == others[..., None, :]).any(axis=-1)
        return np.asarray(self.rarity[own] * has, np.float32)


def told_codes(table: Table, column: str) -> NDArray[np.int32]:
    """A column's codes, NOTHING where the value is empty."""
    told = np.array([bool(value.strip()) for value in table.values(column)])
    codes = table.codes(column)
    return np.where(told[codes], codes, NOTHING).astype(np.int32)
