"""Pairing: its gradients are those of its loss, its questions are fair, and joined members say what they said."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.baskets import Baskets, of_rows
from retrieval.compatibility import groups_of
from retrieval.pairing import Pairing, Recipe, Sampler, join
from retrieval.relations import Relations
from retrieval.traits import Traits, value_columns
from tests.retrieval.wardrobe import open_wardrobe, outfits

STILL = Recipe(batch=16, hidden=8, rank=4, drop=0, forget=0, negatives=3)


def products_of(rows: int) -> np.ndarray:
    """Two rows a product."""
    return np.arange(rows) // 2


@pytest.fixture
def baskets() -> Baskets:
    return of_rows(outfits(60))


@pytest.fixture
def pairing(tmp_path: Path, baskets: Baskets) -> Pairing:
    table, vectors = open_wardrobe(tmp_path)
    traits = Traits.read(table, vectors, baskets)
    relations = Relations.read(table, tuple(value_columns(table, np.unique(baskets.rows))), traits.order)
    return Pairing(traits, relations, groups_of(table).astype(np.int64), np.unique(baskets.rows), STILL)


def sampler(baskets: Baskets, rows: int = 192) -> Sampler:
    groups = np.arange(rows) // 12 % 4
    return Sampler(baskets, groups, products_of(rows), STILL, np.random.default_rng(0))


@pytest.mark.parametrize(
    "name", ["sparse", "dense", "bias", "neighbour", "candidate", "weights", "by_neighbour", "by_candidate"]
)
def test_a_gradient_is_the_slope_of_the_loss(pairing: Pairing, baskets: Baskets, name: str) -> None:
    questions = next(sampler(baskets).epoch())
    pairing.mean, pairing.spread = pairing.scale(questions)
    random = np.random.default_rng(3)
    for key, value in pairing.parameters.items():
        pairing.parameters[key] = (value + random.normal(0, 0.05, value.shape)).astype(np.float64)  # type: ignore[assignment]
    gradient = np.asarray(pairing.learn(questions)[1][name])
    steepest = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
    losses = []
    for step in (1e-4, -2e-4):
        pairing.parameters[name][steepest] += step
        losses.append(pairing.learn(questions)[0])
    assert gradient[steepest] == pytest.approx((losses[0] - losses[1]) / 2e-4, rel=1e-3)


def test_wrong_answers_are_of_the_right_ones_group_and_its_product_is_barred(baskets: Baskets) -> None:
    for questions in sampler(baskets).epoch():
        groups, products = questions.candidates // 12 % 4, products_of(192)[questions.candidates]
        assert (groups == groups[:, :1]).all()
        assert np.array_equal(questions.barred[:, 1:], products[:, 1:] == products[:, :1])
        assert not questions.barred[:, 0].any()


def test_neighbours_are_of_the_targets_basket_and_of_other_products(baskets: Baskets) -> None:
    held = {tuple(baskets[at].tolist()) for at in range(len(baskets))}
    asked = 0
    for questions in sampler(baskets).epoch():
        for target, context, there in zip(questions.candidates[:, 0], questions.context, questions.there, strict=True):
            assert there.any()
            inside = set(context[there].tolist())
            assert any({int(target), *inside} <= set(basket) for basket in held)
            assert int(target) // 2 not in {row // 2 for row in inside}
            asked += 1
    assert asked == len(baskets.rows)


def test_joined_members_say_the_mean_of_what_they_said(pairing: Pairing) -> None:
    one = join([pairing], 192, 4)
    both = join([pairing, pairing], 192, 4)
    expected = one.neighbours @ one.candidates.T
    assert np.allclose(both.neighbours @ both.candidates.T, expected, atol=1e-4)
    assert (one.neighbours.shape, both.neighbours.shape) == ((192, 4), (192, 8))
    assert np.allclose(both.weights["weights"], one.weights["weights"])
