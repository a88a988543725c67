"""The page's routes for photos: taken only where the shopper agreed, held in memory, gone once they are deleted."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from PIL import Image
from starlette.testclient import TestClient

from agents.stylist import Stylist
from api.application import create
from foundation.settings import Settings
from storage.photos import open_photos
from tests.api.shop import open_shop
from ui.page import mount
from ui.photos import LARGE, PATH, SMALL

ORIENTATION, GPS = 0x0112, 0x8825
AGREED = {"Photo-Consent": "yes"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return open_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def stylist(settings: Settings) -> Stylist:
    return Stylist.open(settings)


@pytest.fixture(scope="module")
def client(stylist: Stylist, settings: Settings) -> Iterator[TestClient]:
    """The page with the API beneath it, which closes the stylist."""
    with TestClient(mount(create(stylist, settings), stylist, settings), raise_server_exceptions=False) as client:
        yield client


def picture(width: int = 400, height: int = 300, colour: str = "teal", turned: int | None = None) -> bytes:
    """A jpeg; `turned` is the EXIF note of how the camera was held."""
    image, file = Image.new("RGB", (width, height), colour), io.BytesIO()
    exif = Image.Exif()
    if turned is not None:
        exif[ORIENTATION] = turned
        exif.get_ifd(GPS)[1] = "N"
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def send(client: TestClient, data: bytes, name: str = "IMG_1.jpg") -> Response:
    return client.post(PATH, params={"name": name}, content=data, headers=AGREED)


def added(client: TestClient, data: bytes) -> str:
    answer = send(client, data)
    assert answer.status_code == 200, answer.text
    photo_id: str = answer.json()["id"]
    return photo_id


def shown(client: TestClient, photo_id: str, **options: bool) -> Image.Image:
    answer = client.get(f"{PATH}/{photo_id}", params=options)
    assert answer.headers["content-type"] == "image/jpeg"
    return Image.open(io.BytesIO(answer.content))


@pytest.mark.parametrize("headers", [{}, {"Photo-Consent": "no"}])
def test_nothing_is_taken_before_the_shopper_agreed(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post(PATH, content=picture(), headers=headers)
    assert answer.status_code == 400
    assert "agreed" in answer.json()["detail"]


def test_a_page_of_another_site_can_add_nothing(client: TestClient) -> None:
    answer = client.post(PATH, content=picture(), headers={**AGREED, "Origin": "https://other.example"})
    assert answer.status_code == 403


def test_a_photo_is_upright_and_bare_of_its_files_notes(client: TestClient) -> None:
    answer = send(client, picture(400, 300, turned=6))
    assert (answer.json()["width"], answer.json()["height"]) == (300, 400)
    image = shown(client, answer.json()["id"], large=True)
    assert image.size == (300, 400)
    assert not image.getexif()


def test_what_is_shown_is_small_and_kept_by_nobody(client: TestClient) -> None:
    photo_id = added(client, picture(2000, 1500))
    assert max(shown(client, photo_id).size) == SMALL
    assert max(shown(client, photo_id, large=True).size) == LARGE
    assert client.get(f"{PATH}/{photo_id}").headers["cache-control"] == "no-store"


def test_a_photo_of_megabytes_is_taken_without_a_file_being_written(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    written: list[object] = []
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *given, **_: written.append(given))
    noise = Image.effect_noise((2400, 1800), 90)
    file = io.BytesIO()
    noise.save(file, "PNG")
    assert len(file.getvalue()) > 3_000_000
    added(client, file.getvalue())
    assert written == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), 400, "a.heic is a heic photo: send a jpeg"),
        ("notes.txt", b"no picture at all", 400, "notes.txt is no picture"),
        ("cut.jpg", picture()[:500], 400, "cut.jpg is damaged"),
        ("", b"", 400, "the upload is empty"),
        ("tiny.png", picture(8, 8), 400, "tiny.png has 8 × 8 pixels"),
        ("<b>\n\x00" + "x" * 300 + ".jpg", b"nothing", 400, "xxx.jpg is no picture"),
    ],
)
def test_what_is_no_photo_is_told_in_one_line(
    client: TestClient, name: str, data: bytes, status: int, said: str
) -> None:
    answer = send(client, data, name)
    assert answer.status_code == status
    assert said in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]


def test_too_many_bytes_are_refused_before_they_are_read(client: TestClient, settings: Settings) -> None:
    answer = client.post(PATH, content=b"", headers={**AGREED, "Content-Length": str(settings.photo.max_bytes * 2)})
    assert answer.status_code == 413


def test_a_crop_is_of_the_upright_picture_and_can_be_taken_back(client: TestClient) -> None:
    photo_id = added(client, picture(400, 300, turned=6))
    assert client.put(f"{PATH}/{photo_id}/crop", json={"box": [0, 0.5, 1, 1]}).status_code == 204
    assert shown(client, photo_id, large=True).size == (300, 200)
    assert shown(client, photo_id, large=True, whole=True).size == (300, 400)
    client.put(f"{PATH}/{photo_id}/crop", json={"box": None})
    assert shown(client, photo_id, large=True).size == (300, 400)


@pytest.mark.parametrize(
    "box",
    [[0, 0, 1], [0, 0, 2, 1], [-0.1, 0, 1, 1], [0.6, 0, 0.4, 1], [0.5, 0.5, 0.501, 0.501], "all", [0, 0, None, 1]],
)
def test_a_crop_that_is_none_is_refused(client: TestClient, box: object) -> None:
    photo_id = added(client, picture())
    assert client.put(f"{PATH}/{photo_id}/crop", json={"box": box}).status_code == 400
    assert shown(client, photo_id, large=True).size == (400, 300)


def test_a_removed_photo_is_gone(client: TestClient) -> None:
    photo_id = added(client, picture())
    assert client.delete(f"{PATH}/{photo_id}").status_code == 204
    assert client.get(f"{PATH}/{photo_id}").status_code == 404
    assert client.get(f"{PATH}/{photo_id}/seen").status_code == 404
    assert client.put(f"{PATH}/{photo_id}/crop", json={"box": None}).status_code == 404


def test_a_sent_photo_is_shown_until_it_is_deleted(client: TestClient, stylist: Stylist, settings: Settings) -> None:
    photos = open_photos(settings.state, settings.photo.keep_hours)
    photo_id = photos.add(settings.owner_id, stylist.new_session(), picture(), "0" * 64)
    photos.close()
    assert shown(client, photo_id).size[0] == SMALL
    stylist.delete_photo(photo_id)
    assert client.get(f"{PATH}/{photo_id}").status_code == 404


def test_without_an_eye_that_is_said(client: TestClient) -> None:
    seen = client.get(f"{PATH}/{added(client, picture())}/seen").json()
    assert seen["text"] == ""
    assert "can’t see photos here yet" in seen["why"]


def test_the_routes_are_no_part_of_the_apis_description(client: TestClient) -> None:
    assert not [path for path in client.get("/openapi.json").json()["paths"] if path.startswith("/page")]
