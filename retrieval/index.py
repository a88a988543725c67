"""Index: everything search reads about a catalogue, opened in milliseconds, memory-mapped."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.table import Table
from encoding.encoder import Progress, TextEncoder
from foundation.errors import BadInput
from retrieval.lexical import Lexical
from retrieval.pictures import SeenPictures
from retrieval.terms import Terms
from retrieval.vectors import Vectors
from retrieval.versions import Manifest, current, damaged_files, read_manifest

if TYPE_CHECKING:
    from catalog.loader import Loaded


@dataclass(frozen=True)
class Index:
    """An opened version: `vectors` are None until they are built; text ids are the same in every part.

    `encoder_name` is the model whose queries fit the vectors: give it to `open_encoder`. `pictures` are None where no
    eye looked at any.
    """

    version: str
    folder: Path
    table: Table
    terms: Terms
    lexical: Lexical
    vectors: Vectors | None
    encoder_name: str
    manifest: Manifest
    pictures: SeenPictures | None = None

    @classmethod
    def open(cls, home: Path) -> "Index":
        """Map the index in use under `home`; raises NotFound where there is none, BadInput where it is damaged."""
        folder = current(home)
        manifest = read_manifest(folder)
        for name, fault in damaged_files(folder, manifest, thorough=False).items():
            raise BadInput(f"index {folder} is damaged: {name} {fault}; run `stylist index repair`")
        try:
            vectors = Vectors.open(folder / "vectors") if "vectors/flat.faiss" in manifest["files"] else None
            parts = Table.open(folder / "table"), Terms.open(folder / "terms"), Lexical.open(folder / "lexical")
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise BadInput(f"index {folder} is damaged ({error}); run `stylist index repair`") from None
        pictures = SeenPictures.open(folder, manifest)
        return cls(manifest["version"], folder, *parts, vectors, manifest["encoder"], manifest, pictures)

    @staticmethod
    def build(loaded: "Loaded", home: Path, encoder: TextEncoder, progress: Progress | None = None) -> dict[str, Any]:
        """Bring the index under `home` up to `loaded` and put it in use; `progress` hears (embedded, to embed).

        Gives {"rows", "refused", "seconds", "bytes", "version", "texts", "embedded", "reused", "unchanged"}. A killed
        build leaves the index in use as it was. Raises Busy where another build is at work, and what `encoder` raises.
        """
        from retrieval.build import build_index

        return build_index(loaded, home, encoder, progress)

    @staticmethod
    def learn(
        home: Path,
        baskets: Path,
        columns: Mapping[str, str | list[str]],
        progress: Progress | None = None,
    ) -> dict[str, Any]:
        """Have the index in use under `home` learn from a file of `baskets` what goes together; replaces what it had.

        `columns` is the settings' mapping, `progress` hears (steps done, steps). Gives {"baskets", "unknown",
        "refused", "lone", "seconds", "bytes"}, the bytes of the whole index. Raises NotFound, Busy, and BadInput where
        nothing can be learned.
        """
        from retrieval.learning import learn_index

        return learn_index(home, baskets, columns, progress)

    @staticmethod
    def verify(home: Path) -> list[str]:
        """What is wrong with the index in use, one line a problem; raises NotFound where there is none."""
        from retrieval.check import verify_index

        return verify_index(home)

    @staticmethod
    def repair(home: Path, open_encoder: Callable[[str], TextEncoder], progress: Progress | None = None) -> list[str]:
        """Write damaged or missing parts again from the table; gives their names. Raises BadInput where it can't.

        `open_encoder` is asked for the index's model only where vectors are to be written.
        """
        from retrieval.check import repair_index

        return repair_index(home, open_encoder, progress)
