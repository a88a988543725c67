"""Kept: what an eye saw of pictures as arrays, a part of them a file."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from foundation.errors import BadInput
from vision.trunk import Seen

KEY_BYTES = 16


@dataclass(frozen=True, eq=False)
class Kept:
    """Pictures by their `keys` uint8 (n, KEY_BYTES), with their `vectors` float16 (n, 384), their `forms` float16
    (n, 0 where the eye has no such code), and `answers` float16 (n, labels): the probabilities of every head's labels,
    one head after the other.
    """

    keys: NDArray[np.uint8]
    vectors: NDArray[np.float16]
    forms: NDArray[np.float16]
    answers: NDArray[np.float16]

    @classmethod
    def of(cls, keys: Sequence[bytes], seen: Seen) -> "Kept":
        """What an eye saw of the pictures with these keys, in their order."""
        answers = np.concatenate([*seen.answers.values()], axis=1)
        packed = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), KEY_BYTES)
        forms = np.empty((len(keys), 0)) if seen.form is None else seen.form
        return cls(packed, *(array.astype(np.float16) for array in (seen.vector, forms, answers)))

    @classmethod
    def joined(cls, parts: "Sequence[Kept]") -> "Kept":
        """All of them in a row."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @classmethod
    def read(cls, path: Path) -> "Kept":
        """What `save` wrote; raises BadInput where it can't be read."""
        try:
            with np.load(path) as arrays:
                return cls(*(arrays[field.name] for field in fields(cls)))
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise BadInput(f"{path} can't be read ({error}): remove it") from None

    def save(self, path: Path) -> None:
        """Write it in one step."""
        partial = path.with_name(f"partial-{path.name}")
        np.savez(partial, **{field.name: getattr(self, field.name) for field in fields(self)})
        os.replace(partial, path)

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, places: Sequence[int]) -> "Kept":
        """Those at some places, in their order."""
        return Kept(*(getattr(self, field.name)[list(places)] for field in fields(self)))


def stacked(seen: Sequence[Seen]) -> Seen:
    """Pictures seen one by one as if seen at once."""
    answers = {head: np.stack([one.answers[head] for one in seen]) for head in seen[0].answers}
    forms = [one.form for one in seen if one.form is not None]
    return Seen(answers, np.stack([one.vector for one in seen]), np.stack(forms) if forms else None)


def taken(seen: Seen, places: Sequence[int]) -> Seen:
    """Some of the pictures that were seen at once."""
    at = list(places)
    form = None if seen.form is None else seen.form[at]
    return Seen({head: answers[at] for head, answers in seen.answers.items()}, seen.vector[at], form)


def joined(parts: Sequence[Seen]) -> Seen:
    """Pictures seen in several lots as if seen at once."""
    answers = {head: np.concatenate([one.answers[head] for one in parts]) for head in parts[0].answers}
    forms = [one.form for one in parts if one.form is not None]
    return Seen(answers, np.concatenate([one.vector for one in parts]), np.concatenate(forms) if forms else None)
