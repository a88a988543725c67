"""Orders: what a look act and the brief ask of the composer, over the boutique."""

from collections.abc import Callable

import numpy as np
import pytest

from agents.acts.asked import Asked
from agents.acts.orders import Orders, Wished
from agents.acts.wishes import Wishes
from agents.plan import Act, Edit, Plan
from agents.search import Searcher
from catalog.article import Article
from foundation.brief import Brief, Part, Piece
from retrieval.looks import MOST_LOOKS, Composer, Given

Order = Callable[..., tuple[Wished, ...]]
BLAZER, SHIRT, JEANS, DRESS, RED_DRESS, TRAINERS, BOOTS, BAG = (
    "0700006001", "0700007001", "0700008001", "0700001001", "0700001002", "0700019001", "0700020001", "0700022001",
)  # fmt: skip
LOOK = (Piece("one_piece", DRESS), Piece("shoes", BOOTS), Piece("bag", BAG))


@pytest.fixture(scope="module")
def composer(boutique: Searcher) -> Composer:
    return Composer(boutique.finder)


@pytest.fixture(scope="module")
def orders(boutique: Searcher, composer: Composer) -> Orders:
    return Orders(Wishes(boutique.finder, 10), composer, boutique.reader)


@pytest.fixture(scope="module")
def order(orders: Orders) -> Order:
    def ordered(
        brief: Brief | None = None,
        last: tuple[Article, ...] = (),
        message: str = "",
        edits: tuple[Edit, ...] = (),
        **act: object,
    ) -> tuple[Wished, ...]:
        look = Act.model_validate({"name": "look", **act})
        return orders.of(look, Asked(Plan(edits=edits, acts=(look,)), brief or Brief(), last, message=message))

    return ordered


@pytest.fixture(scope="module")
def ids(boutique: Searcher) -> Callable[..., list[str]]:
    """The article ids of rows, or of rows given as a bitmap."""
    table = boutique.index.table

    def named(rows: np.ndarray) -> list[str]:
        places = np.flatnonzero(rows) if rows.dtype == bool else rows
        return [table.article(int(place)).article_id for place in places]

    return named


@pytest.mark.parametrize(
    ("message", "looks"),
    [
        ("an outfit", 2),
        ("one outfit for work", 1),
        ("three looks please", 3),
        ("show me a couple of outfits", 2),
        ("give me 2 summer looks", 2),
        ("several outfits", 3),
        ("9 looks", MOST_LOOKS),
        ("two shirts", 2),
    ],
)
def test_as_many_looks_are_made_as_the_message_says(order: Order, message: str, looks: int) -> None:
    (one,) = order(message=message)
    assert one.order.looks == looks


def test_where_one_role_is_open_there_is_more_to_choose_from(
    order: Order, boutique_articles: dict[str, Article]
) -> None:
    (one,) = order(last=(boutique_articles[JEANS],), handles=(1,), roles=("shoes",))
    assert (one.order.looks, one.order.roles) == (MOST_LOOKS, ("shoes",))


def test_a_look_is_built_on_the_article_pointed_at(
    order: Order, boutique: Searcher, boutique_articles: dict[str, Article]
) -> None:
    (one,) = order(last=(boutique_articles[SHIRT], boutique_articles[JEANS]), handles=(2,))
    assert one.order.given == (Given("bottom", boutique.index.table.row(JEANS) or 0),)
    assert one.order.person == "man"


def test_pieces_that_are_worn_together_are_one_look_and_others_a_look_each(
    order: Order, boutique_articles: dict[str, Article]
) -> None:
    together = tuple(boutique_articles[one] for one in (SHIRT, JEANS))
    assert [len(one.order.given) for one in order(last=together, handles=(1, 2))] == [2]
    dresses = tuple(boutique_articles[one] for one in (DRESS, RED_DRESS))
    assert [len(one.order.given) for one in order(last=dresses, handles=(1, 2))] == [1, 1]


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("a navy blazer", ["outer"]),
        ("blue jeans and white trainers", ["bottom", "shoes"]),
        ("a dress with boots", ["one_piece", "shoes"]),
        ("", []),
        (None, []),
    ],
)
def test_own_pieces_are_told_apart_and_keep_the_shoppers_words(
    orders: Orders, words: str | None, roles: list[str]
) -> None:
    owned = orders.owned(words, Brief())
    assert [piece.role for piece in owned] == roles
    assert all(piece.own and piece.own in (words or "") for piece in owned)


@pytest.mark.parametrize(
    ("words", "family", "loud"),
    [
        ("a navy blazer", "navy", 0),
        ("blue jeans", "blue", 0),
        ("jeans", "denim", 0),
        ("a floral dress", None, 2),
        ("a striped shirt", None, 1),
    ],
)
def test_what_the_words_say_of_colour_and_pattern_is_kept(
    orders: Orders, composer: Composer, words: str, family: str | None, loud: int
) -> None:
    (piece,) = orders.owned(words, Brief())
    assert piece.loud == loud
    assert piece.family == (None if family is None else composer.harmony.place(family)) or family in ("navy", "blue")


def test_no_exclusion_and_no_id_to_avoid_is_allowed_in_any_piece(orders: Orders, ids: Callable[..., list[str]]) -> None:
    allowed = {*ids(orders.allowed(Brief(excluded={"colour": ("black",), "material": ("leather",)}), [JEANS]))}
    assert not allowed & {DRESS, BOOTS, BAG, JEANS}
    assert {RED_DRESS, SHIRT} <= allowed


