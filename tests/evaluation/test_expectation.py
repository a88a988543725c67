"""The vocabulary of assertions is closed: what it does not know is refused when the file is read."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluation.expectation import Expectation


def test_an_expectation_asserts_nothing_but_brevity_by_itself() -> None:
    assert Expectation().words_max == 120
    assert Expectation().items is None


@pytest.mark.parametrize(
    "broken",
    [
        {"cards": 3},
        {"items": {"least": 1}},
        {"wants": ["mood"]},
        {"reply_lacks": ["("]},
        {"relaxed": "("},
        {"keeps_items": 0},
        {"facts": {"turn": 1, "words": []}},
        {"shares": {"turn": 1}},
        {"looks": {"roles": ["hat"]}},
        {"looks": {"owns": "("}},
        {"compares": {"turn": 1, "items": [1]}},
        {"brief_is": {"wanted": {"mood": "merry"}}},
        {"language": "nl"},
    ],
)
def test_what_the_vocabulary_lacks_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Expectation.model_validate(broken)


def test_relaxed_may_be_told_or_matched() -> None:
    assert Expectation.model_validate({"relaxed": True}).relaxed is True
    assert Expectation.model_validate({"relaxed": "price"}).relaxed == "price"


def test_an_expectation_knows_all_the_turns_it_looks_back_at_and_all_its_golds() -> None:
    expect = Expectation.model_validate(
        {
            "looks": {"includes": {"turn": 1}, "keeps": 2, "some": {"want": ["dress"]}},
            "compares": {"turn": 3, "items": [1, 2]},
            "same_items_as": 4,
            "some_each": [{"want": ["boots"]}],
        }
    )
    assert sorted(expect.references()) == [1, 2, 3, 4]
    assert [gold.want for gold in expect.golds()] == [("boots",), ("dress",)]
