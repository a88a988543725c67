"""The conversation of a page: what events, thumbs and other answers make of it."""

import pytest

from foundation.errors import BadInput
from foundation.events import Asks, Card, Done, Event, Look, Seen, Sentence
from ui.conversation import DELETED, Conversation, Turn


def card(handle: int, article_id: str) -> Card:
    return Card(handle, article_id, f"Name {article_id}", "Dress", "Red", "it is red")


def events(message_id: str, *article_ids: str) -> list[Event]:
    cards = [card(handle, article_id) for handle, article_id in enumerate(article_ids, start=1)]
    return [*cards, Sentence("Here you are."), Done({"message_id": message_id, "session_id": "s"})]


def say(talk: Conversation, message: str, *turn: Event) -> Turn:
    begun = talk.begin(message)
    list(talk.follow(begun, turn))
    return begun


def test_a_turn_shows_what_its_events_bring() -> None:
    talk = Conversation()
    answer = say(talk, "a dress", *events("m1", "1", "2")).answer
    assert answer is not None
    assert [shown.article_id for shown in answer.cards] == ["1", "2"]
    assert (answer.sentences, answer.message_id) == (["Here you are."], "m1")


def test_a_turn_keeps_its_looks_and_what_it_asks_back() -> None:
    talk = Conversation()
    look, asks = Look("For a wedding", (("one_piece", 1, None),)), Asks("In which colour?", ("blue",))
    answer = say(talk, "an outfit", card(1, "1"), look, asks, *events("m1")).answer
    assert answer is not None
    assert (answer.looks, answer.asks) == ([look], asks)


def test_a_turn_keeps_what_was_seen_in_its_photos() -> None:
    seen = Seen("p1", "Blue jeans", {}, {})
    talk = Conversation()
    turn = talk.begin("find this", ["p1"])
    list(talk.follow(turn, [seen, *events("m1")]))
    assert turn.answer is not None
    assert turn.answer.seen == [seen]
    assert [shot.id for shot in turn.shots] == ["p1"]


def test_a_deleted_photo_is_shown_in_no_turn() -> None:
    talk = Conversation()
    first, second = talk.begin("this", ["p1", "p2"]), talk.begin("again", ["p1"])
    assert talk.erase("p1")
    assert [shot.gone for shot in (*first.shots, *second.shots)] == [DELETED, "", DELETED]


def test_a_turn_gives_its_photos_back() -> None:
    talk = Conversation()
    turn = talk.begin("this", ["p1", "p2"])
    talk.give_back(turn)
    assert (turn.returned, turn.shots) == (("p1", "p2"), [])


def test_the_session_of_the_first_answer_is_kept() -> None:
    talk = Conversation()
    say(talk, "a dress", *events("m1"))
    assert talk.session_id == "s"


def test_each_event_is_passed_on_once_it_is_folded() -> None:
    talk = Conversation()
    turn = talk.begin("a dress")
    following = talk.follow(turn, events("m1", "1"))
    next(following)
    assert turn.answer is not None
    assert [shown.article_id for shown in turn.answer.cards] == ["1"]


def test_an_answer_that_breaks_off_is_taken_back_and_the_one_before_stays() -> None:
    def breaks() -> "list[Event]":
        raise BadInput("no")

    talk = Conversation()
    turn = say(talk, "a dress", *events("m1", "1"))
    with pytest.raises(BadInput):
        list(talk.follow(turn, (event for part in [events("m2", "2")[:1], None] for event in (part or breaks()))))
    assert turn.answer is not None
    assert turn.answer.message_id == "m1"


def test_another_answer_stands_beside_the_first_and_is_on_view() -> None:
    talk = Conversation()
    turn = say(talk, "a dress", *events("m1", "1"))
    list(talk.follow(turn, events("m2", "2")))
    assert talk.last_message_id == "m2"
    talk.leaf("m2", -1)
    assert talk.last_message_id == "m1"


def test_leafing_stops_at_either_end() -> None:
    talk = Conversation()
    say(talk, "a dress", *events("m1", "1"))
    talk.leaf("m1", 1)
    talk.leaf("m1", -1)
    talk.leaf("unknown", 1)
    assert talk.last_message_id == "m1"


def test_preferring_names_the_answer_beside_it() -> None:
    talk = Conversation()
    turn = say(talk, "a dress", *events("m1", "1"))
    assert talk.prefer("m1") is None
    list(talk.follow(turn, events("m2", "2")))
    assert talk.prefer("m2") == "m1"
    assert talk.prefer("m1") == "m2"


def test_a_card_is_found_by_its_answer_and_article() -> None:
    talk = Conversation()
    say(talk, "a dress", *events("m1", "1", "2"))
    assert talk.card("m1", "2") == card(2, "2")
    assert talk.card("m1", "3") is None
    assert talk.card("m9", "2") is None


def test_a_cleared_conversation_holds_nothing() -> None:
    talk = Conversation()
    say(talk, "a dress", *events("m1", "1"))
    talk.thumbs["m1", None] = "up"
    talk.clear()
    assert talk == Conversation()
