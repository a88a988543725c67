"""Looking: has the home's eye look at every picture of the index in use, and keeps what it saw as one of its parts.

Pictures that it looked at before are not looked at again. For pictures by the thousand a look takes minutes: what was
seen is kept on the way, so that one that was interrupted goes on where it stopped.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.pictures import Pictures
from catalog.table import Table
from foundation.errors import BadInput, Busy
from foundation.photo import Photo, read_photo
from retrieval.build import TABLE, damaged_parts, drop_part, list_files, replace_folder
from retrieval.contradictions import CONTRADICTIONS, find_contradictions, write_contradictions
from retrieval.kept import KEY_BYTES, Kept, joined, stacked, taken
from retrieval.pictures import CARD, FORMAT, Answers, SeenPictures, read_card
from retrieval.said import Said
from retrieval.versions import (
    PICTURES,
    REBUILD,
    SCRATCH,
    Manifest,
    current,
    read_any_manifest,
    read_manifest,
    sole_builder,
    version_folders,
    write_manifest,
)
from vision.eye import CatalogueEye, EyeCard
from vision.trunk import Seen

Tell = Callable[[int, int], None]
# Beside the index, whose folders are versions.
LOOKING = "looking"
PART = 250
WAITS, WAIT_SECONDS = 60, 10
Known = dict[bytes, tuple[Kept, int]]


class Looker(Protocol):
    """An eye as a whole catalogue is looked at by it: `card` tells its heads."""

    name: str
    card: EyeCard

    def see(self, photo: Photo) -> Seen:
        """Everything at once."""
        ...


@dataclass(frozen=True)
class Hung:
    """A row's picture; `key` stands for the article, and for the file as it is now."""

    row: int
    article_id: str
    path: Path
    key: bytes


def keep_seen(
    home: Path, pictures: Pictures, eye: CatalogueEye, article_ids: Sequence[str], features: NDArray[np.float32]
) -> dict[str, Any]:
    """`look_at_pictures` by an eye that has just been trained on these articles' pictures, of their `features` (n, d).

    Waits for a build that is at work, since an eye that took minutes should not fail for one.
    """
    seen = joined([eye.read(features[start : start + PART]) for start in range(0, len(features), PART)])
    for _ in range(WAITS):
        with suppress(Busy):
            return look_at_pictures(home, pictures, eye, just_seen=(article_ids, seen))
        time.sleep(WAIT_SECONDS)
    return look_at_pictures(home, pictures, eye, just_seen=(article_ids, seen))


def look_at_pictures(
    home: Path,
    pictures: Pictures,
    eye: Looker,
    tell: Tell | None = None,
    just_seen: tuple[Sequence[str], Seen] | None = None,
) -> dict[str, Any]:
    """Have `eye` look at the pictures of the index in use under `home`; `tell` hears (seen, to see), in pictures.

    `just_seen` are article ids, and what this very eye has just seen of their pictures. Gives {"pictures", "looked",
    "reused", "unreadable", "contradictions", "file", "seconds", "bytes"}: the file lists the contradictions, the bytes
    are of the whole index. A look that was killed leaves the index as it was. Raises NotFound, Busy, and BadInput where
    the index is not whole.
    """
    started = time.perf_counter()
    with sole_builder(home) as root:
        folder = current(home)
        manifest = read_manifest(folder)
        if damaged_parts(folder, manifest, False) - {PICTURES}:
            raise BadInput(f"the index {folder} is not whole: {REBUILD} first")
        hung = list(hung_of(Table.open(folder / TABLE), pictures))
        known = _known(root, eye)
        if just_seen is not None:
            _add(known, [_told(hung, *just_seen)])
        fresh = [one for one in hung if one.key not in known]
        _add(known, _look(fresh, eye, _parts(root, eye), tell or (lambda done, total: None)))
        seen = [one for one in hung if one.key in known]
        if not _holds(folder, manifest, eye, seen):
            drop_part(folder, manifest, PICTURES)
            if seen:
                _write(root, folder, manifest, eye, seen, _joined(known, seen))
        shutil.rmtree(root.with_name(LOOKING), ignore_errors=True)
    return {
        "pictures": len(seen),
        "looked": len(fresh),
        "reused": len(hung) - len(fresh),
        "unreadable": len(hung) - len(seen),
        "contradictions": read_card(folder / PICTURES)["contradictions"] if seen else 0,
        "file": str(folder / PICTURES / CONTRADICTIONS),
        "seconds": round(time.perf_counter() - started, 3),
        "bytes": sum(entry["bytes"] for entry in manifest["files"].values()),
    }


def hung_of(table: Table, pictures: Pictures) -> Iterator[Hung]:
    """The rows with a picture, in their order."""
    # A folder is read faster than it is asked for each article.
    names, known = table.values("article_id"), frozenset(pictures.known())
    for row, code in enumerate(table.codes("article_id")):
        article_id = names[code]
        path = pictures.path(article_id) if not known or article_id in known else None
        if path is not None:
            yield Hung(row, article_id, path, _key(article_id, path))


def _key(article_id: str, path: Path) -> bytes:
    told = path.stat()
    text = f"{article_id}\0{told.st_size}\0{told.st_mtime_ns}"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def _parts(root: Path, eye: Looker) -> Path:
    """Where the parts of an unfinished look lie: each eye has a folder of its own."""
    return root.with_name(LOOKING) / hashlib.sha256(eye.name.encode()).hexdigest()[:12]


