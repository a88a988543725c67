"""`POST /classify`: the console's fields, and problems for wrong texts."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.test_application import problem


def classify(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/classify", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_text_is_labelled_under_its_id(client: TestClient) -> None:
    answer = classify(client, id="a", text="paint me in a navy suit")
    assert (answer["id"], answer["label"]) == ("a", "image_request")
    assert classify(client, text="a drawstring dress").keys() == {"label", "confidence"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": " "}, 400),
        ({"text": 3}, 400),
        ({"text": "x" * 100_000}, 413),
        ({"text": "a", "to": 1}, 400),
    ],
)
def test_a_wrong_text_is_a_problem(client: TestClient, body: dict[str, Any], status: int) -> None:
    problem(client.post("/classify", json=body), status)


def test_openapi_describes_the_route(client: TestClient) -> None:
    assert "post" in client.get("/openapi.json").json()["paths"]["/classify"]
