"""Wardrobes: a capsule or a packing list holds so many of each role, all for one person, and looks made of them."""

from collections import Counter

import pytest

from agents.acts.asked import Asked
from agents.acts.orders import Orders, Wished
from agents.acts.wardrobe import Wardrobe
from agents.acts.wishes import Wishes
from agents.plan import Act, Plan
from agents.search import Searcher
from catalog.packing import Contents
from foundation.brief import ROLES, Brief
from retrieval.company import Piece
from retrieval.looks import Composer
from retrieval.persons import bit

WOMEN = Brief({"audience": ("women",)})


@pytest.fixture(scope="module")
def composer(searcher: Searcher) -> Composer:
    return Composer(searcher.finder)


@pytest.fixture(scope="module")
def wardrobe(composer: Composer) -> Wardrobe:
    return Wardrobe(composer)


@pytest.fixture(scope="module")
def orders(searcher: Searcher, composer: Composer) -> Orders:
    return Orders(Wishes(searcher.finder, 10), composer, searcher.reader)


def asked_for(
    orders: Orders, wardrobe: Wardrobe, brief: Brief = WOMEN, message: str = "", **act: object
) -> tuple[Act, Wished, Contents]:
    one = Act.model_validate({"name": "look", "kind": "capsule", **act})
    asked = Asked(Plan(acts=(one,)), brief, message=message, seed="s")
    wished = orders.of(one, asked)[0]
    return one, wished, wardrobe.contents(one, wished.order, asked)


def test_a_capsule_holds_what_a_look_is_made_of(orders: Orders, wardrobe: Wardrobe) -> None:
    _, _, contents = asked_for(orders, wardrobe)
    assert {"top", "bottom", "shoes"} <= contents.roles.keys() <= {*ROLES}
    assert contents.roles["top"] >= contents.roles["bottom"] > 0


def test_for_a_longer_trip_more_is_packed(orders: Orders, wardrobe: Wardrobe) -> None:
    counts = [
        sum(asked_for(orders, wardrobe, message=f"pack for {days} days", kind="packing")[2].roles.values())
        for days in (2, 5, 10)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_a_role_left_out_is_in_no_set(orders: Orders, wardrobe: Wardrobe) -> None:
    assert "bag" not in asked_for(orders, wardrobe, without=("bag",))[2].roles


def test_roles_asked_for_are_all_there_is(orders: Orders, wardrobe: Wardrobe) -> None:
    assert asked_for(orders, wardrobe, roles=("shoes", "bag"))[2].roles.keys() <= {"shoes", "bag"}


@pytest.mark.parametrize("pieces", [3, 5, 8])
def test_no_more_pieces_come_than_were_asked_for(orders: Orders, wardrobe: Wardrobe, pieces: int) -> None:
    _, wished, contents = asked_for(orders, wardrobe, pieces=pieces)
    found, _ = wardrobe.made(wished, contents)
    assert 0 < len(found) <= pieces


@pytest.mark.parametrize("kind", ["capsule", "packing"])
@pytest.mark.parametrize("audience", ["women", "men"])
def test_a_set_is_for_one_person_and_its_looks_are_of_its_pieces(
    orders: Orders, wardrobe: Wardrobe, composer: Composer, kind: str, audience: str
) -> None:
    brief = Brief({"audience": (audience,)})
    _, wished, contents = asked_for(orders, wardrobe, brief, "for a week", kind=kind)
    pieces, outfits = wardrobe.made(wished, contents)
    rows = {piece.row for piece in pieces}
    assert len(rows) == len(pieces)
    assert all(int(composer.wear.persons[row]) & bit(wished.order.person) for row in rows)
    held = Counter(piece.role for piece in pieces)
    assert all(held[role] <= count + sum(contents.kinds.values()) for role, count in contents.roles.items())
    assert outfits
    assert all({piece.row for piece in outfit.pieces} <= rows for outfit in outfits)


def piece(role: str, row: int) -> Piece:
    return Piece(role, row, 0, 0, 1.0, 1.0, 0)


def test_what_a_set_holds_is_counted_in_words(orders: Orders, wardrobe: Wardrobe) -> None:
    act, _, contents = asked_for(orders, wardrobe, message="a week", kind="packing")
    pieces = (piece("top", 1), piece("top", 2), piece("bottom", 3), piece("shoes", 4), piece("shoes", 5))
    told = wardrobe.insight(act, contents, pieces)
    assert "2 tops" in told.text
    assert "2 pairs of shoes" in told.text
    assert "bottom" in told.text
    assert "{" not in told.text
    assert (told.reason, told.source) == (contents.reason, contents.source)
    assert told.id.endswith("packing")
