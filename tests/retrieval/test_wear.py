"""Wear: what each row of the boutique is in a look."""

import numpy as np
import pytest

from agents.search import Searcher
from foundation.brief import ROLES
from retrieval.looks import Composer
from retrieval.persons import persons_of
from retrieval.wear import NO_ROLE, Wear


@pytest.fixture(scope="module")
def composer(boutique: Searcher) -> Composer:
    return Composer(boutique.finder)


@pytest.fixture(scope="module")
def wear(composer: Composer) -> Wear:
    return composer.wear


def row_of(boutique: Searcher, article_id: str) -> int:
    row = boutique.index.table.row(article_id)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("article_id", "role"),
    [
        ("0700001001", "one_piece"),
        ("0700006001", "outer"),
        ("0700007001", "top"),
        ("0700008001", "bottom"),
        ("0700013001", "outer"),
        ("0700019001", "shoes"),
        ("0700022001", "bag"),
        ("0700023001", "accessory"),
        ("0700026001", "bottom"),
    ],
)
def test_a_row_has_the_role_of_its_kind(boutique: Searcher, wear: Wear, article_id: str, role: str) -> None:
    assert ROLES[wear.role[row_of(boutique, article_id)]] == role


def test_underwear_is_no_piece_of_a_look(boutique: Searcher, wear: Wear) -> None:
    row = row_of(boutique, "0700024001")
    assert wear.role[row] == NO_ROLE or wear.out[row]


def test_every_array_has_a_value_a_row(boutique: Searcher, wear: Wear) -> None:
    assert {len(array) for array in vars(wear).values()} == {len(boutique.index.table)}


def test_dressiness_and_warmth_go_from_nothing_to_four(wear: Wear) -> None:
    assert ((wear.dressy >= 0) & (wear.dressy <= 4)).all()
    warm = wear.warm[~np.isnan(wear.warm)]
    assert len(warm)
    assert ((warm >= 0) & (warm <= 4)).all()


@pytest.mark.parametrize(
    ("dressier", "plainer"),
    [
        ("0700021001", "0700019001"),  # court shoes, trainers
        ("0700006001", "0700027001"),  # a blazer, cargo shorts
        ("0700026001", "0700010001"),  # a satin skirt, ripped jeans
        ("0700001001", "0700003001"),  # a dress in woven cotton, one in jersey
    ],
)
def test_some_pieces_are_dressier_than_others(boutique: Searcher, wear: Wear, dressier: str, plainer: str) -> None:
    assert wear.dressy[row_of(boutique, dressier)] > wear.dressy[row_of(boutique, plainer)]


@pytest.mark.parametrize(
    ("warmer", "cooler"),
    [
        ("0700015001", "0700013001"),  # a padded coat, a biker jacket
        ("0700011001", "0700016001"),  # a wool jumper, a t-shirt
        ("0700006002", "0700006001"),  # a wool blazer, a linen one
    ],
)
def test_some_pieces_are_warmer_than_others(boutique: Searcher, wear: Wear, warmer: str, cooler: str) -> None:
    assert wear.warm[row_of(boutique, warmer)] > wear.warm[row_of(boutique, cooler)]


def test_weather_is_nothing_to_a_bag(boutique: Searcher, wear: Wear) -> None:
    assert np.isnan(wear.warm[row_of(boutique, "0700022001")])


@pytest.mark.parametrize(
    ("article_id", "loud"), [("0700001001", 0), ("0700001003", 1), ("0700002002", 2), ("0700026001", 2)]
)
def test_a_plain_row_is_quieter_than_a_stripe_and_a_stripe_than_a_print(
    boutique: Searcher, wear: Wear, article_id: str, loud: int
) -> None:
    assert wear.loud[row_of(boutique, article_id)] == loud


@pytest.mark.parametrize(
    ("article_id", "family"),
    [("0700001001", "black"), ("0700001002", "red"), ("0700007001", "white"), ("0700008001", "denim")],
)
def test_a_row_has_the_colour_family_that_its_columns_name(
    boutique: Searcher, composer: Composer, article_id: str, family: str
) -> None:
    assert composer.wear.family[row_of(boutique, article_id)] == composer.harmony.place(family)


def test_a_colour_that_is_not_stated_has_no_family(boutique: Searcher, wear: Wear) -> None:
    assert wear.family[row_of(boutique, "0700023001")] == -1


def test_a_row_is_worn_by_those_it_is_made_for(boutique: Searcher, wear: Wear) -> None:
    assert persons_of(int(wear.persons[row_of(boutique, "0700006001")])) == ("man",)
