"""Opening: what kind of turn this is, what it changed, and the one piece of knowledge that comes with it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.plan import Act
from agents.results import Insight
from agents.writers.opening import because, changed, fitting_tip, inside, look_tip, opening, situation, whom_for
from catalog.lexicon import Lexicon
from foundation.brief import Brief, Part
from tests.agents.writers.turns import DRESSES, FOUND, SEARCH, TIP, answer, edit, grammar, plan, voice

BEFORE = (("dresses", "Look at [1] first."),)
RED = Brief({"product_type": ("dress",), "colour": ("red",)})


def kind(lexicon: Lexicon, **given: object) -> str:
    of = answer(**given)
    return situation(of, of.plan.acts[0], lexicon).kind


def searching(**act: object) -> Act:
    return SEARCH.model_copy(update=act)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "first"),
        ({"results": replace(FOUND, matched=2)}, "few"),
        ({"results": replace(FOUND, partial=True)}, "partial"),
        ({"plan": plan(acts=(searching(article_ids=("0700001001",)),))}, "ids"),
        ({"plan": plan(acts=(searching(variants=True),))}, "variants"),
        ({"plan": plan(acts=(searching(more=True),))}, "more"),
        ({"brief": Brief({"product_type": ("dress",)}, parts=(Part({"product_type": ("shoes",)}),))}, "parts"),
        ({"brief": Brief({"occasion": ("funeral",)})}, "quiet"),
        ({"history": BEFORE}, "again"),
        ({"history": BEFORE, "brief": RED, "plan": plan(edit("add", "colour", "red"))}, "refine"),
        ({"history": BEFORE, "brief": RED, "plan": plan(edit("replace", "colour", "red")), "message": "no, red"},
         "correct"),
        ({"history": BEFORE, "plan": plan(edit("exclude", "colour", "black"))}, "exclude"),
        ({"history": BEFORE, "plan": plan(edit("drop", "colour"))}, "drop"),
        ({"history": BEFORE, "plan": plan(edit("add", "product_type", "skirt"))}, "switch"),
        ({"history": BEFORE, "plan": plan(edit("add", "product_type", "dress")), "message": "back to the dress"},
         "back"),
        ({"history": BEFORE, "plan": plan(edit("reset", "colour").model_copy(update={"slot": None}))}, "switch"),
        ({"history": BEFORE, "plan": plan(edit("replace", "audience", "men"))}, "people"),
        ({"history": (("hello", "Hello!"),)}, "first"),
    ],
)  # fmt: skip
def test_a_turn_is_of_one_kind_in_the_talk(lexicon: Lexicon, given: dict[str, object], expected: str) -> None:
    assert kind(lexicon, **given) == expected


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ((edit("replace", "colour", "red"),), "red"),
        ((edit("replace", "colour", "red", "blue"),), "red"),
        ((edit("exclude", "colour", "black"),), "nothing black"),
        ((edit("drop", "length"),), "any length"),
        ((edit("replace", "colour", "red"), edit("exclude", "colour", "grey")), "red and nothing grey"),
        ((edit("add", "product_type", "skirt"), edit("add", "audience", "men")), ""),
        ((edit("add", "colour", "green"),), ""),
        ((), ""),
    ],
)
def test_what_a_message_changed_is_told_in_words(edits: tuple[object, ...], told: str) -> None:
    assert changed(answer(plan=plan(*edits), brief=RED)) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "audience", "whom"),
    [
        ("a shirt for my husband", "men", "your husband"),
        ("for my little sister", "girls", "your little sister"),
        ("shirts", "men", ""),
        ("for my husband", "women", ""),
        ("for my boss", "men", ""),
    ],
)
def test_whom_it_is_for_is_called_as_the_shopper_did(lexicon: Lexicon, message: str, audience: str, whom: str) -> None:
    assert whom_for(answer(message=message, brief=Brief({"audience": (audience,)})), lexicon) == whom


def test_who_was_named_earlier_is_still_meant(lexicon: Lexicon) -> None:
    of = answer(message="in red", brief=Brief({"audience": ("men",)}), history=(("for my dad", "Here."),))
    assert whom_for(of, lexicon) == "your dad"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Wear lace by daylight.", "wear lace by daylight"),
        ("A-line skirts swing.", "A-line skirts swing"),
        ("I would.", "I would"),
        ("T-shirts crease", "T-shirts crease"),
        ("linen breathes", "linen breathes"),
    ],
)
def test_a_sentence_becomes_a_clause(text: str, clause: str) -> None:
    assert inside(text) == clause


@given(text=st.text(max_size=30))
def test_a_clause_is_a_clause_already(text: str) -> None:
    assert inside(inside(text)) == inside(text) or text.strip().endswith(".") or not text.strip()
    assert inside(text).lower() == text.strip().rstrip(".").lower()


def test_a_reason_is_joined_to_what_it_is_of() -> None:
    joined = because(TIP, voice())
    assert joined.endswith("it reads as festive without shine")
    assert any(joined.startswith(joint) for joint in grammar()["joints"])
    assert because(replace(TIP, reason=""), voice()) == ""


def test_a_reason_that_begins_with_a_name_keeps_its_capital() -> None:
    named = replace(TIP, reason="Davis's guests saw it so", source="Davis (1987)")
    assert because(named, voice()).endswith("Davis's guests saw it so")


KINDS = {name.removeprefix("open_") for name in grammar() if name.startswith("open_")}


@pytest.mark.parametrize("tip", [TIP, None], ids=["with a tip", "without"])
@pytest.mark.parametrize("of_kind", sorted(KINDS))
def test_every_kind_of_turn_opens_without_a_hole_left(lexicon: Lexicon, of_kind: str, tip: Insight | None) -> None:
    for seed in map(str, range(8)):
        of = answer(seed=seed, brief=RED)
        now = replace(situation(of, SEARCH, lexicon), kind=of_kind, changed="red")  # type: ignore[arg-type]
        lines = [*opening(of, now, tip, voice(of))]
        assert lines
        assert not {"{", "}"} & {*"".join(lines)}
        assert all(line[0].isupper() or not line[0].isalpha() for line in lines)
        assert ("wear lace by daylight" in " ".join(lines).lower()) is (tip is not None)


def test_a_first_answer_opens_on_the_knowledge_and_the_occasion(lexicon: Lexicon) -> None:
    brief = Brief({"product_type": ("dress",), "occasion": ("wedding",)})
    for seed in map(str, range(12)):
        of = answer(seed=seed, brief=brief)
        (line,) = opening(of, situation(of, SEARCH, lexicon), TIP, voice(of))
        assert "wedding" in line
        assert "lace" in line


def test_of_knowledge_the_talk_has_heard_nothing_is_said_again(lexicon: Lexicon) -> None:
    other = replace(TIP, id="linen", text="Take linen in the heat")
    of = answer(results=replace(FOUND, insights=(TIP, other)), history=(("hi", "Wear lace by daylight, then."),))
    assert fitting_tip(of, situation(of, SEARCH, lexicon), voice(of)) == other


def test_a_refined_wish_is_told_only_what_is_on_it(lexicon: Lexicon) -> None:
    linen = replace(TIP, id="linen", text="Take linen in the heat")
    insights = replace(FOUND, insights=(TIP, linen))
    for added, fit in (("linen", linen), ("silk", None)):
        brief = Brief({**DRESSES.wanted, "material": (added,)})
        of = answer(results=insights, history=BEFORE, brief=brief, plan=plan(edit("add", "material", added)))
        assert fitting_tip(of, situation(of, SEARCH, lexicon), voice(of)) == fit


@pytest.mark.parametrize("occasion", ["", "for a wedding"])
def test_a_looks_knowledge_opens_on_the_occasion_where_there_is_one(occasion: str) -> None:
    line = look_tip(TIP, occasion, voice())
    assert "lace" in line.lower()
    assert (occasion in line.lower()) if occasion else "wedding" not in line
