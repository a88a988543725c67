from collections.abc import Mapping

import pytest

from agents.grounding import Ground, Grounding, sentences
from agents.search import Searcher
from catalog.article import Article
from catalog.reading import Reader
from foundation.brief import Brief

ADA, ELI, GUS, TIA = "0700001001", "0700006001", "0700008001", "0700021001"
MESSAGE = "a black dress for Anna Bell, not striped"
BRIEF = Brief({"product_type": ("dress",), "colour": ("black",)}, {"pattern": ("striped",)})


@pytest.fixture(scope="module")
def grounding(reader: Reader) -> Grounding:
    return Grounding(reader)


@pytest.fixture(scope="module")
def ground(boutique_articles: Mapping[str, Article]) -> Ground:
    """[1] a black cotton dress, [2] a man's beige linen blazer, [3] blue skinny jeans, [4] red satin pumps."""
    handles = {place: boutique_articles[name] for place, name in enumerate((ADA, ELI, GUS, TIA), 1)}
    return Ground(handles, BRIEF, MESSAGE, "12 articles 8 products . green dresses (colour groups Dark Green)")


TRUE = [
    "[1] is a black dress.",
    "[1] is made of woven cotton.",
    "[1] has short sleeves and a V-neck.",
    "[1] has side pockets.",
    "[1] is calf-length.",
    "[1] is a plain dress.",
    "[1] is for women.",
    "[1] is not striped.",
    "[1] is not red.",
    "[1] isn't a blazer.",
    "Ada in black, [1], comes first.",
    "[2] is a beige blazer in linen.",
    "[2] is lined.",
    "[2] is single-breasted.",
    "[2] is for men.",
    "[2] is a linen blazer without a zip.",
    "Eli [2] has notch lapels.",
    "[3] are blue jeans.",
    "[3] is skinny fit.",
    "[3] is in washed denim.",
    "[3] are trousers in blue denim.",
    "[3] has no hood.",
    "[4] are red pumps.",
    "[4] is in satin.",
    "[4] has pointed toes.",
    "[4] are heels in red.",
    "[4] are court shoes.",
    "[1] or [2] would do.",
    "[1] is black and [2] is beige.",
    "Compare [1] with [4].",
    "I found black dresses for you.",
    "You asked for a black dress, not striped.",
    "I left out everything striped.",
    "Here is what I found.",
    "That is a lovely choice!",
    "Would you like to see more?",
    "I count 12 articles in 8 products.",
    "There are 12 green dresses (colour groups Dark Green).",
    "This catalogue carries no prices, so I can't say what [1] costs.",
    "For Anna Bell I would take [1].",
    "The catalogue does not state the fit of [1].",
    "[2] suits the office.",
    "Both are good for a summer evening.",
    "Nothing here is sold for less than it says.",
    "[1]: black, in cotton, V-neck.",
    "Start with [1], then look at [3].",
]
LIES = [
    ("[5] is a black dress.", "unknown handle"),
    ("[0] comes first.", "unknown handle"),
    ("[99] is the best of all.", "unknown handle"),
    ("[1] and [7] go together.", "unknown handle"),
    ("[a] is the one.", "unknown handle"),
    ("[1, 2] are both good.", "unknown handle"),
    ("[] is nice.", "unknown handle"),
    ("[article] is nice.", "unknown handle"),
    ("[1] is a red dress.", "colour red"),
    ("[1] is navy.", "colour navy"),
    ("[2] is a black blazer.", "colour black"),
    ("[3] are black jeans.", "colour black"),
    ("[4] are silver heels.", "colour silver"),
    ("[1] is made of linen.", "material linen"),
    ("[1] is a silk dress.", "material silk"),
    ("[2] is a wool blazer.", "material wool"),
    ("[4] are leather pumps.", "material leather"),
    ("[3] is in soft cashmere.", "material cashmere"),
    ("[1] is a skirt.", "product_type skirt"),
    ("[2] is a coat.", "product_type coat"),
    ("[3] are shorts.", "product_type shorts"),
    ("[4] are boots.", "product_type boots"),
    ("[1] is a striped dress.", "pattern striped"),
    ("[2] is a checked blazer.", "pattern checked"),
    ("[4] has a leopard print.", "pattern animal print"),
    ("[1] has long sleeves.", "sleeve long sleeves"),
    ("[1] is a mini dress.", "length mini"),
    ("[1] has a polo neck.", "neckline polo neck"),
    ("[1] is for men.", "audience men"),
    ("[2] is for boys.", "audience boys"),
    ("[3] is a loose fit.", "fit loose fit"),
    ("[1] has a hood.", "detail hood"),
    ("[2] is waterproof.", "detail waterproof"),
    ("[4] has a buckle.", "detail buckle"),
    ("[1] comes in yellow as well.", "colour yellow"),
    ("[1] costs 19.99 euros.", "price"),
    ("[1] is yours for €29.", "price"),
    ("[1] is only $15!", "price"),
    ("It costs 299 kr.", "price"),
    ("[1] is in stock.", "stock"),
    ("[2] is available in sizes S and M.", "stock"),
    ("[1] is sold out.", "stock"),
    ("You want 0999999999.", "unknown number"),
    ("[1] is article 0700002001.", "unknown number"),
    ("[2] was designed by Stella McCartney.", "unknown name"),
    ("I would pair it with the Luna Park dress.", "unknown name"),
    ("[1] is <b>black</b>.", "markup"),
    ("**[1]** is black.", "markup"),
    ("![1](http://x.y/z.png)", "markup"),
    ("See https://example.com for [1].", "markup"),
    ("`[1]` is black.", "markup"),
    ("I also have a purple umbrella.", "is not borne out"),
    ("There are lovely green sandals too.", "is not borne out"),
    ("[2] isn't beige.", "colour beige"),
]  # fmt: skip
# A colour and a garment that no row of the first kind is.
OTHER_COLOUR = {"Black": "red", "White": "black", "Red": "green", "Grey": "yellow", "Blue": "orange", "Yellow": "blue"}
OTHER_TYPE = {"Dress": "pair of trousers", "Trousers": "dress", "Shirt": "skirt", "Sweater": "dress", "Boots": "bag"}


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_passes(grounding: Grounding, ground: Ground, sentence: str):
    assert grounding.fault(sentence, ground) is None


