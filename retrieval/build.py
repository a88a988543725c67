"""Build: writes an index in two parts, the lexical one in seconds and the vectors in minutes.

Where no index with vectors is in use, the lexical part is put in use at once; where one is, it stays in use until the
new one is whole. Only texts that no version at hand has a vector for are embedded.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.article import ALL_COLUMNS, embedded_text
from catalog.loader import Loaded
from catalog.table import Table
from encoding.encoder import Progress, TextEncoder, model_name
from foundation.errors import BadInput
from retrieval.lexical import Lexical
from retrieval.terms import Terms, Tokenised, tokenise
from retrieval.vectors import Vectors
from retrieval.versions import (
    COMPATIBILITY,
    FORMAT,
    MANIFEST,
    PICTURES,
    SCRATCH,
    Manifest,
    current_or_none,
    damaged_files,
    describe_files,
    point,
    read_any_manifest,
    read_manifest,
    sole_builder,
    version_folders,
    write_manifest,
)

TABLE, TERMS, LEXICAL, VECTORS = PARTS = ("table", "terms", "lexical", "vectors")


class Build:
    """One build under the lock: `folder` is the version's, `seconds` what each part took."""

    def __init__(self, root: Path, version: str, encoder: TextEncoder, progress: Progress | None):
        self.folder = root / version
        self.seconds: dict[str, float] = {}
        self.embedded = self.reused = 0
        self._root, self._encoder, self._progress = root, encoder, progress

    def write_lexical_part(self, loaded: Loaded) -> None:
        """Write table, terms and BM25, and let the version's folder appear."""
        scratch = self._root / f"{SCRATCH}{self.folder.name}"
        with self._timed("table"):
            Table.write(scratch / TABLE, loaded.columns)
            table = Table.open(scratch / TABLE)
        with self._timed("lexical"):
            tokenised = tokenise_table(table)
            Terms.write(scratch / TERMS, tokenised)
            Lexical.write(scratch / LEXICAL, tokenised)
        with self._timed("publish"):
            write_manifest(scratch, describe(scratch, loaded, table, model_name(self._encoder.name)))
            replace_folder(scratch, self.folder)

    def write_vectors(self) -> None:
        """Embed the table's texts, or take their vectors over, and add them to the version's manifest."""
        with self._timed("dense"):
            manifest = read_manifest(self.folder)
            texts = embedded_texts(Table.open(self.folder / TABLE))
            hashes = np.stack([hash_text(text) for text in texts])
            known = KnownVectors(self._root, manifest["encoder"])
            vectors = self._embed(texts, hashes, known)
            scratch = self._root / f"{SCRATCH}{self.folder.name}-{VECTORS}"
            Vectors.write(scratch, vectors, hashes)
            ran_by = {self._encoder.name} if self.embedded else set()
            manifest["encoded_by"] = sorted({*ran_by, *(known.encoded_by if self.reused else ())})
            replace_folder(scratch, self.folder / VECTORS)
            list_files(self.folder, manifest, VECTORS)
            write_manifest(self.folder, manifest)

    def _embed(self, texts: Sequence[str], hashes: NDArray[np.uint8], known: "KnownVectors") -> NDArray[np.float32]:
        """A vector for each text: known ones copied, equal texts embedded once."""
        keys = [row.tobytes() for row in hashes]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        self.embedded, self.reused = len(fresh), sum(key in known for key in keys)
        new = self._encoder.encode(list(fresh.values()), self._progress) if fresh else np.empty((0, known.dim))
        vectors = np.empty((len(keys), new.shape[1]), np.float32)
        places = {key: place for place, key in enumerate(fresh)}
        for row, key in enumerate(keys):
            vectors[row] = new[places[key]] if key in places else known[key]
        return vectors

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[part] = round(time.perf_counter() - started, 3)


class KnownVectors:
    """The vectors that the whole versions under `root` hold, by the hashes of their texts; of one model."""

    def __init__(self, root: Path, encoder: str):
        self._places: dict[bytes, tuple[Vectors, int]] = {}
        self.encoded_by: set[str] = set()
        self.dim = 0
        for folder in version_folders(root):
            # What another format changed is not the vectors: they are taken over from any.
            with suppress(OSError, ValueError, KeyError, TypeError, RuntimeError):
                manifest = read_any_manifest(folder)
                if manifest["encoder"] == encoder and has_vectors(manifest):
                    self._add(folder, manifest)

    def _add(self, folder: Path, manifest: Manifest) -> None:
        if VECTORS in damaged_parts(folder, manifest, thorough=True):
            return
        vectors = Vectors.open(folder / VECTORS)
        self.dim = vectors.dim
        self.encoded_by.update(manifest["encoded_by"])
        self._places.update({row.tobytes(): (vectors, place) for place, row in enumerate(vectors.hashes())})

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __getitem__(self, key: bytes) -> NDArray[np.float32]:
        vectors, place = self._places[key]
        row: NDArray[np.float32] = vectors.rows([place])[0]
        return row


