"""The lexicon joins shoppers' words to whatever a catalogue can answer, H&M's or another's."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agents.search import Searcher
from catalog.article import COLUMN_SET, COLUMNS, Article
from catalog.lexicon import FOLDER, Lexicon
from catalog.loader import Loaded, load
from catalog.predicate import AllOf, AnyOf, Condition, Is, Not, Says
from catalog.rule import phrases
from catalog.table import Table
from catalog.words import forms
from encoding.encoder import TextEncoder
from foundation.brief import HARD_SLOTS, SLOTS
from foundation.errors import BadInput
from retrieval.build import tokenise_table
from retrieval.filters import Filters
from retrieval.index import Index
from retrieval.terms import Terms


def written(slot: str) -> dict[str, dict[str, Any]]:
    with (FOLDER / f"{slot}.yaml").open("rb") as file:
        found: dict[str, dict[str, Any]] = yaml.load(file, Loader=yaml.CBaseLoader)
    return found


def without_values(column: str) -> Sequence[str]:
    return ()


@pytest.fixture(scope="module")
def bare() -> Lexicon:
    """The lexicon of a catalogue of which nothing is known: only what is written."""
    return Lexicon.build(without_values)


def leaves(condition: Condition) -> Iterator[Is | Says]:
    match condition:
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


@pytest.mark.parametrize("slot", SLOTS)
def test_every_written_entry_is_an_entry_of_its_slot(bare: Lexicon, slot: str) -> None:
    assert list(bare.entries[slot]) == list(written(slot))


def test_every_condition_reads_columns_that_articles_have_and_phrases_that_have_words(bare: Lexicon) -> None:
    for entry in bare:
        told = entry.predicate
        for condition in filter(None, (told.yes, told.no, told.core, told.ruled_out, entry.prefer)):
            for leaf in leaves(condition):
                if isinstance(leaf, Is):
                    assert leaf.column in COLUMN_SET, entry.value
                else:
                    assert all(any(word != "*" for word in phrase) for phrase in leaf.phrases | leaf.unless)


def test_a_hard_value_has_a_condition_and_a_soft_one_only_ideas(bare: Lexicon) -> None:
    for entry in bare:
        assert (entry.predicate.yes != AnyOf(())) == (entry.slot in HARD_SLOTS), entry.value
        assert bool(entry.ideas) == (entry.slot not in HARD_SLOTS), entry.value


@pytest.mark.parametrize("slot", SLOTS)
def test_entries_speak_only_of_entries_that_there_are(slot: str) -> None:
    known = written(slot)
    for value, rule in known.items():
        for key in ("kinds", "denied_by", "silent_for"):
            assert set(rule.get(key, ())) <= set(known), (value, key)


@pytest.mark.parametrize("slot", SLOTS)
def test_no_phrase_is_claimed_by_two_entries_of_a_slot(slot: str) -> None:
    claims = Counter(
        phrase for value, rule in written(slot).items() for phrase in phrases([value, *map(str, rule["words"])])
    )
    assert [" ".join(phrase) for phrase, times in claims.items() if times > 1] == []


def test_every_phrase_names_its_entry_where_no_earlier_slot_has_it(bare: Lexicon) -> None:
    taken: set[tuple[str, ...]] = set()
    for slot in SLOTS:
        for value, rule in written(slot).items():
            for phrase in phrases([value, *map(str, rule["words"])]) - taken:
                named = [(mention.slot, mention.value) for mention in bare.mentions(list(phrase))]
                assert named == [(slot, value)], phrase
        taken |= {phrase for entry in bare.entries[slot].values() for phrase in entry.phrases}


@pytest.mark.parametrize(
    ("slot", "word", "value"),
    [
        ("product_type", "Trainers", "sneakers"),
        ("product_type", "sneaker", "sneakers"),
        ("product_type", "JUMPER", "sweater"),
        ("product_type", "pants", "trousers"),
        ("product_type", "dresses", "dress"),
        ("product_type", "t shirt", "t-shirt"),
        ("product_type", "tees", "t-shirt"),
        ("product_type", "fanny packs", "bum bag"),
        ("colour", "gray", "grey"),
        ("colour", "Navy-Blue", "navy"),
        ("colour", "wine red", "burgundy"),
        ("audience", "ladies", "women"),
        ("audience", "women's", "women"),
        ("audience", "toddler", "toddlers"),
        ("pattern", "polka-dot", "dotted"),
        ("material", "vegan leather", "faux leather"),
        ("neckline", "turtle neck", "polo neck"),
        ("length", "floor length", "maxi"),
        ("colour", "Dark Blue", "Dark Blue"),
        ("product_type", "Garment Upper body", "Garment Upper body"),
    ],
)
def test_a_word_has_one_canonical_name(lexicon: Lexicon, slot: str, word: str, value: str) -> None:
    assert lexicon.canonical(slot, word) == lexicon.resolve(slot, word) == value


def test_every_name_is_its_own_canonical_name(lexicon: Lexicon) -> None:
    assert all(lexicon.canonical(entry.slot, entry.value) == entry.value for entry in lexicon)


@pytest.mark.parametrize("word", ["", "   ", "qwertz", "dress red", "\0", "👗"])
def test_an_unknown_word_has_no_canonical_name(lexicon: Lexicon, word: str) -> None:
    assert lexicon.canonical("product_type", word) is None


def test_an_unknown_value_is_refused_in_one_line_that_names_near_ones(lexicon: Lexicon) -> None:
    with pytest.raises(BadInput) as refusal:
        lexicon.resolve("colour", "blak")
    assert "'blak'" in str(refusal.value)
    assert "'black'" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_unknown_slot_is_refused_in_one_line_that_names_the_slots(lexicon: Lexicon) -> None:
    with pytest.raises(BadInput) as refusal:
        lexicon.resolve("flavour", "red")
    assert "'flavour'" in str(refusal.value)
    assert all(slot in str(refusal.value) for slot in SLOTS)
    assert lexicon.canonical("flavour", "red") is None


@given(slot=st.sampled_from(SLOTS), text=st.text(max_size=20))
def test_any_text_is_resolved_or_refused_and_nothing_else(boutique: Searcher, slot: str, text: str) -> None:
    name = boutique.lexicon.canonical(slot, text)
    if name is None:
        with pytest.raises(BadInput):
            boutique.lexicon.resolve(slot, text)
    else:
        assert boutique.lexicon.resolve(slot, text) == name in boutique.lexicon.entries[slot]


def test_the_longest_phrase_is_the_one_meant(lexicon: Lexicon) -> None:
    named = lexicon.mentions(forms("dark blue denim jacket with a v-neck"))
    assert [mention.value for mention in named] == ["navy", "denim jacket", "v-neck"]
    assert [(mention.start, mention.end) for mention in named] == [(0, 2), (2, 4), (6, 8)]


def test_no_phrase_reaches_over_a_wall(lexicon: Lexicon) -> None:
    words = ["dark", "blue"]
    assert [mention.value for mention in lexicon.mentions(words)] == ["navy"]
    assert [mention.value for mention in lexicon.mentions(words, frozenset({1}))] == ["dark", "blue"]


@given(
    st.lists(st.sampled_from(forms("red dark blue long sleeves v neck no a denim jacket zip with xyz")), max_size=14)
)
def test_mentions_stand_in_order_and_never_overlap(boutique: Searcher, words: list[str]) -> None:
    found = boutique.lexicon.mentions(words)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for mention in found:
        entry = boutique.lexicon.entry(mention.slot, mention.value)
        assert tuple(words[mention.start : mention.end]) in entry.phrases


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("dreess", "dress"),
        ("jacekt", "jacket"),
        ("trousres", "trousers"),
        ("cardigen", "cardigan"),
        ("sweeter", "sweater"),
        ("burgandy", "burgundy"),
        ("turqoise", "turquoise"),
        ("leggigns", "leggings"),
        ("sneekers", "sneakers"),
        ("cashmeer", "cashmere"),
        ("strped", "striped"),
        ("accesories", "accessories"),
        ("balck", "black"),
    ],
)
def test_a_slip_of_the_keyboard_is_mended(lexicon: Lexicon, slip: str, word: str) -> None:
    assert lexicon.mend(slip) == word


@pytest.mark.parametrize("word", ["dress", "red", "rde", "abc", "", "h2o", "42", "zzzzzz", "photosynthesis", "don't"])
def test_known_short_numbered_and_far_off_words_are_not_mended(lexicon: Lexicon, word: str) -> None:
    assert lexicon.mend(word) is None


@given(st.text(max_size=12))
def test_mending_any_word_gives_a_lexicon_word_or_nothing(boutique: Searcher, word: str) -> None:
    better = boutique.lexicon.mend(word)
    assert better is None or better in boutique.lexicon.vocabulary


@pytest.mark.parametrize(
    ("text", "leather", "imitation"),
    [
        ("Jacket in leather.", True, False),
        ("Jacket in imitation leather.", False, True),
        ("Boots in faux leather with leather insoles.", False, True),
        ("Jacket in soft leather with a lining in polyester.", True, False),
        ("Jacket in cotton twill with a leather patch.", False, False),
        ("A jacket.", None, None),
    ],
)
def test_imitation_leather_is_not_leather_nor_the_other_way_round(
    lexicon: Lexicon, text: str, leather: bool | None, imitation: bool | None
) -> None:
    article = Article("1", detail_desc=text)
    assert lexicon.predicate("material", "leather").holds(article) is leather
    assert lexicon.predicate("material", "faux leather").holds(article) is imitation


@pytest.mark.parametrize(
    ("slot", "value", "columns", "answer"),
    [
        ("colour", "red", {"colour_group_name": "Dark Red"}, True),
        ("colour", "red", {"colour_group_name": "Blue"}, False),
        ("colour", "red", {"colour_group_name": "Unknown"}, None),
        ("product_type", "sneakers", {"product_type_name": "Sneakers"}, True),
        ("product_type", "shoes", {"product_type_name": "Sneakers"}, True),
        ("product_type", "boots", {"product_type_name": "Sneakers"}, False),
        ("product_type", "boots", {"product_type_name": "Unknown"}, False),
        ("audience", "women", {"index_group_name": "Ladieswear"}, True),
        ("audience", "women", {"index_group_name": "Menswear"}, False),
        ("audience", "women", {}, None),
        ("audience", "women", {"audience": "women"}, True),
        ("audience", "girls", {"audience": "boys"}, False),
        ("audience", "girls", {"audience": "kids"}, None),
        ("sleeve", "long sleeves", {"detail_desc": "Top with long sleeves."}, True),
        ("sleeve", "long sleeves", {"detail_desc": "Top with short sleeves."}, False),
        ("sleeve", "long sleeves", {"detail_desc": "A top."}, None),
        ("detail", "hood", {"detail_desc": "Jacket without a hood."}, None),
        ("detail", "hood", {"detail_desc": "Jacket with a hood."}, True),
        ("fit", "skinny fit", {"detail_desc": "Jeans with a loose fit."}, False),
        ("neckline", "collar", {"detail_desc": "Shirt without a collar."}, None),
    ],
)
def test_a_row_affirms_denies_or_is_silent(
    lexicon: Lexicon, slot: str, value: str, columns: dict[str, str], answer: bool | None
) -> None:
    assert lexicon.predicate(slot, value).holds(Article("1", **columns)) is answer


# A catalogue in which no written word is a value.
GIBBERISH = {
    "article_id": ["1", "2", "3", "4"],
    "product_code": ["1", "2", "3", "4"],
    "prod_name": ["Aa", "Bb", "Cc", "Dd"],
    "product_type_name": ["Glorp", "Glorp", "Zibble wug", "Ploof"],
    "colour_group_name": ["Flurn", "Vantadusk", "Flurn", "Flurn"],
}


@pytest.fixture(scope="module")
def gibberish(tmp_path_factory: pytest.TempPathFactory, encoder: TextEncoder) -> Searcher:
    home = tmp_path_factory.mktemp("gibberish")
    columns = {column: GIBBERISH.get(column, [""] * 4) for column in COLUMNS}
    Index.build(Loaded(columns, [], {}, "0" * 64), home, encoder)
    return Searcher.open(home)


@pytest.mark.parametrize(
    ("slot", "word", "value"),
    [
        ("product_type", "Glorp", "Glorp"),
        ("product_type", "glorps", "Glorp"),
        ("product_type", "ZIBBLE-WUG", "Zibble wug"),
        ("colour", "flurn", "Flurn"),
    ],
)
def test_a_catalogue_of_nonsense_words_resolves_by_them(gibberish: Searcher, slot: str, word: str, value: str) -> None:
    assert gibberish.lexicon.resolve(slot, word) == value


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([("product_type", "glorp")], {"1", "2"}),
        ([("product_type", "glorp"), ("colour", "flurn")], {"1"}),
        ([("product_type", "glorps"), ("product_type", "zibble wugs")], {"1", "2", "3"}),
        ([("product_type", "zibble wug"), ("colour", "VANTADUSK")], {"3"}),
    ],
)
def test_a_catalogue_of_nonsense_words_is_filtered_by_them(
    gibberish: Searcher, filters: list[tuple[str, str]], found: set[str]
) -> None:
    hits = gibberish.search("", filters=filters, variants=True)["hits"]
    assert {hit["article_id"] for hit in hits} == found


def test_a_catalogue_of_nonsense_words_is_read_and_excluded_by_them(gibberish: Searcher) -> None:
    reading = gibberish.reader.read("a Vantadusk glorp, no zibble wugs")
    assert reading.wanted("product_type") == ("Glorp",)
    assert reading.wanted("colour") == ("Vantadusk",)
    assert reading.refused("product_type") == ("Zibble wug",)
    hits = gibberish.search("", excludes=[("colour", "flurn")])["hits"]
    assert [hit["article_id"] for hit in hits] == ["2"]


def test_what_a_catalogue_leaves_unstated_is_no_value(boutique: Searcher) -> None:
    assert "Unknown" in boutique.index.table.values("colour_group_name")
    assert boutique.lexicon.canonical("colour", "unknown") is None


@pytest.mark.parametrize(
    ("held", "word", "value"),
    [
        ("Trainers", "sneakers", "sneakers"),
        ("Handbag", "bag", "bag"),
        ("TROUSERS", "pants", "trousers"),
        ("Puffer coat", "puffer jacket", "puffer jacket"),
        ("Evening dress", "dress", "dress"),
        ("sweater (knitted)", "jumper", "sweater"),
    ],
)
def test_another_retailers_type_is_joined_to_the_entry_whose_words_it_is(held: str, word: str, value: str) -> None:
    lexicon = Lexicon.build(lambda column: [held] if column == "product_type_name" else [])
    assert lexicon.resolve("product_type", word) == value
    assert lexicon.predicate("product_type", value).holds({"product_type_name": held}) is True
    assert lexicon.predicate("product_type", held).holds({"product_type_name": held}) is True


def test_a_retailers_colours_in_another_case_are_the_same_colours() -> None:
    lexicon = Lexicon.build(lambda column: ["DARK-BLUE", "BLACK"] if column == "colour_group_name" else [])
    assert lexicon.predicate("colour", "navy").holds({"colour_group_name": "DARK-BLUE"}) is True
    assert lexicon.predicate("colour", "black").holds({"colour_group_name": "DARK-BLUE"}) is False


class Shelf:
    """A whole catalogue's table and filters, without vectors: how many rows an entry affirms."""

    def __init__(self, file: Path, folder: Path) -> None:
        Table.write(folder / "table", load(file, {}, {}).columns)
        self.table = Table.open(folder / "table")
        Terms.write(folder / "terms", tokenise_table(self.table))
        self.lexicon = Lexicon.build(self.table.values)
        self.filters = Filters(self.table, Terms.open(folder / "terms"))

    def count(self, slot: str, value: str) -> int:
        return int(self.filters.rows(self.lexicon.predicate(slot, value).yes).sum())

    def types(self, value: str) -> set[str]:
        """The product_type_name values of the rows that a type affirms."""
        rows = self.filters.rows(self.lexicon.predicate("product_type", value).yes)
        names = self.table.values("product_type_name")
        return {names[code] for code in set(self.table.codes("product_type_name")[rows].tolist())}


