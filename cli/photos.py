"""Photos on the console: read by the paths of lines or arguments, looked at by the networks that set-up fetched."""

from pathlib import Path

from cli.lines import Record, text_of
from encoding.weights import weights
from foundation.photo import Photo, read_photo
from foundation.settings import Settings
from vision.body import Body, MediaPipeBody
from vision.nudity import OpenNsfw

PATH_CHARS = 4096


def photo_of(record: Record, settings: Settings) -> Photo:
    """The picture at `record["photo"]`, relative to the working directory; raises BadInput, one line."""
    return read_photo(Path(text_of(record, "photo", PATH_CHARS)), settings.photo)


def open_body() -> Body:
    """The body networks; raises MissingExtra where their weights are absent."""
    return MediaPipeBody(weights("body"))


def open_nudity() -> OpenNsfw:
    """open_nsfw; raises MissingExtra where its weights are absent."""
    return OpenNsfw(weights("nudity") / "open-nsfw.onnx")
