from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.acts.advise import AdviseAct
from agents.acts.asked import Asked
from agents.plan import Act, Plan
from agents.results import Insight
from agents.retriever import Retriever
from agents.search import Searcher
from foundation.brief import Brief

QUESTIONS: list[tuple[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8")
)
ANSWERED = [(question, answers) for question, answers in QUESTIONS if answers]
ADVISE = Act(name="advise")
SEARCH = Act(name="search")


@pytest.fixture(scope="module")
def act(searcher: Searcher) -> AdviseAct:
    return AdviseAct(searcher.finder)


def told(act: AdviseAct, message: str, values: tuple[str, ...] = (), **brief: object) -> tuple[Insight, ...]:
    asking = Act(name="advise", values=values)
    return act.run(asking, Asked(Plan(acts=(asking,)), Brief(**brief), message=message)).insights  # type: ignore[arg-type]


@pytest.mark.parametrize(("question", "answers"), ANSWERED)
def test_a_question_is_answered(act: AdviseAct, question: str, answers: list[str]):
    assert {insight.id for insight in told(act, question)} & set(answers)


def test_nearly_always_the_best_answer_comes_first(act: AdviseAct):
    first = [bool(found := told(act, question)) and found[0].id in answers for question, answers in ANSWERED]
    assert sum(first) / len(first) >= 0.95


@pytest.mark.parametrize(
    "question",
    [
        "what is the capital of France?",
        "how do I fix my bike?",
        "what should I cook tonight?",
        "who won the world cup?",
        "can you help me with my maths homework?",
        "which phone should I buy?",
        "how do I ask my boss for a raise?",
        "what paint should I use for my kitchen walls?",
        "how do I train my dog to sit?",
        "where is my order?",
        "do you deliver to Norway?",
        "tell me a joke",
        "12345",
        "👗👗👗",
        "<b></b>",
    ],
)
def test_what_is_outside_the_knowledge_is_not_answered(act: AdviseAct, question: str):
    assert told(act, question) == ()


def test_the_acts_values_say_what_a_pronoun_stands_for(act: AdviseAct):
    (first, *_) = told(act, "what colours go with it?", values=("colour=camel",))
    assert first.id.startswith("colour-camel")


def test_values_that_no_lexicon_knows_are_passed_over(act: AdviseAct):
    assert told(act, "what colours go with camel?", values=("colour=blurple", "nonsense", "price=50"))


def test_in_another_language_what_is_named_is_answered(act: AdviseAct):
    (first, *_) = told(act, "welche Farben passen zu Camel?", values=("colour=camel",), language="de")
    assert first.id.startswith("colour-camel")
    assert told(act, "wie wird das Wetter?", language="de") == ()


def test_an_answer_has_its_reason_and_source(act: AdviseAct):
    for insight in told(act, "is linen good for travelling?"):
        assert all((insight.text, insight.reason, insight.source))


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("Show me three green dresses first, and what does smart casual mean?", "code-smart-casual"),
        ("I love these, thank you so much! They look great. Is satin the same as silk?", "fabric-satin-is-a-weave"),
    ],
)
def test_of_a_message_that_says_several_things_the_question_is_answered(act: AdviseAct, message: str, answer: str):
    assert answer in [insight.id for insight in told(act, message)]


def test_at_most_three_pieces_of_knowledge_are_told(act: AdviseAct):
    assert 2 <= len(told(act, "what do I wear to a wedding?")) <= 3


def test_beside_the_answer_only_what_is_on_the_same_is_told(act: AdviseAct):
    found = [insight.id for insight in told(act, "can I wear black to a wedding?")]
    assert found[0] == "wedding-guest-black"
    assert not [name for name in found if name.startswith("colour-") or "indian" in name]


def situation(act: AdviseAct, message: str, seed: str = "", **brief: object) -> list[str]:
    asked = Asked(Plan(acts=(SEARCH,)), Brief(**brief), message=message, seed=seed)  # type: ignore[arg-type]
    return [insight.id for insight in act.insights_for(asked)]


def test_a_situation_is_looked_at_from_several_sides(act: AdviseAct):
    wanted = {"occasion": ("funeral",), "colour": ("navy",), "product_type": ("suit",)}
    found = situation(act, "a navy suit for a funeral", wanted=wanted)
    assert {name.split("-")[0] for name in found} == {"funeral", "colour"}
    assert found[0].startswith("funeral-")


@pytest.mark.parametrize(
    ("message", "wanted", "first"),
    [
        ("a red dress", {"product_type": ("dress",), "colour": ("red",)}, "colour-red"),
        ("a dress for a wedding", {"product_type": ("dress",), "occasion": ("wedding",)}, ("wedding", "dress-wedding")),
    ],
    ids=["its colour", "its day"],
)
def test_advice_is_on_the_most_telling_thing_said(act: AdviseAct, message: str, wanted: dict[str, Any], first: str):
    for seed in map(str, range(20)):
        found = situation(act, message, seed, wanted=wanted)
        assert found
        assert found[0].startswith(first)
        assert not {"dress-third-layer", "wedding-dance-hem", "shoes-comfort-afternoon"} & set(found)


def test_what_speaks_of_other_garments_alone_is_not_advised(act: AdviseAct):
    wanted = {"product_type": ("earrings",), "occasion": ("birthday",)}
    for seed in map(str, range(20)):
        assert "party-easy-base" not in situation(act, "earrings for a birthday", seed, wanted=wanted)


def test_what_is_refused_is_not_advised(act: AdviseAct):
    for seed in map(str, range(20)):
        asked = Asked(
            Plan(acts=(SEARCH,)), Brief({"product_type": ("coat",)}, {"colour": ("camel",)}), message="", seed=seed
        )
        assert not any("camel" in insight.text for insight in act.insights_for(asked))


def test_sixty_talks_on_one_wish_open_in_several_ways(act: AdviseAct):
    wanted = {"product_type": ("jeans",)}
    assert len({situation(act, "jeans", f"talk {number}", wanted=wanted)[0] for number in range(60)}) >= 4


def test_a_search_that_shows_something_has_insights_and_one_that_does_not_has_none(boutique: Searcher):
    retriever = Retriever(boutique.finder, boutique.reader, 6)

    def insights(wanted: dict[str, tuple[str, ...]]) -> tuple[Insight, ...]:
        return retriever.run(Asked(Plan(acts=(SEARCH,)), Brief(wanted), message="one")).insights

    assert insights({"product_type": ("dress",), "occasion": ("wedding",)})
    assert insights({"product_type": ("umbrella",)}) == ()


def test_a_question_is_answered_by_the_retriever_too(boutique: Searcher):
    asked = Asked(Plan(acts=(ADVISE,)), Brief(), message="what does smart casual mean?")
    (first, *_) = Retriever(boutique.finder, boutique.reader, 6).run(asked).insights
    assert first.id == "code-smart-casual"


def test_of_two_colours_what_speaks_of_both_is_told(act: AdviseAct) -> None:
    answers = told(act, "is brown with black ok?", ("colour=brown", "colour=black"))
    assert answers
    assert all("brown" in answer.text.lower() and "black" in answer.text.lower() for answer in answers)
