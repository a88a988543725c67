"""Rivals: what a learned compatibility is measured beside, each from the same baskets and as simple as can be."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.table import Table
from evaluation.blanks import Scores
from foundation.extras import need
from retrieval.baskets import Baskets
from retrieval.traits import one_hot, value_columns
from retrieval.vectors import Vectors

RIDGE = 10.0
Rival = Callable[[Table, Vectors, Baskets], Scores]


def by_chance(table: Table, vectors: Vectors, train: Baskets) -> Scores:
    """All alike: every answer is a tie."""
    return lambda context, choices: np.zeros(len(choices))


def by_popularity(table: Table, vectors: Vectors, train: Baskets) -> Scores:
    """What was bought most often."""
    bought = np.bincount(train.rows, minlength=len(table))
    return lambda context, choices: bought[choices]


def by_memory(table: Table, vectors: Vectors, train: Baskets) -> Scores:
    """What was bought most often beside the context, for how often it was bought: the cosine of co-occurrence."""
    inside = _membership(train, len(table))
    beside = (inside.T @ inside).tocsr()
    bought = np.maximum(np.bincount(train.rows, minlength=len(table)), 1)
    return lambda context, choices: (
        np.asarray(beside[context][:, choices].sum(axis=0)).ravel() / np.sqrt(bought[choices])
    )


def by_text(table: Table, vectors: Vectors, train: Baskets) -> Scores:
    """What reads most alike: the cosine of the texts' vectors, over the context's mean."""
    numbers = table.text_ids.astype(np.int64)
    return lambda context, choices: vectors.rows(numbers[choices]) @ vectors.rows(numbers[context]).mean(axis=0)


def by_attributes(table: Table, vectors: Vectors, train: Baskets) -> Scores:
    """Ridge regression from the values of the context's columns, on the mean, to those of the missing article."""
    columns = value_columns(table, np.unique(train.rows))
    parts = [one_hot(table.codes(column), table.values(column)) for column in columns]
    told = need("scipy.sparse").hstack(parts, format="csr")
    others = _others(train, len(table)) @ told
    wanted = told[train.rows]
    square = (others.T @ others).toarray() + RIDGE * np.eye(told.shape[1])
    weights = np.linalg.solve(square, (others.T @ wanted).toarray())
    common = np.asarray(wanted.mean(axis=0)).ravel()
    weights /= np.sqrt(common * (1 - common) + 1e-3)
    return lambda context, choices: told[choices] @ (np.asarray(told[context].mean(axis=0)).ravel() @ weights)


RIVALS: dict[str, Rival] = {
    "chance": by_chance,
    "popularity": by_popularity,
    "memory": by_memory,
    "text": by_text,
    "attributes": by_attributes,
}


def _membership(baskets: Baskets, rows: int) -> Any:
    """Baskets by rows, 1 where the basket holds the row."""
    ones = np.ones(len(baskets.rows), np.float32)
    return need("scipy.sparse").csr_matrix((ones, baskets.rows, baskets.starts), (len(baskets), rows))


def _others(baskets: Baskets, rows: int) -> Any:
    """For each line of the baskets the mean over the other rows of its basket, sparse (lines, rows)."""
    sizes = np.diff(baskets.starts)
    line_sizes = np.repeat(sizes, sizes)
    line_starts = np.repeat(baskets.starts[:-1], sizes)
    first = np.repeat(np.cumsum(line_sizes) - line_sizes, line_sizes)
    places = np.repeat(line_starts, line_sizes) + np.arange(int(line_sizes.sum())) - first
    lines = np.repeat(np.arange(len(baskets.rows)), line_sizes)
    apart: NDArray[np.bool_] = places != lines
    share = (1 / (line_sizes - 1)).astype(np.float32)[lines[apart]]
    shape = (len(baskets.rows), rows)
    return need("scipy.sparse").csr_matrix((share, (lines[apart], baskets.rows[places[apart]])), shape)
