"""Pairing: learns from baskets what goes together, so that it holds for articles that nobody has bought yet.

Two projections of an article's traits, as a neighbour and as a candidate, whose inner product says how well they go
together (a Siamese bilinear model; J. McAuley et al., Image-based recommendations on styles and substitutes, SIGIR
2015), and a weighted sum of what the two have in common. Learned by telling the article that was there from others of
its group drawn by how often they sell (sampled softmax), so that popularity, which separates nothing then, is not
learned. In numpy: a catalogue's own baskets take minutes on one core.
"""

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.extras import need
from retrieval.baskets import Baskets
from retrieval.relations import Relations
from retrieval.traits import Traits

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Parameters = dict[str, Floats]
Tell = Callable[[int, int], None]
NEVER = np.float32(-1e9)
DECAYS = 0.9, 0.999
BLOCK = 8192
MOST_BYTES = 12_000_000


@dataclass(frozen=True)
class Recipe:
    """How it is learned: the mean of so many `members`; `negatives` a question, at most `context` neighbours.

    `hidden` and `rank` are the widths of the projections. `rate` is the highest step, reached after a tenth of the way;
    `drop` and `forget` are the shares of hidden units and of traits that are left out at random, `damp` the power of
    the number of neighbours that a sum is divided by.
    """

    members: int = 5
    epochs: int = 6
    batch: int = 512
    negatives: int = 8
    context: int = 5
    hidden: int = 128
    rank: int = 64
    rate: float = 4e-3
    drop: float = 0.2
    forget: float = 0.1
    damp: float = 0.5
    decay: float = 1e-3
    seed: int = 0


@dataclass(frozen=True)
class Questions:
    """A batch: `candidates` (questions, 1 + negatives), the right one first; `context` (questions, neighbours) with
    `there` false where a question has fewer; `barred` (questions, 1 + negatives) marks candidates that are no mistake.
    """

    candidates: Rows
    context: Rows
    there: NDArray[np.bool_]
    barred: NDArray[np.bool_]


@dataclass(frozen=True)
class Learned:
    """What was learned: every row as a neighbour and as a candidate (rows, rank), and the relations' weights by name:
    `weights` (relations,), `by_neighbour` and `by_candidate` (groups, relations), for (relations − `mean`) / `spread`.
    """

    neighbours: Floats
    candidates: Floats
    weights: Parameters


