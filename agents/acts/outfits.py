"""Telling: what is said of a composed outfit: its title, and why each piece goes with the others, true of its row."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.acts.asked import Asked
from agents.acts.orders import Wished
from agents.acts.wishes import Wishes
from agents.results import Insight
from catalog.article import Article
from catalog.describing import describe_occasion, either, line_up, name_of, reasons
from catalog.lexicon import UNSTATED
from foundation.brief import ROLES
from retrieval.company import Piece
from retrieval.harmony import Law
from retrieval.looks import Composer, Outfit
from retrieval.persons import PEOPLE

_SETS = {"capsule": "From the capsule", "packing": "From the suitcase"}
_SMALL = ("bag", "accessory")
_ALIKE = 0.5
_TOLD_FROM = 0.64
_DRESSINESS = ((0.6, "sporty"), (1.4, "casual"), (2.2, "relaxed"), (3.0, "smart"), (9.0, "dressy"))
_MAIN = ("one_piece", "bottom", "top", "outer", "shoes", "bag", "accessory")


@dataclass(frozen=True)
class Heading:
    """A look's title; `about`, `heart` and `change` as its `Look` has them."""

    title: str
    about: str = ""
    heart: str | None = None
    change: str = ""


class Telling:
    """Words for outfits; every word of a reason is borne out by the rows it speaks of."""

    def __init__(self, wishes: Wishes, composer: Composer) -> None:
        self._wishes, self._composer = wishes, composer
        self._table = wishes.finder.index.table
        # What goes with much comes back often; reading a description anew takes milliseconds.
        self._facts = lru_cache(maxsize=4096)(self._told_of)

    def headings(self, made: Sequence[tuple[Wished, Outfit]], asked: Asked, kind: str) -> list[Heading]:
        """A heading for each look: what it is for or built on, and the piece that sets it apart from the others."""
        seen: set[str] = set()
        headings = []
        for wished, outfit in made:
            mark = self._mark(wished, outfit, seen)
            seen.add(mark)
            headings.append(self._heading(wished, outfit, asked, kind, mark))
        return headings

    def _heading(self, wished: Wished, outfit: Outfit, asked: Asked, kind: str, mark: str) -> Heading:
        occasion = describe_occasion(asked.brief, self._wishes.lexicon).strip()
        if all(piece.own is not None for piece in outfit.pieces):
            main = sorted(outfit.pieces, key=lambda piece: _MAIN.index(piece.role))[:2]
            own = either([piece.own or "" for piece in main], "and")
            return Heading(_capital(f"your {own} {occasion}".strip()), occasion)
        if kind != "look":
            return Heading(_SETS[kind] + (f", with {_one(mark)}" if mark else ""), occasion)
        if wished.swapped:
            change = self._change(wished, outfit, asked)
            return Heading(f"The same with {change}", occasion, change=change)
        if wished.left_out and (gone := self._gone(wished, asked)):
            change = f"without the {gone}"
            return Heading(f"The same {change}", occasion, change=change)
        heart = self._heart(wished, outfit)
        if heart is not None:
            name = self._that(heart) if not wished.order.matched else f"the {_colour(self._row(heart))} suit"
            title = f"{name} {occasion}".strip() + (f", with {_one(mark)}" if mark else "")
            return Heading(_capital(title), occasion, heart.role)
        about = occasion or f"for {PEOPLE[wished.order.person]}"
        lead = occasion or "A look " + about
        return Heading(_capital(lead) + (f", in {_one(mark)}" if mark else ""), about)

    def _change(self, wished: Wished, outfit: Outfit, asked: Asked) -> str:
        """What is new in a look: 'another bag', 'different shoes', and where a garment was named that: 'a tie'."""
        edits = [edit for edit in asked.plan.edits if edit.op in ("add", "replace") and edit.slot == "product_type"]
        named = {self._composer.roles.of_value(v): v for edit in edits for v in edit.values}
        held = {piece.role: piece for piece in asked.brief.look}
        return either([_other(role, named.get(role), role in held) for role in wished.swapped], "and")

    def _gone(self, wished: Wished, asked: Asked) -> str:
        """The kinds of the pieces that a look is left without."""
        gone = [piece for piece in asked.brief.look if piece.role in wished.left_out and piece.article_id]
        rows = [row for piece in gone if (row := self._table.row(piece.article_id or "")) is not None]
        kinds = [int(self._composer.wear.kind[row]) for row in rows]
        return either([self._composer.roles.kinds[kind].name for kind in kinds if kind >= 0], "and")

    def _row(self, piece: Piece) -> Article:
        return self._table.article(piece.row)

    def _heart(self, wished: Wished, outfit: Outfit) -> Piece | None:
        """The piece that a look is built on: the first that was given, else one that was wished for."""
        given = [piece.row for piece in wished.order.given[:1]]
        wishes = [role for role in _MAIN if role in wished.order.wishes]
        built = (piece for piece in outfit.pieces if piece.row in given or (not given and piece.role in wishes[:1]))
        return next(built, None)

    def _mark(self, wished: Wished, outfit: Outfit, seen: Collection[str]) -> str:
        """The weightiest piece that it isn't built on and no look before it is named by: 'dark red trousers'."""
        heart = self._heart(wished, outfit)
        ranked = sorted(outfit.pieces, key=lambda piece: _MAIN.index(piece.role))
        new = [piece for piece in ranked if piece.own is None and piece is not heart]
        if wished.order.matched:
            new = [piece for piece in new if piece.role not in wished.order.matched]
        return next((name for piece in new if (name := self.named(piece.row)) not in seen), "")

    def named(self, row: int) -> str:
        """An article by its colour and kind: 'dark blue dress'."""
        article = self._table.article(row)
        kind = int(self._composer.wear.kind[row])
        name = self._composer.roles.kinds[kind].name if kind >= 0 else name_of(article.product_type_name)
        if not self._is_called(article, name):
            name = name_of(article.product_type_name)
            name = name if "/" not in name and self._is_called(article, name) else _role_name(ROLES[self._role(row)])
        return " ".join(filter(None, [_colour(article), name]))

    def _is_called(self, article: Article, name: str) -> bool:
        """Whether a word for a garment is borne out by the row; a bootie is a baby's shoe only among babies'."""
        if name.startswith("baby ") and "baby" not in article.index_name.lower():
            return False
        value = self._wishes.lexicon.canonical("product_type", name)
        return value is None or self._wishes.lexicon.predicate("product_type", value).holds(article) is True

    def _role(self, row: int) -> int:
        return int(self._composer.wear.role[row])

    def reasons(self, wished: Wished, outfit: Outfit, whole: bool = True) -> list[str]:
        """For each piece in turn why it is there: how it goes with another one, and what its row says.

        In a `whole` look no rule is told twice; the pieces of a set are not read in one breath.
        """
        given = {piece.row for piece in wished.order.given}
        told: Counter[str] = Counter()
        # Those chosen have the first say: what was given needs no reason.
        ranked = sorted(outfit.pieces, key=lambda piece: (piece.row in given, _MAIN.index(piece.role)))
        said = {id(piece): self._reason(piece, outfit, told if whole else Counter()) for piece in ranked}
        return [said[id(piece)] for piece in outfit.pieces]

    def _reason(self, piece: Piece, outfit: Outfit, told: Counter[str]) -> str:
        if piece.own is not None:
            return ""
        article = self._table.article(piece.row)
        return _sentence(self._relation(piece, article, outfit, told), self._facts(piece.row), _colour(article))

    def _told_of(self, row: int) -> str:
        """What an article's row says of itself."""
        article = self._table.article(row)
        return line_up(reasons(article, {}, self._wishes.lexicon)) or name_of(article.product_type_name)

    def _relation(self, piece: Piece, article: Article, outfit: Outfit, told: Counter[str]) -> str:
        """How a piece goes with the others: the best rule not told yet, else how dressy it is beside the main one."""
        for law, other in self._laws(piece, outfit):
            if not told[law.id]:
                told[law.id] += 1
                family = self._composer.harmony.families[piece.family]
                return law.said_of(family).format(this=_colour(article), that=self._that(other))
        main = min((p for p in outfit.pieces if p is not piece), key=lambda p: _MAIN.index(p.role), default=None)
        if main is None or piece.role not in ("shoes", "bag", "outer") or abs(main.dressy - piece.dressy) > _ALIKE:
            return ""
        law = self._composer.harmony.named("same-dressiness")
        return law.says.format(dressy=_dressiness(min(main.dressy, piece.dressy)), that=self._that(main))

    def _laws(self, piece: Piece, outfit: Outfit) -> list[tuple[Law, Piece]]:
        """The rules that speak for a piece beside each other one, the strongest and the weightiest first."""
        harmony = self._composer.harmony
        found: list[tuple[float, Law, Piece]] = []
        small = () if piece.role in _SMALL else _SMALL
        for other in outfit.pieces:
            # A dress is not chosen for its earrings.
            if other is piece or other.role in small:
                continue
            law = harmony.law(piece.family, other.family)
            if law is not None and law.score > _TOLD_FROM:
                found.append((law.score - 0.05 * _MAIN.index(other.role), law, other))
            if other.loud == 2 and piece.loud == 0 and other.role in _MAIN[:4]:
                found.append((0.9, harmony.named("one-print"), other))
            if {piece.role, other.role} == {"shoes", "bag"} and self._same_colour(piece, other):
                found.append((0.95, harmony.named("leathers-agree"), other))
        return [(law, other) for _, law, other in sorted(found, key=lambda one: -one[0])]

    def _same_colour(self, piece: Piece, other: Piece) -> bool:
        """Whether two articles' rows name one colour."""
        if piece.own is not None or other.own is not None:
            return False
        colours = {_colour(self._table.article(one.row)) for one in (piece, other)}
        return len(colours) == 1 and "" not in colours

    def _that(self, piece: Piece) -> str:
        return f"your {piece.own}" if piece.own is not None else f"the {self.named(piece.row)}"

    def insights(self, outfit: Outfit) -> tuple[Insight, ...]:
        """The rules that hold its weightiest pieces together, as advice."""
        main = sorted(outfit.pieces, key=lambda piece: _MAIN.index(piece.role))
        laws = {law.id: law for piece in main[:2] for law, _ in self._laws(piece, outfit)[:1]}
        return tuple(Insight(f"look-{law.id}", law.insight, law.reason, law.source) for law in laws.values())


def _colour(article: Article) -> str:
    name = article.colour_group_name
    return name_of(name.removeprefix("Other ")) if name not in UNSTATED else ""


def _one(name: str) -> str:
    """A kind with its article: 'a dress', 'an overshirt', 'trousers'."""
    if name.endswith("s") and not name.endswith("ss"):
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _dressiness(level: float) -> str:
    return next(word for limit, word in _DRESSINESS if level < limit)


def _sentence(relation: str, facts: str, colour: str) -> str:
    """The relation first, then what the row says besides its colour."""
    facts = facts.replace(f"other {colour}", colour, 1) if colour else facts
    rest = ", ".join(part for part in facts.split(", ") if part != colour)
    line = "; ".join(filter(None, [relation, rest])) if relation else facts
    return line[:1].upper() + line[1:]


def _other(role: str, named: str | None, held: bool) -> str:
    """'Another bag', 'different shoes'; of a garment that was named, and was not there before: 'a tie'."""
    name = named or _role_name(role)
    if named or not held:
        return _one(name)
    # "Other shoe" is a kind of its own in some catalogues.
    return f"different {name}" if _one(name) == name else f"another {name}"


def _role_name(role: str) -> str:
    return {"one_piece": "dress", "outer": "layer"}.get(role, role)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