def build_index(loaded: Loaded, home: Path, encoder: TextEncoder, progress: Progress | None = None) -> dict[str, Any]:
    """Bring the index under `home` up to `loaded`; see `Index.build`."""
    with sole_builder(home) as root:
        build = Build(root, version_of(loaded.columns, model_name(encoder.name)), encoder, progress)
        manifest = manifest_or_none(build.folder)
        damaged = damaged_parts(build.folder, manifest, False) if manifest else set(PARTS)
        # What was learned from baskets or seen of pictures can't be written again without them.
        for part in damaged & {COMPATIBILITY, PICTURES}:
            if manifest:
                drop_part(build.folder, manifest, part)
        if damaged & {TABLE, TERMS, LEXICAL}:
            build.write_lexical_part(loaded)
        if not serves_vectors(root):
            point(root, build.folder)
        if VECTORS in damaged or not has_vectors(read_manifest(build.folder)):
            build.write_vectors()
        changed = current_or_none(root) != build.folder or bool(build.seconds)
        point(root, build.folder)
        return report(build, loaded, changed)


def report(build: Build, loaded: Loaded, changed: bool) -> dict[str, Any]:
    """What a build did, as plain JSON values."""
    manifest = read_manifest(build.folder)
    return {
        "rows": manifest["rows"],
        "refused": [{"line": refusal.line, "reason": refusal.reason} for refusal in loaded.refused],
        "seconds": build.seconds,
        "bytes": sum(entry["bytes"] for entry in manifest["files"].values()),
        "version": manifest["version"],
        "texts": manifest["texts"],
        "embedded": build.embedded,
        "reused": build.reused,
        "unchanged": not changed,
    }


def describe(folder: Path, loaded: Loaded, table: Table, encoder: str) -> Manifest:
    """The manifest of a lexical part in `folder`."""
    manifest: Manifest = {
        "format": FORMAT,
        "version": version_of(loaded.columns, encoder),
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "rows": len(table),
        "texts": table.text_count,
        "refused": len(loaded.refused),
        "encoder": encoder,
        "encoded_by": [],
        "catalogue": {"sha256": loaded.sha256, "settings": loaded.settings, "mapping": loaded.mapping},
        "files": {},
    }
    for part in (TABLE, TERMS, LEXICAL):
        list_files(folder, manifest, part)
    return manifest


def list_files(folder: Path, manifest: Manifest, part: str) -> None:
    """Put the files that one part has now into `manifest`."""
    others = {name: entry for name, entry in manifest["files"].items() if part_of(name) != part}
    manifest["files"] = {**others, **describe_files(folder, part)}


def drop_part(folder: Path, manifest: Manifest, part: str) -> None:
    """Take a part out of a version's manifest; its files stay until others replace them."""
    manifest["files"] = {name: entry for name, entry in manifest["files"].items() if part_of(name) != part}
    write_manifest(folder, manifest)


def damaged_parts(folder: Path, manifest: Manifest, thorough: bool) -> set[str]:
    """The parts with a file that is not what the manifest says; by size, or `thorough` by content."""
    return {part_of(name) for name in damaged_files(folder, manifest, thorough)}


def part_of(name: str) -> str:
    """The part that a manifest's file belongs to."""
    return name.split("/")[0]


def has_vectors(manifest: Manifest) -> bool:
    """Whether the version is complete."""
    return any(part_of(name) == VECTORS for name in manifest["files"])


def serves_vectors(root: Path) -> bool:
    """Whether the version in use is complete and, by size, whole."""
    folder = current_or_none(root)
    manifest = manifest_or_none(folder) if folder else None
    return bool(folder and manifest and has_vectors(manifest) and not damaged_parts(folder, manifest, False))


def manifest_or_none(folder: Path) -> Manifest | None:
    """A version's manifest, or None where it can't be read."""
    try:
        return read_manifest(folder) if (folder / MANIFEST).is_file() else None
    except BadInput:
        return None


def replace_folder(fresh: Path, folder: Path) -> None:
    """Rename `fresh` to `folder`; one that stood there is damaged or unlisted, and goes."""
    if folder.exists():
        stale = fresh.with_name(f"{fresh.name}-stale")
        os.replace(folder, stale)
        shutil.rmtree(stale)
    os.replace(fresh, folder)


def tokenise_table(table: Table) -> Tokenised:
    """The stems of all the table's texts."""
    return tokenise(table.text(number) for number in range(table.text_count))


def embedded_texts(table: Table) -> list[str]:
    """What is embedded for each text id: name, type, description. Colour and audience are filters."""
    return [embedded_text(*table.text(number)) for number in range(table.text_count)]


def hash_text(text: str) -> NDArray[np.uint8]:
    """16 bytes that stand for a text."""
    return np.frombuffer(hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest(), np.uint8)


def version_of(columns: Mapping[str, Sequence[str]], encoder: str) -> str:
    """The version's name: a hash of the mapped columns, the encoder's model and the format."""
    digest = hashlib.sha256(f"{FORMAT}\0{encoder}".encode())
    for name in ALL_COLUMNS:
        digest.update(f"\0{name}\0".encode())
        digest.update("\x1f".join(columns.get(name, ())).encode("utf-8"))
    return digest.hexdigest()[:12]
