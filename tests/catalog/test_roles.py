"""Roles: what an article, or a shopper's own piece in words, is in a look."""

import pytest

from agents.search import Searcher
from catalog.article import Article
from catalog.lexicon import Lexicon
from catalog.roles import Roles
from foundation.brief import ROLES


@pytest.fixture(scope="module")
def roles(searcher: Searcher) -> Roles:
    return Roles.read(searcher.lexicon, searcher.index.table.values)


def article(kind: str, name: str = "", text: str = "", group: str = "") -> Article:
    return Article("1", prod_name=name, product_type_name=kind, product_group_name=group, detail_desc=text)


@pytest.mark.parametrize(
    ("kind", "text", "role"),
    [
        ("Dress", "Knee-length dress.", "one_piece"),
        ("Jumpsuit/Playsuit", "Long jumpsuit.", "one_piece"),
        ("Garment Set", "Set with a top and a pair of leggings.", "one_piece"),
        ("Trousers", "Trousers with creases.", "bottom"),
        ("Skirt", "", "bottom"),
        ("Shorts", "", "bottom"),
        ("Sweater", "Jumper in a soft knit.", "top"),
        ("Shirt", "Shirt in cotton.", "top"),
        ("Bodysuit", "", "top"),
        ("Cardigan", "", "outer"),
        ("Blazer", "", "outer"),
        ("Coat", "", "outer"),
        ("Jacket", "Rain jacket with a hood.", "outer"),
        ("Outdoor Waistcoat", "", "outer"),
        ("Sneakers", "", "shoes"),
        ("Ballerinas", "", "shoes"),
        ("Bag", "", "bag"),
        ("Scarf", "", "accessory"),
        ("Belt", "", "accessory"),
        ("Earring", "", "accessory"),
        ("Tie", "", "accessory"),
    ],
)
def test_a_type_has_its_role(roles: Roles, kind: str, text: str, role: str) -> None:
    assert roles.of(article(kind, text=text)) == role


@pytest.mark.parametrize(
    "kind",
    [
        "Bra", "Underwear bottom", "Socks", "Underwear Tights", "Pyjama set", "Night gown", "Robe", "Swimsuit",
        "Bikini top", "Soft Toys", "Costumes", "Sleeping sack", "Wallet", "Fine cosmetics", "Unknown",
    ],
)  # fmt: skip
def test_what_is_no_outfit_has_no_role(roles: Roles, kind: str) -> None:
    assert roles.of(article(kind)) is None


def test_swimwear_has_its_role_at_the_beach_alone(roles: Roles) -> None:
    assert roles.of(article("Swimsuit"), ("beach",)) == "one_piece"
    assert roles.of(article("Bikini top"), ("beach",)) == "top"
    assert roles.of(article("Swimsuit"), ("wedding",)) is None


def test_a_shirt_that_is_worn_as_a_layer_is_outer(roles: Roles) -> None:
    assert roles.of(article("Shirt", "Overshirt", "Overshirt in twill.")) == "outer"
    assert roles.of(article("Shirt", "Shirt", "Shirt in twill.")) == "top"


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("navy blazer", "outer"), ("camel coat", "outer"), ("leopard skirt", "bottom"), ("white trainers", "shoes"),
        ("black skinny jeans", "bottom"), ("silk scarf", "accessory"), ("grandad's cardigan", "outer"),
        ("red dress", "one_piece"), ("leather tote", "bag"), ("striped t-shirt", "top"),
        ("pearl necklace", "accessory"),
    ],
)  # fmt: skip
def test_a_piece_in_the_shoppers_words_has_the_role_of_its_type(
    searcher: Searcher, roles: Roles, words: str, role: str
) -> None:
    (value,) = searcher.reader.read(words).wanted("product_type")
    assert roles.of_value(value) == role


def test_every_written_type_is_of_a_kind(roles: Roles, lexicon: Lexicon) -> None:
    written = [value for value, entry in lexicon.entries["product_type"].items() if not entry.own]
    assert not [value for value in written if roles.kind_of_value(value) is None]


def test_every_kind_names_a_role_there_is(roles: Roles) -> None:
    assert {kind.role for kind in roles} <= {*ROLES, None}
    assert all(kind.role for kind in roles if kind.only)


def test_a_catalogues_own_type_has_the_role_of_what_it_is_joined_to() -> None:
    own = {"product_type_name": ["Cropped Ribbed Cardigan", "Chelsea Ankle Boots"]}
    lexicon = Lexicon.build(lambda column: own.get(column, []))
    roles = Roles.read(lexicon, lambda column: own.get(column, []))
    assert roles.of(article("Cropped Ribbed Cardigan")) == "outer"
    assert roles.of(article("Chelsea Ankle Boots")) == "shoes"
    assert roles.of_value("Cropped Ribbed Cardigan") == "outer"


def test_an_unknown_word_has_no_role(roles: Roles) -> None:
    assert roles.of_value("spaceship") is None
