"""Photos over HTTP: `POST /caption`, `/moderate` and `/check-photo` take one as a form and answer as the verbs do; a
form to `/chat` may hold several beside the message, and `/photos/{id}` gives back or deletes one of a talk.

The call is the consent of whoever calls. What is captioned, judged or checked is decoded, measured and forgotten; only
the gate's log says, without the picture, what was decided. What is sent to the talk is kept
as long as the setting says.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Annotated, Any

from fastapi import FastAPI, Form, Response, UploadFile
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import Scope

from agents.stylist import MOST_PHOTOS, Stylist
from api.examples import CAPTIONED, CHECKED, JUDGED, example
from foundation.errors import BadInput, Busy
from foundation.photo import Photo, decode
from foundation.settings import PhotoLimits, Settings
from vision.body import Body, open_body
from vision.checks import DEFAULT, REQUIREMENTS, Requirements, check, read_requirements
from vision.gate import Gate, Purpose
from vision.measures import Seen
from vision.nudity import OpenNsfw, open_nudity

UPLOADS = ("/caption", "/moderate", "/check-photo")
FORM = "multipart/form-data"
# What a form may have beside its photo.
FORM_BYTES = 1 << 16
# A decoded photo takes hundreds of megabytes at worst.
SEATS = 8
JPEG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {}}, "description": "the photo"}}
NAMES = tuple(sorted(path.stem for path in REQUIREMENTS.glob("*.yaml")))


class PhotoForm(BaseModel):
    """A form with a photo and no field but the named ones; `id` comes back with the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    photo: UploadFile = Field(description="a jpeg, png or webp picture")
    id: str | None = Field(None, max_length=200)


class ModerateForm(PhotoForm):
    """A photo to judge."""

    purpose: Purpose = Field("garment", description="what it is for")
    minor: bool | None = Field(None, description="whether the person is a minor, as the one who uploads states")


class CheckForm(PhotoForm):
    """A photo to check."""

    requirements: str = Field(DEFAULT, description=f"one of {', '.join(NAMES)}", examples=list(NAMES))


class ChatForm(BaseModel):
    """A message with photos; where it belongs is told as in JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    message: str = Field("", description="what the shopper says; may be empty where there is a photo")
    session_id: str | None = None
    parent_id: str | None = Field(None, description="the message_id to go on from, where not the session's last")
    photo: list[UploadFile] = Field([], description=f"jpeg, png or webp pictures, at most {MOST_PHOTOS}")


class FormRoute(APIRoute):
    """A route that only a form takes; the same path may have another for JSON behind it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether this route answers the request."""
        is_form = Headers(scope=scope).get("content-type", "").lower().startswith(FORM)
        return super().matches(scope) if is_form else (Match.NONE, {})


class Photos:
    """What looks at uploads; each network is opened at its first use."""

    def __init__(self, settings: Settings, stylist: Stylist) -> None:
        self._settings, self._stylist = settings, stylist
        self._free = threading.BoundedSemaphore(SEATS)

    def caption(self, form: PhotoForm) -> dict[str, Any]:
        """What a photo shows, as the verb `caption` gives it."""
        with self._seat():
            return self._stylist.look(self._read(form.photo)).to_json()

    def sent(self, form: ChatForm) -> tuple[Photo, ...]:
        """The photos of a message, decoded."""
        if len(form.photo) > MOST_PHOTOS:
            raise BadInput(f"the message has {len(form.photo)} photos, at most {MOST_PHOTOS}: send fewer at once")
        with self._seat():
            return tuple(map(self._read, form.photo))

    def moderate(self, form: ModerateForm) -> dict[str, Any]:
        """The verdict on a photo, as the verb `moderate` gives it."""
        told = {} if form.minor is None else {"minor": form.minor}
        with self._seat():
            return self._gate.judge(self._read(form.photo), form.purpose, told).to_json()

    def check(self, form: CheckForm) -> dict[str, Any]:
        """Each requirement measured, as the verb `check-photo` gives it."""
        requirements = _requirements(form.requirements)
        with self._seat():
            return check(Seen(self._read(form.photo), self._body, self._nudity), requirements).to_json()

    def _read(self, upload: UploadFile) -> Photo:
        limits: PhotoLimits = self._settings.photo
        return decode(upload.file.read(limits.max_bytes + 1), limits)

    @contextmanager
    def _seat(self) -> Iterator[None]:
        if not self._free.acquire(blocking=False):
            raise Busy("too many photos are being looked at: try again in a second")
        try:
            yield
        finally:
            self._free.release()

    @cached_property
    def _body(self) -> Body:
        return open_body()

    @cached_property
    def _nudity(self) -> OpenNsfw:
        return open_nudity()

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self._body, self._nudity, self._settings.state)


def add_photos(app: FastAPI, photos: Photos, stylist: Stylist) -> None:
    """Add the routes of uploads, and of photos that are kept, to `app`."""

    @app.post("/caption", responses=example(CAPTIONED))
    def caption(form: Annotated[PhotoForm, Form(media_type=FORM)]) -> dict[str, Any]:
        """What a photo shows: type, colour, pattern and whom it is made for, and how sure each is; null: can't tell."""
        return _with_id(form, photos.caption(form))

    @app.get("/photos/{photo_id}", response_class=Response, responses=JPEG)
    def photo(photo_id: str) -> Response:
        """A photo of a talk, without what its file told of place and time; 404 once it is no longer kept."""
        return Response(stylist.photo(photo_id), media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    @app.delete("/photos/{photo_id}", status_code=204)
    def delete_photo(photo_id: str) -> None:
        """Delete a photo, and what was seen on it, for good."""
        stylist.delete_photo(photo_id)

    @app.post("/moderate", responses=example(JUDGED))
    def moderate(form: Annotated[ModerateForm, Form(media_type=FORM)]) -> dict[str, Any]:
        """Whether a photo may be used: allow, hold or refuse. A refused photo is an answer, not an error."""
        return _with_id(form, photos.moderate(form))

    @app.post("/check-photo", responses=example(CHECKED))
    def check_photo(form: Annotated[CheckForm, Form(media_type=FORM)]) -> dict[str, Any]:
        """Whether a photo is as a use needs it: each requirement measured, with what to do about it."""
        return _with_id(form, photos.check(form))


def _requirements(name: str) -> Requirements:
    """Ours by name: a caller names no file of this machine."""
    if name not in NAMES:
        raise BadInput(f"there are no requirements {name[:40]!a}: use one of {', '.join(NAMES)}")
    return read_requirements(REQUIREMENTS / f"{name}.yaml")


def _with_id(form: PhotoForm, answer: dict[str, Any]) -> dict[str, Any]:
    return answer if form.id is None else {"id": form.id, **answer}
