"""Language: a message cut into the fewest phrases, slips and endings forgiven, and nothing of it lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.language import FOLDER, STEMMERS, Language

CODES = sorted(STEMMERS)
texts = st.text(st.sampled_from("abdeklmnorst äöüé'’,.!?-"), max_size=40)


def never(word: str) -> bool:
    """No word is English."""
    return False


@pytest.fixture(scope="module")
def german() -> Language:
    return Language.read("de", never, never)


@pytest.fixture(scope="module")
def italian() -> Language:
    return Language.read("it", never, never)


def gloss(language: Language, text: str, mend: bool = True) -> str:
    """The English of a text, what has none as it was written."""
    pieces = language.pieces(text, mend)
    return " ".join(filter(None, (piece.written if piece.english is None else piece.english for piece in pieces)))


@pytest.mark.parametrize("code", CODES)
def test_every_language_that_has_a_stemmer_has_a_file_and_says_its_name(code: str) -> None:
    assert Language.read(code, never, never).name


def test_there_is_no_file_without_a_stemmer() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*CODES}


def test_a_language_without_a_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        Language.read("xx", never, never)


@settings(max_examples=40)
@given(text=texts)
def test_the_pieces_of_a_text_are_its_words_in_their_order(german: Language, text: str) -> None:
    words = german.words(text)
    pieces = german.pieces(text)
    written = "".join(word.written for word in words)
    joined = "".join(piece.written for piece in pieces)
    assert [char for char in joined if char.isalnum()] == [char for char in written if char.isalnum()]


@settings(max_examples=40)
@given(text=texts)
def test_the_words_and_the_gaps_between_are_the_whole_text(german: Language, text: str) -> None:
    words = german.words(text)
    if words:
        assert (
            text.replace("’", " ")
            .replace("'", " ")
            .endswith("".join(word.written.replace("'", " ").replace("’", " ") + word.gap for word in words))
        )


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Kleid", "dress"),
        ("ein rotes Kleid", "red dress"),
        ("rote Kleider", "red dresses"),
        ("ROTE KLEIDER", "red dresses"),
        ("Sommerkleid", "summer dress"),
        ("schwarze Jacke", "black jacket"),
    ],
)
def test_endings_capitals_and_compounds_are_understood(german: Language, text: str, english: str) -> None:
    assert english in gloss(german, text)


@pytest.mark.parametrize(
    ("slip", "english"), [("schwrze Jacke", "black"), ("Klied", "dress"), ("Winterjake", "jacket")]
)
def test_a_slip_of_the_keyboard_is_forgiven_unless_words_are_to_be_taken_as_spelt(
    german: Language, slip: str, english: str
) -> None:
    assert english in gloss(german, slip)


def test_words_are_taken_as_they_are_spelt_where_that_is_asked_for(german: Language) -> None:
    assert "Klied" in gloss(german, "Klied", mend=False)


def test_a_word_that_it_does_not_know_is_left_as_it_was_written(german: Language) -> None:
    (piece,) = german.pieces("Xqzzt")
    assert (piece.written, piece.english) == ("Xqzzt", None)


def test_an_elided_article_is_parted_from_its_noun(italian: Language) -> None:
    assert [word.written for word in italian.words("l'abito")] == ["l", "abito"]
    assert [word.written for word in italian.words("l’abito")] == ["l", "abito"]


@pytest.mark.parametrize(
    ("gap", "joined"), [(" ", True), ("-", True), (" – ", False), (", ", False), (". ", False), ("\n", False)]
)
def test_a_phrase_goes_on_over_a_space_and_ends_at_a_mark(german: Language, gap: str, joined: bool) -> None:
    first, _ = german.words(f"rotes{gap}Kleid")
    assert first.is_joined is joined


@pytest.mark.parametrize(
    ("word", "known"), [("kleid", True), ("kleider", True), ("sommerkleid", True), ("xqzzt", False)]
)
def test_a_word_is_known_with_any_ending_and_in_compounds(german: Language, word: str, known: bool) -> None:
    assert german.knows(word) is known


def test_a_slip_is_near_a_word_and_no_word_itself(german: Language) -> None:
    assert german.is_slip("schwrze")
    assert not german.is_slip("schwarze")
    assert not german.is_slip("xqzzt")


def test_what_english_has_as_well_is_no_slip() -> None:
    english = Language.read("de", lambda word: word == "roter", never)
    assert not english.is_slip("roter")


@pytest.mark.parametrize("code", CODES)
def test_of_what_is_closed_the_refusal_comes_before_the_value(code: str) -> None:
    language = Language.read(code, never, never)
    said = {"de": "schwarz bitte nicht", "sv": "inte svart", "es": "negro no", "fr": "noir non", "it": "nero no"}[code]
    assert "black" in gloss(language, said)
