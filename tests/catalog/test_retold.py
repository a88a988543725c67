"""Retold: the knowledge in other languages, each entry one that exists in English."""

import pytest

from catalog.knowledge import Knowledge
from catalog.language import STEMMERS
from catalog.retold import retold


@pytest.mark.parametrize("code", STEMMERS)
def test_every_entry_retold_is_one_of_the_knowledge_and_says_why(code: str) -> None:
    known = {entry.id for entry in Knowledge.read().entries}
    rows = retold(code)
    assert len(rows) >= 70
    assert rows.keys() <= known
    assert all(
        says and reason and not says.endswith(".") and not reason.endswith(".") for says, reason in rows.values()
    )


@pytest.mark.parametrize("code", STEMMERS)
def test_all_languages_retell_the_same_entries(code: str) -> None:
    assert retold(code).keys() == retold("de").keys()


def test_a_language_without_translations_retells_nothing() -> None:
    assert retold("en") == {}
