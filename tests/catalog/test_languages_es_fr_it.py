"""The Spanish, French and Italian words: every value has a name that reads back, no phrase means two things."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from catalog.language import FOLDER, Language
from catalog.lexicon import Lexicon
from catalog.translation import Translator
from catalog.words import forms
from foundation.brief import SLOTS

LANGUAGES = ("es", "fr", "it")
# Garment and detail share these words; the garment is what they name.
_TWICE = {("detail", "belt")}


@pytest.fixture(scope="module")
def written() -> Lexicon:
    """The lexicon of the slot files alone."""
    return Lexicon.build(lambda column: ())


@pytest.fixture(scope="module")
def translator(written: Lexicon) -> Translator:
    return Translator(written)


def _file(code: str) -> Any:
    return yaml.load((FOLDER / f"{code}.yaml").read_bytes(), Loader=yaml.CBaseLoader)


def _phrases(code: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every phrase of a file with its English, as the language itself cuts it."""
    language = Language.read(code, lambda word: False, lambda word: False)
    for row, english in _file(code)["words"].items():
        for phrase in row.split(","):
            yield tuple(word.form for word in language.words(phrase)), english


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_value_and_slot_has_a_name(code: str, written: Lexicon) -> None:
    file = _file(code)
    assert [entry.value for entry in written if entry.value not in file["names"]] == []
    assert [slot for slot in SLOTS if slot not in file["slots"]] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_name_reads_back_as_its_value(code: str, written: Lexicon, translator: Translator) -> None:
    astray = [
        (entry.value, name, translator.gloss(name, code))
        for entry in written
        for name in {translator.name(entry.value, code), translator.name(entry.value, code, many=True)}
        if (entry.slot, entry.value) not in _TWICE and _read(written, translator.gloss(name, code)) != [entry.value]
    ]
    assert astray == []


def _read(lexicon: Lexicon, english: str) -> list[str]:
    return [mention.value for mention in lexicon.mentions(forms(english))]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_phrase_means_two_things(code: str) -> None:
    meant: dict[tuple[str, ...], set[str]] = {}
    for phrase, english in _phrases(code):
        meant.setdefault(phrase, set()).add(english)
    assert {" ".join(phrase): english for phrase, english in meant.items() if len(english) > 1} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_phrase_is_empty_or_longer_than_a_sentence(code: str) -> None:
    assert [phrase for phrase, _ in _phrases(code) if not 1 <= len(phrase) <= 12] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_inflected_colour_reads_as_its_colour(code: str, written: Lexicon, translator: Translator) -> None:
    said = {"es": "rojo roja rojos rojas", "fr": "noir noire noirs noires", "it": "rosso rossa rossi rosse"}[code]
    colours = {tuple(_read(written, translator.gloss(word, code))) for word in said.split()}
    assert len(colours) == 1
    assert colours <= {("red",), ("black",)}


@pytest.mark.parametrize(
    ("code", "says", "refused", "kept"),
    [
        ("es", "no quiero vaqueros ajustados", "skinny", "jeans"),
        ("fr", "je ne veux pas de robe longue", "long", "dress"),
        ("it", "non voglio una gonna lunga", "long", "skirt"),
    ],
)
def test_a_refused_adjective_comes_before_its_garment(
    code: str, says: str, refused: str, kept: str, translator: Translator
) -> None:
    words = translator.gloss(says, code).split()
    assert words.index(refused) < words.index(kept)


@pytest.mark.parametrize(
    ("code", "says"),
    [("fr", "l'écharpe"), ("fr", "d'écharpe"), ("it", "dell'abito"), ("it", "un’abito"), ("it", "l'orologio")],
)
def test_an_elided_article_parts_from_its_noun(code: str, says: str, written: Lexicon, translator: Translator) -> None:
    assert len(_read(written, translator.gloss(says, code))) == 1
