"""What tests share: the bundled sample, indexed once, and a boutique small enough to know by heart."""

import csv
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from agents.search import Searcher
from catalog.article import COLUMNS, Article
from catalog.lexicon import Lexicon
from catalog.loader import load
from catalog.reading import Reader
from encoding.encoder import TextEncoder
from encoding.open import open_encoder
from foundation.errors import MissingExtra
from retrieval.finder import Finder
from retrieval.index import Index

# A busy machine is no failing test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

SAMPLE = Path(__file__).resolve().parents[1] / "catalog" / "sample"
WOMEN = ("Ladieswear", "Ladieswear", "Womens Everyday Collection")
MEN = ("Menswear", "Menswear", "Contemporary Casual")
GIRL = ("Children Sizes 92-140", "Baby/Children", "Kids Girl")
BOY = ("Children Sizes 92-140", "Baby/Children", "Kids Boy")
BABY = ("Baby Sizes 50-98", "Baby/Children", "Baby Essentials & Complements")
LINGERIE = ("Lingeries/Tights", "Ladieswear", "Womens Lingerie")
EXTRAS = ("Ladies Accessories", "Ladieswear", "Womens Big accessories")
NAMED = (
    "article_id", "prod_name", "product_type_name", "product_group_name", "graphical_appearance_name",
    "colour_group_name", "perceived_colour_value_name", "perceived_colour_master_name", "index_name",
    "index_group_name", "section_name", "department_name", "detail_desc",
)  # fmt: skip
FULL, UPPER, LOWER, SHOES, ACCESSORIES = (
    "Garment Full body", "Garment Upper body", "Garment Lower body", "Shoes", "Accessories",
)  # fmt: skip
ADA = "Calf-length dress in woven cotton with short sleeves, a V-neck and side pockets."
BEA = "Maxi dress in airy linen. Sleeveless, with a round neck and a tie belt at the waist."
TWIN = "Knee-length dress in soft jersey."
# The product code is the id's first seven digits.
ROWS = (
    ("0700001001", "Ada", "Dress", FULL, "Solid", "Black", "Dark", "Black", *WOMEN, "Dress", ADA),
    ("0700001002", "Ada", "Dress", FULL, "Solid", "Red", "Bright", "Red", *WOMEN, "Dress", ADA),
    ("0700001003", "Ada", "Dress", FULL, "Stripe", "Dark Blue", "Dark", "Blue", *WOMEN, "Dress", ADA),
    ("0700002001", "Bea", "Dress", FULL, "Solid", "Light Green", "Dusty Light", "Green", *WOMEN, "Dress", BEA),
    ("0700002002", "Bea", "Dress", FULL, "All over pattern", "White", "Light", "White", *WOMEN, "Dress",
     "Maxi dress in airy linen with a floral pattern. Sleeveless, with a round neck."),
    ("0700003001", "Cleo", "Dress", FULL, "Solid", "Pink", "Light", "Pink", *WOMEN, "Dress", TWIN),
    ("0700004001", "Cleo", "Dress", FULL, "Solid", "Pink", "Light", "Pink", *WOMEN, "Dress", TWIN),
    ("0700005001", "Dora", "Dress", FULL, "Solid", "Dark Green", "Dark", "Green", *WOMEN, "Occasion", ""),
    ("0700006001", "Eli", "Blazer", UPPER, "Solid", "Beige", "Light", "Beige", *MEN, "Blazer",
     "Single-breasted blazer in linen with notch lapels. Lined."),
    ("0700006002", "Eli", "Blazer", UPPER, "Check", "Grey", "Medium", "Grey", *MEN, "Blazer",
     "Single-breasted blazer in a wool blend with notch lapels. Lined."),
    ("0700007001", "Finn", "Shirt", UPPER, "Solid", "White", "Light", "White", *MEN, "Shirt",
     "Regular fit shirt in cotton poplin with a turn-down collar and long sleeves."),
    ("0700008001", "Gus", "Trousers", LOWER, "Denim", "Blue", "Medium", "Blue", *MEN, "Denim trousers",
     "5-pocket jeans in washed denim. Skinny fit with a regular waist."),
    ("0700009001", "Hal", "Trousers", LOWER, "Denim", "Black", "Dark", "Black", *MEN, "Denim trousers",
     "5-pocket jeans in washed denim. Loose fit with straight legs."),
    ("0700010001", "Ida", "Trousers", LOWER, "Denim", "Light Blue", "Dusty Light", "Blue", *WOMEN, "Denim trousers",
     "Ankle-length jeans in rigid denim with a high waist and hard-worn details."),
    ("0700011001", "Jo", "Sweater", UPPER, "Melange", "Grey", "Medium", "Grey", *WOMEN, "Knitwear",
     "Jumper in a soft wool knit with a polo neck and long sleeves."),
    ("0700012001", "Kit", "Sweater", UPPER, "Solid", "Off White", "Dusty Light", "White", *WOMEN, "Knitwear",
     "Fine-knit jumper in cashmere with a round neck."),
    ("0700013001", "Lou", "Jacket", UPPER, "Solid", "Black", "Dark", "Black", *WOMEN, "Outwear",
     "Biker jacket in imitation leather with a zip."),
    ("0700014001", "Max", "Jacket", UPPER, "Solid", "Black", "Dark", "Black", *MEN, "Outwear",
     "Biker jacket in supple leather with a zip."),
    ("0700015001", "Nia", "Coat", UPPER, "Solid", "Dark Beige", "Medium", "Beige", *WOMEN, "Outwear",
     "Padded coat with a detachable hood and side pockets."),
    ("0700016001", "Ola", "T-shirt", UPPER, "Front print", "Yellow", "Bright", "Yellow", *GIRL, "Kids Girl Jersey",
     "T-shirt in cotton jersey with a print motif on the front."),
    ("0700017001", "Pip", "T-shirt", UPPER, "Front print", "Blue", "Bright", "Blue", *BOY, "Kids Boy Jersey",
     "T-shirt in cotton jersey with a print motif on the front and short sleeves."),
    ("0700018001", "Quin", "Bodysuit", UPPER, "Dot", "Light Pink", "Dusty Light", "Pink", *BABY, "Baby basics",
     "Long-sleeved bodysuit in soft organic cotton jersey with press-studs."),
    ("0700019001", "Ren", "Sneakers", SHOES, "Solid", "White", "Light", "White", *WOMEN, "Sneakers",
     "Trainers in imitation leather with lacing at the front and chunky soles."),
    ("0700020001", "Sam", "Boots", SHOES, "Solid", "Black", "Dark", "Black", *WOMEN, "Boots",
     "Ankle boots in leather with a block heel and a zip in the side."),
    ("0700021001", "Tia", "Pumps", SHOES, "Solid", "Red", "Bright", "Red", *WOMEN, "Heels",
     "Court shoes in satin with pointed toes. Heel 8 cm."),
    ("0700022001", "Uma", "Bag", ACCESSORIES, "Solid", "Black", "Dark", "Black", *EXTRAS, "Bags",
     "Shoulder bag in grained imitation leather with a narrow shoulder strap."),
    ("0700023001", "Val", "Hat/beanie", ACCESSORIES, "Solid", "Unknown", "", "Unknown", *EXTRAS, "Hats",
     "Rib-knit hat in a wool blend."),
    ("0700024001", "Wyn", "Bra", "Underwear", "Lace", "Black", "Dark", "Black", *LINGERIE, "Expressive Lingerie",
     "Push-up bra in lace with underwired, padded cups."),
    ("0700025001", "Xia", "Bikini top", "Swimwear", "Solid", "Orange", "Bright", "Orange", *LINGERIE, "Swimwear",
     "Lined bandeau bikini top with detachable shoulder straps."),
    ("0700026001", "Yve", "Skirt", LOWER, "All over pattern", "Dark Red", "Dark", "Red", *WOMEN, "Skirt",
     "Calf-length, pleated skirt in satin with a leopard print."),
    ("0700027001", "Zed", "Shorts", LOWER, "Camouflage", "Greenish Khaki", "Medium", "Khaki green", *MEN, "Shorts",
     "Cargo shorts in cotton twill with leg pockets."),
)  # fmt: skip


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected lives to the end: looking it through for garbage took a fifth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def encoder() -> TextEncoder:
    """MiniLM in plain numpy; skips where its weights are not installed."""
    try:
        return open_encoder("minilm")
    except MissingExtra as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, encoder: TextEncoder) -> Path:
    """A home with the sample catalogue's index in it; a test that writes to a home takes one of its own."""
    home = tmp_path_factory.mktemp("sample_home")
    Index.build(load(SAMPLE / "articles.csv", {}, {}), home, encoder)
    return home


