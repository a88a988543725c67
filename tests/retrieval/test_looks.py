"""Looks: what holds of every outfit that is composed, whatever it is built on."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.search import Searcher
from foundation.brief import ROLES
from retrieval.looks import Composer, Given, Order, Outfit
from retrieval.persons import PERSONS, bit, meant

OCCASIONS = (
    None, "wedding", "work", "funeral", "beach", "skiing", "festival", "casual", "party", "interview", "school",
    "sport activity", "date",
)  # fmt: skip
SEASONS = (None, "summer", "winter", "spring", "autumn", "rain")


@pytest.fixture(scope="module")
def composer(searcher: Searcher) -> Composer:
    return Composer(searcher.finder)


def order_of(
    composer: Composer, person: str, occasion: str | None = None, season: str | None = None, **more: object
) -> Order:
    wanted = {slot: (value,) for slot, value in (("occasion", occasion), ("season", season)) if value}
    asked = {"allowed": np.ones(len(composer.wear.role), bool), "person": person, **more}
    return Order(needs=composer.dressing.needs(wanted), occasions=frozenset(wanted.get("occasion", ())), **asked)  # type: ignore[arg-type]


def kinds_of(composer: Composer, outfit: Outfit) -> set[str]:
    return {composer.roles.kinds[piece.kind].name for piece in outfit.pieces}


def check(composer: Composer, outfit: Outfit, person: str, order: Order) -> None:
    """What no look may lack: roles once, one audience, nothing ruled out, nothing twice."""
    given_rows = {piece.row for piece in order.given}
    counts = Counter(piece.role for piece in outfit.pieces)
    assert all(count == 1 for role, count in counts.items() if role != "accessory")
    assert not (counts["one_piece"] and (counts["top"] or counts["bottom"]))
    assert len({piece.row for piece in outfit.pieces}) == len(outfit.pieces)
    accessories = [piece.kind for piece in outfit.pieces if piece.role == "accessory"]
    assert len(set(accessories)) == len(accessories)
    for piece in outfit.pieces:
        if piece.row in given_rows:
            continue
        assert order.allowed[piece.row]
        assert int(composer.wear.persons[piece.row]) & bit(person)
        assert composer.role_of(piece.row, order.occasions) == piece.role


@settings(max_examples=60)
@given(data=st.data())
def test_every_look_is_one_that_a_person_can_wear(composer: Composer, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(np.flatnonzero(composer.wear.role >= 0).tolist()))
    role = composer.role_of(row)
    given_pieces = (Given(role, row),) if role else ()
    persons = [person for person in PERSONS if int(composer.wear.persons[row]) & bit(person)]
    person = data.draw(st.sampled_from(persons))
    occasion, season = data.draw(st.sampled_from(OCCASIONS)), data.draw(st.sampled_from(SEASONS))
    barred = data.draw(st.integers(0, 3))
    allowed = composer.wear.family % 4 != barred
    pieces = data.draw(st.sampled_from([None, 2, 3, 4]))
    order = order_of(
        composer, person, occasion, season, given=given_pieces, allowed=allowed, looks=2, pieces=pieces, seed=str(row)
    )
    outfits = composer.compose(order)
    for outfit in outfits:
        check(composer, outfit, person, order)
        assert pieces is None or len(outfit.pieces) <= pieces
        assert {piece.row for piece in order.given} <= {piece.row for piece in outfit.pieces}


@pytest.mark.parametrize("person", ["woman", "man", "girl", "boy", "baby girl", "baby boy"])
def test_a_look_without_any_wish_covers_the_body_and_the_feet(composer: Composer, person: str) -> None:
    (outfit,) = composer.compose(order_of(composer, person))
    roles = {piece.role for piece in outfit.pieces}
    assert "one_piece" in roles or {"top", "bottom"} <= roles | set(outfit.missing)
    assert "shoes" in roles | set(outfit.missing)


def test_looks_beside_each_other_share_nothing_but_what_was_given(composer: Composer) -> None:
    blazer = next(row for row in range(len(composer.wear.role)) if composer.role_of(row) == "outer")
    person = next(person for person in PERSONS if int(composer.wear.persons[blazer]) & bit(person))
    outfits = composer.compose(order_of(composer, person, given=(Given("outer", blazer),), looks=3))
    chosen = [piece.row for outfit in outfits for piece in outfit.pieces if piece.row != blazer]
    assert len(outfits) >= 2
    assert len(set(chosen)) == len(chosen)


@pytest.mark.parametrize("person", ["woman", "man"])
@pytest.mark.parametrize(
    ("season", "never"), [("summer", {"puffer", "beanie", "gloves"}), ("winter", {"sandals", "shorts", "flip flops"})]
)
def test_the_season_keeps_out_what_is_for_another(
    composer: Composer, person: str, season: str, never: set[str]
) -> None:
    for seed in "abcd":
        for outfit in composer.compose(order_of(composer, person, season=season, looks=2, seed=seed)):
            assert not kinds_of(composer, outfit) & never


def test_sandals_are_never_worn_under_a_winter_coat(composer: Composer) -> None:
    coats = [
        row
        for row in range(len(composer.wear.role))
        if composer.role_of(row) == "outer" and composer.wear.warm[row] >= 3.5
    ]
    for row in coats[:12]:
        person = next(person for person in PERSONS if int(composer.wear.persons[row]) & bit(person))
        for outfit in composer.compose(order_of(composer, person, given=(Given("outer", row),))):
            assert not kinds_of(composer, outfit) & {"sandals", "heeled sandals", "flip flops", "shorts"}


@pytest.mark.parametrize("person", ["woman", "man"])
def test_a_funeral_is_sober(composer: Composer, person: str) -> None:
    sober = {"black", "navy", "dark grey", "grey", "white", "off white"}
    for outfit in composer.compose(order_of(composer, person, "funeral", looks=2)):
        families = {composer.harmony.families[piece.family].name for piece in outfit.pieces}
        assert families <= sober
        assert all(piece.loud < 2 for piece in outfit.pieces)


def test_swimwear_is_for_the_beach_alone(composer: Composer) -> None:
    for occasion in (o for o in OCCASIONS if o != "beach"):
        for outfit in composer.compose(order_of(composer, "woman", occasion, "summer", looks=2)):
            assert not kinds_of(composer, outfit) & {
                "swimsuit",
                "bikini top",
                "bikini bottoms",
                "swim shorts",
                "sarong",
            }


def test_sport_is_dressed_with_sports_clothes(composer: Composer) -> None:
    (outfit,) = composer.compose(order_of(composer, "woman", "sport activity"))
    assert all(composer.wear.sporty[piece.row] for piece in outfit.pieces if piece.role in ("top", "bottom"))
    everyday = composer.compose(order_of(composer, "woman", "work"))
    assert not any(composer.wear.sporty[piece.row] for outfit in everyday for piece in outfit.pieces)


def test_at_most_one_piece_is_loud(composer: Composer) -> None:
    loud = [
        row
        for row in np.flatnonzero(composer.wear.loud == 2).tolist()
        if composer.role_of(row) in ("bottom", "one_piece")
    ]
    for row in loud[:15]:
        person = next(person for person in PERSONS if int(composer.wear.persons[row]) & bit(person))
        role = composer.role_of(row)
        assert role
        for outfit in composer.compose(order_of(composer, person, given=(Given(role, row),))):
            assert sum(piece.loud == 2 for piece in outfit.pieces) == 1


def test_only_the_roles_asked_for_are_filled(composer: Composer) -> None:
    top = next(row for row in range(len(composer.wear.role)) if composer.role_of(row) == "top")
    person = next(person for person in PERSONS if int(composer.wear.persons[top]) & bit(person))
    for outfit in composer.compose(order_of(composer, person, given=(Given("top", top),), roles=("shoes",), looks=3)):
        assert [piece.role for piece in outfit.pieces] == ["top", "shoes"]


def test_what_is_left_out_is_left_out(composer: Composer) -> None:
    (outfit,) = composer.compose(order_of(composer, "woman", without=frozenset({"bag", "accessory"})))
    assert not {"bag", "accessory"} & {piece.role for piece in outfit.pieces}


def test_a_seed_always_makes_the_same_look_and_another_seed_may_make_another(composer: Composer) -> None:
    def rows(seed: str) -> list[int]:
        return [piece.row for piece in composer.compose(order_of(composer, "woman", "party", seed=seed))[0].pieces]

    assert rows("a") == rows("a")
    assert len({tuple(rows(seed)) for seed in "abcdefgh"}) > 1


def test_a_role_that_nothing_fills_is_said_to_be_missing(composer: Composer) -> None:
    allowed = composer.wear.role != ROLES.index("shoes")
    (outfit,) = composer.compose(order_of(composer, "woman", allowed=allowed))
    assert outfit.missing == ("shoes",)


def test_nothing_is_composed_of_nothing(composer: Composer) -> None:
    assert composer.compose(order_of(composer, "woman", allowed=np.zeros(len(composer.wear.role), bool))) == ()


def test_a_set_holds_as_many_pieces_of_each_role_as_asked_and_looks_are_made_of_it(composer: Composer) -> None:
    counts = {"top": 3, "bottom": 2, "outer": 1, "shoes": 2}
    order = order_of(composer, "man")
    pieces = composer.collect(order, counts, {})
    assert Counter(piece.role for piece in pieces) == counts
    assert len({piece.row for piece in pieces}) == len(pieces)
    worn = composer.worn(order, pieces)
    assert len(worn) == 2
    for outfit in worn:
        check(composer, outfit, "man", order)
        assert {piece.row for piece in outfit.pieces} <= {piece.row for piece in pieces}


class Fond:
    """Learned compatibility that wants one row and no other."""

    def __init__(self, row: int) -> None:
        self.row = row

    def scores(self, context_rows: object, candidates: np.ndarray) -> np.ndarray:
        return np.asarray(candidates == self.row, np.float32) * 100


def test_what_was_learned_has_a_say_among_what_fits(searcher: Searcher, composer: Composer) -> None:
    plain = composer.compose(order_of(composer, "woman", "work"))[0]
    shoes = {piece.role: piece.row for piece in plain.pieces}["shoes"]
    others = [
        row
        for row in range(len(composer.wear.role))
        if composer.role_of(row) == "shoes" and row != shoes and int(composer.wear.persons[row]) & bit("woman")
        and composer.roles.kinds[int(composer.wear.kind[row])].name in ("flats", "ballerinas", "loafers", "heels")
    ]  # fmt: skip
    won = 0
    for row in others:
        taught = Composer(searcher.finder, Fond(row)).compose(order_of(composer, "woman", "work"))[0]
        won += row in {piece.row for piece in taught.pieces}
        if won:
            break
    assert won


def test_an_audience_means_persons() -> None:
    assert meant(("kids",))[:2] == ("girl", "boy")
    assert meant(("women",)) == ("woman",)
    assert meant(()) == ()


@pytest.fixture(scope="module")
def priced(searcher: Searcher) -> Composer:
    """The sample with a price for nearly every article, drawn between 5 and 80."""
    composer = Composer(searcher.finder)
    drawn = np.random.default_rng(3).uniform(5, 80, len(composer.wear.role)).round(2)
    drawn[::17] = np.inf
    composer.__dict__["prices"] = drawn
    return composer


@pytest.mark.parametrize("budget", [60.0, 90.0, 150.0, 400.0])
@pytest.mark.parametrize("person", ["woman", "man"])
def test_all_pieces_together_keep_to_a_budget(priced: Composer, person: str, budget: float) -> None:
    order = order_of(priced, person, "work", looks=2, budget=budget)
    outfits = priced.compose(order)
    assert outfits
    for outfit in outfits:
        check(priced, outfit, person, order)
        assert priced.spent(outfit.pieces) <= budget
        assert not {"top", "bottom", "one_piece"} & set(outfit.missing)
        assert budget < 90 or not outfit.missing


def test_what_a_budget_does_not_reach_is_left_open(priced: Composer) -> None:
    outfits = priced.compose(order_of(priced, "woman", budget=12.0))
    assert all(priced.spent(outfit.pieces) <= 12 for outfit in outfits)
    assert all(outfit.missing for outfit in outfits)


def test_without_prices_no_budget_is_asked_of_a_look(composer: Composer) -> None:
    assert np.isinf(composer.prices).all()


def test_trousers_that_are_given_get_no_dress(composer: Composer) -> None:
    rows = np.flatnonzero(composer.wear.role == ROLES.index("bottom"))
    row = next(int(row) for row in rows if int(composer.wear.persons[row]) & bit("woman"))
    order = order_of(composer, "woman", given=(Given("bottom", row),), roles=("one_piece", "top", "shoes"))
    (outfit,) = composer.compose(order)
    assert {piece.role for piece in outfit.pieces} == {"bottom", "top", "shoes"}
