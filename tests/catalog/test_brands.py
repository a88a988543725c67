"""Brands: known by name in lower case, the words of a name together only."""

from catalog.brands import Brands


def test_a_brand_of_several_words_is_named_by_all_of_them() -> None:
    assert Brands.read().named(["a", "north", "face", "jacket"]) == {"north", "face"}
    assert Brands.read().named(["facing", "north"]) == frozenset()


def test_ordinary_words_are_no_brands() -> None:
    assert not Brands.read().named(["mind", "the", "gap", "next", "to", "the", "coach"])


def test_a_short_brand_is_not_what_a_slip_stands_for() -> None:
    assert all(len(word) > 3 for word in Brands.read().words)
