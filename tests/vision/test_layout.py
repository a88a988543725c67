"""Pages, screenshots, collages and captions are no photographs, though photographs are in them; busy cloth is one."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.vision.conftest import noise, photo_of
from vision.body import Bodies
from vision.gate import Gate
from vision.layout import LEAST_SIDE, seams, strokes, text_lines
from vision.measures import Seen

WORDS = ["a", "summer", "dress", "washed", "at", "forty", "degrees", "with", "similar", "colours"]


def write(image: Image.Image, left: int, top: int, bottom: int, size: int = 16, ink: str = "black") -> None:
    """Lines of text from `top` to `bottom`."""
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for number, line in enumerate(range(top, bottom, int(size * 1.5))):
        words = [WORDS[(number * 5 + step) % len(WORDS)] for step in range(9)]
        pen.text((left, line), " ".join(words), fill=ink, font=font)


def page() -> Image.Image:
    image = Image.new("RGB", (600, 800), "white")
    write(image, 40, 40, 760)
    return image


def slide() -> Image.Image:
    """A headline and a line of text on a ground of one colour."""
    image = Image.new("RGB", (900, 500), (20, 40, 90))
    write(image, 50, 40, 41, 44, "white")
    write(image, 70, 130, 131, 26, "white")
    return image


def sketch() -> Image.Image:
    """A drawing with outlines, whose jpeg rings along them."""
    image = Image.new("RGB", (400, 500), (170, 170, 170))
    pen = ImageDraw.Draw(image)
    for number in range(12):
        left, top = 20 + 28 * number, 30 + number * 67 % 330
        pen.ellipse((left, top, left + 90, top + 120), (90 * number % 255, 200, 20 * number), "black", 3)
    return image


def scanned() -> Image.Image:
    """The page aslant, blurred, with grain."""
    turned = page().rotate(2, Image.Resampling.BICUBIC, fillcolor="white").filter(ImageFilter.GaussianBlur(0.6))
    grainy = np.asarray(turned, dtype=float) + np.random.default_rng(0).normal(0, 3, (800, 600, 3))
    return Image.fromarray(grainy.clip(0, 255).astype(np.uint8))


def screenshot() -> Image.Image:
    """A bar, a photo below it, text below that."""
    image = Image.new("RGB", (400, 800), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 400, 60), fill=(30, 30, 60))
    image.paste(noise(400, 500), (0, 60))
    write(image, 20, 590, 780)
    return image


def collage() -> Image.Image:
    image = Image.new("RGB", (620, 820), "black")
    for number in range(4):
        image.paste(noise(300, 400, number), (number % 2 * 320, number // 2 * 420))
    return image


def captioned() -> Image.Image:
    image = Image.new("RGB", (400, 620), "white")
    image.paste(noise(400, 500), (0, 120))
    write(image, 10, 20, 110, 24)
    return image


def lettered() -> Image.Image:
    """White letters with a black outline across a photo."""
    image = noise(400, 500)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(image).text((20, 380), "NOTHING TO WEAR", "white", font, stroke_width=3, stroke_fill="black")
    return image


def filled() -> Image.Image:
    """A photo that a shop filled up to its format, with white beside it."""
    image = Image.new("RGB", (600, 500), "white")
    image.paste(noise(400, 500), (100, 0))
    return image


def dark() -> Image.Image:
    return Image.fromarray((np.asarray(noise(400, 500)) * 0.35).astype(np.uint8))


def leopard() -> Image.Image:
    """A garment whose every patch has a hard edge."""
    dice, image = np.random.default_rng(1), noise(400, 500)
    pen = ImageDraw.Draw(image)
    for left, top in dice.integers((110, 140), (280, 350), (260, 2)):
        pen.ellipse((left, top, left + 7, top + 6), fill=(40, 25, 15))
    return Image.fromarray(
        (np.asarray(image.filter(ImageFilter.GaussianBlur(0.4)), dtype=float) + dice.normal(0, 2, (500, 400, 3)))
        .clip(0, 255)
        .astype(np.uint8)
    )


def striped() -> Image.Image:
    """Stripes across a garment, as narrow as lines of text."""
    pixels = np.asarray(noise(400, 500)).astype(float)
    cloth = pixels[..., 2] - pixels[..., 0] > 40
    waves = np.arange(500)[:, None] + 0.03 * np.arange(400)
    pixels[cloth & (np.sin(waves / 2.2) > 0)] = (232, 232, 232)
    grainy = pixels + np.random.default_rng(2).normal(0, 2, pixels.shape)
    return Image.fromarray(grainy.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.5))


class Nobody:
    """No one is in any picture, and nothing in it is naked."""

    name = "nobody"

    def find(self, photo: object) -> Bodies:
        return Bodies()

    def score(self, photo: object) -> float:
        return 0.01


def answer(folder: Path, image: Image.Image) -> tuple[bool | None, str]:
    nobody = Nobody()
    judged = Gate(nobody, nobody, folder).judge(photo_of(image), "garment")  # type: ignore[arg-type]
    return judged.answers["photograph"], judged.verdict


@pytest.mark.parametrize("quality", [None, 60])
@pytest.mark.parametrize("made", [page, slide, sketch, scanned, screenshot, collage, captioned, lettered])
def test_what_a_page_is_made_of_is_not_let_through(
    tmp_path: Path, made: Callable[[], Image.Image], quality: int | None
):
    is_photo, verdict = answer(tmp_path, compressed(made(), quality))
    assert is_photo is not True
    assert verdict in ("hold", "refuse")


@pytest.mark.parametrize("made", [noise, filled, dark, leopard, striped])
def test_a_photograph_of_cloth_is_let_through(tmp_path: Path, made: Callable[[], Image.Image]):
    assert answer(tmp_path, compressed(made(), 85)) == (True, "allow")


def test_a_page_of_text_is_refused_where_it_is_plain(tmp_path: Path):
    assert answer(tmp_path, page()) == (False, "refuse")


def test_a_seam_runs_as_far_as_the_areas_that_it_joins():
    pixels = np.full((200, 100, 3), 200, dtype=np.int16)
    pixels += (
        np.random.default_rng(0).integers(0, 40, pixels.shape, dtype=np.int16) * (np.arange(100) % 9 == 0)[:, None]
    )
    pixels[:150, 50:] -= 90
    upright, level = seams(pixels)
    assert upright == pytest.approx(0.75, abs=0.05)
    assert level < 0.6


@pytest.mark.parametrize("side", [1, LEAST_SIDE - 1])
def test_too_small_a_picture_has_no_seams_and_no_text(side: int):
    assert seams(np.zeros((side, side, 3), dtype=np.int16)) == (0.0, 0.0)
    assert text_lines(np.ones((side, side), dtype=bool)) == 0


def test_strokes_are_white_between_black():
    grey = np.full((100, 100), 128, dtype=np.int16)
    grey[40:60, 40:42], grey[40:60, 38:40], grey[40:60, 42:44] = 255, 0, 0
    assert strokes(grey) == pytest.approx(20 * 2 / 10_000)
    assert strokes(np.where(grey == 255, 235, grey)) == 0


def test_lines_of_text_are_counted():
    assert Seen(photo_of(page()), None, None).text_lines == pytest.approx(30, abs=3)  # type: ignore[arg-type]


def compressed(image: Image.Image, quality: int | None) -> Image.Image:
    """The image as a jpeg of that quality would show it."""
    if quality is None:
        return image

    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file)
