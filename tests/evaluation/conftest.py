"""A wardrobe of six articles in H&M's schema, small enough to know by heart."""

import csv
import os
from pathlib import Path

import pandas as pd
import pytest

SAMPLE = Path(__file__).parents[2] / "catalog" / "sample" / "articles.csv"
COLUMNS = [
    "article_id", "product_code", "prod_name", "product_type_name", "product_group_name",
    "graphical_appearance_name", "colour_group_name", "perceived_colour_master_name", "index_name",
    "index_group_name", "section_name", "department_name", "detail_desc",
]  # fmt: skip
DRESS = ("Dress", "Garment Full body")
WOMEN = ("Ladieswear", "Ladieswear", "Womens Everyday Collection", "Dress")
TROUSERS = ("Trousers", "Garment Lower body")
ROWS = [
    ("0000001001", "0000001", "Ada dress", *DRESS, "Solid", "Black", "Black", *WOMEN, "Cotton dress with pockets."),
    ("0000001002", "0000001", "Ada dress", *DRESS, "Solid", "Red", "Red", *WOMEN, "Cotton dress with pockets."),
    ("0000002001", "0000002", "Bea dress", *DRESS, "Stripe", "Dark Green", "Green", *WOMEN, "Linen dress, lined."),
    ("0000003001", "0000003", "Cal jeans", *TROUSERS, "Denim", "Blue", "Blue",
     "Menswear", "Menswear", "Denim Men", "Denim trousers", "Skinny jeans with a zip fly."),
    ("0000004001", "0000004", "Dot hoodie", "Hoodie", "Garment Upper body", "Solid", "Grey", "Grey",
     "Children Sizes 92-140", "Baby/Children", "Kids Boy", "Kids Boy Jersey Fancy", "Hoodie in soft cotton."),
    ("0000005001", "0000005", "Eve bag", "Bag", "Accessories", "Solid", "Black", "Black",
     "Ladies Accessories", "Ladieswear", "Womens Big accessories", "Bags", "Bag in imitation leather."),
]  # fmt: skip


@pytest.fixture(scope="session")
def wardrobe() -> dict[str, dict[str, str]]:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    return {row["article_id"]: row for row in rows}


@pytest.fixture(scope="session")
def sample() -> dict[str, dict[str, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return {row["article_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="session")
def full() -> dict[str, dict[str, str]]:
    folder = os.environ.get("STYLIST_REAL_DATA")
    if not folder:
        pytest.skip("STYLIST_REAL_DATA is not set: the full catalogue is not here")
    frame = pd.read_csv(Path(folder) / "articles.csv.gz", dtype=str, keep_default_na=False)
    return {str(row["article_id"]): row for row in frame.to_dict("records")}
