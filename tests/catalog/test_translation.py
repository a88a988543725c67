"""Translation: languages told apart, messages understood through their gloss, names that read back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.plan import Plan
from agents.reducer import fold
from agents.search import Searcher
from agents.talk import Earlier, Talk
from catalog.article import Article
from catalog.language import FOLDER, STEMMERS
from catalog.lexicon import FOLDER as SLOT_FOLDER
from catalog.lexicon import Lexicon
from catalog.translation import Translator
from foundation.brief import SLOTS, Brief

ROOT = Path(__file__).parents[2]
MESSAGES = Path(__file__).parent / "messages"


def _rows(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _messages() -> Iterator[Any]:
    for path in sorted(MESSAGES.glob("*.yaml")):
        for says, held in _rows(path):
            yield pytest.param(path.stem, says, held, id=f"{path.stem}: {says}")


def _english() -> list[str]:
    said = [row["query"] for row in _rows(ROOT / "evaluation" / "queries.yaml")]
    for path in (ROOT / "evaluation" / "scenarios").glob("*.yaml"):
        for talk in _rows(path):
            if talk.get("language", "en") == "en":
                said += _said(talk)
    return said


def _said(written: Any) -> list[str]:
    """Every message in a scenario, however deep."""
    if isinstance(written, list):
        return [text for part in written for text in _said(part)]
    if not isinstance(written, dict):
        return []
    own = [written["say"]] if isinstance(written.get("say"), str) else []
    return own + [text for part in written.values() for text in _said(part)]


@pytest.fixture(scope="module")
def translator(lexicon: Lexicon) -> Translator:
    return Translator(lexicon)


@pytest.mark.parametrize(("language", "says", "held"), _messages())
def test_a_message_is_understood_as_its_english_would_be(
    language: str, says: str, held: str, translator: Translator, searcher: Searcher
) -> None:
    told, brief, plan = "en", Brief(), Plan()
    last: tuple[Article, ...] = ()
    for said in says.split(" | "):
        told = translator.language_of(said, before=told)
        earlier = (Earlier(said, "", brief, last),) if last else ()
        plan = searcher.planner.plan(Talk(said, brief, last, earlier)).plan
        brief, _ = fold(brief, plan, last, searcher.lexicon)
        last = _some_of(brief, searcher)
    assert told == language
    assert _differences(held, brief, plan) == [], f"{translator.gloss(says, language)} → {brief.to_json()} {plan.acts}"


def _some_of(brief: Brief, searcher: Searcher) -> tuple[Article, ...]:
    """Three articles of the garment wished for, as a search would have shown."""
    table, types = searcher.index.table, brief.wanted.get("product_type", ())
    predicates = [searcher.lexicon.predicate("product_type", value) for value in types]
    rows = (table.article(row) for row in range(len(table)))
    return tuple(article for article, _ in zip((a for a in rows if any(p.holds(a) for p in predicates)), "123"))  # noqa: B905


def _differences(held: str, brief: Brief, plan: Plan) -> list[str]:
    """What should hold after a message and does not: values, values refused (-), acts (:), what is asked (~)."""
    words = [word.strip() for word in held.split(",")]
    acts = {word[1:] for word in words if word.startswith(":")}
    asked = {word[1:] for word in words if word.startswith("~")}
    wanted = {word for word in words if word[:1] not in "-:~"}
    refused = {word[1:] for word in words if word.startswith("-")}
    has = {value for part in (brief, *brief.parts) for values in part.wanted.values() for value in values}
    lacks = {value for part in (brief, *brief.parts) for values in part.excluded.values() for value in values}
    does = {act.name for act in plan.acts} | {act.topic for act in plan.acts}
    does |= {name for act in plan.acts for name in ("more", "variants") if getattr(act, name)}
    told = {*plan.asked, *(limit.name for limit in plan.limits), *(a for act in plan.acts for a in act.aspects)}
    found = [f"acts {does}"] if not acts <= does else []
    found += [f"asked {told}"] if not asked <= told else []
    found += [f"wants {has}"] if not (wanted <= has if acts else wanted == has) else []
    found += [f"refuses {lacks}"] if not (refused <= lacks if acts else refused == lacks) else []
    return found
