import pytest

from agents.claims import find_claim, find_miscount
from catalog.article import Article

BARE = Article("1", prod_name="Hat", detail_desc="Hat in straw with an 8 cm brim.")
PRICED = Article("2", prod_name="Cap", price="19.99", size="S, M", stock="3")


@pytest.mark.parametrize(
    "sentence",
    [
        "[1] costs twenty euros.", "[1] is a bargain.", "[1] is in stock.", "[1] runs small.", "Only two left!",
        "[1] is machine washable.", "[1] has a 12 cm brim.", "[1] is made in Italy.", "[1] ist ausverkauft.",
        "[1] kostet 20 Euro.", "Customers love [1].", "[1] is within your budget.", "[1] comes in XL.",
    ],
)  # fmt: skip
def test_what_no_row_states_is_a_claim(sentence: str):
    assert find_claim(sentence, [BARE], "", "something for 50 euros") is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "The catalogue doesn't say what [1] costs.", "I can't tell you whether [1] is in stock.",
        "[1] has an 8 cm brim.", "No sizes are listed for [1].", "You said 50 euros at most.", "[1] is easy to wear.",
        "It doesn't state how it is washed.",
    ],
)  # fmt: skip
def test_what_is_stated_or_said_to_be_unknown_is_none(sentence: str):
    assert find_claim(sentence, [BARE], "", "something for 50 euros") is None


@pytest.mark.parametrize(
    ("sentence", "true"),
    [
        ("[1] is yours for €19.99.", True), ("[1] is yours for €9.99.", False), ("[1] is in stock.", True),
        ("[1] is sold out.", False), ("[1] comes in size M.", True), ("[1] comes in size XL.", False),
    ],
)  # fmt: skip
def test_a_row_that_states_price_size_and_stock_is_held_to_them(sentence: str, true: bool):
    assert (find_claim(sentence, [PRICED], "", "") is None) is true


@pytest.mark.parametrize(
    ("sentence", "true"),
    [
        ("I found 12 dresses.", True), ("I found 13 dresses.", False), ("There are forty of them.", False),
        ("These are 4 pieces.", True), ("Two of these are red.", True), ("There are 1,200 options.", False),
        ("It takes 30 minutes.", True), ("In two steps.", True),
    ],
)  # fmt: skip
def test_a_count_must_have_been_given(sentence: str, true: bool):
    assert (find_miscount(sentence, {"dresses"}, 4, "12 articles . 8 products", "") is None) is true
