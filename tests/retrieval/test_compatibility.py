"""Compatibility: themes are learned and hold for articles no basket had; what teaches nothing gives nothing away."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from catalog.table import Table
from foundation.errors import BadInput
from retrieval.compatibility import CARD, WEIGHTS, Compatibility, Projections, fit_to, groups_of
from retrieval.index import Index
from retrieval.pairing import Recipe
from retrieval.vectors import Vectors
from tests.retrieval.wardrobe import EACH, GROUPS, ROWS, THEMES, baskets_of, open_wardrobe, outfits, shuffled

SMALL = Recipe(members=1, hidden=24, rank=8, batch=64, epochs=8)
OPENED = tuple[Table, Vectors]


@pytest.fixture(scope="module")
def wardrobe(tmp_path_factory: pytest.TempPathFactory) -> OPENED:
    return open_wardrobe(tmp_path_factory.mktemp("wardrobe"))


def known(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of some rows those that training may see: the last quarter of each theme and group is held out."""
    return rows[rows % EACH < EACH * 3 // 4]


@pytest.fixture(scope="module")
def learned(wardrobe: OPENED) -> Compatibility:
    return Compatibility.learn(*wardrobe, baskets_of([known(rows) for rows in outfits(400)]), SMALL)


def share_right(learned: Compatibility) -> float:
    """How often the held-out article of the context's theme beats those of the other themes, all of them unseen."""
    right = []
    for number in range(200):
        random = np.random.default_rng(number)
        theme, group = int(random.integers(len(THEMES))), int(random.integers(len(GROUPS)))
        other = (group + 1) % len(GROUPS)
        last = EACH - 1 - int(random.integers(EACH // 4))
        choices = np.array([(one * len(GROUPS) + group) * EACH + last for one in range(len(THEMES))])
        scores = learned.scores([(theme * len(GROUPS) + other) * EACH + last], choices)
        right.append(int(scores.argmax()) == theme)
    return float(np.mean(right))


def test_a_theme_holds_for_articles_that_no_basket_had(learned: Compatibility) -> None:
    assert share_right(learned) > 0.9


def test_shuffled_baskets_teach_nothing(wardrobe: OPENED) -> None:
    drawn = [baskets_of([known(rows) for rows in shuffled(400, seed)]) for seed in range(3)]
    shares = [share_right(Compatibility.learn(*wardrobe, baskets, SMALL)) for baskets in drawn]
    assert np.mean(shares) < 0.45


def test_a_score_is_of_its_candidate_alone(learned: Compatibility) -> None:
    rows = np.arange(len(ROWS))
    scores = learned.scores([0, 20], rows)
    assert (scores.shape, scores.dtype) == ((len(ROWS),), np.float32)
    assert np.allclose(learned.scores([20, 0], rows[::-1])[::-1], scores, atol=1e-4)
    assert np.allclose(learned.scores([0, 20], rows[5:6]), scores[5:6], atol=1e-4)


def test_nothing_goes_with_nothing(learned: Compatibility) -> None:
    assert learned.scores([], np.arange(3)).tolist() == [0, 0, 0]
    assert learned.scores([1], np.empty(0, np.int64)).shape == (0,)


def test_the_same_baskets_teach_the_same(wardrobe: OPENED, learned: Compatibility) -> None:
    again = Compatibility.learn(*wardrobe, baskets_of([known(rows) for rows in outfits(400)]), SMALL)
    assert np.array_equal(again.scores([0], np.arange(9)), learned.scores([0], np.arange(9)))


def test_what_was_written_scores_as_before(wardrobe: OPENED, learned: Compatibility, tmp_path: Path) -> None:
    learned.write(tmp_path)
    opened = Compatibility.read(tmp_path, wardrobe[0])
    assert np.array_equal(opened.scores([0, 60], np.arange(192)), learned.scores([0, 60], np.arange(192)))
    assert opened.card["baskets"]["baskets"] > 100
    assert sorted(path.name for path in tmp_path.iterdir()) == [CARD, WEIGHTS]


@pytest.mark.parametrize("fault", ["card", "weights", "format", "rows"])
def test_a_damaged_part_is_said_in_one_line(
    wardrobe: OPENED, learned: Compatibility, tmp_path: Path, fault: str
) -> None:
    learned.write(tmp_path / "part")
    table = wardrobe[0]
    if fault == "card":
        (tmp_path / "part" / CARD).write_text("{")
    elif fault == "weights":
        (tmp_path / "part" / WEIGHTS).write_bytes(b"no tensors")
    elif fault == "format":
        (tmp_path / "part" / CARD).write_text(json.dumps({**learned.card, "format": 99}))
    else:
        Table.write(tmp_path / "other", {"article_id": ["1"], "prod_name": ["a"]})
        table = Table.open(tmp_path / "other")
    with pytest.raises(BadInput, match="--baskets") as caught:
        Compatibility.read(tmp_path / "part", table)
    assert "\n" not in str(caught.value)


def test_too_few_baskets_are_refused(wardrobe: OPENED) -> None:
    with pytest.raises(BadInput, match="only 5 baskets"):
        Compatibility.learn(*wardrobe, baskets_of(outfits(5)))


def test_an_index_that_was_given_no_baskets_learned_none(index: Index) -> None:
    assert Compatibility.open(index) is None


def test_few_baskets_are_seen_more_often_and_many_by_fewer_members() -> None:
    few, many = fit_to(Recipe(), 600), fit_to(Recipe(), 150_000)
    assert few.batch < many.batch
    assert few.epochs > many.epochs
    assert few.members > many.members >= 1


def test_a_catalogue_without_groups_is_grouped_by_type(tmp_path: Path) -> None:
    Table.write(tmp_path / "types", {"article_id": ["1", "2"], "product_type_name": ["Hat", "Bag"]})
    Table.write(tmp_path / "none", {"article_id": ["1", "2"]})
    assert groups_of(Table.open(tmp_path / "types")).tolist() == [0, 1]
    assert groups_of(Table.open(tmp_path / "none")).tolist() == [0, 0]


def test_a_byte_a_number_is_near_what_it_was() -> None:
    vectors = np.random.default_rng(0).normal(size=(5, 32)).astype(np.float32)
    packed = Projections.pack(vectors).of(np.arange(5))
    assert np.abs(packed - vectors).max() <= np.abs(vectors).max() / 254 + 1e-6
