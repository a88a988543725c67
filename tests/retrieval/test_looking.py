"""Looking: each picture is looked at once by each eye, and a look that is cut off loses nothing."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from catalog.loader import load
from catalog.pictures import Pictures
from foundation.errors import BadInput, NotFound
from retrieval import looking
from retrieval.build import part_of
from retrieval.check import repair_index, verify_index
from retrieval.index import Index
from retrieval.looking import LOOKING, look_at_pictures
from retrieval.versions import PICTURES, current, read_manifest, write_manifest
from tests.retrieval.painted import PATTERN, TintEye, paint
from tests.retrieval.test_build import Lettering

COLOURS = {
    "0700001001": "Black",
    "0700001002": "Red",
    "0700002001": "Green",
    "0700007001": "White",
    "0700023001": "Red",
}


@pytest.fixture
def home(boutique_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(boutique_home, tmp_path / "home"))


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return paint(tmp_path / "images", COLOURS)


def parts(home: Path) -> set[str]:
    return {part_of(name) for name in read_manifest(current(home))["files"]}


def seen_ids(home: Path) -> list[str]:
    index = Index.open(home)
    assert index.pictures is not None
    return [index.table.article(int(row)).article_id for row in index.pictures.rows]


def test_what_was_seen_is_a_part_of_the_index(home: Path, pictures: Pictures) -> None:
    heard: list[tuple[int, int]] = []
    done = look_at_pictures(home, pictures, TintEye(), lambda seen, of: heard.append((seen, of)))
    assert (done["pictures"], done["looked"], done["reused"], done["unreadable"]) == (5, 5, 0, 0)
    assert heard[-1] == (5, 5)
    assert PICTURES in parts(home)
    assert done["bytes"] == sum(entry["bytes"] for entry in read_manifest(current(home))["files"].values())
    assert seen_ids(home) == sorted(COLOURS)
    assert verify_index(home) == []
    assert not (home / LOOKING).exists()


def test_what_was_seen_is_not_looked_at_again(home: Path, pictures: Pictures) -> None:
    look_at_pictures(home, pictures, TintEye())
    before = read_manifest(current(home))
    eye = TintEye()
    assert look_at_pictures(home, pictures, eye)["reused"] == 5
    assert eye.looked == []
    assert read_manifest(current(home)) == before


def test_only_a_changed_picture_is_looked_at_again(home: Path, pictures: Pictures, tmp_path: Path) -> None:
    look_at_pictures(home, pictures, TintEye())
    paint(tmp_path / "images", {"0700001001": "Green"})
    eye = TintEye()
    assert look_at_pictures(home, pictures, eye)["looked"] == len(eye.looked) == 1
    index = Index.open(home)
    assert index.pictures is not None
    tops = [index.pictures.answers.labels["colour_group_name"][top] for top in index.pictures.answers.tops[:, 0]]
    assert dict(zip(seen_ids(home), tops, strict=True)) == {**COLOURS, "0700001001": "Green"}


def test_a_picture_that_is_gone_is_forgotten(home: Path, pictures: Pictures, tmp_path: Path) -> None:
    look_at_pictures(home, pictures, TintEye())
    (tmp_path / "images" / "070" / "0700001001.jpg").unlink()
    assert look_at_pictures(home, pictures, TintEye())["looked"] == 0
    assert seen_ids(home) == sorted(COLOURS)[1:]


def test_without_any_picture_the_part_goes(home: Path, pictures: Pictures, tmp_path: Path) -> None:
    look_at_pictures(home, pictures, TintEye())
    assert look_at_pictures(home, Pictures(tmp_path / "elsewhere", PATTERN), TintEye())["pictures"] == 0
    assert PICTURES not in parts(home)
    assert Index.open(home).pictures is None


def test_another_eye_looks_for_itself(home: Path, pictures: Pictures) -> None:
    look_at_pictures(home, pictures, TintEye())
    other = TintEye("another eye")
    assert look_at_pictures(home, pictures, other)["looked"] == len(other.looked) == 5
    opened = Index.open(home).pictures
    assert opened is not None
    assert opened.eye == "another eye"


def test_a_look_that_was_cut_off_goes_on_where_it_was(
    home: Path, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "PART", 2)
    before = read_manifest(current(home))

    def dying(seen: int, of: int) -> None:
        if seen == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look_at_pictures(home, pictures, TintEye(), dying)
    assert read_manifest(current(home)) == before
    eye = TintEye()
    assert look_at_pictures(home, pictures, eye)["looked"] == len(eye.looked) == 1
    assert seen_ids(home) == sorted(COLOURS)


def test_half_a_part_is_looked_at_again(home: Path, pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PART", 2)

    def dying(seen: int, of: int) -> None:
        if seen == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look_at_pictures(home, pictures, TintEye(), dying)
    first = sorted((home / LOOKING).rglob("part-*.npz"))[0]
    first.write_bytes(first.read_bytes()[:100])
    assert look_at_pictures(home, pictures, TintEye())["looked"] == 3


def test_what_cannot_be_read_is_left_out_and_counted(home: Path, pictures: Pictures, tmp_path: Path) -> None:
    (tmp_path / "images" / "070" / "0700001002.jpg").write_bytes(b"no picture at all")
    done = look_at_pictures(home, pictures, TintEye())
    assert (done["pictures"], done["unreadable"]) == (4, 1)
    assert "0700001002" not in seen_ids(home)


def test_an_open_index_keeps_what_it_saw(home: Path, pictures: Pictures, tmp_path: Path) -> None:
    look_at_pictures(home, pictures, TintEye())
    opened = Index.open(home)
    assert opened.pictures is not None
    before = opened.pictures.vectors.rows([0])
    paint(tmp_path / "images", {"0700001001": "White"})
    look_at_pictures(home, pictures, TintEye())
    assert np.array_equal(opened.pictures.vectors.rows([0]), before)
    again = Index.open(home).pictures
    assert again is not None
    assert not np.array_equal(again.vectors.rows([0]), before)


def test_a_new_version_takes_over_what_was_seen(home: Path, pictures: Pictures) -> None:
    look_at_pictures(home, pictures, TintEye())
    rows = (home / "articles.csv").read_text(encoding="utf-8").splitlines()
    (home / "fewer.csv").write_text("\n".join([rows[0], *rows[2:]]) + "\n", encoding="utf-8")
    Index.build(load(home / "fewer.csv", {}, {}), home, Lettering())
    assert Index.open(home).pictures is None
    eye = TintEye()
    done = look_at_pictures(home, pictures, eye)
    assert (done["pictures"], done["reused"], eye.looked) == (4, 4, [])
    assert seen_ids(home) == sorted(COLOURS)[1:]


@pytest.mark.parametrize("name", ["rows.npy", "flat.faiss", "forms/flat.faiss", "card.json"])
def test_a_damaged_part_is_told_and_dropped_by_repair(home: Path, pictures: Pictures, name: str) -> None:
    look_at_pictures(home, pictures, TintEye())
    path = current(home) / PICTURES / name
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(BadInput, match="repair"):
        Index.open(home)
    assert any(name in fault for fault in verify_index(home))
    assert repair_index(home, lambda model: Lettering()) == [PICTURES]
    assert Index.open(home).pictures is None
    assert look_at_pictures(home, pictures, TintEye())["looked"] == 5


def test_a_part_of_another_format_is_said(home: Path, pictures: Pictures) -> None:
    look_at_pictures(home, pictures, TintEye())
    folder = current(home)
    card = folder / PICTURES / "card.json"
    card.write_text(card.read_text().replace('"format": 1', '"format": 9'))
    with pytest.raises(BadInput, match="format 9"):
        Index.open(home)


def test_a_part_of_another_table_is_said(home: Path, pictures: Pictures) -> None:
    look_at_pictures(home, pictures, TintEye())
    folder = current(home)
    write_manifest(folder, {**read_manifest(folder), "rows": 2})
    with pytest.raises(BadInput, match="repair"):
        Index.open(home)


def test_where_nothing_is_indexed_there_is_nothing_to_look_at(tmp_path: Path, pictures: Pictures) -> None:
    with pytest.raises(NotFound):
        look_at_pictures(tmp_path, pictures, TintEye())
