import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agents.plan import Act, Edit, Plan, Slot
from agents.reducer import fold
from catalog.article import Article
from catalog.lexicon import Lexicon
from foundation.brief import SLOTS, Brief, Part, Piece

LAST = (Article("0700001001"), Article("0700001002"), Article("0700001003"))
WORDS = ("black", "Black", "navy", "dark blue", "dress", "jeans", "boys", "striped", "linen", "wedding", "blob", "")

edits = st.builds(
    Edit,
    op=st.sampled_from(["add", "exclude", "replace", "drop", "reset", "refer"]),
    slot=st.none() | st.sampled_from(SLOTS),
    values=st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=4).map(tuple),
    handles=st.lists(st.integers(-2, 6), max_size=3).map(tuple),
)
acts = st.builds(Act, name=st.sampled_from(["search", "count", "facts", "ask", "say"]), more=st.booleans())
plans = st.builds(
    Plan,
    edits=st.lists(edits, max_size=8).map(tuple),
    acts=st.lists(acts, max_size=3).map(tuple),
    words=st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
    ideas=st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
)


def folded(lexicon: Lexicon, *edits: Edit, brief: Brief | None = None) -> Brief:
    return fold(brief or Brief(), Plan(edits=edits), LAST, lexicon)[0]


def rejected(lexicon: Lexicon, edit: Edit) -> tuple[str, ...]:
    brief, problems = fold(Brief(), Plan(edits=(edit,)), LAST, lexicon)
    assert brief == Brief()
    return problems


@given(plans=st.lists(plans, max_size=4))
def test_whatever_is_planned_no_value_is_both_wanted_and_refused(lexicon: Lexicon, plans: list[Plan]):
    brief = Brief()
    for plan in plans:
        brief, _ = fold(brief, plan, LAST, lexicon)
    both = [slot for slot, values in brief.wanted.items() if set(values) & set(brief.excluded.get(slot, ()))]
    assert both == []


@given(plans=st.lists(plans, max_size=4))
def test_a_brief_holds_only_values_that_the_catalogue_knows(lexicon: Lexicon, plans: list[Plan]):
    brief = Brief()
    for plan in plans:
        brief, _ = fold(brief, plan, LAST, lexicon)
    held = [(slot, v) for side in (brief.wanted, brief.excluded) for slot, values in side.items() for v in values]
    assert all(lexicon.canonical(slot, value) == value for slot, value in held)
    assert all(values for side in (brief.wanted, brief.excluded) for values in side.values())
    assert all(len(values) == len(set(values)) for side in (brief.wanted, brief.excluded) for values in side.values())
    assert brief.anchor in {None, *(article.article_id for article in LAST)}


@given(plan=plans)
def test_folding_is_pure(lexicon: Lexicon, plan: Plan):
    before = folded(lexicon, Edit(op="add", slot="colour", values=("black",)), Edit(op="refer", handles=(1,)))
    told = before.to_json()
    assert fold(before, plan, LAST, lexicon) == fold(before, plan, LAST, lexicon)
    assert before.to_json() == told


@given(plan=plans)
def test_a_reset_empties_the_brief(lexicon: Lexicon, plan: Plan):
    brief, _ = fold(Brief(), plan, LAST, lexicon)
    fresh, problems = fold(brief, Plan(edits=(Edit(op="reset"),)), LAST, lexicon)
    assert (fresh.wanted, fresh.excluded, fresh.anchor, fresh.words, fresh.shown, problems) == (
        {},
        {},
        None,
        (),
        (),
        (),
    )


@given(plan=plans)
def test_a_brief_comes_back_from_json_as_it_was(lexicon: Lexicon, plan: Plan):
    brief, _ = fold(Brief(shown=("0700001001",)), plan, LAST, lexicon)
    assert Brief.from_json(json.loads(json.dumps(brief.to_json()))) == brief


