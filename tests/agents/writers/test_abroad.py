"""The writer abroad: replies in the shopper's language, whole, true to the rows, and readable back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

import pytest

from agents.grounding import Ground, Grounding
from agents.plan import Act, Aspect, Edit, Plan, Topic
from agents.results import (
    Answer,
    Comparison,
    Count,
    Difference,
    Facet,
    Fact,
    GivenUp,
    Insight,
    Look,
    LookPiece,
    Results,
    Shown,
)  # fmt: skip
from agents.search import Searcher
from agents.writers.abroad import AbroadWriter, read_language
from catalog.article import Article
from catalog.language import STEMMERS
from foundation.brief import HARD_SLOTS, ROLES, SLOTS, Brief

# The fillings of each kind of line.
KINDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("opening", "opening_few", "opening_more", "opening_like", "opening_alike", "opening_partial"),
        frozenset({"want", "matched"}),
    ),
    **dict.fromkeys(("opening_variants", "opening_other_variants", "no_variants", "hail"), frozenset()),
    **dict.fromkeys(("item", "another"), frozenset({"h", "why"})),
    **dict.fromkeys(("relaxed", "unstated", "no_name", "no_id", "no_audience"), frozenset({"what"})),
    "no_column": frozenset({"aspect"}),
    "refused": frozenset({"refused"}),
    "nothing": frozenset({"want"}),
    "count": frozenset({"articles", "products", "want"}),
    "count_none": frozenset({"want"}),
    "fact": frozenset({"aspect", "h", "text"}),
    "fact_none": frozenset({"aspect", "h"}),
    **dict.fromkeys(("yes", "no", "unsaid"), frozenset({"h", "value"})),
    "quote": frozenset({"text"}),
    "compare": frozenset({"h", "more", "because"}),
    "compare_unknown": frozenset({"more"}),
    "differ": frozenset({"told"}),
    **dict.fromkeys(("look", "another_look"), frozenset({"pieces"})),
    "own": frozenset({"piece"}),
    **dict.fromkeys(("opening_photo", "seen"), frozenset({"seen"})),
    "no_photo": frozenset(),
    "nothing_safe": frozenset(),
    "missing": frozenset({"roles"}),
    "advise": frozenset({"tip"}),
    **dict.fromkeys(("nothing_next", "exhausted", "compare_same", "no_look", "no_advice", "ask", "offer"), frozenset()),
}
QUESTIONS = frozenset(SLOTS) - {"brand_line"}
COMPARED = ("warmth", "lightness", "dressiness", "softness", "stretch", "waterproof", "price", "length", "other")
JOINED = ("and", "or", "with", "for", "without", "from", "pieces")
_FILLING = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def writer(boutique: Searcher) -> AbroadWriter:
    return AbroadWriter(boutique.lexicon, boutique.translator)


def _lines(grammar: Mapping[str, Any]) -> Iterator[str]:
    for kind in KINDS:
        yield from grammar[kind]
    for group in ("questions", "say"):
        for lines in grammar[group].values():
            yield from lines


@pytest.mark.parametrize("code", STEMMERS)
def test_every_grammar_has_every_line_with_its_fillings(code: str) -> None:
    grammar = read_language(code)
    assert sorted(KINDS.keys() - grammar.keys()) == []
    for kind, allowed in KINDS.items():
        for line in grammar[kind]:
            assert set(_FILLING.findall(line)) <= allowed, line
    assert grammar["questions"].keys() >= QUESTIONS
    assert grammar["say"].keys() >= set(get_args(Topic))
    assert grammar["aspects"].keys() >= set(get_args(Aspect))
    assert grammar["comparatives"].keys() >= set(COMPARED)
    assert grammar["roles"].keys() >= set(ROLES)
    assert grammar["join"].keys() >= set(JOINED)
    assert grammar["limits"].keys() == {"price", "size", "stock"}
    assert {"place", "singular", "feminine", "endings"} == grammar["agreement"].keys()


@pytest.mark.parametrize("code", STEMMERS)
def test_a_line_of_a_grammar_names_no_value_of_its_own(code: str, boutique: Searcher) -> None:
    named = []
    for line in _lines(read_language(code)):
        glossed = boutique.translator.gloss(_FILLING.sub("[1]", line), code)
        reading = boutique.reader.read(glossed)
        # A writer's word is meant as it stands: what reads only as the slip of another is none.
        slips = {better for _, better in reading.mended}
        values = [
            n.value for n in reading.named if n.slot in HARD_SLOTS and not slips & {*reading.words[n.start : n.end]}
        ]
        named += [f"{line} → {glossed}: {values}"] if values else []
    assert named == []


def _answer(code: str, plan: Plan, results: Results, articles: tuple[Article, ...] = (), **brief: Any) -> Answer:
    handles = dict(enumerate(articles, 1))
    return Answer("", plan, Brief(language=code, **brief), results, handles, seed="talk:1:0")


def _shown(*articles: Article) -> tuple[Shown, ...]:
    return tuple(Shown(place, article, "") for place, article in enumerate(articles, 1))


@pytest.fixture
def dresses(boutique_articles: Mapping[str, Article]) -> tuple[Article, ...]:
    return tuple(boutique_articles[name] for name in ("0700001002", "0700001003", "0700002001"))


SEARCH = Plan(acts=(Act(name="search"),))


def test_a_search_is_told_in_german(writer: AbroadWriter, dresses: tuple[Article, ...]) -> None:
    results = Results(shown=_shown(*dresses), matched=12)
    wanted = {"product_type": ("dress",), "colour": ("red", "blue"), "audience": ("women",), "occasion": ("wedding",)}
    reply = "".join(writer.write(_answer("de", SEARCH, results, dresses, wanted=wanted)))
    assert "rote oder blaue Kleider, für Damen, Hochzeit" in reply
    assert "[1]: rot, Baumwolle, V-Ausschnitt" in reply
    assert all(f"[{handle}]" in reply for handle in (1, 2, 3))


def test_a_search_is_told_in_swedish(writer: AbroadWriter, dresses: tuple[Article, ...]) -> None:
    results = Results(shown=_shown(*dresses), matched=12)
    wanted = {"product_type": ("dress",), "material": ("linen",)}
    reply = "".join(
        writer.write(_answer("sv", SEARCH, results, dresses, wanted=wanted, excluded={"colour": ("black",)}))
    )
    assert "klänningar i linne" in reply
    assert "svart" in reply


ACTS: tuple[tuple[str, Plan], ...] = (
    ("search", SEARCH),
    ("more", Plan(acts=(Act(name="search", more=True),))),
    ("variants", Plan(acts=(Act(name="search", variants=True),))),
    ("count", Plan(acts=(Act(name="count"),))),
    ("facts", Plan(acts=(Act(name="facts", aspects=("material",), handles=(1,)),))),
    ("compare", Plan(acts=(Act(name="compare", aspects=("warmth",), handles=(1, 2)),))),
    ("look", Plan(acts=(Act(name="look", handles=(1,)),))),
    ("advise", Plan(acts=(Act(name="advise"),))),
    ("ask", Plan(edits=(Edit(op="reset"),), acts=(Act(name="ask"),))),
    ("try_on", Plan(acts=(Act(name="try_on"),))),
    ("paint", Plan(acts=(Act(name="paint"),))),
    *((f"say {topic}", Plan(acts=(Act(name="say", topic=topic),))) for topic in get_args(Topic)),
)


def _found(articles: tuple[Article, ...]) -> Results:
    """Something of everything that a turn may find."""
    one, other, _ = articles
    return Results(
        shown=_shown(*articles),
        looks=(Look("", (LookPiece("one_piece", 1), LookPiece("shoes", own="white sneakers")), missing=("bag",)),),
        counts=(Count(articles=5, products=3, counted="red dresses"),),
        facts=(
            Fact(1, one, "material", "woven cotton"),
            Fact(1, one, "lining", None),
            Fact(1, one, "price", None),
            Fact(1, one, "material", "woven cotton", value="cotton", holds=True),
            Fact(2, other, "material", "woven cotton", value="cotton", holds=False),
            Fact(2, other, "colour", None, value="red", holds=None),
        ),
        comparisons=(
            Comparison((1, 2), (), "warmth", winner=1, because=((1, "wool"), (2, "linen"))),
            Comparison((1, 2), (Difference("colour", ((1, "red"), (2, "dark blue"))),), "warmth"),
            Comparison((1, 2), ()),
        ),
        insights=(Insight("one", "Let one piece speak.", "Two compete.", "a source"),),
        matched=12,
        given_up=(
            GivenUp("together", "linen: nothing has it", "material", ("linen",)),
            GivenUp("unstated", "silk: unstated", "material", ("silk",)),
            GivenUp("no_column", "price", "price"),
            GivenUp("no_name", "gucci", values=("gucci",)),
            GivenUp("audience", "for men", "audience", ("men",)),
        ),
        limits={"size": "M"},
    )


@pytest.mark.parametrize("code", STEMMERS)
@pytest.mark.parametrize(("name", "plan"), ACTS)
def test_every_act_is_answered_in_the_language_and_nothing_stays_unfilled(
    code: str, name: str, plan: Plan, writer: AbroadWriter, dresses: tuple[Article, ...]
) -> None:
    wanted = {"product_type": ("dress",), "colour": ("red",)}
    for results in (_found(dresses), Results(), Results(exhausted=True)):
        reply = " ".join(writer.write(_answer(code, plan, results, dresses, wanted=wanted))).strip()
        assert reply
        assert "{" not in reply
        assert "::" not in reply
        assert len(reply.split()) <= 160, name


@pytest.mark.parametrize("code", STEMMERS)
def test_what_is_written_holds_against_the_rows_once_glossed(
    code: str, writer: AbroadWriter, dresses: tuple[Article, ...], boutique: Searcher
) -> None:
    grounding, translator = Grounding(boutique.reader), boutique.translator
    answer = _answer(code, SEARCH, Results(shown=_shown(*dresses), matched=12), dresses, wanted={"colour": ("red",)})
    ground = Ground(answer.handles, answer.brief, "", "")
    for sentence in writer.write(answer):
        glossed = translator.gloss(sentence, code)
        assert grounding.fault(glossed, ground) is None, glossed


@pytest.mark.parametrize("code", STEMMERS)
def test_a_wrong_colour_is_caught_once_glossed(code: str, dresses: tuple[Article, ...], boutique: Searcher) -> None:
    wrong = f"[1]: {boutique.translator.name('green', code)}."
    ground = Ground(dict(enumerate(dresses, 1)), Brief(language=code), "", "")
    assert Grounding(boutique.reader).fault(boutique.translator.gloss(wrong, code), ground) is not None


@pytest.mark.parametrize("code", STEMMERS)
def test_a_question_is_asked_in_the_language_and_its_chips_read_back(
    code: str, writer: AbroadWriter, dresses: tuple[Article, ...], boutique: Searcher
) -> None:
    facet = Facet("material", (("cotton", 40), ("linen", 30), ("silk", 30)), 1.0)
    results = Results(shown=_shown(*dresses), matched=100, facets=(facet,))
    answer = _answer(code, SEARCH, results, dresses, wanted={"product_type": ("dress",), "colour": ("red",)})
    asked = writer.question(answer)
    assert asked is not None
    assert asked.text in read_language(code)["questions"]["material"]
    assert [boutique.translator.gloss(chip, code) for chip in asked.chips] == ["cotton", "linen", "silk"]
    assert asked.text in "".join(writer.write(replace(answer, question=asked)))
