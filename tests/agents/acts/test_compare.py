import re

import pytest

from agents.acts.asked import Asked
from agents.acts.compare import CompareAct
from agents.plan import Act, Aspect, Plan
from agents.results import Comparison, Results, Shown
from catalog.article import Article
from catalog.lexicon import Lexicon
from foundation.brief import Brief

WOOL = "Coat in a wool blend with notch lapels and a lining."
LINEN = "Blazer in airy linen with long sleeves. Unlined."
PADDED = "Padded jacket with a hood and a zip."


@pytest.fixture(scope="module")
def act(lexicon: Lexicon) -> CompareAct:
    return CompareAct(lexicon)


def row(number: int, text: str, **columns: str) -> Article:
    return Article(f"{number:010}", prod_name=f"Piece {number}", detail_desc=text, **columns)


def compare(act: CompareAct, *articles: Article, aspect: Aspect | None = None, message: str = "") -> Results:
    """All the articles, which were shown last, against each other."""
    handles = tuple(range(1, len(articles) + 1))
    asking = Act(name="compare", handles=handles, aspects=(aspect,) if aspect else ())
    return act.run(asking, Asked(Plan(acts=(asking,)), Brief(), articles, message=message))


def only(results: Results) -> Comparison:
    (comparison,) = results.comparisons
    return comparison


WINNERS: tuple[tuple[Aspect, tuple[str, ...], int | None], ...] = (
    ("warmth", (WOOL, LINEN), 1),
    ("warmth", (LINEN, PADDED), 2),
    ("warmth", (WOOL, PADDED, LINEN), 2),
    ("warmth", ("Jumper in a cashmere knit.", "Jumper in a cotton knit."), 1),
    ("warmth", ("Jacket in cotton twill. Lined.", "Jacket in cotton twill."), 1),
    ("warmth", ("Top in cotton jersey, sleeveless.", "Top in cotton jersey with long sleeves."), 2),
    ("warmth", ("Fine-knit jumper in wool with a V-neck.", "Fine-knit jumper in wool with a polo neck."), 2),
    ("warmth", ("Top in cotton jersey.", "Top in soft cotton jersey."), None),
    ("warmth", (WOOL, "Coat with two pockets and a belt."), None),
    ("warmth", ("Coat with a belt.", "Coat with pockets."), None),
    ("warmth", (WOOL, "Top with long sleeves."), None),
    ("warmth", ("Shirt in chiffon, turned down at the neck.", "Jacket with a down filling."), 2),
    ("lightness", ("Shirt in chiffon.", "Shirt in denim."), 1),
    ("lightness", ("Dress in airy cotton.", "Dress in cotton."), 1),
    ("lightness", ("Lightweight padded jacket.", "Jacket in linen."), 2),
    ("lightness", ("Dress in linen.", "Dress with a belt."), None),
    ("dressiness", ("Skirt in satin.", "Skirt in denim."), 1),
    ("dressiness", ("Joggers in sweatshirt fabric.", "Tailored trousers."), 2),
    ("dressiness", ("Short dress in lace.", "Long dress in lace."), 2),
    ("dressiness", ("Dress in cotton.", "Dress in cotton."), None),
    ("softness", ("Scarf in cashmere.", "Scarf in wool."), 1),
    ("softness", ("Jeans in rigid denim.", "Joggers in soft jersey."), 2),
    ("softness", ("Scarf with fringes.", "Scarf in wool."), None),
    ("stretch", ("Jeans in stretch denim.", "Jeans in rigid denim."), 1),
    ("stretch", ("Jeans in superstretch denim.", "Jeans in stretch denim."), 1),
    ("stretch", ("Trousers in twill with an elasticated waist.", "Trousers in twill."), 1),
    ("waterproof", ("Jacket in waterproof fabric.", "Jacket in water-repellent fabric."), 1),
    ("waterproof", ("Jacket in waterproof fabric.", "Jacket with a zip."), None),
    ("waterproof", ("Ankle boots with rubber soles.", "Boots in waterproof fabric."), None),
    ("waterproof", ("Jacket in denim.", "Jacket in water-repellent fabric with a jersey lining."), 2),
    ("stretch", ("Dress in lace with a jersey lining.", "Dress in jersey."), None),
    ("warmth", ("Boots in imitation leather with a pile lining.", "Boots in imitation leather."), 1),
    ("length", ("Calf-length skirt.", "Knee-length skirt."), 1),
    ("length", ("Calf-length skirt.", "Skirt with a zip."), None),
    ("sleeve", ("Top with long sleeves.", "Top with short sleeves."), 1),
    ("heel", ("Pumps in satin. Heel 8 cm.", "Pumps in satin. Heel 5.5 cm."), 1),
    ("heel", ("Pumps in satin. Heel 8 cm.", "Flat shoes."), None),
    ("lining", ("Coat in wool. Lined.", "Coat in wool. Unlined."), 1),
)  # fmt: skip


