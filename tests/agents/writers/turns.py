"""Turns to make sentences of: three dresses that were found, and answers over them."""

from functools import cache
from typing import Any

from agents.plan import Act, Edit, Plan
from agents.results import Answer, Insight, Results, Shown
from agents.writers.voice import Voice, read_grammar
from catalog.article import Article
from foundation.brief import Brief

COLUMNS = {"product_type_name": "Dress", "product_group_name": "Garment Full body"}
ADA = Article("0700001001", prod_name="Ada", colour_group_name="Black", graphical_appearance_name="Solid",
              detail_desc="Long dress in cotton with a V-neck.", **COLUMNS)  # fmt: skip
BEA = Article("0700002001", prod_name="Bea", colour_group_name="Red", graphical_appearance_name="Stripe",
              detail_desc="Short dress in linen.", **COLUMNS)  # fmt: skip
CAT = Article("0700003001", prod_name="Cat", colour_group_name="White", graphical_appearance_name="Solid",
              detail_desc="Long dress in linen with long sleeves.", **COLUMNS)  # fmt: skip
SHOWN = (Shown(1, ADA, "Black, in cotton"), Shown(2, BEA, "Red, in linen"), Shown(3, CAT, "White, in linen"))
TIP = Insight("lace", "Wear lace by daylight", "it reads as festive without shine", "Davis (1987)")
DRESSES = Brief({"product_type": ("dress",)})
FOUND = Results(shown=SHOWN, matched=12)
SEARCH = Act(name="search")


def edit(op: str, slot: str, *values: str) -> Edit:
    return Edit.model_validate({"op": op, "slot": slot, "values": values})


def plan(*edits: Edit, acts: tuple[Act, ...] = (SEARCH,)) -> Plan:
    return Plan(edits=edits, acts=acts)


def say(topic: str, *edits: Edit) -> Plan:
    return plan(*edits, acts=(Act.model_validate({"name": "say", "topic": topic}),))


def answer(**given: Any) -> Answer:
    """A turn that found the dresses, but for what is given."""
    usual: dict[str, Any] = {
        "message": "dresses", "plan": plan(), "brief": DRESSES, "results": FOUND, "seed": "s",
        "handles": {shown.handle: shown.article for shown in SHOWN},
    }  # fmt: skip
    return Answer(**{**usual, **given})


@cache
def grammar() -> dict[str, Any]:
    """The house's lines."""
    return read_grammar()[0]


def voice(of: Answer | None = None) -> Voice:
    """The voice of a reply."""
    return Voice(grammar(), of or answer())
