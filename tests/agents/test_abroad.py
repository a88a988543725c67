"""The retriever abroad: cards, looks and knowledge told in the language of the talk."""

import pytest

from agents.abroad import RetrieverAbroad
from agents.acts.asked import Asked
from agents.plan import Act, Plan
from agents.results import Results
from agents.search import Searcher
from foundation.brief import Brief


def _found(searcher: Searcher, language: str, act: str = "search") -> Results:
    brief = Brief({"product_type": ("dress",), "colour": ("black",), "occasion": ("wedding",)}, language=language)
    plan = Plan(acts=(Act.model_validate({"name": act}),))
    retriever = RetrieverAbroad(searcher.finder, searcher.reader, 6, searcher.translator)
    return retriever.run(Asked(plan, brief, (), frozenset(), message="", seed="a:1"))


@pytest.mark.parametrize(
    ("language", "black"), [("de", "chwarz"), ("sv", "vart"), ("es", "egro"), ("fr", "oir"), ("it", "ero")]
)
def test_a_card_says_in_the_language_of_the_talk_why_it_is_there(language: str, black: str, boutique: Searcher) -> None:
    english, told = _found(boutique, "en"), _found(boutique, language)
    assert [one.article.article_id for one in told.shown] == [one.article.article_id for one in english.shown]
    stated = [place for place, one in enumerate(english.shown) if "lack" in one.why]
    assert stated
    assert all(black in told.shown[place].why and "lack" not in told.shown[place].why for place in stated)


@pytest.mark.parametrize("language", ["de", "sv", "es", "fr", "it"])
def test_knowledge_that_is_translated_comes_with_its_sentence_and_gloss(language: str, boutique: Searcher) -> None:
    insights = _found(boutique, language).insights
    assert any(insight.retold and insight.glossed for insight in insights)
    assert not any(insight.retold for insight in _found(boutique, "en").insights)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_looks_have_titles_in_the_language_of_the_talk(language: str, boutique: Searcher) -> None:
    looks = _found(boutique, language, "look").looks
    assert all(look.title.startswith("Look ") for look in looks)
    assert not any("outfit" in look.title.lower() for look in looks)
