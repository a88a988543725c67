"""`POST /caption`, `POST /chat` as a form with photos, and `/photos/{id}`, on a home with an eye and on one without."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from PIL import Image
from starlette.testclient import TestClient

from agents.stylist import MOST_PHOTOS, Stylist
from api.application import create
from api.examples import CAPTIONED
from encoding.weights import weights
from foundation.errors import MissingExtra
from foundation.settings import SAMPLE
from tests.api.test_application import problem
from tests.eye_home import settings_of

PICTURE = SAMPLE / "images" / "096" / "0960000001.jpg"
NOWHERE = "0" * 32


@pytest.fixture(scope="module", autouse=True)
def networks() -> None:
    """Skips where set-up did not fetch the networks."""
    pytest.importorskip("ai_edge_litert")
    try:
        weights("body")
    except MissingExtra as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def seeing(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API over a home that has an eye."""
    home = tmp_path_factory.mktemp("seeing") / "home"
    shutil.copytree(trained_home, home)
    settings = settings_of(home)
    with TestClient(create(Stylist.open(settings), settings), raise_server_exceptions=False) as client:
        yield client


def talk(client: TestClient, *photos: bytes, headers: dict[str, str] | None = None, **fields: str) -> Response:
    files = [("photo", ("photo.jpg", photo, "image/jpeg")) for photo in photos]
    # Without a photo it is a form all the same.
    parts = files or [(name, (None, value)) for name, value in fields.items()]
    return client.post("/chat", files=parts, data=fields if files else {}, headers=headers)


def turn_of(given: Response) -> dict[str, Any]:
    assert given.status_code == 200, given.text
    turn: dict[str, Any] = given.json()
    return turn


def test_without_an_eye_the_command_that_makes_one_is_named(client: TestClient) -> None:
    given = client.post("/caption", files={"photo": PICTURE.read_bytes()})
    assert "stylist train eye" in problem(given, 501)


def test_without_an_eye_the_words_of_a_form_are_answered(client: TestClient) -> None:
    assert turn_of(talk(client, PICTURE.read_bytes(), message="a red dress"))["items"]
    given = talk(client, PICTURE.read_bytes(), message="a red dress", headers={"Accept": "text/event-stream"})
    assert "stylist train eye" in given.text


def test_a_form_is_answered_as_json_is(client: TestClient) -> None:
    turn = turn_of(talk(client, message="a red dress"))
    as_json = turn_of(client.post("/chat", json={"message": "a red dress"}))
    assert turn["items"] == as_json["items"]
    going_on = turn_of(talk(client, message="in black", session_id=turn["session_id"], parent_id=turn["message_id"]))
    assert (going_on["turn"], going_on["session_id"]) == (2, turn["session_id"])


def test_a_form_streams_where_it_is_asked_to(client: TestClient) -> None:
    given = talk(client, PICTURE.read_bytes(), message="a red dress", headers={"Accept": "text/event-stream"})
    assert given.headers["content-type"].startswith("text/event-stream")
    assert "event: done\n" in given.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [({"message": ""}, "empty"), ({"mesage": "hi"}, "mesage"), ({"message": "hi", "session_id": NOWHERE}, "session"),
     ({"message": "x" * 5000}, "5,000"), ({"message": "hi", "photo": "photo.jpg"}, "photo")],
)  # fmt: skip
def test_a_wrong_form_is_a_problem_in_one_line(client: TestClient, fields: dict[str, str], says: str) -> None:
    given = talk(client, **fields)
    assert says in problem(given, given.status_code)
    assert given.status_code in (400, 404, 413)


@pytest.mark.parametrize("photo", [b"", b"GIF89a", b"not a picture", b"\xff\xd8\xff\xe0broken"])
def test_what_is_no_picture_is_400_and_begins_no_talk(client: TestClient, photo: bytes) -> None:
    assert "photo" in problem(talk(client, photo, message="find this"), 400)
    assert "photo" in problem(client.post("/caption", files={"photo": photo}), 400)


def test_too_many_photos_are_refused(client: TestClient) -> None:
    given = talk(client, *[PICTURE.read_bytes()] * (MOST_PHOTOS + 1), message="find these")
    assert f"at most {MOST_PHOTOS}" in problem(given, 400)


def test_only_a_form_may_be_as_large_as_photos_are(client: TestClient) -> None:
    padding = b" " * (2 << 20)
    problem(client.post("/chat", content=padding, headers={"Content-Type": "application/json"}), 413)
    assert "photo" in problem(talk(client, padding, message="find this"), 400)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("photo_id", [NOWHERE, "x", "..%2Fstore.sqlite3"])
def test_a_photo_that_is_not_kept_is_404(client: TestClient, method: str, photo_id: str) -> None:
    problem(client.request(method, f"/photos/{photo_id}"), 404)


def test_the_description_tells_of_both_ways_to_chat_and_shows_a_caption(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    content = paths["/chat"]["post"]["requestBody"]["content"]
    assert "message" in content["multipart/form-data"]["schema"]["properties"]
    assert "ChatBody" in json.dumps(content["application/json"])
    answered = paths["/caption"]["post"]["responses"]["200"]["content"]["application/json"]
    assert answered["example"] == CAPTIONED
    assert set(paths["/photos/{photo_id}"]) == {"get", "delete"}


@pytest.mark.slow
def test_a_caption_is_the_verbs(seeing: TestClient) -> None:
    given = seeing.post("/caption", files={"photo": PICTURE.read_bytes()}, data={"id": "p1"})
    assert given.status_code == 200, given.text
    captioned = given.json()
    assert captioned.keys() == CAPTIONED.keys()
    assert captioned["attributes"].keys() == captioned["confidence"].keys() == CAPTIONED["attributes"].keys()
    assert captioned["id"] == "p1"


@pytest.mark.slow
def test_photos_are_seen_kept_given_back_and_deleted(seeing: TestClient, tmp_path: Path) -> None:
    given = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.open(PICTURE).save(given, exif=exif)
    turn = turn_of(talk(seeing, given.read_bytes(), PICTURE.read_bytes(), message="find this"))
    first, second = (told["photo"] for told in turn["provenance"]["photos"])
    kept = seeing.get(f"/photos/{first}")
    assert (kept.status_code, kept.headers["content-type"]) == (200, "image/jpeg")
    assert kept.headers["cache-control"] == "no-store"
    assert kept.content.startswith(b"\xff\xd8")
    assert b"taken at home" not in kept.content
    assert seeing.delete(f"/photos/{first}").status_code == 204
    problem(seeing.get(f"/photos/{first}"), 404)
    problem(seeing.delete(f"/photos/{first}"), 404)
    assert seeing.get(f"/photos/{second}").status_code == 200
    assert seeing.delete(f"/sessions/{turn['session_id']}").status_code == 204
    problem(seeing.get(f"/photos/{second}"), 404)


@pytest.mark.slow
def test_what_was_seen_is_told_before_the_answer(seeing: TestClient) -> None:
    given = talk(seeing, PICTURE.read_bytes(), headers={"Accept": "text/event-stream"})
    names = [line.removeprefix("event: ") for line in given.text.splitlines() if line.startswith("event: ")]
    assert names.index("seen") < names.index("done")
