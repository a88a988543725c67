"""Talk: what a planner may know of a conversation, and the Decision it gives back."""

from dataclasses import dataclass, field
from typing import Protocol

from agents.plan import Plan
from agents.sights import Sight
from catalog.article import Article
from foundation.brief import Brief


@dataclass(frozen=True)
class Earlier:
    """A turn before this one: what was said, answered and done, the brief it led to, and the articles it showed."""

    message: str
    reply: str
    brief: Brief = field(default_factory=Brief)
    shown: tuple[Article, ...] = ()
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Talk:
    """One message with what came before: the brief so far, the articles shown last ([1] is the first), earlier turns.

    `question` is the slot that the stylist asked for last, None where it asked nothing. `promised`: this very turn
    will show articles, so that numbers point at those where none were shown before.
    `glossed`: the message was in another language and stands here in English words.
    `sights` are the garments that the message's photos show, `held` those of the photos sent last, `unseen` says that
    there is a photo which could not be looked at.
    """

    message: str
    brief: Brief = field(default_factory=Brief)
    last: tuple[Article, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    question: str | None = None
    promised: bool = False
    glossed: bool = False
    sights: tuple[Sight, ...] = ()
    held: tuple[Sight, ...] = ()
    unseen: bool = False

    @property
    def photos(self) -> tuple[Sight, ...]:
        """The garments that photos show, as a plan numbers them: those of this message, then those of earlier ones."""
        return (*self.sights, *self.held)

    @property
    def history(self) -> tuple[tuple[str, str], ...]:
        """What was said and answered, oldest first."""
        return tuple((turn.message, turn.reply) for turn in self.earlier)

    @property
    def seen(self) -> tuple[Article, ...]:
        """Every article shown so far, in the order it was first shown."""
        return tuple({article.article_id: article for turn in self.earlier for article in turn.shown}.values())


@dataclass(frozen=True)
class Decision:
    """A plan with who made it; `notes` say in words when it was repaired or another planner stepped in.

    `guidance` is how a model was held to the plan's schema, `speculation` what became of a plan made beside it
    (agreed, replaced, late); empty where there was none; `tokens` what a model's prompts and answers cost, None where
    it doesn't tell.
    """

    plan: Plan
    planner: str
    version: str
    prompt_hash: str = ""
    notes: tuple[str, ...] = ()
    guidance: str = ""
    speculation: str = ""
    tokens: int | None = None


class Planner(Protocol):
    """Turns a talk into a Decision. A planner that can't raises PlanFailed; it never invents a plan."""

    name: str

    def plan(self, talk: Talk) -> Decision:
        """Plan one message."""
        ...


class PlanFailed(Exception):
    """The planner gave nothing usable, not even after one repair; the message says why, `tokens` what it cost."""

    def __init__(self, message: str, tokens: int | None = None) -> None:
        super().__init__(message)
        self.tokens = tokens