@given(plan=plans)
def test_a_plan_comes_back_from_json_as_it_was(plan: Plan):
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@given(plan=plans)
def test_every_edit_is_taken_or_named_in_a_line(lexicon: Lexicon, plan: Plan):
    for edit in plan.edits:
        brief, problems = fold(Brief(), Plan(edits=(edit,)), LAST, lexicon)
        unsaid = brief == Brief() and not problems
        assert not unsaid or edit.op in ("reset", "drop") or not (edit.handles if edit.op == "refer" else edit.values)


def test_an_added_value_stands_beside_those_wanted(lexicon: Lexicon):
    red, blue = (Edit(op="add", slot="colour", values=(name,)) for name in ("red", "blue"))
    assert folded(lexicon, red, blue).wanted == {"colour": ("red", "blue")}


def test_a_replacing_value_takes_the_place_of_those_wanted(lexicon: Lexicon):
    red = Edit(op="add", slot="colour", values=("red", "pink"))
    blue = Edit(op="replace", slot="colour", values=("blue",))
    assert folded(lexicon, red, blue).wanted == {"colour": ("blue",)}


def test_a_value_refused_is_no_longer_wanted_and_one_wanted_no_longer_refused(lexicon: Lexicon):
    want = Edit(op="add", slot="colour", values=("black", "red"))
    refuse = Edit(op="exclude", slot="colour", values=("black",))
    assert folded(lexicon, want, refuse) == Brief({"colour": ("red",)}, {"colour": ("black",)})
    assert folded(lexicon, refuse, want) == Brief({"colour": ("black", "red")})


def test_a_drop_without_values_lets_go_of_the_whole_slot(lexicon: Lexicon):
    edits = (
        Edit(op="add", slot="colour", values=("red",)),
        Edit(op="exclude", slot="colour", values=("black",)),
        Edit(op="add", slot="pattern", values=("striped",)),
        Edit(op="drop", slot="colour"),
    )
    assert folded(lexicon, *edits) == Brief({"pattern": ("striped",)})


def test_a_drop_with_values_lets_go_of_these_alone(lexicon: Lexicon):
    want = Edit(op="add", slot="colour", values=("red", "blue"))
    assert folded(lexicon, want, Edit(op="drop", slot="colour", values=("blue",))).wanted == {"colour": ("red",)}


@pytest.mark.parametrize(("said", "name"), [("dark blue", "navy"), ("Dark Blue", "Dark Blue"), ("GRAY", "grey")])
def test_a_value_is_held_by_the_name_the_catalogue_gives_it(lexicon: Lexicon, said: str, name: str):
    assert folded(lexicon, Edit(op="add", slot="colour", values=(said,))).wanted == {"colour": (name,)}


def test_an_unknown_value_is_rejected_by_name_and_the_known_ones_beside_it_are_kept(lexicon: Lexicon):
    edit = Edit(op="add", slot="colour", values=("red", "ultraviolet"))
    brief, problems = fold(Brief(), Plan(edits=(edit,)), LAST, lexicon)
    assert brief.wanted == {"colour": ("red",)}
    assert problems == ("colour 'ultraviolet' is unknown to this catalogue",)


@pytest.mark.parametrize("op", ["add", "exclude", "replace", "drop"])
def test_a_value_of_another_slot_is_rejected(lexicon: Lexicon, op: str):
    assert rejected(lexicon, Edit(op=op, slot="colour", values=("dress",)))  # type: ignore[arg-type]


@pytest.mark.parametrize("op", ["add", "exclude", "replace", "drop"])
def test_an_edit_without_a_slot_is_rejected(lexicon: Lexicon, op: str):
    assert rejected(lexicon, Edit(op=op, values=("red",))) == (f"an edit '{op}' names no slot",)  # type: ignore[arg-type]


@pytest.mark.parametrize("handle", [0, -1, 4, 99])
def test_a_handle_that_was_not_shown_is_rejected(lexicon: Lexicon, handle: int):
    assert rejected(lexicon, Edit(op="refer", handles=(handle,))) == (f"no article [{handle}] was shown",)


def test_an_article_referred_to_becomes_the_anchor(lexicon: Lexicon):
    assert folded(lexicon, Edit(op="refer", handles=(2,))).anchor == "0700001002"


