"""The captioner: looks at the photos of a message and says of each garment what it is, and how sure that is.

What may not be used is not looked at: the upload gate judges each photo first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np

from agents.sights import View, view
from catalog.lexicon import Lexicon
from foundation.errors import Refused, StylistError
from foundation.photo import Photo
from vision.caption import Caption
from vision.caption import Captioner as Describer
from vision.gate import TALK, Gate


@dataclass(frozen=True)
class Looked:
    """The views of a message's photos in their order; `notes` say why one was not looked at."""

    views: tuple[View, ...] = ()
    notes: tuple[str, ...] = ()


class Captioner:
    """Looks at photos. `open_eyes` opens what describes them and the gate before it, at the first photo."""

    def __init__(self, open_eyes: Callable[[], tuple[Describer, Gate]], lexicon: Lexicon) -> None:
        self._open, self._lexicon, self._lock = open_eyes, lexicon, Lock()

    @cached_property
    def _opened(self) -> tuple[Describer, Gate]:
        return self._open()

    @property
    def _eyes(self) -> tuple[Describer, Gate]:
        with self._lock:
            return self._opened

    def warm(self) -> View | None:
        """Load what looks at photos, so that nobody waits for it; what a grey one shows, None without an eye."""
        grey = Photo(np.full((96, 64, 3), 200, dtype=np.uint8), "")
        try:
            describer, gate = self._eyes
            gate.warm(grey)
            return view("", describer.caption(grey), describer.name, self._lexicon)
        except StylistError:
            return None

    def caption(self, photo: Photo) -> Caption:
        """What a photo shows; raises MissingExtra or BadInput where no eye opens, Refused where the gate does."""
        describer, gate = self._eyes
        verdict = gate.judge(photo, TALK)
        if not verdict.allowed:
            raise Refused(f"the photo can't be used: {', '.join(verdict.reasons)}; send another one")
        return describer.caption(photo)

    def look(self, photos: Sequence[tuple[str, Photo]]) -> Looked:
        """What each photo, by its id, shows; where that can't be said the reason is, and the words still work."""
        views: list[View] = []
        notes: dict[str, None] = {}
        for key, photo in photos:
            try:
                views.append(view(key, self.caption(photo), self._eyes[0].name, self._lexicon))
            except StylistError as error:
                notes[f"a photo was not looked at: {error}"] = None
        return Looked(tuple(views), tuple(notes))
