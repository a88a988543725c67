"""Slips of the keyboard are read as what was meant, brands as names, and words of the language as themselves."""

import pytest

from catalog.reading import Reader
from catalog.spelling import Speller, undrawn
from tests.catalog.named import expected, said

SLIPS = (
    ("sleevless dress", "product_type=dress, sleeve=sleeveless"),
    ("a demin shirt", "product_type=shirt, material=denim"),
    ("ankel boots", "product_type=ankle boots"),
    ("black heals", "product_type=heels, colour=black"),
    ("red high heals", "product_type=heels, colour=red"),
    ("linnen trousers", "product_type=trousers, material=linen"),
    ("cottton socks", "product_type=socks, material=cotton"),
    ("velvt dress", "product_type=dress, material=velvet"),
    ("a leahter belt", "product_type=belt, material=leather"),
    ("blue jaens", "product_type=jeans, colour=blue"),
    ("a skirrt", "product_type=skirt"),
    ("wool scraf", "product_type=scarf, material=wool"),
    ("a grean coat", "product_type=coat, colour=green"),
    ("a cardigen", "product_type=cardigan"),
    ("white trianers", "product_type=sneakers, colour=white"),
    ("yelow sandels", "product_type=sandals, colour=yellow"),
    ("stripey shrit", "product_type=shirt, pattern=striped"),
    ("a coton drss", "product_type=dress, material=cotton"),
)
SPELT = (
    ("my foot heals slowly", ""),
    ("sage advice, thanks", ""),
)
BRANDS = (
    ("gucci loafers", {"gucci"}),
    ("do you have any adidas hoodies", {"adidas"}),
    ("a bag by prada", {"prada"}),
    ("levi's jeans", {"levi"}),
    ("zara dress please", {"zara"}),
    ("addidas trainers", {"adidas"}),
    ("a burbery coat", {"burberry"}),
    ("ralph lauren shirt", {"ralph", "lauren"}),
    ("a puma cap", {"puma"}),
    ("are there trainers from reebok", {"reebok"}),
    ("a north face jacket", {"north", "face"}),
    ("Do you have Gucci bags?", {"gucci"}),
    ("my face is red, a hat please", set()),
    ("a mango coloured skirt", set()),
)


@pytest.mark.parametrize(("message", "named"), [*SLIPS, *SPELT])
def test_a_slip_is_read_as_the_word_that_was_meant(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(("message", "names"), BRANDS)
def test_a_brand_is_a_name_however_it_is_written(reader: Reader, message: str, names: set[str]) -> None:
    reading = reader.read(message)
    assert reading.names & set(reading.rest) == names


def test_of_two_words_a_slip_may_stand_for_the_likelier_kind_of_slip_wins() -> None:
    speller = Speller({"skirt", "shirt"})
    assert speller.mend("skrit") == "skirt"
    assert speller.mend("shrit") == "shirt"


def test_a_word_that_no_single_slip_explains_is_left() -> None:
    assert Speller({"trousers"}).mend("trsr") is None
    assert Speller({"red"}).mend("re") is None


def test_drawn_out_letters_are_drawn_in() -> None:
    assert undrawn("neeeed") == ("need", "ned")
    assert undrawn("need") == ()
