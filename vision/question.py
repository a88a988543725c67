"""Question: what is put to an eye, read from questions/*.yaml."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("questions")


@dataclass(frozen=True)
class Question:
    """A question by its name; `asks` is its wording, `column` the catalogue's column that holds the answers.

    `choices` are the answers where they are not the column's own strings; `never` are answers that say nothing.
    """

    name: str
    asks: str
    column: str
    choices: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def read_questions(name: str) -> tuple[Question, ...]:
    """The questions of questions/<name>.yaml, in the file's order."""
    with (FOLDER / f"{name}.yaml").open("rb") as file:
        content = yaml.load(file, Loader=yaml.CSafeLoader)
    return tuple(
        Question(
            key, entry["asks"], entry["column"], tuple(entry.get("choices", ())), frozenset(entry.get("never", ()))
        )
        for key, entry in content["questions"].items()
    )
