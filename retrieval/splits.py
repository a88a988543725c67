"""Splits: how the products that satisfy a query split by the values of each slot, from bits kept for every row."""

from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from catalog.lexicon import Lexicon
from retrieval.filters import Bitmap, Filters

# Of more rows than this, every n-th product is counted and stands for n of them.
MOST_COUNTED = 2_500

Split = tuple[tuple[tuple[str, int], ...], float]


class Splits:
    """Counts products a value. A slot's bits (values / 8 bytes a row) are made when it is first asked for, and kept."""

    def __init__(self, filters: Filters, lexicon: Lexicon, products: NDArray[np.int32]) -> None:
        self._filters, self._lexicon, self._products = filters, lexicon, products
        self._bits: dict[str, tuple[list[str], NDArray[np.uint8]]] = {}
        self._lock = Lock()

    def of(self, rows: Bitmap, slots: Sequence[str]) -> Mapping[str, Split]:
        """For each slot ((value, products), …), most first, and the share of products that state it."""
        order, starts, scale = self._grouped(rows)
        return {slot: self._split(slot, order, starts, scale) for slot in slots} if len(order) else {}

    def _grouped(self, rows: Bitmap) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
        """The rows sorted by product, where each product begins, and for how many products each one stands."""
        chosen = np.flatnonzero(rows)
        products = self._products[chosen]
        scale = -(-len(chosen) // MOST_COUNTED)
        if scale > 1:
            kept = products % scale == 0
            chosen, products = chosen[kept], products[kept]
        order = np.argsort(products, kind="stable")
        return chosen[order], np.flatnonzero(np.diff(products[order], prepend=-1)), max(scale, 1)

    def _split(self, slot: str, order: NDArray[np.int64], starts: NDArray[np.int64], scale: int) -> Split:
        values, bits = self._of_slot(slot)
        held = np.bitwise_or.reduceat(bits[order], starts, axis=0)
        counts = np.unpackbits(held, axis=1, count=len(values)).sum(axis=0, dtype=np.int64) * scale
        found = [(value, int(count)) for value, count in zip(values, counts, strict=True) if count]
        return tuple(sorted(found, key=lambda one: -one[1])), float(held.any(axis=1).mean())

    def _of_slot(self, slot: str) -> tuple[list[str], NDArray[np.uint8]]:
        with self._lock:
            if slot not in self._bits:
                self._bits[slot] = self._pack(slot)
            return self._bits[slot]

    def _pack(self, slot: str) -> tuple[list[str], NDArray[np.uint8]]:
        entries = {value: entry for value, entry in self._lexicon.entries[slot].items() if not entry.own}
        packed = np.zeros((len(self._products), -(-len(entries) // 8)), np.uint8)
        for place, entry in enumerate(entries.values()):
            packed[:, place // 8] |= self._filters.rows(entry.predicate.yes) * np.uint8(128 >> place % 8)
        return list(entries), packed
