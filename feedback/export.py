"""Export: preference data as JSON lines, to a file that appears whole or not at all, or to standard output."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from feedback.pairs import dpo_rows, kto_rows
from foundation.errors import BadInput
from storage.store import Store

FORMATS: dict[str, Callable[[Store, str], Iterator[dict[str, Any]]]] = {
    "trl-kto": kto_rows,
    "trl-dpo": dpo_rows,
}


def export(store: Store, owner_id: str, format: str) -> Iterator[dict[str, Any]]:
    """The owner's consented ratings as rows of `format` (a key of FORMATS); raises BadInput for another one."""
    if format not in FORMATS:
        raise BadInput(f"export format {ascii(format)[:60]} is not known: use {' or '.join(FORMATS)}")
    return FORMATS[format](store, owner_id)


def write(rows: Iterable[Mapping[str, Any]], path: Path | None = None, force: bool = False) -> int:
    """Write `rows` as JSON lines to `path`, or to standard output where it is None; return how many.

    Raises BadInput where the file exists (unless `force`) or can't be written; an existing file is then untouched.
    """
    if path is None:
        return _write_lines(rows, sys.stdout)
    if path.exists() and not force:
        raise BadInput(f"{path} exists: give another path, or --force to replace it")
    try:
        return _write_whole(rows, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(f"{path} can't be written ({reason}): give a path in a folder you may write") from None


def _write_whole(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            count = _write_lines(rows, file)
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    return count


def _write_lines(rows: Iterable[Mapping[str, Any]], file: IO[str]) -> int:
    count = 0
    for row in rows:
        # ASCII escapes: no terminal encoding and no Unicode line separator can break a line.
        file.write(json.dumps(row) + "\n")
        count += 1
    return count
