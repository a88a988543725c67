"""The captioner: looks at the photos of a message and says of each garment what it is, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from agents.sights import View, view
from catalog.lexicon import Lexicon
from foundation.errors import StylistError
from foundation.photo import Photo
from vision.caption import Caption
from vision.caption import Captioner as Describer


@dataclass(frozen=True)
class Looked:
    """The views of a message's photos in their order; `notes` say why one could not be looked at."""

    views: tuple[View, ...] = ()
    notes: tuple[str, ...] = ()


class Captioner:
    """Looks at photos. `open_describer` opens the eye and the body networks; it is asked at the first photo."""

    def __init__(self, open_describer: Callable[[], Describer], lexicon: Lexicon) -> None:
        self._open, self._lexicon, self._lock = open_describer, lexicon, Lock()

    @cached_property
    def _describer(self) -> Describer:
        return self._open()

    def caption(self, photo: Photo) -> Caption:
        """What a photo shows; raises MissingExtra or BadInput where no eye can be opened."""
        return self._opened.caption(photo)

    @property
    def _opened(self) -> Describer:
        with self._lock:
            return self._describer

    def look(self, photos: Sequence[tuple[str, Photo]]) -> Looked:
        """What each photo, by its id, shows; without an eye that is said, and the words still work."""
        try:
            eye = self._opened.name
            return Looked(tuple(view(key, self.caption(photo), eye, self._lexicon) for key, photo in photos))
        except StylistError as error:
            return Looked(notes=(f"the photo was not looked at: {error}",))
