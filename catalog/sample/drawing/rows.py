"""Rows: the sample's articles in H&M's 25 columns, and the subject that each picture shows."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.sample.drawing.description import describe
from catalog.sample.drawing.design import data
from catalog.sample.drawing.palette import colour, mixed
from catalog.sample.drawing.picture import Subject
from catalog.sample.drawing.product import Product, products

COLUMNS = (
    "article_id", "product_code", "prod_name", "product_type_no", "product_type_name", "product_group_name",
    "graphical_appearance_no", "graphical_appearance_name", "colour_group_code", "colour_group_name",
    "perceived_colour_value_id", "perceived_colour_value_name", "perceived_colour_master_id",
    "perceived_colour_master_name", "department_no", "department_name", "index_code", "index_name",
    "index_group_no", "index_group_name", "section_no", "section_name", "garment_group_no", "garment_group_name",
    "detail_desc",
)  # fmt: skip
UNWORDED, UNPICTURED = 97, 61
"""Every so manieth product has no description, every so manieth article no picture, as in a real catalogue."""


@dataclass(frozen=True)
class Entry:
    """One article: its row, and what its picture shows (None where it has no picture)."""

    row: dict[str, str]
    subject: Subject | None

    @property
    def article_id(self) -> str:
        """Return the article's id."""
        return self.row["article_id"]


def entries(seed: int) -> Iterator[Entry]:
    """Yield every article of the sample."""
    count = 0
    for number, product in enumerate(products(seed)):
        text = "" if number % UNWORDED == 40 else describe(product, random.Random(f"words {seed} {product.code}"))
        for variant, name in enumerate(product.colours):
            row = _row(product, variant, name, text, seed)
            subject = None if count % UNPICTURED == 30 else _subject(product, variant, name, row["article_id"])
            yield Entry(row, subject)
            count += 1


def write(rows: list[dict[str, str]]) -> bytes:
    """Return the rows as the bytes of a csv file with Unix line ends."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _row(product: Product, variant: int, name: str, text: str, seed: int) -> dict[str, str]:
    words = data("vocabulary")
    type_no, group = words["types"][product.type]
    look = data("looks")[product.pattern]["look"]
    shade = random.Random(f"shade {seed} {product.code} {variant}").choice(words["colours"][name]["shades"])
    values = [
        f"{product.code}{variant + 1:03d}", product.code, product.name, type_no, product.type, group,
        words["looks"][look], look, words["colours"][name]["code"], name, *shade, *_placement(product.department), text,
    ]  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _placement(department: str) -> list[str]:
    words = data("vocabulary")
    name, index, section, group = words["departments"][department]
    return [
        department, name, index, *words["indexes"][index],
        section, words["sections"][section], group, words["garment_groups"][group],
    ]  # fmt: skip


def _subject(product: Product, variant: int, name: str, article_id: str) -> Subject:
    rgb = data("vocabulary")["colours"][name]["rgb"]
    if product.design.fabric == "denim":
        rgb = data("colours")["sets"]["denim_rgb"].get(name, rgb)
    return Subject(product.design, product.pattern, product.motif, _nudged(rgb, int(product.code)), int(article_id))


def _nudged(rgb: str, seed: int) -> str:
    """Return the colour a touch lighter or deeper, so that not all blues are one blue."""
    toward = "ffffff" if seed % 3 == 0 else "000000"
    share = (0.0, 0.03, 0.06)[seed % 7 % 3]
    r, g, b = (round(float(c) * 255) for c in mixed(colour(rgb), colour(toward), share))
    return f"{r:02x}{g:02x}{b:02x}"