def test_words_add_up_until_the_talk_turns_to_another_garment(lexicon: Lexicon):
    brief, _ = fold(Brief(words=("unicorn",)), Plan(words=("glitter", "unicorn")), LAST, lexicon)
    assert brief.words == ("unicorn", "glitter")
    turn = Edit(op="replace", slot="product_type", values=("jeans",))
    turned, _ = fold(brief, Plan(edits=(turn,), words=("washed",)), LAST, lexicon)
    assert turned.words == ("washed",)


def test_the_language_of_the_reply_outlives_a_reset(lexicon: Lexicon):
    assert folded(lexicon, Edit(op="reset"), brief=Brief({"colour": ("red",)}, language="de")) == Brief(language="de")


def test_the_wardrobe_outlives_a_reset_and_the_last_look_does_not(lexicon: Lexicon):
    brief = Brief({"colour": ("red",)}, wardrobe=("navy blazer",), look=(Piece("shoes", "0700019001"),))
    assert folded(lexicon, Edit(op="reset"), brief=brief) == Brief(wardrobe=("navy blazer",))


def owned(*values: str, op: str = "add") -> Edit:
    return Edit(op=op, slot="wardrobe", values=values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edits", "wardrobe"),
    [
        ((owned("navy blazer"), owned("white trainers")), ("navy blazer", "white trainers")),
        ((owned("navy blazer"), owned("navy blazer")), ("navy blazer",)),
        ((owned("navy blazer", "boots"), owned("boots", op="drop")), ("navy blazer",)),
        ((owned("navy blazer", "boots"), owned("navy blazer", op="exclude")), ("boots",)),
        ((owned("navy blazer", "boots"), owned(op="drop")), ()),
        ((owned("navy blazer"), owned("loafers", op="replace")), ("loafers",)),
        ((owned("  navy\n blazer ", "", "\u200b"),), ("navy blazer",)),
    ],
)
def test_what_is_owned_is_kept_in_the_shoppers_words(
    lexicon: Lexicon, edits: tuple[Edit, ...], wardrobe: tuple[str, ...]
):
    assert folded(lexicon, *edits).wardrobe == wardrobe


def test_a_wardrobe_holds_the_newest_two_dozen_pieces_in_few_words(lexicon: Lexicon):
    brief = folded(lexicon, *(owned(f"piece {number} " + "x" * 200) for number in range(30)))
    assert (len(brief.wardrobe), brief.wardrobe[-1][:8]) == (24, "piece 29")
    assert max(map(len, brief.wardrobe)) <= 80


@pytest.mark.parametrize(("said", "language"), [(("sv",), "sv"), (("en",), "en"), (("fr", "de"), "fr")])
def test_the_language_of_the_reply_can_be_changed(lexicon: Lexicon, said: tuple[str, ...], language: str):
    edit = Edit(op="replace", slot="language", values=said)
    assert folded(lexicon, edit, brief=Brief(language="it")).language == language


@pytest.mark.parametrize("said", [(), ("tlh",), ("Swedish",)])
def test_a_language_that_is_not_spoken_is_rejected(lexicon: Lexicon, said: tuple[str, ...]):
    assert rejected(lexicon, Edit(op="replace", slot="language", values=said))


SKIRT = Brief({"product_type": ("skirt",)}, parts=(Part({"product_type": ("shoes",), "colour": ("black",)}),))


def test_a_further_garment_has_constraints_of_its_own(lexicon: Lexicon):
    edits = (
        Edit(op="add", slot="product_type", values=("shoes",), part=1),
        Edit(op="add", slot="colour", values=("black",), part=1),
    )
    assert folded(lexicon, *edits, brief=Brief({"product_type": ("skirt",)})) == SKIRT


def test_an_edit_of_a_further_garment_leaves_the_first_alone(lexicon: Lexicon):
    edit = Edit(op="replace", slot="colour", values=("red",), part=1)
    brief = folded(lexicon, edit, brief=SKIRT)
    assert (brief.wanted, brief.parts[0].wanted["colour"]) == (SKIRT.wanted, ("red",))


