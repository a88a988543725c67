"""Provenance: who answered, as plain JSON."""

import json
from dataclasses import fields

from foundation.provenance import Provenance

WHO = Provenance("chat", "house", "7", "3", "abc", "0123456789ab", "minilm")


def test_every_field_is_told_as_plain_json() -> None:
    told = json.loads(json.dumps(WHO.to_json()))
    assert told.keys() == {field.name for field in fields(Provenance)}
    assert Provenance(**{**told, "notes": tuple(told["notes"]), "photos": tuple(told["photos"])}) == WHO


def test_fallbacks_are_told_in_the_order_in_which_they_came() -> None:
    noted = Provenance("house", "house", "7", "3", "", "v", "minilm", ("the chat model was slow", "then it was gone"))
    assert noted.to_json()["notes"] == ["the chat model was slow", "then it was gone"]


def test_an_answer_without_a_chat_model_has_nothing_to_say_of_guidance_or_speculation() -> None:
    assert (WHO.guidance, WHO.speculation, WHO.dropped_sentences, WHO.notes) == ("", "", 0, ())
