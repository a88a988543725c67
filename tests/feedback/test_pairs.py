"""Preference data: which ratings become which rows, and what a row says."""

from typing import Any

import pytest

from feedback.event import collect, read_event
from feedback.pairs import dpo_rows, kto_rows
from storage.store import Store

from .conftest import Say


def rate(store: Store, message_id: str, rating: str, consent: bool = True, **fields: Any) -> None:
    event = {"message_id": message_id, "rating": rating, "consent": consent, **fields}
    collect(store, "ann", read_event(event))


def replies(store: Store) -> list[tuple[str, str]]:
    """(chosen, rejected) of each pair."""
    return [(row["chosen"][0]["content"], row["rejected"][0]["content"]) for row in dpo_rows(store, "ann")]


def test_a_thumb_on_an_answer_becomes_a_kto_row_with_the_talk_before_it(store: Store, say: Say) -> None:
    first = say("a coat", "Here are two: [1], [2].")
    second = say("not black", "Then [3].", first)
    rate(store, second, "down")
    assert list(kto_rows(store, "ann")) == [
        {
            "prompt": [
                {"role": "user", "content": "a coat"},
                {"role": "assistant", "content": "Here are two: [1], [2]."},
                {"role": "user", "content": "not black"},
            ],
            "completion": [{"role": "assistant", "content": "Then [3]."}],
            "label": False,
        }
    ]


def test_the_talk_of_a_row_follows_its_own_branch(store: Store, say: Say) -> None:
    first = say("a coat", "Two.")
    other = say("a coat", "Three.")
    say("not black", "Red ones.", first)
    rate(store, say("not black", "Blue ones.", other), "up")
    [row] = kto_rows(store, "ann")
    assert [message["content"] for message in row["prompt"]] == ["a coat", "Three.", "not black"]


def test_only_the_latest_thumb_on_an_answer_counts(store: Store, say: Say) -> None:
    message_id = say("a coat", "Two.")
    rate(store, message_id, "down")
    rate(store, message_id, "up")
    assert [row["label"] for row in kto_rows(store, "ann")] == [True]


def test_nothing_is_exported_without_consent_or_after_it_is_taken_back(store: Store, say: Say) -> None:
    first = say("a coat", "Two.")
    again = say("a coat", "Three.")
    rate(store, first, "down", correction="Two coats.")
    rate(store, first, "down", consent=False, correction="Two coats.")
    rate(store, again, "up", consent=False, chosen_over=first)
    assert list(kto_rows(store, "ann")) == list(dpo_rows(store, "ann")) == []


def test_another_owners_ratings_are_not_exported(store: Store, say: Say) -> None:
    rate(store, say("a coat", "Two."), "down", correction="Two coats.")
    assert list(kto_rows(store, "bob")) == list(dpo_rows(store, "bob")) == []


def test_a_thumb_on_an_article_or_an_empty_reply_makes_no_row(store: Store, say: Say) -> None:
    rate(store, say("a coat", "Two."), "up", article_id="0108775015")
    rate(store, say("a hat", " "), "down", correction="A hat: [1].")
    assert list(kto_rows(store, "ann")) == list(dpo_rows(store, "ann")) == []


def test_a_lone_thumb_makes_no_pair(store: Store, say: Say) -> None:
    rate(store, say("a coat", "Two."), "down")
    rate(store, say("a coat", "Three."), "down")
    assert replies(store) == []


def test_an_answer_chosen_over_another_makes_a_pair_with_the_talk_before_it(store: Store, say: Say) -> None:
    first = say("hello", "Hi!")
    worse, better = say("a coat", "Two.", first), say("a coat", "Three.", first)
    rate(store, better, "up", chosen_over=worse)
    assert list(dpo_rows(store, "ann")) == [
        {
            "prompt": [
                {"role": "user", "content": "hello"},
                {"role": "assistant", "content": "Hi!"},
                {"role": "user", "content": "a coat"},
            ],
            "chosen": [{"role": "assistant", "content": "Three."}],
            "rejected": [{"role": "assistant", "content": "Two."}],
        }
    ]


@pytest.mark.parametrize(("rating", "pairs"), [("down", [("Two coats.", "Two.")]), ("up", [])])
def test_a_correction_is_preferred_to_the_answer_where_that_was_disliked(
    store: Store, say: Say, rating: str, pairs: list[tuple[str, str]]
) -> None:
    rate(store, say("a coat", "Two."), rating, correction="Two coats.")
    assert replies(store) == pairs


def test_a_liked_answer_is_preferred_to_a_disliked_one_to_the_same_message(store: Store, say: Say) -> None:
    rate(store, say("a coat", "Two."), "down")
    rate(store, say("a coat", "Three."), "up")
    rate(store, say("a coat", "Four."), "down")
    assert sorted(replies(store)) == [("Three.", "Four."), ("Three.", "Two.")]


def test_answers_to_other_messages_places_or_talks_are_not_compared(store: Store, say: Say) -> None:
    first = say("a coat", "Two.")
    rate(store, first, "down")
    rate(store, say("a red coat", "Red."), "up")
    rate(store, say("a coat", "Three.", first), "up")
    rate(store, say("a coat", "Four.", session=store.new_session("ann")), "up")
    assert replies(store) == []


def test_the_newest_outright_choice_wins_over_older_ones_and_over_thumbs(store: Store, say: Say) -> None:
    one, two = say("a coat", "One."), say("a coat", "Two.")
    rate(store, one, "up", chosen_over=two)
    assert replies(store) == [("One.", "Two.")]
    rate(store, two, "down", chosen_over=one)
    assert replies(store) == [("Two.", "One.")]


def test_two_equal_replies_are_no_comparison(store: Store, say: Say) -> None:
    one, two = say("a coat", "Same."), say("a coat", "Same.")
    rate(store, one, "up", chosen_over=two)
    rate(store, two, "down", correction="Same.")
    assert replies(store) == []
