"""Photos: whether a photo finds the piece it shows, and what it finds where the catalogue has no picture of that piece.

The photos are the catalogue's own pictures, altered as another camera, wall or lamp would, or dyed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from catalog.article import Article
from evaluation.metrics import Metric, measure_mean, measure_share

Dice = np.random.Generator
Pixels = NDArray[np.float32]
# Finds the articles for a picture, best first: (picture, a colour that is asked for or "", how many).
Find = Callable[[Image.Image, str, int], Sequence[Article]]
Tell = Callable[[int, int], None]
TEN, SIX, FIFTY = 10, 6, 50
# How far from its corner's colour the ground of a picture may be, all channels together.
GROUND = 24
COLUMNS = (
    ("type", "product_type_name"), ("colour", "colour_group_name"), ("wider colour", "perceived_colour_master_name"),
    ("department", "index_group_name"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Shot:
    """An article with its picture, and a colour that it does not come in here."""

    article: Article
    picture: Image.Image
    other_colour: str


def cropped(image: Image.Image, dice: Dice) -> Image.Image:
    """Up to an eighth cut off at each side."""
    width, height = image.size
    left, top = (dice.uniform(0, 0.12, 2) * image.size).astype(int)
    right, bottom = (dice.uniform(0.88, 1, 2) * (width, height)).astype(int)
    return image.crop((int(left), int(top), int(right), int(bottom)))


def relit(image: Image.Image, dice: Dice) -> Image.Image:
    """Lighter or darker, warmer or colder."""
    pixels = (_pixels(image) / 255) ** dice.uniform(0.7, 1.4)
    return _image(pixels * 255 * dice.uniform(0.75, 1.2) * dice.uniform(0.92, 1.08, 3))


def moved(image: Image.Image, dice: Dice) -> Image.Image:
    """On another ground, of a colour that runs into another."""
    width, height = image.size
    ends = dice.uniform(60, 230, (2, 3))
    share = np.linspace(0, 1, height)[:, None, None]
    ground = np.broadcast_to(ends[0] * (1 - share) + ends[1] * share, (height, width, 3))
    mask = ground_of(image)[..., None]
    return _image(np.where(mask, ground, _pixels(image)))


def blurred(image: Image.Image, dice: Dice) -> Image.Image:
    """Out of focus."""
    return image.filter(ImageFilter.GaussianBlur(dice.uniform(0.004, 0.009) * image.width))


def dyed(image: Image.Image, dice: Dice) -> Image.Image:
    """The piece in quite another colour."""
    hsv = _pixels(image.convert("HSV"))
    hsv[..., 0] = (hsv[..., 0] + dice.uniform(60, 196)) % 256
    hsv[..., 1] = hsv[..., 1] * dice.uniform(0.9, 1.4) + dice.uniform(0, 60)
    hsv[..., 2] = hsv[..., 2] * dice.uniform(0.7, 1.1) + dice.uniform(0, 40)
    coloured = _pixels(Image.fromarray(hsv.clip(0, 255).astype(np.uint8), "HSV").convert("RGB"))
    return _image(np.where(ground_of(image)[..., None], _pixels(image), coloured))


def mirrored(image: Image.Image, dice: Dice) -> Image.Image:
    """As in a mirror."""
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


ALTERATIONS: dict[str, Callable[[Image.Image, Dice], Image.Image]] = {
    "crop": cropped, "light": relit, "ground": moved, "blur": blurred, "mirror": mirrored, "another colour": dyed,
}  # fmt: skip


def ground_of(image: Image.Image) -> NDArray[np.bool_]:
    """Where a picture is ground (h, w): what hangs together with a corner in colour."""
    marked = image.convert("RGB")
    mark = (255, 0, 254)
    width, height = marked.size
    for corner in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)):
        ImageDraw.floodfill(marked, corner, mark, thresh=GROUND)
    return np.asarray((np.asarray(marked) == mark).all(axis=-1), bool)


def measure_found(shots: Sequence[Shot], find: Find, seed: int = 0, tell: Tell | None = None) -> list[Metric]:
    """Of pictures that the index has: how often each alteration finds the product among the first ten."""
    dice = np.random.default_rng(seed)
    found: dict[str, list[bool]] = {name: [] for name in ALTERATIONS}
    for number, shot in enumerate(shots):
        for name, alter in ALTERATIONS.items():
            articles = find(alter(shot.picture, dice), "", TEN)
            found[name].append(shot.article.product_code in [one.product_code for one in articles])
        if tell is not None:
            tell(number + 1, len(shots))
    every = [hit for hits in found.values() for hit in hits]
    return _present(
        *(measure_share(f"{name}: the product among ten", hits) for name, hits in found.items()),
        measure_share("all alterations: the product among ten", every),
    )


def measure_alike(shots: Sequence[Shot], find: Find, tell: Tell | None = None) -> list[Metric]:
    """Of pictures that the index `find` searches lacks: how like the piece is what comes first, other products alone,
    where the article itself comes, and what comes where another colour is asked for.
    """
    shares: dict[str, list[float]] = {name: [] for name, _ in COLUMNS}
    ranks: list[int] = []
    kinds: list[float] = []
    for number, shot in enumerate(shots):
        articles = find(shot.picture, "", FIFTY)
        codes = [one.product_code for one in articles]
        ranks.append(codes.index(shot.article.product_code) if shot.article.product_code in codes else FIFTY)
        others = [one for one in articles if one.product_code != shot.article.product_code][:SIX]
        for name, column in COLUMNS:
            shares[name] += _agree(others, shot.article, column)
        kinds += _agree(find(shot.picture, shot.other_colour, SIX), shot.article, "product_type_name")
        if tell is not None:
            tell(number + 1, len(shots))
    return _present(
        *(measure_mean(f"not pictured: same {name} among six", values) for name, values in shares.items()),
        measure_share("not pictured: the product among ten", [rank < TEN for rank in ranks]),
        measure_share("not pictured: the product among fifty", [rank < FIFTY for rank in ranks]),
        measure_mean("in another colour: same type among six", kinds),
    )


def _agree(found: Sequence[Article], article: Article, column: str) -> Iterator[float]:
    return (float(one[column] == article[column]) for one in found)


def _pixels(image: Image.Image) -> Pixels:
    return np.asarray(image, dtype=np.float32).copy()


def _image(pixels: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _present(*metrics: Metric | None) -> list[Metric]:
    return [metric for metric in metrics if metric is not None]