@pytest.mark.parametrize(("aspect", "texts", "winner"), WINNERS)
def test_there_is_a_winner_only_where_the_rows_tell(
    act: CompareAct, aspect: Aspect, texts: tuple[str, ...], winner: int | None
):
    articles = [row(number, text) for number, text in enumerate(texts, 1)]
    assert only(compare(act, *articles, aspect=aspect)).winner == winner


@pytest.mark.parametrize(("aspect", "texts", "winner"), [case for case in WINNERS if case[2] is not None])
def test_the_order_in_which_articles_stand_changes_no_winner(
    act: CompareAct, aspect: Aspect, texts: tuple[str, ...], winner: int
):
    articles = [row(number, text) for number, text in enumerate(reversed(texts), 1)]
    assert only(compare(act, *articles, aspect=aspect)).winner == len(texts) + 1 - winner


@pytest.mark.parametrize(("aspect", "texts", "winner"), WINNERS)
def test_what_a_verdict_rests_on_are_the_articles_own_words(
    act: CompareAct, aspect: Aspect, texts: tuple[str, ...], winner: int | None
):
    comparison = only(compare(act, *[row(number, text) for number, text in enumerate(texts, 1)], aspect=aspect))
    for handle, words in comparison.because:
        for part in words.split(", "):
            assert part.lower() in texts[handle - 1].lower()
    if winner is not None:
        assert dict(comparison.because)[winner]


def test_a_price_is_compared_only_where_a_column_carries_it(act: CompareAct):
    priced = row(1, WOOL, price="49.99"), row(2, LINEN, price="39.99")
    assert only(compare(act, *priced, aspect="price", message="which is cheaper?")).winner == 2
    assert only(compare(act, *priced, aspect="price", message="which is more expensive?")).winner == 1
    assert only(compare(act, priced[0], row(2, LINEN), aspect="price")).winner is None
    silent = compare(act, row(1, WOOL), row(2, LINEN), aspect="price")
    assert (only(silent).winner, [part.slot for part in silent.given_up]) == (None, ["price"])


def test_differences_leave_out_what_is_the_same_of_all(act: CompareAct):
    columns = {"product_type_name": "Coat", "colour_group_name": "Black", "graphical_appearance_name": "Solid"}
    first = row(1, "Coat in wool with pockets and a hood.", **columns)
    second = row(2, "Coat in cotton with pockets.", **{**columns, "colour_group_name": "Dark Blue"})
    told = {one.slot: one.told for one in only(compare(act, first, second)).differences}
    assert told["material"] == ((1, "wool"), (2, "cotton"))
    assert told["colour"] == ((1, "black"), (2, "dark blue"))
    assert told["detail"] == ((1, "hood"), (2, None))
    assert not {"product_type", "pattern"} & set(told)


def test_two_ways_of_writing_one_thing_are_no_difference(act: CompareAct):
    comparison = only(compare(act, row(1, "Long-sleeved top in jersey."), row(2, "Top in jersey with long sleeves.")))
    assert comparison.differences == ()


