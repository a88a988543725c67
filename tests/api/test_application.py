"""The API over a real stylist: chat, search, ratings, pictures, and what is said of wrong requests."""

import json
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tests.api.shop import PICTURED_ID

UNKNOWN = "0" * 32


def chat(client: TestClient, message: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/chat", json={"message": message, **more})
    assert answer.status_code == 200, answer.text
    turn: dict[str, Any] = answer.json()
    return turn


def events(client: TestClient, message: str) -> list[tuple[str, dict[str, Any]]]:
    answer = client.post("/chat", json={"message": message}, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    frames = [frame.split("\n") for frame in answer.text.split("\n\n") if frame]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def problem(answer: Response, status: int) -> str:
    """The detail of a problem; it is one line."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    detail: str = answer.json()["detail"]
    assert detail
    assert "\n" not in detail
    return detail


def test_a_chat_is_answered_with_articles_of_the_catalogue(client: TestClient) -> None:
    turn = chat(client, "a red dress")
    assert [item["prod_name"] for item in turn["items"]][:1] == ["Ann"]
    assert turn["reply"]


def test_a_session_goes_on(client: TestClient) -> None:
    first = chat(client, "a red dress")
    second = chat(client, "not red", session_id=first["session_id"])
    assert second["session_id"] == first["session_id"]
    assert second["turn"] == first["turn"] + 1
    assert second["brief"]["excluded"]["colour"] == ["red"]


def test_a_turn_may_branch_from_an_earlier_answer(client: TestClient) -> None:
    first = chat(client, "a red dress")
    chat(client, "not red", session_id=first["session_id"])
    branch = chat(client, "in black", session_id=first["session_id"], parent_id=first["message_id"])
    assert "colour" not in branch["brief"]["excluded"]


def test_events_bring_the_cards_before_the_sentences_and_end_with_the_turn(client: TestClient) -> None:
    names = [name for name, _ in events(client, "a red dress")]
    assert names[0] == "planned"
    assert names[-1] == "done"
    assert names.index("card") < names.index("sentence")


def test_the_streamed_turn_is_the_turn_that_json_gives(client: TestClient) -> None:
    done = events(client, "a red dress")[-1][1]
    assert {"session_id", "message_id", "reply", "items", "brief", "provenance"} <= done.keys()


def test_an_empty_message_is_refused(client: TestClient) -> None:
    problem(client.post("/chat", json={"message": "  "}), 400)


def test_a_message_over_the_limit_is_refused_and_the_session_goes_on(client: TestClient) -> None:
    first = chat(client, "a red dress")
    session = first["session_id"]
    answer = client.post("/chat", json={"message": "x" * 5000, "session_id": session})
    assert answer.status_code in (400, 413)
    assert "4,000" in problem(answer, answer.status_code) or "4000" in problem(answer, answer.status_code)
    assert chat(client, "not red", session_id=session)["turn"] == first["turn"] + 1


def test_a_refused_message_is_a_problem_although_events_were_asked_for(client: TestClient) -> None:
    headers = {"Accept": "text/event-stream"}
    problem(client.post("/chat", json={"message": "hello", "session_id": UNKNOWN}, headers=headers), 404)


def test_an_unknown_session_is_404(client: TestClient) -> None:
    problem(client.post("/chat", json={"message": "hello", "session_id": UNKNOWN}), 404)
    problem(client.delete(f"/sessions/{UNKNOWN}"), 404)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b'{"message": 5}', b'{"message": "x", "mesage": "y"}', b'{"id": 1}']
)
def test_a_malformed_body_is_400_with_one_line(client: TestClient, body: bytes) -> None:
    problem(client.post("/chat", content=body, headers={"Content-Type": "application/json"}), 400)


def test_a_body_without_the_json_type_is_refused(client: TestClient) -> None:
    problem(client.post("/chat", content=b'{"message": "hello"}', headers={"Content-Type": "text/plain"}), 400)


def test_a_body_of_two_megabytes_is_413(client: TestClient) -> None:
    problem(client.post("/chat", content=b" " * (2 << 20), headers={"Content-Type": "application/json"}), 413)


def test_unknown_paths_and_methods_are_problems(client: TestClient) -> None:
    problem(client.get("/nowhere"), 404)
    problem(client.get("/chat"), 405)


def test_search_keeps_to_its_filters(client: TestClient) -> None:
    body = {"query": "something warm", "filters": {"colour": ["red", "black"]}, "excludes": {"product_type": "dress"}}
    hits = client.post("/search", json=body).json()["hits"]
    assert hits
    assert all(hit["article_id"][-1] in "12" and not hit["article_id"].startswith("010") for hit in hits)


def test_an_unknown_slot_or_value_is_refused_by_name(client: TestClient) -> None:
    assert "price" in problem(client.post("/search", json={"query": "x", "filters": {"price": "10"}}), 400)
    assert "blakc" in problem(client.post("/search", json={"query": "x", "filters": {"product_type": "blakc"}}), 400)


@pytest.mark.parametrize("k", [0, -1, 1001, "many"])
def test_a_count_out_of_bounds_is_refused(client: TestClient, k: object) -> None:
    assert "k" in problem(client.post("/search", json={"query": "x", "k": k}), 400)


def test_a_rating_is_kept_and_its_id_comes_back(client: TestClient) -> None:
    turn = chat(client, "a red dress")
    article_id = turn["items"][0]["article_id"]
    body = {"id": 7, "message_id": turn["message_id"], "article_id": article_id, "rating": "down"}
    kept = client.post("/feedback", json={**body, "reasons": ["wrong_colour"]}).json()
    assert kept["id"] == 7
    assert kept["feedback_id"]


def test_a_rating_of_what_was_not_shown_is_refused(client: TestClient) -> None:
    turn = chat(client, "a red dress")
    body = {"message_id": turn["message_id"], "article_id": "9", "rating": "up"}
    problem(client.post("/feedback", json=body), 400)
    problem(client.post("/feedback", json={"message_id": UNKNOWN, "rating": "up"}), 404)
    problem(client.post("/feedback", json={"message_id": turn["message_id"], "rating": "sideways"}), 400)


def test_a_forgotten_session_is_gone(client: TestClient) -> None:
    session = chat(client, "a red dress")["session_id"]
    assert client.delete(f"/sessions/{session}").status_code == 204
    problem(client.post("/chat", json={"message": "not red", "session_id": session}), 404)


def test_a_picture_is_served_and_only_where_there_is_one(client: TestClient) -> None:
    answer = client.get(f"/images/{PICTURED_ID}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    problem(client.get("/images/0100000002"), 404)


@pytest.mark.parametrize(
    "path",
    ["../articles.csv", "..%2Farticles.csv", "%2e%2e%2farticles.csv", "/etc/passwd", "010/0100000001.jpg", "%00"],
)
def test_no_path_leads_out_of_the_catalogue(client: TestClient, path: str) -> None:
    problem(client.get(f"/images/{path}"), 404)


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_openapi_lists_the_routes_that_work_and_no_other(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/chat", "/search", "/classify", "/feedback", "/sessions/{session_id}", "/images/{article_id}", "/healthz",
        "/readyz", "/moderate", "/check-photo", "/train", "/jobs", "/jobs/{job_id}", "/jobs/{job_id}/cancel",
        "/jobs/{job_id}/events", "/caption", "/photos/{photo_id}",
    }  # fmt: skip
    for methods in described["paths"].values():
        for operation in methods.values():
            assert "422" not in operation["responses"]
