"""Palettes: colours that can be seen on the article's own, whichever that is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.sample.drawing.palette import brightness, colour, mixed, palette, turned

shares = st.floats(0, 1, width=32)
colours = st.tuples(shares, shares, shares).map(lambda rgb: np.array(rgb, np.float32))
TONES = ("main", "plain", "inside", "deep", "trim", "second", "accent", "seam", "stitch", "button", "white", "gold")


def test_six_digits_are_red_green_and_blue() -> None:
    np.testing.assert_allclose(colour("ff8000"), (1, 128 / 255, 0), atol=1e-6)


@pytest.mark.parametrize(("darker", "brighter"), [("000000", "ffffff"), ("0000ff", "ff0000"), ("ff0000", "00ff00")])
def test_green_looks_brighter_than_red_and_red_than_blue(darker: str, brighter: str) -> None:
    assert brightness(colour(darker)) < brightness(colour(brighter))


@settings(max_examples=25)
@given(one=colours, other=colours, share=shares)
def test_a_mix_lies_between_its_colours(one: np.ndarray, other: np.ndarray, share: float) -> None:
    mix = mixed(one, other, share)
    assert (mix >= np.minimum(one, other) - 1e-5).all()
    assert (mix <= np.maximum(one, other) + 1e-5).all()


@settings(max_examples=25)
@given(one=colours)
def test_a_hue_turned_all_around_is_the_same(one: np.ndarray) -> None:
    np.testing.assert_allclose(turned(one, 1.0), one, atol=1e-3)


@settings(max_examples=25)
@given(one=colours, hue=shares, strength=st.floats(0, 3, width=32))
def test_a_turned_colour_is_a_colour(one: np.ndarray, hue: float, strength: float) -> None:
    made = turned(one, hue, strength, strength)
    assert ((made >= 0) & (made <= 1)).all()


@settings(max_examples=25)
@given(main=colours, seed=shares)
def test_the_second_colour_stands_out_on_the_main_one(main: np.ndarray, seed: float) -> None:
    made = palette(main, seed)
    assert abs(brightness(made.second) - brightness(made.main)) > 0.2


@settings(max_examples=25)
@given(main=colours, seed=shares)
def test_a_seam_is_seen_on_any_cloth(main: np.ndarray, seed: float) -> None:
    made = palette(main, seed)
    seam, cloth = brightness(made.tone("seam")), brightness(made.main)
    assert seam > cloth if made.dark else seam < cloth


@pytest.mark.parametrize("name", TONES)
@settings(max_examples=25)
@given(main=colours, seed=shares)
def test_every_tone_is_a_colour(name: str, main: np.ndarray, seed: float) -> None:
    tone = palette(main, seed).tone(name)
    assert tone.shape == (3,)
    assert ((tone >= 0) & (tone <= 1.0001)).all()


def test_a_tone_may_be_written_in_digits_and_an_unknown_one_is_an_error() -> None:
    made = palette(colour("204060"), 0.1)
    np.testing.assert_array_equal(made.tone("#a8713f"), colour("a8713f"))
    with pytest.raises(KeyError, match="mauve"):
        made.tone("mauve")


def test_the_seed_varies_the_accents() -> None:
    first = {tuple(palette(colour("204060"), seed / 8).accents[0].tolist()) for seed in range(8)}
    assert len(first) > 3