def test_what_only_one_tells_is_silent_for_the_other_and_comes_last(act: CompareAct):
    first = row(1, "Knee-length dress in cotton.", colour_group_name="Red")
    second = row(2, "Dress in linen.", colour_group_name="Blue")
    differences = only(compare(act, first, second)).differences
    assert [one.slot for one in differences] == ["material", "colour", "length"]
    assert differences[-1].told == ((1, "knee-length"), (2, None))


def test_what_is_asked_for_comes_first(act: CompareAct):
    first, second = row(1, "Short dress in cotton."), row(2, "Long dress in linen.")
    assert only(compare(act, first, second, aspect="length")).differences[0].slot == "length"


def test_a_material_that_only_the_name_tells_is_told(act: CompareAct):
    named = Article("1", prod_name="Stark wool coat", detail_desc="Coat with pockets.")
    (material, *_) = only(compare(act, named, row(2, "Coat in cotton with pockets."))).differences
    assert material.told == ((1, "wool"), (2, "cotton"))


def test_several_aspects_give_a_comparison_each_and_the_differences_once(act: CompareAct):
    asking = Act(name="compare", handles=(1, 2), aspects=("warmth", "dressiness"))
    results = act.run(asking, Asked(Plan(acts=(asking,)), Brief(), (row(1, WOOL), row(2, LINEN))))
    assert [one.aspect for one in results.comparisons] == ["warmth", "dressiness"]
    assert results.comparisons[0].differences
    assert not results.comparisons[1].differences


@pytest.mark.parametrize("handles", [(1,), (7, 9), (2, 2)])
def test_fewer_than_two_articles_are_not_compared(act: CompareAct, handles: tuple[int, ...]):
    asking = Act(name="compare", handles=handles)
    assert act.run(asking, Asked(Plan(acts=(asking,)), Brief(), (row(1, WOOL), row(2, LINEN)))) == Results()


def test_of_more_than_four_the_first_four_are_compared(act: CompareAct):
    articles = [row(number, f"Top in {fabric}.") for number, fabric in enumerate(("cotton", "wool", "silk") * 2, 1)]
    assert only(compare(act, *articles)).handles == (1, 2, 3, 4)


def test_without_handles_what_was_shown_last_is_compared_and_else_what_was_found_now(act: CompareAct):
    asking = Act(name="compare", aspects=("warmth",))
    last = (row(1, LINEN), row(2, WOOL))
    assert only(act.run(asking, Asked(Plan(acts=(asking,)), Brief(), last))).winner == 2
    found = tuple(Shown(number, article, "") for number, article in enumerate(reversed(last), 1))
    assert only(act.run(asking, Asked(Plan(acts=(asking,)), Brief(), found=found))).winner == 1


def test_an_aspect_without_a_scale_is_told_and_not_judged(act: CompareAct):
    comparison = only(compare(act, row(1, "Coat with a zip."), row(2, "Coat with buttons."), aspect="closing"))
    assert comparison.winner is None
    assert all(re.search("zip|buttons", text) for _, text in comparison.because)


@pytest.mark.parametrize(
    ("question", "winner"), [("which is darkest?", 2), ("which is the palest?", 3), ("which is brightest?", 1)]
)
def test_the_depth_of_colours_is_compared_by_the_catalogues_own_column(
    act: CompareAct, question: str, winner: int
) -> None:
    articles = (
        row(1, "Dress.", colour_group_name="Red", perceived_colour_value_name="Bright"),
        row(2, "Dress.", colour_group_name="Dark Blue", perceived_colour_value_name="Dark"),
        row(3, "Dress.", colour_group_name="Light Pink", perceived_colour_value_name="Light"),
    )
    assert only(compare(act, *articles, aspect="colour", message=question)).winner == winner


def test_two_that_are_as_dark_are_ahead_of_a_lighter_one(act: CompareAct) -> None:
    shades = (("Dark Blue", "Dark"), ("Dark Red", "Dark"), ("White", "Light"))
    articles = [
        row(place, "Dress.", colour_group_name=name, perceived_colour_value_name=depth)
        for place, (name, depth) in enumerate(shades, 1)
    ]
    found = only(compare(act, *articles, aspect="colour", message="the darkest please"))
    assert (found.winner, found.ahead) == (None, (1, 2))
