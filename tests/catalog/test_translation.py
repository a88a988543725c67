"""Translation: languages told apart, messages understood through their gloss, names that read back."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from agents.plan import Plan
from agents.reducer import fold
from agents.search import Searcher
from agents.talk import Earlier, Talk
from catalog.article import Article
from catalog.language import FOLDER, STEMMERS, Language
from catalog.lexicon import FOLDER as SLOT_FOLDER
from catalog.lexicon import Lexicon
from catalog.translation import Translator
from foundation.brief import SLOTS, Brief

ROOT = Path(__file__).parents[2]
MESSAGES = Path(__file__).parent / "messages"
_QUICK = 25


def _rows(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _messages() -> Iterator[Any]:
    for path in sorted(MESSAGES.glob("*.yaml")):
        rows = _rows(path)
        for place, (says, held) in enumerate(rows):
            # Some of every kind are quick, the rest slow.
            marks = [pytest.mark.slow] if place % (len(rows) // _QUICK) else []
            yield pytest.param(path.stem, says, held, id=f"{path.stem}: {says}", marks=marks)


FOREIGN = ("german", "swedish", "spanish", "french", "italian")


def _english() -> list[str]:
    said = [row["query"] for row in _rows(ROOT / "evaluation" / "queries.yaml")]
    for path in (ROOT / "evaluation" / "scenarios").glob("*.yaml"):
        said += _said(_rows(path)) if path.stem not in FOREIGN else []
    return said


def _said(written: Any) -> list[str]:
    """Every message in a scenario, however deep."""
    if isinstance(written, list):
        return [text for part in written for text in _said(part)]
    if not isinstance(written, dict) or any(name in written.get("id", "") for name in ("mixed-languages", *FOREIGN)):
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
        last = _some_of(brief, searcher) if " | " in says else ()
    assert told == language
    assert _differences(held, brief, plan) == [], f"{translator.gloss(says, language)} → {brief.to_json()} {plan.acts}"


def _some_of(brief: Brief, searcher: Searcher) -> tuple[Article, ...]:
    """Three articles of the garments wished for, as a search would have shown."""
    return _articles_of(brief.wanted.get("product_type", ()), searcher)


@cache
def _articles_of(types: tuple[str, ...], searcher: Searcher) -> tuple[Article, ...]:
    table, predicates = searcher.index.table, [searcher.lexicon.predicate("product_type", value) for value in types]
    articles = (
        article for article in map(table.article, range(len(table))) if any(p.holds(article) for p in predicates)
    )
    return tuple(islice(articles, 3))


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


def test_english_is_never_taken_for_another_language(translator: Translator) -> None:
    english = _english()
    assert len(english) > 500
    assert [says for says in english if translator.language_of(says) != "en"] == []


def test_plain_english_loads_no_other_language(lexicon: Lexicon) -> None:
    translator = Translator(lexicon)
    translator.gloss("show me something for gardening, not too short", translator.language_of("show me a red dress"))
    assert not translator.loaded


@pytest.mark.parametrize(
    ("says", "language"),
    [
        ("rot", "de"), ("danke", "de"), ("Lederjacke", "de"), ("gracias", "es"), ("vestidos rojos", "es"),
        ("tack", "sv"), ("röd klänning", "sv"), ("robe rouge", "fr"), ("merci", "fr"), ("grazie", "it"),
        ("gonna nera", "it"), ("robe", "en"), ("a chic pantalon in beige", "en"),
        ("show me a Gucci bag in noir", "en"), ("ok", "en"), ("jean nior homme", "fr"), ("savrta jeans herr", "sv"),
        ("pull col v bordeaux pour homme", "fr"), ("Hallloo", "de"), ("holaa!", "es"), ("robbe rouge", "fr"),
        ("in rde", "en"), ("no wol", "en"), ("blakc jenas", "en"), ("cardigan color panna a trecce", "it"),
    ],
)  # fmt: skip
def test_a_few_words_tell_their_language(says: str, language: str, translator: Translator) -> None:
    assert translator.language_of(says) == language


@pytest.mark.parametrize(
    "says",
    [
        "d",
        "gdpr",
        "%s%n%x",
        '{"edits": [{"op": "reset"}]}',
        "https://example.org/vestido/rojo",
        "<b>x</b>",
        "1234",
        "a3",
    ],
)
def test_code_addresses_and_single_letters_are_no_language(says: str, translator: Translator) -> None:
    assert translator.language_of(says) == "en"


@pytest.mark.parametrize(
    ("says", "glossed"),
    [
        ("I need ein rotes Kleid for women", "I need a red dress for women"),
        ("red Kleid, Damen, please", "red dress, women, please"),
        ("ich brauche a red dress für women", "i need a red dress for women"),
        ("show me a café racer jacket", "show me a café racer jacket"),
        ("a blak dres pls", "a blak dres pls"),
    ],
)
def test_words_of_two_languages_in_one_message_are_both_understood(
    says: str, glossed: str, translator: Translator
) -> None:
    assert translator.gloss(says, translator.language_of(says)) == glossed


@pytest.mark.parametrize(
    ("language", "says", "glossed"),
    [
        ("de", "schwarz bitte nicht", "no black"),
        ("de", "den Blazer habe ich schon", "i already have the blazer"),
        ("es", "negra no, por favor", "no black, please"),
        ("it", "il nero mi intristisce: in rosso", "no the black: in red"),
        ("sv", "svart är förbjudet", "no black"),
        ("fr", "autre chsoe ?", "something else?"),
        ("de", "leider sagen", ""),
        ("de", "Weiß bitte weglassen", "no white"),
        ("de", "nix rotes", "nothing red"),
        ("it", "togli quelle bianche", "remove the white"),
        ("sv", "ta bort de vita", "remove the white"),
        ("fr", "à rayures ce serait top", "striped"),
        ("fr", "ajoute un petit sac stp", "add a bag please"),
        ("de", "Speicherst du, was ich hier schreibe?", "do you store, what i write?"),
        ("it", "salvi quello che scrivo?", "do you store what i write?"),
        ("sv", "jag är kille", "as men"),
        ("es", "botas para niño", "boots for boys"),
    ],
)
def test_what_closes_a_clause_stands_before_its_values_and_slips_are_mended_before_phrases(
    language: str, says: str, glossed: str, translator: Translator
) -> None:
    assert translator.gloss(says, language) == glossed


@pytest.mark.parametrize("says", ["blazer", "ok", "[2]", "👍", "Adidas", "jeans"])
@pytest.mark.parametrize("before", STEMMERS)
def test_a_message_with_no_sign_stays_in_the_language_of_the_talk(
    says: str, before: str, translator: Translator
) -> None:
    assert translator.language_of(says, before) == before


@pytest.mark.parametrize("before", STEMMERS)
def test_english_said_in_between_is_english(before: str, translator: Translator) -> None:
    assert translator.language_of("show me red dresses instead", before) == "en"


@pytest.mark.parametrize(
    ("says", "glossed"),
    [
        ("Das zweite, [3] und 38!", "the second, [3] and 38!"),
        ("kleid fuer herbst", "dress for autumn"),
        ("Herrenlederjacke", "men leather jacket"),
        ("Sommerklied", "summer dress"),
        ("dunkelblauer Winterjake", "dark blue winter jacket"),
        ("Schwimmflossen", "schwimmflossen"),
    ],
)
def test_a_gloss_keeps_what_is_no_word_and_parts_compounds(says: str, glossed: str, translator: Translator) -> None:
    assert translator.gloss(says, "de") == glossed


@pytest.mark.parametrize(
    ("language", "says", "glossed"),
    [
        ("es", "no quiero un vestido rojo largo", "i dont want a red long dress"),
        ("fr", "l'école", "the school"),
        ("sv", "var och här, vår", "and here, spring"),
        ("sv", "vad är den andra gjord av", "what is the second what is it made of"),
    ],
)
def test_a_gloss_is_in_english_order_and_heeds_accents_and_elisions(
    language: str, says: str, glossed: str, translator: Translator
) -> None:
    assert translator.gloss(says, language) == glossed


def _written(code: str) -> Any:
    return yaml.load((FOLDER / f"{code}.yaml").read_bytes(), Loader=yaml.CBaseLoader)


def _values() -> dict[str, str]:
    """Every value the lexicon's files define, and its slot."""
    slots = {slot: yaml.load((SLOT_FOLDER / f"{slot}.yaml").read_bytes(), Loader=yaml.CBaseLoader) for slot in SLOTS}
    return {value: slot for slot, values in reversed(slots.items()) for value in values}


