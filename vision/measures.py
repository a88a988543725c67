"""Measures: figures of a photo: how many people, how sharp, how light. They are of the photo, never of the person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from foundation.photo import Photo
from vision import layout
from vision.body import Bodies, Body, Person
from vision.network import Floats
from vision.nudity import OpenNsfw
from vision.view import border

# The longest side at which sharpness and texture are measured, so that photos of all sizes compare.
SIDE = 768
IN_FULL = ("nose", "left_shoulder", "right_shoulder", "left_hip", "right_hip", "left_knee", "right_knee",
           "left_ankle", "right_ankle")  # fmt: skip
IN_BUST = ("nose", "left_shoulder", "right_shoulder")
_VISIBLE = 0.5
# What differs so little from the picture's rim is its ground; a picture of almost nothing else tells nothing.
_GROUND, _LEAST_SHOWN = 24, 0.005
# So much is off the ground what is printed on it.
_INK = 48


@dataclass(frozen=True, eq=False)
class Seen:
    """One photo with what its measures share; each part is found at its first use."""

    photo: Photo
    body: Body
    nudity: OpenNsfw

    @cached_property
    def bodies(self) -> Bodies:
        """Who is in it."""
        return self.body.find(self.photo)

    @cached_property
    def person(self) -> Person | None:
        """The one person; None where there is none, or several."""
        people = self.bodies.people
        return people[0] if len(people) == 1 else None

    @cached_property
    def small(self) -> Image.Image:
        """The photo at SIDE."""
        small = self.photo.image.copy()
        small.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
        return small

    @cached_property
    def grey(self) -> Floats:
        """The small photo's lightness, 0 … 255."""
        return np.asarray(self.small.convert("L"), dtype=np.float32)

    @cached_property
    def mask(self) -> Floats | None:
        """The person's share of each pixel of the small photo."""
        mask = self.bodies.mask
        if mask is None:
            return None
        return np.asarray(Image.fromarray(mask).resize(self.small.size, Image.Resampling.BILINEAR), dtype=np.float32)

    @cached_property
    def seams(self) -> tuple[float, float]:
        """How far the longest upright and the longest level seam run, as shares of the picture."""
        return layout.seams(self._pixels)

    @cached_property
    def _pixels(self) -> NDArray[np.int16]:
        return np.asarray(self.small, dtype=np.int16)

    @cached_property
    def _from_ground(self) -> NDArray[np.int16]:
        """By how much the most differing channel of each pixel is off the ground's."""
        away: NDArray[np.int16] = np.abs(self._pixels - border(self._pixels)).max(axis=2).astype(np.int16)
        return away

    @cached_property
    def text_lines(self) -> float:
        """How many lines of text stand below each other."""
        return layout.text_lines(self._from_ground > _INK)

    @cached_property
    def _steps(self) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
        """The largest step of a channel to the pixel before or above, and where something else than ground is shown."""
        pixels, shown = self._pixels, self._from_ground[1:, 1:] > _GROUND
        across = np.abs(np.diff(pixels, axis=1))[1:].max(axis=2)
        return np.maximum(across, np.abs(np.diff(pixels, axis=0))[:, 1:].max(axis=2)), shown

    @property
    def shown(self) -> float:
        """The share of the picture that is something else than its ground."""
        return float(self._steps[1].mean())

    def steps_from(self, least: int) -> float | None:
        """The share of what is shown with a step of at least so much; None where hardly anything is shown."""
        steps, shown = self._steps
        return float((steps[shown] >= least).mean()) if shown.mean() >= _LEAST_SHOWN else None

    def measure(self, name: str) -> float | None:
        """One figure; None where the photo doesn't let it be told. Raises KeyError for an unknown name."""
        return MEASURES[name](self)


def _people(seen: Seen) -> float:
    return float(seen.bodies.count)


def _shorter_side(seen: Seen) -> float:
    return float(min(seen.photo.width, seen.photo.height))


