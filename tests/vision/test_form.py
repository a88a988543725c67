"""Form: the same piece keeps its code in another light; a code is fitted on what was measured, never on labels."""

import numpy as np
import pytest

from vision.form import BASIS, SIZE, fit_form, form_of

PICTURES, WIDE = 120, 300


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    """Pictures that differ in a few directions, of features on scales of their own."""
    dice = np.random.default_rng(2)
    drawn = dice.normal(size=(PICTURES, 20)) @ dice.normal(size=(20, WIDE)) + 0.1 * dice.normal(size=(PICTURES, WIDE))
    return np.asarray(drawn * dice.uniform(0.1, 10, WIDE) + dice.normal(size=WIDE), np.float32)


def test_codes_are_of_length_1(features: np.ndarray) -> None:
    codes = form_of(fit_form(features), features)
    assert codes is not None
    assert codes.shape == (PICTURES, min(SIZE, PICTURES - 1))
    assert np.linalg.norm(codes, axis=1) == pytest.approx(1, abs=1e-4)


def test_one_picture_or_many_makes_no_difference(features: np.ndarray) -> None:
    tensors = fit_form(features)
    many, one = form_of(tensors, features), form_of(tensors, features[3])
    assert many is not None
    assert one is not None
    assert one == pytest.approx(many[3], abs=1e-4)


def test_the_same_piece_is_nearest_where_a_few_features_went_astray(features: np.ndarray) -> None:
    tensors = fit_form(features)
    dice = np.random.default_rng(3)
    astray = features.copy()
    moved = dice.permutation(WIDE)[:30]
    astray[:, moved] += 50 * features[:, moved].std(axis=0)
    codes, others = form_of(tensors, features), form_of(tensors, astray)
    assert codes is not None
    assert others is not None
    assert ((others @ codes.T).argmax(axis=1) == np.arange(PICTURES)).mean() > 0.95


def test_an_eye_without_one_has_no_code(features: np.ndarray) -> None:
    assert form_of({}, features) is None


def test_few_pictures_are_enough_to_fit(features: np.ndarray) -> None:
    assert fit_form(features[:3])[BASIS].shape == (2, WIDE)
    assert np.isfinite(fit_form(features[:1])[BASIS]).all()