def _known(root: Path, eye: Looker) -> Known:
    """What this eye saw before: in the versions at hand, and in a look that was interrupted."""
    known: Known = {}
    for folder in version_folders(root):
        with suppress(OSError, ValueError, KeyError, TypeError, BadInput):
            manifest = read_any_manifest(folder)
            if _is_by(folder, manifest, eye) and PICTURES not in damaged_parts(folder, manifest, True):
                _add(known, [SeenPictures.kept(folder / PICTURES)])
    for path in sorted(_parts(root, eye).glob("part-*.npz")):
        with suppress(BadInput):
            _add(known, [Kept.read(path)])
    return known


def _add(known: Known, parts: Iterable[Kept]) -> None:
    for kept in parts:
        known.update({key.tobytes(): (kept, place) for place, key in enumerate(kept.keys)})


def _told(hung: Sequence[Hung], article_ids: Sequence[str], seen: Seen) -> Kept:
    """What was just seen of those that hang there."""
    places = {article_id: place for place, article_id in enumerate(article_ids)}
    there = [one for one in hung if one.article_id in places]
    return Kept.of([one.key for one in there], taken(seen, [places[one.article_id] for one in there]))


def _look(hung: Sequence[Hung], eye: Looker, parts: Path, tell: Tell) -> Iterator[Kept]:
    """What is seen in pictures, part by part; those that can't be read are left out."""
    parts.mkdir(parents=True, exist_ok=True)
    before = len([*parts.glob("part-*.npz")])
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        for number, start in enumerate(range(0, len(hung), PART), before):
            some = hung[start : start + PART]
            looked = zip(some, cores.map(lambda one: _see(one, eye), some), strict=True)
            told = {one.key: seen for one, seen in looked if seen is not None}
            if told:
                kept = Kept.of([*told], stacked([*told.values()]))
                kept.save(parts / f"part-{number:05}.npz")
                yield kept
            tell(start + len(some), len(hung))


def _see(hung: Hung, eye: Looker) -> Seen | None:
    try:
        return eye.see(read_photo(hung.path))
    except BadInput:
        # A broken picture among thousands is left out, and counted.
        return None


def _is_by(folder: Path, manifest: Manifest, eye: Looker) -> bool:
    """Whether a version has pictures, seen by this eye."""
    return f"{PICTURES}/{CARD}" in manifest["files"] and read_card(folder / PICTURES)["eye"] == eye.name


def _holds(folder: Path, manifest: Manifest, eye: Looker, seen: Sequence[Hung]) -> bool:
    """Whether the version has just these pictures already."""
    if not seen:
        return f"{PICTURES}/{CARD}" not in manifest["files"]
    with suppress(OSError, ValueError, KeyError, TypeError):
        if _is_by(folder, manifest, eye) and PICTURES not in damaged_parts(folder, manifest, False):
            return SeenPictures.kept(folder / PICTURES).keys.tobytes() == b"".join(one.key for one in seen)
    return False


def _joined(known: Known, seen: Sequence[Hung]) -> Kept:
    """What is known of pictures, in their order."""
    held = [known[one.key] for one in seen]
    parts = list({id(kept): kept for kept, _ in held}.values())
    starts = dict(zip(map(id, parts), np.cumsum([0, *map(len, parts)]), strict=False))
    return Kept.joined(parts).take([int(starts[id(kept)]) + place for kept, place in held])


def _write(root: Path, folder: Path, manifest: Manifest, eye: Looker, seen: Sequence[Hung], kept: Kept) -> None:
    """Put the part in place: whoever opens the index meanwhile finds it without, never with half of it."""
    scratch = root / f"{SCRATCH}{folder.name}-{PICTURES}"
    rows = np.array([one.row for one in seen], np.int32)
    said = Said(folder, {name: head.labels for name, head in eye.card.heads.items()}, rows)
    answers = _answers(eye, said, kept.answers.astype(np.float32))
    found = find_contradictions(kept.forms.astype(np.float32), said) if kept.forms.shape[1] else []
    heads = {name: {"labels": list(head.labels), "floor": head.floor} for name, head in eye.card.heads.items()}
    card = {"format": FORMAT, "eye": eye.name, "heads": heads, "pictures": len(seen), "contradictions": len(found)}
    SeenPictures.write(scratch, card, rows, kept, answers)
    write_contradictions(scratch / CONTRADICTIONS, found)
    replace_folder(scratch, folder / PICTURES)
    list_files(folder, manifest, PICTURES)
    write_manifest(folder, manifest)


def _answers(eye: Looker, said: Said, every: NDArray[np.float32]) -> Answers:
    """What is likeliest of each head, of `every` label's probability (pictures, labels)."""
    tops, shares, start = [], [], 0
    for name, labels in said.labels.items():
        likely = every[:, start : start + len(labels)]
        start += len(labels)
        tops.append(likely.argmax(axis=1))
        shares.append(np.stack([likely.max(axis=1), said.shares(name, likely)], axis=1))
    floors = {name: head.floor for name, head in eye.card.heads.items()}
    labelled = {name: tuple(labels) for name, labels in said.labels.items()}
    return Answers(labelled, floors, np.stack(tops, axis=1).astype(np.int16), np.stack(shares, axis=1))
