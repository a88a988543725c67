"""Learning: has the index in use learn what goes together from a file of baskets, and keeps it as one of its parts."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog.table import Table
from foundation.errors import BadInput
from retrieval.baskets import read_baskets
from retrieval.build import TABLE, VECTORS, damaged_parts, drop_part, has_vectors, list_files, replace_folder
from retrieval.compatibility import Compatibility, Tell
from retrieval.vectors import Vectors
from retrieval.versions import COMPATIBILITY, REBUILD, SCRATCH, current, read_manifest, sole_builder, write_manifest


def learn_index(
    home: Path, path: Path, columns: Mapping[str, str | list[str]], tell: Tell | None = None
) -> dict[str, Any]:
    """Learn from the baskets in `path`, for the index in use under `home`; see `Index.learn`."""
    with sole_builder(home) as root:
        started = time.perf_counter()
        folder = current(home)
        manifest = read_manifest(folder)
        if not has_vectors(manifest) or damaged_parts(folder, manifest, False) & {TABLE, VECTORS}:
            raise BadInput(f"the index {folder} is not whole: {REBUILD} first")
        table, vectors = Table.open(folder / TABLE), Vectors.open(folder / VECTORS)
        baskets = read_baskets(path, table, columns)
        learned = Compatibility.learn(table, vectors, baskets, tell=tell)
        scratch = root / f"{SCRATCH}{folder.name}-{COMPATIBILITY}"
        learned.write(scratch)
        # Whoever opens the index meanwhile finds it without the part, never with half of it.
        drop_part(folder, manifest, COMPATIBILITY)
        replace_folder(scratch, folder / COMPATIBILITY)
        list_files(folder, manifest, COMPATIBILITY)
        write_manifest(folder, manifest)
        return {
            "baskets": len(baskets),
            "unknown": baskets.unknown,
            "refused": baskets.refused,
            "lone": baskets.lone,
            "seconds": round(time.perf_counter() - started, 3),
            "bytes": sum(entry["bytes"] for entry in manifest["files"].values()),
        }
