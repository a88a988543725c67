"""Nudity: how likely a photo shows it, by open_nsfw (Yahoo, 2016, BSD-2; as ONNX, Apache-2.0).

Trained on pornography, so bare skin in swimwear or underwear alone scores low.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from encoding.weights import weights
from foundation.photo import Photo
from vision.network import OnnxNetwork

# The mean colour of its training pictures, blue first.
_MEAN = np.array([104, 117, 123], dtype=np.float32)
_WHOLE, _SEEN = 256, 224


class OpenNsfw:
    """The network in `path`; loaded at its first use, safe to share between threads."""

    name = "open_nsfw"

    def __init__(self, path: Path) -> None:
        self._network = OnnxNetwork(path)

    def score(self, photo: Photo) -> float:
        """How likely it is, 0 … 1; raises MissingExtra where onnxruntime is absent."""
        whole = photo.image.resize((_WHOLE, _WHOLE), Image.Resampling.BILINEAR, reducing_gap=2.0)
        edge = (_WHOLE - _SEEN) // 2
        seen = np.asarray(whole, dtype=np.float32)[edge : edge + _SEEN, edge : edge + _SEEN, ::-1] - _MEAN
        (answer,) = self._network.run(seen[None])
        return float(answer[0, 1])


def open_nudity() -> OpenNsfw:
    """The network that set-up fetched; raises MissingExtra where it is absent."""
    return OpenNsfw(weights("nudity") / "open-nsfw.onnx")
