"""Results: what the acts of one turn found, and the Answer a writer makes sentences of."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from agents.plan import Plan
from agents.sights import Sight
from agents.talk import Earlier
from catalog.article import Article
from foundation.brief import Brief


@dataclass(frozen=True)
class Shown:
    """An article under its handle; `why` are the asked-for things its row bears out, `silent` those it is silent on.

    `role` is its role in a look of this turn; None where it was found by a search.
    """

    handle: int
    article: Article
    why: str
    silent: tuple[str, ...] = ()
    role: str | None = None


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
class Difference:
    """What articles say of one slot where they don't say the same: a text for each handle, None where it is silent."""

    slot: str
    told: tuple[tuple[int, str | None], ...]


@dataclass(frozen=True)
class Comparison:
    """Articles held against each other. `winner` has most of the `aspect` asked for, None where the rows don't tell;
    `because` is what they say of it; `ahead` are several that share the lead of it.
    """

    handles: tuple[int, ...]
    differences: tuple[Difference, ...]
    aspect: str | None = None
    winner: int | None = None
    because: tuple[tuple[int, str], ...] = ()
    ahead: tuple[int, ...] = ()


@dataclass(frozen=True)
class Insight:
    """One piece of styling knowledge: what to do, why, and who says so.

    `retold` is the same in one sentence of the talk's language, where there is a translation, `glossed` that in English
    words, which a check of the sentence will read.
    """

    id: str
    text: str
    reason: str
    source: str
    retold: str = ""
    glossed: str = ""


@dataclass(frozen=True)
class LookPiece:
    """One piece of a look: an article by its handle, or the shopper's own in their words; `why` it goes there.

    `name` is what an article is in a few words: 'dark red trousers'.
    """

    role: str
    handle: int | None = None
    own: str | None = None
    why: str = ""
    name: str = ""


@dataclass(frozen=True)
class Look:
    """A composed look; `missing` are roles for which this catalogue had nothing that fits.

    `about` is what it is for ('for a wedding'), `heart` the role of the piece that it is built on; `swapped` are the
    roles that differ from the look before it, `change` says so: 'another bag', 'without the bag'.
    """

    title: str
    pieces: tuple[LookPiece, ...]
    missing: tuple[str, ...] = ()
    about: str = ""
    heart: str | None = None
    swapped: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True)
class Facet:
    """How what is left splits by one slot: products a value, most first; `stated` is the share that states the slot."""

    slot: str
    counts: tuple[tuple[str, int], ...]
    stated: float


@dataclass(frozen=True)
class GivenUp:
    """A part of what was asked that was given up, or that this catalogue can't answer; `text` says it in English.

    together: nothing has it together with the rest · unstated: the rows shown don't state it · no_column: the catalogue
    carries no such thing · no_name: nothing carries that name · none: there is none at all · no_id: no such number ·
    audience: none for those people · no_photo: the photo is no longer kept.
    """

    kind: Literal["together", "unstated", "no_column", "no_name", "none", "no_id", "audience", "no_photo"]
    text: str
    slot: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """What the acts found. `matched` counts the products that satisfy the brief; `given_up` says what was given up.

    `limits` are those of price, size and stock that were kept to; `partial`: nothing shown is all of what was wanted;
    `exhausted`: all that fits was shown already. `insights` fit the shopper's situation, the most fitting first;
    `facets` are those of the `left` products that satisfy the brief, or what could be kept of it.
    """

    shown: tuple[Shown, ...] = ()
    looks: tuple[Look, ...] = ()
    counts: tuple[Count, ...] = ()
    facts: tuple[Fact, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    insights: tuple[Insight, ...] = ()
    facets: tuple[Facet, ...] = ()
    left: int = 0
    matched: int = 0
    given_up: tuple[GivenUp, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False
    exhausted: bool = False

    @property
    def relaxed(self) -> tuple[str, ...]:
        """What was given up, in words."""
        return tuple(dict.fromkeys(part.text for part in self.given_up))


@dataclass(frozen=True)
class Question:
    """What is asked back: `slot` is what it is about, `chips` are short answers that the shopper may simply tap."""

    text: str
    slot: str | None = None
    chips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """All a writer may use: message, plan, brief, results, and the articles its handles may name.

    The settings of the voice: `emoji`, `warmth` (plain, warm), `length` (short, full), `max_words`; `persona` is the
    persona file's text. `turn` counts from 1; `seed` varies the wording. `sights` are the garments that the message's
    photos show, `held` those of earlier ones; `unseen`: there is a photo that could not be looked at.
    """

    message: str
    plan: Plan
    brief: Brief
    results: Results
    handles: Mapping[int, Article]
    history: tuple[tuple[str, str], ...] = ()
    earlier: tuple[Earlier, ...] = ()
    question: Question | None = None
    emoji: bool = False
    warmth: str = "warm"
    length: str = "full"
    max_words: int = 120
    persona: str = ""
    turn: int = 1
    seed: str = ""
    sights: tuple[Sight, ...] = ()
    held: tuple[Sight, ...] = ()
    unseen: bool = False


class Writer(Protocol):
    """Turns an Answer into text, as a stream of pieces; grounding cuts it into sentences and checks each.

    The stream's return value is the tokens it cost, None where no model was asked or it doesn't tell.
    """

    name: str
    version: str
    prompt_hash: str

    def write(self, answer: Answer) -> Generator[str, None, int | None]:
        """Stream the reply. Raises WriteFailed where the backend can't answer."""
        ...


class WriteFailed(Exception):
    """The writer's backend gave nothing; the message says why, `tokens` what it cost."""

    def __init__(self, message: str, tokens: int | None = None) -> None:
        super().__init__(message)
        self.tokens = tokens
