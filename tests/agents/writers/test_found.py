"""Found: counts, facts, comparisons and advice are said without a hole, with the rows' own words, and never more."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.plan import Aspect
from agents.results import Comparison, Count, Difference, Fact, GivenUp, Results
from agents.writers.found import advice, comparisons, counts, facts, given_up, quoted
from catalog.measures import MEASURES
from tests.agents.writers.turns import ADA, TIP, answer, grammar, voice

SEEDS = [str(seed) for seed in range(10)]
ASPECTS = get_args(Aspect)
KINDS = ("together", "unstated", "no_column", "no_name", "none", "no_id", "audience")


def whole(lines: list[str]) -> list[str]:
    """The lines, once it is sure that none has a hole left."""
    assert not {"{", "}"} & {*"".join(lines)}
    return lines


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("part", "told"),
    [
        (GivenUp("together", "linen", "material", ("linen",)), "linen"),
        (GivenUp("unstated", "pockets", "detail", ("pockets",)), "pockets"),
        (GivenUp("no_name", "Zilch", None, ("Zilch",)), "Zilch"),
        (GivenUp("no_id", "0123456789", None, ("0123456789",)), "0123456789"),
        (GivenUp("audience", "boys", "audience", ("boys",)), "boys"),
        (GivenUp("no_column", "price: not in this catalogue", "price"), "prices"),
        (GivenUp("no_column", "delivery: not in this catalogue"), "delivery"),
        (GivenUp("together", "at most 20: nothing keeps to it", "price"), "at most 20"),
    ],
)
def test_what_was_given_up_is_named(part: GivenUp, told: str, seed: str) -> None:
    (line,) = whole([*given_up([part], voice(answer(seed=seed)))])
    assert told.lower() in line.lower()


@pytest.mark.parametrize("seed", SEEDS)
def test_that_there_is_none_at_all_is_said_and_nothing_more(seed: str) -> None:
    (line,) = given_up([GivenUp("none", "no capes here at all")], voice(answer(seed=seed)))
    assert line == "No capes here at all."


def test_one_thing_is_given_up_once() -> None:
    part = GivenUp("together", "linen", "material", ("linen",))
    assert len([*given_up([part, part], voice())]) == 1


def test_what_the_catalogue_never_has_is_said_once_a_talk() -> None:
    part = GivenUp("no_column", "price: not in this catalogue", "price")
    lines = grammar()["given_up"]["no_column"]
    heard = answer(history=tuple(("price?", line.format(name="prices")) for line in lines))
    assert [*given_up([part], voice(heard))] == []
    assert len([*given_up([part], voice())]) == 1


def test_that_a_wish_was_let_go_is_said_whenever_it_was() -> None:
    part = GivenUp("together", "linen", "material", ("linen",))
    heard = answer(history=(("linen", "linen I had to let go: nothing has it together with the rest."),))
    assert len([*given_up([part], voice(heard))]) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_count_tells_both_numbers_and_what_was_counted(seed: str) -> None:
    (line,) = whole([*counts([Count(31, 17, "red dresses")], voice(answer(seed=seed)))])
    assert all(told in line for told in ("31", "17", "red dresses"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_count_of_none_tells_what_there_is_none_of(seed: str) -> None:
    (line,) = whole([*counts([Count(0, 0, "red capes")], voice(answer(seed=seed)))])
    assert "no red capes" in line
    assert "0" in line


@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_fact_is_told_of_its_article_in_the_rows_words(aspect: str) -> None:
    (line,) = whole([*facts([Fact(2, ADA, aspect, "Calf-length in cotton")], voice())])
    assert "[2]" in line
    assert "Calf-length in cotton" in line


@pytest.mark.parametrize("aspect", ASPECTS)
def test_where_a_row_is_silent_nothing_is_made_up(aspect: str) -> None:
    (line,) = whole([*facts([Fact(2, ADA, aspect, None)], voice())])
    assert "None" not in line
    assert "[2]" in line or aspect in MEASURES


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("holds", "line"), [(True, "yes"), (False, "no"), (None, "unsaid")])
@pytest.mark.parametrize("text", ["In a soft linen weave.", None])
def test_a_question_for_a_value_is_answered_yes_no_or_left_open(
    holds: bool | None, line: str, text: str | None, seed: str
) -> None:
    fact = Fact(1, ADA, "material", text, "linen", holds)
    (told,) = whole([*facts([fact], voice(answer(seed=seed)))])
    kinds = grammar()[line if text else f"{line}_bare"]
    assert any(told.startswith(kind.split("{")[0].strip()) for kind in kinds)
    assert (text or "").rstrip(".") in told


def test_where_no_article_was_meant_it_is_asked_which() -> None:
    assert len(whole([*facts([], voice())])) == 1


@given(sentences=st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_a_long_text_is_quoted_by_its_first_sentences(sentences: list[int]) -> None:
    text = " ".join(" ".join(["word"] * count) + "." for count in sentences)
    quote = quoted(text)
    assert text.startswith(quote)
    assert quote.endswith(".")
    assert len(quote.split()) <= max(45, sentences[0])


def test_a_short_text_is_quoted_whole() -> None:
    assert quoted("Soft. Warm! Long?") == "Soft. Warm! Long?"


DIFFERENCE = Difference("colour", ((1, "black"), (2, "red"), (3, None)))


@pytest.mark.parametrize("aspect", sorted({*grammar()["comparatives"]}))
def test_the_one_that_has_more_is_named_with_what_its_row_says(aspect: str) -> None:
    one = Comparison((1, 2), (DIFFERENCE,), aspect, 2, ((2, "in a thick wool blend"),))
    (line,) = whole([*comparisons([one], (), voice())])
    assert "[2]" in line
    assert "“in a thick wool blend”" in line


def test_where_the_rows_do_not_tell_they_are_set_side_by_side() -> None:
    none, told = whole([*comparisons([Comparison((1, 2), (DIFFERENCE,), "warmth")], (), voice())])
    assert "[1] black" in told
    assert "[2] red" in told
    assert "[3]" not in told + none


def test_an_aspect_that_the_catalogue_lacks_is_not_compared() -> None:
    assert [*comparisons([Comparison((1, 2), (), "price")], ("price",), voice())] == []


def test_with_nothing_to_compare_that_is_said() -> None:
    assert len(whole([*comparisons([], (), voice())])) == 1


def test_advice_comes_with_its_reason_the_freshest_first() -> None:
    other = replace(TIP, id="linen", text="Take linen in the heat", reason="it breathes")
    of = answer(results=Results(insights=(TIP, other)), history=(("hi", "wear lace by daylight"),))
    (line,) = whole([*advice(of, voice(of))])
    assert "linen" in line
    assert "it breathes" in line


def test_no_more_advice_is_given_than_one_can_take() -> None:
    tips = tuple(replace(TIP, id=str(n), text=f"Rule number {n} of dress") for n in range(5))
    of = answer(results=Results(insights=tips))
    assert len(whole([*advice(of, voice(of))])) == 2
    assert len([*advice(replace(of, length="short"), voice(of))]) == 1


@pytest.mark.parametrize("message", ["says who?", "why is that", "what's your source"])
def test_the_source_is_told_where_it_is_asked_for(message: str) -> None:
    of = answer(results=Results(insights=(TIP,)), message=message)
    assert "Davis (1987)" in " ".join([*advice(of, voice(of))])
    plain = answer(results=Results(insights=(TIP,)), message="what shall I wear")
    assert "Davis" not in " ".join([*advice(plain, voice(plain))])


def test_where_nothing_is_known_no_advice_is_made_up() -> None:
    of = answer(results=Results())
    (line,) = whole([*advice(of, voice(of))])
    assert line in grammar()["no_advice"]
