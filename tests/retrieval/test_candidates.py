"""Candidates: which rows may fill a role of a look, for whom, when and what for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.search import Searcher
from foundation.brief import ROLES
from retrieval.candidates import Candidates, Setting, weather_of
from retrieval.looks import Composer
from retrieval.persons import PERSONS, bit

OCCASIONS = ("wedding", "funeral", "work", "beach", "party", "skiing", "sport activity", "interview", "festival")
SEASONS = ("summer", "winter", "spring", "autumn")


@pytest.fixture(scope="module")
def composer(searcher: Searcher) -> Composer:
    return Composer(searcher.finder)


@pytest.fixture(scope="module")
def candidates(searcher: Searcher, composer: Composer) -> Candidates:
    return Candidates(composer.wear, composer.roles, composer.harmony, searcher.finder.filters)


def setting_of(composer: Composer, person: str = "woman", **wanted: str) -> Setting:
    needs = composer.dressing.needs({slot: (value,) for slot, value in wanted.items()})
    occasions = frozenset({wanted["occasion"]} if "occasion" in wanted else ())
    return Setting(np.ones(len(composer.wear.role), bool), person, needs, occasions, weather_of(needs, ()))


settings_of = st.fixed_dictionaries(
    {"person": st.sampled_from(PERSONS)},
    optional={"occasion": st.sampled_from(OCCASIONS), "season": st.sampled_from(SEASONS)},
)


@settings(max_examples=30)
@given(drawn=settings_of, role=st.sampled_from(ROLES))
def test_a_candidate_has_the_role_and_suits_the_person(
    candidates: Candidates, composer: Composer, drawn: dict[str, str], role: str
) -> None:
    rows = candidates.rows(role, setting_of(composer, **drawn))
    assert (composer.wear.role[rows] == ROLES.index(role)).all()
    assert (composer.wear.persons[rows] & bit(drawn["person"]) > 0).all()
    assert not composer.wear.out[rows].any()
    assert len(np.unique(rows)) == len(rows)


@settings(max_examples=30)
@given(drawn=settings_of, role=st.sampled_from(ROLES), data=st.data())
def test_what_is_not_allowed_is_no_candidate(
    candidates: Candidates, composer: Composer, drawn: dict[str, str], role: str, data: st.DataObject
) -> None:
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=11, max_size=11)))
    allowed = np.resize(allowed, len(composer.wear.role))
    rows = candidates.rows(role, replace(setting_of(composer, **drawn), allowed=allowed))
    assert allowed[rows].all()


@settings(max_examples=30)
@given(drawn=settings_of, role=st.sampled_from(ROLES))
def test_what_an_occasion_never_sees_is_no_candidate(
    candidates: Candidates, composer: Composer, searcher: Searcher, drawn: dict[str, str], role: str
) -> None:
    setting = setting_of(composer, **drawn)
    rows = candidates.rows(role, setting)
    for need in setting.needs:
        if need.never is not None:
            assert not searcher.finder.filters.rows(need.never)[rows].any()


def kinds(composer: Composer, rows: np.ndarray) -> set[str]:
    return {composer.roles.kinds[place].name for place in composer.wear.kind[rows]}


def test_swimwear_is_for_the_beach_alone(candidates: Candidates, composer: Composer) -> None:
    beach, town = setting_of(composer, occasion="beach"), setting_of(composer, occasion="work")
    swim = {name.name for name in composer.roles if name.only == "beach"}
    assert swim
    found = {role: kinds(composer, candidates.rows(role, town)) for role in ROLES}
    assert not swim & set().union(*found.values())
    assert swim & set().union(*(kinds(composer, candidates.rows(role, beach)) for role in ROLES))


def test_gloves_are_for_the_cold_alone(candidates: Candidates, composer: Composer) -> None:
    winter, summer = (setting_of(composer, season=season) for season in ("winter", "summer"))
    cold = {kind.name for kind in composer.roles if kind.need == "cold"}
    assert cold
    assert not cold & kinds(composer, candidates.rows("accessory", summer))
    assert cold & kinds(composer, candidates.rows("accessory", winter))


def test_kinds_seldom_worn_are_left_to_be_named(candidates: Candidates, composer: Composer) -> None:
    setting = setting_of(composer)
    some = sorted(kinds(composer, candidates.rows("bottom", setting)))[0]
    assert some not in kinds(composer, candidates.rows("bottom", replace(setting, seldom=frozenset({some}))))


def test_a_wish_goes_before_what_the_occasion_asks_and_keeps_its_order(
    candidates: Candidates, composer: Composer
) -> None:
    setting = setting_of(composer, occasion="funeral")
    everyday = candidates.rows("bottom", setting_of(composer))
    wished = everyday[::-1].copy()
    assert len(wished) > len(candidates.rows("bottom", setting))
    found = candidates.rows("bottom", replace(setting, wishes={"bottom": wished}))
    np.testing.assert_array_equal(found, wished)


def test_a_wish_suits_the_person_all_the_same(candidates: Candidates, composer: Composer) -> None:
    setting = setting_of(composer, person="man")
    womens = candidates.rows("bottom", setting_of(composer))
    found = candidates.rows("bottom", replace(setting, wishes={"bottom": womens}))
    assert (composer.wear.persons[found] & bit("man") > 0).all()


@pytest.mark.parametrize("role", ["top", "bottom", "outer"])
def test_sport_is_worn_with_its_like(candidates: Candidates, composer: Composer, role: str) -> None:
    plain, sport = setting_of(composer), replace(setting_of(composer), sporty=True)
    assert not composer.wear.sporty[candidates.rows(role, plain)].any()
    assert composer.wear.sporty[candidates.rows(role, sport)].all()


def test_at_a_funeral_only_dark_and_white_are_left(candidates: Candidates, composer: Composer) -> None:
    rows = candidates.rows("one_piece", setting_of(composer, occasion="funeral"))
    families = {composer.harmony.families[place].name for place in composer.wear.family[rows]}
    assert rows.size
    assert not families & {"red", "pink", "yellow", "orange", "green"}


@pytest.mark.parametrize(
    ("season", "role", "warm"), [("winter", "outer", True), ("summer", "outer", False), ("summer", "shoes", False)]
)
def test_a_season_asks_for_its_warmth(
    candidates: Candidates, composer: Composer, season: str, role: str, warm: bool
) -> None:
    rows = candidates.rows(role, setting_of(composer, season=season))
    usual = candidates.rows(role, setting_of(composer))
    told, other = (np.nanmean(composer.wear.warm[one]) for one in (rows, usual))
    assert told > other if warm else told <= other


@settings(max_examples=30)
@given(drawn=settings_of, role=st.sampled_from(ROLES))
def test_a_preference_is_a_number_a_row(
    candidates: Candidates, composer: Composer, drawn: dict[str, str], role: str
) -> None:
    setting = setting_of(composer, **drawn)
    rows = candidates.rows(role, setting)
    scores = candidates.preference(role, rows, setting)
    assert scores.shape == rows.shape
    assert np.isfinite(scores).all()


def test_what_an_occasion_names_first_is_preferred(candidates: Candidates, composer: Composer) -> None:
    setting = setting_of(composer, occasion="wedding")
    rows = np.flatnonzero(composer.wear.role == ROLES.index("shoes"))
    named = [kind for need in setting.needs for kind in (need.kinds or {}).get("shoes", ())]
    places = [composer.roles.kinds[place].name for place in composer.wear.kind[rows]]
    scores = candidates.preference("shoes", rows, setting)
    best = [score for score, name in zip(scores, places, strict=True) if name == named[0]]
    rest = [score for score, name in zip(scores, places, strict=True) if name not in named]
    assert max(best) > max(rest)


@pytest.mark.parametrize(
    ("warmths", "weather"),
    [((), set()), ((3.5,), {"cold"}), ((0.2,), {"heat"}), ((2.0,), set()), ((float("nan"), 3.0), {"cold"})],
)
def test_where_no_season_is_named_the_pieces_given_say_the_weather(
    warmths: tuple[float, ...], weather: set[str]
) -> None:
    assert weather_of((), warmths) == weather


def test_a_season_that_is_named_wins_over_the_pieces(composer: Composer) -> None:
    needs = composer.dressing.needs({"season": ("winter",)})
    assert weather_of(needs, (0.1,)) == weather_of(needs, ())
