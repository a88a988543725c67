"""Wording: briefs, rows and looks in the words of another language, by names; only a wish's colours agree with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from agents.results import Difference, GivenUp, Look, LookPiece, Shown
from agents.writers.agreement import Agreement
from catalog.article import Article
from catalog.describing import Reason, reasons
from catalog.lexicon import Lexicon
from catalog.translation import Translator
from catalog.words import forms
from foundation.brief import HARD_SLOTS, Brief, Constraints, Part

# What is told of a garment, in this order; of the first two, adjectives stand beside the noun.
_BESIDE = ("colour", "pattern")
_SLOTS = (*_BESIDE, "material", "fit", "length", "neckline", "sleeve", "detail", "brand_line")
_MOST_REASONS = 4
_ARTICLE = re.compile(r"^(?:(?:el|la|los|las|le|les) |l['’])")


class Wording:
    """Names things in one language; `grammar` is that language's, for its small words."""

    def __init__(self, grammar: Mapping[str, Any], language: str, translator: Translator, lexicon: Lexicon) -> None:
        self._grammar, self._language = grammar, language
        self._translator, self._lexicon = translator, lexicon

    def name(self, value: str, many: bool = False) -> str:
        """A value's name."""
        return self._translator.name(value, self._language, many)

    def link(self, word: str) -> str:
        """A small word: and, or, with, for, without, from, pieces."""
        return str(self._grammar["join"][word])

    def either(self, names: Sequence[str], word: str = "or") -> str:
        """'a', 'a oder b', 'a, b oder c'."""
        return f" {self.link(word)} ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""

    def want(self, brief: Brief, limits: Mapping[str, str] | None = None) -> str:
        """What is looked for: 'rote Kleider aus Leinen, für Damen, Hochzeit', garment by garment."""
        parts: list[Brief | Part] = [brief, *brief.parts]
        garments = [self._garment(part) for part in parts]
        return " + ".join(garments) + "".join(f", {text}" for text in self._shared(brief, limits or {}))

    def _garment(self, part: Brief | Part) -> str:
        types = [self.name(value, many=True) for value in part.wanted.get("product_type", ())]
        noun = self.either(types) or self.link("pieces")
        beside = {} if len(types) > 1 else self._beside(part, noun)
        said = self._agreement.described(noun, [*beside.values()])
        if "material" in part.wanted:
            said = f"{said} {self._slot('material', part.wanted['material'])}"
        apart = (slot for slot in _SLOTS if slot in part.wanted and slot not in beside and slot != "material")
        return ", ".join([said, *(self._slot(slot, part.wanted[slot]) for slot in apart)])

    def _beside(self, part: Brief | Part, noun: str) -> dict[str, str]:
        """The adjectives of a garment, each slot's where every value has one."""
        found = {}
        for slot in (slot for slot in _BESIDE if slot in part.wanted):
            adjectives = [self._agreement.adjective(self.name(value), noun) for value in part.wanted[slot]]
            said = [adjective for adjective in adjectives if adjective is not None]
            if len(said) == len(adjectives):
                found[slot] = self.either(said)
        return found

    @cached_property
    def _agreement(self) -> Agreement:
        return Agreement(self._grammar["agreement"])

    def _slot(self, slot: str, values: Sequence[str]) -> str:
        named = self.either([self.name(value) for value in values], "and" if slot == "detail" else "or")
        said = self.link("from")
        return f"{said} {named}" if slot == "material" and not named.startswith(f"{said} ") else named

    def _shared(self, brief: Brief, limits: Mapping[str, str]) -> Iterator[str]:
        """For whom, what for, when, and within what limits."""
        if people := [self.name(value, many=True) for value in brief.wanted.get("audience", ())]:
            yield f"{self.link('for')} {self.either(people)}"
        yield from (self.name(value) for slot in ("occasion", "season") for value in brief.wanted.get(slot, ()))
        yield from (self.limit(name, value) for name, value in limits.items())

    def limit(self, name: str, value: str) -> str:
        """A limit of price, size or stock."""
        return str(self._grammar["limits"][name]).format(value=value)

    def refused(self, excluded: Constraints) -> str:
        """What is ruled out: 'schwarz oder grau, Kapuze'."""
        slots = [slot for slot in excluded if slot in HARD_SLOTS]
        return ", ".join(self.either([self.name(v, slot == "product_type") for v in excluded[slot]]) for slot in slots)

    def situation(self, brief: Brief) -> str:
        """For whom and what for, to stand behind a title: ' – für Damen, Hochzeit'; empty where neither was said."""
        return " – " + ", ".join(said) if (said := [*self._shared(brief, {})]) else ""

    def line_given_up(self, part: GivenUp) -> str:
        """One line on what was given up; empty where there is nothing to name."""
        if part.kind == "no_column":
            aspects = self._grammar["aspects"]
            return str(self._grammar["no_column"][0]).format(aspect=aspects.get(part.slot, aspects["other"]))
        kind = {"together": "relaxed", "audience": "no_audience"}.get(part.kind, part.kind)
        what = self.given_up(part) if kind in self._grammar else ""
        return str(self._grammar[kind][0]).format(what=what) if what else ""

    def given_up(self, part: GivenUp) -> str:
        """What was given up: its values, else the number or name the shopper gave, else the slot."""
        if part.kind in ("no_id", "no_name"):
            return self.either(part.values)
        if part.slot in self._grammar["limits"]:
            return str(self._grammar["aspects"][part.slot])
        names = [self.name(value, many=True) for value in part.values]
        return self.either(names) or (self._translator.slot_name(part.slot, self._language) if part.slot else "")

    def why(self, shown: Shown, brief: Brief) -> str:
        """Why an article fits, in names; its own words in quotes where it tells nothing that has a name."""
        told = reasons(shown.article, brief.wanted, self._lexicon)
        names = dict.fromkeys(name for reason in told if (name := self._reason(reason)))
        return ", ".join([*names][:_MOST_REASONS]) or f"“{shown.article.prod_name}”"

    def _reason(self, reason: Reason) -> str:
        """A reason's name, of the words themselves or of the value they mean; empty where there is none."""
        meant = self._lexicon.canonical(reason.slot, reason.text)
        for value in (reason.text, meant):
            if value and self._translator.has_name(value, self._language):
                return self.name(value)
        return ""

    def words(self, text: str) -> str:
        """English words of a row or a shopper: the values they name, in names; in quotes where they name none."""
        mentions = self._lexicon.mentions(forms(text))
        first = sorted(mentions, key=lambda mention: mention.slot != "product_type")
        known = [m.value for m in first if self._translator.has_name(m.value, self._language)]
        return ", ".join(dict.fromkeys(map(self.name, known))) or f"“{text}”"

    def difference(self, difference: Difference) -> str:
        """What articles tell of one slot: 'Farbe: [1] schwarz, [2] rot'."""
        slot = self._slot_name(difference.slot)
        told = ", ".join(f"[{handle}] {self.words(text)}" for handle, text in sorted(difference.told) if text)
        return f"{slot}: {told}" if told else ""

    def _slot_name(self, slot: str) -> str:
        names = self._grammar["aspects"]
        # An aspect may carry its article, which has no place before a colon.
        return _ARTICLE.sub("", str(names[slot])) if slot in names else self._translator.slot_name(slot, self._language)

    def look(self, look: Look, articles: Mapping[int, Article]) -> str:
        """The catalogue's pieces of a look and what they are: '[1] (Hemd), [2] (Schuhe)'."""
        return ", ".join(self._piece(piece, articles) for piece in look.pieces if piece.handle is not None)

    def own(self, look: Look) -> str:
        """The shopper's own pieces of a look: 'Trenchcoat, beige'; empty where there are none."""
        return self.either([self._owned(piece.own, piece.role) for piece in look.pieces if piece.own], "and")

    def _owned(self, own: str, role: str) -> str:
        """A piece of the shopper's own; shoes come in pairs, and their colour agrees with them."""
        mentions = self._lexicon.mentions(forms(own))
        types = [mention.value for mention in mentions if mention.slot == "product_type"]
        beside = [mention.value for mention in mentions if mention.slot in _BESIDE]
        if role != "shoes" or len(types) != 1 or len(beside) + 1 < len(mentions):
            return self.words(own)
        noun = self.name(types[0], many=True)
        adjectives = [adjective for v in beside if (adjective := self._agreement.adjective(self.name(v), noun))]
        return self._agreement.described(noun, adjectives) if len(adjectives) == len(beside) else self.words(own)

    def _piece(self, piece: LookPiece, articles: Mapping[int, Article]) -> str:
        article = articles.get(piece.handle or 0)
        kind = self._lexicon.canonical("product_type", article.product_type_name) if article else None
        known = kind is not None and self._translator.has_name(kind, self._language)
        # Shoes come in pairs.
        named = self.name(kind, many=piece.role == "shoes") if kind and known else self.role(piece.role)
        return f"[{piece.handle}] ({named})"

    def role(self, role: str) -> str:
        """A role's name."""
        return str(self._grammar["roles"].get(role, role))
