"""Changing: the look composed last made another, in a piece, in what it is built on or in its air."""

import pytest

from agents.listening import Said
from agents.planners.changing import air
from agents.rules import Rules
from agents.search import Searcher
from agents.talk import Talk
from catalog.reading import Reader
from foundation.brief import Brief
from tests.agents.planners.understanding import acts_of, understand

IN_A_PIECE = [
    ("an outfit for a party | that bag is too big", "look ~bag"),
    ("an outfit for a party | keep the bag, change the rest", "look ~one_piece ~shoes"),
    ("an outfit for a party | a skirt, not trousers", "look ~bottom"),
    ("an evening look with trousers | swap the trousers for a skirt", "look ~bottom"),
    ("an outfit for a party | too many pieces", "look pieces=2"),
]
NO_CHANGE = [
    ("a dress | keep the bag", "look"),
    ("a dress | fewer pieces", "look"),
    ("an outfit for a party | now show me coats | a bit boring", "look"),
]


@pytest.mark.parametrize(("talk", "acts"), IN_A_PIECE)
def test_a_look_is_changed_in_what_is_spoken_of(searcher: Searcher, talk: str, acts: str) -> None:
    understood, _ = understand(searcher, talk)
    assert acts_of(understood.plan) == acts


def test_a_piece_given_up_is_no_longer_what_the_look_is_built_on(searcher: Searcher) -> None:
    _, brief = understand(searcher, "an evening look with trousers | swap the trousers for a skirt")
    assert "product_type" not in brief.wanted
    assert [part.wanted["product_type"] for part in brief.parts] == [("skirt",)]


@pytest.mark.parametrize(("talk", "act"), NO_CHANGE)
def test_without_a_look_on_the_page_none_is_changed(searcher: Searcher, talk: str, act: str) -> None:
    understood, _ = understand(searcher, talk)
    assert act not in {one.name for one in understood.plan.acts}


@pytest.mark.parametrize(
    ("message", "bolder"),
    [
        ("too loud", False),
        ("something calmer please", False),
        ("a bit too flashy", False),
        ("isn't that too boring?", True),
        ("bit dull", True),
        ("with more colour", True),
        ("is that too plain for a wedding?", None),
        ("a plain shirt", None),
    ],
)
def test_quieter_is_told_from_bolder(reader: Reader, message: str, bolder: bool | None) -> None:
    turned = air(Rules(), Said(Talk(message), reader, Rules()))
    assert (turned and bool(turned[1])) is bolder


def test_bolder_lets_plain_go(reader: Reader) -> None:
    talk = Talk("too dull", Brief(wanted={"pattern": ("plain",)}))
    turned = air(Rules(), Said(talk, reader, Rules()))
    assert turned is not None
    assert [(edit.op, edit.slot, edit.values) for edit in turned[0]] == [("drop", "pattern", ("plain",))]
