"""The question asked back is the one whose answer narrows what is left the most, and comes only when it helps."""

from dataclasses import replace
from typing import Any

import pytest

from agents.plan import Act, Edit, Plan
from agents.results import Answer, Facet, Question, Results, Shown
from agents.search import Searcher
from agents.stylist import Stylist
from agents.writers.house import HouseWriter
from agents.writers.question import answers, asked_before, bits, covered
from agents.writers.voice import read_grammar
from catalog.article import Article
from catalog.lexicon import Lexicon
from catalog.translation import Translator
from catalog.words import forms
from foundation.brief import Brief, Part
from foundation.events import Asks

ADA = Article("0700001001", prod_name="Ada", product_type_name="Dress", detail_desc="Dress in cotton.")
COLOURS = Facet("colour", (("black", 40), ("blue", 30), ("red", 30)), 1.0)
PATTERNS = Facet("pattern", (("plain", 90), ("striped", 10)), 1.0)
PEOPLE = Facet("audience", (("adults", 80), ("women", 55), ("kids", 30), ("men", 25)), 1.0)
SEARCH = Plan(acts=(Act(name="search"),))


@pytest.fixture(scope="module")
def writer(lexicon: Lexicon) -> HouseWriter:
    return HouseWriter(lexicon, Translator.read(lexicon))


def asked(writer: HouseWriter, *facets: Facet, matched: int = 100, **given: object) -> Question | None:
    defaults: dict[str, Any] = {
        "message": "dresses",
        "plan": SEARCH,
        "brief": Brief({"product_type": ("dress",)}),
        "results": Results(shown=(Shown(1, ADA, "Cotton"),), matched=matched, facets=facets),
        "handles": {1: ADA},
        "seed": "s",
    }
    return writer.question(Answer(**{**defaults, **given}))


def test_an_even_split_tells_more_than_a_lopsided_one() -> None:
    assert bits(COLOURS.counts, 100) > bits(PATTERNS.counts, 100) > 0
    assert bits((("a", 50), ("b", 50)), 100) == pytest.approx(1.0)
    assert bits((("a", 100),), 100) == 0
    assert bits((), 100) == 0


def test_the_most_telling_slot_is_asked_of_with_its_most_frequent_answers(writer: HouseWriter) -> None:
    question = asked(writer, Facet("pattern", (("plain", 94), ("striped", 3)), 1.0), COLOURS)
    assert question
    assert question.slot == "colour"
    assert question.text.endswith("?")
    assert question.text.count("?") == 1
    assert all(value in question.text for value in ("black", "blue", "red"))
    assert question.chips == ("black", "blue", "red")


def test_a_slot_that_few_rows_state_is_worth_less(writer: HouseWriter) -> None:
    rare = Facet("colour", (("black", 4), ("blue", 4), ("red", 4)), 0.12)
    even = Facet("pattern", (("plain", 60), ("striped", 40)), 1.0)
    question = asked(writer, rare, even)
    assert question
    assert question.slot == "pattern"


def test_a_split_that_tells_next_to_nothing_is_not_asked_about(writer: HouseWriter) -> None:
    assert asked(writer, Facet("pattern", (("plain", 97), ("striped", 3)), 1.0)) is None
    assert asked(writer) is None


def test_for_whom_comes_first_where_it_is_open(writer: HouseWriter) -> None:
    question = asked(writer, COLOURS, PEOPLE)
    assert question
    assert question.slot == "audience"
    assert "who it is for (say women, men or kids)" in question.text
    assert question.chips == ("for women", "for men", "black", "blue")
    alone = asked(writer, PEOPLE)
    assert alone
    assert alone.chips == ("for women", "for men", "for kids")


def test_who_speaks_of_themselves_is_grown_up(writer: HouseWriter) -> None:
    question = asked(writer, PEOPLE, message="a jumper for me")
    assert question
    assert question.chips == ("for women", "for men")


@pytest.mark.parametrize(
    "given",
    [
        {"brief": Brief({"colour": ("red",)})},
        {"brief": Brief({}, {"colour": ("red",)})},
        {"history": (("dresses", "Here are some. Colour-wise, black or red?"), ("x", "Fine."))},
    ],
    ids=["wanted", "refused", "asked before"],
)
def test_a_slot_spoken_of_or_asked_about_is_not_asked_about_again(writer: HouseWriter, given: dict[str, Any]) -> None:
    assert asked(writer, COLOURS, **given) is None


def test_every_way_to_ask_is_known_again() -> None:
    grammar, _ = read_grammar()
    for slot, lines in grammar["asked"].items():
        for line in lines:
            answer = Answer("x", SEARCH, Brief(), Results(), {}, (("m", f"Good. {line.format(values='red or blue')}"),))
            assert asked_before(answer, grammar) == {slot}


def test_points_that_tell_nearly_as_much_are_asked_of_together(writer: HouseWriter) -> None:
    lengths = Facet("length", (("midi", 40), ("mini", 30), ("maxi", 30)), 1.0)
    question = asked(writer, COLOURS, lengths)
    assert question
    assert question.text.count("?") == 1
    assert "the colour" in question.text
    assert "the length" in question.text
    assert set(question.chips) == {"black", "blue", "midi", "mini", "longer"}


def test_of_several_points_all_are_done_with_where_the_shopper_does_not_mind() -> None:
    grammar, _ = read_grammar()
    for line in grammar["open"]:
        history = (("m", f"Good. {line.format(points='the colour (say red or blue), the fabric or the length')}"),)
        answered = Answer("linen", SEARCH, Brief(), Results(), {}, history)
        indifferent = Answer("no preference", SEARCH, Brief(), Results(), {}, history)
        assert asked_before(answered, grammar) == frozenset()
        assert asked_before(indifferent, grammar) == {"colour", "material", "length"}


