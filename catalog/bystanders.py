"""Bystanders: values that a message only mentions: another person's wedding, the speaker's own name, an open choice."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from catalog.words import forms


class Mentioned(Protocol):
    """A value with the words that name it."""

    @property
    def slot(self) -> str:
        """The slot."""
        ...

    @property
    def start(self) -> int:
        """Its first word's place."""
        ...

    @property
    def end(self) -> int:
        """The place after its last word."""
        ...


M = TypeVar("M", bound=Mentioned)

_POSSESSOR = re.compile(
    r"\b(\w+)['’]s?\s+(?:\w+\s+){0,2}?(?:wedding|funeral|memorial|graduation|engagement|birthday party"
    r"|anniversary|baby shower|bar mitzvah|bat mitzvah|hen|stag|retirement|wake)",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"\b(?:my|our|his|her)\s+(?:\w+\s+)?(\w+)\s+(?:(?:has|have|had|just|is|was|are|recently|suddenly)\s+)*"
    r"(?:died|dead|passed|dying|getting married|gets married|marrying|got married|graduating|graduates|engaged|invited"
    r"|says|said|told|thinks|hates|loves it when|bought me|gave me|recommended)",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(
    r"\b(?:I['’]?m|I am|my name is|my name['’]s|call me|this is)\s+([A-Z][a-z]+)\b(?!\s+(?:and|looking|in|with|a))"
)
# A reason ends before "so", a colon or a dash; it states something and wishes for nothing.
_REASON_ENDS = re.compile(
    r"(?:[,.;!]|\s[-–—])\s*(?:and\s+)?so\b(?!\s+(?:much|many|far|nice|good|that|what|cute|pretty|very|long as))"
    r"|:\s+|\s[–—]\s",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\b(?:am|is|are|was|were|be|been|has|have|had|wear|wears|wore|go|goes|went|make|makes|made|show|shows|live|lives"
    r"|walks?|likes?|loves?|hates?|needs?|only|['’](?:s|m|re|ve|d))\b|['’](?:s|m|re|ve|d)\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:need|wants?|looking for|show me|find me|would like|i['’]d like|would love|i['’]d love|can i|could you|do you"
    r"|any|please|after)\b|\?",
    re.IGNORECASE,
)
_EITHER_WAY = re.compile(r"\bwith (?:or|and) without (?:a |an |any )?((?:\w+ ?){1,2})", re.IGNORECASE)


def asked_for(named: Sequence[M], words: Sequence[str], text: str) -> list[M]:
    """The values without those that are only mentioned; `words` are the forms of `text`."""
    people = _words(_POSSESSOR, text) | _words(_HAPPENING, text)
    own = _words(_OWN_NAME, text)
    open_choice = _words(_EITHER_WAY, text)
    return [
        n
        for n in named
        if not (
            (n.slot == "audience" and people & set(words[n.start : n.end]))
            or (n.slot == "audience" and n.start and words[n.start - 1] == "you")
            or (n.slot == "colour" and own & set(words[n.start : n.end]))
            or (open_choice and words[n.start] in open_choice and "without" in words[max(n.start - 3, 0) : n.start])
        )
    ]


def wish_begins(text: str) -> int:
    """Where in `text` the wish begins behind a reason for it: 'They go under a jumper, so in white'; 0 without one."""
    begins = 0
    for match in _REASON_ENDS.finditer(text):
        reason = text[begins : match.start()]
        told = match.group().strip().lower().endswith("so") or bool(_STATES.search(reason))
        if told and not _WISHES.search(reason) and text[match.end() :].strip():
            begins = match.end()
    return begins


def _words(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(word for match in pattern.finditer(text) for word in forms(match.group(1)))
