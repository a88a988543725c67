"""Shown: what is asked of articles on the page, and what only speaks of them."""

import pytest

from agents.search import Searcher
from tests.agents.planners.understanding import acts_of, understand

ASKED = [
    ("a dress | is the cotton organic?", "facts material 1"),
    ("a dress | does the second have pockets?", "facts pockets 2"),
    ("a dress | and the third?", "facts other 3"),
    ("a dress | the second one in black", "search variants"),
    ("a dress | I prefer the second", "say praise"),
]
TOLD = [
    ("a dress | the second is too long", "search"),
    ("is the cotton organic?", "search"),
]


@pytest.mark.parametrize(("talk", "acts"), ASKED)
def test_an_article_is_asked_about_or_chosen(searcher: Searcher, talk: str, acts: str) -> None:
    understood, _ = understand(searcher, talk)
    assert acts_of(understood.plan) == acts


@pytest.mark.parametrize(("talk", "acts"), TOLD)
def test_a_complaint_and_a_question_before_anything_was_shown_are_searched_for(
    searcher: Searcher, talk: str, acts: str
) -> None:
    understood, _ = understand(searcher, talk)
    assert acts_of(understood.plan) == acts


def test_an_article_shown_again_is_that_very_article(searcher: Searcher) -> None:
    understood, brief = understand(searcher, "a dress | show me the second one again")
    assert understood.plan.acts[0].article_ids == ("0700002001",)
    assert brief.anchor == "0700002001"
