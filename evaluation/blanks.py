"""Blanks: fill-in-the-blank over baskets: of four articles, which one was with these?

The wrong three are of the right one's group and drawn as often as they sell, so that what sells does not give the
answer away. After X. Han et al., Learning fashion compatibility with bidirectional LSTMs, ACM MM 2017, whose wrong
answers were drawn at random.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.metrics import Metric, wilson
from retrieval.baskets import Baskets, of_rows

CHOICES = 4
TRIES = 60
Rows = NDArray[np.int64]
Scores = Callable[[Rows, Rows], NDArray[Any]]


@dataclass(frozen=True)
class Blank:
    """A question: rows that were together, and CHOICES rows of which the first was with them."""

    context: Rows
    choices: Rows

    @property
    def target(self) -> int:
        """The right row."""
        return int(self.choices[0])


@dataclass(frozen=True)
class Split:
    """Baskets to learn from and questions that were held out, with how often each row sold where it was drawn."""

    train: Baskets
    blanks: tuple[Blank, ...]


def split_products(baskets: Baskets, products: Rows, groups: Rows, share: float, seed: int, most: int) -> Split:
    """No product of a question is in training: products are split first, each basket then falls in two.

    What sells is counted in the held-out halves: in training none of these products occurs.
    """
    random = np.random.default_rng(seed)
    sold = np.unique(products[baskets.rows])
    held = np.zeros(int(products.max()) + 1, bool)
    held[random.permutation(sold)[: int(len(sold) * share)]] = True
    out = held[products[baskets.rows]]
    train, test = (of_rows(_kept(baskets, keep)) for keep in (~out, out))
    return Split(train, tuple(draw(test, test.rows, products, groups, random, most)))


def split_baskets(baskets: Baskets, products: Rows, groups: Rows, share: float, seed: int, most: int) -> Split:
    """Whole baskets are held out; what sells is counted in training, so a target may be an article never seen there."""
    random = np.random.default_rng(seed)
    held = np.zeros(len(baskets), bool)
    held[random.permutation(len(baskets))[: int(len(baskets) * share)]] = True
    train = of_rows(baskets[at] for at in np.flatnonzero(~held).tolist())
    test = of_rows(baskets[at] for at in np.flatnonzero(held).tolist())
    return Split(train, tuple(draw(test, train.rows, products, groups, random, most)))


def draw(
    test: Baskets, sold: Rows, products: Rows, groups: Rows, random: np.random.Generator, most: int
) -> Iterator[Blank]:
    """One question a basket, up to `most`: a random article is taken out, the rest but its product is the context.

    Wrong answers come from `sold`, which holds each row as often as it sold; none of the basket's products is one.
    """
    pools = {group: sold[groups[sold] == group] for group in np.unique(groups[sold]).tolist()}
    drawn = 0
    for at in random.permutation(len(test)):
        rows = test[at]
        target = int(random.choice(rows))
        context = rows[products[rows] != products[target]]
        wrong = draw_wrong(pools.get(int(groups[target])), set(products[rows].tolist()), products, random)
        if len(context) and len(wrong) == CHOICES - 1:
            yield Blank(context, np.array([target, *wrong], np.int64))
            drawn += 1
            if drawn == most:
                return


def draw_wrong(pool: Rows | None, barred: set[int], products: Rows, random: np.random.Generator) -> list[int]:
    """Up to three rows of `pool`, of different products and none `barred`."""
    wrong: list[int] = []
    if pool is None:
        return wrong
    for row in random.choice(pool, TRIES).tolist():
        if int(products[row]) not in barred:
            barred.add(int(products[row]))
            wrong.append(row)
        if len(wrong) == CHOICES - 1:
            break
    return wrong


def credit(blank: Blank, scores: Scores) -> float:
    """1 where the right one scores highest, a part of it where it does so with others, else 0."""
    worth = np.asarray(scores(blank.context, blank.choices))
    best = np.flatnonzero(worth == worth.max())
    return 1 / len(best) if best[0] == 0 else 0.0


def measure(name: str, blanks: Sequence[Blank], scores: Scores) -> Metric | None:
    """The share of questions answered right, a tie counting in part; None where there is no question."""
    if not blanks:
        return None
    value = sum(credit(blank, scores) for blank in blanks) / len(blanks)
    low, high = wilson(value, len(blanks))
    return Metric(name, round(value, 4), round(low, 4), round(high, 4), len(blanks))


def _kept(baskets: Baskets, keep: NDArray[np.bool_]) -> Iterable[Rows]:
    for at in range(len(baskets)):
        part = slice(baskets.starts[at], baskets.starts[at + 1])
        yield baskets.rows[part][keep[part]]
