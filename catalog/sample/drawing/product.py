"""A product: one line of the sample made definite, with its design, pattern, name and colours."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from catalog.sample.drawing.design import Design, data

Line = Mapping[str, Any]
_FEATURES = ("fabric", "neck", "sleeve", "length", "fit", "front", "skirt", "leg", "rise")


@dataclass(frozen=True)
class Product:
    """What all colour variants of a product share."""

    code: str
    type: str
    department: str
    noun: str
    design: Design
    pattern: str
    motif: str
    says: tuple[str, ...]
    name: str
    colours: tuple[str, ...]

    @property
    def traits(self) -> frozenset[str]:
        """Return every feature, detail and pattern of the product as plain words."""
        design = self.design
        words = {getattr(design, key) for key in _FEATURES} | {design.cut, self.pattern}
        if design.cut == "ring" and not design.has("stone"):
            words.add("ring_plain")
        return frozenset(words | design.details) - {""}


class Deck:
    """Deals colours: by the weights of a real catalogue, and every common one once in each family."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._owed = {family: self._shuffled(data("colours")["common"]) for family in data("colours")["families"]}
        self._rest = self._shuffled(data("colours")["rest"])

    def _shuffled(self, names: Sequence[str]) -> list[str]:
        return self._dice.sample(list(names), len(names))

    def deal(self, kind: str, count: int, allowed: Sequence[str] | None) -> tuple[str, ...]:
        """Return `count` different colours for a product of this type."""
        dealt: list[str] = []
        while len(dealt) < min(count, len(set(allowed)) if allowed else count):
            colour = self._next(kind, first=not dealt, allowed=allowed)
            if colour not in dealt:
                dealt.append(colour)
        return tuple(dealt)

    def _next(self, kind: str, first: bool, allowed: Sequence[str] | None) -> str:
        family = next((f for f, kinds in data("colours")["families"].items() if kind in kinds), "")
        if allowed:
            return self._dice.choice(allowed)
        if self._owed.get(family) and not (first and self._dice.random() < 0.45):
            return self._owed[family].pop()
        if self._rest and self._dice.random() < 0.10:
            return self._rest.pop()
        return self._weighted(data("colours")["common"])

    def _weighted(self, names: Sequence[str]) -> str:
        colours = data("vocabulary")["colours"]
        return self._dice.choices(names, [colours[name]["weight"] for name in names])[0]


def products(seed: int) -> Iterator[Product]:
    """Yield every product of the sample, in the order of lines.yaml."""
    deck = Deck(random.Random(f"colours {seed}"))
    number = 0
    for row, line in enumerate(_lines()):
        for copy in range(line["n"]):
            yield _product(line, f"0{960000 + number * 113}", deck, random.Random(f"{seed} {row} {copy}"), copy)
            number += 1


def _lines() -> Sequence[Line]:
    lines: Any = data("lines")
    return cast(Sequence[Line], lines)


def _product(line: Line, code: str, deck: Deck, dice: random.Random, copy: int) -> Product:
    chosen = _choices(line, dice, copy)
    pattern = chosen.pop("pattern")
    design = _design(line, chosen)
    motif = dice.choice(line["motifs"]) if _needs_motif(pattern) else ""
    says = tuple(dice.sample(line.get("says", []), min(len(line.get("says", [])), dice.choice([1, 2]))))
    colours = deck.deal(line["type"], dice.randint(*line["v"]), _allowed(line, design, pattern))
    unnamed = Product(
        code, line["type"], str(chosen["department"]), chosen["noun"], design, pattern, motif, says, "", colours
    )
    return Product(**{**vars(unnamed), "name": _name(line["names"], unnamed, dice)})


def _choices(line: Line, dice: random.Random, copy: int) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for key in (*_FEATURES, "noun", "department", "cut", "details", "zipped"):
        options = line.get(key, "")
        chosen[key] = dice.choice(options) if isinstance(options, list) else options
    pick = dice.randrange(100) + copy
    for key in line.get("together", []):
        chosen[key] = line[key][pick % len(line["noun" if "noun" in line["together"] else line["together"][0]])]
    looks = line["looks"]
    chosen["pattern"] = _pattern(dice.choices(list(looks), list(looks.values()))[0], chosen["fabric"])
    return chosen


def _pattern(pattern: str, fabric: str) -> str:
    """Return the pattern that the fabric itself brings, or else the one drawn."""
    brings = {"sequinned": "sequins", "shimmer": "glitter", "lace": "lace", "jacquard": "jacquard", "denim": "washed",
              "mesh": "net", "muslin": "waffle", "seersucker": "waffle", "waffle_cotton": "waffle"}  # fmt: skip
    return brings.get(fabric, pattern) if pattern in ("plain", "flecks") or fabric in ("denim", "lace") else pattern


def _needs_motif(pattern: str) -> bool:
    return pattern in ("front_print", "small_print", "embroidered", "applied")


def _design(line: Line, chosen: Mapping[str, Any]) -> Design:
    zipped = list(chosen["zipped"])
    front = chosen["front"]
    if line["type"] in ("Coat", "Gloves", "Hat/beanie") and zipped:
        front, zipped = zipped[0], zipped[1:]
    details = {*line.get("always", []), *chosen["details"], *zipped}
    features = {key: chosen[key] for key in _FEATURES} | {"front": front}
    if features["neck"] == "hood" and details.isdisjoint({"hood", "drawstring_hood", "fur_hood"}):
        features["neck"] = "high"
    if details & {"hood", "fur_hood", "drawstring_hood"}:
        features["neck"], details = "hood", details - {"stand_collar", "funnel"}
    if features["sleeve"] not in ("long", "balloon"):
        details -= {"buttoned_cuffs", "cuffs"}
    if chosen["cut"] in data("shapes"):
        details &= _drawable(chosen["cut"])
    return Design(cut=chosen["cut"], body=line.get("body", "women"), details=frozenset(details), **features)


def _drawable(cut: str) -> set[str]:
    """Return the details that a shape's drawing shows, and those that no picture can show."""
    parts = data("shapes")[cut]["parts"]
    shown = {part[key] for part in parts for key in ("when", "unless") if key in part}
    return shown | {"lined", "unlined", "touch", "lined_fleece", "buckle"}


def _allowed(line: Line, design: Design, pattern: str) -> Sequence[str] | None:
    sets = data("colours")["sets"]
    named = "denim" if design.fabric == "denim" else line.get("palette") or data("looks")[pattern].get("palette")
    chosen: Sequence[str] | None = sets[named] if named else None
    return chosen


def _name(templates: Sequence[str], product: Product, dice: random.Random) -> str:
    words = data("wording")
    true = [name for name in templates if _holds(name, product)] or ["{given} {noun}"]
    design = product.design
    given = words["given"]
    if design.body != "women":
        given = words["given_men"] if design.body == "men" else words["given_kids"]
    name = dice.choice(true).format(
        given=dice.choice(given), noun=product.noun, motif=product.motif,
        length=words["length_names"].get(design.length, ""), fit=words["fit_names"].get(design.fit, ""),
        leg=words["leg_names"].get(design.leg, ""), skirt=words["skirt_names"].get(design.skirt, ""),
        rise=words["rise_names"].get(design.rise, ""), shape=words["shapes"].get(design.cut, product.noun),
    )  # fmt: skip
    name = " ".join(name.split())
    return name[0].upper() + name[1:]


def _holds(name: str, product: Product) -> bool:
    if "{motif}" in name and not product.motif:
        return False
    rules = data("wording")["true_names"]
    return all(not product.traits.isdisjoint(rules[word]) for word in name.split() if word in rules)
