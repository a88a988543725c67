"""What tests of vision share: pictures drawn here, and the networks where set-up fetched them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from foundation.errors import MissingExtra
from foundation.photo import Photo
from tests.vision.tiny_eyes import CLIPS, VLMS
from vision.body import Body, open_body
from vision.nudity import OpenNsfw, open_nudity


def photo_of(image: Image.Image) -> Photo:
    return Photo(np.asarray(image.convert("RGB"), dtype=np.uint8), "0" * 64)


def noise(width: int = 300, height: int = 400, seed: int = 0) -> Image.Image:
    """A shirt-like patch on a light ground, with the grain of a camera all over."""
    dice = np.random.default_rng(seed)
    pixels = np.full((height, width, 3), 235.0)
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    pixels[(np.abs(across) < 0.5 + 0.1 * down) & (np.abs(down - 0.1 * across) < 0.5)] = (70, 90, 140)
    grainy = pixels + dice.normal(0, 3, pixels.shape)
    return Image.fromarray(grainy.clip(0, 255).astype(np.uint8))


def drawing(width: int = 300, height: int = 400) -> Image.Image:
    """Circles and boxes of one colour each."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((40, 40, 200, 200), fill=(200, 40, 40))
    pen.rectangle((90, 220, 260, 360), fill=(30, 90, 160))
    return image


@pytest.fixture(scope="session")
def body() -> Body:
    pytest.importorskip("ai_edge_litert")
    try:
        return open_body()
    except MissingExtra as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def nudity() -> OpenNsfw:
    pytest.importorskip("onnxruntime")
    try:
        return open_nudity()
    except MissingExtra as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a tiny model of a family, made once."""
    pytest.importorskip("transformers")
    made: dict[str, Path] = {}

    def find(family: str) -> Path:
        if family not in made:
            made[family] = {**CLIPS, **VLMS}[family](tmp_path_factory.mktemp("eyes") / family)
        return made[family]

    return find
