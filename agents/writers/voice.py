"""Voice: chooses among the house's lines, so that no talk hears one twice and no two talks sound alike."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from agents.results import Answer

GRAMMAR = Path(__file__).with_suffix("").parent / "house"
_HOLE = re.compile(r"\{[^}]*\}")
# A stretch of a line's own words this long tells the line from every other.
_TELLING = 9
# A number of matches larger than this tells a shopper nothing.
_MOST_COUNTED = 150

Lines = Sequence[str]


def read_grammar() -> tuple[dict[str, Any], str]:
    """The house's lines, all of the folder's files under one roof, and a digest of them."""
    files = [path.read_bytes() for path in sorted(GRAMMAR.glob("*.yaml"))]
    read: dict[str, Any] = {}
    for file in files:
        read |= yaml.load(file, Loader=yaml.CSafeLoader)
    return read, hashlib.sha256(b"".join(files)).hexdigest()[:12]


class Voice:
    """One reply's choice of words. The same answer is told in the same words again. `emoji`: one may still come."""

    def __init__(self, grammar: Mapping[str, Any], answer: Answer) -> None:
        self.grammar, self.answer = grammar, answer
        # A seed's first part is the talk's: its turns walk through the lines one after the other.
        self._talk = answer.seed.split(":")[0]
        self._used: list[str] = []
        self.emoji = answer.emoji
        # Whether the reply is to begin with a greeting, in the sentence that opens it.
        self.hails = False

    @property
    def warm(self) -> bool:
        """Whether small human touches are wanted."""
        return self.answer.warmth == "warm"

    @cached_property
    def replied(self) -> str:
        """Everything the stylist said in this talk, in lower case."""
        return "\n".join(reply for _, reply in self.answer.history).lower()

    def says(self, kind: str, **filling: object) -> str:
        """One line of `kind`, filled."""
        return self.pick(kind, self.grammar[kind], **filling)

    def pick(self, kind: str, lines: Lines, **filling: object) -> str:
        """One of `lines`: the first, from this talk's place on, whose words this talk has not heard."""
        return self._with_emoji(kind, _capital(self.part(kind, lines, **filling)))

    def part(self, kind: str, lines: Lines, **filling: object) -> str:
        """Like `pick`, for a part of a sentence."""
        crowd = self.answer.results.matched > _MOST_COUNTED
        order = self._from_here(kind, [line for line in lines if not (crowd and "{matched}" in line)] or lines)
        line = next((line for line in order if not self._heard(line)), order[0])
        self._used.append(line)
        return line.format(**filling)

    def hailing(self, opening: str) -> str:
        """The opening sentence, begun with a greeting where one is due."""
        if not self.hails:
            return opening
        self.hails = False
        first = opening.split(" ")[0]
        small = first if first == "I" or first[1:] != first[1:].lower() else opening[:1].lower() + first[1:]
        return self.part("hail", self.grammar["hails"]) + " – " + small + opening[len(first) :]

    def told(self, text: str) -> bool:
        """Whether this talk has heard these words."""
        return text.lower().rstrip(".") in self.replied

    def _from_here(self, kind: str, lines: Lines) -> list[str]:
        digest = hashlib.sha256(f"{self._talk}:{kind}".encode()).digest()
        start = (int.from_bytes(digest[:4]) + self.answer.turn) % len(lines)
        return [*lines[start:], *lines[:start]]

    def _heard(self, line: str) -> bool:
        own = max(_HOLE.split(line), key=len).strip(" .,:;").lower()
        return line in self._used or (len(own) >= _TELLING and own in self.replied)

    def _with_emoji(self, kind: str, line: str) -> str:
        emoji = self.grammar["emoji"].get(kind) if self.emoji else None
        if not emoji:
            return line
        self.emoji = False
        return f"{line} {emoji}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
