"""Traits: what an article says of itself, as numbers that mean the same for an article nobody has bought yet.

Values of columns and words of name and description are kept apart; the text's vector, and where the article stands in
the order of product codes, are numbers. No trait names a single article, so what is learned of them holds for others.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.article import ALL_COLUMNS
from catalog.table import Table
from catalog.words import tokens
from foundation.extras import need
from retrieval.baskets import Baskets
from retrieval.vectors import Vectors

# Codes of columns that have a name beside them say nothing more; ids and texts are read otherwise.
NO_VALUES = frozenset(
    {
        "article_id", "product_code", "prod_name", "detail_desc", "url", "price", "size", "stock",
        "product_type_no", "graphical_appearance_no", "colour_group_code", "perceived_colour_value_id",
        "perceived_colour_master_id", "department_no", "index_code", "index_group_no", "section_no", "garment_group_no",
    }
)  # fmt: skip
TEXTS = ("prod_name", "detail_desc")
LEAST = 3  # articles of baskets that a word must occur in
MOST_WORDS = 3000
COMPONENTS = 128
STEPS = (16, 64, 160)
GAIN = 0.002
MOST_PAIRS = 20_000
Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


def value_columns(table: Table, seen: Rows) -> list[str]:
    """The columns whose values tell `seen` articles apart."""
    columns = [column for column in ALL_COLUMNS if column not in NO_VALUES]
    return [column for column in columns if len(np.unique(table.codes(column)[seen])) > 1]


@dataclass(frozen=True)
class Traits:
    """All rows of a table as numbers: `sparse` (rows, traits) of 0 and 1, and dense ones made on demand.

    `order` (rows,) is each row's place, 0 to 1, in the order of product codes.
    """

    sparse: Any
    order: Floats
    _texts: Floats
    _text_ids: NDArray[np.int32]
    _digits: NDArray[np.int64]

    @classmethod
    def read(cls, table: Table, vectors: Vectors, baskets: Baskets) -> "Traits":
        """The traits of all rows of `table`; which of them are worth having, `baskets` say."""
        seen = np.unique(baskets.rows)
        parts = [one_hot(table.codes(column), table.values(column)) for column in value_columns(table, seen)]
        parts += [words_of(table, column, seen) for column in TEXTS]
        parts += [code_parts(product_codes(table))]
        sparse = need("scipy.sparse").hstack(parts, format="csr", dtype=np.float32)
        # A trait that no article of a basket has can't be learned.
        known = np.asarray(sparse[seen].sum(axis=0)).ravel() > 0
        digits = code_digits(product_codes(table))
        return cls(
            sparse[:, known],
            find_order(digits, baskets),
            components(vectors, np.unique(table.text_ids[seen])),
            table.text_ids,
            digits,
        )

    @cached_property
    def width(self) -> int:
        """How many dense numbers a row has."""
        return int(self.dense(np.zeros(1, np.int64)).shape[1])

    def dense(self, rows: Rows) -> Floats:
        """The numbers of `rows`, float32 (rows, width): its text, and its place in the order, finer and finer."""
        places = [bumps(self.order[rows], steps) for steps in STEPS]
        tails = [bumps(self._digits[rows] % 10**k / 10**k, 64) for k in (3, 4)]
        return np.concatenate([self._texts[self._text_ids[rows]], *places, *tails], axis=1, dtype=np.float32)


def one_hot(codes: NDArray[np.int32], values: Sequence[str]) -> Any:
    """A column as a sparse (rows, values) matrix; an empty value is no trait."""
    told = np.array([bool(value.strip()) for value in values])
    rows = np.flatnonzero(told[codes])
    shape = (len(codes), len(values))
    return need("scipy.sparse").csr_matrix((np.ones(len(rows), np.float32), (rows, codes[rows])), shape)


def words_of(table: Table, column: str, seen: Rows) -> Any:
    """The words of a text column as a sparse (rows, words) matrix: those that enough `seen` articles have."""
    codes, texts = table.codes(column), [list(dict.fromkeys(tokens(text))) for text in table.values(column)]
    counts: Counter[str] = Counter()
    for code, times in zip(*np.unique(codes[seen], return_counts=True), strict=True):
        counts.update(dict.fromkeys(texts[code], int(times)))
    words = {word: at for at, (word, times) in enumerate(counts.most_common(MOST_WORDS)) if times >= LEAST}
    at = [[words[word] for word in text if word in words] for text in texts]
    starts = np.cumsum([0, *map(len, at)])
    flat = np.array([place for places in at for place in places], np.int32)
    shape = (len(texts), max(len(words), 1))
    return need("scipy.sparse").csr_matrix((np.ones(len(flat), np.float32), flat, starts), shape)[codes]


def product_codes(table: Table) -> list[str]:
    """Each row's product: its code, or, where no two rows share one, its id less the last part ('43-99' → '43')."""
    values = table.values("product_code")
    own = [values[code] for code in table.codes("product_code").tolist()]
    if len(set(own)) < len(own):
        return own
    return [re.sub(r"(?<=.)[-_ ./][^-_ ./]*$", "", one) for one in own]


