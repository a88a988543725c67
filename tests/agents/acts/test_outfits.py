"""Telling: what is said of an outfit is borne out by the rows that it speaks of."""

from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.acts.asked import Asked
from agents.acts.orders import Orders, Wished
from agents.acts.outfits import Telling
from agents.acts.wishes import Wishes
from agents.plan import Act, Plan
from agents.search import Searcher
from foundation.brief import Brief
from retrieval.looks import Composer, Outfit

Made = list[tuple[Wished, Outfit]]
Make = Callable[..., Made]
OCCASIONS = ("wedding", "work", "party", "beach", "funeral", "festival", "interview")


@pytest.fixture(scope="module")
def composer(searcher: Searcher) -> Composer:
    return Composer(searcher.finder)


@pytest.fixture(scope="module")
def telling(searcher: Searcher, composer: Composer) -> Telling:
    return Telling(Wishes(searcher.finder, 10), composer)


@pytest.fixture(scope="module")
def make(searcher: Searcher, composer: Composer) -> Make:
    orders = Orders(Wishes(searcher.finder, 10), composer, searcher.reader)

    def made(brief: Brief, message: str = "", **act: object) -> Made:
        look = Act.model_validate({"name": "look", **act})
        asked = Asked(Plan(acts=(look,)), brief, message=message, seed="s")
        return [(one, outfit) for one in orders.of(look, asked) for outfit in composer.compose(one.order)]

    return made


def whole(telling: Telling, outfit: Outfit, wished: Wished) -> list[str]:
    return telling.reasons(wished, outfit)


def test_an_article_is_named_by_its_colour_and_kind(searcher: Searcher, telling: Telling) -> None:
    table = searcher.index.table
    for row in range(0, len(table), 7):
        article = table.article(row)
        name = telling.named(row)
        assert name == name.strip()
        colour = article.colour_group_name.removeprefix("Other ").lower()
        assert name.startswith(colour) or colour in ("", "unknown", "transparent")


@settings(max_examples=8)
@given(occasion=st.sampled_from(OCCASIONS), audience=st.sampled_from(["women", "men"]))
def test_each_piece_has_one_reason_and_none_has_a_hole(
    telling: Telling, make: Make, occasion: str, audience: str
) -> None:
    for wished, outfit in make(Brief({"occasion": (occasion,), "audience": (audience,)})):
        reasons = whole(telling, outfit, wished)
        assert len(reasons) == len(outfit.pieces)
        assert not {"{", "}"} & {*"".join(reasons)}
        assert all(reason[:1].isupper() or not reason[:1].isalpha() for reason in reasons)


def test_of_an_own_piece_nothing_is_told(telling: Telling, make: Make) -> None:
    for wished, outfit in make(Brief({"audience": ("women",)}), own="a navy blazer"):
        reasons = dict(zip([piece.own for piece in outfit.pieces], whole(telling, outfit, wished), strict=True))
        assert reasons["a navy blazer"] == ""


def test_another_piece_that_a_reason_speaks_of_is_in_the_look(searcher: Searcher, telling: Telling, make: Make) -> None:
    every = {telling.named(row) for row in range(len(searcher.index.table))}
    for occasion in OCCASIONS:
        for wished, outfit in make(Brief({"occasion": (occasion,), "audience": ("women",)})):
            here = [telling.named(piece.row) for piece in outfit.pieces]
            relations = [reason.split(";")[0] for reason in whole(telling, outfit, wished) if ";" in reason]
            named = {name for name in every for relation in relations if f" the {name}" in relation}
            assert all(any(name in one for one in here) for name in named)


def test_no_rule_is_told_twice_in_one_look(telling: Telling, make: Make) -> None:
    for occasion in OCCASIONS:
        for wished, outfit in make(Brief({"occasion": (occasion,), "audience": ("women",)})):
            relations = [reason.split(";")[0] for reason in whole(telling, outfit, wished) if ";" in reason]
            assert len(relations) == len({*relations})


def test_the_rules_that_hold_a_look_together_come_with_reason_and_source(telling: Telling, make: Make) -> None:
    looks = make(Brief({"occasion": ("wedding",), "audience": ("women",)}))
    told = [*chain.from_iterable(telling.insights(outfit) for _, outfit in looks)]
    assert told
    assert all(one.id.startswith("look-") and one.text and one.reason and one.source for one in told)
