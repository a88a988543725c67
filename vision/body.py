"""Body: the people in a picture: where, in what pose, which pixels are theirs, and their faces' places.

MediaPipe's networks (Apache-2.0; Bazarevsky et al., "BlazePose", 2020) under LiteRT: a detector on the whole picture
gives hip centre and size of each body; a square cut out upright around it goes to the landmark network. What a person
is like is never asked: nothing here tells sex, age, origin or shape.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from encoding.weights import weights
from foundation.photo import Photo
from vision.anchors import Grid, detections, overlap
from vision.network import Floats, LiteNetwork

POSE_GRID = Grid(224, ((28, 2), (14, 2), (7, 6)))
FACE_GRID = Grid(192, ((48, 1),))
# The square around a body is this much larger than what the detector measures.
MARGIN = 1.25
BODY_SCORE, POSE_SCORE, FACE_SCORE = 0.5, 0.5, 0.6
MOST_PEOPLE = 4
# How much of a face, of a body's box and of its landmarks the mask must hold. A body without a face must be surer:
# of 9,000 shots of clothes 195 had someone in them at BODY_SCORE alone, and 3 with these.
FACE_COVER, BOX_COVER, POINT_COVER = 0.6, 0.4, 0.6
FACELESS_SCORE, FACELESS_VISIBLE, LONE_FACE = 0.9, 0.7, 0.8
LANDMARKS = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index", "right_index", "left_thumb",
    "right_thumb", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle", "left_heel",
    "right_heel", "left_foot", "right_foot",
)  # fmt: skip
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Pose:
    """33 landmarks (x, y, and z towards the back, in pixels of the photo; LANDMARKS names them), how visible each is
    (0 … 1), and the score.
    """

    points: NDArray[np.float32]
    visible: NDArray[np.float32]
    score: float

    def point(self, name: str) -> tuple[float, float, float]:
        """One landmark: x, y, visibility."""
        place = LANDMARKS.index(name)
        return float(self.points[place, 0]), float(self.points[place, 1]), float(self.visible[place])


@dataclass(frozen=True, eq=False)
class Person:
    """One person: the box around them in pixels, and the pose."""

    box: Box
    pose: Pose


@dataclass(frozen=True, eq=False)
class Bodies:
    """Who is in a photo. `faces` are boxes in pixels; `mask` is how surely each pixel is a person's, 0 … 1 (h, w)."""

    people: tuple[Person, ...] = ()
    faces: tuple[Box, ...] = ()
    mask: Floats | None = field(default=None, repr=False)

    @property
    def count(self) -> int:
        """How many people: bodies found, and faces that belong to none of them."""
        return len(self.people) + sum(not any(_holds(p.box, face) for p in self.people) for face in self.faces)


class Body(Protocol):
    """Finds the people in a photo."""

    name: str

    def find(self, photo: Photo) -> Bodies:
        """Everyone found."""
        ...


class MediaPipeBody:
    """The networks in `folder`; each is loaded at its first use."""

    name = "mediapipe"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, photo: Photo) -> Bodies:
        """Everyone found; raises MissingExtra where LiteRT is absent."""
        square = _Square(photo)
        people, found = self._people(square), list(self._faces(square))
        if not people and not found:
            return Bodies()
        # The networks see bodies in empty clothes and faces in prints: what counts is where all of them agree.
        mask = self._mask(square)
        held = [(score, face) for score, face in found if _cover(mask, face) >= FACE_COVER]
        people = tuple(person for person in people if _is_someone(person, [face for _, face in held], mask))
        faces = tuple(
            face for score, face in held if score >= LONE_FACE or any(_holds(person.box, face) for person in people)
        )
        return Bodies(people, faces, mask) if people or faces else Bodies()

    @cached_property
    def _detector(self) -> LiteNetwork:
        return LiteNetwork(self._folder / "pose_detection/pose_detection.tflite")

    @cached_property
    def _landmarker(self) -> LiteNetwork:
        return LiteNetwork(self._folder / "pose_landmark/pose_landmark_full.tflite")

    @cached_property
    def _facer(self) -> LiteNetwork:
        return LiteNetwork(self._folder / "face_detection/face_detection_full_range_sparse.tflite")

    @cached_property
    def _segmenter(self) -> LiteNetwork:
        return LiteNetwork(self._folder / "selfie_segmentation/selfie_segmentation.tflite")

    def _people(self, square: "_Square") -> tuple[Person, ...]:
        raw, logits = self._detector.run(square.seen(224) * 2 - 1)
        found = detections(raw, logits, POSE_GRID, BODY_SCORE)[:MOST_PEOPLE]
        people = [self._person(square, body.points * square.side) for body in found]
        kept: list[Person] = []
        for person in people:
            if person is not None and all(overlap(person.box, other.box) < 0.6 for other in kept):
                kept.append(person)
        return tuple(kept)

    def _person(self, square: "_Square", points: Floats) -> Person | None:
        """The person around the hip centre `points[0]`, as large and tilted as `points[1]` says; None if unsure."""
        way = points[1] - points[0]
        side, turn = float(2 * MARGIN * np.hypot(*way)), float(np.pi / 2 - np.arctan2(-way[1], way[0]))
        if side < 1:
            return None
        landmarks, score, *_ = self._landmarker.run(square.cut(points[0], side, turn))
        if float(score[0]) < POSE_SCORE:
            return None
        values = landmarks.reshape(-1, 5)[: len(LANDMARKS)]
        offsets = (values[:, :2] / 256 - 0.5) * side
        turned = offsets @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]], dtype=np.float32)
        visible = 1 / (1 + np.exp(-np.clip(values[:, 3], -80, 80)))
        flat = points[0] + turned - square.offset
        solid = np.column_stack([flat, values[:, 2] / 256 * side]).astype(np.float32)
        pose = Pose(solid, visible.astype(np.float32), float(score[0]))
        return Person(_around(pose, square), pose)

    def _faces(self, square: "_Square") -> Iterator[tuple[float, Box]]:
        raw, logits = self._facer.run(square.seen(192) * 2 - 1)
        for face in detections(raw, logits, FACE_GRID, FACE_SCORE):
            left, top, right, bottom = (share * square.side for share in face.box)
            x, y = square.offset
            yield face.score, (left - x, top - y, right - x, bottom - y)

    def _mask(self, square: "_Square") -> Floats:
        (mask,) = self._segmenter.run(square.seen(256))
        whole = Image.fromarray(mask[..., 0]).resize((square.side, square.side), Image.Resampling.BILINEAR)
        x, y = map(int, square.offset)
        width, height = square.size
        part: Floats = np.asarray(whole, dtype=np.float32)[y : y + height, x : x + width]
        return part.clip(0, 1)


