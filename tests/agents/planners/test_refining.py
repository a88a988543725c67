"""Refining: which edits a message's values become, by what was wanted before and how the message puts it."""

from collections.abc import Callable

import pytest

from agents.listening import Said
from agents.plan import Edit
from agents.planners.refining import Refining
from agents.rules import Rules
from agents.talk import Earlier, Talk
from catalog.reading import Reader
from foundation.brief import Brief, Part

Refine = Callable[..., list[str]]
NOTHING = Brief()
RED_DRESS = Brief({"product_type": ("dress",), "colour": ("red",), "length": ("maxi",), "audience": ("women",)})
DRESS_AND_SHOES = Brief({"product_type": ("dress",), "colour": ("red",)}, parts=(Part({"product_type": ("shoes",)}),))


@pytest.fixture(scope="module")
def refine(reader: Reader) -> Refine:
    rules = Rules()
    refining = Refining(rules)

    def refined(message: str, brief: Brief = NOTHING, *before: str) -> list[str]:
        earlier = tuple(Earlier(one, "") for one in before)
        said = Said(Talk(message, brief, earlier=earlier), reader, rules)
        return [told(edit) for edit in refining.edits(said, said.reading.named)]

    return refined


def told(edit: Edit) -> str:
    """An edit in short: 'add colour red/blue', with ' @1' behind where it is of a further garment."""
    place = f" @{edit.part}" if edit.part else ""
    return f"{edit.op} {edit.slot} {'/'.join(edit.values)}".strip() + place


@pytest.mark.parametrize(
    ("message", "edits"),
    [
        ("a red dress", {"add product_type dress", "add colour red"}),
        ("black or navy trousers", {"add product_type trousers", "add colour black/navy"}),
        ("a dress, not black", {"add product_type dress", "exclude colour black"}),
        ("a jacket without a hood", {"add product_type jacket", "exclude detail hood"}),
        ("something for a wedding", {"add occasion wedding"}),
    ],
)
def test_a_first_wish_adds_what_it_names_and_excludes_what_it_refuses(
    refine: Refine, message: str, edits: set[str]
) -> None:
    assert {*refine(message)} == edits


@pytest.mark.parametrize("message", ["in blue", "make it blue", "what about blue", "blue please"])
def test_a_value_takes_the_place_of_another_of_its_slot(refine: Refine, message: str) -> None:
    assert refine(message, RED_DRESS) == ["replace colour blue"]


@pytest.mark.parametrize("message", ["blue too", "blue is fine too", "or blue"])
def test_unless_the_message_says_that_it_comes_beside_it(refine: Refine, message: str) -> None:
    assert refine(message, RED_DRESS) == ["add colour blue"]


def test_a_value_of_a_slot_not_spoken_of_yet_is_added(refine: Refine) -> None:
    assert refine("in linen", RED_DRESS) == ["add material linen"]


def test_details_add_up_since_a_garment_has_many(refine: Refine) -> None:
    held = Brief({"product_type": ("dress",), "detail": ("pockets",)})
    assert refine("with a hood", held) == ["add detail hood"]


def test_for_whom_it_is_is_said_anew(refine: Refine) -> None:
    assert refine("for men", RED_DRESS) == ["replace audience men"]
    assert refine("for men") == ["replace audience men"]


def test_another_garment_lets_go_of_what_belonged_to_the_first_and_of_its_look(refine: Refine) -> None:
    assert {*refine("now I need shoes", RED_DRESS)} == {
        "drop length maxi", "drop colour red", "replace product_type shoes",
    }  # fmt: skip


def test_a_garment_in_the_place_of_another_keeps_its_look(refine: Refine) -> None:
    assert {*refine("a skirt instead", RED_DRESS)} == {"drop length maxi", "replace product_type skirt"}


def test_what_the_message_says_itself_of_the_new_garment_is_not_let_go(refine: Refine) -> None:
    edits = refine("now I need black shoes", RED_DRESS)
    assert "replace colour black" in edits
    assert not any(edit.startswith("drop colour") for edit in edits)


def test_a_garment_that_would_do_as_well_is_added_to_the_first(refine: Refine) -> None:
    assert refine("a skirt is fine too", RED_DRESS) == ["add product_type skirt"]


def test_the_same_garment_again_lets_nothing_go(refine: Refine) -> None:
    assert not any(edit.startswith("drop") for edit in refine("a dress in linen", RED_DRESS))


def test_two_garments_worn_together_are_two_parts_each_with_its_own_values(refine: Refine) -> None:
    assert {*refine("a red dress and black shoes")} == {
        "add product_type dress", "add colour red", "add product_type shoes @1", "add colour black @1",
    }  # fmt: skip


def test_two_garments_in_each_others_place_are_one_search(refine: Refine) -> None:
    assert "add product_type jeans/trousers" in refine("jeans or trousers")


def test_new_garments_let_the_further_ones_go(refine: Refine) -> None:
    assert "drop product_type @1" in refine("a shirt and a belt", DRESS_AND_SHOES)


def test_what_is_said_of_a_further_garment_by_its_name_is_that_ones(refine: Refine) -> None:
    edits = refine("the shoes in black", DRESS_AND_SHOES)
    assert "add colour black @1" in edits
    assert all(edit.endswith("@1") for edit in edits)


def test_what_is_said_of_all_of_them_is_said_of_each(refine: Refine) -> None:
    edits = refine("all of them in linen", DRESS_AND_SHOES)
    assert {"add material linen", "add material linen @1"} <= {*edits}


def test_the_shoppers_own_piece_is_no_wish_beside_another(refine: Refine) -> None:
    edits = refine("I have a navy blazer, show me white trousers")
    assert {"add product_type trousers", "add colour white"} == {*edits}


def test_him_is_the_boy_where_the_talk_is_of_children(refine: Refine) -> None:
    children = Brief({"product_type": ("jacket",), "audience": ("girls", "boys")})
    assert "replace audience boys" in refine("something for him", children)
    assert "replace audience men" in refine("something for him", RED_DRESS)


def test_for_me_is_for_whom_the_shopper_has_said_they_are(refine: Refine) -> None:
    assert "replace audience men" in refine("now shoes for me", RED_DRESS, "I'm a dad, looking for a dress for my wife")


def test_talk_of_ones_body_refuses_no_garment(refine: Refine) -> None:
    assert not any(edit.startswith("exclude") for edit in refine("I hate my body"))


def test_what_is_part_of_a_wish_is_not_refused_with_it(refine: Refine) -> None:
    edits = refine("long sleeves, not short sleeves")
    assert "exclude sleeve short sleeves" in edits
    assert "add sleeve long sleeves" in edits
