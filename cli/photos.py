"""Photos on the console: read by the paths of lines or arguments."""

from pathlib import Path

from cli.lines import Record, text_of
from foundation.photo import Photo, read_photo
from foundation.settings import Settings

PATH_CHARS = 4096


def photos_of(record: Record, settings: Settings) -> tuple[Photo, ...]:
    """The pictures of a line that may have one at `photo`, or several in a list; none where it is absent or null."""
    given = record.get("photo")
    paths = given if isinstance(given, list) else [] if given is None else [given]
    return tuple(photo_of({"photo": path}, settings) for path in paths)


def photo_of(record: Record, settings: Settings) -> Photo:
    """The picture at `record["photo"]`, relative to the working directory; raises BadInput, one line."""
    return read_photo(Path(text_of(record, "photo", PATH_CHARS)), settings.photo)
