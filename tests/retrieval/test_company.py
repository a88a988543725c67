"""Company: how well pieces of the boutique go together, and what a look can't stand."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.search import Searcher
from foundation.brief import ROLES
from retrieval.company import Company, Piece
from retrieval.looks import Composer
from tests.retrieval.test_wear import row_of

BLACK_DRESS, RED_DRESS, PRINTED_DRESS = "0700001001", "0700001002", "0700002002"
SHIRT, JEANS, COAT, SHORTS = "0700007001", "0700008001", "0700015001", "0700027001"
TRAINERS, BLACK_BOOTS, RED_PUMPS, BLACK_BAG, PRINTED_SKIRT = (
    "0700019001", "0700020001", "0700021001", "0700022001", "0700026001",
)  # fmt: skip
BIKINI, JUMPER, BLAZER, KIDS_SHIRT = "0700025001", "0700011001", "0700006001", "0700016001"
GREEN_DRESS, PINK_DRESS = "0700002001", "0700003001"

Score = Callable[..., float]


@pytest.fixture(scope="module")
def composer(boutique: Searcher) -> Composer:
    return Composer(boutique.finder)


@pytest.fixture(scope="module")
def company(composer: Composer) -> Company:
    return composer.company


@pytest.fixture(scope="module")
def piece(boutique: Searcher, composer: Composer) -> Callable[[str], Piece]:
    def made(article_id: str) -> Piece:
        row = row_of(boutique, article_id)
        return composer.company.piece(ROLES[composer.wear.role[row]], row)

    return made


@pytest.fixture(scope="module")
def score(company: Company, piece: Callable[[str], Piece]) -> Score:
    """How well the first article goes with the others."""

    def scored(article_id: str, *others: str) -> float:
        one = piece(article_id)
        return float(company.scores(one.role, np.array([one.row]), [piece(other) for other in others])[0])

    return scored


@pytest.mark.parametrize(
    ("better", "worse", "beside"),
    [
        (BLACK_BOOTS, TRAINERS, BLACK_DRESS),  # as dressy as the dress
        (TRAINERS, RED_PUMPS, JEANS),
        (SHIRT, JUMPER, RED_DRESS),  # as warm as the dress
        (JUMPER, SHIRT, COAT),
        (BLACK_BAG, PRINTED_SKIRT, BLACK_BOOTS),  # of one colour
        (BLACK_DRESS, RED_DRESS, RED_PUMPS),
        (SHIRT, GREEN_DRESS, RED_DRESS),  # a neutral beside a colour
        (JEANS, SHORTS, COAT),
    ],
)
def test_some_pieces_are_better_company_than_others(score: Score, better: str, worse: str, beside: str) -> None:
    assert score(better, beside) > score(worse, beside)


@pytest.mark.parametrize(
    ("one", "other"), [(SHIRT, BLACK_DRESS), (PRINTED_SKIRT, BLAZER), (BLACK_BAG, BLACK_BOOTS), (JUMPER, COAT)]
)
def test_what_goes_together_scores_well_above_nothing(score: Score, one: str, other: str) -> None:
    assert score(one, other) > 0.3


@pytest.mark.parametrize(("one", "other"), [(RED_PUMPS, SHORTS), (PRINTED_SKIRT, KIDS_SHIRT), (BIKINI, COAT)])
def test_what_clashes_scores_below_nothing(score: Score, one: str, other: str) -> None:
    assert score(one, other) < -0.5


def test_two_prints_are_worse_than_one(score: Score) -> None:
    assert score(PRINTED_SKIRT, SHIRT) > score(PRINTED_SKIRT, PRINTED_DRESS) + 1


def test_shoes_and_bag_of_one_colour_go_together_better(company: Company, piece: Callable[[str], Piece]) -> None:
    bag = piece(BLACK_BAG)
    black, red = (
        float(company.scores("shoes", np.array([piece(one).row]), [bag])[0]) for one in (BLACK_BOOTS, RED_PUMPS)
    )
    assert black > red


def test_with_nobody_beside_it_no_row_is_better_than_another(company: Company, composer: Composer) -> None:
    rows = np.flatnonzero(composer.wear.role >= 0)
    assert not company.scores("top", rows, []).any()


def test_one_colour_more_is_company_and_one_more_still_is_noise(score: Score) -> None:
    alone, second = score(BLACK_BAG, RED_DRESS), score(GREEN_DRESS, RED_DRESS, SHIRT)
    third = score(PINK_DRESS, RED_DRESS, GREEN_DRESS, SHIRT)
    assert alone > second > third


@settings(max_examples=20)
@given(data=st.data())
def test_a_score_of_many_pieces_is_the_same_whatever_their_order(
    company: Company, composer: Composer, data: st.DataObject
) -> None:
    rows = np.flatnonzero(composer.wear.role >= 0)
    held = data.draw(st.lists(st.sampled_from(rows.tolist()), min_size=1, max_size=4, unique=True))
    pieces = [company.piece(ROLES[composer.wear.role[row]], row) for row in held]
    mixed = data.draw(st.permutations(pieces))
    role = data.draw(st.sampled_from(ROLES))
    np.testing.assert_allclose(company.scores(role, rows, pieces), company.scores(role, rows, mixed), atol=1e-5)


@settings(max_examples=20)
@given(data=st.data())
def test_what_was_found_of_a_piece_before_says_the_same_again(
    company: Company, composer: Composer, data: st.DataObject
) -> None:
    rows = np.flatnonzero(composer.wear.role >= 0)
    known: dict[int, np.ndarray] = {}
    held = data.draw(st.lists(st.sampled_from(rows.tolist()), min_size=1, max_size=3, unique=True))
    pieces = [company.piece(ROLES[composer.wear.role[row]], row) for row in held]
    fresh = company.scores("shoes", rows, pieces)
    company.scores("shoes", rows, pieces[:1], known)
    assert [*known] == held[:1]
    np.testing.assert_array_equal(company.scores("shoes", rows, pieces, known), fresh)


def test_a_second_accessory_of_a_kind_is_never_company(company: Company, piece: Callable[[str], Piece]) -> None:
    hat = piece("0700023001")
    rows = np.array([hat.row])
    assert (
        float(company.scores("accessory", rows, [hat])[0])
        < float(company.scores("accessory", rows, [piece(SHIRT)])[0]) - 2
    )


def test_a_piece_carries_what_its_row_is_and_the_shoppers_words(company: Company, composer: Composer) -> None:
    own = company.piece("outer", 8, "my old blazer")
    assert (own.role, own.row, own.own) == ("outer", 8, "my old blazer")
    assert (own.family, own.kind) == (int(composer.wear.family[8]), int(composer.wear.kind[8]))