def test_without_a_refusal_all_is_allowed(orders: Orders) -> None:
    assert orders.allowed(Brief()).all()


def test_a_limit_that_the_catalogue_cannot_measure_rules_nothing_out(orders: Orders) -> None:
    assert orders.allowed(Brief(limits={"price": "1"})).all()


def test_garments_named_are_wished_for_under_their_roles(order: Order, ids: Callable[..., list[str]]) -> None:
    wanted = Brief({"product_type": ("dress",), "colour": ("red",)}, parts=(Part({"product_type": ("boots",)}),))
    (one,) = order(wanted)
    assert {*one.order.wishes} == {"one_piece", "shoes"}
    assert ids(one.order.wishes["one_piece"])[0] == RED_DRESS
    assert ids(one.order.wishes["shoes"]) == [BOOTS]


def test_a_suit_is_a_jacket_and_trousers_of_one_cloth(order: Order) -> None:
    (one,) = order(Brief({"product_type": ("suit",), "audience": ("men",)}))
    assert one.order.matched == {"outer", "bottom"}


@pytest.mark.parametrize(
    ("audience", "person"),
    [("women", "woman"), ("men", "man"), ("girls", "girl"), ("boys", "boy"), ("adults", "woman")],
)
def test_a_look_is_for_the_person_named(order: Order, audience: str, person: str) -> None:
    (one,) = order(Brief({"audience": (audience,)}))
    assert one.order.person == person


def test_where_nobody_is_named_it_is_for_a_grown_up_whom_the_wish_suits(order: Order) -> None:
    assert order()[0].order.person == "woman"
    assert order(Brief({"product_type": ("blazer",)}))[0].order.person == "man"


def test_a_swap_keeps_the_other_pieces_and_opens_the_role(order: Order, boutique: Searcher) -> None:
    (one,) = order(Brief(look=LOOK, shown=(DRESS, BOOTS, BAG)), swap=("shoes",))
    table = boutique.index.table
    assert {piece.row for piece in one.order.given} == {table.row(DRESS), table.row(BAG)}
    assert (one.order.roles, one.swapped, one.order.looks) == (("shoes",), ("shoes",), 1)
    assert not one.order.allowed[table.row(BOOTS)]


def test_a_dress_swapped_for_separates_opens_both(order: Order) -> None:
    (one,) = order(Brief(look=LOOK), swap=("top",))
    assert set(one.order.roles or ()) == {"top", "bottom"}
    assert "one_piece" not in {piece.role for piece in one.order.given}


def test_separates_swapped_for_a_dress_are_let_go(order: Order) -> None:
    separates = (Piece("top", SHIRT), Piece("bottom", JEANS), Piece("shoes", TRAINERS))
    (one,) = order(Brief(look=separates), swap=("one_piece",))
    assert [piece.role for piece in one.order.given] == ["shoes"]


def test_what_is_left_out_is_gone_and_nothing_takes_its_place(order: Order) -> None:
    (one,) = order(Brief(look=LOOK), without=("bag",))
    assert [piece.role for piece in one.order.given] == ["one_piece", "shoes"]
    assert "bag" in one.order.without
    assert not one.order.roles


def test_an_own_piece_of_the_last_look_stays_the_shoppers(order: Order) -> None:
    look = (Piece("outer", None, "navy blazer"), Piece("shoes", TRAINERS))
    (one,) = order(Brief(look=look), swap=("shoes",))
    assert [(piece.role, piece.own) for piece in one.order.given] == [("outer", "navy blazer")]


def test_a_look_from_an_article_that_is_gone_goes_on_without_it(order: Order) -> None:
    (one,) = order(Brief(look=(Piece("one_piece", "0999999999"), Piece("bag", BAG))), swap=("shoes",))
    assert [piece.role for piece in one.order.given] == ["bag"]


def test_a_colour_is_every_pieces_where_the_message_says_so(order: Order, ids: Callable[..., list[str]]) -> None:
    black = Brief({"colour": ("black",)})
    (every,) = order(black, message="an all black outfit")
    assert DRESS in ids(every.order.allowed)
    assert RED_DRESS not in ids(every.order.allowed)
    (some,) = order(black, message="a look in black")
    assert RED_DRESS in ids(some.order.allowed)
    assert some.order.lean["top"].any()


def test_what_is_said_of_one_garment_is_no_lean_of_the_whole(order: Order) -> None:
    (one,) = order(Brief({"product_type": ("dress",), "colour": ("red",)}))
    assert not one.order.lean


def test_what_goes_with_a_garment_is_built_on_the_best_of_it(order: Order, boutique: Searcher) -> None:
    (one,) = order(Brief({"product_type": ("skirt",)}), roles=("top",))
    assert [piece.role for piece in one.order.given] == ["bottom"]
    assert one.order.given[0].row == boutique.index.table.row("0700026001")
    assert one.order.roles == ("top",)


def test_occasion_season_and_words_are_what_pieces_shall_be_near_to(order: Order) -> None:
    (one,) = order(Brief({"occasion": ("wedding",), "season": ("summer",)}, words=("boho",), ideas=("airy",)))
    assert all(word in one.order.text for word in ("wedding", "summer", "boho", "airy"))
    assert one.order.occasions == {"wedding"}
