"""Question: what is put to an eye, read from questions/*.yaml."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from foundation.errors import BadInput

FOLDER = Path(__file__).with_name("questions")


@dataclass(frozen=True)
class Question:
    """A question by its name; `asks` is its wording, `column` the catalogue's column that holds the answers.

    `choices` are the answers where they are not the column's own strings; `never` are answers that say nothing;
    `statements` are what would be written below a picture of which an answer ({}) is true.
    """

    name: str
    asks: str
    column: str
    choices: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    statements: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The statements; where there are none, the question with its answer."""
        return self.statements or (self.asks.replace("{", "{{").replace("}", "}}") + " {}", "{}")

    def among(self, choices: Sequence[str], known: Sequence[str] = ()) -> tuple[str, ...]:
        """What is chosen among: `choices`, else the question's own, else those `known`; each once, in their order.

        Raises BadInput where there is none, or one is empty.
        """
        found = tuple(dict.fromkeys(choices or self.choices or known))
        if not found or not all(choice.strip() for choice in found):
            raise BadInput(f"question '{self.name}' has no choices to answer with, or an empty one: give some")
        return found


@lru_cache(maxsize=8)
def read_questions(name: str) -> tuple[Question, ...]:
    """The questions of questions/<name>.yaml, in the file's order."""
    with (FOLDER / f"{name}.yaml").open("rb") as file:
        content = yaml.load(file, Loader=yaml.CSafeLoader)
    return tuple(
        Question(
            key,
            entry["asks"],
            entry["column"],
            tuple(entry.get("choices", ())),
            frozenset(entry.get("never", ())),
            tuple(entry.get("statements", ())),
        )
        for key, entry in content["questions"].items()
    )
