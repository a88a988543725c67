"""The brief: comes back from JSON as it was, with its parts, wardrobe and look, and leaves out what is empty."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.brief import LANGUAGES, ROLES, SLOTS, Brief, Constraints, Part, Piece

names = st.text(min_size=1, max_size=8)
constraints: st.SearchStrategy[Constraints] = st.dictionaries(
    st.sampled_from(SLOTS), st.lists(names, min_size=1, max_size=3, unique=True).map(tuple), max_size=3
)
words = st.lists(names, max_size=3).map(tuple)
parts = st.builds(Part, wanted=constraints, excluded=constraints, words=words)
pieces = st.builds(Piece, role=st.sampled_from(ROLES), article_id=st.none() | names, own=st.none() | names)
briefs = st.builds(
    Brief,
    wanted=constraints,
    excluded=constraints,
    limits=st.dictionaries(st.sampled_from(["price", "size", "stock"]), names, max_size=3),
    words=words,
    ideas=words,
    anchor=st.none() | names,
    shown=words,
    parts=st.lists(parts, max_size=3).map(tuple),
    wardrobe=words,
    look=st.lists(pieces, max_size=4).map(tuple),
    language=st.sampled_from(LANGUAGES),
)


@given(brief=briefs)
def test_a_brief_comes_back_from_json_as_it_was(brief: Brief):
    assert Brief.from_json(json.loads(json.dumps(brief.to_json()))) == brief


@given(brief=briefs)
def test_only_what_is_wanted_and_refused_is_told_where_it_is_empty(brief: Brief):
    empty = {name for name, value in brief.to_json().items() if not value}
    assert empty <= {"wanted", "excluded"}


@pytest.mark.parametrize("told", [{}, {"wanted": {}}, {"language": "en", "look": []}])
def test_what_an_older_version_did_not_write_reads_as_empty(told: dict[str, object]):
    assert Brief.from_json(told) == Brief()
