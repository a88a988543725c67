"""Limits: requests of other sites, under other names, or too large are refused before any route sees them."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api.limits import Limits, hosts_of


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def client() -> TestClient:
    site = Starlette(routes=[Route("/", echo, methods=["GET", "POST"])])
    return TestClient(Limits(site, hosts_of("127.0.0.1"), max_body=100), base_url="http://localhost:7860")


def test_a_body_within_the_limit_is_served(client: TestClient) -> None:
    assert client.post("/", content=b"x" * 100).text == "100"


def test_a_body_over_the_limit_is_413(client: TestClient) -> None:
    answer = client.post("/", content=b"x" * 101)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_a_body_that_grows_over_the_limit_without_a_stated_length_is_413(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 60] * 3

    assert client.post("/", content=pieces()).status_code == 413


def test_a_site_on_this_machine_is_not_read_under_another_name(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "LOCALHOST"])
def test_its_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_site_on_all_addresses_goes_by_any_name() -> None:
    assert hosts_of("0.0.0.0") == ()


def test_a_page_of_another_site_changes_nothing(client: TestClient) -> None:
    assert client.post("/", headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_page_of_this_site_may(client: TestClient) -> None:
    assert client.post("/", headers={"Origin": "http://localhost:7860"}).status_code == 200


def test_behind_a_proxy_the_forwarded_name_counts(client: TestClient) -> None:
    headers = {"Origin": "https://shop.example", "X-Forwarded-Host": "shop.example"}
    assert client.post("/", headers=headers).status_code == 200


def test_browsers_are_told_not_to_guess_types(client: TestClient) -> None:
    assert client.get("/").headers["x-content-type-options"] == "nosniff"