def _sharpness(seen: Seen) -> float:
    """The spread of the Laplacian (Pech-Pacheco et al., 2000) where the person is, else over the whole."""
    grey = seen.grey
    bent = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
    mask = seen.mask
    held = bent[mask[1:-1, 1:-1] > 0.5] if mask is not None else bent.ravel()
    return float(held.std()) if held.size > 100 else float(bent.std())


def _light(seen: Seen) -> float:
    """The mean lightness of the whole photo."""
    return float(seen.grey.mean())


def _burnt(seen: Seen) -> float | None:
    """The share of the person's pixels that are as light as can be."""
    if seen.mask is None:
        return None
    held = seen.grey[seen.mask > 0.9]
    return float((held >= 254).mean()) if held.size else None


def _background(seen: Seen) -> float | None:
    """How much the background changes: the mean step of lightness from pixel to pixel where no person is."""
    if seen.mask is None:
        return None
    steps = np.abs(np.diff(seen.grey, axis=1))[:, :]
    away = seen.mask[:, 1:] < 0.05
    return float(steps[away].mean()) if away.sum() > 100 else None


def _in_frame(names: tuple[str, ...]) -> Callable[[Seen], float | None]:
    def share(seen: Seen) -> float | None:
        if seen.person is None:
            return None
        points = [seen.person.pose.point(name) for name in names]
        width, height = seen.photo.width, seen.photo.height
        return float(np.mean([v >= _VISIBLE and 0 <= x < width and 0 <= y < height for x, y, v in points]))

    return share


def _turned(seen: Seen) -> float | None:
    """By how many degrees the shoulders are turned from the camera: 0 frontal, 90 from the side, 180 from behind."""
    if seen.person is None:
        return None
    pose = seen.person.pose
    left, right = pose.points[11], pose.points[12]
    return float(np.degrees(abs(np.arctan2(left[2] - right[2], left[0] - right[0]))))


def _height_share(seen: Seen) -> float | None:
    """The person's share of the photo's height."""
    if seen.person is None:
        return None
    _, top, _, bottom = seen.person.box
    return (bottom - top) / seen.photo.height


def _nudity(seen: Seen) -> float:
    return seen.nudity.score(seen.photo)


def _texture(seen: Seen) -> float | None:
    """The share of what is shown where neighbouring pixels differ at all, as a camera's do.

    Drawings are made of areas in which nothing changes.
    """
    return seen.steps_from(1)


def _shown(seen: Seen) -> float:
    """The share of the picture that is something else than its ground."""
    return seen.shown


def _faint(seen: Seen) -> float | None:
    """The share of what is shown where neighbouring pixels differ by the least step there is, as in soft light."""
    every, larger = seen.steps_from(1), seen.steps_from(2)
    return None if every is None or larger is None else every - larger


def _seam(seen: Seen) -> float:
    """How far the longest seam runs, as a share of the picture."""
    return max(seen.seams)


def _crossing(seen: Seen) -> float:
    """How far both an upright and a level seam run."""
    return min(seen.seams)


def _strokes(seen: Seen) -> float:
    """The share of pixels that are white between black, as letters put over a picture are."""
    return layout.strokes(seen.grey.astype(np.int16))


def _text_lines(seen: Seen) -> float:
    return seen.text_lines


def _edges(seen: Seen) -> float | None:
    """The share of what is shown that lies at a hard edge, as in pictures of text."""
    return seen.steps_from(48)


MEASURES: Mapping[str, Callable[[Seen], float | None]] = {
    "people": _people,
    "shorter_side": _shorter_side,
    "sharpness": _sharpness,
    "light": _light,
    "burnt": _burnt,
    "background": _background,
    "full_body_in_frame": _in_frame(IN_FULL),
    "bust_in_frame": _in_frame(IN_BUST),
    "turned": _turned,
    "height_share": _height_share,
    "nudity": _nudity,
    "texture": _texture,
    "shown": _shown,
    "faint": _faint,
    "edges": _edges,
    "seam": _seam,
    "crossing": _crossing,
    "strokes": _strokes,
    "text_lines": _text_lines,
}
