"""Opening: answers from the start, says how far the site is, and hands over to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.opening import Opening


@pytest.fixture
def opening() -> Opening:
    return Opening()


@pytest.fixture
def client(opening: Opening) -> TestClient:
    return TestClient(opening)


def test_that_it_lives_is_said_at_once(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_that_it_is_not_ready_is_said_with_how_far_it_is(opening: Opening, client: TestClient) -> None:
    opening.progress = "embedding descriptions: 3 of 9"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["detail"] == "still opening: embedding descriptions: 3 of 9"


def test_the_page_says_how_far_it_is_and_is_kept_by_nobody(opening: Opening, client: TestClient) -> None:
    opening.progress = "reading <catalogue> & more"
    answer = client.get("/any/path")
    assert answer.status_code == 503
    assert "reading &lt;catalogue&gt; &amp; more" in answer.text
    assert "<catalogue>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_site_answers_from_when_it_is_there_until_it_is_stopped(opening: Opening) -> None:
    happened: list[str] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        happened.append("up")
        yield
        happened.append("down")

    site = FastAPI(lifespan=lifespan)

    @site.get("/readyz")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    async def serve() -> None:
        assert not opening.handed_over
        running = asyncio.create_task(opening.run(site))
        while not opening.handed_over:
            await asyncio.sleep(0)
        answer = await asyncio.to_thread(TestClient(opening).get, "/readyz")
        assert answer.json() == {"status": "ready"}
        assert happened == ["up"]
        opening.stop()
        await running

    asyncio.run(serve())
    assert happened == ["up", "down"]
