"""Form: a short code of a photo by which the very same piece is known again, whatever its colour, light and ground.

The features as they were measured, whitened by half by their principal components; no label has a part in it, so what
it says of a picture is not learned from the picture's own row. (H. Jégou and O. Chum, Negative evidences and
co-occurrences in image retrieval: the benefit of PCA and whitening, ECCV 2012.)
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
MEAN, SPREAD, CENTRE, BASIS = PARTS = ("form.mean", "form.spread", "form.centre", "form.basis")
# What differs more than so many deviations counts no more: a new colour or ground moves a few features far.
FARTHEST = np.float32(2)
SIZE, FITTED_ON = 384, 1500


def fit_form(features: Floats) -> dict[str, Floats]:
    """The tensors of a code of these features (pictures, n): of 1,500 of them, evenly drawn."""
    drawn = features[np.linspace(0, len(features) - 1, min(len(features), FITTED_ON)).astype(np.int64)]
    mean, spread = drawn.mean(axis=0), drawn.std(axis=0) + np.float32(1e-3)
    tamed = _tame(drawn, mean, spread)
    centre = tamed.mean(axis=0)
    apart = tamed - centre
    # There are more features than pictures: the components are those of how pictures are alike.
    squares, shares = np.linalg.eigh((apart @ apart.T).astype(np.float64))
    count = max(1, min(SIZE, len(drawn) - 1))
    sizes = np.sqrt(np.maximum(squares[::-1][:count], 1e-9))
    basis = (shares[:, ::-1][:, :count] / sizes**1.5).T @ apart
    arrays = (mean, spread, centre, basis)
    return {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in zip(PARTS, arrays, strict=True)}


def form_of(tensors: Mapping[str, Floats], features: Floats) -> Floats | None:
    """The codes (…, SIZE at most) of features (…, n), of length 1; None where no code was fitted."""
    if BASIS not in tensors:
        return None
    tamed = _tame(features, tensors[MEAN], tensors[SPREAD])
    return _unit((tamed - tensors[CENTRE]) @ tensors[BASIS].T)


def _tame(features: Floats, mean: Floats, spread: Floats) -> Floats:
    return _unit(((features - mean) / spread).clip(-FARTHEST, FARTHEST))


def _unit(vectors: NDArray[np.floating]) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True) + np.float32(1e-9)
    return np.asarray(vectors / lengths, dtype=np.float32)
