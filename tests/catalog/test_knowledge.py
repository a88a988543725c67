import re
from collections import Counter

import pytest

from catalog.knowledge import FOLDER, THEMES, Advice, Knowledge
from catalog.lexicon import Lexicon
from catalog.words import forms
from encoding.encoder import TextEncoder

FORBIDDEN = re.compile(
    r"\b(flatter\w*|slim(ming|s|mer)|thin(ner)? (body|legs|waist)|fat|overweight|pounds|diet\w*|problem areas?"
    r"|tummy|belly|younger|age[- ]appropriate|too old|sexy|attractive|unattractive|hide your"
    r"|your (figure|curves|thighs|bust)"
    r"|(men|women|girls|boys|ladies|gentlemen) (must|should|never|always)|must|https?|www)\b",
    re.IGNORECASE,
)  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.read()


def ids(found: tuple[Advice, ...]) -> list[str]:
    return [advice.id for advice in found]


def advice(name: str, about: dict[str, list[str]], **fields: object) -> Advice:
    keys = {slot: frozenset(values) for slot, values in about.items()}
    return Advice(name, f"Do {name}", "it is so", "A book (2000)", keys, **fields)  # type: ignore[arg-type]


def test_there_is_enough_of_every_theme(knowledge: Knowledge):
    themes = Counter(entry.theme for entry in knowledge.entries)
    assert set(themes) == set(THEMES)
    assert min(themes.values()) >= 10
    assert len(knowledge.entries) >= 250


def test_ids_are_unique_and_nothing_is_said_twice(knowledge: Knowledge):
    for values in ([entry.id for entry in knowledge.entries], [entry.says for entry in knowledge.entries]):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_every_value_is_one_of_the_lexicon(knowledge: Knowledge, lexicon: Lexicon):
    unknown = [
        (entry.id, slot, value)
        for entry in knowledge.entries
        for keys in (entry.about, entry.unless, entry.prefers)
        for slot, values in keys.items()
        for value in values
        if value not in lexicon.entries.get(slot, {}) or lexicon.entry(slot, value).own
    ]
    assert unknown == []


def test_every_entry_is_one_clause_with_a_reason_and_a_source(knowledge: Knowledge):
    for entry in knowledge.entries:
        assert 3 <= len(entry.says.split()) <= 20, entry.id
        assert 3 <= len(entry.reason.split()) <= 18, entry.id
        assert len(entry.source) > 5, entry.id
        assert not re.search(r"[.!?:]$|[\[\]<>*_`#|]", entry.says + entry.reason[-1]), entry.id
        assert entry.says[0].isupper(), entry.id
        assert entry.about or entry.needs or entry.topics, entry.id


def test_no_entry_judges_bodies_or_rules_by_gender(knowledge: Knowledge):
    told = {entry.id: f"{entry.says}. {entry.reason}" for entry in knowledge.entries}
    assert {name: text for name, text in told.items() if FORBIDDEN.search(text)} == {}


def test_what_follows_from_an_entry_is_no_news_beside_what_it_says(knowledge: Knowledge):
    """An entry that speaks against a value does not prefer it."""
    for entry in knowledge.entries:
        barred = {slot: set(values) & set(entry.prefers.get(slot, ())) for slot, values in entry.unless.items()}
        assert not any(barred.values()), entry.id


def test_more_keys_met_go_before_fewer(knowledge: Knowledge):
    found = ids(knowledge.for_brief({"colour": ("black",), "occasion": ("wedding",)}))
    assert found[0] == "wedding-guest-black"
    assert "wedding-guest-white" in found
    assert "colour-black-texture" in found


def test_every_key_must_be_met(knowledge: Knowledge):
    found = knowledge.for_brief({"occasion": ("wedding",)})
    assert all("occasion" in entry.about and set(entry.about) == {"occasion"} for entry in found)


def test_a_kind_has_the_advice_for_what_it_is_a_kind_of_after_its_own():
    broad, narrow = advice("broad", {"colour": ["blue"]}), advice("narrow", {"colour": ["navy"]})
    knowledge = Knowledge([broad, narrow], {("colour", "navy"): frozenset({"blue"})})
    assert ids(knowledge.for_brief({"colour": ("navy",)})) == ["narrow", "broad"]
    assert ids(knowledge.for_brief({"colour": ("blue",)})) == ["broad"]


def test_occasions_have_the_advice_of_the_wider_one(knowledge: Knowledge):
    found = ids(knowledge.for_brief({"occasion": ("black tie",)}))
    assert found[0].startswith("code-black-tie")
    assert "code-formal-matt-to-shine" in found


def test_rare_keys_go_before_common_ones():
    common = [advice(f"common{number}", {"colour": ["black"]}) for number in range(20)]
    knowledge = Knowledge([*common, advice("rare", {"colour": ["taupe"]})], {})
    assert ids(knowledge.for_brief({"colour": ("black", "taupe")}))[0] == "rare"


