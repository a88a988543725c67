"""Photos on their way: the page's own routes, by which one comes to the tray, is looked at, cropped, shown, removed.

They take a picture's bytes as they are: a form would be written to disk on the way, and Gradio's uploads lie in a
cache for an hour. Nothing is taken without the word that the shopper agreed.
"""

import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field

from agents.stylist import Stylist
from foundation.errors import BadInput, Busy, StylistError
from foundation.photo import decode
from foundation.settings import PhotoLimits
from ui.tray import Box, Tray

PATH = "/page/photos"
AGREED = "yes"
# A decoded photo takes hundreds of megabytes at worst; a shopper's own wait for each other.
SEATS = 4
PATIENCE_SECONDS = 5.0
NAME_CHARS = 60
# The longest side of a picture beside a message, and of one in the talk or to be cropped.
SMALL, LARGE = 320, 1280
QUALITY = 85
BLIND = "I can’t see photos here yet; words still work."
PRIVATE = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'", "X-Robots-Tag": "noindex"}
LOG = logging.getLogger("stylist")
Share = Annotated[float, Field(ge=0, le=1)]


class CropBody(BaseModel):
    """Left, top, right, bottom of the part to use, as shares of the whole picture; null: all of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    box: tuple[Share, Share, Share, Share] | None


class Uploads:
    """What the routes do; `tray` holds what is not sent yet."""

    def __init__(self, stylist: Stylist, tray: Tray) -> None:
        self._stylist, self._tray = stylist, tray
        self._limits: PhotoLimits = stylist.settings.photo
        self._free = threading.BoundedSemaphore(SEATS)

    def add(self, data: bytes, name: str) -> dict[str, Any]:
        """Decode a file and put it on the tray; raises BadInput or TooLarge, naming it."""
        with self._seat():
            photo = decode(data, self._limits, _plain(name))
            return {"id": self._tray.add(photo), "width": photo.width, "height": photo.height}

    def picture(self, photo_id: str, side: int, whole: bool) -> bytes:
        """A photo as a jpeg no larger than `side`: one of the tray, cropped unless `whole`, or one that was sent."""
        waiting = self._tray.find(photo_id)
        if waiting is None:
            return _smaller(Image.open(io.BytesIO(self._stylist.photo(photo_id))), side)
        return _smaller((waiting.whole() if whole else waiting.photo()).image, side)

    def look(self, photo_id: str) -> dict[str, str]:
        """What a photo of the tray shows, or why that can't be said."""
        photo = self._tray.waiting(photo_id).photo()
        try:
            with self._seat():
                return {"text": self._stylist.look(photo).text, "why": ""}
        except Busy as error:
            return {"text": "", "why": str(error)}
        except StylistError as error:
            LOG.warning("a photo was not looked at: %s", error)
            return {"text": "", "why": BLIND}

    def crop(self, photo_id: str, box: Box | None) -> None:
        """Use a part of a photo of the tray."""
        if box is not None and (box[0] >= box[2] or box[1] >= box[3]):
            raise BadInput("the crop is empty: draw a part of the picture")
        self._tray.crop(photo_id, box)

    @contextmanager
    def _seat(self) -> Iterator[None]:
        if not self._free.acquire(timeout=PATIENCE_SECONDS):
            raise Busy("many photos are being looked at: try again in a moment")
        try:
            yield
        finally:
            self._free.release()


def add_photos(app: FastAPI, stylist: Stylist, tray: Tray) -> None:
    """Add the routes to `app`; they are the page's, not the API's."""
    uploads = Uploads(stylist, tray)

    @app.post(PATH, include_in_schema=False)
    async def add(request: Request, name: str = "", photo_consent: Annotated[str, Header()] = "") -> dict[str, Any]:
        if photo_consent != AGREED:
            raise BadInput("a photo is taken only where the shopper agreed: say so by the header Photo-Consent: yes")
        return await run_in_threadpool(uploads.add, await request.body(), name)

    @app.get(PATH + "/{photo_id}", include_in_schema=False)
    def picture(photo_id: str, large: bool = False, whole: bool = False) -> Response:
        data = uploads.picture(photo_id, LARGE if large else SMALL, whole)
        return Response(data, headers=PRIVATE, media_type="image/jpeg")

    @app.get(PATH + "/{photo_id}/seen", include_in_schema=False)
    def seen(photo_id: str) -> dict[str, str]:
        return uploads.look(photo_id)

    @app.put(PATH + "/{photo_id}/crop", include_in_schema=False, status_code=204)
    def crop(photo_id: str, body: CropBody) -> None:
        uploads.crop(photo_id, body.box)

    @app.delete(PATH + "/{photo_id}", include_in_schema=False, status_code=204)
    def remove(photo_id: str) -> None:
        tray.remove([photo_id])


def _smaller(image: Image.Image, side: int) -> bytes:
    image.draft(None, (side, side))
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _plain(name: str) -> str:
    """A file's name as a browser gives it, fit for one line."""
    plain = "".join(character for character in name if character.isprintable()).strip()
    return plain[-NAME_CHARS:] or "the upload"
