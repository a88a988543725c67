"""Persons: for whom each row of the boutique is, and whom the words for people mean."""

from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import catalog
from agents.search import Searcher
from retrieval.persons import EVERYBODY, MEANT, PEOPLE, PERSONS, bit, find_persons, meant, persons_of

people = st.sets(st.sampled_from(PERSONS))


@given(people=people)
def test_a_set_of_persons_comes_back_from_its_bits(people: set[str]) -> None:
    assert {*persons_of(sum(map(bit, people)))} == people


def test_everybody_is_every_person() -> None:
    assert persons_of(EVERYBODY) == PERSONS


def test_somebody_unknown_has_no_bit() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        bit("grandparent")


@given(audiences=st.lists(st.sampled_from(sorted(MEANT)), max_size=4))
def test_each_person_meant_is_told_once_and_those_meant_first_stay_first(audiences: list[str]) -> None:
    told = meant(audiences)
    assert len({*told}) == len(told)
    assert {*told} == {*chain.from_iterable(MEANT[audience] for audience in audiences)}
    assert told[: len(MEANT[audiences[0]])] == MEANT[audiences[0]] if audiences else told == ()


def test_an_audience_that_no_lexicon_has_means_nobody() -> None:
    assert meant(["robots"]) == ()


def test_every_audience_that_shoppers_have_words_for_means_somebody() -> None:
    written = yaml.load((Path(catalog.__path__[0]) / "slots" / "audience.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    assert written.keys() == MEANT.keys()


def test_everybody_that_is_meant_has_a_name_in_the_rules_of_dressing() -> None:
    assert {*chain.from_iterable(MEANT.values())} <= {*PERSONS}
    assert PEOPLE.keys() == {*PERSONS}


@pytest.mark.parametrize(
    ("article_id", "persons"),
    [
        ("0700001001", {"woman"}),
        ("0700006001", {"man"}),
        ("0700016001", {"girl"}),
        ("0700017001", {"boy"}),
        ("0700018001", {"baby girl", "baby boy"}),
        ("0700024001", {"woman"}),
    ],
)
def test_a_row_is_for_those_whose_department_it_is_from(boutique: Searcher, article_id: str, persons: set[str]) -> None:
    row = boutique.index.table.row(article_id)
    assert row is not None
    found = {*persons_of(int(find_persons(boutique.finder.filters, boutique.lexicon)[row]))}
    assert found >= persons
    assert not found & {"woman", "man"} - persons


def test_nobody_is_left_without_a_row_to_wear(boutique: Searcher) -> None:
    bits = find_persons(boutique.finder.filters, boutique.lexicon)
    assert (bits > 0).all()
