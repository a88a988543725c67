"""The bundled sample catalogue keeps H&M's schema, and is complete, honest and as drawn."""

import csv
import importlib.util
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import PIL
import pytest
import yaml
from PIL import Image

from catalog.sample.drawing.product import products
from catalog.sample.drawing.rows import COLUMNS, entries, write

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "catalog" / "sample"
SCRIPT = ROOT / "scripts" / "draw_sample.py"
MOST_BYTES = 12_000_000
CODED = {
    "product_type_no": "product_type_name",
    "graphical_appearance_no": "graphical_appearance_name",
    "colour_group_code": "colour_group_name",
    "perceived_colour_value_id": "perceived_colour_value_name",
    "perceived_colour_master_id": "perceived_colour_master_name",
    "index_code": "index_name",
    "index_group_no": "index_group_name",
    "section_no": "section_name",
    "garment_group_no": "garment_group_name",
}
PLACE = ("index_code", "section_no", "department_no", "department_name", "garment_group_no")

Row = dict[str, str]


def script_seed():
    spec = importlib.util.spec_from_file_location("draw_sample", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.SEED


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with (SAMPLE / "articles.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def pictures() -> dict[str, Path]:
    return {path.stem: path for path in (SAMPLE / "images").rglob("*.jpg")}


def named(file: str) -> dict:
    return yaml.safe_load((SAMPLE / f"{file}.yaml").read_text(encoding="utf-8"))


def test_the_columns_are_those_of_the_hm_file_in_its_order(rows):
    assert tuple(rows[0]) == COLUMNS
    assert len(COLUMNS) == 25


def test_there_are_at_least_640_articles_and_no_id_twice(rows):
    ids = [row["article_id"] for row in rows]
    assert len(ids) >= 640
    assert len(set(ids)) == len(ids)


def test_an_article_id_has_ten_digits_and_opens_with_its_product_code(rows):
    for row in rows:
        assert len(row["article_id"]) == 10
        assert row["article_id"].isdigit()
        assert row["article_id"].startswith("0")
        assert row["product_code"] == row["article_id"][:7]


def test_products_come_in_several_colours_and_no_colour_twice(rows):
    colours = defaultdict(list)
    for row in rows:
        colours[row["product_code"]].append(row["colour_group_name"])
    assert sum(len(found) > 1 for found in colours.values()) > 0.7 * len(colours)
    assert all(len(set(found)) == len(found) for found in colours.values())


def test_the_variants_of_a_product_share_everything_but_their_colour(rows):
    shared = [c for c in COLUMNS if c != "article_id" and "colour" not in c]
    kinds = defaultdict(set)
    for row in rows:
        kinds[row["product_code"]].add(tuple(row[c] for c in shared))
    assert all(len(found) == 1 for found in kinds.values())


@pytest.mark.parametrize(("code", "name"), CODED.items())
def test_a_code_stands_for_one_name_and_a_name_for_one_code(rows, code, name):
    pairs = {(row[code], row[name]) for row in rows}
    assert len(pairs) == len({c for c, _ in pairs}) == len({n for _, n in pairs})


def test_every_column_but_the_description_is_filled(rows):
    assert all(row[column] for row in rows for column in COLUMNS[:-1])


def test_a_few_descriptions_are_missing_as_in_a_real_catalogue(rows):
    missing = {row["product_code"] for row in rows if not row["detail_desc"]}
    assert 2 <= len(missing) <= 10


def test_every_picture_is_360_by_540_and_belongs_to_an_article(rows, pictures):
    ids = {row["article_id"] for row in rows}
    assert set(pictures) <= ids
    for article_id, path in pictures.items():
        assert path.parent.name == article_id[:3]
        with Image.open(path) as image:
            image.load()
            assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (360, 540))


def test_a_few_articles_have_no_picture_as_in_a_real_catalogue(rows, pictures):
    assert 5 <= len(rows) - len(pictures) <= 30


def test_the_pictures_together_stay_small(pictures):
    assert sum(path.stat().st_size for path in pictures.values()) <= MOST_BYTES


def test_no_two_pictures_are_the_same(pictures):
    assert len({path.read_bytes() for path in pictures.values()}) == len(pictures)


@pytest.mark.parametrize("family", ["dresses", "tops", "t_shirts", "trousers", "jackets", "shoes"])
def test_each_common_colour_is_there_in_the_families_people_ask_for(rows, family):
    colours = named("colours")
    kinds = colours["families"][family]
    found = {row["colour_group_name"] for row in rows if row["product_type_name"] in kinds}
    assert found >= set(colours["common"])


def test_black_and_blue_lead_the_colours(rows):
    counted = Counter(row["colour_group_name"] for row in rows).most_common(3)
    assert {"Black", "Dark Blue"} <= {name for name, _ in counted}


def test_patterns_are_broad(rows):
    wanted = {
        "Solid", "Stripe", "Check", "Dot", "All over pattern", "Front print", "Placement print", "Denim", "Melange",
        "Lace", "Colour blocking", "Sequin", "Glittering/Metallic", "Embroidery", "Application/3D",
    }  # fmt: skip
    assert {row["graphical_appearance_name"] for row in rows} >= wanted


def test_all_audiences_and_lines_are_covered(rows):
    indexes = Counter(row["index_name"] for row in rows)
    sections = {row["section_name"] for row in rows}
    assert len(indexes) == 10
    assert min(indexes.values()) >= 10
    assert {"H&M+", "Mama", "Kids Girl", "Young Girl", "Kids Boy", "Young Boy", "Baby Girl", "Baby Boy"} <= sections


def test_product_types_are_broad(rows):
    kinds = Counter(row["product_type_name"] for row in rows)
    assert set(kinds) == {line["type"] for line in named("lines")}
    assert len(kinds) >= 60


@pytest.mark.parametrize(
    ("word", "column", "values"),
    [
        ("denim", "graphical_appearance_name", {"Denim"}),
        ("sequin", "graphical_appearance_name", {"Sequin"}),
        ("pinstriped", "graphical_appearance_name", {"Stripe"}),
        ("floral", "graphical_appearance_name", {"All over pattern"}),
        ("swim shorts", "product_type_name", {"Swimwear bottom"}),
        ("nursing", "section_name", {"Mama"}),
    ],
)
def test_a_description_says_nothing_that_the_columns_contradict(rows, word, column, values):
    found = {row[column] for row in rows if word in row["detail_desc"].lower()}
    assert found
    assert found <= values


def test_imitation_leather_is_never_sold_as_leather():
    texts = {row["product_code"]: row["detail_desc"].lower() for row in reversed(_rows())}
    for product in products(script_seed()):
        text = texts[product.code]
        if text and "leather" in text.replace("imitation leather", "").replace("imitation patent leather", ""):
            assert product.design.fabric == "leather"


def test_sleeveless_dresses_say_so_and_dresses_with_sleeves_do_not():
    texts = {row["product_code"]: row["detail_desc"].lower() for row in _rows()}
    dresses = [p for p in products(script_seed()) if p.type == "Dress" and texts[p.code]]
    assert {p.design.sleeve == "none" for p in dresses} == {True, False}
    for product in dresses:
        assert ("sleeveless" in texts[product.code]) == (product.design.sleeve == "none")


def test_names_and_descriptions_are_plain_retail_english(rows):
    for row in rows:
        assert len(row["prod_name"]) <= 40
        assert row["prod_name"] == row["prod_name"].strip()
        text = row["detail_desc"]
        assert not text or (text.endswith(".") and ".." not in text and "  " not in text and "{" not in text)
        assert text.count(". ") <= 3


def test_articles_csv_is_what_the_script_writes():
    assert write(_rows()) == (SAMPLE / "articles.csv").read_bytes()


def test_another_seed_draws_another_catalogue():
    assert write([e.row for e in entries(script_seed() + 1)]) != write(_rows())


@pytest.mark.slow
def test_check_names_just_the_pictures_that_were_touched(tmp_path):
    sample = tmp_path / "sample"
    shutil.copytree(SAMPLE, sample, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    first, second = sorted((sample / "images").rglob("*.jpg"))[:2]
    first.unlink()
    second.write_bytes(b"not a picture")
    done = subprocess.run(
        [sys.executable, SCRIPT, "--to", sample, "--check"], capture_output=True, text=True, check=False
    )
    told = done.stdout.splitlines()
    assert done.returncode == 2
    assert f"{first.relative_to(sample)}: missing" in told
    if (sample / "drawn_with.txt").read_text().split() == ["Pillow", PIL.__version__]:
        assert len(told) == 2
        assert f"{second.relative_to(sample)}: differs from a fresh drawing" in told


@pytest.mark.real_data
def test_departments_and_codes_are_those_of_the_real_catalogue(rows):
    folder = os.environ.get("STYLIST_REAL_DATA")
    if not folder:
        pytest.skip("STYLIST_REAL_DATA is not set")
    pandas = pytest.importorskip("pandas")
    real = pandas.read_csv(Path(folder) / "articles.csv.gz", dtype=str, keep_default_na=False)
    assert list(real.columns) == list(COLUMNS)
    pairs = [PLACE, *(tuple(pair) for pair in CODED.items())]
    for columns in pairs:
        known = set(real[list(columns)].itertuples(index=False, name=None))
        assert {tuple(row[c] for c in columns) for row in rows} <= known
    assert not set(real.article_id) & {row["article_id"] for row in rows}
    assert not (set(real.detail_desc) - {""}) & {row["detail_desc"] for row in rows}


def _rows() -> list[Row]:
    return [entry.row for entry in entries(script_seed())]
