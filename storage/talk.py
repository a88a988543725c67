"""A talk as it is kept: its session, its turns (a tree by parent id) and the ratings of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from foundation.errors import BadInput, TooLarge

MESSAGE_CHARS = 100_000


@dataclass(frozen=True)
class Session:
    """One talk of an owner: how many turns it holds and the message that opened it ("" while empty)."""

    id: str
    owner_id: str
    created: str
    turns: int
    opening: str


@dataclass(frozen=True)
class Turn:
    """One message and its answer.

    `parent_id` is the turn before it, None for a session's first; turns of one parent are branches (regenerated
    or edited). `plan`, `results`, `brief` and `turn` (the answer as the doors give it) are JSON values; `shown`
    are the article ids on the page, in order. The store gives `id` and `created` (UTC, ISO 8601).
    """

    owner_id: str
    session_id: str
    message: str
    reply: str
    parent_id: str | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    results: Any = field(default_factory=dict)
    brief: Mapping[str, Any] = field(default_factory=dict)
    turn: Mapping[str, Any] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    planner: str = ""
    writer: str = ""
    planner_version: str = ""
    writer_version: str = ""
    prompt_hash: str = ""
    index_version: str = ""
    id: str = ""
    created: str = ""

    @property
    def question(self) -> tuple[str, str | None, str]:
        """What turns share that answer the same message at the same place of the same talk (regenerated ones)."""
        return self.session_id, self.parent_id, self.message

    def answer(self) -> dict[str, Any]:
        """`turn` with the ids that exist only once it is stored: the `chat` verb's JSON."""
        return {**self.turn, "session_id": self.session_id, "message_id": self.id}

    def check(self) -> None:
        """Raise TooLarge or BadInput where the message or the reply can't be kept."""
        if len(self.message) > MESSAGE_CHARS:
            raise TooLarge(f"message has {len(self.message)} characters, at most {MESSAGE_CHARS}: shorten it")
        check_text("message", self.message)
        check_text("reply", self.reply)


@dataclass(frozen=True)
class Rating:
    """One thumb on an answer (`article_id` None) or on one of its articles.

    A later rating of the same message and article replaces an earlier one; both are kept. `consent` says whether
    it may be exported. The store gives the rest, copied from the turn at the time: what was shown and who answered.
    """

    owner_id: str
    message_id: str
    rating: Literal["up", "down"]
    article_id: str | None = None
    reasons: tuple[str, ...] = ()
    comment: str | None = None
    correction: str | None = None
    chosen_over: str | None = None
    consent: bool = False
    id: str = ""
    created: str = ""
    session_id: str = ""
    parent_id: str | None = None
    brief: Mapping[str, Any] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    planner: str = ""
    writer: str = ""
    planner_version: str = ""
    writer_version: str = ""
    prompt_hash: str = ""
    index_version: str = ""

    def check(self) -> None:
        """Raise BadInput where a text can't be kept."""
        check_text("comment", self.comment or "")
        check_text("correction", self.correction or "")


def check_text(name: str, text: str) -> None:
    """Raise BadInput where `text` can't be written as UTF-8 (half of a surrogate pair)."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f"{name} holds half a character (a lone surrogate) at position {error.start}: send it as valid Unicode"
        ) from None
