import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.plan import Act, Edit, Plan
from agents.stylist import Stylist
from foundation.events import Asks, Card, Done, Event, Notice, Planned, Sentence
from tests.agents.scripted import Answer, fails, says, says_endlessly, seat, stays_silent

Open = Callable[..., Stylist]
GOOD_PLAN = says(
    Plan(
        edits=(Edit(op="add", slot="product_type", values=("dress",)), Edit(op="add", slot="colour", values=("red",))),
        acts=(Act(name="search"),),
    ).model_dump_json()
)
MESSAGES = ["a red dress", "how many green dresses?", "hello", "umbrella made of cashmere", "????", "start over"]


def of(kind: type[Event], events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, kind)]


def fallbacks(turn: dict[str, object]) -> str:
    return " | ".join(turn["provenance"]["notes"])  # type: ignore[index]


@pytest.mark.parametrize("message", MESSAGES)
def test_the_plan_comes_first_then_cards_then_sentences_then_a_question_then_done(stylist: Stylist, message: str):
    events = list(stylist.stream(message))
    kinds = [type(event) for event in events if not isinstance(event, Notice)]
    order = [Planned, Card, Sentence, Asks, Done]
    assert [kind for kind, _ in itertools.groupby(kinds)] == [kind for kind in order if kind in kinds]
    assert (kinds.count(Planned), kinds.count(Done), type(events[-1])) == (1, 1, Done)


@pytest.mark.parametrize("message", MESSAGES)
def test_the_answer_is_the_fold_of_its_events(stylist: Stylist, message: str):
    *events, done = stylist.stream(message)
    assert isinstance(done, Done)
    assert " ".join(event.text for event in of(Sentence, events)) == done.turn["reply"]
    cards = [(event.article_id, event.prod_name, event.why) for event in of(Card, events)]
    assert cards == [(item["article_id"], item["prod_name"], item["why"]) for item in done.turn["items"]]
    (planned,) = of(Planned, events)
    assert list(planned.acts) == done.turn["acts"]
    assert [event.text for event in of(Notice, events) if event.kind == "relaxed"] == done.turn["relaxed"]


def test_cards_are_numbered_as_sentences_call_them(stylist: Stylist):
    cards = of(Card, list(stylist.stream("dresses")))
    assert [card.handle for card in cards] == list(range(1, len(cards) + 1))


def test_every_agent_is_timed(stylist: Stylist):
    assert set(stylist.chat("a red dress")["timings_ms"]) == {"frontend", "retriever", "merger", "total"}


def test_pictures_lie_where_the_card_says_and_are_none_where_there_is_none(open_stylist: Open, tmp_path: Path):
    cards = of(Card, list(open_stylist(images=tmp_path).stream("a red dress")))
    assert {card.image for card in cards} == {None}
    first = cards[0].article_id
    (tmp_path / first[:3]).mkdir()
    (tmp_path / first[:3] / f"{first}.jpg").write_bytes(b"drawn")
    again = of(Card, list(open_stylist(images=tmp_path).stream("a red dress")))
    assert again[0].image == str(tmp_path / first[:3] / f"{first}.jpg")


def test_a_chat_model_that_behaves_plans_and_writes(open_stylist: Open):
    chat, _ = seat(GOOD_PLAN, says("I found red dresses. [1] is a dress."))
    turn = open_stylist(chat).chat("eine rote Sache")
    assert turn["brief"]["wanted"] == {"product_type": ["dress"], "colour": ["red"]}
    assert turn["reply"] == "I found red dresses. [1] is a dress."
    assert (turn["provenance"]["planner"], turn["provenance"]["writer"]) == ("chat:scripted", "chat:scripted")
    assert turn["provenance"]["notes"] == []


