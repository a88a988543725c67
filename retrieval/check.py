"""Check: says what is wrong with the index in use, and writes its damaged parts again from its table."""

from collections.abc import Callable
from pathlib import Path

from catalog.table import Table
from encoding.encoder import Progress, TextEncoder
from foundation.errors import BadInput
from retrieval.build import (
    LEXICAL,
    TABLE,
    TERMS,
    VECTORS,
    Build,
    damaged_parts,
    drop_part,
    has_vectors,
    list_files,
    replace_folder,
    tokenise_table,
)
from retrieval.lexical import Lexical
from retrieval.pictures import SeenPictures
from retrieval.terms import Terms, Tokenised
from retrieval.vectors import Vectors
from retrieval.versions import (
    COMPATIBILITY,
    PICTURES,
    REBUILD,
    SCRATCH,
    Manifest,
    current,
    damaged_files,
    read_manifest,
    sole_builder,
    write_manifest,
)


def verify_index(home: Path) -> list[str]:
    """What is wrong with the index in use, one line a problem; of none, nothing. Reads every file once.

    Raises NotFound where there is no index, BadInput where its manifest can't be read.
    """
    folder = current(home)
    manifest = read_manifest(folder)
    faults = [f"{name} {fault}" for name, fault in damaged_files(folder, manifest, True).items()]
    if not has_vectors(manifest):
        faults.append(f"the vectors are not built: {REBUILD} again")
    return faults or wrong_counts(folder, manifest)


def wrong_counts(folder: Path, manifest: Manifest) -> list[str]:
    """Parts of a whole version that don't agree on how much there is."""
    table = Table.open(folder / TABLE)
    counts = {
        "terms": Terms.open(folder / TERMS).text_count,
        "lexical": Lexical.open(folder / LEXICAL).text_count,
        "vectors": len(Vectors.open(folder / VECTORS)),
        "table": table.text_count,
    }
    texts, rows = manifest["texts"], manifest["rows"]
    # Raises where its arrays don't agree with each other or with the table.
    SeenPictures.open(folder, manifest)
    faults = [f"{part} has {count} texts instead of {texts}" for part, count in counts.items() if count != texts]
    return faults if len(table) == rows else [*faults, f"table has {len(table)} rows instead of {rows}"]


def repair_index(home: Path, open_encoder: Callable[[str], TextEncoder], progress: Progress | None = None) -> list[str]:
    """Write the damaged or missing parts of the index in use again from its table; gives the parts' names.

    What was learned from baskets or seen of pictures is dropped where it is damaged: only `stylist index` with
    --baskets FILE learns it again, with --images DIR looks again.
    Raises BadInput where the table itself is damaged, and what `open_encoder(model)` raises.
    """
    with sole_builder(home) as root:
        folder = current(home)
        manifest = read_manifest(folder)
        damaged = damaged_parts(folder, manifest, True)
        if TABLE in damaged:
            raise BadInput(f"the article table of index {folder} is damaged: {REBUILD} again")
        if damaged & {TERMS, LEXICAL}:
            rewrite_lexical(root, folder, manifest)
        for part in sorted(damaged & {COMPATIBILITY, PICTURES}):
            drop_part(folder, manifest, part)
        if VECTORS in damaged or not has_vectors(manifest):
            damaged.add(VECTORS)
            Build(root, folder.name, open_encoder(manifest["encoder"]), progress).write_vectors()
        return sorted(damaged)


def rewrite_lexical(root: Path, folder: Path, manifest: Manifest) -> None:
    """Write terms and BM25 again from the version's table."""
    tokenised = tokenise_table(Table.open(folder / TABLE))
    writers: dict[str, Callable[[Path, Tokenised], None]] = {TERMS: Terms.write, LEXICAL: Lexical.write}
    for part, write in writers.items():
        scratch = root / f"{SCRATCH}{part}"
        write(scratch, tokenised)
        replace_folder(scratch, folder / part)
        list_files(folder, manifest, part)
    write_manifest(folder, manifest)
