"""Learning: what an index is told by baskets becomes one of its parts, or nothing of it changes."""

from pathlib import Path

import pytest

from catalog.loader import load
from foundation.errors import BadInput, NotFound
from retrieval.build import part_of, replace_folder
from retrieval.check import repair_index, verify_index
from retrieval.compatibility import Compatibility
from retrieval.index import Index
from retrieval.learning import learn_index
from retrieval.pairing import Recipe
from retrieval.versions import COMPATIBILITY, current, read_manifest
from tests.retrieval.test_build import Lettering, shop
from tests.retrieval.wardrobe import outfits, write_baskets, write_catalogue

QUICK = Recipe(members=1, hidden=8, rank=4, batch=16, epochs=4)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learn a little: here it counts that it is kept, not how good it is."""
    learn = Compatibility.learn

    def learned(*given: object, **named: object) -> Compatibility:
        return learn(*given, QUICK, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Compatibility, "learn", learned)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the wardrobe's index."""
    home = tmp_path / "home"
    home.mkdir()
    Index.build(load(write_catalogue(tmp_path / "articles.csv"), {}, {}), home, Lettering())
    return home


@pytest.fixture
def baskets(tmp_path: Path) -> Path:
    return write_baskets(tmp_path / "baskets.csv", outfits(120))


def parts(home: Path) -> set[str]:
    return {part_of(name) for name in read_manifest(current(home))["files"]}


def test_what_was_learned_is_a_part_of_the_index(home: Path, baskets: Path) -> None:
    steps: list[tuple[int, int]] = []
    done = learn_index(home, baskets, {}, lambda at, of: steps.append((at, of)))
    assert parts(home) == {"table", "terms", "lexical", "vectors", COMPATIBILITY}
    assert (done["baskets"], done["unknown"], done["refused"], done["lone"]) == (120, 0, 0, 0)
    assert done["bytes"] == sum(entry["bytes"] for entry in read_manifest(current(home))["files"].values())
    assert [at for at, _ in steps] == sorted({at for at, _ in steps})
    assert steps[-1][0] <= steps[-1][1]
    assert verify_index(home) == []


def test_to_learn_again_takes_the_place_of_what_was_learned(home: Path, baskets: Path, tmp_path: Path) -> None:
    learn_index(home, baskets, {})
    before = read_manifest(current(home))["files"]
    learn_index(home, write_baskets(tmp_path / "others.csv", outfits(90, seed=7)), {})
    after = read_manifest(current(home))["files"]
    assert before.keys() == after.keys()
    assert {part_of(name) for name in before if before[name] != after[name]} == {COMPATIBILITY}
    assert verify_index(home) == []


def test_while_the_part_is_replaced_nobody_is_told_of_it(
    home: Path, baskets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn_index(home, baskets, {})
    told: list[set[str]] = []

    def replace(fresh: Path, folder: Path) -> None:
        told.append(parts(home))
        replace_folder(fresh, folder)

    monkeypatch.setattr("retrieval.learning.replace_folder", replace)
    learn_index(home, baskets, {})
    assert told == [{"table", "terms", "lexical", "vectors"}]


def test_articles_that_the_catalogue_does_not_have_are_counted(home: Path, baskets: Path) -> None:
    baskets.write_text(baskets.read_text() + "900,9999999999\n900,8888888888\n")
    assert learn_index(home, baskets, {})["unknown"] == 2


def test_baskets_that_teach_nothing_leave_the_index_as_it_was(home: Path, baskets: Path, tmp_path: Path) -> None:
    learn_index(home, baskets, {})
    before = read_manifest(current(home))
    lone = tmp_path / "lone.csv"
    lone.write_text("basket,article_id\n1,1000001\n")
    with pytest.raises(BadInput):
        learn_index(home, lone, {})
    assert read_manifest(current(home)) == before
    assert verify_index(home) == []


def test_without_an_index_there_is_nothing_to_teach(tmp_path: Path, baskets: Path) -> None:
    with pytest.raises(NotFound):
        learn_index(tmp_path / "nowhere", baskets, {})


def test_an_index_that_is_not_whole_is_built_first(home: Path, baskets: Path) -> None:
    path = next(path for path in (current(home) / "vectors").rglob("*") if path.is_file())
    path.unlink()
    with pytest.raises(BadInput, match=r"is not whole: run `stylist index --catalog FILE` first"):
        learn_index(home, baskets, {})


def test_damage_to_what_was_learned_drops_it_and_nothing_else(home: Path, baskets: Path) -> None:
    learn_index(home, baskets, {})
    path = next(path for path in (current(home) / COMPATIBILITY).rglob("*") if path.is_file())
    path.write_bytes(b"")
    assert repair_index(home, lambda _: Lettering()) == [COMPATIBILITY]
    assert COMPATIBILITY not in parts(home)
    assert verify_index(home) == []


def test_another_catalogue_knows_nothing_of_what_was_learned(home: Path, baskets: Path) -> None:
    learn_index(home, baskets, {})
    Index.build(shop("Ada", "Bea"), home, Lettering())
    assert COMPATIBILITY not in parts(home)
