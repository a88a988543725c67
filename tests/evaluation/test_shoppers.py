"""Talks of simulated shoppers are judged by what they were shown, and questions by the turns they save."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from evaluation.gold import load_terms
from evaluation.report import Report
from evaluation.scenario import Chat
from evaluation.shopper import PATIENCE, find_asked
from evaluation.shoppers import TELLINGS, run_shoppers
from evaluation.wishes import Wishes, load_speech

Catalogue = Mapping[str, Mapping[str, str]]
SPEECH = load_speech()
COUNT = 8


@pytest.fixture(scope="module")
def wishes(sample: Catalogue) -> Wishes:
    return Wishes(sample, SPEECH, load_terms())


def card(row: Mapping[str, str]) -> dict[str, str]:
    return {"article_id": row["article_id"], "prod_name": row["prod_name"], "why": "it fits"}


def answer(*cards: dict[str, str], question: str | None = None) -> dict[str, Any]:
    return {"acts": ["search"], "reply": "Here.", "items": cards, "question": question}


def run(wishes: Wishes, catalogue: Catalogue, new_chat: Callable[[], Chat]) -> tuple[Report, dict[str, float]]:
    report = run_shoppers(new_chat, catalogue, wishes, SPEECH, COUNT)
    return report, {metric.metric: metric.value for metric in report.metrics}


def test_a_stylist_who_reads_minds_passes_at_the_first_turn(wishes: Wishes, sample: Catalogue) -> None:
    targets = (wish.target for wish in wishes.draw(COUNT) for _ in range(2 * TELLINGS))

    def new_chat() -> Chat:
        shown = answer(card(sample[next(targets)]))
        return lambda message: shown

    report, found = run(wishes, sample, new_chat)
    assert (found["shoppers_pass_1"], found["shoppers_pass_4"]) == (1, 1)
    assert (found["turns_to_target"], found["turns_ratio"]) == (1, 1)
    assert report.transcripts == ()


def test_a_stylist_who_shows_nothing_is_left_when_patience_ends(wishes: Wishes, sample: Catalogue) -> None:
    report, found = run(wishes, sample, lambda: lambda message: answer())
    assert found["shoppers_pass_1"] == 0
    assert found["turns_to_target"] == PATIENCE
    assert len(report.transcripts) == COUNT * TELLINGS
    assert "nothing that fulfils the wish within 12 turns" in report.failures[0].reason


def test_what_stands_below_the_first_six_cards_is_not_found(wishes: Wishes, sample: Catalogue) -> None:
    targets = (wish.target for wish in wishes.draw(COUNT) for _ in range(2 * TELLINGS))

    def new_chat() -> Chat:
        last = next(targets)
        wrong = [row for row in sample.values() if row["product_type_name"] != sample[last]["product_type_name"]][:6]
        return lambda message: answer(*map(card, wrong), card(sample[last]))

    assert run(wishes, sample, new_chat)[1]["shoppers_pass_1"] == 0


def test_an_invented_article_fails_the_talk(wishes: Wishes, sample: Catalogue) -> None:
    ghost = {"article_id": "0000000000", "prod_name": "Ghost", "why": "it fits"}
    report, found = run(wishes, sample, lambda: lambda message: answer(ghost))
    assert found["shoppers_invented_ids"] == 1
    assert any(failure.reason == "invented article 0000000000" for failure in report.failures)


def test_showing_what_was_refused_fails_the_talk(wishes: Wishes, sample: Catalogue) -> None:
    everything = [card(row) for row in sample.values()]
    found = run(wishes, sample, lambda: lambda message: answer(*everything[-200:]))[1]
    assert found["shoppers_exclusions_kept"] < 1


class Listener:
    """A stylist that shows the target once the shopper has told so many things, and may ask for what is left."""

    def __init__(self, target: Mapping[str, str], words: list[str], asks: bool) -> None:
        self.target, self.words, self.asks = target, words, asks
        self.slots = ["colour", "pattern", "audience", "material", "length", "sleeve", "neckline", "fit", "detail"]
        self.heard = ""

    def __call__(self, message: str) -> dict[str, Any]:
        self.heard += " " + message
        if all(any(word in self.heard for word in words.split("|")) for words in self.words):
            return answer(card(self.target))
        return answer(question=f"Which {self.slots.pop(0)}?" if self.asks and self.slots else None)


@pytest.mark.parametrize(("asks", "least", "most"), [(False, 1.0, 1.0), (True, 0.0, 0.999)])
def test_questions_about_the_wish_save_turns_and_none_cost_none(
    wishes: Wishes, sample: Catalogue, asks: bool, least: float, most: float
) -> None:
    told = [("|".join(SPEECH.values[one.slot][one.name]) for one in wish.wants) for wish in wishes.draw(COUNT)]
    needs = [list(words) for words in told]
    talks = ((sample[w.target], n) for w, n in zip(wishes.draw(COUNT), needs, strict=True) for _ in range(2 * TELLINGS))
    found = run(wishes, sample, lambda: Listener(*next(talks), asks))[1]
    assert least <= found["turns_ratio"] <= most
    assert ("questions_about_the_wish" in found) == asks


def test_the_slots_that_listeners_ask_for_are_understood() -> None:
    assert all(find_asked(f"Which {slot}?", SPEECH) == {slot} for slot in ("colour", "length", "sleeve", "fit"))
