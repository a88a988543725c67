"""Pieces: two or three of what was found, each with what tells it from the others, true of its row."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.results import Results, Shown
from agents.search import Searcher
from agents.writers.pieces import MOST_TOLD, tell
from catalog.article import Article
from catalog.contrast import traits
from catalog.lexicon import Lexicon
from foundation.brief import Brief, Part
from tests.agents.writers.turns import ADA, SEARCH, SHOWN, answer, plan, voice

HANDLE = re.compile(r"\[(\d+)\]")


def told(lexicon: Lexicon, **given: object) -> list[str]:
    of = answer(**given)
    return [*tell(of, lexicon, lambda article: traits(article, lexicon), voice(of))]


def handles(lines: list[str]) -> Iterator[int]:
    return map(int, HANDLE.findall(" ".join(lines)))


def test_each_piece_has_a_sentence_and_the_first_comes_first(lexicon: Lexicon) -> None:
    lines = told(lexicon)
    assert len(lines) == MOST_TOLD
    assert next(handles(lines)) == 1
    assert {*handles(lines)} == {1, 2, 3}


def test_a_short_reply_tells_of_two(lexicon: Lexicon) -> None:
    assert len(told(lexicon, length="short")) == 2


@pytest.mark.parametrize(("slot", "value", "word"), [("colour", "white", "white"), ("pattern", "plain", "plain")])
def test_what_was_asked_for_goes_without_saying(lexicon: Lexicon, slot: str, value: str, word: str) -> None:
    only = Results(shown=(replace(SHOWN[2], handle=1),), matched=1)
    assert word in told(lexicon, results=only)[0]
    asked = Brief({"product_type": ("dress",), slot: (value,)})
    assert word not in told(lexicon, results=only, brief=asked)[0]


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_a_sentence_says_of_a_piece_what_its_own_row_says(lexicon: Lexicon, seed: str) -> None:
    first, second, third = told(lexicon, seed=seed)
    assert "cotton" in first or "black" in first.lower() or "V-neck" in first
    assert not {"linen", "striped"} & {*first.split()}
    assert not {"cotton", "V-neck"} & {*third.replace(",", "").split()} or "[1]" in third
    assert second != third


def test_one_that_was_found_alone_is_said_to_be(lexicon: Lexicon) -> None:
    (line,) = told(lexicon, results=Results(shown=SHOWN[:1], matched=1))
    assert [*handles([line])] == [1]


def test_pieces_that_are_described_alike_are_left_to_the_eye(lexicon: Lexicon) -> None:
    twins = (Shown(1, ADA, "Black"), Shown(2, replace(ADA, article_id="0700009001", prod_name="Eve"), "Black"))
    first, second = told(lexicon, results=Results(shown=twins, matched=2))
    assert "[1]" in first
    assert {*handles([second])} == {1, 2}


def test_versions_of_one_product_are_told_by_their_colours(lexicon: Lexicon) -> None:
    (line,) = told(lexicon, plan=plan(acts=(SEARCH.model_copy(update={"variants": True}),)))
    assert "[1] in black" in line
    assert "[2] in red" in line


def test_garments_asked_for_together_have_a_sentence_each(lexicon: Lexicon) -> None:
    both = Brief({"product_type": ("dress",)}, parts=(Part({"product_type": ("shoes",)}),))
    dress, none = told(lexicon, brief=both)
    assert "[1]" in dress
    assert "shoes" in none
    assert not [*handles([none])]


@settings(max_examples=30)
@given(data=st.data())
def test_whatever_is_found_no_hole_is_left_and_no_piece_is_told_of_that_was_not_shown(
    searcher: Searcher, lexicon: Lexicon, data: st.DataObject
) -> None:
    table = searcher.index.table
    rows = data.draw(st.lists(st.integers(0, len(table) - 1), min_size=1, max_size=6, unique=True))
    shown = tuple(Shown(place, table.article(row), "") for place, row in enumerate(rows, 1))
    seed = data.draw(st.sampled_from("abcdefgh"))
    lines = told(lexicon, results=Results(shown=shown, matched=len(shown)), seed=seed)
    assert 1 <= len(lines) <= MOST_TOLD
    assert not {"{", "}"} & {*"".join(lines)}
    assert {*handles(lines)} <= {one.handle for one in shown}
    assert next(handles(lines)) == 1
    assert all(line[0].isupper() or line[0] == "[" for line in lines)


def test_a_row_that_says_nothing_is_told_of_by_its_card(lexicon: Lexicon) -> None:
    bare = Article("0700009009", prod_name="Xen")
    (line,) = told(lexicon, results=Results(shown=(Shown(1, bare, "Near by its name"),), matched=1))
    assert "near by its name" in line
