"""Filters: predicates compiled to bitmaps over the rows of an index, before anything is ranked."""

from collections import OrderedDict
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from catalog.predicate import AllOf, AnyOf, Condition, Is, Not, Says
from catalog.table import Table
from retrieval.terms import Terms

Bitmap = NDArray[np.bool_]
_KEPT = 256


class Filters:
    """Bitmaps (bool, one a row) of conditions; the same answers as `catalog.predicate.meets`, all rows at once."""

    def __init__(self, table: Table, terms: Terms) -> None:
        self._table, self._terms = table, terms
        self._kept: OrderedDict[Condition, Bitmap] = OrderedDict()
        self._lock = Lock()

    def rows(self, condition: Condition) -> Bitmap:
        """The rows that meet `condition`; read-only, kept for the next time."""
        with self._lock:
            if condition in self._kept:
                self._kept.move_to_end(condition)
                return self._kept[condition]
        bitmap = self._compile(condition)
        bitmap.setflags(write=False)
        with self._lock:
            self._kept[condition] = bitmap
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return bitmap

    def _compile(self, condition: Condition) -> Bitmap:
        match condition:
            case Is(column, values):
                return self._is(column, values)
            case Says():
                return self._texts_that_say(condition)[self._table.text_ids]
            case AnyOf(parts):
                return self._joined(np.logical_or, False, parts)
            case AllOf(parts):
                return self._joined(np.logical_and, True, parts)
            case Not(part):
                return ~self._compile(part)

    def _joined(self, join: np.ufunc, start: bool, parts: tuple[Condition, ...]) -> Bitmap:
        if not parts:
            return np.full(len(self._table), start)
        bitmap = self._compile(parts[0])
        for part in parts[1:]:
            join(bitmap, self._compile(part), out=bitmap)
        return bitmap

    def _is(self, column: str, values: frozenset[str]) -> Bitmap:
        held = np.fromiter((value in values for value in self._table.values(column)), bool)
        return held[self._table.codes(column)] if len(held) else np.zeros(len(self._table), bool)

    def _texts_that_say(self, condition: Says) -> Bitmap:
        covered = self._covered(condition.unless)
        found = np.zeros(self._table.text_count, bool)
        for phrase in condition.phrases:
            starts = self._terms.occurrences(phrase)
            if len(covered) and len(starts):
                inside = [np.isin(starts + offset, covered, kind="table") for offset in range(len(phrase))]
                starts = starts[~np.logical_and.reduce(inside)]
            found[self._terms.text_of(starts)] = True
        return found

    def _covered(self, phrases: frozenset[tuple[str, ...]]) -> NDArray[np.int64]:
        """Every position that lies inside an occurrence of one of `phrases`."""
        spans = [self._terms.occurrences(phrase) + offset for phrase in phrases for offset in range(len(phrase))]
        return np.concatenate(spans) if spans else np.empty(0, np.int64)
