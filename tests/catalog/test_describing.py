"""What is said of a brief and an article is in the brief and the article, and nothing else is."""

from collections.abc import Mapping, Sequence

import pytest

from agents.search import Searcher
from catalog.article import Article
from catalog.describing import (
    Reason,
    bears,
    describe,
    describe_occasion,
    describe_refused,
    either,
    line_up,
    reasons,
    says_not,
    says_so,
    telling,
    together,
)
from catalog.lexicon import Lexicon
from catalog.words import forms
from foundation.brief import HARD_SLOTS, Brief

WISHES = (
    {},
    {"colour": ("black", "red", "navy"), "detail": ("pockets", "zip", "hood")},
    {"material": ("cotton", "linen", "wool", "leather"), "neckline": ("v-neck", "round neck", "collar")},
    {"pattern": ("striped", "plain", "floral"), "length": ("midi", "maxi"), "fit": ("skinny fit", "loose fit")},
    {"sleeve": ("long sleeves", "sleeveless"), "audience": ("women",), "product_type": ("dress",)},
    {"colour": ("neutral", "dark", "pastel"), "occasion": ("party",), "season": ("summer",)},
)


def borne_out(reason: Reason, article: Article, wanted: Mapping[str, Sequence[str]], lexicon: Lexicon) -> bool:
    """A reason is the row's own colour, words of its text, or a wish that the row affirms."""
    if reason.slot == "colour":
        return reason.text == article.colour_group_name.lower()
    if reason.text in wanted.get(reason.slot, ()):
        return lexicon.predicate(reason.slot, reason.text).holds(article) is True
    return bears(article, forms(reason.text))


def test_every_reason_given_for_any_article_is_borne_out_by_its_row(searcher: Searcher) -> None:
    table, lexicon = searcher.index.table, searcher.lexicon
    for row in range(len(table)):
        article, wanted = table.article(row), WISHES[row % len(WISHES)]
        for reason in reasons(article, wanted, lexicon):
            assert borne_out(reason, article, wanted, lexicon), (article.article_id, reason)


def test_what_an_article_tells_of_itself_is_said_by_its_description_and_true_of_it(searcher: Searcher) -> None:
    table, lexicon = searcher.index.table, searcher.lexicon
    told = 0
    for row in range(0, len(table), 3):
        article = table.article(row)
        for reason in telling(article, lexicon):
            said = forms(reason.text)
            named = [mention.value for mention in lexicon.mentions(said) if mention.slot == reason.slot]
            assert bears(article, said)
            assert any(lexicon.predicate(reason.slot, value).holds(article) for value in named)
            told += 1
    assert told > len(table) / 3


def test_no_reason_is_given_for_a_wish_that_the_row_does_not_affirm(
    boutique: Searcher, boutique_articles: dict[str, Article]
) -> None:
    wanted = {"material": ("leather",), "detail": ("hood",), "colour": ("red",)}
    texts = {reason.text for reason in reasons(boutique_articles["0700013001"], wanted, boutique.lexicon)}
    assert not texts & {"leather", "hood", "red"}
    assert {"black", "imitation leather"} <= texts


def test_the_colour_is_told_in_the_rows_own_word(boutique: Searcher, boutique_articles: dict[str, Article]) -> None:
    skirt = reasons(boutique_articles["0700026001"], {"colour": ("burgundy",)}, boutique.lexicon)
    assert Reason("colour", "dark red") in skirt


def test_a_colour_that_the_catalogue_does_not_know_is_not_told(
    boutique: Searcher, boutique_articles: dict[str, Article]
) -> None:
    hat = reasons(boutique_articles["0700023001"], {}, boutique.lexicon)
    assert "colour" not in {reason.slot for reason in hat}


def test_an_article_without_a_description_still_has_its_colour(
    boutique: Searcher, boutique_articles: dict[str, Article]
) -> None:
    assert reasons(boutique_articles["0700005001"], {}, boutique.lexicon) == (Reason("colour", "dark green"),)


def test_who_it_is_for_and_what_it_is_are_no_reasons(searcher: Searcher) -> None:
    table = searcher.index.table
    wanted = {"product_type": ("dress",), "audience": ("women",)}
    found = [reasons(table.article(row), wanted, searcher.lexicon) for row in range(0, len(table), 20)]
    assert not {"product_type", "audience"} & {reason.slot for one in found for reason in one}


def test_reasons_line_up_in_one_line_with_materials_together() -> None:
    found = [
        Reason("colour", "dark blue"),
        Reason("material", "linen"),
        Reason("material", "cotton"),
        Reason("neckline", "V-neck"),
    ]
    assert line_up(found) == "dark blue, in linen and cotton, V-neck"
    assert line_up([]) == ""


