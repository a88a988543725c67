"""A picture is found by its article's id, and by nothing that leads out of the pictures' folder."""

from pathlib import Path

import pytest

from catalog.pictures import Pictures

PATTERN = "{prefix}/{id}.jpg"


def picture(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"jpeg")
    return path


def test_a_picture_lies_where_the_pattern_says(tmp_path: Path) -> None:
    path = picture(tmp_path, "010/0108775015.jpg")
    assert Pictures(tmp_path, PATTERN).path("0108775015") == path.resolve()


def test_the_pattern_is_the_retailers_own(tmp_path: Path) -> None:
    path = picture(tmp_path, "shots/front-77.png")
    assert Pictures(tmp_path, "shots/front-{id}.png").path("77") == path.resolve()


def test_an_article_without_a_picture_has_none(tmp_path: Path) -> None:
    assert Pictures(tmp_path, PATTERN).path("0108775015") is None


def test_without_a_folder_nothing_has_a_picture() -> None:
    assert Pictures(None, PATTERN).path("0108775015") is None


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "010" / "0108775015.jpg").mkdir(parents=True)
    assert Pictures(tmp_path, PATTERN).path("0108775015") is None


@pytest.mark.parametrize("article_id", ["../secret", "../../secret", "/secret", "..", "a/../../secret"])
def test_an_id_never_leads_outside_the_folder(tmp_path: Path, article_id: str) -> None:
    picture(tmp_path, "secret.jpg")
    inside = tmp_path / "images"
    inside.mkdir()
    assert Pictures(inside, "{id}.jpg").path(article_id) is None


def test_a_link_never_leads_outside_the_folder(tmp_path: Path) -> None:
    secret = picture(tmp_path, "secret.jpg")
    inside = tmp_path / "images"
    inside.mkdir()
    (inside / "1.jpg").symlink_to(secret)
    assert Pictures(inside, "{id}.jpg").path("1") is None


@pytest.mark.parametrize("article_id", ["x" * 64, "", "{id}", "漢字"])
def test_an_odd_id_has_no_picture_and_raises_nothing(tmp_path: Path, article_id: str) -> None:
    assert Pictures(tmp_path, "{id}.jpg").path(article_id) is None
