"""The catalogue's pictures on the console: seen by training, looked at again where they changed, searched by."""

import csv
import shutil
from pathlib import Path

import pytest

from foundation.settings import Settings
from retrieval.index import Index
from retrieval.versions import PICTURES, current
from tests.cli.conftest import Console
from tests.conftest import SAMPLE


@pytest.fixture(scope="module")
def home(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose eye has just been trained."""
    home = tmp_path_factory.mktemp("pictures") / "home"
    shutil.copytree(trained_home, home)
    return home


@pytest.fixture
def given(home: Path, tmp_path: Path) -> tuple[str | Path, ...]:
    """The home and its catalogue with pictures of our own, as options."""
    images = tmp_path / "images"
    with (home / "articles.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            path = images / row["article_id"][:3] / f"{row['article_id']}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SAMPLE / "images" / row["article_id"][:3] / path.name, path)
    return "--home", home, "--catalog", home / "articles.csv", "--images", images


@pytest.mark.slow
def test_training_leaves_what_it_saw_in_the_index(home: Path) -> None:
    pictures = Index.open(home).pictures
    assert pictures is not None
    assert len(pictures) == len(Index.open(home).table)
    assert pictures.forms is not None
    assert (current(home) / PICTURES / "contradictions.csv").is_file()


@pytest.mark.slow
def test_nothing_is_looked_at_twice(console: Console, given: tuple[str | Path, ...]) -> None:
    (report,) = console("index", *given, "--json").lines
    assert report["unchanged"] is True
    assert PICTURES not in report["seconds"]


@pytest.mark.slow
def test_a_changed_picture_is_one_more_part_of_the_seconds(console: Console, given: tuple[str | Path, ...]) -> None:
    path = sorted(Path(given[-1]).rglob("*.jpg"))[0]
    path.write_bytes(path.read_bytes() + b"\0")
    (report,) = console("index", *given, "--json").lines
    assert report["seconds"][PICTURES] > 0
    assert report["unchanged"] is False
    assert set(report) == {
        "rows", "refused", "seconds", "bytes", "version", "texts", "embedded", "reused", "unchanged",
    }  # fmt: skip


@pytest.mark.slow
def test_a_person_reads_how_many_were_seen(console: Console, home: Path, given: tuple[str | Path, ...]) -> None:
    assert f"{len(Index.open(home).table)} pictures seen" in console("index", *given).out


@pytest.mark.slow
def test_damaged_pictures_are_seen_again_by_repair(console: Console, home: Path, given: tuple[str | Path, ...]) -> None:
    (current(home) / PICTURES / "rows.npy").unlink()
    assert console("index", "verify", *given).status == 1
    assert console("index", "repair", *given, "--json").lines == [{"repaired": [PICTURES]}]
    assert console("index", "verify", *given).status == 0
    assert Index.open(home).pictures is not None


def test_without_an_eye_a_line_says_so_and_the_words_work(console: Console, shop: Settings, tmp_path: Path) -> None:
    assert shop.catalog is not None
    assert shop.images is not None
    bare = ("--home", tmp_path / "bare", "--catalog", shop.catalog, "--images", shop.images)
    printed = console("index", *bare, "--json")
    assert printed.status == 0
    assert PICTURES not in printed.lines[0]["seconds"]
    assert "pictures are not looked at" in printed.err
    assert "stylist train eye" in printed.err
    asked = console("eval", "photos", *bare)
    assert asked.status == 2
    assert "stylist train eye" in asked.err


@pytest.mark.slow
def test_photos_are_measured(console: Console, given: tuple[str | Path, ...]) -> None:
    lines = console("eval", "photos", *given, "--n", "3", "--json").lines
    values = {line["metric"]: line["value"] for line in lines}
    assert values["crop: the product among ten"] == 1
    assert 0 <= values["not pictured: same type among six"] <= 1
    assert all(line["low"] <= line["value"] <= line["high"] for line in lines)
