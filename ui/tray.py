"""Tray: photos that lie beside a message until it is sent; in memory only and for minutes, each as a bare jpeg."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

import numpy as np
from PIL import Image

from foundation.errors import NotFound
from foundation.photo import Photo

KEEP_SECONDS = 20 * 60.0
# Of all shoppers; over it, those that have lain there longest make room.
MOST_BYTES = 256 * 2**20

# Left, top, right, bottom as shares of the upright picture.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Waiting:
    """A photo on the tray: its upright picture as a jpeg, the hash of the file it came from, and the part to use."""

    jpeg: bytes
    sha256: str
    width: int
    height: int
    until: float
    box: Box | None = None

    def whole(self) -> Photo:
        """All of it."""
        return Photo(np.asarray(Image.open(io.BytesIO(self.jpeg))), self.sha256)

    def photo(self) -> Photo:
        """The part to use; raises BadInput where that is too small to see anything."""
        return self.whole() if self.box is None else self.whole().crop(self._pixels(self.box))

    def _pixels(self, box: Box) -> tuple[int, int, int, int]:
        left, top, right, bottom = box
        return (
            round(left * self.width), round(top * self.height), round(right * self.width), round(bottom * self.height)
        )  # fmt: skip


class Tray:
    """Every photo that waits to be sent, by an id that can't be guessed; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most_bytes: int = MOST_BYTES) -> None:
        self._clock, self._most_bytes = clock, most_bytes
        self._waiting: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        with self._lock:
            self._expire()
            return len(self._waiting)

    def add(self, photo: Photo) -> str:
        """Put a photo down; gives its id."""
        photo_id, until = uuid4().hex, self._clock() + KEEP_SECONDS
        waiting = Waiting(photo.jpeg(), photo.sha256, photo.width, photo.height, until)
        with self._lock:
            self._waiting[photo_id] = waiting
            self._expire()
        return photo_id

    def find(self, photo_id: str) -> Waiting | None:
        """A photo, None where it was sent, removed or forgotten."""
        with self._lock:
            self._expire()
            return self._waiting.get(photo_id)

    def waiting(self, photo_id: str) -> Waiting:
        """A photo; raises NotFound where it is gone."""
        if found := self.find(photo_id):
            return found
        raise NotFound("the photo is gone, as nobody sent it: add it again")

    def photos(self, ids: Iterable[str]) -> tuple[Photo, ...]:
        """What is to be sent; raises NotFound for one that is gone."""
        return tuple(self.waiting(photo_id).photo() for photo_id in ids)

    def crop(self, photo_id: str, box: Box | None) -> Waiting:
        """Use only a part of a photo, None: all of it; raises BadInput where too little would be left."""
        cropped = replace(self.waiting(photo_id), box=box)
        cropped.photo()
        with self._lock:
            if photo_id not in self._waiting:
                raise NotFound("the photo was removed meanwhile")
            self._waiting[photo_id] = cropped
        return cropped

    def remove(self, ids: Iterable[str]) -> None:
        """Forget photos at once; what is not there is forgotten already."""
        with self._lock:
            for photo_id in ids:
                self._waiting.pop(photo_id, None)

    def _expire(self) -> None:
        now = self._clock()
        for photo_id in [name for name, one in self._waiting.items() if one.until < now]:
            del self._waiting[photo_id]
        while self._waiting and sum(len(one.jpeg) for one in self._waiting.values()) > self._most_bytes:
            del self._waiting[next(iter(self._waiting))]