@pytest.mark.parametrize(("sentence", "fault"), LIES)
def test_a_lie_is_caught_and_named(grounding: Grounding, ground: Ground, sentence: str, fault: str):
    assert fault in (grounding.fault(sentence, ground) or "")


@pytest.fixture(scope="module")
def rows(searcher: Searcher) -> list[Article]:
    """One article of each product of the sample."""
    table = searcher.index.table
    return list({article.product_code: article for article in map(table.article, range(len(table)))}.values())


def test_what_a_rows_columns_state_passes_on_every_row(grounding: Grounding, rows: list[Article]):
    stated = [
        (article, f"[1] is {text}.")
        for article in rows
        for text in (article.colour_group_name.lower(), f"a {article.product_type_name.lower()}", article.prod_name)
    ]
    assert [text for row, text in stated if grounding.fault(text, Ground({1: row}, Brief(), "hello"))] == []


def test_a_colour_or_garment_of_another_row_is_caught_on_every_row(grounding: Grounding, rows: list[Article]):
    lies = [
        (article, f"[1] is a {word} if you like.")
        for article in rows
        for word in (
            OTHER_COLOUR.get(article.colour_group_name.split()[-1]), OTHER_TYPE.get(article.product_type_name),
        )
        if word
    ]  # fmt: skip
    assert len(lies) > len(rows) / 2
    assert [text for row, text in lies if not grounding.fault(text, Ground({1: row}, Brief(), "hello"))] == []


def test_a_wish_is_repeated_freely_but_not_of_a_row_that_denies_it(grounding: Grounding, ground: Ground):
    assert grounding.fault("You asked for black.", ground) is None
    assert grounding.fault("[2] is black.", ground) is not None


def test_a_price_passes_where_the_row_states_it(grounding: Grounding):
    row = Article("1", prod_name="Hat", price="19.99", size="S, M", stock="3")
    ground = Ground({1: row}, Brief(), "a hat")
    assert grounding.fault("[1] is yours for €19.99.", ground) is None
    assert grounding.fault("[1] is in stock.", ground) is None
    assert grounding.fault("[1] is yours for €9.99.", ground) is not None


def test_sentences_that_hold_pass_and_the_others_are_kept_with_their_fault(grounding: Grounding, ground: Ground):
    dropped: list[str] = []
    passed = list(grounding.passing(["[1] is black. [1] is ", "red. [2] is ", "beige."], ground, dropped))
    assert passed == ["[1] is black.", "[2] is beige."]
    assert dropped == ["colour red is not borne out: [1] is red."]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He said “no.” Then he left.", ["He said “no.”", "Then he left."]),
        ("A\nB\n\nC", ["A", "B", "C"]),
        ("It is 7.5 cm high. Good.", ["It is 7.5 cm high.", "Good."]),
        ("   ", []),
        ("", []),
        ("No end", ["No end"]),
        ("Wait… what?", ["Wait…", "what?"]),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_stream_is_cut_into_the_same_sentences_however_it_comes(text: str, cut: list[str], size: int):
    assert list(sentences(text[start : start + size] for start in range(0, len(text), size))) == cut
