"""Versions: an index's folders on disk, one a version, of which a pointer file names the one in use.

A folder appears by a rename when its lexical part is whole; its manifest is replaced when the vectors are added; the
pointer is replaced last. Whatever a killed build leaves is never named by the pointer, and the next build clears it.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from foundation.errors import BadInput, Busy, NotFound

FORMAT = 2
MANIFEST = "manifest.json"
CURRENT = "CURRENT"
LOCK = "lock"
SCRATCH = ".building-"
COMPATIBILITY = "compatibility"  # a part that only an index that was given baskets has
PICTURES = "pictures"  # a part that only an index whose pictures an eye looked at has
REBUILD = "run `stylist index --catalog FILE`"

Manifest = dict[str, Any]


def index_root(home: Path) -> Path:
    """The folder of all versions under `home`."""
    return home.expanduser() / "index"


@contextmanager
def sole_builder(home: Path) -> Iterator[Path]:
    """Hold the lock of the one builder; gives the root, cleared of what killed builds left. Raises Busy, BadInput."""
    root = index_root(home)
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / LOCK).open("w")
    except OSError as error:
        raise BadInput(f"{root} can't be written ({error.strerror}): give a --home you may write to") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another index build is at work in {root}: wait until it ends") from None
        for leftover in root.glob(f"{SCRATCH}*"):
            shutil.rmtree(leftover)
        yield root


def current(home: Path) -> Path:
    """The folder of the version in use; raises NotFound where none is."""
    root = index_root(home)
    names = read_pointer(root)
    if not names:
        raise NotFound(f"no index under {home}: {REBUILD}")
    folder = root / names[0]
    if not (folder / MANIFEST).is_file():
        raise NotFound(f"the index {folder.name} under {home} is gone: {REBUILD}")
    return folder


def current_or_none(root: Path) -> Path | None:
    """The folder that the pointer names, if it is there."""
    try:
        return current(root.parent)
    except NotFound:
        return None


def point(root: Path, folder: Path) -> None:
    """Make `folder` the version in use; of the others only the one in use before is kept."""
    names = read_pointer(root)
    if names[:1] != [folder.name]:
        names = [folder.name, *names[:1]]
        replace_text(root / CURRENT, "\n".join(names) + "\n")
    for other in version_folders(root):
        if other.name not in names:
            shutil.rmtree(other)


def read_pointer(root: Path) -> list[str]:
    """The names of the version in use and of the one before, as far as there are."""
    try:
        return (root / CURRENT).read_text(encoding="utf-8").split()
    except OSError:
        return []


def version_folders(root: Path) -> list[Path]:
    """Every version's folder, whole or not."""
    return sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(SCRATCH))


def read_manifest(folder: Path) -> Manifest:
    """A version's manifest; raises BadInput where it is damaged or of another format."""
    try:
        manifest = read_any_manifest(folder)
        made_by = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BadInput(f"the manifest of index {folder} is damaged: {REBUILD} again") from None
    if made_by != FORMAT:
        raise BadInput(f"index {folder} has format {made_by}, this version reads {FORMAT}: {REBUILD} again")
    return manifest


def read_any_manifest(folder: Path) -> Manifest:
    """A version's manifest of whatever format; raises OSError or ValueError where it can't be read."""
    manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Replace a version's manifest at once."""
    replace_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


def describe_files(folder: Path, part: str) -> dict[str, dict[str, Any]]:
    """Size and sha256 of every file of one part, by its path in the version's folder."""
    paths = sorted(path for path in (folder / part).rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256(path)} for path in paths
    }


def damaged_files(folder: Path, manifest: Manifest, thorough: bool) -> dict[str, str]:
    """Files of a version that are not what its manifest says, with what is wrong; sha256 only if `thorough`."""
    faults = {}
    for name, entry in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            faults[name] = "is missing"
        elif path.stat().st_size != entry["bytes"]:
            faults[name] = f"has {path.stat().st_size} bytes instead of {entry['bytes']}"
        elif thorough and sha256(path) != entry["sha256"]:
            faults[name] = "has another content than was written"
    return faults


def sha256(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that a reader finds the old content or the new, even after a power cut."""
    scratch = path.with_name(f"{path.name}.new")
    with scratch.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)
