"""An article is one row of the catalogue: a mapping of its columns, and one text to embed."""

import pytest

from catalog.article import ALL_COLUMNS, COLUMNS, OPTIONAL_COLUMNS, Article, embedded_text


def test_an_article_has_the_25_columns_of_hms_file_and_seven_that_others_have() -> None:
    assert len(COLUMNS) == 25
    assert OPTIONAL_COLUMNS == ("price", "size", "stock", "url", "brand", "material", "audience")


def test_an_article_reads_as_a_mapping_of_its_columns() -> None:
    article = Article("0108775015", prod_name="Strap top", colour_group_name="Black")
    assert dict(article)["prod_name"] == "Strap top"
    assert article["article_id"] == "0108775015"
    assert article["price"] == ""
    assert tuple(article) == ALL_COLUMNS
    assert len(article) == len(ALL_COLUMNS)


def test_only_columns_are_keys_of_an_article() -> None:
    article = Article("1")
    with pytest.raises(KeyError):
        article["text"]
    assert article.get("__class__") is None
    assert "text" not in article


def test_the_embedded_text_is_name_type_and_description_without_colour_or_audience() -> None:
    article = Article(
        "1",
        prod_name="Strap top",
        product_type_name="Vest top",
        colour_group_name="Black",
        index_name="Ladieswear",
        detail_desc="Jersey top with narrow straps.",
    )
    assert article.text == "Strap top. Vest top. Jersey top with narrow straps"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("Top.", "T-shirt", ""), "Top. T-shirt"),
        (("", "", ""), ""),
        (("  ", "Dress", " Long. "), "Dress. Long"),
    ],
)
def test_parts_that_say_nothing_leave_no_trace_in_the_text(parts: tuple[str, str, str], text: str) -> None:
    assert embedded_text(*parts) == text
