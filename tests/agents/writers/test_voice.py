"""How the house chooses its words: the same answer the same again, no line twice in a talk, talks unlike each other."""

import pytest

from agents.plan import Act, Plan
from agents.results import Answer, Results
from agents.writers.voice import Voice, read_grammar
from foundation.brief import Brief

LINES = ["One way to say {x}, surely.", "Quite another way of {x}.", "The third manner is {x}.", "Lastly we have {x}."]


def voice(**given: object) -> Voice:
    defaults = {
        "message": "x",
        "plan": Plan(acts=(Act(name="search"),)),
        "brief": Brief(),
        "results": Results(),
        "handles": {},
        "seed": "talk:0:0",
    }
    return Voice({"emoji": {"hello": "👋"}}, Answer(**{**defaults, **given}))  # type: ignore[arg-type]


def test_the_same_answer_is_told_in_the_same_words() -> None:
    assert voice().pick("k", LINES, x="a") == voice().pick("k", LINES, x="a")


def test_a_talk_walks_through_the_lines_before_it_repeats_one() -> None:
    said = [voice(seed=f"talk:{turn}:0", turn=turn).pick("k", LINES, x="a") for turn in range(1, 5)]
    assert len(set(said)) == len(LINES)


def test_other_talks_begin_elsewhere() -> None:
    assert len({voice(seed=f"{talk}:0:0").pick("k", LINES, x="a") for talk in range(40)}) == len(LINES)


def test_a_line_that_the_talk_has_heard_is_not_taken_again() -> None:
    history = tuple(("m", line.format(x="b")) for line in LINES[:3])
    for talk in range(8):
        assert voice(seed=f"{talk}:0:0", history=history).pick("k", LINES, x="a") == "Lastly we have a."


def test_within_one_reply_no_line_comes_twice() -> None:
    speaking = voice()
    assert len({speaking.pick("k", LINES, x="a") for _ in LINES}) == len(LINES)


def test_where_all_was_heard_something_is_said_all_the_same() -> None:
    history = tuple(("m", line.format(x="b")) for line in LINES)
    assert voice(history=history).pick("k", LINES, x="a")


def test_a_great_number_of_matches_is_not_told() -> None:
    lines = ["There are {matched} of them.", "A good many of them."]
    many = {voice(seed=str(talk), results=Results(matched=4000)).pick("k", lines, matched=4000) for talk in range(40)}
    few = {voice(seed=str(talk), results=Results(matched=12)).pick("k", lines, matched=12) for talk in range(40)}
    assert many == {"A good many of them."}
    assert "There are 12 of them." in few


def test_one_emoji_at_most_and_only_by_setting() -> None:
    speaking = voice(emoji=True)
    said = [speaking.pick("hello", LINES, x="a") for _ in range(3)]
    assert sum("👋" in line for line in said) == 1
    assert "👋" not in voice().pick("hello", LINES, x="a")


def test_a_sentence_begins_with_a_capital_and_a_part_of_one_does_not() -> None:
    assert voice().pick("k", ["{x} it is."], x="blue") == "Blue it is."
    assert voice().part("k", ["{x} it is."], x="blue") == "blue it is."


@pytest.mark.parametrize(
    ("opening", "hailed"),
    [("For a wedding, wear blue.", "– for a wedding, wear blue."), ("I found three.", "– I found three.")],
)
def test_a_greeting_goes_into_the_opening_sentence(opening: str, hailed: str) -> None:
    speaking = Voice(read_grammar()[0], voice().answer)
    assert speaking.hailing(opening) == opening
    speaking.hails = True
    assert speaking.hailing(opening).endswith(hailed)
    assert speaking.hailing(opening) == opening
