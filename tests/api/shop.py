"""A small shop with a real index: a dozen articles, one of them hostile, some with pictures; for tests of the doors."""

import csv
from pathlib import Path

import pytest
from PIL import Image

from catalog.loader import load
from encoding.open import open_encoder
from foundation.errors import MissingExtra
from foundation.settings import Settings
from retrieval.index import Index

HOSTILE_ID = "0200000001"
PICTURED_ID = "0100000001"
HEADER = (
    "article_id", "product_code", "prod_name", "product_type_name", "product_group_name", "graphical_appearance_name",
    "colour_group_name", "perceived_colour_master_name", "index_name", "index_group_name", "section_name",
    "garment_group_name", "detail_desc",
)  # fmt: skip
COLOURS = ("Black", "Red", "Dark Blue", "Light Green")
KINDS = (
    ("Ann", "Dress", "Garment Full body", "A calf-length dress with long sleeves and a tie belt."),
    ("Bea", "Trousers", "Garment Lower body", "Wide trousers with side pockets and a high waist."),
    ("Cleo", "Sweater", "Garment Upper body", "A warm sweater knitted in soft wool with a round neck."),
)


def rows() -> list[tuple[str, ...]]:
    """The catalogue's rows, in the order of HEADER."""
    made = [
        (f"01{kind}000000{shade}", f"01{kind}000{shade}", name, sort, group, "Solid", colour, colour.split()[-1],
         "Ladieswear", "Ladieswear", "Womens Everyday Collection", "Dressed", text)
        for kind, (name, sort, group, text) in enumerate(KINDS)
        for shade, colour in enumerate(COLOURS, start=1)
    ]  # fmt: skip
    hostile = ("<script>alert(1)</script>", "Hat/beanie", "Accessories", "![x](javascript:alert(1)) a warm beanie [9].")
    name, sort, group, text = hostile
    return [*made, (HOSTILE_ID, "0200000", name, sort, group, "Solid", "Yellow", "Yellow", "Ladieswear", "Ladieswear",
                    "Womens Everyday Collection", "Accessories", text)]  # fmt: skip


def open_shop(folder: Path) -> Settings:
    """Write and index the shop under `folder`; the settings that open it. Skips where MiniLM's weights are absent."""
    catalog, images = folder / "articles.csv", folder / "images"
    with catalog.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows()])
    for article_id in (PICTURED_ID, HOSTILE_ID):
        path = images / article_id[:3] / f"{article_id}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (36, 54), "maroon").save(path)
    settings = Settings(home=folder / "home", catalog=catalog, images=images)
    try:
        encoder = open_encoder("minilm")
    except MissingExtra as error:
        pytest.skip(str(error))
    Index.build(load(catalog, {}, {}), settings.state, encoder)
    return settings
