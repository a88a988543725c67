"""A failed conversation reads as a transcript: what was said, shown and why it failed."""

from collections.abc import Mapping

from evaluation.answer import Answer
from evaluation.report import blame_turns, find_sentences, write_transcripts
from evaluation.scenario import TurnVerdict

Catalogue = Mapping[str, Mapping[str, str]]
BLACK = "0000001001"
ANSWER = Answer.model_validate(
    {
        "acts": ["search", "look"],
        "reply": "Take [1]. It is cotton.",
        "items": [{"article_id": BLACK, "prod_name": "Ada dress", "why": "it fits"}],
        "looks": [
            {
                "title": "Evening",
                "pieces": [{"role": "one_piece", "article_id": BLACK}, {"role": "bag", "own": "clutch"}],
            }
        ],
        "relaxed": ["no price here"],
        "question": "Which length?",
        "brief": {"wanted": {"product_type": ["dress"]}},
    }
)


def verdict(scenario: str, turn: int, *reasons: str, wording: int = 0) -> TurnVerdict:
    return TurnVerdict(scenario, "theme", turn, "a dress", reasons, ANSWER, wording)


def test_a_failed_conversation_is_written_with_all_its_turns(wardrobe: Catalogue) -> None:
    [text] = write_transcripts([verdict("talk", 1), verdict("talk", 2, "too red"), verdict("fine", 1)], wardrobe)
    assert text.splitlines() == [
        "── theme: talk",
        "1. shopper: a dress",
        *(told := [
            "   stylist: Take [1]. It is cotton.",
            "   acts search, look · brief {'wanted': {'product_type': ['dress']}}",
            "   gave up: no price here",
            "   asked: Which length?",
            "   [1] 0000001001 Ada dress: Dress, Black, Dress",
            "   look 'Evening': one_piece 0000001001, bag 'clutch'",
        ]),
        "2. shopper: a dress",
        *told,
        "   ✗ too red",
    ]  # fmt: skip


def test_wordings_of_a_conversation_are_told_apart(wardrobe: Catalogue) -> None:
    verdicts = [verdict("talk", 1), verdict("talk", 1, "too red", wording=3)]
    assert [failure.id for failure in blame_turns(verdicts)] == ["talk (paraphrase 3)"]
    [text] = write_transcripts(verdicts, wardrobe)
    assert text.startswith("── theme: talk (paraphrase 3)")


def test_an_invented_card_is_shown_as_none(wardrobe: Catalogue) -> None:
    ghost = ANSWER.items[0].model_copy(update={"article_id": "9"})
    shown = verdict("talk", 1, "invented")
    [text] = write_transcripts(
        [TurnVerdict(**{**vars(shown), "answer": ANSWER.model_copy(update={"items": (ghost,)})})], wardrobe
    )
    assert "[1] 9, which is no article" in text


def test_a_reply_is_cut_into_its_sentences() -> None:
    assert find_sentences("Take [1]. Is it long? Yes!") == ["Take [1].", "Is it long?", "Yes!"]
    assert find_sentences(" ") == []
