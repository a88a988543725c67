"""Eye pictures: the catalogue's articles that have a picture, as labels and texts, and what is measured of each.

Pictures are gone through in shuffled order and in parts, which are kept in the job's folder: a first look can be had
before all are seen, and who is interrupted goes on behind the last whole part.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.article import Article
from catalog.lexicon import Lexicon
from catalog.pictures import Pictures
from catalog.roles import Roles
from catalog.table import Table
from foundation.errors import BadInput
from foundation.photo import read_photo
from vision.efficientnet import EfficientNet
from vision.eye import features
from vision.view import view

Floats = NDArray[np.float32]
COLUMNS = (
    "product_type_name", "colour_group_name", "perceived_colour_master_name", "graphical_appearance_name",
    "index_group_name",
)  # fmt: skip
AUDIENCE = "audience"
HEADS = (*COLUMNS, AUDIENCE)
# Whom an article is made for: the first that its row affirms and whose rival it does not.
_AUDIENCES = (("baby", ""), ("girls", "boys"), ("boys", "girls"), ("kids", ""), ("women", "men"), ("men", "women"))
LEAST_PICTURES, LEAST_TYPES = 40, 2
PART = 250
SeenPictures = Callable[[int], None]


@dataclass(frozen=True, eq=False)
class Shown:
    """An article with its picture. `labels` has an entry for each head, empty where the row does not say."""

    article_id: str
    product: str
    path: Path
    labels: tuple[str, ...]
    text: str


def read_shown(table: Table, pictures: Pictures, seed: int) -> list[Shown]:
    """The articles with a picture, shuffled. Raises BadInput where there are too few to learn from."""
    lexicon = Lexicon.build(table.values)
    found = []
    for row in range(len(table)):
        article = table.article(row)
        path = pictures.path(article.article_id)
        if path is not None:
            found.append(_shown(article, path, lexicon))
    types = {shown.labels[0] for shown in found}
    if len(found) < LEAST_PICTURES or len(types) < LEAST_TYPES:
        raise BadInput(
            f"{len(found)} of {len(table):,} articles have a picture, of {len(types)} types: an eye needs at least "
            f"{LEAST_PICTURES} of {LEAST_TYPES}; give --images DIR (and image_path in stylist.toml where they lie "
            "elsewhere than in {prefix}/{id}.jpg)"
        )
    order = np.random.default_rng(seed).permutation(len(found))
    return [found[place] for place in order]


def _shown(article: Article, path: Path, lexicon: Lexicon) -> Shown:
    labels = (*(article[column].strip() for column in COLUMNS), audience_of(article, lexicon))
    return Shown(article.article_id, article.product_code or article.article_id, path, labels, text_of(article))


def read_roles(table: Table, shown: Sequence[Shown]) -> dict[str, str]:
    """The role in a look that most articles of each type have; types without one (underwear, toys) are left out."""
    roles = Roles.read(Lexicon.build(table.values), table.values)
    counts: dict[str, Counter[str]] = {}
    for one in shown:
        row = table.row(one.article_id)
        if row is not None:
            counts.setdefault(one.labels[0], Counter())[roles.of(table.article(row)) or ""] += 1
    likeliest = {kind: count.most_common(1)[0][0] for kind, count in counts.items()}
    return {kind: role for kind, role in sorted(likeliest.items()) if kind and role}


def audience_of(article: Article, lexicon: Lexicon) -> str:
    """One of women, men, girls, boys, kids, baby, as the lexicon reads the row; empty where it says none or several."""

    def affirms(value: str) -> bool:
        return bool(value) and lexicon.predicate("audience", value).holds(article) is True

    return next((value for value, rival in _AUDIENCES if affirms(value) and not affirms(rival)), "")


def text_of(article: Article) -> str:
    """What a picture is told by: name, type, colour, pattern and description."""
    told = (
        article.prod_name, article.product_type_name, article.colour_group_name, article.graphical_appearance_name,
        article.detail_desc,
    )  # fmt: skip
    return ". ".join(part.strip().rstrip(".") for part in told if part.strip())


def measure_pictures(
    shown: Sequence[Shown], network: EfficientNet, folder: Path, seen: SeenPictures
) -> tuple[Floats, list[int]]:
    """The features (pictures, n) of all that can be read, and their places in `shown`; `seen` gets how many are done.

    What is measured is kept under `folder`, and found there again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[Floats] = []
    places: list[int] = []
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        for start in range(0, len(shown), PART):
            measured, kept = _part(shown[start : start + PART], network, folder / f"part-{start:07}", cores)
            parts.append(measured)
            places += [start + place for place in kept]
            seen(min(start + PART, len(shown)))
    return np.concatenate(parts), places


def _part(
    shown: Sequence[Shown], network: EfficientNet, path: Path, cores: ThreadPoolExecutor
) -> tuple[Floats, list[int]]:
    """A part's features and which of its pictures they are of."""
    numbers, names = path.with_suffix(".npy"), path.with_suffix(".json")
    ids = [one.article_id for one in shown]
    if names.is_file() and numbers.is_file():
        told: dict[str, Any] = json.loads(names.read_text(encoding="utf-8"))
        if told["ids"] == ids:
            return np.load(numbers).astype(np.float32), told["kept"]
    rows = list(cores.map(lambda one: _measure(one, network), shown))
    kept = [place for place, row in enumerate(rows) if row is not None]
    measured = np.array([row for row in rows if row is not None], dtype=np.float16)
    np.save(numbers, measured)
    # Written last: a part without its list is measured again.
    names.write_text(json.dumps({"ids": ids, "kept": kept}), encoding="utf-8")
    return measured.astype(np.float32), kept


def _measure(shown: Shown, network: EfficientNet) -> Floats | None:
    try:
        return features(network, view(read_photo(shown.path)))
    except BadInput:
        # A broken picture among thousands is left out, and counted in the card.
        return None
