"""Finder: exact filters first, then a convex fusion of MiniLM and BM25 over what they leave, one hit a product.

A convex sum of min-max normalised scores rather than reciprocal ranks: it was better on this catalogue (hopit-ai/Moda)
and in Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval" (2023).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import combinations, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.lexicon import Entry, Lexicon
from catalog.measures import MEASURES, keeps_to
from catalog.predicate import Says
from catalog.words import endings, forms, stems
from encoding.encoder import TextEncoder
from foundation.brief import HARD_SLOTS
from retrieval.filters import Bitmap, Filters
from retrieval.index import Index
from retrieval.likeness import Likeness
from retrieval.query import Group, Hit, Hits, Query
from retrieval.splits import Splits

# Rows that only fail to deny a wish follow when fewer products than this affirm it: a description that does not
# mention linen is rarely linen, so they would be noise behind a full page of rows that say it.
ENOUGH = 3
# What is given up first when nothing satisfies everything. A type is
# only widened (boots for ankle boots); audience and every exclusion are never given up.
RELAXED_IN_ORDER = (
    "detail",
    "neckline",
    "sleeve",
    "fit",
    "length",
    "material",
    "pattern",
    "colour",
    "brand_line",
)
DENSE_WEIGHT = 0.6
CORE_BONUS = 0.35
PREFER_BONUS = 0.15
# What a custom keeps for others, such as white at a wedding, comes after all else that fits; a wish for it wins.
AVOID_PENALTY = 0.8
ANCHOR_WEIGHT = 0.7
ANCHOR_BONUSES = (("product_code", 0.5), ("index_group_name", 0.3))
# A row that says the shopper's own word ('boxers', 'unicorn') goes before those that only come near its meaning.
SAID_BONUS = 0.5
PICTURE_BONUS = 0.1
# Who names no audience mostly shops for a grown-up, and who names no garment hardly for underwear: those come later.
UNASKED_PENALTY = 0.6
CHILDRENS = ("kids", "baby")
INTIMATES = (
    "underwear",
    "swimwear",
    "nightwear",
    "socks",
    "tights",
    "thermals",
    "lingerie body",
    "soft toy",
    "costume",
)
# Who names an occasion and no garment wants to be dressed first; what finishes a look comes later.
FINISHING = ("shoes", "bag", "hat", "jewellery", "accessories", "flip flops", "sunglasses", "belt", "scarf")
# Where no garment was named, an answer shows several kinds rather than one kind several times.
MOST_OF_A_KIND = 2
_SHORTLIST = 600


class Finder:
    """Answers queries on one index; safe to share between threads. `pictured` are ids of articles with a picture."""

    def __init__(self, index: Index, lexicon: Lexicon, encoder: TextEncoder, pictured: Iterable[str] = ()) -> None:
        self.index, self.lexicon = index, lexicon
        self.filters = Filters(index.table, index.terms)
        self._splits = Splits(self.filters, lexicon, index.table.codes("product_code"))
        self._encoder = encoder
        self._likeness = Likeness(index, self.filters, lexicon)
        # Wishes recur within a talk and between talks; 64 of them are some 14 MB on 105,542 rows.
        # Of two that fit alike, a shopper is helped by the one to be seen.
        self._pictured: NDArray[Any] = np.zeros(len(index.table))
        self._pictured[[row for row in map(index.table.row, pictured) if row is not None]] = PICTURE_BONUS
        self._slot_rows = lru_cache(maxsize=64)(self._find_slot_rows)
        self._shown_rows = lru_cache(maxsize=64)(self._find_shown_rows)
        self._meaning = lru_cache(maxsize=1024)(self._encode)

    @property
    def encoder(self) -> TextEncoder:
        """What encodes queries; its vectors fit the index's."""
        return self._encoder

    def find(self, query: Query) -> Hits:
        """The best rows for `query`; where nothing satisfies it, the fewest slots are given up, in a stated order."""
        for given_up in self._reliefs(query):
            asked = replace(query, wanted=tuple(group for group in query.wanted if group[0] not in given_up))
            exact, silent = self._rows(asked)
            if exact.any() or silent.any():
                return self._ranked(asked, exact, silent, given_up)
        widened = self._widened(query)
        if widened != query:
            wider = self.find(widened)
            return replace(wider, relaxed=("product_type", *wider.relaxed)) if wider.hits else wider
        if query.limits:
            wider = self.find(replace(query, limits=()))
            return replace(wider, relaxed=(*(name for name, _ in query.limits), *wider.relaxed))
        return Hits((), 0, 0)

    def _widened(self, query: Query) -> Query:
        """The query with every garment exchanged for the wider one it belongs to: boots for ankle boots."""
        entries = self.lexicon.entries["product_type"]
        groups = (
            (slot, tuple(dict.fromkeys(entries[v].within or v for v in values)) if slot == "product_type" else values)
            for slot, values in query.wanted
        )
        return replace(query, wanted=tuple(groups))

    def count(self, query: Query) -> tuple[int, int]:
        """How many articles and how many products say yes to everything wanted and to nothing excluded."""
        exact, _ = self._rows(replace(query, without=frozenset()))
        return int(exact.sum()), self._products(exact)

    def split(self, query: Query, slots: Sequence[str]) -> dict[str, tuple[tuple[tuple[str, int], ...], float]]:
        """How the products that satisfy `query` split by each slot: ((value, products), …) most first, and the share
        of them that state the slot. Values that hold for none are left out.
        """
        exact, _ = self._rows(query)
        return dict(self._splits.of(exact, slots))

    def nearness(self, text: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """How near each row is to `text` in meaning, a pictured one a little nearer; shape (rows,)."""
        pictured = np.asarray(2 * self._pictured[rows], np.float32)
        if self.index.vectors is None or not text.strip() or not len(rows):
            return pictured
        ids, places = np.unique(self.index.table.text_ids[rows].astype(np.int64), return_inverse=True)
        cosines = self.index.vectors.rows(ids) @ self._meaning(text)
        return np.asarray(cosines[places] + pictured, np.float32)

    def _reliefs(self, query: Query) -> Iterator[tuple[str, ...]]:
        """Nothing; then one slot, in order; then ever more of them."""
        order = [slot for slot in RELAXED_IN_ORDER if slot in query.slots()]
        for size in range(len(order) + 1):
            yield from combinations(order, size)

    def _rows(self, query: Query) -> tuple[Bitmap, Bitmap]:
        """The rows that affirm every wanted slot, and those that deny none but are silent on some."""
        table = self.index.table
        allowed = np.ones(len(table), bool)
        for entry in self._entries(query.excluded):
            allowed &= ~self.filters.rows(entry.predicate.ruled_out)
            if self.index.pictures is not None:
                allowed &= ~self._shown_rows(entry.slot, entry.value)
        if query.same_product and query.anchor is not None:
            codes = table.codes("product_code")
            allowed &= codes == codes[query.anchor]
        for name, limit in query.limits:
            if name in self.measured:
                allowed &= self._within(name, limit)
        if query.without:
            allowed[list(query.without)] = False
        exact, silent = allowed.copy(), allowed
        for slot, values in query.wanted:
            if slot not in HARD_SLOTS:
                continue
            yes, maybe = self._slot_rows(slot, values)
            exact &= yes
            silent &= maybe
        return exact, silent & ~exact

    @cached_property
    def measured(self) -> frozenset[str]:
        """The measures that this catalogue carries: of price, size and stock."""
        return frozenset(name for name in MEASURES if any(self.index.table.values(name)))

    def _within(self, name: str, limit: str) -> Bitmap:
        """The rows that keep to a limit."""
        table = self.index.table
        held = np.fromiter((keeps_to(name, limit, value) for value in table.values(name)), bool)
        return np.asarray(held[table.codes(name)], bool)

    def _find_slot_rows(self, slot: str, values: tuple[str, ...]) -> tuple[Bitmap, Bitmap]:
        """Rows of which one value is true; rows of which one value is true or not denied.

        Where a row itself says nothing, what its picture surely shows is true of it.
        """
        predicates = [self.lexicon.predicate(slot, value) for value in values]
        yes = np.logical_or.reduce([self.filters.rows(predicate.yes) for predicate in predicates])
        if self.index.pictures is not None:
            yes = np.logical_or.reduce([yes, *(self._shown_rows(slot, value) for value in values)])
        denied = np.logical_and.reduce([self.filters.rows(predicate.no) for predicate in predicates])
        # Details and materials are never denied by silence, yet only a row that says them is worth showing first.
        return yes, yes | ~denied

    def _find_shown_rows(self, slot: str, value: str) -> Bitmap:
        """The rows that don't say themselves whether a value is true, but whose picture surely shows it."""
        pictures = self.index.pictures
        return pictures.says(self.lexicon.predicate(slot, value)) if pictures else np.zeros(len(self.index.table), bool)

    def _entries(self, groups: Iterable[Group]) -> Iterator[Entry]:
        return (self.lexicon.entry(slot, value) for slot, values in groups for value in values)

    def _ranked(self, query: Query, exact: Bitmap, silent: Bitmap, given_up: tuple[str, ...]) -> Hits:
        products = self._products(exact)
        scores = self._scores(query, exact | silent)
        found = list(self._best(query, exact, scores, ()))
        if products < ENOUGH:
            taken = tuple(hit.row for hit in found)
            found += self._best(replace(query, k=query.k - len(found)), silent, scores, taken)
        return Hits(tuple(found), int(exact.sum()), products, given_up)

    def _scores(self, query: Query, allowed: Bitmap) -> NDArray[np.float32]:
        """A score for every row of `allowed`; other rows' are meaningless."""
        table = self.index.table
        texts = np.zeros(table.text_count, bool)
        texts[table.text_ids[allowed]] = True
        row_scores: NDArray[Any] = self._text_scores(query, texts)[table.text_ids] + self._pictured
        for slot, values in query.wanted:
            for value in values:
                row_scores = row_scores + self._bonus(self.lexicon.entry(slot, value)) / len(values)
        for entry in self._entries(query.excluded):
            if entry.prefer is not None:
                row_scores = row_scores - PREFER_BONUS * self.filters.rows(entry.prefer)
        shown = query.picture.likely if query.picture is not None else {}
        if "audience" not in query.slots() and query.anchor is None and "audience" not in shown:
            row_scores = row_scores - UNASKED_PENALTY * self._named(("audience", CHILDRENS))
        if not _says_garment(query):
            row_scores = row_scores - UNASKED_PENALTY * self._named(("product_type", INTIMATES))
        if "occasion" in query.slots() and not _says_garment(query):
            row_scores = row_scores - UNASKED_PENALTY * self._named(("product_type", FINISHING))
        if query.picture is not None:
            row_scores = row_scores + self._likeness.scores(query.picture, allowed, query.constrained())
        for column, bonus in ANCHOR_BONUSES if query.anchor is not None else ():
            codes = table.codes(column)
            row_scores = row_scores + bonus * (codes == codes[query.anchor])
        for word in query.said:
            row_scores = row_scores + SAID_BONUS / len(query.said) * self.filters.rows(says(word))
        return np.asarray(row_scores, np.float32)

    def _bonus(self, entry: Entry) -> NDArray[np.float64]:
        bonus = np.zeros(len(self.index.table))
        if entry.predicate.core is not None:
            bonus += CORE_BONUS * self.filters.rows(entry.predicate.core)
        if entry.prefer is not None:
            bonus += PREFER_BONUS * self.filters.rows(entry.prefer)
        if entry.avoid is not None:
            bonus -= AVOID_PENALTY * self.filters.rows(entry.avoid)
        return bonus

    def _named(self, group: Group) -> Bitmap:
        """The rows of which one value of the group is true."""
        return self._slot_rows(*group)[0]

    def _text_scores(self, query: Query, allowed: Bitmap) -> NDArray[np.float32]:
        """Fused score of each text: of those nearest by either measure the true sum, of the rest a lower one."""
        lexical = self.index.lexical.scores(stems(query.text)) * allowed
        fused = (1 - DENSE_WEIGHT) * _normal(lexical, allowed)
        vector = self._vector(query)
        if vector is None or self.index.vectors is None:
            return np.asarray(fused, np.float32)
        near, _ = self.index.vectors.search(vector, _SHORTLIST, allowed)
        worded = np.argpartition(-lexical, min(200, len(lexical) - 1))[:200]
        ids = np.union1d(near, worded[allowed[worded]])
        if not len(ids):
            return np.asarray(fused, np.float32)
        cosines = self.index.vectors.rows(ids) @ vector
        low, high = float(cosines.min()), float(cosines.max())
        fused[ids] += DENSE_WEIGHT * (cosines - low) / max(high - low, 1e-6)
        return np.asarray(fused, np.float32)

    def _vector(self, query: Query) -> NDArray[np.float32] | None:
        words = self._meaning(query.text) if query.text.strip() else None
        if query.anchor is None or self.index.vectors is None:
            return words
        anchor = self.index.vectors.rows([int(self.index.table.text_ids[query.anchor])])[0]
        mixed = anchor if words is None else ANCHOR_WEIGHT * anchor + (1 - ANCHOR_WEIGHT) * words
        return np.asarray(mixed / np.linalg.norm(mixed), np.float32)

    def _encode(self, text: str) -> NDArray[np.float32]:
        vector = np.asarray(self._encoder.encode([text])[0], np.float32)
        vector.setflags(write=False)
        return vector

    def _best(self, query: Query, allowed: Bitmap, scores: NDArray[np.float32], taken: Iterable[int]) -> Iterator[Hit]:
        """The best `k` rows of `allowed`, one a product and one a description unless variants are asked for."""
        rows = np.flatnonzero(allowed)
        order = rows[np.argsort(-scores[rows], kind="stable")]
        for row in islice(self._distinct(query, order, taken), query.k):
            article_id = self.index.table.article(row).article_id
            yield Hit(row, article_id, float(scores[row]), self._silent(query, row), self._borne_out(query, row))

    def _distinct(self, query: Query, order: NDArray[np.int64], taken: Iterable[int]) -> Iterator[int]:
        """The rows of `order` without repetitions; where no garment was named, one more of a kind comes late."""
        table = self.index.table
        products, types = table.codes("product_code"), table.codes("product_type_name")
        most = len(order) if _says_garment(query) else MOST_OF_A_KIND
        seen = {int(products[row]) for row in taken}
        kinds: Counter[int] = Counter()
        late: list[int] = []
        for row in map(int, order):
            marks = set() if query.variants else {int(products[row]), *self._description(row)}
            if marks & seen:
                continue
            seen |= marks
            kinds[int(types[row])] += 1
            if kinds[int(types[row])] <= most:
                yield row
            else:
                late.append(row)
        yield from late

    def _description(self, row: int) -> tuple[int, ...]:
        """A mark for a row's text where it has a description: many products may share a bare name such as 'Dress'."""
        text = int(self.index.table.text_ids[row])
        return (-1 - text,) if self.index.table.text(text)[2] else ()

    def _silent(self, query: Query, row: int) -> tuple[str, ...]:
        hard = ((slot, values) for slot, values in query.wanted if slot in HARD_SLOTS)
        return tuple(slot for slot, values in hard if not self._slot_rows(slot, values)[0][row])

    def _borne_out(self, query: Query, row: int) -> tuple[str, ...]:
        """The wanted slots of which the row's picture alone shows what is wanted."""
        if self.index.pictures is None:
            return ()
        return tuple(
            slot for slot, values in query.wanted if slot in HARD_SLOTS and self._only_shows(slot, values, row)
        )

    def _only_shows(self, slot: str, values: tuple[str, ...], row: int) -> bool:
        predicates = [self.lexicon.predicate(slot, value) for value in values]
        said = any(self.filters.rows(predicate.yes)[row] for predicate in predicates)
        return not said and bool(self._slot_rows(slot, values)[0][row])

    def _products(self, rows: Bitmap) -> int:
        return int(np.count_nonzero(np.bincount(self.index.table.codes("product_code")[rows])))


def _says_garment(query: Query) -> bool:
    """Whether a query says what kind of piece is looked for: in words, by an article or by a photo."""
    shown = query.picture is not None and "product_type_name" in query.picture.likely
    return "product_type" in query.slots() or query.anchor is not None or shown


def says(word: str) -> Says:
    """The rows whose text says a word or phrase, in the singular or the plural."""
    words = tuple(forms(word))
    return Says(frozenset((*words[:-1], ending) for ending in endings(words[-1])))


def _normal(scores: NDArray[np.float32], allowed: Bitmap) -> NDArray[np.float32]:
    """Scores of the allowed texts scaled to 0…1."""
    high = float(scores.max()) if allowed.any() else 0.0
    return np.asarray(scores / high if high > 0 else np.zeros_like(scores), np.float32)