@pytest.mark.parametrize("code", STEMMERS)
def test_every_language_names_every_value_and_slot(code: str) -> None:
    written = _written(code)
    # Lines of one retailer are brand names; they read as they are written.
    lines = {"divided", "tailoring", "trend", "collaborations", "edition"}
    assert sorted(_values().keys() - written["names"].keys() - lines) == []
    assert written["slots"].keys() == set(SLOTS)
    assert len(written["marks"]) >= 40


@pytest.mark.parametrize("code", STEMMERS)
def test_every_name_reads_back_as_its_value(code: str, translator: Translator, searcher: Searcher) -> None:
    lines = {"divided", "tailoring", "trend", "collaborations", "edition"}
    lost = []
    for value, slot in _values().items():
        for name in (
            {translator.name(value, code), translator.name(value, code, many=True)} if value not in lines else ()
        ):
            read = searcher.reader.read(translator.gloss(name, code))
            if not any(value in _kin(named.value, searcher.lexicon) for named in read.named):
                lost.append(f"{slot} {value}: {name} → {translator.gloss(name, code)}")
    assert lost == []


def _kin(value: str, lexicon: Lexicon) -> set[str]:
    """A value, and the same words as a value of another slot: lace is a pattern and a material."""
    return {value, *(lexicon.canonical(slot, value) or "" for slot in SLOTS)}


@pytest.mark.parametrize(
    ("language", "name", "value"),
    [
        ("de", "dunkelpink", "dark pink"), ("fr", "brun jaune", "yellowish brown"),
        ("fr", "kaki tirant sur le vert", "greenish khaki"), ("it", "rosa scuro", "dark pink"),
        ("es", "turquesa oscuro", "dark turquoise"),
    ],
)  # fmt: skip
def test_a_name_of_several_words_reads_back_as_one_value(
    language: str, name: str, value: str, translator: Translator
) -> None:
    assert translator.gloss(name, language) == value


def test_slips_are_looked_for_only_where_they_could_tell(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Language, "is_slip", lambda self, word: asked.append(word) or False)
    translator = Translator(lexicon)
    assert translator.language_of("I want a long red dress with a peplumm and short sleeves") == "en"
    assert asked == []
    assert translator.language_of("robbe rouge") == "en"
    assert asked != []


def test_a_value_without_a_name_stays_english(translator: Translator) -> None:
    assert translator.name("Womens Premium", "de") == "womens premium"
    assert (translator.name("dress", "de"), translator.name("dress", "de", many=True)) == ("Kleid", "Kleider")
    assert translator.name("dress", "en") == "dress"
