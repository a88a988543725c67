"""Vocabulary: the words in which an eye answers what a garment is: the catalogue's own strings, column by column."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from catalog.lexicon import Lexicon
from catalog.roles import Roles
from catalog.table import Table
from vision.question import read_questions

# The least probability at which an answer is told that nobody measured: likelier than all others together.
UNMEASURED = 0.5
KIND = "product_type_name"
# So many articles of a type tell what it is worn as.
LOOKED_AT = 9


@dataclass(frozen=True)
class Vocabulary:
    """The `choices` of each column, what each kind of garment is worn as (`roles`), and the `floors`: from which
    probability on an answer of a column was right often enough to be told.
    """

    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)

    def floor(self, column: str) -> float:
        """The least probability at which an answer is told; UNMEASURED where none was measured."""
        return self.floors.get(column, UNMEASURED)


def read_vocabulary(table: Table) -> Vocabulary:
    """What the questions of a caption may be answered with for the catalogue in `table`; no floor is measured."""
    choices = {
        question.column: question.choices or tuple(value for value in table.values(question.column) if value.strip())
        for question in read_questions("caption")
    }
    return Vocabulary({column: found for column, found in choices.items() if found}, _read_roles(table))


def _read_roles(table: Table) -> dict[str, str]:
    """What most articles of each type are worn as, by the first few of it."""
    roles = Roles.read(Lexicon.build(table.values), table.values)
    worn: dict[str, str] = {}
    for code, kind in enumerate(table.values(KIND)):
        rows = np.flatnonzero(table.codes(KIND) == code)[:LOOKED_AT]
        counts = Counter(roles.of(table.article(int(row))) or "" for row in rows)
        worn[kind] = counts.most_common(1)[0][0]
    return worn
