"""Terms: where every word stands in the catalogue's texts, so that phrases are found exactly and at once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.predicate import ANY
from catalog.words import forms

Text = tuple[str, str, str]
GAP = ""


@dataclass(frozen=True)
class Tokenised:
    """The texts as token ids: `words[id]` is a form (catalog.words), id 0 the empty one.

    `names`, `types` and `descriptions` hold one list of ids a text.
    """

    words: list[str]
    names: list[list[int]]
    types: list[list[int]]
    descriptions: list[list[int]]


class Terms:
    """Positional lists over the distinct texts, memory-mapped.

    All texts lie in one stream of token ids: the forms of the name, an empty one, those of the description, and an
    end that belongs to no phrase. A position is a place in that stream.
    """

    def __init__(self, words: Sequence[str], arrays: dict[str, NDArray[Any]]):
        self.vocabulary = {word: number for number, word in enumerate(words)}
        self._end = len(words)
        self._stream: NDArray[np.int32] = arrays["stream"]
        self._texts: NDArray[np.int32] = arrays["texts"]
        self._places: NDArray[np.int32] = arrays["places"]
        self._bounds: NDArray[np.int64] = arrays["bounds"]

    @staticmethod
    def write(folder: Path, tokenised: Tokenised) -> None:
        """Write the lists of `tokenised` into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in positional_lists(tokenised).items():
            np.save(folder / f"{name}.npy", array)
        (folder / "words.json").write_text(json.dumps(tokenised.words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Terms":
        """Map the lists in `folder`; raises OSError or ValueError where they are damaged."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        names = ("stream", "texts", "places", "bounds")
        return cls(words, {name: map_array(folder / f"{name}.npy") for name in names})

    def occurrences(self, phrase: Sequence[str]) -> NDArray[np.int64]:
        """The positions where the forms of `phrase` begin, adjacent and in order; ascending. Of no forms, none.

        ANY in a phrase is any one form; an occurrence lies within one text.
        """
        words = [(offset, word) for offset, word in enumerate(phrase) if word != ANY]
        if not words or any(word not in self.vocabulary for _, word in words):
            return np.empty(0, np.int64)
        ids = [(offset, self.vocabulary[word]) for offset, word in words]
        first, rarest = min(ids, key=lambda pair: self._count(pair[1]))
        starts: NDArray[np.int64] = self._positions(rarest).astype(np.int64) - first
        starts = starts[(starts >= 0) & (starts + len(phrase) <= len(self._stream))]
        for offset, number in ids:
            if offset != first:
                starts = starts[self._stream[starts + offset] == number]
        if len(words) == len(phrase):
            return starts
        # ANY also meets the end of a text: the phrase must lie in one text, before its end.
        last = starts + len(phrase) - 1
        inside: NDArray[np.int64] = starts[
            (self._texts[starts] == self._texts[last]) & (self._stream[last] != self._end)
        ]
        return inside

    def text_of(self, positions: NDArray[np.int64]) -> NDArray[np.int32]:
        """The text id of each position."""
        texts: NDArray[np.int32] = self._texts[positions]
        return texts

    def count(self, word: str) -> int:
        """How often a form occurs."""
        number = self.vocabulary.get(word)
        return 0 if number is None else self._count(number)

    @property
    def text_count(self) -> int:
        """How many texts there are."""
        return int(self._texts[-1]) + 1 if len(self._texts) else 0

    def _count(self, number: int) -> int:
        return int(self._bounds[number + 1] - self._bounds[number])

    def _positions(self, number: int) -> NDArray[np.int32]:
        return self._places[self._bounds[number] : self._bounds[number + 1]]


def map_array(path: Path) -> NDArray[Any]:
    """A saved array, memory-mapped; a plain view, since every slice of numpy's own memmap class costs microseconds."""
    return np.asarray(np.load(path, mmap_mode="r"))


def tokenise(texts: Iterable[Text]) -> Tokenised:
    """Cut (name, type, description) texts into forms, each distinct string once."""
    words: dict[str, int] = {GAP: 0}
    known: dict[str, list[int]] = {}

    def number(text: str) -> list[int]:
        if text not in known:
            known[text] = [words.setdefault(form, len(words)) for form in forms(text)]
        return known[text]

    columns = [[number(part) for part in parts] for parts in zip(*texts, strict=True)] or [[], [], []]
    return Tokenised(list(words), *columns)


def positional_lists(tokenised: Tokenised) -> dict[str, NDArray[Any]]:
    """The stream, the text of each place, and the places of each token id between its bounds."""
    end = len(tokenised.words)
    stream: list[int] = []
    lengths: list[int] = []
    for name, description in zip(tokenised.names, tokenised.descriptions, strict=True):
        before = len(stream)
        stream += name
        stream.append(0)
        stream += description
        stream.append(end)
        lengths.append(len(stream) - before)
    ids = np.array(stream, np.int32)
    counts = np.bincount(ids, minlength=end + 1)
    return {
        "stream": ids,
        "texts": np.repeat(np.arange(len(lengths), dtype=np.int32), lengths),
        "places": np.argsort(ids, kind="stable").astype(np.int32),
        "bounds": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    }
