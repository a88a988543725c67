"""Named: a value that a message names, with the words that name it and how it is meant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A value that a message names. `refused`: it shall not be; `context`: it is what the item goes with."""

    slot: str
    value: str
    start: int
    end: int
    refused: bool = False
    context: bool = False