def test_what_an_entry_needs_must_have_been_said(knowledge: Knowledge):
    wedding = {"occasion": ("wedding",)}
    assert "indian-wedding-guest" not in ids(knowledge.for_brief(wedding, said=forms("a dress for a wedding")))
    assert ids(knowledge.for_brief(wedding, said=forms("an Indian wedding")))[0] == "indian-wedding-guest"
    assert ids(knowledge.for_brief({}, said=forms("a gift for my mum")))
    assert "code-festive" not in ids(knowledge.for_brief({"occasion": ("festival",)}, said=["festival"]))


def test_what_was_given_and_what_is_refused_is_not_given(knowledge: Knowledge):
    dress = {"product_type": ("dress",)}
    first = knowledge.for_brief(dress)[0]
    assert first.id not in ids(knowledge.for_brief(dress, avoid=[first.id]))
    for entry in knowledge.for_brief({"colour": ("camel",)}, avoid=["navy"]):
        assert "navy" not in entry.says


def test_an_entry_is_no_use_beside_what_it_is_not_for(knowledge: Knowledge):
    babies = ids(knowledge.for_brief({"occasion": ("christening",), "audience": ("baby",)}))
    assert babies[0] == "christening-baby-layers"
    assert "christening-soft-day" not in babies


def test_how_grown_ups_dress_is_not_told_of_children(knowledge: Knowledge):
    found = knowledge.for_brief({"product_type": ("sweater",), "audience": ("kids",)})
    assert found
    assert not {entry.theme for entry in found} & {"pieces", "proportion", "dress_codes", "care_of_outfit"}


def test_a_seed_always_gives_the_same_and_many_seeds_give_many(knowledge: Knowledge):
    jeans = {"product_type": ("jeans",)}
    first = Counter(knowledge.for_brief(jeans, seed=f"talk {number}")[0].id for number in range(60))
    assert len(first) >= 4
    assert knowledge.for_brief(jeans, seed="one") == knowledge.for_brief(jeans, seed="one")


def test_every_occasion_and_season_has_advice(knowledge: Knowledge, lexicon: Lexicon):
    silent = [
        value
        for slot in ("occasion", "season")
        for value in lexicon.entries[slot]
        if not knowledge.for_brief({slot: (value,)})
    ]
    assert silent == []


def test_every_colour_and_most_garments_have_advice(knowledge: Knowledge, lexicon: Lexicon):
    def share(slot: str) -> float:
        values = [value for value, entry in lexicon.entries[slot].items() if not entry.own]
        return sum(bool(knowledge.for_brief({slot: (value,)})) for value in values) / len(values)

    assert share("colour") >= 0.95
    assert share("product_type") >= 0.7
    assert share("material") >= 0.8


def test_a_question_is_answered_by_what_it_names_and_by_what_it_means(knowledge: Knowledge, encoder: TextEncoder):
    named = {"colour": ("black",), "occasion": ("wedding",)}
    assert ids(knowledge.answer("can I wear black to a wedding?", named, encoder))[0] == "wedding-guest-black"
    found = knowledge.answer("my jumper is covered in little bobbles", {}, encoder, k=1)
    assert ids(found) == ["care-pilling"]


def test_a_question_outside_the_knowledge_is_not_answered(knowledge: Knowledge, encoder: TextEncoder):
    assert knowledge.answer("what is the capital of France?", {}, encoder) == ()
    assert knowledge.answer("", {}, encoder) == ()


def test_what_the_talk_is_about_tells_equals_apart(encoder: TextEncoder):
    topics = ("what colours go with it",)
    both = [advice(colour, {"colour": [colour]}, topics=topics) for colour in ("pink", "rust")]
    for colour in ("pink", "rust"):
        found = Knowledge(both, {}).answer("what colours go with it?", {}, encoder, around={"colour": (colour,)})
        assert ids(found)[0] == colour


def test_an_entry_is_embedded_once(knowledge: Knowledge, encoder: TextEncoder):
    class Counting:
        name, dim = encoder.name + " counted", encoder.dim
        texts = 0

        def encode(self, texts, progress=None):  # type: ignore[no-untyped-def]
            self.texts += len(texts)
            return encoder.encode(texts)

    counting = Counting()
    first = knowledge.answer("what goes with camel?", {"colour": ("camel",)}, counting)
    before = counting.texts
    assert knowledge.answer("what goes with camel?", {"colour": ("camel",)}, counting) == first
    assert counting.texts == before + 1


def test_every_theme_has_its_file():
    assert {f"{theme}.yaml" for theme in THEMES} <= {path.name for path in FOLDER.glob("*.yaml")}
