"""People: an age and the words around it say whom a garment is for."""

import pytest

from catalog.named import Named
from catalog.people import whom
from catalog.reading import cut


@pytest.mark.parametrize(
    ("text", "place", "value", "expected"),
    [
        ("my son is fifteen", 1, "boys", "teen boys"),
        ("my daughter, 4", 1, "girls", "girls"),
        ("her sister is five", 1, "women", "girls"),
        ("my son is twenty-one years old", 1, "boys", "men"),
        ("my daughter is eight months old", 1, "girls", "baby girls"),
        ("my husband is 6 foot", 1, "men", "men"),
        ("a dress for my wife in three months", 4, "women", "women"),
    ],
)
def test_an_age_says_how_big_somebody_is(text: str, place: int, value: str, expected: str) -> None:
    (person,) = whom([Named("audience", value, place, place + 1)], cut(text)[0], text, ())
    assert person.value == expected


def test_an_age_alone_is_a_childs() -> None:
    (person,) = whom([], ["a", "coat", "for", "an", "8", "year", "old"], "a coat for an 8 year old", ())
    assert person.value == "kids"


def test_who_asks_is_not_whom_it_is_for() -> None:
    text = "I'm a dad and need trousers for my daughter"
    people = [Named("audience", "men", 2, 3), Named("audience", "girls", 8, 9)]
    assert [n.value for n in whom(people, cut(text)[0], text, ())] == ["girls"]
