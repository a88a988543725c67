"""Answer: what of a chat's answer is judged, and which rows it speaks of."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from evaluation.answer import Answer, Look, Moment
from evaluation.expectation import Reference
from evaluation.gold import load_terms

ROWS: Mapping[str, Mapping[str, str]] = {
    name: {"article_id": name, "prod_name": name, "colour_group_name": colour}
    for name, colour in (("a", "Red"), ("b", "Blue"), ("c", "Red"))
}
ITEM = {"prod_name": "Ada", "why": "Red"}


def answer(*ids: str, **given: object) -> Answer:
    items = [{"article_id": one, **ITEM} for one in ids]
    return Answer.model_validate({"acts": ["search"], "reply": "Here.", "items": items, **given})


def moment(now: Answer, *before: Answer) -> Moment:
    return Moment(now, before, ROWS, load_terms())


def test_cards_are_judged_in_their_order() -> None:
    assert answer("b", "a").ids == ("b", "a")


def test_what_an_answer_leaves_out_is_empty() -> None:
    bare = answer()
    assert (bare.items, bare.looks, bare.relaxed, bare.question) == ((), (), (), None)
    assert (bare.brief.wanted, bare.brief.excluded, bare.brief.parts) == ({}, {}, ())


def test_an_answer_without_a_reply_is_none() -> None:
    with pytest.raises(ValidationError, match="reply"):
        Answer.model_validate({"acts": []})


def test_an_own_piece_has_a_role_and_no_id() -> None:
    pieces = [{"role": "outer", "own": "navy blazer"}, {"role": "shoes", "article_id": "a"}]
    look = Look.model_validate({"title": "A look", "pieces": pieces})
    assert look.ids == ("a",)
    assert look.roles == ("outer", "shoes")


def test_rows_are_found_for_what_the_catalogue_has() -> None:
    assert moment(answer("c", "zzz", "a")).rows() == [ROWS["c"], ROWS["a"]]


@pytest.mark.parametrize(("turn", "item", "found"), [(1, 1, "a"), (1, 2, "b"), (2, 1, "c"), (1, 3, None), (2, 2, None)])
def test_an_earlier_card_is_recalled_by_turn_and_place(turn: int, item: int, found: str | None) -> None:
    now = moment(answer(), answer("a", "b"), answer("c"))
    reference = Reference(turn=turn, item=item)
    assert now.recall_id(reference) == found
    assert now.recall(reference) == (None if found is None else ROWS[found])


def test_a_card_of_an_article_that_was_made_up_has_an_id_and_no_row() -> None:
    now = moment(answer(), answer("zzz"))
    assert now.recall_id(Reference(turn=1, item=1)) == "zzz"
    assert now.recall(Reference(turn=1, item=1)) is None
