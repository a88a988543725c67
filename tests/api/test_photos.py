"""`POST /moderate` and `POST /check-photo`: a photo as a form, the verbs' fields, and problems for wrong uploads."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response
from PIL import Image
from starlette.testclient import TestClient

from api.examples import CHECKED, JUDGED
from encoding.weights import weights
from foundation.errors import MissingExtra
from foundation.settings import SAMPLE, Settings
from tests.api.test_application import problem
from vision.gate import LOG

GARMENT = SAMPLE / "images" / "096" / "0960000001.jpg"
ROUTES = ("/moderate", "/check-photo")


@pytest.fixture(scope="module", autouse=True)
def networks() -> None:
    """Skips where set-up did not fetch the networks."""
    pytest.importorskip("ai_edge_litert")
    pytest.importorskip("onnxruntime")
    try:
        weights("body"), weights("nudity")
    except MissingExtra as error:
        pytest.skip(str(error))


def send(client: TestClient, path: str, photo: bytes | None = None, **fields: str) -> Response:
    photo = GARMENT.read_bytes() if photo is None else photo
    return client.post(path, files={"photo": ("photo.jpg", photo, "image/jpeg")}, data=fields)


def answer(client: TestClient, path: str, photo: bytes | None = None, **fields: str) -> dict[str, Any]:
    given = send(client, path, photo, **fields)
    assert given.status_code == 200, given.text
    found: dict[str, Any] = given.json()
    return found


def test_a_garment_may_be_used_as_a_garment(client: TestClient) -> None:
    judged = answer(client, "/moderate", id="p1")
    assert judged.keys() == JUDGED.keys()
    assert judged["answers"].keys() == JUDGED["answers"].keys()
    assert judged["id"] == "p1"
    assert judged["answers"]["person"] is False


def test_what_is_refused_is_an_answer_and_not_an_error(client: TestClient) -> None:
    judged = answer(client, "/moderate", purpose="tryon")
    assert (judged["verdict"], judged["allowed"]) == ("refuse", False)
    assert "exactly one person must be in it" in judged["reasons"]
    assert "id" not in judged


@pytest.mark.parametrize(("told", "known"), [("true", True), ("false", False), (None, None)])
def test_a_minor_is_one_by_what_is_stated(client: TestClient, told: str | None, known: bool | None) -> None:
    stated = {} if told is None else {"minor": told}
    judged = answer(client, "/moderate", purpose="tryon", **stated)
    assert judged["answers"]["minor"] is known
    assert ("trying on is for adults" in judged["reasons"]) is (known is True)


def test_the_log_of_the_gate_tells_of_the_verdict_and_holds_no_picture(client: TestClient, settings: Settings) -> None:
    judged = answer(client, "/moderate", purpose="outfit")
    last = json.loads((settings.state / LOG).read_text().splitlines()[-1])
    assert (last["purpose"], last["verdict"]) == ("outfit", judged["verdict"])
    assert last.keys() >= {"sha256", "time", "version"}


def test_each_requirement_is_measured(client: TestClient) -> None:
    checked = answer(client, "/check-photo", id="p1")
    assert checked.keys() == CHECKED.keys()
    assert checked["passed"] is False
    by_name = {check["name"]: check for check in checked["checks"]}
    assert by_name["one_person"].keys() == CHECKED["checks"][0].keys()
    assert by_name["one_person"]["value"] == 0


def test_a_bust_asks_for_other_things_than_a_full_body(client: TestClient) -> None:
    names = [
        {check["name"] for check in answer(client, "/check-photo", requirements=name)["checks"]}
        for name in ("full_body", "bust")
    ]
    assert "full_body" in names[0] - names[1]


@pytest.mark.parametrize("name", ["portrait", "../questions/upload", "/etc/passwd", ""])
def test_requirements_are_ours_by_name(client: TestClient, name: str) -> None:
    given = send(client, "/check-photo", requirements=name)
    if name:
        assert "bust, full_body" in problem(given, 400)
    else:
        assert given.status_code in (200, 400)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("photo", [b"", b"GIF89a", b"not a picture", b"\xff\xd8\xff\xe0broken"])
def test_what_is_no_picture_is_400_with_one_line(client: TestClient, path: str, photo: bytes) -> None:
    assert "photo" in problem(send(client, path, photo), 400)


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [("/moderate", "purpose", "passport"), ("/moderate", "minor", "perhaps"), ("/moderate", "minr", "true"),
     ("/check-photo", "purpose", "tryon"), ("/check-photo", "id", "x" * 201)],
)  # fmt: skip
def test_a_wrong_field_is_named(client: TestClient, path: str, field: str, value: str) -> None:
    assert field in problem(send(client, path, **{field: value}), 400)


@pytest.mark.parametrize("path", ROUTES)
def test_what_is_no_form_with_a_photo_is_400(client: TestClient, path: str) -> None:
    assert "photo" in problem(client.post(path, json={"photo": "photo.jpg"}), 400)
    assert "photo" in problem(client.post(path, data={"photo": "photo.jpg"}), 400)
    assert "photo" in problem(client.post(path, files={"picture": GARMENT.read_bytes()}), 400)
    cut = {"Content-Type": "multipart/form-data"}
    problem(client.post(path, content=b"--x", headers=cut), 400)


def test_a_photo_over_a_megabyte_is_looked_at(client: TestClient) -> None:
    file = io.BytesIO()
    Image.effect_noise((1500, 1500), 90).convert("RGB").save(file, "PNG")
    assert 1 << 20 < file.tell() < Settings().photo.max_bytes
    assert answer(client, "/check-photo", file.getvalue())["checks"]


def test_a_photo_over_the_limit_is_413_and_is_not_read_to_its_end(client: TestClient) -> None:
    most, sent = Settings().photo.max_bytes, 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
        for _ in range(2 + most // (1 << 20)):
            sent += 1 << 20
            yield b"\xff" * (1 << 20)

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert "20,971,520" in problem(send(client, "/moderate", b"\xff" * (most + 1)), 413)
    problem(client.post("/moderate", content=pieces(), headers=headers), 413)
    problem(client.post("/moderate", content=b"\xff", headers={**headers, "Content-Length": str(2 * most)}), 413)
    assert sent > most


def test_only_uploads_may_be_as_large(client: TestClient) -> None:
    problem(client.post("/search", content=b" " * (2 << 20), headers={"Content-Type": "application/json"}), 413)


def test_many_pixels_in_few_bytes_are_413(client: TestClient) -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    assert file.tell() < 100_000
    problem(send(client, "/moderate", file.getvalue()), 413)


def test_the_description_shows_what_is_answered(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    for path, example in zip(ROUTES, (JUDGED, CHECKED), strict=True):
        operation = described[path]["post"]
        assert operation["responses"]["200"]["content"]["application/json"]["example"] == example
        assert "multipart/form-data" in operation["requestBody"]["content"]