def test_a_slot_asked_of_three_times_is_done_with() -> None:
    grammar, _ = read_grammar()
    lines = [line.format(points="the colour (say red or blue) or the length") for line in grammar["open"][:2]]
    twice = tuple(("linen", f"Good. {line}") for line in lines)
    assert asked_before(Answer("linen", SEARCH, Brief(), Results(), {}, twice), grammar) == frozenset()
    thrice = (*twice, twice[0])
    assert asked_before(Answer("linen", SEARCH, Brief(), Results(), {}, thrice), grammar) == {"colour", "length"}


@pytest.mark.parametrize(
    "given",
    [
        {"matched": 6},
        {"message": "anything, you choose"},
        {"message": "it doesn't matter", "history": (("I don't mind", "Here are others."),)},
        {"plan": Plan(acts=(Act(name="say", topic="goodbye"),))},
        {"plan": Plan(acts=(Act(name="search"), Act(name="say", topic="grief")))},
        {"plan": Plan(edits=(Edit(op="refer", handles=(1,)),), acts=(Act(name="search"),))},
        {"brief": Brief({"product_type": ("dress",)}, parts=(Part({"product_type": ("skirt",)}),))},
    ],
    ids=["few left", "anything", "no matter, twice", "goodbye", "grief", "like this", "two garments"],
)
def test_no_question_where_it_would_be_a_nuisance(writer: HouseWriter, given: dict[str, Any]) -> None:
    assert asked(writer, COLOURS, **given) is None


def test_where_many_are_left_one_may_ask_again(writer: HouseWriter) -> None:
    history = (("hi", "How long should it be: midi or mini?"),)
    many = Facet("colour", (("black", 400), ("blue", 300), ("red", 300)), 1.0)
    assert asked(writer, many, matched=1000, history=history)


def test_after_a_count_the_talk_comes_back_to_the_wish(writer: HouseWriter) -> None:
    question = asked(writer, COLOURS, plan=Plan(acts=(Act(name="count"),)))
    assert question
    assert "dresses" in question.text
    assert "the colour" in question.text
    assert question.chips == ("black", "blue", "red")


@pytest.mark.parametrize("message", ["I'm looking for a gift", "I've nothing to wear, help!", "need clothes", "hmm"])
def test_what_is_asked_in_words_is_held_as_the_question(writer: HouseWriter, message: str) -> None:
    plan = Plan(acts=(Act(name="say", topic="unclear"),))
    for seed in range(20):
        answer = Answer(message, plan, Brief(), Results(), {}, seed=str(seed))
        question = writer.question(answer)
        assert question
        assert question.chips
        reply = " ".join(writer.write(replace(answer, question=question)))
        assert reply.count(question.text) == 1


def test_a_clean_slate_asks_what_to_look_for(writer: HouseWriter) -> None:
    answer = Answer("start over", Plan(acts=(Act(name="ask"),)), Brief(), Results(), {}, seed="s")
    question = writer.question(answer)
    assert question
    assert question.text in " ".join(writer.write(replace(answer, question=question)))


def test_answers_that_hardly_any_or_nearly_all_have_are_left_out() -> None:
    facet = Facet("pattern", (("plain", 96), ("striped", 30), ("dotted", 2), ("printed", 50)), 1.0)
    assert answers(facet, 100, {"pattern": ["printed"]}) == (("striped", 30),)
    assert covered(facet, (("striped", 30),), 100) == pytest.approx(0.3)


def test_every_chip_is_a_message_that_the_planner_understands(stylist: Stylist, lexicon: Lexicon) -> None:
    grammar, _ = read_grammar()
    for slot in grammar["weights"]:
        for value, entry in lexicon.entries[slot].items():
            if not entry.own and value not in grammar["unasked"].get(slot, ()):
                named = {(one.slot, one.value) for one in lexicon.mentions(forms(value))}
                assert named, (slot, value)


@pytest.mark.parametrize("message", ["dresses for women", "trousers for women"])
def test_a_chip_tapped_is_a_wish_taken(searcher: Searcher, stylist: Stylist, message: str) -> None:
    *events, done = stylist.stream(message)
    (asks,) = [event for event in events if isinstance(event, Asks)]
    for chip in asks.chips:
        answered = stylist.chat(chip, done.turn["session_id"], done.turn["message_id"])
        assert len(answered["brief"]["wanted"]) == len(done.turn["brief"]["wanted"]) + 1, chip


def test_a_whole_talk_never_asks_two_things_at_once(searcher: Searcher, stylist: Stylist) -> None:
    session = None
    for message in ("hello", "dresses", "blue", "for women", "something else", "thanks"):
        turn = stylist.chat(message, session)
        session = turn["session_id"]
        assert turn["reply"].count("?") <= 1


LENGTHS = Facet("length", (("mini", 40), ("midi", 35), ("maxi", 25)), 1.0)


def test_short_answers_hold_critiques_that_part_what_is_left(writer: HouseWriter) -> None:
    question = asked(writer, LENGTHS, Facet("colour", (*COLOURS.counts, ("dark", 45), ("bright", 5)), 1.0))
    assert question
    assert {"longer", "darker"} <= set(question.chips)
    assert "brighter" not in question.chips


def test_a_critique_is_not_offered_beside_a_chip_of_the_same_value_or_where_nearly_all_meet_it(
    writer: HouseWriter,
) -> None:
    question = asked(writer, COLOURS, PATTERNS)
    assert question
    assert "plainer" not in question.chips
    lengths = asked(writer, LENGTHS)
    assert lengths
    assert "maxi" in lengths.chips
    assert "longer" not in lengths.chips
