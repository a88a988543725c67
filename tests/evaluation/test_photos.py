"""Photos: pictures are altered as photos of the same piece would be, and what is found is counted as it is."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from catalog.article import Article
from evaluation.photos import ALTERATIONS, Shot, ground_of, measure_alike, measure_found

WIDTH, HEIGHT = 64, 96


@pytest.fixture
def piece() -> Image.Image:
    """A red piece on a nearly white ground."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (244, 243, 240))
    ImageDraw.Draw(image).rectangle((16, 24, 47, 71), fill=(200, 30, 40))
    return image


def article(number: int, product: str, kind: str = "Dress") -> Article:
    return Article(article_id=f"{number:010}", product_code=product, product_type_name=kind, colour_group_name="Red")


@pytest.mark.parametrize("name", ALTERATIONS)
def test_each_alteration_changes_the_picture_and_is_drawn_by_its_dice(name: str, piece: Image.Image) -> None:
    altered = ALTERATIONS[name](piece, np.random.default_rng(1))
    again = ALTERATIONS[name](piece, np.random.default_rng(1))
    assert altered.mode == "RGB"
    assert altered.tobytes() == again.tobytes()
    if name != "mirror":
        assert altered.tobytes() != piece.tobytes()


def test_the_ground_is_what_hangs_together_with_the_corners(piece: Image.Image) -> None:
    ground = ground_of(piece)
    assert ground.sum() == WIDTH * HEIGHT - 32 * 48
    assert not ground[24:72, 16:48].any()


def test_another_ground_leaves_the_piece_and_another_colour_the_ground(piece: Image.Image) -> None:
    before, inside = np.asarray(piece), ~ground_of(piece)
    moved = np.asarray(ALTERATIONS["ground"](piece, np.random.default_rng(0)))
    dyed = np.asarray(ALTERATIONS["another colour"](piece, np.random.default_rng(0)))
    assert (moved[inside] == before[inside]).all()
    assert (moved[~inside] != before[~inside]).any()
    assert (dyed[~inside] == before[~inside]).all()
    assert (dyed[inside] != before[inside]).any(axis=-1).all()


def test_what_is_found_is_counted(piece: Image.Image) -> None:
    shots = [Shot(article(1, "a"), piece, "green"), Shot(article(2, "b"), piece, "green")]

    def find(image: Image.Image, colour: str, count: int) -> Sequence[Article]:
        return [article(9, "a")] if image.size == (WIDTH, HEIGHT) else []

    values = {metric.metric: metric.value for metric in measure_found(shots, find)}
    assert values["light: the product among ten"] == 0.5
    assert values["crop: the product among ten"] == 0
    assert values["all alterations: the product among ten"] == pytest.approx(5 / 12, abs=1e-3)


def test_likeness_is_counted_among_other_products(piece: Image.Image) -> None:
    asked: list[str] = []

    def find(image: Image.Image, colour: str, count: int) -> Sequence[Article]:
        asked.append(colour)
        others = [article(10 + place, f"p{place}", "Dress" if place % 2 else "Skirt") for place in range(20)]
        return [*others[:12], article(1, "a"), *others[12:]][:count]

    values = {metric.metric: metric.value for metric in measure_alike([Shot(article(1, "a"), piece, "green")], find)}
    assert values["not pictured: same type among six"] == 0.5
    assert values["not pictured: same colour among six"] == 1
    assert values["not pictured: the product among ten"] == 0
    assert values["not pictured: the product among fifty"] == 1
    assert asked == ["", "green"]