@pytest.mark.parametrize(
    "plan",
    [
        says("I am sorry, as a model I can't."),
        says(""),
        says('{"edits": "all of them"}'),
        says_endlessly("dress "),
        stays_silent(),
        fails(ConnectionError("refused")),
        fails(RuntimeError("out of memory"), '{"edits'),
    ],
)
def test_where_the_chat_planner_misbehaves_the_house_plans_visibly(open_stylist: Open, plan: Answer):
    chat, _ = seat(plan, timeout=0.2)
    events = list(open_stylist(chat, seats=("planner",)).stream("a red dress"))
    turn = events[-1].turn  # type: ignore[union-attr]
    assert turn["brief"]["wanted"] == {"product_type": ["dress"], "colour": ["red"]}
    assert turn["provenance"]["planner"] == "house"
    assert "the house planned instead" in fallbacks(turn)
    assert any(event.kind == "fallback" and "house planned" in event.text for event in of(Notice, events))


def test_a_plan_repaired_once_is_taken_and_says_so(open_stylist: Open):
    chat, model = seat(says("Sure! A plan:"), GOOD_PLAN)
    turn = open_stylist(chat, seats=("planner",)).chat("a red dress")
    assert (turn["provenance"]["planner"], len(model.asked)) == ("chat:scripted", 2)
    assert turn["brief"]["wanted"] == {"product_type": ["dress"], "colour": ["red"]}
    assert fallbacks(turn)


@pytest.mark.parametrize(
    ("invented", "named"),
    [
        ({"edits": [{"op": "add", "slot": "colour", "values": ["ultraviolet"]}], "acts": [{"name": "search"}]},
         "ultraviolet"),
        ({"edits": [{"op": "refer", "handles": [77]}], "acts": [{"name": "search"}]}, "[77]"),
        ({"acts": [{"name": "facts", "aspects": ["price"], "handles": [73]}]}, "[73]"),
        ({"acts": [{"name": "search", "article_ids": ["0123456789"]}]}, "0123456789"),
    ],
)  # fmt: skip
def test_what_a_planner_invents_is_named_and_not_used(open_stylist: Open, invented: dict[str, object], named: str):
    chat, _ = seat(says(json.dumps(invented)))
    turn = open_stylist(chat, seats=("planner",)).chat("a red dress")
    assert named in fallbacks(turn)
    assert named not in json.dumps({**turn, "provenance": None})


@pytest.mark.parametrize(
    "reply",
    [
        says("[9] is a purple umbrella. It costs 9.99 euros. See <b>0123456789</b>."),
        says("**Buy** the Luna Park coat! It is in stock."),
        says(""),
        stays_silent(),
        fails(ConnectionError("refused")),
        says_endlessly("purple umbrella "),
    ],
)
def test_where_the_chat_writer_misbehaves_the_house_writes_visibly(open_stylist: Open, reply: Answer):
    chat, _ = seat(reply, timeout=0.3)
    events = list(open_stylist(chat, seats=("writer",)).stream("a red dress"))
    turn = events[-1].turn  # type: ignore[union-attr]
    assert turn["provenance"]["writer"] == "house"
    assert "the house wrote instead" in fallbacks(turn)
    assert any(event.kind == "fallback" for event in of(Notice, events))
    assert "[1]" in turn["reply"]
    assert not [lie for lie in ("umbrella", "9.99", "Luna", "stock", "0123456789", "[9]", "<") if lie in turn["reply"]]


def test_true_sentences_stay_among_lies_and_the_lies_are_counted(open_stylist: Open):
    chat, _ = seat(says("[1] is a dress. [1] is a purple coat. [8] is nice. Look at [2]."))
    turn = open_stylist(chat, seats=("writer",)).chat("a red dress")
    assert turn["reply"] == "[1] is a dress. Look at [2]."
    assert turn["provenance"]["dropped_sentences"] == 2
    assert turn["provenance"]["writer"] == "chat:scripted"


def test_an_endless_writer_is_cut_at_the_words_allowed(open_stylist: Open):
    chat, _ = seat(lambda: (f"Look at [1], it is nice, number {n}. " for n in itertools.count()))
    turn = open_stylist(chat, seats=("writer",), max_words=40).chat("a red dress")
    assert 0 < len(turn["reply"].split()) <= 40
