"""What a message only mentions is no wish: its reason, the weather, somebody who talked the shopper into it."""

import pytest

from catalog.bystanders import wish_begins
from catalog.reading import Reader
from tests.catalog.named import expected, said

# A reason first, the wish behind it.
REASONS = (
    ("They should work with everything, so black", "colour=black"),
    ("I have nothing to put on: a skirt please", "product_type=skirt"),
    ("I've got nothing left: jeans for men", "product_type=jeans, audience=men"),
    ("Our choir sings in navy, so a dress in that colour", "product_type=dress, colour=navy"),
    ("Our team plays in yellow: a scarf in that colour please", "product_type=scarf, colour=yellow"),
    ("The whole band dresses in green, so trousers in the same colour", "product_type=trousers, colour=green"),
    ("I have a brown bag to carry with it, so a coat in camel", "product_type=coat, colour=camel"),
    ("I've a grey suit to wear it with, so now in white", "colour=white"),
    ("Long ones get caught in my bike, so mini please", "length=mini"),
    ("Tight ones pinch, so loose please", "fit=loose fit"),
    ("My feet get wet, so boots", "product_type=boots"),
    ("I want to show my arms, so sleeveless", "sleeve=sleeveless"),
    ("I'd love to be seen from afar, so orange", "colour=orange"),
    ("No one sees them under trousers: white socks", "product_type=socks, colour=white"),
    ("Everything I own is black: a dress in red", "product_type=dress, colour=red"),
    ("We've no time: black shoes for men", "product_type=shoes, colour=black, audience=men"),
    ("Not a fan of shopping: jeans please, black", "product_type=jeans, colour=black"),
    ("I only wear soft things at home: a cardigan in grey", "product_type=cardigan, colour=grey, occasion=home"),
    ("I always wear dark things to the office: a shirt in blue", "product_type=shirt, colour=blue, occasion=work"),
    (
        "The seats of my car are white, so not white: jeans in black",
        "product_type=jeans, colour=black, not colour=white",
    ),
)
# Talk of the weather and of the day.
WEATHER = (
    ("What a grey day it is", ""),
    ("It's a grey morning", ""),
    ("It's a black day for our team", ""),
    ("it's grey and wet outside. I want a yellow coat", "product_type=coat, colour=yellow"),
    ("the sky is blue, show me shorts", "product_type=shorts"),
)
# People who wear nothing of it.
OTHERS = (
    ("I have a denim skirt at home and need a top", "product_type=top, with product_type=skirt, with material=denim"),
    ("I've got nothing to wear at home", "occasion=home"),
    ("do you guys have scarves?", "product_type=scarf"),
    ("can you guys show me boots", "product_type=boots"),
    ("you guys got any belts", "product_type=belt"),
    ("My sister bet me: do you have green hats?", "product_type=hat, colour=green"),
    ("A bet with my brother: how many red ties do you have?", "product_type=tie, colour=red"),
    ("my brother recommended you: any wool coats?", "product_type=coat, material=wool"),
    ("My wife says I need a new coat, I'm a man", "product_type=coat, audience=men"),
    ("my wife is tired of my coat, so a new coat for a man", "product_type=coat, audience=men"),
    ("I argued with my son: how many blue hats are there?", "product_type=hat, colour=blue"),
)


@pytest.mark.parametrize(("message", "named"), [*REASONS, *WEATHER, *OTHERS])
def test_what_is_only_mentioned_is_not_looked_for(reader: Reader, message: str, named: str) -> None:
    assert said(reader.read(message)) == expected(named)


@pytest.mark.parametrize(
    ("message", "wish"),
    [
        ("They go under a jumper, so in white", "in white"),
        ("My whole wardrobe is black: a red dress", "a red dress"),
        ("I need black shoes, so show me some", "I need black shoes, so show me some"),
        ("so a red dress", "so a red dress"),
        ("a red dress", "a red dress"),
    ],
)
def test_a_wish_begins_behind_its_reason(message: str, wish: str) -> None:
    assert message[wish_begins(message) :].strip() == wish
