"""Preference data from ratings, as the rows that TRL's KTO and DPO trainers read in conversational form.

KTO (Ethayarajh et al. 2024) learns from lone thumbs; DPO (Rafailov et al. 2023) only from true comparisons of two
answers to one prompt. A thumb on an article says nothing of the sentences around it and makes no row. Only ratings
whose latest word is consent are used; the prompt is the talk up to and including the message that was answered.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from storage.store import Store
from storage.talk import Rating, Turn

Message = dict[str, str]
Row = dict[str, Any]
Question = tuple[str, str | None, str]


class Rated(NamedTuple):
    """A rating of a whole answer with the talk that led to it; the answer is the path's last turn."""

    rating: Rating
    path: tuple[Turn, ...]

    @property
    def turn(self) -> Turn:
        """The rated answer."""
        return self.path[-1]


class Comparison(NamedTuple):
    """Two replies to one prompt, the better one first."""

    path: tuple[Turn, ...]
    chosen: str
    rejected: str


def kto_rows(store: Store, owner_id: str) -> Iterator[Row]:
    """Unpaired preferences: {"prompt": [...], "completion": [...], "label": up?}, one for each rated answer."""
    for rating, path in _rated_answers(store, owner_id):
        if path[-1].reply.strip():
            completion = _completion(path[-1].reply)
            yield {"prompt": _prompt(path), "completion": completion, "label": rating.rating == "up"}


def dpo_rows(store: Store, owner_id: str) -> Iterator[Row]:
    """Pairs: {"prompt": [...], "chosen": [...], "rejected": [...]}, each pair of replies at most once a prompt.

    Comparisons that a person made outright come first, the newest first, so that it wins over an older opposite one
    and over what thumbs on two answers imply.
    """
    rated = list(_rated_answers(store, owner_id))
    seen: set[tuple[Question, frozenset[str]]] = set()
    for pair in (*_outright(store, rated), *_implied(rated)):
        key = (pair.path[-1].question, frozenset((pair.chosen, pair.rejected)))
        if len(key[1]) == 2 and key not in seen and all(text.strip() for text in key[1]):
            seen.add(key)
            yield {
                "prompt": _prompt(pair.path),
                "chosen": _completion(pair.chosen),
                "rejected": _completion(pair.rejected),
            }


def _rated_answers(store: Store, owner_id: str) -> Iterator[Rated]:
    for rating in store.feedback(owner_id, consent_only=True):
        if rating.article_id is None:
            yield Rated(rating, store.path(rating.message_id, owner_id))


def _outright(store: Store, rated: list[Rated]) -> Iterator[Comparison]:
    """What was chosen over another answer, and what a disliked answer was corrected to."""
    for rating, path in reversed(rated):
        if rating.chosen_over is not None:
            other = store.turn(rating.chosen_over, rating.owner_id)
            yield Comparison(path, chosen=path[-1].reply, rejected=other.reply)
        if rating.correction is not None and rating.rating == "down":
            yield Comparison(path, chosen=rating.correction, rejected=path[-1].reply)


def _implied(rated: list[Rated]) -> Iterator[Comparison]:
    """Every liked answer against every disliked one to the same question."""
    questions: dict[Question, list[Rated]] = {}
    for one in rated:
        questions.setdefault(one.turn.question, []).append(one)
    for answers in questions.values():
        liked = [one for one in answers if one.rating.rating == "up"]
        disliked = [one for one in answers if one.rating.rating == "down"]
        for good, bad in product(liked, disliked):
            yield Comparison(good.path, chosen=good.turn.reply, rejected=bad.turn.reply)


def _prompt(path: tuple[Turn, ...]) -> list[Message]:
    said: list[Message] = []
    for turn in path[:-1]:
        said += [{"role": "user", "content": turn.message}, {"role": "assistant", "content": turn.reply}]
    return [*said, {"role": "user", "content": path[-1].message}]


def _completion(reply: str) -> list[Message]:
    return [{"role": "assistant", "content": reply}]
