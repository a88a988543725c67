"""A rule is written as data and means a condition over whatever values a catalogue has."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from catalog.article import Article
from catalog.predicate import AllOf, AnyOf, Is, Not, Says, article_forms, meets
from catalog.rule import compile_rule, phrases

HELD = {
    "product_type_name": ["Dress", "T-shirt", "t shirt", "TEE-SHIRT"],
    "colour_group_name": ["Dark Blue", "dark-blue", "Blue"],
    "section_name": ["Kids Girl", "Girls Underwear & Basics", "Girlish", "Kids Boy"],
}


def values(column: str) -> Sequence[str]:
    return HELD.get(column, [])


def holds(rule: Mapping[str, Any], text: str = "", **columns: str) -> bool:
    found = Article("1", detail_desc=text, **columns)
    return meets(compile_rule(rule, values), found, article_forms(found))


def test_types_and_groups_are_short_for_the_columns_that_state_them() -> None:
    assert compile_rule({"types": ["Dress"]}, values) == Is("product_type_name", frozenset({"Dress"}))
    assert compile_rule({"groups": ["Blue"]}, values) == Is("colour_group_name", frozenset({"Blue"}))


def test_a_value_is_met_in_whatever_case_or_hyphens_the_catalogue_writes_it() -> None:
    meant = compile_rule({"types": ["T-shirt"]}, values)
    assert meant == Is("product_type_name", frozenset({"T-shirt", "t shirt"}))
    assert holds({"groups": ["Dark Blue"]}, colour_group_name="dark-blue")


def test_keys_of_one_rule_all_hold() -> None:
    rule = {"types": ["Dress"], "says": ["lace"]}
    assert holds(rule, "in lace", product_type_name="Dress")
    assert not holds(rule, "in satin", product_type_name="Dress")
    assert not holds(rule, "in lace", product_type_name="T-shirt")


def test_of_alternatives_one_holds() -> None:
    rule = {"any": [{"types": ["Dress"]}, {"says": ["lace"]}]}
    assert holds(rule, product_type_name="Dress")
    assert holds(rule, "lace")
    assert not holds(rule, "satin", product_type_name="T-shirt")


def test_alternatives_join_the_other_keys() -> None:
    rule = {"any": [{"says": ["lace"]}, {"says": ["satin"]}], "types": ["Dress"]}
    assert holds(rule, "satin", product_type_name="Dress")
    assert not holds(rule, "satin", product_type_name="T-shirt")


def test_a_tilde_means_that_the_value_holds_the_whole_word() -> None:
    rule = {"section_name~": ["girl", "girls"]}
    assert holds(rule, section_name="Kids Girl")
    assert holds(rule, section_name="Girls Underwear & Basics")
    assert not holds(rule, section_name="Girlish")
    assert not holds(rule, section_name="Kids Boy")


def test_a_column_may_be_told_what_not_to_hold() -> None:
    rule = {"section_name_not": ["Kids Boy"]}
    assert holds(rule, section_name="Kids Girl")
    assert holds(rule, section_name="")
    assert not holds(rule, section_name="Kids Boy")


def test_a_text_may_be_told_what_not_to_say() -> None:
    rule = {"says": ["jumper"], "says_not": ["jumpsuit"]}
    assert holds(rule, "a jumper")
    assert not holds(rule, "a jumper, or jumpsuit")


def test_unless_makes_exceptions_of_says() -> None:
    rule = {"says": ["leather"], "unless": ["imitation leather"]}
    assert holds(rule, "in leather")
    assert not holds(rule, "in imitation leather")


def test_one_key_is_a_plain_condition_and_several_are_all_of_them() -> None:
    assert isinstance(compile_rule({"says": ["lace"]}, values), Says)
    both = compile_rule({"says": ["lace"], "says_not": ["laces"]}, values)
    assert both == AllOf((Says(phrases(["lace"])), Not(Says(phrases(["laces"])))))
    assert compile_rule({"any": []}, values) == AnyOf(())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("V-neck", ("v", "neck")),
        ("Gray  jumper", ("grey", "jumper")),
        ("long * sleeves", ("long", "*", "sleeves")),
        ("h&m+", ("h", "m")),
        ("women's", ("women",)),
    ],
)
def test_phrases_are_cut_as_the_texts_are(text: str, phrase: tuple[str, ...]) -> None:
    assert phrases([text]) == {phrase}
