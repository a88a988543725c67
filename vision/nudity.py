"""Nudity: how likely a photo shows it, by open_nsfw (Yahoo, 2016, BSD-2; as ONNX, Apache-2.0).

Trained on pornography, so bare skin in swimwear or underwear alone scores low.
"""

import threading
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from foundation.extras import need
from foundation.photo import Photo

# The mean colour of its training pictures, blue first.
_MEAN = np.array([104, 117, 123], dtype=np.float32)
_WHOLE, _SEEN = 256, 224


class OpenNsfw:
    """The network in `path`; loaded at its first use, safe to share between threads."""

    name = "open_nsfw"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._session: Any = None
        self._lock = threading.Lock()

    def score(self, photo: Photo) -> float:
        """How likely it is, 0 … 1; raises MissingExtra where onnxruntime is absent."""
        whole = photo.image.resize((_WHOLE, _WHOLE), Image.Resampling.BILINEAR, reducing_gap=2.0)
        edge = (_WHOLE - _SEEN) // 2
        seen = np.asarray(whole, dtype=np.float32)[edge : edge + _SEEN, edge : edge + _SEEN, ::-1] - _MEAN
        session = self._loaded()
        (answer,) = session.run(None, {session.get_inputs()[0].name: seen[None]})
        return float(answer[0, 1])

    def _loaded(self) -> Any:
        with self._lock:
            if self._session is None:
                runtime = need("onnxruntime")
                options = runtime.SessionOptions()
                options.intra_op_num_threads = 1
                self._session = runtime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
            return self._session