def open_body() -> Body:
    """The networks that set-up fetched; raises MissingExtra where they are absent."""
    return MediaPipeBody(weights("body"))


class _Square:
    """A photo padded to a square, with black, as the networks were trained on."""

    def __init__(self, photo: Photo) -> None:
        self.size = (photo.width, photo.height)
        self.side = max(self.size)
        self.offset = np.array([(self.side - photo.width) // 2, (self.side - photo.height) // 2], dtype=np.float32)
        self._photo = photo

    def seen(self, side: int) -> Floats:
        """The square scaled to `side` pixels, 0 … 1."""
        scale = side / self.side
        width, height = (max(1, round(length * scale)) for length in self.size)
        small = self._photo.image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
        padded = np.zeros((side, side, 3), dtype=np.float32)
        x, y = (round(float(part) * scale) for part in self.offset)
        x, y = min(x, side - width), min(y, side - height)
        padded[y : y + height, x : x + width] = np.asarray(small, dtype=np.float32) / 255
        return padded

    def cut(self, centre: Floats, side: float, turn: float, size: int = 256) -> Floats:
        """A square of `side` pixels around `centre`, turned upright, scaled to `size`, 0 … 1."""
        step = side / size
        cos, sin = np.cos(turn) * step, np.sin(turn) * step
        x, y = centre - self.offset
        half = size / 2
        matrix = (cos, -sin, x - cos * half + sin * half, sin, cos, y - sin * half - cos * half)
        made = self._photo.image.transform((size, size), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
        return np.asarray(made, dtype=np.float32) / np.float32(255)


def _around(pose: Pose, square: _Square) -> Box:
    """The box around the landmarks that can be seen, cut to the photo."""
    seen = pose.points[pose.visible >= 0.3, :2]
    seen = seen if len(seen) else pose.points[:, :2]
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    width, height = square.size
    return (
        float(np.clip(left, 0, width)), float(np.clip(top, 0, height)),
        float(np.clip(right, 0, width)), float(np.clip(bottom, 0, height)),
    )  # fmt: skip


def _is_someone(person: Person, faces: Sequence[Box], mask: Floats) -> bool:
    """Whether a body found is a person's and not an empty garment's."""
    pose, cover = person.pose, _cover(mask, person.box)
    if any(_holds(person.box, face) for face in faces):
        return cover >= BOX_COVER / 2
    sure = pose.score >= FACELESS_SCORE and float(pose.visible.mean()) >= FACELESS_VISIBLE
    return sure and cover >= BOX_COVER and _points_covered(mask, pose) >= POINT_COVER


def _cover(mask: Floats, box: Box) -> float:
    """How much of a box is a person's."""
    height, width = mask.shape
    left, right = (int(np.clip(x, 0, width)) for x in (box[0], box[2]))
    top, bottom = (int(np.clip(y, 0, height)) for y in (box[1], box[3]))
    inside = mask[top:bottom, left:right]
    return float(inside.mean()) if inside.size else 0.0


def _points_covered(mask: Floats, pose: Pose) -> float:
    """How many of the landmarks that can be seen in the picture are a person's."""
    height, width = mask.shape
    x, y = pose.points[:, 0].astype(int), pose.points[:, 1].astype(int)
    seen = (pose.visible >= 0.5) & (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return float(mask[y[seen], x[seen]].mean()) if seen.any() else 0.0


def _holds(box: Box, face: Box) -> bool:
    """Whether a face's middle lies in a body's box, with room above for the forehead."""
    x, y = (face[0] + face[2]) / 2, (face[1] + face[3]) / 2
    room = face[3] - face[1]
    return box[0] - room <= x <= box[2] + room and box[1] - room <= y <= box[3] + room
