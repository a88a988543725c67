"""Features: the words, kinds of words and letters of a text, hashed to a fixed width.

Hashing as of K. Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009; pairs of words that
stand a few words apart as of D. Guthrie et al., A closer look at skip-gram modelling, LREC 2006.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

WIDTH = 1 << 16
VERSION = 3
GAP = 4
REACH = 6
KINDS = Path(__file__).with_name("words.yaml")
LETTERS = (3, 4, 5)
MAX_WORDS = 400
_TAG = re.compile(r"<[^<>]{0,200}>")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_DIGIT = re.compile(r"\d+")
_JOINED = re.compile(
    r"\b(mood|look|flat|mock|black|t|dessine|fais|montre|avez) (board|book|lay|up|white|shirt|moi|vous)\b"
)
_ENDINGS = ("", "s", "es", "ing", "ed", "d", "r")
_WORD = re.compile(r"[^\W_]+")


def normalise(text: str) -> str:
    """The words of a text in small letters, without marks, accents, tags and drawn-out letters; numbers become 0."""
    bare = unicodedata.normalize("NFKD", _TAG.sub(" ", text)).casefold()
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    bare = _DRAWN_OUT.sub(r"\1\1", _DIGIT.sub("0", _APOSTROPHE.sub("", bare)))
    return " ".join(_WORD.findall(bare)[:MAX_WORDS])


def lexical(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Places in a vector of WIDTH and their values: words, kinds and letters each of length 1."""
    words = _JOINED.sub(r"\1\2", normalise(text)).split()
    kinds = [kind_of(word) for word in words]
    blocks = [
        np.unique(_hash(part)) for part in (_word_features(words), _kind_features(kinds), _letter_features(words))
    ]
    values = [np.full(len(block), 1 / np.sqrt(max(1, len(block))), np.float32) for block in blocks]
    return np.concatenate(blocks), np.concatenate(values)


def _hash(features: Iterator[str]) -> NDArray[np.int64]:
    return np.fromiter((crc32(feature.encode()) % WIDTH for feature in features), np.int64)


def _word_features(words: list[str]) -> Iterator[str]:
    """Each word, each pair of neighbours, the first words as such, and pairs up to GAP words apart."""
    marked = ["^", *words, "$"]
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(marked))
    for at, first in enumerate(words):
        yield from (f"{first} … {second}" for second in words[at + 2 : at + 1 + GAP])


def _kind_features(kinds: Sequence[str]) -> Iterator[str]:
    """As of words, but each word of a known kind by its kind; pairs of kinds reach further."""
    marked = ["^", *kinds, "$"]
    for size in (1, 2, 3):
        yield from ("~" + " ".join(marked[at : at + size]) for at in range(len(marked) - size + 1))
    known = [(at, kind) for at, kind in enumerate(kinds) if kind.isupper()]
    for place, (at, first) in enumerate(known):
        yield f"~first {first}" if place == 0 else f"~later {first}"
        yield from (f"~{first} … {second}" for then, second in known[place + 1 :] if then - at <= REACH)


def kind_of(word: str) -> str:
    """The kind of a word in capitals, or the word itself where it is of no kind."""
    return _kinds().get(word) or next(
        (kind for end in _ENDINGS[1:] if word.endswith(end) and (kind := _stem_kind(word, end))), word
    )


def _stem_kind(word: str, end: str) -> str | None:
    stem = word.removesuffix(end)
    return _kinds().get(stem) or (_kinds().get(stem + "e") if end == "ing" else None) if len(stem) > 2 else None


@cache
def _kinds() -> dict[str, str]:
    content = yaml.load(KINDS.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {str(word): kind.upper() for kind, words in content.items() for word in words}


def _letter_features(words: list[str]) -> Iterator[str]:
    """The runs of 3 to 5 letters within each word, its ends marked."""
    for word in words:
        marked = f"<{word}>"
        for size in LETTERS:
            yield from (f"#{marked[at : at + size]}" for at in range(max(1, len(marked) - size + 1)))
