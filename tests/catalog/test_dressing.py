"""Dressing: what occasions and seasons ask, read from their file."""

import pytest
import yaml

from agents.search import Searcher
from catalog.dressing import FILE, PEOPLE, Dressing
from catalog.roles import Roles
from foundation.brief import ROLES


@pytest.fixture(scope="module")
def dressing(searcher: Searcher) -> Dressing:
    return Dressing.read(searcher.lexicon, searcher.index.table.values)


def test_every_occasion_and_season_of_the_file_is_one_of_the_lexicons(searcher: Searcher) -> None:
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert set(written["occasions"]) <= searcher.lexicon.entries["occasion"].keys()
    assert set(written["seasons"]) <= searcher.lexicon.entries["season"].keys()


def test_kinds_and_roles_that_are_asked_for_exist(searcher: Searcher, dressing: Dressing) -> None:
    kinds = {kind.name: kind.role for kind in Roles.read(searcher.lexicon, searcher.index.table.values)}
    for occasion in searcher.lexicon.entries["occasion"]:
        for need in dressing.needs({"occasion": (occasion,)}):
            for role, named in (need.kinds or {}).items():
                assert {kinds.get(kind) for kind in named} == {role}, (need.name, role)
            for who in PEOPLE:
                assert set(dressing.roles(who, (need,))) <= set(ROLES)


def test_an_occasion_without_rules_asks_what_its_wider_one_does(dressing: Dressing) -> None:
    (need,) = dressing.needs({"occasion": ("engagement",)})
    assert need.name == "party"


def test_cold_adds_a_layer_and_heat_takes_it_away(dressing: Dressing) -> None:
    assert "outer" not in dressing.roles("women", ())
    assert "outer" in dressing.roles("women", dressing.needs({"season": ("winter",)}))
    assert "outer" not in dressing.roles("men", dressing.needs({"season": ("summer",)}))


def test_a_second_look_is_of_other_roles(dressing: Dressing) -> None:
    first, second = dressing.roles("women", ()), dressing.roles("women", (), second=True)
    assert ("bottom" in first, "one_piece" in second) == (True, True)


def test_advice_has_its_reason_and_source(dressing: Dressing) -> None:
    (need,) = dressing.needs({"occasion": ("wedding",)})
    assert need.advice
    assert need.advice.reason
    assert need.advice.source
