"""Photos over HTTP: `POST /moderate` and `POST /check-photo` take one as a form and answer as the verbs do.

The call is the consent of whoever calls. What is sent is decoded, measured and forgotten; only the gate's log says,
without the picture, what was decided.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Annotated, Any

from fastapi import FastAPI, Form, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api.examples import CHECKED, JUDGED, example
from foundation.errors import BadInput, Busy
from foundation.photo import Photo, decode
from foundation.settings import PhotoLimits, Settings
from vision.body import Body, open_body
from vision.checks import DEFAULT, REQUIREMENTS, Requirements, check, read_requirements
from vision.gate import Gate, Purpose
from vision.measures import Seen
from vision.nudity import OpenNsfw, open_nudity

UPLOADS = ("/moderate", "/check-photo")
# What a form may have beside its photo.
FORM_BYTES = 1 << 16
# A decoded photo takes hundreds of megabytes at worst.
SEATS = 8
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


class Photos:
    """What looks at uploads; each network is opened at its first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free = threading.BoundedSemaphore(SEATS)

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


def add_photos(app: FastAPI, settings: Settings) -> None:
    """Add the routes of uploads to `app`."""
    photos = Photos(settings)

    @app.post("/moderate", responses=example(JUDGED))
    def moderate(form: Annotated[ModerateForm, Form(media_type="multipart/form-data")]) -> dict[str, Any]:
        """Whether a photo may be used: allow, hold or refuse. A refused photo is an answer, not an error."""
        return _with_id(form, photos.moderate(form))

    @app.post("/check-photo", responses=example(CHECKED))
    def check_photo(form: Annotated[CheckForm, Form(media_type="multipart/form-data")]) -> dict[str, Any]:
        """Whether a photo is as a use needs it: each requirement measured, with what to do about it."""
        return _with_id(form, photos.check(form))


def _requirements(name: str) -> Requirements:
    """Ours by name: a caller names no file of this machine."""
    if name not in NAMES:
        raise BadInput(f"there are no requirements {name[:40]!a}: use one of {', '.join(NAMES)}")
    return read_requirements(REQUIREMENTS / f"{name}.yaml")


def _with_id(form: PhotoForm, answer: dict[str, Any]) -> dict[str, Any]:
    return answer if form.id is None else {"id": form.id, **answer}
