"""Agreement: colours and patterns as adjectives of a plural noun, by a language's own endings.

A grammar's `agreement` says where adjectives stand, which nouns are no plurals, which plurals are feminine, and endings
in the order they are tried, each with what stands for it in the masculine and the feminine plural. A name that no
ending fits is no adjective: it has to stand apart from the noun.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any


class Agreement:
    """One language's rules; `written` is the grammar's section. Raises re.error for an ending that is no pattern."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self._before = written["place"] == "before"
        self._singular, self._feminine = re.compile(written["singular"]), re.compile(written["feminine"])
        self._endings = [(re.compile(ending), tuple(forms)) for ending, forms in written["endings"].items()]

    def adjective(self, name: str, noun: str) -> str | None:
        """The form of a value's name beside the plural `noun`; None where it is no adjective, or `noun` no plural."""
        if self._singular.search(noun):
            return None
        feminine = self._feminine.search(noun) is not None
        fits = ((ending, forms) for ending, forms in self._endings if ending.search(name))
        return next((ending.sub(forms[feminine], name) for ending, forms in fits), None)

    def described(self, noun: str, adjectives: Sequence[str]) -> str:
        """The noun with its adjectives on the side where they stand."""
        return " ".join([*adjectives, noun] if self._before else [noun, *adjectives])