def test_a_further_garment_may_refuse_values(lexicon: Lexicon):
    part = folded(lexicon, Edit(op="exclude", slot="colour", values=("black",), part=1), brief=SKIRT).parts[0]
    assert part == Part({"product_type": ("shoes",)}, {"colour": ("black",)})


def test_a_further_garment_that_is_dropped_is_let_go(lexicon: Lexicon):
    edit = Edit(op="drop", slot="product_type", values=("shoes",), part=1)
    assert folded(lexicon, edit, brief=SKIRT).parts == ()


@pytest.mark.parametrize(("slot", "value"), [("occasion", "wedding"), ("season", "winter")])
def test_an_occasion_or_season_said_of_one_garment_holds_for_all(lexicon: Lexicon, slot: str, value: str):
    edit = Edit(op="add", slot=slot, values=(value,), part=1)  # type: ignore[arg-type]
    brief = folded(lexicon, edit, brief=SKIRT)
    assert (brief.wanted[slot], brief.parts) == ((value,), SKIRT.parts)


@pytest.mark.parametrize(("op", "part"), [("add", 3), ("replace", 6), ("exclude", 2), ("drop", 2)])
def test_a_garment_that_was_not_asked_for_is_rejected(lexicon: Lexicon, op: str, part: int):
    edit = Edit(op=op, slot="colour", values=("red",), part=part)  # type: ignore[arg-type]
    brief, problems = fold(SKIRT, Plan(edits=(edit,)), LAST, lexicon)
    assert (brief, problems) == (SKIRT, (f"there is no garment {part} among those asked for",))


def test_the_last_look_stays_as_long_as_nothing_is_begun_anew(lexicon: Lexicon):
    look = (Piece("top", "0700001001"), Piece("bottom", own="black jeans"))
    assert folded(lexicon, Edit(op="add", slot="colour", values=("red",)), brief=Brief(look=look)).look == look


def test_an_article_of_an_earlier_turn_can_be_referred_to_by_its_id(lexicon: Lexicon):
    edit = Edit(op="refer", article_ids=("0600000001",))
    brief, problems = fold(Brief(), Plan(edits=(edit,)), LAST, lexicon, ("0600000001",))
    assert (brief.anchor, problems) == ("0600000001", ())


def test_an_article_that_the_talk_never_showed_can_not_be_referred_to(lexicon: Lexicon):
    problems = rejected(lexicon, Edit(op="refer", article_ids=("0600000001",)))
    assert problems == ("article 0600000001 was not shown in this talk",)


def test_every_slot_of_a_brief_can_be_edited():
    assert set(get_args(Slot)) == set(SLOTS)


@pytest.mark.parametrize(
    "written",
    [
        {"edits": [{"op": "delete", "slot": "colour"}]},
        {"edits": [{"op": "add", "slot": "price", "values": ["9"]}]},
        {"acts": [{"name": "buy"}]},
        {"acts": [{"name": "say", "topic": "weather"}]},
        {"acts": [{"name": "search", "sql": "drop table"}]},
        {"thoughts": "hm"},
    ],
)
def test_a_plan_that_is_not_of_the_schema_is_refused(written: dict[str, object]):
    with pytest.raises(ValidationError):
        Plan.model_validate(written)


@pytest.mark.parametrize("op", ["add", "replace"])
def test_long_sleeves_after_all_end_the_refusal_of_sleeves(lexicon: Lexicon, op: str):
    refused = folded(lexicon, Edit(op="exclude", slot="sleeve", values=("sleeves",)))
    brief = folded(
        lexicon, Edit.model_validate({"op": op, "slot": "sleeve", "values": ("long sleeves",)}), brief=refused
    )
    assert brief.wanted == {"sleeve": ("long sleeves",)}
    assert brief.excluded == {}


def test_a_refused_kind_stays_refused_beside_another_kind(lexicon: Lexicon):
    refused = folded(lexicon, Edit(op="exclude", slot="sleeve", values=("short sleeves",)))
    brief = folded(lexicon, Edit(op="add", slot="sleeve", values=("long sleeves",)), brief=refused)
    assert brief.excluded == {"sleeve": ("short sleeves",)}
