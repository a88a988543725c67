"""Agreement: adjectives in a garment's plural."""

import pytest

from agents.writers.abroad import read_language
from agents.writers.agreement import Agreement
from catalog.language import STEMMERS


def _told(code: str, noun: str, name: str) -> str | None:
    agreement = Agreement(read_language(code)["agreement"])
    adjective = agreement.adjective(name, noun)
    return None if adjective is None else agreement.described(noun, [adjective])


@pytest.mark.parametrize(
    ("code", "noun", "name", "told"),
    [
        ("de", "Jeans", "schwarz", "schwarze Jeans"),
        ("de", "Kleider", "rosa", "rosa Kleider"),
        ("sv", "klänningar", "mörkblått", "mörkblå klänningar"),
        ("sv", "blusar", "blommigt", "blommiga blusar"),
        ("es", "faldas", "rojo", "faldas rojas"),
        ("es", "vaqueros", "negro", "vaqueros negros"),
        ("es", "pijamas", "blanco", "pijamas blancos"),
        ("es", "camisas", "azul marino", "camisas azul marino"),
        ("fr", "robes", "blanc", "robes blanches"),
        ("fr", "pulls", "bleu marine", "pulls bleu marine"),
        ("fr", "chemisiers", "à fleurs", "chemisiers à fleurs"),
        ("it", "gonne", "bianco", "gonne bianche"),
        ("it", "stivaletti", "marrone", "stivaletti marroni"),
    ],
)
def test_a_colour_or_pattern_agrees_with_its_garment(code: str, noun: str, name: str, told: str) -> None:
    assert _told(code, noun, name) == told


@pytest.mark.parametrize(
    ("code", "noun", "name"),
    [
        ("de", "Blusen", "Blumenmuster"), ("de", "Schmuck", "goldfarben"), ("es", "ropa interior", "negro"),
        ("it", "intimo", "nero"), ("sv", "klänningar", "paljetter"), ("fr", "robes", "sequins"),
    ],
)  # fmt: skip
def test_what_is_no_adjective_or_has_no_plural_beside_it_stands_apart(code: str, noun: str, name: str) -> None:
    assert _told(code, noun, name) is None


@pytest.mark.parametrize("code", STEMMERS)
def test_every_ending_has_a_masculine_and_a_feminine_form(code: str) -> None:
    endings = read_language(code)["agreement"]["endings"]
    assert endings
    assert all(len(forms) == 2 for forms in endings.values())
