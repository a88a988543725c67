"""Cues: the small words around values that say whether a value is wanted, refused, or only spoken of."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from catalog.words import form, forms, tokens

_CUES = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Cues:
    """The small words around values, from cues.yaml."""

    refuse: frozenset[tuple[str, ...]]
    refuse_after: frozenset[tuple[str, ...]]
    context: frozenset[tuple[str, ...]]
    keep_in_scope: frozenset[str]
    end_scope: frozenset[str]
    either: frozenset[str]
    weak: frozenset[str]
    hailing: frozenset[str]
    pronoun: frozenset[str]
    mends: frozenset[tuple[str, ...]]
    no_refusal: frozenset[tuple[str, ...]]
    nearby: frozenset[str]
    stop: frozenset[str]
    rewrite: dict[tuple[str, ...], list[str]]
    refuse_back: frozenset[tuple[str, ...]]
    being: frozenset[str]
    hedging: frozenset[str]
    verbs: frozenset[str]
    verb_after: frozenset[str]
    verb_objects: frozenset[str]
    misheard: dict[str, str]
    shorthand: dict[tuple[str, ...], list[str]]
    body: frozenset[str]

    @classmethod
    @cache
    def read(cls) -> "Cues":
        """Read cues.yaml, once in a process."""
        with _CUES.open("rb") as file:
            written: dict[str, Any] = yaml.load(file, Loader=yaml.CBaseLoader)
        rewrite = {tuple(forms(said)): forms(meant) for said, meant in written.pop("rewrite").items()}
        shorthand = {tuple(forms(said)): forms(meant) for said, meant in written.pop("shorthand").items()}
        misheard = {form(said): form(meant) for said, meant in written.pop("misheard").items()}
        lists = {
            name: [cue for row in rows for cue in (row if isinstance(row, list) else [row])]
            for name, rows in written.items()
        }
        as_phrases = {name: frozenset(tuple(forms(cue)) for cue in cues) for name, cues in lists.items()}
        as_words = {name: frozenset(form(word) for cue in cues for word in tokens(cue)) for name, cues in lists.items()}
        return cls(
            as_phrases["refuse"],
            as_phrases["refuse_after"],
            as_phrases["context"],
            as_words["keep_in_scope"],
            as_words["end_scope"],
            as_words["or"] | {"&"},
            as_words["weak"],
            as_words["hailing"],
            as_words["pronoun"],
            as_phrases["mends"],
            as_phrases["no_refusal"],
            as_words["nearby"],
            as_words["stop"],
            shorthand | rewrite,
            as_phrases["refuse_back"],
            as_words["being"],
            as_words["hedging"],
            as_words["verbs"],
            as_words["verb_after"],
            as_words["verb_objects"],
            misheard,
            shorthand,
            as_words["body"],
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every cue."""
        groups = (self.refuse, self.refuse_after, self.refuse_back, self.context, self.mends, self.no_refusal)
        in_phrases = {word for group in groups for phrase in group for word in phrase}
        return frozenset(in_phrases | self.keep_in_scope | self.end_scope | self.nearby | self.stop)

    def is_idle(self, word: str) -> bool:
        """Whether a word carries nothing that a catalogue could answer."""
        return word in self.stop or word in self.words or len(word) < 2 or word.isdigit()
