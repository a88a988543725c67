"""Bodies: slots as pairs, and nothing but the named fields."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from api.bodies import ChatBody, ClassifyBody, SearchBody, pairs

words = st.text(max_size=6)


@pytest.mark.parametrize(
    ("slots", "told"),
    [
        ({}, []),
        ({"colour": "red"}, [("colour", "red")]),
        ({"colour": ["red", "blue"], "audience": "men"}, [("colour", "red"), ("colour", "blue"), ("audience", "men")]),
        ({"colour": []}, []),
    ],
)
def test_a_slot_is_a_pair_for_each_of_its_values(
    slots: dict[str, str | list[str]], told: list[tuple[str, str]]
) -> None:
    assert pairs(slots) == told


@settings(max_examples=30)
@given(slots=st.dictionaries(words, words | st.lists(words, max_size=3), max_size=4))
def test_no_value_is_lost(slots: dict[str, str | list[str]]) -> None:
    values = [
        value
        for given_values in slots.values()
        for value in ([given_values] if isinstance(given_values, str) else given_values)
    ]
    assert [value for _, value in pairs(slots)] == values


@pytest.mark.parametrize("body", [ChatBody, SearchBody, ClassifyBody])
def test_a_field_that_is_not_named_is_refused(body: type[ChatBody | SearchBody | ClassifyBody]) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        body.model_validate({"message": "a", "query": "a", "text": "a", "surprise": 1})


@pytest.mark.parametrize("k", [0, 1001, "many", 1.5])
def test_so_many_hits_are_not_to_be_had(k: object) -> None:
    with pytest.raises(ValidationError):
        SearchBody.model_validate({"query": "a", "k": k})


def test_a_search_asks_for_ten_and_no_filters_where_it_does_not_say() -> None:
    body = SearchBody(query="a")
    assert (body.k, body.filters, body.excludes, body.variants) == (10, {}, {}, False)


def test_every_slot_is_named_in_the_schema() -> None:
    described = SearchBody.model_json_schema()["properties"]["filters"]["description"]
    assert all(slot in described for slot in ("colour", "audience", "occasion"))
