"""Several garments in one message: each with the words said of it, and those said once for all of them."""

import pytest

from agents.search import Searcher
from catalog.garments import garments
from tests.catalog.named import expected, listed

PARTED = (
    ("me and my husband need raincoats", "product_type=raincoat | product_type=raincoat, audience=men"),
    (
        "a whole family: me, hubby, girl 5, boy 8, pyjamas",
        "product_type=pyjamas | product_type=pyjamas, audience=men | product_type=pyjamas, audience=girls"
        " | product_type=pyjamas, audience=boys",
    ),
    (
        "a scarf for each of us, me, my mum and my son",
        "product_type=scarf | product_type=scarf, audience=women | product_type=scarf, audience=boys",
    ),
    (
        "me (f): leggings; bf: hoodie",
        "product_type=leggings, audience=women | product_type=hoodie, audience=men",
    ),
    (
        "pyjamas for my two kids, blue for the little one and red for the big one",
        "product_type=pyjamas, colour=blue, audience=kids | product_type=pyjamas, colour=red, audience=kids",
    ),
    (
        "two kids, blue hoodie for the older one and green for the younger one",
        "product_type=hoodie, colour=blue, audience=kids | product_type=hoodie, colour=green, audience=kids",
    ),
    (
        "one coat each for my parents",
        "product_type=coat, audience=women | product_type=coat, audience=men",
    ),
    ("I need, for my wife, a coat", "product_type=coat, audience=women"),
    ("my husband and I are off to a party, I need a dress", "product_type=dress, audience=men, occasion=party"),
    ("a red dress and black shoes", "product_type=dress, colour=red | product_type=shoes, colour=black"),
    ("show me both coats and boots", "product_type=coat | product_type=boots"),
    ("both black skirts and blue jeans", "product_type=skirt, colour=black | product_type=jeans, colour=blue"),
    (
        "a blue blouse along with grey trousers",
        "product_type=blouse, colour=blue | product_type=trousers, colour=grey",
    ),
    (
        "for my wife: a black dress, silver earrings and a red coat",
        "product_type=dress, colour=black, audience=women | product_type=earrings, colour=silver, audience=women"
        " | product_type=coat, colour=red, audience=women",
    ),
    (
        "For my dad, a brown belt and a grey scarf",
        "product_type=belt, colour=brown, audience=men | product_type=scarf, colour=grey, audience=men",
    ),
    (
        "a striped shirt and jeans without any pattern",
        "product_type=shirt, pattern=striped | product_type=jeans, pattern=plain",
    ),
    ("gloves, a hat and a scarf", "product_type=gloves | product_type=hat | product_type=scarf"),
    ("beanie, mittens and scarf please", "product_type=beanie | product_type=gloves | product_type=scarf"),
    (
        "could I have a checked shirt as well as beige chinos",
        "product_type=shirt, pattern=checked | product_type=chinos, colour=beige",
    ),
    (
        "My wife and I, her husband, each need a scarf",
        "product_type=scarf, audience=women | product_type=scarf, audience=men",
    ),
    (
        "I'm a woman, my boyfriend and I both want hoodies",
        "product_type=hoodie, audience=men | product_type=hoodie, audience=women",
    ),
    (
        "a jumper for me (a man) and one for my girlfriend",
        "product_type=sweater, audience=men | product_type=sweater, audience=women",
    ),
    ("sandals: son + daughter", "product_type=sandals, audience=boys | product_type=sandals, audience=girls"),
    (
        "coats for my son and my daughter",
        "product_type=coat, audience=boys | product_type=coat, audience=girls",
    ),
    (
        "my husband needs a hat and I, his wife, need one too",
        "product_type=hat, audience=men | product_type=hat, audience=women",
    ),
    ("a dress or a skirt in red", "product_type=dress, product_type=skirt, colour=red"),
    ("a top with jeans", "product_type=top"),
    ("coats for men and women", "product_type=coat, audience=men, audience=women"),
)


@pytest.mark.parametrize(("message", "parts"), PARTED)
def test_each_garment_keeps_what_is_said_of_it(searcher: Searcher, message: str, parts: str) -> None:
    groups = garments(searcher.reader.read(message), lambda one, other: one != other)
    people = {listed(n) for n in groups[0] if n.slot == "audience"}
    # What is said once for all stands with the first garment; the planner carries it on to the others.
    found = [{listed(n) for n in group} for group in groups]
    for group in found[1:]:
        group |= people if not any(n.startswith("audience") for n in group) else set()
    assert sorted(map(sorted, found)) == sorted(sorted(expected(part.strip())) for part in parts.split("|"))
