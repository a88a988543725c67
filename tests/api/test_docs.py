"""docs/API.md: its client runs against a server, and its table names every route."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
import uvicorn

from agents.stylist import Stylist
from api.application import create
from api.server import address_of, bind
from encoding.weights import weights
from foundation.errors import MissingExtra
from foundation.settings import Settings
from tests.api.counting import KINDS
from training.workshop import Workshop

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "API.md").read_text(encoding="utf-8")


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """A server, and a worker process whose trainings are short."""
    try:
        weights("body"), weights("nudity")
    except MissingExtra as error:
        pytest.skip(str(error))
    site = create(Stylist.open(settings), settings, Workshop(settings.state, 1, KINDS))
    listener = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(site, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield address_of(listener)
    server.should_exit = True
    thread.join()


def test_the_client_talks_sends_a_photo_and_follows_a_training(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ai_edge_litert")
    (script,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert "http://127.0.0.1:7860" in script
    monkeypatch.chdir(ROOT)
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(script.replace("http://127.0.0.1:7860", address), "API.md", "exec"), {})
    lines = printed.getvalue().splitlines()
    assert any(line.startswith(("allow", "hold", "refuse")) for line in lines)
    assert lines[-2].startswith("succeeded")
    assert lines[-1] == "{'seed': 0}"


def test_the_table_names_every_route(settings: Settings) -> None:
    described = create(Stylist.open(settings), settings).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    assert set(re.findall(r"`((?:GET|POST|DELETE) /[^`]*)`", TEXT.split("```", 1)[0])) - {"GET /openapi.json"} == routes