@pytest.mark.parametrize(
    ("values", "text"),
    [((), ""), (("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c"), (("Dark Blue",), "dark blue")],
)
def test_alternatives_are_joined_as_one_speaks(values: tuple[str, ...], text: str) -> None:
    assert either(values) == text


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ({}, "pieces"),
        ({"product_type": ("dress",)}, "dresses"),
        ({"product_type": ("jeans", "skirt")}, "jeans or skirts"),
        ({"product_type": ("blazer",), "colour": ("navy",), "material": ("linen",)}, "navy linen blazers"),
        ({"product_type": ("coat",), "audience": ("men",)}, "coats for men"),
        ({"product_type": ("bodysuit",), "audience": ("baby",)}, "bodysuits for babies"),
        ({"product_type": ("jacket",), "detail": ("hood", "zip")}, "jackets with a hood and a zip"),
        ({"product_type": ("leggings",), "detail": ("high waist",)}, "leggings with a high waist"),
        ({"product_type": ("top",), "colour": ("gold",), "pattern": ("sequins",)}, "gold tops with sequins"),
        ({"product_type": ("scarf",), "pattern": ("lace pattern",)}, "lace scarves"),
        ({"product_type": ("beanie",), "colour": ("red", "blue")}, "red or blue beanies"),
    ],
)
def test_a_wish_is_described_as_one_would_say_it(wanted: dict[str, tuple[str, ...]], text: str) -> None:
    assert describe(Brief(wanted=wanted)) == text


def test_a_description_names_every_wish_of_a_hard_slot_and_no_refusal(lexicon: Lexicon) -> None:
    for slot in set(HARD_SLOTS) - {"product_type", "audience"}:
        for value in lexicon.entries[slot]:
            brief = Brief(wanted={slot: (value,)}, excluded={"colour": ("xanadu",)})
            told = describe(brief).lower()
            named = {(mention.slot, mention.value) for mention in lexicon.mentions(forms(told))}
            assert value.lower() in told or (slot, value) in named
            assert "xanadu" not in describe(brief)
            assert "xanadu" in describe_refused(brief)


@pytest.mark.parametrize(
    ("excluded", "text"),
    [
        ({"colour": ("black", "grey")}, "black or grey"),
        ({"detail": ("buttons",)}, "with buttons"),
        ({"detail": ("padded",)}, "padded"),
        ({"material": ("wool",)}, "in wool"),
        ({"neckline": ("v-neck",)}, "with V-neck"),
    ],
)
def test_a_refusal_reads_after_anything(excluded: dict[str, tuple[str, ...]], text: str) -> None:
    assert describe_refused(Brief(excluded=excluded)) == text


@pytest.mark.parametrize(
    ("slot", "value", "so", "not_so"),
    [
        ("material", "cotton", "is in cotton", "is not in cotton"),
        ("detail", "pockets", "has pockets", "has no pockets"),
        ("detail", "hood", "has a hood", "has no hood"),
        ("detail", "lined", "is lined", "is not lined"),
        ("sleeve", "long sleeves", "has long sleeves", "has no long sleeves"),
        ("sleeve", "sleeveless", "is sleeveless", "is not sleeveless"),
        ("audience", "men", "is for men", "is not for men"),
        ("colour", "red", "is red", "is not red"),
    ],
)
def test_a_value_is_said_and_denied_of_an_article(slot: str, value: str, so: str, not_so: str) -> None:
    assert (says_so(slot, value), says_not(slot, value)) == (so, not_so)


def test_names_are_put_together_as_they_are_written() -> None:
    assert [together(names) for names in ([], ["A"], ["A", "b"], ["A", "b", "C"])] == ["", "A", "A and b", "A, b and C"]


def test_two_occasions_are_told_in_one(lexicon: Lexicon) -> None:
    assert describe_occasion(Brief(wanted={"occasion": ("wedding", "party")}), lexicon) == " for a wedding and a party"


def test_nothing_refused_is_nothing_said() -> None:
    assert describe_refused(Brief(wanted={"colour": ("red",)})) == ""


def test_occasion_and_season_read_as_what_for_and_when(lexicon: Lexicon) -> None:
    assert describe_occasion(Brief(wanted={"occasion": ("wedding",)}), lexicon) == " for a wedding"
    assert describe_occasion(Brief(), lexicon) == ""


def test_an_article_bears_the_words_that_stand_side_by_side_in_it(boutique_articles: dict[str, Article]) -> None:
    coat = boutique_articles["0700015001"]
    assert bears(coat, ["detachable", "hood"])
    assert bears(coat, ["dark", "beige"])
    assert not bears(coat, ["padded", "hood"])
    assert not bears(coat, ["wool"])
