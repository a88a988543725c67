"""Asked: what an act runs on, and the Protocol that every act follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from agents.plan import Act, Plan
from agents.results import Results, Shown
from agents.sights import Sight
from catalog.article import Article
from foundation.brief import Brief


@dataclass(frozen=True)
class Asked:
    """One turn's plan and brief with the articles shown last.

    `avoid` are ids not to show, as when an answer is made anew; `found` are the articles that acts of this turn found
    already; `message` is what the shopper said, `seed` varies what may vary; `sights` are garments of photos by key.
    """

    plan: Plan
    brief: Brief
    last: tuple[Article, ...] = ()
    avoid: frozenset[str] = frozenset()
    found: tuple[Shown, ...] = ()
    message: str = ""
    seed: str = ""
    sights: Mapping[str, Sight] = field(default_factory=dict)

    def pointed_at(self, act: Act) -> Mapping[int, Article]:
        """The articles an act's handles name: of those this turn found before it, else of those shown last."""
        shown = {shown.handle: shown.article for shown in self.found} or dict(enumerate(self.last, 1))
        return {handle: shown[handle] for handle in act.handles if handle in shown}


class Doing(Protocol):
    """Runs the acts of one name. Handles in its results: of `shown`, 1 … n; of facts and comparisons, the act's own."""

    def run(self, act: Act, asked: Asked) -> Results:
        """What the act found; never a word of prose beyond the rows."""
        ...


@dataclass(frozen=True)
class Idle:
    """An act that looks nothing up: what is said needs no catalogue."""

    results: Results = field(default_factory=Results)

    def run(self, act: Act, asked: Asked) -> Results:
        """Nothing."""
        return self.results
