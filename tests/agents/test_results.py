from dataclasses import FrozenInstanceError

import pytest

from agents.plan import Plan
from agents.results import Answer, Results
from foundation.brief import Brief


def test_a_writer_can_not_change_what_was_found():
    answer = Answer("a dress", Plan(), Brief(), Results(), {})
    with pytest.raises(FrozenInstanceError):
        answer.results.matched = 99  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        answer.max_words = 9_999  # type: ignore[misc]
