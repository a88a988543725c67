from collections.abc import Generator

import pytest

from agents.grounding import Grounding
from agents.merger import Merger, Written
from agents.plan import Act, Plan
from agents.results import Answer, Results, Shown, WriteFailed, Writer
from agents.search import Searcher
from agents.writers.house import HouseWriter
from catalog.article import Article
from catalog.lexicon import Lexicon
from catalog.translation import Translator
from foundation.brief import Brief

TOP = Article(
    "0108775015", prod_name="Strap top", product_type_name="Vest top", product_group_name="Garment Upper body",
    colour_group_name="Black", graphical_appearance_name="Solid", detail_desc="Top in cotton.",
)  # fmt: skip
TRUE = "I found one. [1] is a black vest top. It is cotton."


class Scripted:
    """A writer that gives what it was told to, piece by piece, and then fails where it was told to."""

    name, version, prompt_hash = "scripted", "1", "abc"

    def __init__(self, *pieces: str, failure: str = "", tokens: int | None = None) -> None:
        self._pieces, self._failure, self._tokens = pieces, failure, tokens

    def write(self, answer: Answer) -> Generator[str, None, int | None]:
        yield from self._pieces
        if self._failure:
            raise WriteFailed(self._failure, self._tokens)
        return self._tokens


def answer(max_words: int = 120, topic: str | None = None) -> Answer:
    act = Act(name="say", topic=topic) if topic else Act(name="search")  # type: ignore[arg-type]
    shown = Shown(1, TOP, "Black, in cotton")
    results = Results() if topic else Results(shown=(shown,), matched=1)
    brief = Brief({"colour": ("black",)})
    return Answer("a black top", Plan(acts=(act,)), brief, results, {1: TOP}, max_words=max_words)


@pytest.fixture(scope="module")
def house(lexicon: Lexicon) -> Writer:
    return HouseWriter(lexicon, Translator.read(lexicon))


def written(searcher: Searcher, house: Writer, writer: Writer, asked: Answer | None = None) -> Written:
    merger = Merger(writer, house, Grounding(searcher.reader))
    asked = asked or answer()
    account = merger.start(asked)
    assert list(merger.write(asked, account)) == account.sentences
    return account


def test_true_sentences_pass_in_order(searcher: Searcher, house: Writer):
    account = written(searcher, house, Scripted(TRUE))
    assert account.reply == TRUE
    assert (account.writer.name, account.dropped, account.notes) == ("scripted", [], [])


def test_a_stream_of_single_characters_gives_the_same_sentences(searcher: Searcher, house: Writer):
    assert written(searcher, house, Scripted(*TRUE)).sentences == TRUE.replace(". ", ".\n").split("\n")


def test_a_sentence_is_given_before_the_next_is_written(searcher: Searcher, house: Writer):
    given: list[str] = []

    class Watched(Scripted):
        def write(self, answer: Answer) -> Generator[str, None, None]:
            yield "[1] is black. And"
            assert given == ["[1] is black."]
            yield " it is cotton."

    merger = Merger(Watched(), house, Grounding(searcher.reader))
    for sentence in merger.write(answer(), merger.start(answer())):
        given.append(sentence)
    assert given == ["[1] is black.", "And it is cotton."]


def test_an_untrue_sentence_is_dropped_with_its_fault_and_the_rest_stays(searcher: Searcher, house: Writer):
    account = written(searcher, house, Scripted("[1] is black. [1] is a red dress. [9] is nicer."))
    assert account.sentences == ["[1] is black."]
    assert len(account.dropped) == 2
    assert account.dropped[1].startswith("unknown handle [9]")
    assert account.writer.name == "scripted"


def test_where_the_writer_fails_the_house_writes_and_says_so(searcher: Searcher, house: Writer):
    account = written(searcher, house, Scripted(failure="no answer within 20 s"))
    assert account.writer is house
    assert account.notes == ["the house wrote instead: no answer within 20 s"]
    assert "[1]" in account.reply


@pytest.mark.parametrize("failure", ["", "no answer within 20 s"])
@pytest.mark.parametrize("tokens", [41, None])
def test_what_a_model_cost_is_told_whether_it_answered_or_not(
    searcher: Searcher, house: Writer, failure: str, tokens: int | None
):
    assert written(searcher, house, Scripted(TRUE, failure=failure, tokens=tokens)).tokens == tokens


def test_where_every_sentence_is_a_lie_the_house_writes_and_says_so(searcher: Searcher, house: Writer):
    account = written(searcher, house, Scripted("[1] is a red dress. [4] costs 9 euros."))
    assert account.writer is house
    assert account.notes == ["the house wrote instead: no sentence of scripted was true to the rows"]
    assert len(account.dropped) == 2
    assert "red" not in account.reply


@pytest.mark.parametrize("nothing", [(), ("",), ("  \n ", "\n")])
def test_where_the_writer_is_silent_the_house_writes_and_says_so(
    searcher: Searcher, house: Writer, nothing: tuple[str, ...]
):
    account = written(searcher, house, Scripted(*nothing))
    assert (account.writer is house, len(account.notes), bool(account.sentences)) == (True, 1, True)


def test_what_was_said_before_a_failure_stays_said(searcher: Searcher, house: Writer):
    account = written(searcher, house, Scripted("[1] is black. ", "It is cot", failure="lost"))
    assert account.sentences[0] == "[1] is black."
    assert len(account.notes) == 1


@pytest.mark.parametrize("most", [20, 30, 60])
def test_a_reply_keeps_within_the_words_allowed(searcher: Searcher, house: Writer, most: int):
    account = written(searcher, house, Scripted("It is black and it is cotton. " * 50), answer(max_words=most))
    assert 0 < len(account.reply.split()) <= most


@pytest.mark.parametrize("topic", ["privacy", "forget_me", "who_are_you"])
def test_what_is_promised_of_data_and_said_of_ourselves_is_the_houses_to_say(
    searcher: Searcher, house: Writer, topic: str
):
    account = written(searcher, house, Scripted("I am a person and I keep nothing."), answer(topic=topic))
    assert account.writer is house
    assert "person and I keep" not in account.reply


def test_the_house_itself_is_not_asked_twice(searcher: Searcher, house: Writer):
    assert written(searcher, house, house).notes == []
