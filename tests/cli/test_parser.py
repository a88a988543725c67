"""The options: where they may stand, and what is said of a wrong one."""

from pathlib import Path

import pytest

from cli.parser import build
from foundation.errors import BadInput


@pytest.mark.parametrize(
    "arguments", [["--home", "h", "search", "x"], ["search", "--home", "h", "x"], ["search", "x", "--home", "h"]]
)
def test_a_common_option_stands_before_or_after_the_verb(arguments: list[str]) -> None:
    assert build().parse_args(arguments).home == Path("h")


def test_an_option_after_the_verb_wins_over_the_same_before_it() -> None:
    assert build().parse_args(["--home", "a", "search", "x", "--home", "b"]).home == Path("b")


def test_common_options_reach_the_actions_of_feedback() -> None:
    assert build().parse_args(["feedback", "stats", "--home", "h"]).home == Path("h")


def test_filters_keep_their_order_and_an_equals_sign_in_the_value() -> None:
    args = build().parse_args(["search", "--filter", "colour=navy", "--filter", "detail=a=b"])
    assert args.filter == [("colour", "navy"), ("detail", "a=b")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "--k", "0", "x"], ["search", "--k", "ten", "x"], ["search", "--k", "1001", "x"],
        ["search", "--filter", "navy", "x"], ["search", "--filter", "=navy", "x"], ["fly"], [], ["feedback"],
        ["chat", "--planner", "oracle", "x"], ["serve", "--port", "many"],
    ],
)  # fmt: skip
def test_a_wrong_option_is_refused_with_one_line(arguments: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        build().parse_args(arguments)
    assert "\n" not in str(refused.value)
    assert "--help" in str(refused.value)