@pytest.fixture(scope="module")
def hm(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(real_data / "articles.csv.gz", tmp_path_factory.mktemp("hm"))


@pytest.fixture(scope="module")
def mango(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(real_data / "mango" / "products.csv.gz", tmp_path_factory.mktemp("mango"))


@pytest.mark.real_data
def test_every_hard_value_affirms_some_rows_of_the_real_catalogue_and_not_all(hm: Shelf) -> None:
    counts = {(entry.slot, entry.value): hm.count(entry.slot, entry.value) for entry in hm.lexicon}
    hard = {key: count for key, count in counts.items() if key[0] in HARD_SLOTS}
    assert [key for key, count in hard.items() if count == 0] == []
    assert [key for key, count in hard.items() if count > 0.75 * len(hm.table)] == []


@pytest.mark.real_data
def test_the_typical_rows_of_a_value_are_some_of_its_rows(hm: Shelf) -> None:
    for entry in hm.lexicon:
        if entry.predicate.core is not None:
            core, yes = hm.filters.rows(entry.predicate.core), hm.filters.rows(entry.predicate.yes)
            assert core.any(), entry.value
            assert not (core & ~yes).any(), entry.value


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("word", "held"),
    [
        ("sneakers", "Trainers"),
        ("trainers", "Trainers"),
        ("bag", "Handbag"),
        ("handbag", "Handbag"),
        ("puffer", "Puffer coat"),
        ("t-shirt", "T-Shirt"),
        ("trench", "Trenchcoat"),
        ("jumper", "Sweater"),
        ("ankle boots", "Ankle Boots"),
        ("gilet", "Outer vest"),
        ("leather jacket", "Leather Jacket"),
        ("scarf", "Foulard"),
        ("pyjamas", "Pyjama"),
        ("bras", "Bras"),
    ],
)
def test_another_real_retailer_joins_its_own_types(mango: Shelf, word: str, held: str) -> None:
    assert held in mango.types(mango.lexicon.resolve("product_type", word))
    assert mango.types(mango.lexicon.resolve("product_type", held.upper())) >= {held}


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("slot", "value"),
    [
        *(("audience", value) for value in ("women", "men", "girls", "kids")),
        *(("colour", value) for value in ("black", "navy", "red", "khaki", "camel")),
    ],
)
def test_another_real_retailers_audiences_and_colours_are_found(mango: Shelf, slot: str, value: str) -> None:
    assert mango.count(slot, value) > 0
