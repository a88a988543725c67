"""Talk, as it is kept: what can't be kept is refused in one line, and regenerated answers share their question."""

from dataclasses import replace

import pytest

from foundation.errors import BadInput, TooLarge
from storage.talk import MESSAGE_CHARS, Rating, Turn, check_text

TURN = Turn("owner", "session", "a red dress", "Here.", parent_id="before")
RATING = Rating("owner", "m1", "down", comment="too long", correction="shorter")


def test_a_message_as_long_as_can_be_is_kept() -> None:
    replace(TURN, message="x" * MESSAGE_CHARS).check()


def test_a_longer_message_is_refused_with_both_numbers() -> None:
    with pytest.raises(TooLarge, match=rf"{MESSAGE_CHARS + 1} characters, at most {MESSAGE_CHARS}"):
        replace(TURN, message="x" * (MESSAGE_CHARS + 1)).check()


@pytest.mark.parametrize("text", ["", "rött", "👗", "kjól\x00", "ab"])
def test_any_valid_text_is_kept(text: str) -> None:
    check_text("message", text)


@pytest.mark.parametrize(("text", "place"), [("\ud83d", 0), ("dress \udc57", 6)])
def test_half_a_character_is_refused_with_its_place(text: str, place: int) -> None:
    with pytest.raises(BadInput, match=f"^message holds half a character .* at position {place}: "):
        check_text("message", text)


@pytest.mark.parametrize("name", ["message", "reply"])
def test_a_turn_names_the_text_that_holds_half_a_character(name: str) -> None:
    with pytest.raises(BadInput, match=f"^{name} holds half"):
        replace(TURN, **{name: "\ud83d"}).check()


@pytest.mark.parametrize("name", ["comment", "correction"])
def test_a_rating_names_the_text_that_holds_half_a_character(name: str) -> None:
    with pytest.raises(BadInput, match=f"^{name} holds half"):
        replace(RATING, **{name: "\ud83d"}).check()


def test_a_rating_needs_no_words() -> None:
    replace(RATING, comment=None, correction=None).check()


def test_answers_to_one_message_at_one_place_share_their_question() -> None:
    assert replace(TURN, reply="Or this.", id="other", created="later").question == TURN.question


@pytest.mark.parametrize("other", [{"message": "a blue dress"}, {"parent_id": None}, {"session_id": "another"}])
def test_another_message_or_place_or_talk_is_another_question(other: dict[str, str | None]) -> None:
    assert replace(TURN, **other).question != TURN.question  # type: ignore[arg-type]


def test_the_answer_has_the_ids_that_storing_gave() -> None:
    stored = replace(TURN, turn={"reply": "Here.", "session_id": "", "message_id": ""}, id="m1")
    assert stored.answer() == {"reply": "Here.", "session_id": "session", "message_id": "m1"}
