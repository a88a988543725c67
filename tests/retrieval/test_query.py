"""A query asks for all of its groups, and of each group for any value."""

from retrieval.query import Hit, Hits, Query, groups


def test_values_of_one_slot_are_alternatives_and_slots_add_up() -> None:
    wanted = {"colour": ("red", "blue"), "product_type": ("dress",)}
    assert groups(wanted) == (("colour", ("red", "blue")), ("product_type", ("dress",)))


def test_details_add_up_pockets_and_a_zip_are_both_wanted() -> None:
    assert groups({"detail": ("pockets", "zip")}) == (("detail", ("pockets",)), ("detail", ("zip",)))


def test_nothing_wanted_is_no_group() -> None:
    assert groups({}) == ()


def test_a_query_knows_the_slots_it_wants_something_of() -> None:
    query = Query(wanted=(("detail", ("zip",)), ("detail", ("pockets",))), excluded=(("colour", ("red",)),))
    assert query.slots() == {"detail"}


def test_hits_are_as_many_as_are_shown_not_as_are_counted() -> None:
    assert len(Hits((Hit(3, "1", 0.5),), articles=40, products=20)) == 1