def code_digits(products: Sequence[str]) -> NDArray[np.int64]:
    """The last 15 digits of each code as a number; 0 where it has none."""
    return np.array([int(re.sub(r"\D", "", one)[-15:] or 0) for one in products], np.int64)


def code_parts(products: Sequence[str]) -> Any:
    """What codes begin with, two and four characters, as sparse traits."""
    parts = []
    for length in (2, 4):
        values, codes = np.unique([one[:length] for one in products], return_inverse=True)
        parts.append(one_hot(codes.astype(np.int32), values.tolist()))
    return need("scipy.sparse").hstack(parts, format="csr")


def find_order(digits: NDArray[np.int64], baskets: Baskets) -> Floats:
    """Each row's place, 0 to 1, among the articles of baskets, by the digits of its code that tell what came together.

    Retailers number products as they release them, but put the season's digit anywhere, and digits between that say
    nothing: one digit at a time is moved or left out, for as long as two articles of a basket come closer for it than
    two of different baskets.
    """
    generator = np.random.default_rng(0)
    starts = baskets.starts[:-1]
    first, second = (baskets.rows[starts + offset] for offset in pick_two(generator, np.diff(baskets.starts)))
    # Colours of one product say nothing of the order.
    told = np.flatnonzero(digits[first] != digits[second])[:MOST_PAIRS]
    first, second = first[told], second[told]
    other = generator.choice(baskets.rows, len(first))
    length = len(str(digits.max()))
    split = digits[:, None] // 10 ** np.arange(length)[::-1] % 10

    def places(kept: Sequence[int], rows: Rows) -> Floats:
        numbers = split[:, kept] @ 10 ** np.arange(len(kept))[::-1]
        ordered = np.sort(numbers[baskets.rows])
        both = np.searchsorted(ordered, numbers[rows], "left") + np.searchsorted(ordered, numbers[rows], "right")
        return (both / (2 * len(ordered))).astype(np.float32)

    def closeness(kept: Sequence[int]) -> float:
        one, two, three = (places(kept, rows) for rows in (first, second, other))
        together, apart = np.abs(one - two), np.abs(one - three)
        return float((together < apart).mean() + (together == apart).mean() / 2)

    kept = list(range(length))
    best = closeness(kept) if len(first) else 1.0
    while best < 1:
        gain, trial = max((closeness(trial), trial) for trial in neighbours_of(kept))
        if gain < best + GAIN:
            break
        best, kept = gain, trial
    return places(kept, np.arange(len(digits)))


def neighbours_of(kept: list[int]) -> Iterator[list[int]]:
    """`kept` with one left out, or moved elsewhere."""
    for at, one in enumerate(kept):
        rest = [*kept[:at], *kept[at + 1 :]]
        yield from ([rest] if rest else [])
        yield from ([*rest[:to], one, *rest[to:]] for to in range(len(kept)) if to != at)


def pick_two(generator: np.random.Generator, sizes: NDArray[np.int64]) -> tuple[Rows, Rows]:
    """Two different places in each of baskets of these sizes (2 or more)."""
    first = generator.integers(0, sizes)
    second = generator.integers(0, sizes - 1)
    return first, second + (second >= first)


def components(vectors: Vectors, seen: NDArray[np.int32]) -> Floats:
    """The texts' vectors (texts, COMPONENTS or fewer), turned to the axes on which the `seen` ones differ most."""
    whole = vectors.rows(np.arange(len(vectors)))
    centred = whole - whole[seen].mean(axis=0)
    axes = np.linalg.eigh(centred[seen].T @ centred[seen])[1][:, ::-1][:, :COMPONENTS]
    turned = centred @ axes
    return np.asarray(4 * turned / np.sqrt((turned[seen] ** 2).sum(axis=1).mean() + 1e-9), np.float32)


def bumps(places: NDArray[Any], steps: int) -> Floats:
    """Places from 0 to 1 as `steps` smooth bumps each, float32 (places, steps): a radial basis."""
    return np.asarray(np.exp(-(((places[:, None] - np.linspace(0, 1, steps)) * (steps - 1)) ** 2) / 2), np.float32)
