"""Pictures: where a catalogue keeps the picture of an article."""

import os
from collections.abc import Iterator
from pathlib import Path


class Pictures:
    """Finds pictures under `folder`; `pattern` is a path with {id} and {prefix} (the id's first three characters)."""

    def __init__(self, folder: Path | None, pattern: str) -> None:
        self._folder = folder.resolve() if folder else None
        self._pattern = pattern

    def known(self) -> Iterator[str]:
        """The ids of all articles with a picture, read from the file names; none where the pattern is not by id."""
        if self._folder is None or not self._pattern.endswith("{id}.jpg"):
            return
        for _, _, names in os.walk(self._folder):
            yield from (name.removesuffix(".jpg") for name in names if name.endswith(".jpg"))

    def path(self, article_id: str) -> Path | None:
        """The article's picture; None where there is none. Ids are a retailer's own text, so none leads outside."""
        if self._folder is None:
            return None
        path = (self._folder / self._pattern.format(id=article_id, prefix=article_id[:3])).resolve()
        return path if path.is_relative_to(self._folder) and path.is_file() else None
