"""Results: what the acts of one turn found, and the Answer a writer makes sentences of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from agents.plan import Plan
from catalog.article import Article
from foundation.brief import Brief


@dataclass(frozen=True)
class Shown:
    """An article under its handle; `why` are the asked-for things its row bears out, `silent` those it is silent on."""

    handle: int
    article: Article
    why: str
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """How many there are, and in words exactly what was counted."""

    articles: int
    products: int
    counted: str


@dataclass(frozen=True)
class Fact:
    """What the row of a shown article says about one aspect; `text` is None where it says nothing.

    A question for a value ("is it cotton?") has that `value`, and `holds`: yes, no, or None where the row is silent.
    """

    handle: int
    article: Article
    aspect: str
    text: str | None
    value: str | None = None
    holds: bool | None = None


@dataclass(frozen=True)
class Results:
    """What the acts found. `matched` counts the products that satisfy the brief; `relaxed` says what was given up.

    `limits` are those of price, size and stock that were kept to; `partial`: nothing shown is all of what was wanted.
    """

    shown: tuple[Shown, ...] = ()
    counts: tuple[Count, ...] = ()
    facts: tuple[Fact, ...] = ()
    matched: int = 0
    relaxed: tuple[str, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False
    exhausted: bool = False


@dataclass(frozen=True)
class Answer:
    """All a writer may use: message, plan, brief, results, and the articles its handles may name.

    `style` holds the settings of the voice: emoji, max_words; `turn` counts from 1; `seed` varies the wording.
    """

    message: str
    plan: Plan
    brief: Brief
    results: Results
    handles: Mapping[int, Article]
    history: tuple[tuple[str, str], ...] = ()
    question: str | None = None
    emoji: bool = False
    max_words: int = 120
    turn: int = 1
    seed: str = ""
    unknown: tuple[str, ...] = field(default_factory=tuple)


class Writer(Protocol):
    """Turns an Answer into text, as a stream of pieces; grounding cuts it into sentences and checks each."""

    name: str
    version: str
    prompt_hash: str

    def write(self, answer: Answer) -> Iterator[str]:
        """Stream the reply. Raises WriteFailed where the backend can't answer."""
        ...


class WriteFailed(Exception):
    """The writer's backend gave nothing; the message says why."""
