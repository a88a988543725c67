"""The server, as a process of its own: it answers from the start, hands over, stops cleanly and never half-starts."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.server import bind
from cli.console import run
from foundation.errors import BadInput

SCRIPT = """
import sys, time
from pathlib import Path
from fastapi import FastAPI
from api.server import listen
from foundation.errors import BadInput

gate, port = Path(sys.argv[1]), int(sys.argv[2])

def load(report):
    report("embedding <1> of 2")
    while not gate.exists():
        time.sleep(0.02)
    if gate.read_text() == "bad":
        raise BadInput("the catalogue is empty: give another")
    site = FastAPI(lifespan=lifespan)
    site.get("/")(lambda: "the site")
    site.get("/readyz")(lambda: {"status": "ready"})
    return site

from contextlib import asynccontextmanager

@asynccontextmanager
async def lifespan(app):
    yield
    gate.with_name("closed").touch()

try:
    sys.exit(listen("127.0.0.1", port, load))
except BadInput as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body; status 0 where nobody listens yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(gate: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SCRIPT, str(gate), str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(lambda: get(port, "/healthz")[0] != 0)
            yield process
        finally:
            process.kill()


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    return tmp_path / "gate"


def test_it_answers_while_the_site_loads_and_hands_over_when_it_is_there(gate: Path) -> None:
    port = free_port()
    with server(gate, port):
        assert get(port, "/healthz")[0] == 200
        status, body = get(port, "/readyz")
        assert (status, json.loads(body)["title"]) == (503, "Not ready")
        wait_for(lambda: "embedding &lt;1&gt; of 2" in get(port, "/")[1])
        assert get(port, "/")[0] == 503
        gate.touch()
        wait_for(lambda: get(port, "/readyz")[0] == 200)
        assert get(port, "/") == (200, '"the site"')


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_cleanly(gate: Path, number: signal.Signals) -> None:
    port = free_port()
    gate.touch()
    with server(gate, port) as process:
        wait_for(lambda: get(port, "/readyz")[0] == 200)
        process.send_signal(number)
        assert process.wait(30) == 0
        assert gate.with_name("closed").exists()
        assert "Traceback" not in (process.stderr.read() if process.stderr else "")


def test_a_signal_while_it_loads_stops_it(gate: Path) -> None:
    with server(gate, free_port()) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_a_site_that_can_not_be_opened_ends_the_server_with_its_reason(gate: Path) -> None:
    with server(gate, free_port()) as process:
        gate.write_text("bad")
        assert process.wait(30) == 2
        assert process.stderr is not None
        assert process.stderr.read().endswith("the catalogue is empty: give another\n")


def test_a_port_in_use_is_refused_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BadInput, match=f"127.0.0.1:{port}.*--port"):
            bind("127.0.0.1", port)


def test_a_host_that_is_not_this_machines_is_refused() -> None:
    with pytest.raises(BadInput, match="--host"):
        bind("256.256.256.256", 0)


def test_serve_refuses_before_it_binds_where_settings_are_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--port", "-1"], lambda settings: 0) == 2
    assert "port" in capsys.readouterr().err
