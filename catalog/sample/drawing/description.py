"""A description: a product's features put into one to three plain sentences."""

import random
from collections.abc import Sequence

from catalog.sample.drawing.design import Design, data
from catalog.sample.drawing.product import Product


def describe(product: Product, dice: random.Random) -> str:
    """Return the detail_desc of a product: fabric, length, sleeves, neckline, closing, details."""
    words = data("wording")
    features = _features(product, dice)
    if not features:
        frame = words["bare"]
        return _tidied(
            frame.format(item=_item(product, dice), cloth=_cloth(product, dice), extra=_extra(product, dice))
        )
    few = features[: dice.choice([1, 2, 2, 3])]
    rest = features[len(few) :]
    cloth = _cloth(product, dice)
    frame = dice.choice([f for f in words["frames"] if _reads_well(f, cloth, len(features))])
    text = frame.format(
        item=_item(product, dice), cloth=cloth, few=_listed(few), all_few=_listed(features),
        rest=_sentence(rest), all=_sentence(features), extra=_extra(product, dice),
    )  # fmt: skip
    return _tidied(text)


def _reads_well(frame: str, cloth: str, features: int) -> bool:
    """Whether the frame makes no sentence too long, and no "with ... with ..."."""
    if "{all_few}" in frame and features > 3:
        return False
    return "with {" not in frame or " with " not in cloth


def _item(product: Product, dice: random.Random) -> str:
    words, design = data("wording"), product.design
    if design.cut == "pyjamas":
        return str(dice.choice(words["set_opening"]))
    lengths = words["lengths"].get(design.cut if design.cut != "robe" else "upper", {})
    adjectives = [_one(lengths.get(design.length), dice), _one(words["fits"].get(design.fit), dice)]
    adjectives += [_one(words["legs"].get(design.leg) if design.cut == "lower" else None, dice)]
    adjectives += [_one(words["skirts"].get(design.skirt), dice)]
    if design.sleeve == "none":
        adjectives.insert(0, "sleeveless")
    spoken = ", ".join(dict.fromkeys(a for a in adjectives if a))
    noun = words["shapes"].get(design.cut, product.noun) if product.noun in ("bag", "tie") else product.noun
    item = f"{spoken} {noun}".strip()
    return item[0].upper() + item[1:]


def _one(options: Sequence[str] | None, dice: random.Random) -> str:
    return dice.choice(options) if options else ""


def _cloth(product: Product, dice: random.Random) -> str:
    look = data("looks")[product.pattern]
    fabric = dice.choice(data("fabrics")[product.design.fabric]["says"])
    said = dice.choice([key for key in ("adj", "after") if key in look] or [""])
    adjective = dice.choice(look["adj"]) if said == "adj" and product.pattern != "waffle" else ""
    if adjective and fabric.startswith("a "):
        fabric = fabric[2:]
        adjective = f"a {adjective}"
    after = dice.choice(look["after"]).format(motif=product.motif) if said == "after" else ""
    return f"{adjective} {fabric} {after}".strip()


def _features(product: Product, dice: random.Random) -> list[str]:
    phrases, design = data("wording")["phrases"], product.design
    found = [
        _one(phrases[slot].get(getattr(design, slot)), dice) for slot in ("neck", "front", "sleeve", "skirt", "rise")
    ]
    if design.cut == "skirt":
        found = [p for p in found if "skirt" not in p] + _skirt_shape(design)
    found += _details(design, dice)
    own = phrases["cut"].get(design.cut, [])
    found += dice.sample(own, min(len(own), 2))
    found += product.says
    return list(dict.fromkeys(p for p in found if p))


def _skirt_shape(design: Design) -> list[str]:
    shapes = {"a_line": "an A-line shape", "circle": "a bell shape", "pleated": "pleats all round",
              "tiered": "gathered tiers", "wrap": "a wrapover front"}  # fmt: skip
    return [shapes[design.skirt]] if design.skirt in shapes else []


def _details(design: Design, dice: random.Random) -> list[str]:
    left, found = set(design.details), []
    for key, options in data("wording")["phrases"]["detail"].items():
        if left.issuperset(key.split("+")):
            left -= set(key.split("+"))
            found.append(dice.choice(options))
    return found


def _extra(product: Product, dice: random.Random) -> str:
    sentences = data("wording")["sentences"]
    return " ".join(dice.choice(options) for key, options in sentences.items() if product.design.has(key))


def _listed(phrases: Sequence[str]) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def _sentence(phrases: Sequence[str]) -> str:
    """Return the phrases as a sentence of its own, without their articles."""
    if not phrases:
        return ""
    first = phrases[0].split(" ", 1)
    if first[0] in ("a", "an") and len(first) > 1:
        phrases = [first[1], *phrases[1:]]
    text = _listed(phrases)
    return f"{text[0].upper()}{text[1:]}."


def _tidied(text: str) -> str:
    return " ".join(text.split())
