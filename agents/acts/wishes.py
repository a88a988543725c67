"""Wishes: a brief as queries on the index, one for each garment asked for, and why an article fits them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents.sights import Sight
from catalog.article import Article
from catalog.describing import either, line_up, name_of, reasons, slot_name
from catalog.lexicon import COLUMNS, Lexicon
from foundation.brief import SHARED_SLOTS, SOFT_SLOTS, Brief
from retrieval.finder import Finder
from retrieval.query import Picture, Query, groups

AUDIENCES = ("women", "men", "girls", "boys", "baby", "kids")


class Wishes:
    """Turns briefs into queries. `most` is how many articles one answer shows."""

    def __init__(self, finder: Finder, most: int) -> None:
        self.finder, self.most = finder, most

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon of the catalogue in use."""
        return self.finder.lexicon

    def each(self, brief: Brief) -> tuple[Brief, ...]:
        """The brief of each garment asked for: the first, then those of its parts, with what holds for all."""
        shared = {slot: values for slot, values in brief.wanted.items() if slot in SHARED_SLOTS}
        barred = {slot: values for slot, values in brief.excluded.items() if slot in SHARED_SLOTS}
        further = (
            replace(
                brief,
                wanted={**shared, **part.wanted},
                excluded={**barred, **part.excluded},
                words=part.words,
                anchor=None,
                photo=part.photo,
                unlike=(),
                parts=(),
            )
            for part in brief.parts
        )
        return (replace(brief, parts=()), *further)

    def query(
        self,
        brief: Brief,
        without: frozenset[str] = frozenset(),
        same_product: bool = False,
        sight: Sight | None = None,
    ) -> Query:
        """The brief as a query on the index; an anchor lends its type and audience where the brief names none, and a
        `sight` what it looks like.
        """
        table = self.finder.index.table
        anchor = table.row(brief.anchor) if brief.anchor else None
        wanted = dict(brief.wanted)
        if anchor is not None:
            wanted = {**self._lent(table.article(anchor), wanted), **wanted}
        gone = {row for row in map(table.row, without) if row is not None} | ({anchor} if anchor is not None else set())
        return Query(
            text=self._text(brief),
            said=brief.words,
            wanted=groups(wanted),
            excluded=groups(brief.excluded),
            limits=tuple(brief.limits.items()),
            anchor=anchor,
            variants=same_product,
            same_product=same_product,
            without=frozenset(gone),
            k=self.most,
            picture=_picture(sight, brief) if sight else None,
        )

    def _lent(self, anchor: Article, wanted: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        lent: dict[str, tuple[str, ...]] = {}
        if "product_type" not in wanted and self.lexicon.canonical("product_type", anchor.product_type_name):
            lent["product_type"] = (anchor.product_type_name,)
        audience = self.audience_of(anchor)
        return {**lent, "audience": (audience,)} if audience and "audience" not in wanted else lent

    def audience_of(self, article: Article) -> str | None:
        """For whom the article is, as the lexicon names it; None where its row does not say."""
        return next((name for name in AUDIENCES if self._is_for(article, name)), None)

    def _is_for(self, article: Article, audience: str) -> bool:
        return self.lexicon.predicate("audience", audience).holds(article) is True

    def _text(self, brief: Brief) -> str:
        """The words to rank by: what names the garment, the shopper's own words, and the ideas of the occasion."""
        named = [
            value
            for slot in ("material", "pattern", "fit", "length", "detail", "product_type")
            for value in brief.wanted.get(slot, ())
        ]
        soft = [
            f"{value} {self.lexicon.entry(slot, value).ideas}"
            for slot in SOFT_SLOTS
            for value in brief.wanted.get(slot, ())
        ]
        return " ".join(dict.fromkeys([*named, *brief.words, *brief.ideas, *soft]))

    def why(
        self,
        article: Article,
        brief: Brief,
        silent: Sequence[str] = (),
        sight: Sight | None = None,
        pictured: Sequence[str] = (),
    ) -> str:
        """One line on why an article fits, every word of it borne out by its row; what it has in common with the
        garment of a photo is among it. Of `pictured` slots only its picture tells, and that is said.
        """
        seen = {slot: (value,) for slot, value in sight.values.items() if slot not in brief.unlike} if sight else {}
        line = line_up(reasons(article, {**seen, **brief.wanted}, self.lexicon)) or name_of(article.product_type_name)
        unsaid = f"; {either([slot_name(slot) for slot in silent], 'and')} not stated" if silent else ""
        shown = [value for slot in pictured for value in brief.wanted.get(slot, ())]
        seen_so = f"; {either(shown)}, as its picture shows" if shown else ""
        return line[:1].upper() + line[1:] + seen_so + unsaid


def _picture(sight: Sight, brief: Brief) -> Picture:
    """What the garment of a photo looks like, but for what it need not be like."""
    apart = {column for slot in brief.unlike for column in COLUMNS.get(slot, ())}
    likely = {column: shares for column, shares in sight.picture.likely.items() if column not in apart}
    return replace(sight.picture, likely=likely)
