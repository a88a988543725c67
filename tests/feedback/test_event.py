"""Ratings as they come in: what is accepted, and the one line that says what is wrong with the rest."""

from typing import Any

import pytest

from feedback.event import COMMENT_CHARS, CORRECTION_CHARS, REASONS, collect, read_event
from foundation.errors import BadInput, NotFound
from storage.store import Store

from .conftest import Say

WHOLE = {"id": 7, "message_id": "m", "rating": "up", "reasons": list(REASONS), "comment": "fine", "consent": True}


def refusal(**fields: Any) -> str:
    with pytest.raises(BadInput) as caught:
        read_event({"message_id": "m", "rating": "up", **fields})
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_event_is_read_with_every_field() -> None:
    event = read_event(WHOLE)
    assert (event.id, event.rating, tuple(event.reasons), event.consent) == (7, "up", REASONS, True)


def test_consent_is_false_until_given() -> None:
    assert read_event({"message_id": "m", "rating": "down"}).consent is False


@pytest.mark.parametrize("consent", ["yes", "true", 1, None])
def test_consent_is_never_guessed_from_another_value(consent: object) -> None:
    assert "field 'consent'" in refusal(consent=consent)


def test_an_unknown_reason_is_refused_with_those_there_are() -> None:
    message = refusal(reasons=["tone", "ugly\n"])
    assert message == (
        r"feedback: reason 'ugly\n' is not known: use not_matched, wrong_colour, ignored_exclusion, wrong_occasion, "
        "wrong_audience, invented, too_long, tone, other"
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rating": "sideways"}, "field 'rating': input should be 'up' or 'down'"),
        ({"message_id": None}, "field 'message_id': input should be a valid string"),
        ({"article_id": 108775015}, "field 'article_id': input should be a valid string"),
        ({"reasons": "tone"}, "field 'reasons': input should be a valid list"),
        ({"comment": "x" * (COMMENT_CHARS + 1)}, "field 'comment': string should have at most 2000 characters"),
        ({"correction": "x" * (CORRECTION_CHARS + 1)}, "field 'correction': string should have at most 10000"),
        ({"consnet": True}, "field 'consnet' is not known: use id, message_id, article_id, rating"),
        ({"article_id": "0108775015", "correction": "better"}, "speak of the whole answer: leave article_id out"),
        ({"article_id": "0108775015", "chosen_over": "m"}, "speak of the whole answer: leave article_id out"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], words: str) -> None:
    assert words in refusal(**fields)


@pytest.mark.parametrize("data", [None, [], "up", 3])
def test_what_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(BadInput, match=r"^feedback: "):
        read_event(data)


def test_a_missing_rating_is_named() -> None:
    with pytest.raises(BadInput, match="field 'rating': field required"):
        read_event({"message_id": "m"})


def test_a_rating_is_kept_with_tidy_texts_and_each_reason_once(store: Store, say: Say) -> None:
    message_id = say("a coat", "Here are two.")
    event = read_event(
        {"message_id": message_id, "rating": "down", "reasons": ["tone", "tone", "other"], "comment": "  ",
         "correction": " Two coats: [1] and [2]. ", "consent": True}
    )  # fmt: skip
    feedback_id = collect(store, "ann", event)
    [kept] = store.feedback("ann")
    assert (kept.id, kept.reasons, kept.comment) == (feedback_id, ("tone", "other"), None)
    assert kept.correction == "Two coats: [1] and [2]."


def test_an_article_is_rated_only_where_it_was_shown(store: Store, say: Say) -> None:
    message_id = say("a coat", "Here are two.")
    shown = {"message_id": message_id, "rating": "up", "article_id": "0108775044"}
    collect(store, "ann", read_event(shown))
    with pytest.raises(BadInput, match=r"'999' was not shown with message .*\(0108775015, 0108775044\)"):
        collect(store, "ann", read_event({**shown, "article_id": "999"}))
    assert [rating.article_id for rating in store.feedback("ann")] == ["0108775044"]


def test_a_message_of_another_owner_can_not_be_rated(store: Store, say: Say) -> None:
    with pytest.raises(NotFound):
        collect(store, "bob", read_event({"message_id": say("a coat", "Here."), "rating": "up"}))


def test_an_answer_is_chosen_only_over_another_answer_to_the_same_message(store: Store, say: Say) -> None:
    first = say("a coat", "Here are two.")
    again = say("a coat", "Two coats.")
    edited = say("a red coat", "Red ones.")
    later = say("a coat", "More coats.", first)
    elsewhere = say("a coat", "Coats.", session=store.new_session("ann"))
    for other in (again, edited, later, elsewhere):
        event = read_event({"message_id": again, "rating": "up", "chosen_over": other})
        with pytest.raises(BadInput, match="is not another answer to the same message"):
            collect(store, "ann", event)
    collect(store, "ann", read_event({"message_id": again, "rating": "up", "chosen_over": first}))
    assert [rating.chosen_over for rating in store.feedback("ann")] == [first]
