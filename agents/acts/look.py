"""The look act: complete outfits around a piece, for an occasion or a person, each piece with why it goes there."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock

from agents.acts.asked import Asked
from agents.acts.orders import Orders, Wished
from agents.acts.outfits import Telling
from agents.acts.search import SearchAct
from agents.acts.wardrobe import Wardrobe
from agents.acts.wishes import Wishes
from agents.plan import Act
from agents.results import GivenUp, Insight, Look, LookPiece, Results, Shown
from catalog.describing import describe_occasion
from catalog.reading import Reader
from retrieval.compatibility import Compatibility
from retrieval.looks import Composer, Given, Outfit
from retrieval.persons import PEOPLE

_MOST_INSIGHTS = 2


class LookAct:
    """Composes looks; the composer is made at the first one."""

    def __init__(self, wishes: Wishes, search: SearchAct, reader: Reader) -> None:
        self._wishes, self._search, self._reader = wishes, search, reader
        self._lock = Lock()

    @cached_property
    def _composer(self) -> Composer:
        finder = self._wishes.finder
        return Composer(finder, Compatibility.open(finder.index))

    @cached_property
    def _orders(self) -> Orders:
        return Orders(self._wishes, self._composer, self._reader)

    @cached_property
    def _telling(self) -> Telling:
        return Telling(self._wishes, self._composer)

    def run(self, act: Act, asked: Asked) -> Results:
        """The looks asked for, their articles with them; where none can be made, that."""
        with self._lock:
            orders = self._orders
        if act.kind != "look":
            return self._set(act, asked)
        if own := orders.worn_alone(act, asked):
            return self._of_own(own, act, asked)
        made = [(wished, outfit) for wished in orders.of(act, asked) for outfit in self._composer.compose(wished.order)]
        return self._results(made, asked) if made else self._nothing(asked)

    def _of_own(self, own: tuple[Given, ...], act: Act, asked: Asked) -> Results:
        """Looks of the shopper's own pieces and nothing else."""
        wished = self._orders.of(act, asked)[0]
        number = self._orders.number(act, asked.message)
        outfits = Wardrobe(self._composer).of_own(own, wished.order.needs, number)
        if not outfits:
            text = "a whole look of these alone: it takes a top with trousers or a skirt, or a dress"
            return Results(given_up=(GivenUp("none", text),))
        return self._results([(wished, outfit) for outfit in outfits], asked)

    def _set(self, act: Act, asked: Asked) -> Results:
        """A capsule wardrobe or packing list: all its pieces, and looks made of them."""
        wardrobe, wished = Wardrobe(self._composer), self._orders.of(act, asked)[0]
        contents = wardrobe.contents(act, wished.order, asked)
        pieces, outfits = wardrobe.made(wished, contents)
        if not outfits:
            return self._nothing(asked)
        whole = Outfit(pieces)
        shown: dict[int, Shown] = {}
        for piece, why in zip(pieces, self._telling.reasons(wished, whole, whole=False), strict=True):
            if piece.own is None:
                article = self._wishes.finder.index.table.article(piece.row)
                shown.setdefault(piece.row, Shown(len(shown) + 1, article, why, role=piece.role))
        looks = self._looks([(wished, outfit) for outfit in outfits], asked, shown, act.kind)
        told = wardrobe.insight(act, contents, pieces)
        return Results(shown=tuple(shown.values()), looks=looks, insights=(told,), matched=len(shown))

    def _results(self, made: Sequence[tuple[Wished, Outfit]], asked: Asked) -> Results:
        shown: dict[int, Shown] = {}
        looks = self._looks(made, asked, shown)
        return Results(
            shown=tuple(shown.values()),
            looks=looks,
            insights=self._insights(made),
            matched=len(shown),
            given_up=tuple(self._search.unanswerable(asked.plan.asked)),
            limits={n: v for n, v in asked.brief.limits.items() if n in self._wishes.finder.measured},
        )

    def _looks(
        self, made: Sequence[tuple[Wished, Outfit]], asked: Asked, shown: dict[int, Shown], kind: str = "look"
    ) -> tuple[Look, ...]:
        """Outfits as looks; articles not among those `shown` are put there."""
        looks: list[Look] = []
        telling = self._telling
        for heading, (wished, outfit) in zip(telling.headings(made, asked, kind), made, strict=True):
            pieces = []
            for piece, why in zip(outfit.pieces, telling.reasons(wished, outfit), strict=True):
                if piece.own is not None:
                    pieces.append(LookPiece(piece.role, own=piece.own, why=why))
                    continue
                article = self._wishes.finder.index.table.article(piece.row)
                one = shown.setdefault(piece.row, Shown(len(shown) + 1, article, why, role=piece.role))
                pieces.append(LookPiece(piece.role, one.handle, why=why, name=telling.named(piece.row)))
            told = Look(heading.title, tuple(pieces), outfit.missing, heading.about, heading.heart)
            looks.append(replace(told, swapped=wished.swapped, change=heading.change))
        return tuple(looks)

    def _insights(self, made: Sequence[tuple[Wished, Outfit]]) -> tuple[Insight, ...]:
        wished, outfit = made[0]
        who = PEOPLE[wished.order.person]
        advised = [need.advice for need in wished.order.needs if need.advice and who in need.advised]
        told = [Insight(one.id, one.text, one.reason, one.source) for one in advised]
        return (*told, *self._telling.insights(outfit))[:_MOST_INSIGHTS]

    def _nothing(self, asked: Asked) -> Results:
        occasion = describe_occasion(asked.brief, self._wishes.lexicon)
        return Results(given_up=(GivenUp("none", f"an outfit{occasion}: this catalogue has nothing to make it of"),))
