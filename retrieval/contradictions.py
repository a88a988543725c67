"""Contradictions: what pictures show against what their own rows say.

Told by a witness that has not learned from the row (retrieval/witness.py), and only where it is all but certain of
what it sees and rules out what the row says. What it says of many rows of one value is how the catalogue divides
things, or the witness's own mistake, and is left out: jumpsuits look like dresses to it.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.lexicon import UNSTATED
from retrieval.said import Said
from retrieval.witness import Witness

CONTRADICTIONS = "contradictions.csv"
# How sure the witness must be of what it sees, and how unlikely what the row says must be to it.
SURE, RULED_OUT = 0.97, 0.01
# The most of the other rows with the same value that may look alike wrong, and the fewest rows of a value that the
# witness knows.
USUAL, KNOWN = 0.003, 20
# Columns that are asked about: whom something is for can't be seen well enough. A shade is told apart from its
# neighbour by taste: its wider colour must differ as well.
ASKED = ("product_type_name", "colour_group_name", "graphical_appearance_name")
WIDER = {"colour_group_name": "perceived_colour_master_name"}
Floats = NDArray[np.float32]
Bitmap = NDArray[np.bool_]


@dataclass(frozen=True)
class Contradiction:
    """A row whose picture shows another value of a column than it says; the shares are the witness's."""

    article_id: str
    column: str
    says: str
    shows: str
    sure: float
    own: float


def find_contradictions(codes: Floats, said: Said) -> list[Contradiction]:
    """What the pictures of the rows contradict, of their `codes` (rows, n), the surest first."""
    told_by = Witness(codes)
    found: list[Contradiction] = []
    for head in ASKED:
        if head in said.labels:
            found += _of_head(head, told_by, said)
    return sorted(found, key=lambda one: -one.sure)


def _of_head(head: str, told_by: Witness, said: Said) -> list[Contradiction]:
    likely, against = _against(head, told_by, said)
    if (wider := WIDER.get(head, "")) in said.labels:
        against &= _against(wider, told_by, said)[1]
    tops, numbers, own = likely.argmax(axis=1), said.numbers(head), said.shares(head, likely)
    alike = Counter(zip(numbers[against].tolist(), tops[against].tolist(), strict=True))
    of_value = Counter(numbers.tolist())
    found = []
    for place in map(int, np.flatnonzero(against)):
        value, top = int(numbers[place]), int(tops[place])
        if of_value[value] >= KNOWN and alike[value, top] - 1 <= USUAL * of_value[value]:
            told = said.table.article(int(said.rows[place])).article_id, head, said.words(head, place)
            shares = round(float(likely[place, top]), 4), round(float(own[place]), 4)
            found.append(Contradiction(*told, said.labels[head][top], *shares))
    return found


def _against(head: str, told_by: Witness, said: Said) -> tuple[Floats, Bitmap]:
    """What the witness sees, and where it surely is something else than the row says."""
    likely = told_by.tells(said.numbers(head), len(said.labels[head]))
    named = np.array([label not in UNSTATED for label in said.labels[head]], bool)[likely.argmax(axis=1)]
    # Of a row that says nothing the comparison is false.
    return likely, named & (likely.max(axis=1) >= SURE) & (said.shares(head, likely) <= RULED_OUT)


def write_contradictions(path: Path, found: Sequence[Contradiction]) -> None:
    """A line each, behind the names of the columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["article_id", "column", "row_says", "picture_shows", "sure", "own"])
        lines.writerows(astuple(one) for one in found)
