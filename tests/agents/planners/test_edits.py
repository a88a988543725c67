"""Edits: what house rules change of a brief, and how many garments that concerns."""

import pytest

from agents.plan import Edit
from agents.planners.edits import at_part, edit, let_go, parts_dropped, told
from catalog.named import Named
from foundation.brief import Brief, Part

RED = edit("add", "colour", ("red",))
PARTS = tuple(Part({"product_type": (kind,)}) for kind in ("shoes", "bag"))


def test_an_edit_without_values_is_of_all_of_them() -> None:
    assert edit("drop", "colour") == Edit(op="drop", slot="colour", values=())


def test_a_value_that_was_named_is_told_by_its_slot() -> None:
    assert told("exclude", Named("colour", "black", 1, 2)) == Edit(op="exclude", slot="colour", values=("black",))


@pytest.mark.parametrize("part", [0, 1, 6])
def test_edits_of_a_further_garment_say_which(part: int) -> None:
    moved = at_part([RED, edit("drop", "length")], part)
    assert [one.part for one in moved] == [part, part]
    assert [one.model_copy(update={"part": 0}) for one in moved] == [RED, edit("drop", "length")]


def test_further_garments_are_let_go_from_the_last_so_that_no_number_moves() -> None:
    assert [one.part for one in parts_dropped(Brief(parts=PARTS))] == [2, 1]
    assert parts_dropped(Brief()) == []


def test_slots_are_let_go_after_the_further_garments() -> None:
    gone = let_go(Brief(parts=PARTS[:1]), ("colour", "length"))
    assert [(one.op, one.slot, one.part) for one in gone] == [
        ("drop", "product_type", 1), ("drop", "colour", 0), ("drop", "length", 0),
    ]  # fmt: skip
