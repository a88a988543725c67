"""Words are cut and folded alike in the catalogue, the lexicon and a message, whatever their case or accents."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.words import fold, form, forms, framed, stems, tokens

# Letters that any case or accent can be put on and taken off again; 'ı' and its like are letters of their own.
LATIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz '-,éèêëàâäçñöüåø"), max_size=40)
ANY_TEXT = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("CRÊPE", "crepe"),
        ("Straße", "strasse"),
        ("ＢＬＡＣＫ", "black"),
        ("sun\u200bdress", "sundress"),
        ("co\u00adord", "coord"),
        ("½", "1⁄2"),
    ],
)
def test_folding_takes_off_case_accents_and_what_cannot_be_seen(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("V-neck T-shirt", ["v", "neck", "t", "shirt"]),
        ("black/white", ["black", "white"]),
        ("it's the women’s", ["it's", "the", "women’s"]),
        ("snake_case", ["snake", "case"]),
        ("3/4 sleeves, size 42!", ["3", "4", "sleeves", "size", "42"]),
        ("rock 'n' roll", ["rock", "n", "roll"]),
        ("👗✨ ... ---", []),
        ("", []),
    ],
)
def test_texts_are_cut_at_hyphens_slashes_and_everything_but_apostrophes(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("gray", "grey"),
        ("color", "colour"),
        ("colored", "coloured"),
        ("pajamas", "pyjama"),
        ("jewelry", "jewellery"),
        ("woolen", "wool"),
        ("mom", "mum"),
    ],
)
def test_american_and_british_spellings_are_one_form(american: str, british: str) -> None:
    assert form(american) == form(british) == british


@pytest.mark.parametrize("written", ["women's", "women’s", "Women's", "WOMEN’S"])
def test_a_possessive_is_the_word_itself(written: str) -> None:
    assert forms(written) == ["women"]


@pytest.mark.parametrize("written", ["don't", "don’t", "dont", "DON'T"])
def test_a_contraction_is_one_form_with_or_without_its_apostrophe(written: str) -> None:
    assert forms(written) == ["dont"]


def test_a_plural_stays_itself_for_short_is_not_shorts() -> None:
    assert forms("short shorts") == ["short", "shorts"]


def test_only_stems_join_what_words_have_in_common() -> None:
    assert stems("Striped stripes") == ["stripe", "stripe"]
    assert stems("dresses DRESS") == ["dress", "dress"]


@given(LATIN)
def test_forms_do_not_depend_on_case(text: str) -> None:
    assert forms(text.upper()) == forms(text.title().lower()) == forms(text)


@given(LATIN)
def test_forms_do_not_depend_on_how_accents_are_written_or_left_out(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    assert forms(decomposed) == forms(bare) == forms(text)


@given(ANY_TEXT)
def test_any_text_at_all_is_cut_without_a_fault(text: str) -> None:
    cut = forms(text)
    assert len(cut) == len(tokens(text)) == len(stems(text))
    assert all(
        unicodedata.category(ch) not in ("Cf", "Zs", "Mn", "Pd", "Po")
        for word in tokens(text)
        for ch in word
        if ch not in "'’"
    )


@given(st.lists(st.text(st.sampled_from("abcdefgrty"), min_size=1, max_size=8), max_size=6))
def test_cutting_again_what_was_cut_changes_nothing(words: list[str]) -> None:
    once = forms(" ".join(words))
    assert forms(" ".join(once)) == once


@given(ANY_TEXT, ANY_TEXT)
def test_two_texts_side_by_side_are_cut_as_each_alone(left: str, right: str) -> None:
    assert forms(f"{left} {right}") == forms(left) + forms(right)


@pytest.mark.parametrize(
    ("phrase", "held"), [("red dress", True), ("dress", True), ("dresses", False), ("red", True), ("ed dress", False)]
)
def test_a_phrase_is_found_in_a_text_by_whole_words(phrase: str, held: bool) -> None:
    assert (framed(forms(phrase)) in framed(forms("a red dress"))) is held
