"""A renaming is a bijection on the catalogue's words, and picks what can be asked in the new ones."""

from collections.abc import Mapping
from typing import Any

import pytest

from catalog.article import Article
from evaluation.gold import GoldFile, Query, load_queries, load_terms, resolve
from evaluation.metrics import Metric
from evaluation.mutation import NameFile, Renaming, compare, load_renaming
from evaluation.runner import SearchAnswer
from evaluation.scenario import load_scenarios
from foundation.errors import BadInput

Catalogue = Mapping[str, Mapping[str, str]]
RENAMING = load_renaming()
TERMS = load_terms()


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        ("Dress in red cotton.", "Blorf in zint cotton."),
        ("two red dresses", "two zint blorfs"),
        ("T-shirt", "Wazzim"),
        ("Shirt", "Drabbo"),
        ("Greenish Khaki", "Plommish Khaki"),
        ("RED DRESS", "ZINT BLORF"),
        ("undressed, redness", "undressed, redness"),
    ],
)
def test_words_are_renamed_whole_and_keep_their_case(text: str, renamed: str) -> None:
    assert RENAMING.rename(text) == renamed
    assert RENAMING.restore(renamed) == text


def test_a_whole_catalogue_comes_back_as_it_was(sample: Catalogue) -> None:
    articles = [Article(**row) for row in sample.values()]
    renamed = [RENAMING.rename_article(one) for one in articles]
    assert sum(one != other for one, other in zip(articles, renamed, strict=True)) > 0.9 * len(articles)
    for one, other in zip(articles, renamed, strict=True):
        assert other.article_id == one.article_id
        assert {name: RENAMING.restore(value) for name, value in other.items()} == dict(one)


def test_no_new_word_is_a_word_of_the_catalogue_already(sample: Catalogue) -> None:
    words = " ".join(value for row in sample.values() for value in row.values())
    assert RENAMING.restore(words) == words


def test_queries_are_picked_whose_types_and_colours_all_have_new_words() -> None:
    def query(text: str, *want: str) -> Query:
        return Query(text, text, resolve(GoldFile(want=want), TERMS, text), True)

    red, frock, jeans, soft = (
        query("red dress", "red", "dress"), query("a frock", "dress"), query("red jeans", "red", "jeans"),
        query("something in linen", "linen"),
    )  # fmt: skip
    assert RENAMING.pick_queries([red, frock, jeans, soft]) == [red]


def test_many_queries_and_conversations_can_be_renamed() -> None:
    assert len(RENAMING.pick_queries(load_queries())) >= 80
    assert len(RENAMING.pick_scenarios(load_scenarios())) >= 60


def test_a_search_is_asked_in_the_new_words() -> None:
    asked: list[str] = []

    def search(text: str, k: int) -> SearchAnswer:
        asked.append(text)
        return SearchAnswer(())

    RENAMING.search_in_new_words(search)("a red dress", 3)
    assert asked == ["a zint blorf"]


def test_a_chat_hears_the_new_words_and_is_heard_in_the_old_ones() -> None:
    def chat(message: str) -> dict[str, Any]:
        return {"reply": f"{message}: two zint blorfs", "items": [{"prod_name": "Ada blorf"}], "turn": 1}

    said = RENAMING.chat_in_new_words(lambda: chat)()("Red dresses?")
    assert said == {"reply": "Red dresses?: two red dresses", "items": [{"prod_name": "Ada dress"}], "turn": 1}


def test_two_words_with_one_new_name_are_refused() -> None:
    names = [NameFile.model_validate({"word": word, "as": "blorf", "terms": []}) for word in ("dress", "skirt")]
    with pytest.raises(BadInput, match="two words have the same new name"):
        Renaming(names)


def test_figures_before_and_after_stand_beside_each_other() -> None:
    before, after = Metric("scenario_turns", 0.9, 0.8, 1.0, 9), Metric("scenario_turns", 0.8, 0.7, 0.9, 9)
    compared = compare([before, Metric("turn_ms_p50", 9, 9, 9, 9)], [after, Metric("turn_ms_p50", 9, 9, 9, 9)])
    assert [(one.metric, one.value) for one in compared] == [
        ("original_scenario_turns", 0.9),
        ("renamed_scenario_turns", 0.8),
    ]
