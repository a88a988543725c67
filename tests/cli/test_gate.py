"""`stylist eval gate`: the upload gate on the catalogue's pictures and on photos of people, and no line in its log."""

from pathlib import Path

import pytest
from PIL import Image

from encoding.weights import weights
from foundation.errors import MissingExtra
from foundation.settings import Settings
from tests.api.shop import HOSTILE_ID, PICTURED_ID
from tests.cli.conftest import Console
from tests.vision.conftest import noise
from vision.gate import LOG


@pytest.fixture(scope="module", autouse=True)
def networks() -> None:
    """Skips where set-up did not fetch the networks."""
    pytest.importorskip("ai_edge_litert")
    pytest.importorskip("onnxruntime")
    try:
        weights("body"), weights("nudity")
    except MissingExtra as error:
        pytest.skip(str(error))


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A picture of cloth and one of nothing."""
    for article_id, image in ((PICTURED_ID, noise()), (HOSTILE_ID, Image.new("RGB", (300, 400), "maroon"))):
        path = tmp_path / "images" / article_id[:3] / f"{article_id}.jpg"
        path.parent.mkdir(parents=True)
        image.save(path)
    return tmp_path / "images"


def test_the_share_that_is_not_let_through_is_told_and_which_they_are(
    console: Console, shop: Settings, images: Path
) -> None:
    before = log_of(shop)
    printed = console("eval", "gate", "--json", "--show", "--images", images)
    assert printed.status == 0, printed.err
    found = {line["metric"]: (line["value"], line["n"]) for line in printed.lines if "metric" in line}
    assert found["garment: not let through"] == (0.5, 2)
    assert found["garment: not let through, all others"] == (0.5, 2)
    (held,) = [line["held"] for line in printed.lines if "held" in line]
    assert (held["id"], held["purpose"], held["verdict"]) == (HOSTILE_ID, "garment", "hold")
    assert log_of(shop) == before


def test_photos_of_people_are_asked_for_all_purposes(console: Console, images: Path, tmp_path: Path) -> None:
    people = tmp_path / "people"
    people.mkdir()
    noise().save(people / "cloth.png")
    (people / "notes.txt").write_text("no photo")
    printed = console("eval", "gate", "--json", "--n", "1", "--images", images, "--people", people)
    found = {line["metric"]: (line["value"], line["n"]) for line in printed.lines}
    assert found["garment: not let through, photos of one person"] == (0.0, 1)
    # Nobody is in it, so it can't be tried on.
    assert found["tryon: not let through, photos of one person"] == (1.0, 1)
    assert found["garment: not let through"][1] == 1


@pytest.mark.parametrize("option", ["--images", "--people"])
def test_a_folder_that_is_none_is_said_in_one_line(console: Console, images: Path, option: str) -> None:
    given = {"--images": images, option: images / "nowhere"}
    printed = console("eval", "gate", *(part for pair in given.items() for part in pair))
    assert printed.status == 2
    assert option in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def log_of(shop: Settings) -> str:
    path = shop.state / LOG
    return path.read_text("utf-8") if path.exists() else ""
