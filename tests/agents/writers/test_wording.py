"""Wording: every name in the shopper's language, and a word of theirs in quotes where it has none."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from agents.results import Difference, GivenUp, Look, LookPiece, Shown
from agents.search import Searcher
from agents.writers.abroad import read_language
from agents.writers.wording import Wording
from catalog.language import STEMMERS
from catalog.translation import Translator
from foundation.brief import ROLES, Brief, Part
from tests.agents.writers.turns import ADA, BEA, SHOWN

Word = Callable[[str], Wording]
BRIEF = Brief({"product_type": ("dress",), "colour": ("red",), "material": ("linen",), "audience": ("women",)})
CODES = sorted(STEMMERS)


@pytest.fixture(scope="module")
def translator(searcher: Searcher) -> Translator:
    return Translator.read(searcher.lexicon)


@pytest.fixture(scope="module")
def word(searcher: Searcher, translator: Translator) -> Word:
    """The wording of a language by its code."""
    made = {code: Wording(read_language(code), code, translator, searcher.lexicon) for code in STEMMERS}
    return made.__getitem__


@pytest.mark.parametrize(
    ("code", "value", "name"),
    [("de", "dress", "Kleid"), ("fr", "dress", "robe"), ("es", "shirt", "camisa"), ("it", "skirt", "gonna"),
     ("sv", "trousers", "byxor")],
)  # fmt: skip
def test_a_value_has_its_name_in_each_language(word: Word, code: str, value: str, name: str) -> None:
    assert name.lower() in word(code).name(value).lower()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("link", ["and", "or", "with", "for", "without", "from", "pieces"])
def test_every_small_word_is_there(word: Word, code: str, link: str) -> None:
    assert word(code).link(link).strip()


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a oder b"), (["a", "b", "c"], "a, b oder c")]
)
def test_alternatives_are_listed(word: Word, names: list[str], said: str) -> None:
    assert word("de").either(names) == said


@pytest.mark.parametrize("code", CODES)
def test_a_wish_names_everything_that_is_wanted(word: Word, code: str) -> None:
    wording = word(code)
    said = wording.want(BRIEF).lower()
    for value, many in (("dress", True), ("linen", False), ("women", True)):
        assert wording.name(value, many).lower() in said
    # An adjective may agree with its noun.
    assert wording.name("red").lower()[:2] in said


@pytest.mark.parametrize("code", CODES)
def test_garments_asked_for_together_are_both_named(word: Word, code: str) -> None:
    wording = word(code)
    said = wording.want(replace(BRIEF, parts=(Part({"product_type": ("shoes",)}),)))
    assert " + " in said
    assert wording.name("shoes", many=True).lower() in said.lower()


@pytest.mark.parametrize("code", CODES)
def test_a_wish_without_a_garment_is_for_pieces(word: Word, code: str) -> None:
    wording = word(code)
    assert wording.link("pieces").lower() in wording.want(Brief({"occasion": ("wedding",)})).lower()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("name", "value"), [("price", "50"), ("size", "XL")])
def test_a_limit_tells_its_number(word: Word, code: str, name: str, value: str) -> None:
    assert value in word(code).limit(name, value)
    assert value in word(code).want(BRIEF, {name: value})


@pytest.mark.parametrize("code", CODES)
def test_what_is_refused_is_named_slot_by_slot(word: Word, code: str) -> None:
    wording = word(code)
    refused = wording.refused({"colour": ("black", "grey"), "product_type": ("skirt",), "occasion": ("work",)})
    names = [wording.name("black"), wording.name("grey"), wording.name("skirt", many=True)]
    assert [name for name in names if name in refused] == names
    assert wording.name("work") not in refused


@pytest.mark.parametrize("code", CODES)
def test_a_situation_is_named_behind_a_dash_or_not_at_all(word: Word, code: str) -> None:
    wording = word(code)
    assert wording.situation(Brief({"product_type": ("dress",)})) == ""
    said = wording.situation(Brief({"occasion": ("wedding",)}))
    assert said.startswith(" – ")
    assert wording.name("wedding") in said


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("part", "told"),
    [
        (GivenUp("no_id", "0123456789", None, ("0123456789",)), "0123456789"),
        (GivenUp("no_name", "Zilch", None, ("Zilch",)), "Zilch"),
    ],
)
def test_a_number_or_name_that_there_is_not_is_told_as_it_was_given(
    word: Word, code: str, part: GivenUp, told: str
) -> None:
    assert told in word(code).line_given_up(part)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("slot", ["price", "size", "stock", "delivery", None])
def test_what_the_catalogue_does_not_carry_is_said_without_a_hole(word: Word, code: str, slot: str | None) -> None:
    line = word(code).line_given_up(GivenUp("no_column", "price: no such column", slot))
    assert line
    assert not {"{", "}"} & {*line}


@pytest.mark.parametrize("code", CODES)
def test_a_value_that_was_given_up_is_named(word: Word, code: str) -> None:
    wording = word(code)
    part = GivenUp("together", "linen", "material", ("linen",))
    assert wording.name("linen", many=True) in wording.line_given_up(part)


@pytest.mark.parametrize("code", CODES)
def test_an_article_is_told_by_names_and_by_its_own_where_it_has_none(word: Word, code: str) -> None:
    wording = word(code)
    assert wording.name("black").lower() in wording.why(SHOWN[0], BRIEF).lower()
    bare = Shown(1, type(ADA)("0700009009", prod_name="Xen"), "")
    assert wording.why(bare, BRIEF) == "“Xen”"


@pytest.mark.parametrize("code", CODES)
def test_words_that_name_a_value_are_named_and_others_are_quoted(word: Word, code: str) -> None:
    wording = word(code)
    assert wording.name("blazer").lower() in wording.words("navy blazer").lower()
    assert wording.words("an old frobnicator") == "“an old frobnicator”"


@pytest.mark.parametrize("code", CODES)
def test_a_difference_is_told_of_those_that_say_something(word: Word, code: str) -> None:
    wording = word(code)
    told = wording.difference(Difference("colour", ((1, "black"), (2, "red"), (3, None))))
    assert wording.name("black") in told
    assert "[2]" in told
    assert "[3]" not in told
    assert wording.difference(Difference("colour", ((1, None), (2, None)))) == ""


@pytest.mark.parametrize("code", CODES)
def test_the_pieces_of_a_look_are_told_by_handle_and_kind(word: Word, code: str) -> None:
    wording = word(code)
    look = Look("A look", (LookPiece("one_piece", 1), LookPiece("shoes", 2)))
    told = wording.look(look, {1: ADA, 2: BEA})
    assert re.findall(r"\[\d\]", told) == ["[1]", "[2]"]
    assert wording.name("dress").lower() in told.lower()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_name(word: Word, code: str, role: str) -> None:
    name = word(code).role(role)
    assert name
    assert "_" not in name
