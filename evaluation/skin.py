"""Skin: how light it is in a photo, and the photo with it made lighter or darker: to test fairness, for nothing else.

Its tone is the individual typology angle of a face's cheeks (Chardon et al., 1991). No part of the product measures it:
no rule, no log and no answer knows of it.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from foundation.photo import Photo
from vision.body import Bodies, Box

RULES = Path(__file__).with_suffix(".yaml")
MADE = ("light", "dark")
Floats = NDArray[np.float64]
# The middle of a face, as shares of its box: cheeks and nose, without hair, eyebrows and beard.
_CHEEKS = (0.25, 0.4, 0.75, 0.75)
# Of the cheeks' pixels the lightest and darkest tenths are left out: glare, shadows and glasses.
_KEPT = (10, 90)
LEAST_FACE = 16
# Skin elsewhere on the person has shares of red, green and blue as near to the cheeks', fully and at most.
_NEAR, _FAR = 0.07, 0.11
_SOFT = 3


def tone_of(photo: Photo, bodies: Bodies) -> str | None:
    """Whether the skin of the largest face is light, dark or between; None where there is no face to tell by."""
    face = _face(bodies)
    if face is None:
        return None
    angle, tones = typology_angle(photo, face), _read()["tones"]
    return "light" if angle > tones["light"] else "dark" if angle < tones["dark"] else "between"


def typology_angle(photo: Photo, face: Box) -> float:
    """The individual typology angle of a face's skin in degrees: 90 the lightest, -90 the darkest."""
    lightness, yellow = _lightness_and_yellow(_cheeks(photo, face))
    low, high = np.percentile(lightness, _KEPT)
    kept = (lightness >= low) & (lightness <= high)
    return float(np.degrees(np.arctan2(lightness[kept].mean() - 50, max(yellow[kept].mean(), 1e-6))))


def made(photo: Photo, bodies: Bodies, tone: str) -> Photo:
    """The photo with the skin of whoever is in it made `light` or `dark`, in the light that falls on it.

    The bodies must have a face and a mask.
    """
    face = _face(bodies)
    assert face is not None
    assert bodies.mask is not None
    cheek = np.median(_cheeks(photo, face), axis=0)
    wanted = _linear(np.array(_read()["made"][tone]) / 255)
    pixels = _linear(photo.pixels / 255)
    skin = Image.fromarray((_likeness(pixels, cheek) * bodies.mask * 255).astype(np.uint8))
    share = np.asarray(skin.filter(ImageFilter.GaussianBlur(_SOFT)), dtype=np.float64)[..., None] / 255
    shaded = pixels * (1 + share * (wanted / np.maximum(cheek, 1e-4) - 1))
    return photo.showing(np.ascontiguousarray(_eight_bits(shaded)))


def _face(bodies: Bodies) -> Box | None:
    """The largest face that is large enough to measure."""
    faces = [face for face in bodies.faces if min(face[2] - face[0], face[3] - face[1]) >= LEAST_FACE]
    return max(faces, key=lambda box: box[2] - box[0]) if faces else None


def _cheeks(photo: Photo, face: Box) -> Floats:
    """The linear colours (n, 3) of a face's middle."""
    left, top, width, height = face[0], face[1], face[2] - face[0], face[3] - face[1]
    sides = (left + _CHEEKS[0] * width, top + _CHEEKS[1] * height, left + _CHEEKS[2] * width, top + _CHEEKS[3] * height)
    return _linear(np.asarray(photo.image.crop(sides)).reshape(-1, 3) / 255)


def _likeness(pixels: Floats, cheek: Floats) -> Floats:
    """How much each pixel has the cheek's colour, however it is lit."""
    shares = pixels / np.maximum(pixels.sum(axis=2), 1e-4)[..., None]
    away = np.abs(shares - cheek / cheek.sum()).max(axis=2)
    alike: Floats = ((_FAR - away) / (_FAR - _NEAR)).clip(0, 1)
    return alike


def _lightness_and_yellow(linear: Floats) -> tuple[Floats, Floats]:
    """L* and b* of linear sRGB colours (n, 3) (CIE 1976, white D65)."""
    luminance = linear @ (0.2126729, 0.7151522, 0.0721750)
    blue = linear @ (0.0193339, 0.1191920, 0.9503041) / 1.08883
    root_y, root_z = (np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116) for part in (luminance, blue))
    return 116 * root_y - 16, 200 * (root_y - root_z)


def _linear(rgb: Floats) -> Floats:
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _eight_bits(linear: Floats) -> NDArray[np.uint8]:
    held = linear.clip(0, 1)
    rgb = np.where(held <= 0.0031308, held * 12.92, 1.055 * held ** (1 / 2.4) - 0.055)
    whole: NDArray[np.uint8] = np.rint(rgb * 255).astype(np.uint8)
    return whole


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Any]:
    with RULES.open("rb") as file:
        rules: Mapping[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return rules
