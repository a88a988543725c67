"""Keys: the API asks for one where the setting says so; health is open, and the page answers this machine."""

from hashlib import sha256

import pytest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from agents.stylist import Stylist
from api.application import create
from api.keys import Keys
from foundation.settings import Settings
from tests.api.test_application import problem

KEY, OTHER = "a key of many letters", "another one"
HASHES = [sha256(key.encode()).hexdigest() for key in (OTHER, KEY)]
HERE, AFAR = ("127.0.0.1", 5000), ("192.0.2.7", 5000)


async def answer(request: Request) -> Response:
    return PlainTextResponse("served")


def client(address: tuple[str, int], hashes: list[str] = HASHES, host: str = "localhost:7860") -> TestClient:
    site = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])
    return TestClient(Keys(site, hashes, {"chat", "healthz"}), base_url=f"http://{host}", client=address)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("address", [HERE, AFAR])
@pytest.mark.parametrize("key", [KEY, OTHER])
def test_whoever_has_a_key_is_served(address: tuple[str, int], key: str) -> None:
    assert client(address).post("/chat", headers=bearer(key)).text == "served"
    assert client(address).get("/", headers={"authorization": f"bearer {key}"}).text == "served"


@pytest.mark.parametrize("address", [HERE, AFAR])
@pytest.mark.parametrize(
    "headers", [{}, bearer("wrong"), bearer(""), bearer(HASHES[1]), {"Authorization": f"Basic {KEY}"}, {"X-Key": KEY}]
)
def test_the_api_asks_everyone_for_one(address: tuple[str, int], headers: dict[str, str]) -> None:
    refused = client(address).post("/chat", headers=headers)
    assert "Authorization: Bearer" in problem(refused, 401)
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_open(path: str) -> None:
    assert client(AFAR).get(path).text == "served"


@pytest.mark.parametrize("path", ["/", "/images/1", "/gradio_api/queue/join"])
def test_the_page_answers_the_browser_of_this_machine_only(path: str) -> None:
    assert client(HERE).get(path).text == "served"
    problem(client(AFAR).get(path), 401)
    problem(client(HERE, host="evil.example").get(path), 401)
    problem(client(HERE).get(path, headers={"X-Forwarded-For": "192.0.2.7"}), 401)


def test_without_the_setting_nobody_is_asked() -> None:
    assert client(AFAR, []).post("/chat").text == "served"


@pytest.mark.parametrize("hashes", [["secret"], [HASHES[0].upper()], [""]])
def test_a_key_is_given_as_its_hash(hashes: list[str]) -> None:
    with pytest.raises(ValidationError, match="api_keys"):
        Settings(api_keys=tuple(hashes))


def test_every_route_of_the_api_is_behind_it(settings: Settings) -> None:
    keyed = settings.model_copy(update={"api_keys": tuple(HASHES)})
    site = create(Stylist.open(keyed), keyed)
    with TestClient(site, base_url="http://localhost", client=HERE) as client:
        description = client.get("/openapi.json", headers=bearer(KEY)).json()
        described = description["paths"]
        assert description["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
        asked = [path for path in described if path not in ("/healthz", "/readyz", "/images/{article_id}")]
        assert len(asked) > 8
        for path in [*asked, "/openapi.json"]:
            for method in ("GET", "POST", "DELETE"):
                problem(client.request(method, path), 401)
        assert client.get("/jobs", headers=bearer(OTHER)).status_code == 200
