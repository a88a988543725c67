"""The one event stream of a turn; page, server-sent events, console and tests are folds of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from foundation.brief import Brief


@dataclass(frozen=True)
class Planned:
    """The plan was made and folded: the acts of this turn and the brief they run on.

    `replaces`: another plan was carried out before it in this turn; its cards, looks and notices hold no more.
    """

    acts: tuple[str, ...]
    brief: Brief
    planner: str
    replaces: bool = False


@dataclass(frozen=True)
class Seen:
    """What a photo of this message shows: in words, and as the catalogue's own strings with how sure each is.

    `photo` is its id; `attributes` and `confidence` have the names of the `caption` verb, None where it can't be told;
    `unsure` are those that are hard to see.
    """

    photo: str
    text: str
    attributes: Mapping[str, str | None]
    confidence: Mapping[str, float]
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """One article to show. `handle` is what sentences call it ([1], [2] …); `image` is a path or None; `role` is its
    role in a look of this turn, None where it was found by a search.
    """

    handle: int
    article_id: str
    prod_name: str
    product_type: str
    colour: str
    why: str
    image: str | None = None
    url: str | None = None
    price: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Look:
    """A composed look: each piece as (role, handle of its card or None, the shopper's own words or None)."""

    title: str
    pieces: tuple[tuple[str, int | None, str | None], ...]


@dataclass(frozen=True)
class Asks:
    """What the shopper is asked back; `chips` are short answers to tap."""

    text: str
    chips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One sentence of the reply that passed grounding; `text` may hold handles such as [2]."""

    text: str


@dataclass(frozen=True)
class Notice:
    """Something the shopper should know beside the reply: `kind` is relaxed, fallback or refused."""

    kind: str
    text: str


@dataclass(frozen=True)
class Done:
    """The turn is over and stored: `turn` is the `chat` verb's whole answer as JSON values."""

    turn: dict[str, Any] = field(default_factory=dict)


Event = Seen | Planned | Card | Look | Asks | Sentence | Notice | Done


def to_json(event: Event) -> dict[str, Any]:
    """The event as JSON values with its `event` name in lower case."""
    name = type(event).__name__.lower()
    if isinstance(event, Planned):
        told = {"acts": list(event.acts), "brief": event.brief.to_json(), "planner": event.planner}
        return {"event": name, **told, "replaces": event.replaces}
    if isinstance(event, Done):
        return {"event": name, **event.turn}
    return {"event": name, **asdict(event)}
