"""A shop whose pictures are painted in one colour each, and an eye that sees just that: the smallest that can look."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from catalog.pictures import Pictures
from foundation.photo import Photo
from vision.eye import EyeCard, Head
from vision.trunk import Seen

PAINTS = {"Black": (10, 10, 10), "Red": (220, 20, 30), "Green": (20, 140, 40), "White": (250, 250, 250)}
PATTERN = "{prefix}/{id}.jpg"


def paint(folder: Path, colours: Mapping[str, str]) -> Pictures:
    """A picture for each article id, in its colour."""
    for article_id, colour in colours.items():
        path = folder / article_id[:3] / f"{article_id}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (32, 48), PAINTS[colour]).save(path)
    return Pictures(folder, PATTERN)


class TintEye:
    """Tells colours by how near they are; each has a direction of its own in the texts' space."""

    def __init__(self, name: str = "tint eye", floor: float = 0.8) -> None:
        self.name = name
        self.card = EyeCard(name, "", {"colour_group_name": Head(tuple(PAINTS), 1.0, floor)}, {})
        self.looked: list[str] = []

    def see(self, photo: Photo) -> Seen:
        """The likelihood of each colour, and the place of the mean one."""
        self.looked.append(photo.sha256)
        mean = photo.pixels.reshape(-1, 3).mean(axis=0)
        far = np.array([np.linalg.norm(mean - paint) for paint in PAINTS.values()])
        powers = np.exp(-far / 20)
        vector = np.zeros(384, np.float32)
        vector[: len(PAINTS)] = powers
        form = np.append(mean / 255, 0.2).astype(np.float32)
        return Seen(
            {"colour_group_name": (powers / powers.sum()).astype(np.float32)},
            vector / np.linalg.norm(vector),
            form / np.linalg.norm(form),
        )
