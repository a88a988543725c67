"""Problems: every error is one line of problem+json with the status of its kind, and a fault gives nothing away."""

import json
import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, HTTPException
from starlette.testclient import TestClient

from api.bodies import SearchBody
from api.problems import MEDIA_TYPE, RETRY_SECONDS, add_handlers, of_error, respond
from foundation.errors import BadInput, Busy, MissingExtra, NotFound, NotReady, StylistError, TooLarge

RAISED: dict[str, Exception] = {
    "bad": BadInput("--home is a file:\n give a folder"),
    "gone": NotFound("no session x"),
    "large": TooLarge("too much"),
    "busy": Busy("wait"),
    "starting": NotReady("still opening"),
    "extra": MissingExtra("torch is not installed"),
    "ours": StylistError("a fault of ours"),
    "teapot": HTTPException(418, "short and stout"),
    "bug": ZeroDivisionError("secret detail"),
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = FastAPI()
    add_handlers(app)

    @app.get("/raise/{name}")
    def fail(name: str) -> None:
        raise RAISED[name]

    @app.post("/search")
    def search(body: SearchBody) -> dict[str, str]:
        return {"query": body.query}

    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("name", "status", "title"),
    [
        ("bad", 400, "Bad input"),
        ("gone", 404, "Not found"),
        ("large", 413, "Too large"),
        ("busy", 429, "Busy"),
        ("starting", 503, "Not ready"),
        ("extra", 501, "Not installed"),
        ("ours", 500, "Internal error"),
        ("teapot", 418, "I'm a Teapot"),
        ("bug", 500, "Internal error"),
    ],
)
def test_an_error_is_answered_as_a_problem_of_its_kind(client: TestClient, name: str, status: int, title: str) -> None:
    answer = client.get(f"/raise/{name}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json().keys() == {"type", "title", "status", "detail"}
    assert (answer.json()["status"], answer.json()["title"]) == (status, title)


def test_what_is_wrong_is_told_in_one_line(client: TestClient) -> None:
    assert client.get("/raise/bad").json()["detail"] == "--home is a file: give a folder"


@pytest.mark.parametrize(("name", "seconds"), [("busy", "1"), ("starting", "2"), ("bad", None)])
def test_who_may_try_again_is_told_when(client: TestClient, name: str, seconds: str | None) -> None:
    assert client.get(f"/raise/{name}").headers.get("retry-after") == seconds
    assert not seconds or seconds in RETRY_SECONDS.values()


def test_a_bug_is_named_and_its_words_stay_in_the_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "stylist"):
        answer = client.get("/raise/bug")
    assert "ZeroDivisionError" in answer.json()["detail"]
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


def test_a_fault_of_the_callers_is_not_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "stylist"):
        client.get("/raise/bad")
    assert caplog.text == ""


def test_a_path_that_is_not_there_is_a_problem_too(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"query": ', "the body is not JSON"),
        (b"", "the body: Field required: send one JSON object, Content-Type: application/json"),
        (b"{}", "field 'query': Field required"),
        (b'{"query": 7}', "field 'query': Input should be a valid string"),
        (b'{"query": "a", "k": 0}', "field 'k': Input should be greater than or equal to 1"),
        (b'{"query": "a", "colour": "red"}', "field 'colour': Extra inputs are not permitted"),
    ],
)
def test_the_first_fault_of_a_body_is_named_with_its_field(client: TestClient, body: bytes, told: str) -> None:
    answer = client.post("/search", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(told)
    assert "\n" not in answer.json()["detail"]


def test_a_response_is_what_was_said() -> None:
    body = json.loads(bytes(respond(400, "Bad input", "  two\n lines ").body))
    assert body == {"type": "about:blank", "title": "Bad input", "status": 400, "detail": "two lines"}
    assert of_error(NotFound("x")).status_code == 404
