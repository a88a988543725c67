import pytest

from agents.attribution import Attribution, marked, unmarked
from catalog.reading import cut


def said_of(sentence: str, word: str) -> tuple[int, ...]:
    words, commas, breaks = cut(marked(sentence))
    place = words.index(word)
    return Attribution(words, frozenset(commas | breaks)).subjects(place, place + 1)


@pytest.mark.parametrize(
    ("sentence", "word", "handles"),
    [
        ("[1] is black.", "black", (1,)),
        ("[1] is black and [2] is white.", "black", (1,)),
        ("[1] is black and [2] is white.", "white", (2,)),
        ("[1] is black, [2] is white.", "white", (2,)),
        ("[1]: black; [2]: white.", "white", (2,)),
        ("A red dress [1] and a blue skirt [2].", "red", (1,)),
        ("A red dress [1] and a blue skirt [2].", "blue", (2,)),
        ("Wear [1] with the blue skirt [2].", "blue", (2,)),
        ("In black, [1] is lovely.", "black", (1,)),
        ("[1], in cotton, is black and long.", "long", (1,)),
        ("[1] and [2] are black.", "black", (1, 2)),
        ("Both [1] and [2] are black.", "black", (1, 2)),
        ("Unlike [2], [1] is black.", "black", (1,)),
        ("[1] is longer than [2].", "longer", (1,)),
        ("[1] over [2]: black.", "black", (1,)),
        ("[2] is white where [1] is black, and long where it is short.", "white", (2,)),
        ("[2] is white where [1] is black, and long where it is short.", "black", (1,)),
        ("[2] is white where [1] is black, and long where it is short.", "long", (2,)),
        ("[2] is white where [1] is black, and long where it is short.", "short", (1,)),
        ("Black is easy to wear.", "black", ()),
    ],
)
def test_a_word_is_said_of_the_articles_of_its_clause(sentence: str, word: str, handles: tuple[int, ...]):
    assert said_of(sentence, word) == handles


@pytest.mark.parametrize(
    ("sentence", "word", "advice"),
    [
        ("Wear [1] with white trainers.", "white", True),
        ("Pair [1] with jeans and a plain belt.", "belt", True),
        ("Pair [1] with our white trainers.", "white", False),
        ("[1] is white.", "white", False),
        ("[1] goes with everything and is white.", "white", False),
    ],
)
def test_what_to_wear_it_with_is_advice(sentence: str, word: str, advice: bool):
    words, commas, breaks = cut(marked(sentence))
    assert Attribution(words, frozenset(commas | breaks)).is_advice(words.index(word)) is advice


def test_marks_are_words_of_their_own():
    assert unmarked(cut(marked("[1] black [12]"))[0]) == ("black",)
