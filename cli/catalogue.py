"""The catalogue in use: indexed before a verb that needs it starts, where it is not the one that is indexed already."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cli.terminal import Progress, complain
from foundation.errors import BadInput, NotFound
from foundation.settings import Settings, fingerprint
from retrieval.versions import current, read_manifest, sha256

Report = Callable[[str], None]
SAMPLE = "--catalog catalog/sample/articles.csv --images catalog/sample/images"


def prepare(settings: Settings, report: Report) -> None:
    """Have `settings.catalog` indexed; without one, an index must be there. Raises BadInput, naming both ways."""
    manifest = indexed(settings.state)
    if settings.catalog is None and manifest is None:
        raise BadInput(
            f"no catalogue is indexed under {settings.home}: give --catalog FILE --images DIR, "
            f"or try the sample: {SAMPLE}"
        )
    if settings.catalog is not None and not _is_of(manifest, settings.catalog, settings):
        build(settings, settings.catalog, report)


def prepare_quietly(settings: Settings) -> None:
    """`prepare` with its progress on standard error, where there is any."""
    progress = Progress()
    try:
        prepare(settings, progress)
    finally:
        progress.done()


def build(settings: Settings, catalog: Path, report: Report) -> dict[str, Any]:
    """Bring the index up to `catalog` and say what was done; raises BadInput and leaves the index in use as it was."""
    # Imported here: a search on a catalogue that is indexed already needs none of it.
    from catalog.loader import load
    from encoding.open import open_bulk_encoder
    from retrieval.index import Index

    report(f"reading {catalog}")
    loaded = load(catalog, settings.columns, settings.values)
    for line in (*(f"read {column} from {source}" for column, source in loaded.mapping.items()), *loaded.notes):
        if "guessed" in line or line in loaded.notes:
            complain(line)
    report(f"indexing {len(loaded):,} articles")
    encoder = open_bulk_encoder(settings.encoder)
    return Index.build(loaded, settings.state, encoder, embedding(report))


def embedding(report: Report) -> Callable[[int, int], None]:
    """The encoder's progress in words."""
    return lambda done, total: report(f"embedding descriptions: {done:,} of {total:,} ({done / max(total, 1):.0%})")


def indexed(home: Path) -> dict[str, Any] | None:
    """The manifest of the index in use; None where there is none."""
    try:
        return read_manifest(current(home))
    except NotFound:
        return None


def _is_of(manifest: dict[str, Any] | None, catalog: Path, settings: Settings) -> bool:
    """Whether a manifest is of a whole index of this very file, read by the same mapping."""
    if manifest is None or manifest["encoder"] != settings.encoder:
        return False
    given = fingerprint(settings.columns, settings.values)
    whole = any(name.startswith("vectors/") for name in manifest["files"])
    try:
        return (
            whole
            and manifest["catalogue"].get("settings") == given
            and manifest["catalogue"]["sha256"] == sha256(catalog)
        )
    except OSError as error:
        raise BadInput(f"{catalog} can't be read ({error.strerror}): give an existing csv, csv.gz or parquet") from None
