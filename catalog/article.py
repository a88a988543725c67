"""Article: one row of a retailer's catalogue in H&M's 25 columns, with the optional columns others have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property


@dataclass(frozen=True)
class Article(Mapping[str, str]):
    """One article; every value is the text of the file, ids keep their zeros. Reads as a mapping of its columns."""

    article_id: str
    product_code: str = ""
    prod_name: str = ""
    product_type_no: str = ""
    product_type_name: str = ""
    product_group_name: str = ""
    graphical_appearance_no: str = ""
    graphical_appearance_name: str = ""
    colour_group_code: str = ""
    colour_group_name: str = ""
    perceived_colour_value_id: str = ""
    perceived_colour_value_name: str = ""
    perceived_colour_master_id: str = ""
    perceived_colour_master_name: str = ""
    department_no: str = ""
    department_name: str = ""
    index_code: str = ""
    index_name: str = ""
    index_group_no: str = ""
    index_group_name: str = ""
    section_no: str = ""
    section_name: str = ""
    garment_group_no: str = ""
    garment_group_name: str = ""
    detail_desc: str = ""
    price: str = ""
    size: str = ""
    stock: str = ""
    url: str = ""
    brand: str = ""
    material: str = ""
    audience: str = ""

    def __getitem__(self, column: str) -> str:
        if column not in COLUMN_SET:
            raise KeyError(column)
        return str(getattr(self, column))

    def __iter__(self) -> Iterator[str]:
        return iter(ALL_COLUMNS)

    def __len__(self) -> int:
        return len(ALL_COLUMNS)

    @cached_property
    def text(self) -> str:
        """The text that is embedded and searched: name, type, description. Colour and audience are filters."""
        return embedded_text(self.prod_name, self.product_type_name, self.detail_desc)


ALL_COLUMNS = tuple(field.name for field in fields(Article))
COLUMN_SET = frozenset(ALL_COLUMNS)
COLUMNS = ALL_COLUMNS[:25]
OPTIONAL_COLUMNS = ALL_COLUMNS[25:]


def embedded_text(prod_name: str, product_type: str, detail_desc: str) -> str:
    """Name, type and description as one text: 'Strap top. Vest top. Jersey top with narrow straps.'"""
    return ". ".join(part.strip().rstrip(".") for part in (prod_name, product_type, detail_desc) if part.strip())
