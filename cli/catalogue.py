"""The catalogue in use: indexed before a verb that needs it starts, where it is not the one that is indexed already."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cli.terminal import Progress, complain
from foundation.errors import BadInput, MissingExtra, NotFound
from foundation.settings import Settings, fingerprint
from retrieval.versions import COMPATIBILITY, current, read_manifest, sha256

Report = Callable[[str], None]
SAMPLE = "--catalog catalog/sample/articles.csv --images catalog/sample/images"


def prepare(settings: Settings, report: Report, looks: bool = True) -> None:
    """Have `settings.catalog` indexed, and its pictures looked at where `looks`; without one, an index must be there.

    Raises BadInput, naming both ways.
    """
    manifest = indexed(settings.state)
    if settings.catalog is None and manifest is None:
        raise BadInput(
            f"no catalogue is indexed under {settings.home}: give --catalog FILE --images DIR, "
            f"or try the sample: {SAMPLE}"
        )
    if settings.catalog is not None and not _is_of(manifest, settings.catalog, settings):
        build(settings, settings.catalog, report)
        if looks:
            look(settings, report)


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
    knew = _has_learned(settings.state)
    done = Index.build(loaded, settings.state, encoder, embedding(report))
    if knew and not _has_learned(settings.state):
        complain("what was learned from baskets was of the index before: give `stylist index --baskets FILE` again")
    return done


def kept(home: Path) -> dict[str, Any]:
    """What `build` would say of the index in use where nothing changed. Raises NotFound where there is none."""
    manifest = read_manifest(current(home))
    return {"rows": manifest["rows"], "refused": [], "seconds": {}, "version": manifest["version"]}


def learn(settings: Settings, baskets: Path, report: Report) -> dict[str, Any]:
    """Have the index in use learn from `baskets` and say what was done; raises BadInput and leaves it as it was."""
    from retrieval.index import Index

    report(f"reading {baskets}")
    done = Index.learn(settings.state, baskets, settings.columns, learning(report))
    for count, what in ((done["unknown"], "articles that the catalogue does not have"), (done["refused"], "no use")):
        if count:
            complain(f"{baskets}: {count:,} lines are of {what}")
    return done


def look(settings: Settings, report: Report) -> dict[str, Any] | None:
    """Have the home's eye look at the pictures that it has not seen, and say what was done; None where none are given.

    Where there is no eye for this catalogue, a line says so, and what was built is in use without.
    """
    if settings.images is None:
        return None
    from catalog.pictures import Pictures
    from retrieval.looking import look_at_pictures
    from vision.eye import open_eye

    try:
        eye = open_eye(settings.state, read_manifest(current(settings.state))["catalogue"]["sha256"])
    except (MissingExtra, BadInput) as error:
        complain(f"the catalogue's pictures are not looked at: {error}")
        return None
    pictures = Pictures(settings.images, settings.image_path)
    return look_at_pictures(settings.state, pictures, eye, seeing(report))


def seeing(report: Report) -> Callable[[int, int], None]:
    """A look's progress in words, with how long it will take still."""
    started = time.monotonic()

    def tell(done: int, total: int) -> None:
        left = (time.monotonic() - started) * (total - done) / max(done, 1)
        report(f"looking at pictures: {done:,} of {total:,} ({done / max(total, 1):.0%}), {duration(left)} left")

    return tell


def duration(seconds: float) -> str:
    """A stretch of time in words: '40 s', '3 min'."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def learning(report: Report) -> Callable[[int, int], None]:
    """The learner's progress in words."""
    return lambda done, total: report(f"learning what goes together: step {done:,} of {total:,} ({done / total:.0%})")


def embedding(report: Report) -> Callable[[int, int], None]:
    """The encoder's progress in words."""
    return lambda done, total: report(f"embedding descriptions: {done:,} of {total:,} ({done / max(total, 1):.0%})")


def indexed(home: Path) -> dict[str, Any] | None:
    """The manifest of the index in use; None where there is none."""
    try:
        return read_manifest(current(home))
    except NotFound:
        return None


def _has_learned(home: Path) -> bool:
    try:
        manifest = indexed(home)
    except BadInput:
        return False
    return manifest is not None and any(name.startswith(f"{COMPATIBILITY}/") for name in manifest["files"])


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
