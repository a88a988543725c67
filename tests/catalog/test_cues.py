"""Cues: the small words around values, read into forms that messages are matched in."""

from pathlib import Path

import pytest
import yaml

import catalog
from catalog.cues import Cues
from catalog.words import form, forms, tokens

WRITTEN = yaml.load((Path(catalog.__path__[0]) / "cues.yaml").read_bytes(), Loader=yaml.CBaseLoader)
PHRASES = ("refuse", "refuse_after", "refuse_back", "context", "mends", "no_refusal")
WORDS = ("keep_in_scope", "end_scope", "weak", "hailing", "pronoun", "nearby", "stop", "being", "hedging", "verbs")


def rows(name: str) -> list[str]:
    return [cue for row in WRITTEN[name] for cue in (row if isinstance(row, list) else [row])]


@pytest.fixture(scope="module")
def cues() -> Cues:
    return Cues.read()


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_is_kept_as_the_forms_of_its_words(cues: Cues, name: str) -> None:
    assert getattr(cues, name) == {tuple(forms(cue)) for cue in rows(name)}


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_kept_as_its_form(cues: Cues, name: str) -> None:
    assert getattr(cues, name) == {form(word) for cue in rows(name) for word in tokens(cue)}


@pytest.mark.parametrize("name", PHRASES)
def test_no_phrase_is_longer_than_is_looked_for(cues: Cues, name: str) -> None:
    assert {len(phrase) for phrase in getattr(cues, name)} <= {1, 2, 3, 4, 5}


@pytest.mark.parametrize("said", ["no", "without", "not", "dont want"])
def test_words_that_refuse_what_follows_are_known(cues: Cues, said: str) -> None:
    assert tuple(forms(said)) in cues.refuse


def test_what_is_rewritten_becomes_other_words(cues: Cues) -> None:
    assert all(meant != list(said) for said, meant in cues.rewrite.items())
    assert all(said for said in cues.rewrite)


def test_a_rewriting_is_not_rewritten_again(cues: Cues) -> None:
    meant = {tuple(words) for words in cues.rewrite.values()}
    assert not meant & cues.rewrite.keys()


def test_a_word_misheard_is_another_word(cues: Cues) -> None:
    assert all(said != meant for said, meant in cues.misheard.items())
    assert not cues.misheard.keys() & {*cues.misheard.values()}


def test_an_ampersand_joins_as_or_does(cues: Cues) -> None:
    assert {"or", "&"} <= cues.either


@pytest.mark.parametrize("word", ["a", "7", "42", "the", "please", "no", "x"])
def test_small_words_numbers_and_letters_carry_nothing_to_search_for(cues: Cues, word: str) -> None:
    assert cues.is_idle(word)


@pytest.mark.parametrize("word", ["dress", "boho", "linen", "picnic"])
def test_other_words_do(cues: Cues, word: str) -> None:
    assert not cues.is_idle(word)