class Sampler:
    """Draws questions from baskets: `groups` and `products` give each row's."""

    def __init__(self, baskets: Baskets, groups: Rows, products: Rows, recipe: Recipe, random: np.random.Generator):
        self._baskets, self._groups, self._products = baskets, groups, products
        self._recipe, self._random = recipe, random
        self._basket_of = np.repeat(np.arange(len(baskets)), np.diff(baskets.starts))
        own = groups[baskets.rows]
        # An article stands in its group's pool as often as it was bought.
        self._pools = {group: baskets.rows[own == group] for group in np.unique(own).tolist()}

    def epoch(self) -> Iterator[Questions]:
        """Every article of every basket once as the right one, in batches, in random order."""
        order = self._random.permutation(len(self._baskets.rows))
        for places in np.array_split(order, len(order) // self._recipe.batch + 1):
            questions = self._ask(places)
            if len(questions.candidates):
                yield questions

    @property
    def batches(self) -> int:
        """How many batches an epoch has."""
        return len(self._baskets.rows) // self._recipe.batch + 1

    def _ask(self, places: Rows) -> Questions:
        targets = self._baskets.rows[places]
        context, there = self._neighbours(places, targets)
        kept = there.any(axis=1)
        targets, context, there = targets[kept], context[kept], there[kept]
        others = self._others(targets)
        barred = self._products[others] == self._products[targets][:, None]
        candidates = np.concatenate([targets[:, None], others], axis=1)
        return Questions(candidates, context, there, np.pad(barred, ((0, 0), (1, 0))))

    def _neighbours(self, places: Rows, targets: Rows) -> tuple[Rows, NDArray[np.bool_]]:
        """Some of the other articles of each place's basket, not of the target's product.

        Often fewer than there are: looks are mostly completed from one or two pieces.
        """
        starts = self._baskets.starts
        first, size = starts[self._basket_of[places]], np.diff(starts)[self._basket_of[places]]
        widest = int(size.max())
        at = first[:, None] + np.arange(widest)
        inside = np.arange(widest) < size[:, None]
        rows = self._baskets.rows[np.where(inside, at, first[:, None])]
        inside &= self._products[rows] != self._products[targets][:, None]
        keys = np.where(inside, self._random.random(inside.shape), 2.0)
        picked = np.argsort(keys, axis=1)[:, : self._recipe.context]
        rows, there = np.take_along_axis(rows, picked, 1), np.take_along_axis(inside, picked, 1)
        fewer = self._random.random(len(rows)) < 0.6
        wanted = np.where(fewer, self._random.integers(1, np.maximum(there.sum(axis=1), 1) + 1), there.shape[1])
        return rows, there & (np.arange(there.shape[1]) < wanted[:, None])

    def _others(self, targets: Rows) -> Rows:
        others = np.empty((len(targets), self._recipe.negatives), np.int64)
        own = self._groups[targets]
        for group in np.unique(own).tolist():
            asked = own == group
            others[asked] = self._random.choice(self._pools[group], (int(asked.sum()), self._recipe.negatives))
        return others


class Adam:
    """Adam with decoupled decay (Kingma & Ba 2015; Loshchilov & Hutter 2019) and a rate that climbs and falls."""

    def __init__(self, parameters: Parameters, rate: float, decay: float, steps: int):
        self._parameters, self._rate, self._decay, self._steps = parameters, rate, decay, steps
        self._first = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._second = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._done = 0

    def step(self, gradients: Parameters) -> None:
        """Move the parameters, in place, against their gradients."""
        self._done += 1
        rate = np.float32(self._rate * self._course(self._done / self._steps))
        one, two = DECAYS
        for name, gradient in gradients.items():
            first, second = self._first[name], self._second[name]
            first += (1 - one) * (gradient - first)
            second += (1 - two) * (gradient * gradient - second)
            size = np.sqrt(second / (1 - two**self._done)) + np.float32(1e-8)
            value = self._parameters[name]
            value -= rate * (first / (1 - one**self._done) / size + self._decay * value)

    @staticmethod
    def _course(done: float) -> float:
        """A tenth of the way up, the rest down, both along half a cosine."""
        if done < 0.1:
            return 0.04 + 0.96 * (1 - math.cos(math.pi * done / 0.1)) / 2
        return (1 + math.cos(math.pi * (done - 0.1) / 0.9)) / 2


class Pairing:
    """A model that is being learned: `parameters` by name."""

    def __init__(self, traits: Traits, relations: Relations, groups: Rows, seen: Rows, recipe: Recipe):
        self._traits, self._relations, self._groups, self._recipe = traits, relations, groups, recipe
        self._random = random = np.random.default_rng(recipe.seed)
        # Bumps cost more to make than to keep.
        self._place = np.zeros(len(groups), np.int64)
        self._place[seen] = np.arange(len(seen))
        self._dense = traits.dense(seen)
        self._sparse = need("scipy.sparse")
        hidden, rank = recipe.hidden, recipe.rank
        count, kinds = relations.count, int(groups.max()) + 1

        def drawn(rows: int, columns: int, spread: float) -> Floats:
            return random.normal(0, spread, (rows, columns)).astype(np.float32)

        self.parameters: Parameters = {
            "sparse": drawn(traits.sparse.shape[1], hidden, 0.05),
            "dense": drawn(traits.width, hidden, 0.6 / np.sqrt(traits.width)),
            "bias": np.zeros(hidden, np.float32),
            "neighbour": drawn(hidden, rank, 0.6 / np.sqrt(hidden)),
            "candidate": drawn(hidden, rank, 0.6 / np.sqrt(hidden)),
            "weights": np.zeros(count, np.float32),
            "by_neighbour": np.zeros((kinds, count), np.float32),
            "by_candidate": np.zeros((kinds, count), np.float32),
        }
        self.mean, self.spread = np.zeros(count, np.float32), np.ones(count, np.float32)

    def scale(self, questions: Questions) -> tuple[Floats, Floats]:
        """The relations' mean and spread in a batch."""
        relations = self._relations.of(*self._pairs(questions)[:2])
        return relations.mean(axis=0), relations.std(axis=0) + np.float32(1e-3)

    def learn(self, questions: Questions) -> tuple[float, Parameters]:
        """The mean loss of a batch, and its gradients: the forward and the backward pass, written out."""
        asked, width = questions.candidates.shape
        own = self.parameters
        rows, places = np.unique(
            np.concatenate([questions.candidates.ravel(), questions.context.ravel()]), return_inverse=True
        )
        at_candidates, at_context = np.split(places, [asked * width])
        shares = self._shares(questions)
        # forward: traits → hidden → the two projections → a score a candidate
        sparse, dense = self._forgetful(rows), self._dense[self._place[rows]]
        inner = sparse @ own["sparse"] + dense @ own["dense"] + own["bias"]
        kept = (inner > 0) * (self._random.random(inner.shape, np.float32) >= self._recipe.drop)
        kept = kept.astype(np.float32) / np.float32(1 - self._recipe.drop)
        hidden = inner * kept
        neighbour, candidate = hidden @ own["neighbour"], hidden @ own["candidate"]
        at = candidate[at_candidates].reshape(asked, width, -1)
        around = (shares[:, None, :] @ neighbour[at_context].reshape(*shares.shape, -1))[:, 0]
        scores = (at @ around[:, :, None])[:, :, 0]
        first, second, cell, share = self._pairs(questions)
        common = (self._relations.of(first, second) - self.mean) / self.spread
        near, far = self._groups[first], self._groups[second]
        weights = own["weights"] + own["by_neighbour"][near] + own["by_candidate"][far]
        worth = np.einsum("pf,pf->p", common, weights) * share
        scores = scores + np.bincount(cell, worth, asked * width).reshape(asked, width).astype(np.float32)
        scores = np.where(questions.barred, NEVER, scores)
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        loss = float(-np.log(np.maximum(chances[:, 0], 1e-12)).mean())
        # backward
        by_score = chances
        by_score[:, 0] -= 1
        by_score /= asked
        by_at = (by_score[:, :, None] * around[:, None, :]).reshape(asked * width, -1)
        by_around = (by_score[:, None, :] @ at)[:, 0]
        by_context = (shares[:, :, None] * by_around[:, None, :]).reshape(shares.size, -1)
        by_candidate = self._gathered(at_candidates, len(rows)) @ by_at
        by_neighbour = self._gathered(at_context, len(rows)) @ by_context
        by_hidden = by_neighbour @ own["neighbour"].T + by_candidate @ own["candidate"].T
        by_inner = by_hidden * kept
        by_worth = (by_score.ravel()[cell] * share).astype(np.float32)[:, None] * common
        kinds = len(own["by_neighbour"])
        return loss, {
            "sparse": np.asarray(sparse.T @ by_inner),
            "dense": dense.T @ by_inner,
            "bias": by_inner.sum(axis=0),
            "neighbour": hidden.T @ by_neighbour,
            "candidate": hidden.T @ by_candidate,
            "weights": by_worth.sum(axis=0),
            "by_neighbour": self._gathered(near, kinds) @ by_worth,
            "by_candidate": self._gathered(far, kinds) @ by_worth,
        }

    def project(self, rows: Rows) -> tuple[Floats, Floats]:
        """Rows as neighbours and as candidates, each float32 (rows, rank)."""
        own = self.parameters
        inner = self._traits.sparse[rows] @ own["sparse"] + self._traits.dense(rows) @ own["dense"] + own["bias"]
        hidden = np.maximum(inner, 0)
        return hidden @ own["neighbour"], hidden @ own["candidate"]

    def _shares(self, questions: Questions) -> Floats:
        """What each neighbour counts (questions, neighbours): 1 / how many there are, damped; 0 where there is none."""
        there = questions.there
        return np.asarray(there / there.sum(axis=1, keepdims=True) ** self._recipe.damp, np.float32)

    def _pairs(self, questions: Questions) -> tuple[Rows, Rows, Rows, Floats]:
        """Every neighbour beside every candidate: the two rows, the cell of the scores it counts in, and its share."""
        width = questions.candidates.shape[1]
        question, place = np.nonzero(questions.there)
        first = np.repeat(questions.context[question, place], width)
        second = questions.candidates[question].ravel()
        cell = (question[:, None] * width + np.arange(width)).ravel()
        return first, second, cell, np.repeat(self._shares(questions)[question, place], width)

    def _forgetful(self, rows: Rows) -> Any:
        """The sparse traits of `rows`, some of them left out, so that none is relied on alone."""
        sparse = self._traits.sparse[rows]
        sparse.data = (self._random.random(len(sparse.data)) >= self._recipe.forget).astype(np.float32)
        return sparse

    def _gathered(self, places: Rows, count: int) -> Any:
        """A sparse (count, places) matrix that adds up what falls on one place."""
        ones = np.ones(len(places), np.float32)
        return self._sparse.csr_matrix((ones, (places, np.arange(len(places)))), (count, len(places)))


def learn_pairing(
    baskets: Baskets,
    traits: Traits,
    relations: Relations,
    groups: Rows,
    products: Rows,
    recipe: Recipe,
    tell: Tell | None = None,
) -> Learned:
    """Learn from all `baskets`, as often as the recipe has members; `tell` hears (batches done, batches).

    `groups` and `products` are each row's. The members differ in what they start from and in what order they see;
    their mean is right more often than any of them.
    """
    seeded = [replace(recipe, seed=recipe.seed + member) for member in range(recipe.members)]
    samplers = [Sampler(baskets, groups, products, one, np.random.default_rng([one.seed, 1])) for one in seeded]
    members = [Pairing(traits, relations, groups, np.unique(baskets.rows), one) for one in seeded]
    mean, spread = members[0].scale(next(samplers[0].epoch()))
    counted = Steps(recipe.members * recipe.epochs * samplers[0].batches, tell)

    def learn(member: int) -> None:
        members[member].mean, members[member].spread = mean, spread
        fit(members[member], samplers[member], seeded[member], counted)

    # numpy and scipy leave the interpreter while they compute.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(learn, range(recipe.members)))
    return join(members, len(groups), recipe.rank)


class Steps:
    """Counts the steps of all members, and tells now and then."""

    def __init__(self, whole: int, tell: Tell | None):
        self._whole, self._tell, self._done, self._lock = whole, tell, 0, Lock()

    def __call__(self) -> None:
        """One more is done."""
        with self._lock:
            self._done += 1
            if self._tell and self._done % 20 == 0:
                self._tell(self._done, self._whole)


def fit(pairing: Pairing, sampler: Sampler, recipe: Recipe, counted: Callable[[], None]) -> None:
    """Take the recipe's epochs through all questions; `counted` hears of each batch."""
    adam = Adam(pairing.parameters, recipe.rate, recipe.decay, recipe.epochs * sampler.batches)
    for _ in range(recipe.epochs):
        for questions in sampler.epoch():
            adam.step(pairing.learn(questions)[1])
            counted()


def join(members: Sequence[Pairing], rows: int, rank: int) -> Learned:
    """The mean of the members, their projections beside each other turned to the `rank` axes that carry most of it.

    More axes are kept where the catalogue is so small that they fit into MOST_BYTES, at a byte a number. The axes are
    those of the singular values of neighbours × candidates, found from two QR factors.
    """
    blocks = [np.arange(at, min(at + BLOCK, rows)) for at in range(0, rows, BLOCK)]
    projected = [[member.project(block) for member in members] for block in blocks]
    neighbours, candidates = (
        np.concatenate([np.concatenate([pair[side] for pair in pairs], axis=1) for pairs in projected]) / scale
        for side, scale in ((0, np.float32(len(members))), (1, np.float32(1)))
    )
    weights: Parameters = {
        name: np.stack([member.parameters[name] for member in members]).mean(axis=0)
        for name in ("weights", "by_neighbour", "by_candidate")
    }
    weights |= {"mean": members[0].mean, "spread": members[0].spread}
    rank = max(rank, MOST_BYTES // (2 * rows))
    if neighbours.shape[1] > rank:
        (own, one), (others, two) = np.linalg.qr(neighbours), np.linalg.qr(candidates)
        left, sizes, right = np.linalg.svd(one @ two.T)
        roots = np.sqrt(sizes[:rank])
        neighbours, candidates = own @ (left[:, :rank] * roots), others @ (right[:rank].T * roots)
    return Learned(neighbours.astype(np.float32), candidates.astype(np.float32), weights)