@pytest.fixture(scope="session")
def searcher(sample_home: Path) -> Searcher:
    """The sample, open, with all that reads and answers queries on it."""
    return Searcher.open(sample_home)


@pytest.fixture(scope="session")
def index(searcher: Searcher) -> Index:
    return searcher.index


@pytest.fixture(scope="session")
def lexicon(searcher: Searcher) -> Lexicon:
    return searcher.lexicon


@pytest.fixture(scope="session")
def reader(searcher: Searcher) -> Reader:
    return searcher.reader


@pytest.fixture(scope="session")
def finder(searcher: Searcher) -> Finder:
    return searcher.finder


@pytest.fixture(scope="session")
def boutique_home(tmp_path_factory: pytest.TempPathFactory, encoder: TextEncoder) -> Path:
    """A home with the boutique's index in it, and its catalogue, articles.csv, beside that."""
    home = tmp_path_factory.mktemp("boutique_home")
    with (home / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, restval="")
        rows.writeheader()
        rows.writerows({**dict(zip(NAMED, row, strict=True)), "product_code": row[0][:7]} for row in ROWS)
    Index.build(load(home / "articles.csv", {}, {}), home, encoder)
    return home


@pytest.fixture(scope="session")
def boutique(boutique_home: Path) -> Searcher:
    """The boutique, open: `boutique.index`, `.lexicon`, `.reader`, `.finder`, `.search`."""
    return Searcher.open(boutique_home)


@pytest.fixture(scope="session")
def boutique_articles(boutique: Searcher) -> dict[str, Article]:
    """The boutique's articles by id."""
    table = boutique.index.table
    return {article.article_id: article for article in map(table.article, range(len(table)))}


@pytest.fixture(scope="session")
def trained_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an eye that was trained on sixty drawn pictures; whoever writes into it copies it first."""
    from tests.eye_home import make_home, train

    home = make_home(tmp_path_factory.mktemp("trained"))
    train(home)
    return home


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real catalogues; skips where STYLIST_REAL_DATA does not name one."""
    folder = os.environ.get("STYLIST_REAL_DATA")
    if not folder:
        pytest.skip("STYLIST_REAL_DATA is not set: the real catalogues are not here")
    return Path(folder)
