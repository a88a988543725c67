"""`stylist doctor`: finds what is there, and says how to get what is not."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agents.breaker import FILE, Breaker
from foundation.settings import Settings
from retrieval.index import Index
from tests.api.shop import rows
from tests.cli.conftest import Console, Printed


def finding(printed: Printed, name: str) -> dict[str, Any]:
    return next(line for line in printed.lines if line["name"] == name)


@pytest.fixture
def model_server() -> Iterator[str]:
    """A real server that names one model."""

    class Models(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"data": [{"id": "small-model"}]}')

        def do_POST(self) -> None:
            """Ignore every schema, with status 200."""
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            choice = {"index": 0, "delta": {"content": "Hello!"}, "finish_reason": "stop"}
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Models) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_an_index_that_is_whole_is_found(console: Console) -> None:
    found = finding(console("doctor", "--json"), "index")
    assert found["state"] == "ok"
    assert f"{len(rows())} articles" in found["detail"]


def test_nothing_indexed_is_missing_and_told_how_to_mend(console: Console, tmp_path: Path) -> None:
    printed = console("doctor", "--home", tmp_path, "--json")
    assert printed.status == 0
    assert finding(printed, "index")["state"] == "missing"
    assert "--catalog" in finding(printed, "index")["how"]


def test_a_damaged_index_is_a_problem(console: Console, shop: Settings, tmp_path: Path) -> None:
    assert shop.catalog is not None
    home = tmp_path / "home"
    console("index", "--home", home, "--catalog", shop.catalog)
    next((Index.open(home).folder / "lexical").iterdir()).unlink()
    printed = console("doctor", "--home", home, "--json")
    assert printed.status == 1
    assert "repair" in finding(printed, "index")["how"]


def test_pictures_are_counted(console: Console, shop: Settings) -> None:
    assert shop.images is not None
    found = finding(console("doctor", "--images", shop.images, "--json"), "images")
    assert found["detail"].startswith(f"2 of {len(rows())} articles")


def test_a_folder_without_the_pictures_is_a_problem(console: Console, tmp_path: Path) -> None:
    found = finding(console("doctor", "--images", tmp_path, "--json"), "images")
    assert (found["state"], "image_path" in found["how"]) == ("problem", True)


def test_a_home_that_can_not_be_written_is_a_problem(console: Console, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert finding(console("doctor", "--home", tmp_path / "file" / "x", "--json"), "home")["state"] == "problem"


def test_a_model_server_that_answers_is_named_with_its_models(
    console: Console, tmp_path: Path, model_server: str
) -> None:
    config = tmp_path / "stylist.toml"
    config.write_text(f'[chat_model]\nbase_url = "{model_server}"\n')
    found = finding(console("doctor", "--config", config, "--json"), "chat model")
    assert found["state"] == "ok"
    assert "small-model" in found["detail"]


@pytest.mark.parametrize(("planner", "state"), [("house", "missing"), ("chat", "problem")])
def test_a_silent_model_server_is_a_problem_only_where_it_is_used(
    console: Console, tmp_path: Path, planner: str, state: str
) -> None:
    config = tmp_path / "stylist.toml"
    config.write_text(f'planner = "{planner}"\n[chat_model]\nbase_url = "http://127.0.0.1:9/v1"\n')
    assert finding(console("doctor", "--config", config, "--json"), "chat model")["state"] == state


def test_a_server_that_ignores_json_schemas_is_found_out(console: Console, tmp_path: Path, model_server: str) -> None:
    pytest.importorskip("langchain_openai")
    config = tmp_path / "stylist.toml"
    config.write_text(f'[chat_model]\nmodel = "small-model"\nbase_url = "{model_server}"\n')
    found = finding(console("doctor", "--config", config, "--json"), "chat model")
    assert found["state"] == "ok"
    assert "keeps no JSON schema" in found["detail"]


def test_a_chat_model_that_is_left_alone_is_a_problem(console: Console, tmp_path: Path) -> None:
    breaker = Breaker(after=1, rest=60)
    breaker.keep(tmp_path / FILE)
    breaker.failed("no answer within 5 s")
    printed = console("doctor", "--home", tmp_path, "--json")
    assert printed.status == 1
    assert "no answer within 5 s" in finding(printed, "chat model's circuit")["detail"]


def test_every_backend_states_its_licence_and_whether_business_may_use_it(console: Console) -> None:
    backends = [line for line in console("doctor", "--json").lines if "licence" in line]
    assert {"planner house", "writer house", "encoder minilm"} <= {backend["name"] for backend in backends}
    assert all(backend["licence"] for backend in backends)
    assert finding(console("doctor", "--json"), "planner house")["commercial"] is True


def test_the_eye_in_use_states_its_licence(console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.doctor.installed", lambda module: True)
    monkeypatch.setenv("STYLIST_EYE", "vlm")
    monkeypatch.setenv("STYLIST_EYE_MODEL__MODEL", "Qwen/Qwen2.5-VL-3B-Instruct")
    found = finding(console("doctor", "--json"), "eye")
    assert (found["state"], found["licence"], found["commercial"]) == ("ok", "Qwen Research License", False)
    assert "no commercial use" in found["detail"]
    monkeypatch.setenv("STYLIST_EYE_MODEL__MODEL", "someone/some-model")
    assert finding(console("doctor", "--json"), "eye")["commercial"] is None


def test_an_eye_that_can_not_be_opened_is_a_problem(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.doctor.installed", lambda module: True)
    monkeypatch.setenv("STYLIST_EYE", "clip")
    assert "eye_model" in finding(console("doctor", "--json"), "eye")["how"]
    monkeypatch.setenv("STYLIST_EYE_MODEL__MODEL", str(tmp_path))
    printed = console("doctor", "--json")
    assert printed.status == 1
    assert "no model lies there" in finding(printed, "eye")["detail"]
    monkeypatch.setattr("cli.doctor.installed", lambda module: module != "transformers")
    assert "[torch]" in finding(console("doctor", "--json"), "eye")["how"]


def test_known_eyes_and_networks_state_their_licences(console: Console) -> None:
    printed = console("doctor", "--json")
    assert finding(printed, "eye clip patrickjohncyh/fashion-clip")["licence"] == "MIT"
    assert finding(printed, "eye vlm google/paligemma*")["commercial"] is None
    assert finding(printed, "nudity open_nsfw")["commercial"] is True
    assert finding(printed, "body MediaPipe's networks")["commercial"] is True


def test_for_a_person_each_finding_is_a_line(console: Console) -> None:
    assert "✓ python: 3.11" in console("doctor").out
