"""Wordlists: the grounding filter's lists, read once and each in its order."""

import re
from pathlib import Path

import pytest
import yaml

from agents.wordlists import FILE, words

LISTS = yaml.load(FILE.read_bytes(), Loader=yaml.CSafeLoader)
ROOM = FILE.parent


@pytest.mark.parametrize("name", LISTS)
def test_a_list_comes_in_the_order_of_its_file(name: str) -> None:
    assert words(name) == LISTS[name]
    assert words(name)


def test_a_list_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_list"):
        words("no_such_list")


@pytest.mark.parametrize("name", LISTS)
def test_no_list_is_left_that_nothing_reads(name: str) -> None:
    read = re.compile(rf"""words\(["']{name}["']\)""")
    assert any(read.search(path.read_text(encoding="utf-8")) for path in Path(ROOM).rglob("*.py"))
