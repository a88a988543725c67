"""The trunk: its members are averaged, and a picture is placed near what is said of its likely type."""

import numpy as np
import pytest

from vision.trunk import Trunk, soften, softmax, unit

WIDTH, FEATURES, TYPES = 4, 6, 3


def member(rng: np.random.Generator, prefix: str, columns: list[int]) -> dict[str, np.ndarray]:
    shapes = {
        "enter": (WIDTH, len(columns)), "deepen": (WIDTH, WIDTH), "vector": (384, WIDTH), "heads.type": (TYPES, WIDTH),
    }  # fmt: skip
    weights = {f"{prefix}{name}.weight": rng.normal(0, 1, shape).astype(np.float32) for name, shape in shapes.items()}
    biases = {f"{prefix}{name}.bias": rng.normal(0, 1, shape[0]).astype(np.float32) for name, shape in shapes.items()}
    return {**weights, **biases, f"{prefix}columns": np.array(columns, dtype=np.int32)}


def shared(kinds: np.ndarray | None = None) -> dict[str, np.ndarray]:
    return {
        "mean": np.zeros(FEATURES, np.float32), "spread": np.ones(FEATURES, np.float32),
        "kinds": np.zeros((TYPES, 384), np.float32) if kinds is None else kinds,
    }  # fmt: skip


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_the_answer_is_the_mean_of_the_members_answers(rng: np.random.Generator) -> None:
    first, second = member(rng, "0.", [0, 1, 4]), member(rng, "1.", [2, 3, 4, 5])
    alone = {name.replace("1.", "0.", 1): value for name, value in second.items()}
    features = rng.normal(0, 1, (5, FEATURES)).astype(np.float32)
    both, *each = (
        Trunk({**shared(), **tensors}, {"type": 1.0}).see(features) for tensors in ({**first, **second}, first, alone)
    )
    assert both.answers["type"] == pytest.approx((each[0].answers["type"] + each[1].answers["type"]) / 2, abs=1e-6)
    assert both.vector == pytest.approx(unit(each[0].vector + each[1].vector), abs=1e-5)


def test_a_member_sees_its_own_features_alone(rng: np.random.Generator) -> None:
    trunk = Trunk({**shared(), **member(rng, "0.", [0, 2])}, {"type": 1.0})
    features = rng.normal(0, 1, FEATURES).astype(np.float32)
    elsewhere = features + np.array([0, 1, 0, 1, 1, 1], dtype=np.float32)
    assert trunk.see(features).vector == pytest.approx(trunk.see(elsewhere).vector)


def test_a_picture_lies_nearer_to_what_is_said_of_its_type(rng: np.random.Generator) -> None:
    kinds = np.eye(TYPES, 384, dtype=np.float32)
    tensors = member(rng, "0.", list(range(FEATURES)))
    features = rng.normal(0, 1, FEATURES).astype(np.float32)
    far, near = (Trunk({**shared(drawn), **tensors}, {"type": 1.0}).see(features) for drawn in (0 * kinds, kinds))
    likeliest = int(near.answers["type"].argmax())
    assert near.vector[likeliest] > far.vector[likeliest]
    assert np.linalg.norm(near.vector) == pytest.approx(1, abs=1e-5)


def test_a_temperature_makes_an_answer_less_sure_and_leaves_its_order() -> None:
    sure = softmax(np.array([3.0, 1.0, 0.0]))
    assert soften(sure, 2.0) == pytest.approx(softmax(np.array([1.5, 0.5, 0.0])), abs=1e-5)
