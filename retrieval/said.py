"""Said: what rows say themselves of what an eye answers, beside the eye's labels."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.lexicon import UNSTATED, Lexicon
from catalog.table import Table
from retrieval.build import TABLE, TERMS
from retrieval.filters import Filters
from retrieval.pictures import AUDIENCE
from retrieval.terms import Terms

Floats = NDArray[np.float32]
Bitmap = NDArray[np.bool_]


class Said:
    """What the `rows` of the version in `folder` say of each head's `labels`."""

    def __init__(self, folder: Path, labels: Mapping[str, Sequence[str]], rows: NDArray[np.int32]) -> None:
        self.labels, self.rows = labels, rows
        self.table = Table.open(folder / TABLE)
        self._filters = Filters(self.table, Terms.open(folder / TERMS))

    def affirmed(self, head: str) -> Bitmap:
        """Which labels each row says (rows, labels): of an audience several may be, of a column one at most."""
        if head == AUDIENCE:
            lexicon = Lexicon.build(self.table.values)
            said = [self._filters.rows(lexicon.predicate(head, label).yes)[self.rows] for label in self.labels[head]]
            return np.stack(said, axis=1)
        values = np.array([value.strip() for value in self.table.values(head)])
        held = np.stack([values == label for label in self.labels[head]], axis=1)
        return np.asarray(held[self.table.codes(head)[self.rows]], bool)

    def stated(self, head: str) -> Bitmap:
        """The rows that say anything at all."""
        if head == AUDIENCE:
            return np.asarray(self.affirmed(head).any(axis=1), bool)
        says = np.array([value.strip() not in UNSTATED for value in self.table.values(head)], bool)
        return np.asarray(says[self.table.codes(head)[self.rows]], bool)

    def numbers(self, head: str) -> NDArray[np.int64]:
        """The number of the label that each row says (rows,), -1 where it says none of them."""
        affirmed = self.affirmed(head)
        return np.where(self.stated(head) & affirmed.any(axis=1), affirmed.argmax(axis=1), -1)

    def shares(self, head: str, likely: Floats) -> Floats:
        """How likely what each row says is, of each label's probability (rows, labels); NaN where it says nothing."""
        said = (likely * self.affirmed(head)).sum(axis=1)
        return np.where(self.stated(head), said, np.nan).astype(np.float32)

    def words(self, head: str, place: int) -> str:
        """What a row says in a column, in its own string."""
        return self.table.values(head)[int(self.table.codes(head)[self.rows[place]])]
