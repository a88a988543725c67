"""Garments: the parts of a photo that show what somebody wears: upper, lower, whole and feet, cut out by their pose.

What is around the person is painted over, so that an eye that learned from garments on a plain ground sees one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from foundation.errors import BadInput
from foundation.photo import Photo
from vision.body import Bodies, Box, Pose

# What a role of a look is worn as.
PARTS: Mapping[str, str] = {"top": "upper", "outer": "upper", "bottom": "lower", "one_piece": "whole", "shoes": "feet"}
GROUND = 245
SEEN = 0.5
# Room around the landmarks, as shares of the torso's height: arms at a distance need none. Feet need more, since their
# landmarks end at the toes.
BESIDE, ABOVE, BELOW, AROUND_FEET = 0.15, 0.12, 0.2, 0.25
# How much of the legs must be in the photo for what is on them to be told.
LEAST_BELOW = 0.5


@dataclass(frozen=True, eq=False)
class Garment:
    """One part of what is worn: which (upper, lower, whole, feet), and the photo of it alone."""

    part: str
    photo: Photo


def worn(photo: Photo, bodies: Bodies) -> tuple[Garment, ...]:
    """The parts of the largest person that the photo shows; none where no pose was found."""
    if not bodies.people:
        return ()
    person = max(bodies.people, key=lambda one: (one.box[2] - one.box[0]) * (one.box[3] - one.box[1]))
    alone = _alone(photo, bodies)
    return tuple(_cut(alone, boxes) for boxes in _boxes(person.pose, photo.height) if _fits(alone, boxes[1]))


def _alone(photo: Photo, bodies: Bodies) -> Photo:
    """The photo with everything but people painted over."""
    if bodies.mask is None:
        return photo
    share = bodies.mask[..., None]
    pixels = (photo.pixels * share + GROUND * (1 - share)).astype(np.uint8)
    return photo.showing(pixels)


def _boxes(pose: Pose, height: int) -> Iterator[tuple[str, Box]]:
    """The box of each part whose landmarks can be seen."""
    shoulders, hips = _both(pose, "shoulder"), _both(pose, "hip")
    if shoulders is None or hips is None:
        return
    torso = max(1.0, _middle(hips) - _middle(shoulders))
    beside, top = BESIDE * torso, min(y for _, y in shoulders) - ABOVE * torso
    arms = [*shoulders, *hips, *(_both(pose, "elbow") or ()), *(_both(pose, "wrist") or ())]
    yield "upper", _around(arms, beside, top, _middle(hips) + BELOW * torso)
    ankles, knees = _both(pose, "ankle"), _both(pose, "knee")
    end = _middle(ankles) if ankles else height
    if height - _middle(hips) < LEAST_BELOW * torso:
        return
    legs = [*hips, *(knees or ()), *(ankles or ())]
    yield "lower", _around(legs, beside, _middle(hips) - BELOW * torso, end)
    yield "whole", _around([*arms, *legs], beside, top, end)
    toes = _both(pose, "foot")
    if ankles and toes:
        feet = [*ankles, *toes, *(_both(pose, "heel") or ())]
        around = AROUND_FEET * torso
        yield "feet", _around(feet, around, min(y for _, y in ankles), max(y for _, y in feet) + around)


def _both(pose: Pose, name: str) -> list[tuple[float, float]] | None:
    """The left and the right landmark of a name, where either can be seen."""
    sides = [pose.point(f"{side}_{name}") for side in ("left", "right")]
    return [(x, y) for x, y, _ in sides] if max(visible for *_, visible in sides) >= SEEN else None


def _middle(points: list[tuple[float, float]]) -> float:
    return sum(y for _, y in points) / len(points)


def _around(points: list[tuple[float, float]], beside: float, top: float, bottom: float) -> Box:
    return min(x for x, _ in points) - beside, top, max(x for x, _ in points) + beside, bottom


def _fits(photo: Photo, box: Box) -> bool:
    """Whether enough of a part lies in the photo to say anything of it."""
    left, top, right, bottom = box
    inside = max(0.0, min(right, photo.width) - max(left, 0)) * max(0.0, min(bottom, photo.height) - max(top, 0))
    return inside >= 0.5 * max(1.0, (right - left) * (bottom - top))


def _cut(photo: Photo, part: tuple[str, Box]) -> Garment:
    name, (left, top, right, bottom) = part
    try:
        return Garment(name, photo.crop((int(left), int(top), int(right), int(bottom))))
    except BadInput:
        # Too small a person: the whole is all there is.
        return Garment(name, photo)
