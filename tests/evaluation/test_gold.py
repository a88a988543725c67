"""Gold accepts what a sensible shopper would accept, and its files say what is wrong with them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from evaluation.gold import (
    AlternativeFile,
    GoldFile,
    Query,
    TermFile,
    check,
    count_products,
    load_queries,
    load_terms,
    resolve,
    satisfies,
)
from foundation.errors import BadInput

Catalogue = Mapping[str, Mapping[str, str]]
TERMS = load_terms()


def holds(row: Mapping[str, str], *, want: tuple[str, ...] = (), avoid: tuple[str, ...] = ()) -> bool:
    return satisfies(row, resolve(GoldFile(want=want, avoid=avoid), TERMS, "test"))


def test_a_wanted_term_holds_when_one_alternative_does(wardrobe: Catalogue) -> None:
    assert holds(wardrobe["0000001001"], want=("dress", "black", "women", "cotton", "pockets"))
    assert holds(wardrobe["0000002001"], want=("green", "dark_green", "striped", "linen"))
    assert not holds(wardrobe["0000002001"], want=("green", "cotton"))


def test_an_avoided_term_holds_when_no_alternative_does(wardrobe: Catalogue) -> None:
    assert holds(wardrobe["0000001002"], want=("dress",), avoid=("stated_black", "striped"))
    assert not holds(wardrobe["0000001001"], avoid=("stated_black",))
    assert not holds(wardrobe["0000003001"], avoid=("skinny",))


def test_a_type_is_found_where_its_column_misfiles_it(wardrobe: Catalogue) -> None:
    assert holds(wardrobe["0000003001"], want=("jeans", "trousers", "denim", "men"))
    assert not holds(wardrobe["0000003001"], want=("women",))


def test_children_are_told_from_grown_ups_by_department(wardrobe: Catalogue) -> None:
    assert holds(wardrobe["0000004001"], want=("boys", "big_boys", "kids", "hoodie"))
    assert not holds(wardrobe["0000004001"], want=("girls",))
    assert not holds(wardrobe["0000004001"], want=("teen_boys",))


def test_imitation_leather_is_leather_but_not_real(wardrobe: Catalogue) -> None:
    assert holds(wardrobe["0000005001"], want=("leather", "imitation_leather"))
    assert not holds(wardrobe["0000005001"], want=("real_leather",))


def test_a_stripe_is_not_found_inside_another_word() -> None:
    assert not holds({"prod_name": "Unstripped oak", "detail_desc": ""}, want=("striped",))


def test_short_sleeves_make_no_short_dress() -> None:
    assert not holds({"prod_name": "Fay", "detail_desc": "Dress with short puff sleeves."}, want=("mini",))
    assert holds({"prod_name": "Fay", "detail_desc": "Short dress with short sleeves."}, want=("mini",))


def test_not_text_rules_an_alternative_out() -> None:
    pattern = {"graphical_appearance_name": "All over pattern"}
    assert holds({**pattern, "detail_desc": "Patterned dress."}, want=("floral",))
    assert not holds({**pattern, "detail_desc": "Leopard-print dress."}, want=("floral",))


def test_within_an_alternative_every_key_must_hold(wardrobe: Catalogue) -> None:
    alternative = AlternativeFile(product_type_name=("Dress",), text=("linen",))
    constraints = resolve(GoldFile(want=(TermFile(slot="material", any=(alternative,)),)), TERMS, "test")
    assert [key for key, row in wardrobe.items() if satisfies(row, constraints)] == ["0000002001"]


def test_check_names_what_a_row_breaks(wardrobe: Catalogue) -> None:
    constraints = resolve(GoldFile(want=("dress", "red"), avoid=("cotton",)), TERMS, "test")
    broken = check(wardrobe["0000001001"], constraints)
    assert [constraint.describe() for constraint in broken] == ["colour red", "material not cotton"]


def test_products_are_counted_once_and_no_further_than_asked(wardrobe: Catalogue) -> None:
    dresses = resolve(GoldFile(want=("dress",)), TERMS, "test")
    assert count_products(wardrobe.values(), dresses, 10) == 2
    assert count_products(wardrobe.values(), dresses, 1) == 1


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("- {id: a, query: x, want: [no_such_term]}", "'no_such_term' is no term"),
        ("- {id: a, query: x, wnat: [dress]}", "query 1: wnat: Extra inputs"),
        ("- {id: A b, query: x}", "query 1: id"),
        ("- {id: a, query: x}\n- {id: a, query: y}", "the id 'a' is there twice"),
        ("- {id: a, query: x, want: [{slot: colour, any: [{color: [Red]}]}]}", "query 1: want"),
        ("- {id: a, query: x, want: [{slot: colour, any: [{text: ['(']}]}]}", "broken expression"),
        ("- {id: a, query: x, want: [{slot: colour, any: [{not_text: [x]}]}]}", "needs a column or text"),
        ("a: 1", "expected a list of queries"),
        ("- just words", "query 1"),
    ],
)
def test_a_broken_queries_file_is_refused_in_one_line(tmp_path: Path, entry: str, complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_queries(write(tmp_path / "queries.yaml", entry), TERMS)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("colour: {red: [{text: [red]}]}\npattern: {red: [{text: [red]}]}", "'red' is there twice"),
        ("hue: {red: [{text: [red]}]}", "term 'red': slot"),
        ("colour: [red]", "expected a mapping of term names"),
        ("colour: {red: []}", "term 'red': any"),
    ],
)
def test_a_broken_terms_file_is_refused_in_one_line(tmp_path: Path, content: str, complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_terms(write(tmp_path / "terms.yaml", content))
    assert complaint in str(caught.value)


def test_the_queries_are_many_and_of_every_kind() -> None:
    queries = load_queries()
    assert len(queries) >= 130
    assert 10 <= sum(not query.satisfiable for query in queries) <= 20
    assert {constraint.slot for query in queries for constraint in query.constraints} >= {
        "product_type", "colour", "pattern", "audience", "material", "length",
        "sleeve", "neckline", "fit", "detail", "brand_line",
    }  # fmt: skip
    assert sum(c.kind == "avoid" for query in queries for c in query.constraints) >= 20


def test_no_query_is_asked_twice() -> None:
    texts = [query.text.lower() for query in load_queries()]
    assert len(set(texts)) == len(texts)


def test_every_query_says_what_it_wants() -> None:
    assert [query.id for query in load_queries() if not query.constraints] == []


def test_the_sample_can_answer_most_queries(sample: Catalogue) -> None:
    queries = load_queries()
    possible = sum(count_products(sample.values(), query.constraints, 1) for query in queries)
    assert possible >= len(queries) / 2


@pytest.mark.slow
@pytest.mark.real_data
def test_the_full_catalogue_has_ten_products_for_every_satisfiable_query_and_none_for_the_others(
    full: Catalogue,
) -> None:
    def available(query: Query) -> int:
        return count_products(full.values(), query.constraints, 10)

    found = {query.id: available(query) for query in load_queries()}
    wrong = [q.id for q in load_queries() if found[q.id] != (10 if q.satisfiable else 0)]
    assert wrong == []


@pytest.mark.real_data
def test_every_value_that_a_term_names_exists_in_the_full_catalogue(full: Catalogue) -> None:
    columns = [name for name in AlternativeFile.model_fields if name not in ("text", "not_text")]
    present = {name: {row[name].lower() for row in full.values()} for name in columns}
    missing = [
        (term, name, value)
        for term, file in TERMS.items()
        for alternative in file.any
        for name in columns
        for value in getattr(alternative, name) or ()
        if "*" not in value and value.lower() not in present[name]
    ]
    assert missing == []
