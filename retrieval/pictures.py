"""Pictures: the catalogue's pictures as an eye saw them at index time: where each lies beside the texts, what it shows.

An index has them where it was given pictures and its home has an eye (retrieval/looking.py). They are of one eye:
vectors of another can't be compared with them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from catalog.predicate import Predicate, meets
from foundation.errors import BadInput
from retrieval.vectors import Vectors
from retrieval.versions import PICTURES, Manifest

if TYPE_CHECKING:
    from retrieval.kept import Kept

ROWS, KEYS, EVERY, TOPS, SHARES, CARD = (
    "rows.npy", "keys.npy", "answers.npy", "tops.npy", "shares.npy", "card.json",
)  # fmt: skip
FORMS = "forms"
FORMAT = 1
AUDIENCE = "audience"
# The column whose string a picture can bear out, for each slot that an eye answers.
COLUMNS = {
    "product_type": "product_type_name",
    "colour": "colour_group_name",
    "pattern": "graphical_appearance_name",
    "audience": AUDIENCE,
}
Floats = NDArray[np.float32]
Bitmap = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Answers:
    """What pictures show: for each head of `labels` (its name to its labels) the number of the likeliest label, int16
    (pictures, heads), and `shares`, float32 (pictures, heads, 2): how likely that is, and how likely what the row
    itself says (NaN where it says nothing). From `floors` on an answer is right often enough to be told.
    """

    labels: Mapping[str, tuple[str, ...]]
    floors: Mapping[str, float]
    tops: NDArray[np.int16]
    shares: Floats

    def place(self, head: str) -> int:
        """Which of the arrays' columns is the head's; raises ValueError for an unknown one."""
        return list(self.labels).index(head)

    def top(self, head: str) -> NDArray[np.int16]:
        """The likeliest label of each picture."""
        return self.tops[:, self.place(head)]

    def sure(self, head: str) -> Bitmap:
        """The pictures whose likeliest label may be told."""
        return np.asarray(self.shares[:, self.place(head), 0] >= self.floors[head], bool)

    def unsaid(self, head: str) -> Bitmap:
        """The pictures whose row says nothing."""
        return np.isnan(self.shares[:, self.place(head), 1])


class SeenPictures:
    """The pictures of some rows, as `eye` saw them; `rows` are theirs, ascending, `count` is of the whole table.

    `forms` are None where the eye has no such code.
    """

    def __init__(
        self,
        eye: str,
        count: int,
        rows: NDArray[np.int32],
        vectors: Vectors,
        forms: Vectors | None,
        answers: Answers,
    ) -> None:
        self.eye, self.rows, self.vectors, self.forms, self.answers = eye, rows, vectors, forms, answers
        self._count = count

    @staticmethod
    def write(folder: Path, card: Mapping[str, Any], rows: NDArray[np.int32], kept: "Kept", answers: Answers) -> None:
        """Write what was seen of the pictures of `rows` into `folder`."""
        Vectors.write_halves(folder, kept.vectors.astype(np.float32))
        if kept.forms.shape[1]:
            Vectors.write_halves(folder / FORMS, kept.forms.astype(np.float32))
        arrays: dict[str, NDArray[Any]] = {
            ROWS: rows,
            KEYS: kept.keys,
            EVERY: kept.answers,
            TOPS: answers.tops,
            SHARES: answers.shares,
        }
        for name, array in arrays.items():
            np.save(folder / name, array)
        (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")

    @staticmethod
    def kept(folder: Path) -> "Kept":
        """What was seen, as it was written."""
        from retrieval.kept import Kept

        keys, every = np.load(folder / KEYS, mmap_mode="r"), np.load(folder / EVERY, mmap_mode="r")
        forms = _halves(folder / FORMS) if (folder / FORMS).is_dir() else np.empty((len(keys), 0), np.float16)
        return Kept(keys, _halves(folder), forms, every)

    @classmethod
    def open(cls, folder: Path, manifest: Manifest) -> "SeenPictures | None":
        """Map those of the version in `folder`; None where it has none. Raises BadInput where they are damaged."""
        if f"{PICTURES}/{CARD}" not in manifest["files"]:
            return None
        try:
            return cls._read(folder / PICTURES, int(manifest["rows"]))
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise BadInput(
                f"the pictures of index {folder} are damaged ({error}): run `stylist index repair`"
            ) from None

    @classmethod
    def _read(cls, folder: Path, count: int) -> "SeenPictures":
        card = read_card(folder)
        rows, tops, shares = (np.load(folder / name, mmap_mode="r") for name in (ROWS, TOPS, SHARES))
        vectors = Vectors.open(folder)
        forms = Vectors.open(folder / FORMS) if (folder / FORMS).is_dir() else None
        if not len(rows) == len(tops) == len(shares) == len(vectors) or (len(rows) and int(rows[-1]) >= count):
            raise ValueError(f"{len(rows)} rows, {len(tops)} answers and {len(vectors)} vectors")
        heads = card["heads"]
        labels = {name: tuple(head["labels"]) for name, head in heads.items()}
        floors = {name: float(head["floor"]) for name, head in heads.items()}
        return cls(card["eye"], count, rows, vectors, forms, Answers(labels, floors, tops, shares))

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, kept: Bitmap) -> "SeenPictures":
        """Those that are `kept` alone (bool a picture): as if the others had not been there."""
        answers = replace(self.answers, tops=self.answers.tops[kept], shares=self.answers.shares[kept])
        forms = self.forms.where(kept) if self.forms is not None else None
        return SeenPictures(self.eye, self._count, self.rows[kept], self.vectors.where(kept), forms, answers)

    def says(self, predicate: Predicate) -> Bitmap:
        """The rows that say nothing on a slot themselves, and whose picture surely shows what `predicate` asks."""
        said = np.zeros(self._count, bool)
        head = COLUMNS.get(predicate.slot, "")
        if head not in self.answers.labels:
            return said
        held = np.array([_affirms(predicate, head, label) for label in self.answers.labels[head]], bool)
        said[self.rows] = held[self.answers.top(head)] & self.answers.sure(head) & self.answers.unsaid(head)
        return said


def read_card(folder: Path) -> dict[str, Any]:
    """The card in `folder`; raises OSError or ValueError where it can't be read or is of another format."""
    card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    if card["format"] != FORMAT:
        raise ValueError(f"format {card['format']}")
    return card


def _halves(folder: Path) -> NDArray[np.float16]:
    vectors = Vectors.open(folder)
    return vectors.rows(np.arange(len(vectors))).astype(np.float16)


def _affirms(predicate: Predicate, head: str, label: str) -> bool:
    """Whether a row that says this label, and nothing else, would be what is asked."""
    return label == predicate.value or meets(predicate.yes, {head: label}, ())
