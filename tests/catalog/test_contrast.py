"""What tells articles apart is stated by both of their rows; a silent row is never spoken for."""

import pytest

from agents.search import Searcher
from catalog.article import Article
from catalog.contrast import Trait, asked_for, differences, own, spoken, traits, unlike, wish
from catalog.lexicon import Lexicon
from catalog.words import forms

LONG = Article("1", product_type_name="Dress", colour_group_name="Blue", graphical_appearance_name="Solid",
               detail_desc="Long dress in chiffon with long sleeves and a V-neck.")  # fmt: skip
SHORT = Article("2", product_type_name="Dress", colour_group_name="Red", graphical_appearance_name="Stripe",
                detail_desc="Short, sleeveless dress in a linen weave.")  # fmt: skip
SILENT = Article("3", product_type_name="Dress", colour_group_name="Unknown")


def told(article: Article, lexicon: Lexicon) -> dict[str, str]:
    return {trait.slot: trait.text for trait in traits(article, lexicon)}


def test_a_row_tells_its_colour_pattern_length_sleeves_neckline_and_fabric(lexicon: Lexicon) -> None:
    assert told(LONG, lexicon) == {
        "length": "long", "pattern": "plain", "colour": "blue", "sleeve": "long-sleeved", "neckline": "a V-neck",
        "material": "chiffon",
    }  # fmt: skip


def test_a_row_that_says_nothing_tells_nothing(lexicon: Lexicon) -> None:
    assert traits(SILENT, lexicon) == ()


def test_a_row_that_names_two_fits_of_its_parts_has_no_one_fit(lexicon: Lexicon) -> None:
    loose = Article("4", product_type_name="Cardigan", detail_desc="Cardigan in a loose fit with slim fit cuffs.")
    assert "fit" not in told(loose, lexicon)


def test_differences_are_what_both_state_otherwise(lexicon: Lexicon) -> None:
    found = differences(traits(LONG, lexicon), traits(SHORT, lexicon))
    assert [(one.slot, one.ours.text, one.theirs.text) for one in found] == [
        ("length", "long", "short"),
        ("pattern", "plain", "striped"),
        ("colour", "blue", "red"),
        ("sleeve", "long-sleeved", "sleeveless"),
        ("material", "chiffon", "linen"),
    ]


def test_nothing_is_said_against_a_silent_row(lexicon: Lexicon) -> None:
    assert differences(traits(LONG, lexicon), traits(SILENT, lexicon)) == ()
    assert differences(traits(SILENT, lexicon), traits(LONG, lexicon)) == ()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("organic cotton", "cotton"), ("cotton", "organic cotton"), ("cotton", "cotton")],
)
def test_what_is_almost_the_same_is_no_difference(ours: str, theirs: str) -> None:
    one, other = (Trait("material", text, text) for text in (ours, theirs))
    assert differences([one], [other]) == ()


def test_imitation_leather_is_another_thing_than_leather() -> None:
    one, other = Trait("material", "faux leather", "imitation leather"), Trait("material", "leather", "leather")
    assert len(differences([one], [other])) == 1


def test_a_fabric_beside_a_shared_one_is_no_contrast() -> None:
    cotton, linen = Trait("material", "cotton", "cotton"), Trait("material", "linen", "linen")
    assert differences([cotton, linen], [cotton]) == ()


def test_the_length_of_sleeves_is_not_set_against_their_style(lexicon: Lexicon) -> None:
    raglan = Article("5", detail_desc="Jumper with raglan sleeves.")
    assert "sleeve" not in {one.slot for one in differences(traits(raglan, lexicon), traits(LONG, lexicon))}


def test_own_is_what_no_other_says(lexicon: Lexicon) -> None:
    first, second = traits(LONG, lexicon), traits(SHORT, lexicon)
    assert Trait("neckline", "v-neck", "a V-neck") in own(first, [second])
    assert own(first, [first]) == ()


def test_traits_and_differences_read_as_one_speaks(lexicon: Lexicon) -> None:
    first, second = traits(LONG, lexicon), traits(SHORT, lexicon)
    assert spoken(first) == "long, plain, blue, long-sleeved, in chiffon, with a V-neck"
    assert spoken([first[4]]) == "a V-neck"
    assert spoken([]) == ""
    found = [one for one in differences(first, second) if one.slot in ("length", "material")]
    assert unlike(found, "[2]") == "long and in chiffon, while [2] is short and in linen"


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        (Trait("detail", "hood", "a hood"), "a hood"),
        (Trait("material", "linen", "linen"), "linen"),
        (Trait("sleeve", "long sleeves", "long-sleeved"), "long sleeves"),
        (Trait("pattern", "striped", "striped"), "something striped"),
        (Trait("colour", "blue", "blue"), "something in blue"),
    ],
)
def test_a_trait_can_be_wished_for(trait: Trait, text: str) -> None:
    assert wish(trait) == text


@pytest.mark.parametrize(
    ("slot", "value", "text"),
    [
        ("colour", "dark", "dark colours"),
        ("colour", "navy", "navy"),
        ("detail", "zip", "a zip"),
        ("length", "midi", "a midi length"),
        ("pattern", "plain", "something plain"),
        ("material", "linen", "linen"),
    ],
)
def test_a_value_reads_as_it_is_asked_for(slot: str, value: str, text: str) -> None:
    assert asked_for(slot, value) == text


def test_every_trait_of_every_article_is_borne_out_by_its_row(searcher: Searcher) -> None:
    table, lexicon = searcher.index.table, searcher.lexicon
    found = 0
    for row in range(0, len(table), 2):
        article = table.article(row)
        for trait in traits(article, lexicon):
            found += 1
            if trait.slot == "colour":
                assert trait.value == article.colour_group_name.lower().removeprefix("other ")
            else:
                slots = [slot for slot in ("sleeve", trait.slot) if lexicon.canonical(slot, trait.value)]
                assert any(lexicon.predicate(slot, trait.value).holds(article) for slot in slots), (article, trait)
                assert forms(trait.text)
    assert found > len(table)
