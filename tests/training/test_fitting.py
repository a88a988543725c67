"""Fitting: weights that count both labels alike, and a head that finds what tells the texts apart."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.requests.head import DIM
from agents.requests.label import LABELS
from training.families import Text
from training.fitting import Inputs, Recipe, fit, prepare, probabilities, weigh

PICTURES = ("draw a red hat", "paint me a cat", "sketch the dress", "draw my house", "paint a boat", "sketch a tree")
TALK = ("how are you", "a red dress please", "what goes with jeans", "thank you", "is it lined", "hello there")


def text(said: str, label: str) -> Text:
    return Text(said, label, said, "t")


TEXTS = tuple(text(said, LABELS[0]) for said in PICTURES) + tuple(text(said, LABELS[1]) for said in TALK)


def vectors(texts: Sequence[Text], telling: bool = True) -> np.ndarray:
    """Random layers' means, of which one number tells the labels apart where they are `telling`."""
    drawn = np.random.default_rng(1).normal(size=(len(texts), DIM)).astype(np.float32)
    if telling:
        drawn[:, 7] = [3.0 if one.label == LABELS[0] else -3.0 for one in texts]
    return drawn


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return prepare(TEXTS, vectors(TEXTS))


labels = st.lists(st.sampled_from(LABELS), min_size=1, max_size=20)


@given(labels=labels)
def test_both_labels_count_alike_however_many_texts_they_have(labels: list[str]) -> None:
    texts = [text(str(number), label) for number, label in enumerate(labels)]
    weights = weigh(texts)
    assert weights.sum() == pytest.approx(1)
    for label in {*labels}:
        share = sum(weight for weight, one in zip(weights, texts, strict=True) if one.label == label)
        assert share == pytest.approx(1 / len({*labels}))


def test_inputs_are_of_the_texts_in_their_order(inputs: Inputs) -> None:
    assert len(inputs) == len(TEXTS)
    assert inputs.asked.tolist() == [1.0] * len(PICTURES) + [0.0] * len(TALK)
    assert inputs.words.shape[0] == inputs.vectors.shape[0] == len(TEXTS)


def test_a_head_learns_to_tell_what_can_be_told(inputs: Inputs) -> None:
    chances = probabilities(fit(inputs, Recipe()), inputs)
    assert ((chances >= 0.5) == (inputs.asked == 1)).all()


def test_the_number_that_tells_weighs_most(inputs: Inputs) -> None:
    head = fit(inputs, Recipe(words=0.0))
    spread = head.dense * inputs.vectors.std(axis=0)
    assert np.abs(spread).argmax() == 7
    assert head.dense[7] > 0


@pytest.mark.parametrize("left_out", ["dense", "words"])
def test_a_part_that_is_left_out_has_no_weight(inputs: Inputs, left_out: str) -> None:
    head = fit(inputs, replace(Recipe(), **{left_out: 0.0}))
    assert not getattr(head, left_out).any()


def test_the_stronger_the_penalty_the_smaller_the_weights(inputs: Inputs) -> None:
    sizes = [float(np.abs(fit(inputs, Recipe(penalty=penalty)).dense).sum()) for penalty in (0.0001, 0.01, 1.0)]
    assert sizes == sorted(sizes, reverse=True)


def test_the_chances_of_many_texts_are_those_of_each(inputs: Inputs) -> None:
    head = fit(inputs, Recipe())
    each = [head.probability(vector, one.text) for vector, one in zip(inputs.vectors, TEXTS, strict=True)]
    np.testing.assert_allclose(probabilities(head, inputs), each, atol=1e-5)


def test_a_head_does_not_know_what_the_scale_of_a_number_was(inputs: Inputs) -> None:
    scaled = replace(inputs, vectors=inputs.vectors * 10)
    one, other = (probabilities(fit(given, Recipe()), given) for given in (inputs, scaled))
    np.testing.assert_allclose(one, other, atol=0.02)


def test_nor_where_its_middle_was(inputs: Inputs) -> None:
    moved = replace(inputs, vectors=inputs.vectors + 100)
    one, other = (probabilities(fit(given, Recipe()), given) for given in (inputs, moved))
    np.testing.assert_allclose(one, other, atol=0.02)
