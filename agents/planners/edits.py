"""Edits: the changes to a brief that house rules make, by what they mean."""

from collections.abc import Iterable, Sequence

from agents.plan import Edit
from catalog.reading import Named
from foundation.brief import Brief


def edit(op: str, slot: str, values: Sequence[str] = ()) -> Edit:
    """One edit of a slot; no values mean all of them."""
    return Edit.model_validate({"op": op, "slot": slot, "values": tuple(values)})


def told(op: str, named: Named) -> Edit:
    """The edit of one value that a message named."""
    return edit(op, named.slot, (named.value,))


def at_part(edits: Iterable[Edit], part: int) -> list[Edit]:
    """The same edits, on one of several garments."""
    return [one.model_copy(update={"part": part}) for one in edits]


def parts_dropped(brief: Brief) -> list[Edit]:
    """The edits that let go of every garment beside the first, the last of them first."""
    return [Edit(op="drop", slot="product_type", part=part) for part in range(len(brief.parts), 0, -1)]


def let_go(brief: Brief, slots: Iterable[str]) -> list[Edit]:
    """The edits that let go of the garments beside the first and of all that the slots hold."""
    return [*parts_dropped(brief), *(edit("drop", slot) for slot in slots)]
