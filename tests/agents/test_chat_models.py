import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from agents.chat_models import Chat, LocalChatModel, Prompt, clean, locate, open_chat_model, spoken
from agents.plan import Act, Plan
from agents.planners.chat import ChatPlanner
from agents.results import Answer, Results, Shown
from agents.talk import Decision, PlanFailed, Talk
from agents.writers.chat import ChatWriter
from catalog.article import Article
from foundation.brief import Brief
from foundation.errors import BadInput
from foundation.settings import ChatModel
from tests.agents.scripted import says, says_endlessly, seat, stays_silent

ROOT = Path(__file__).resolve().parents[2]
TOP = Article(
    "0108775015", prod_name="Strap top", product_type_name="Vest top",
    colour_group_name="Black", graphical_appearance_name="Solid",
)  # fmt: skip
ANSWER = Answer(
    message="a black top, please",
    plan=Plan(acts=(Act(name="search"),)),
    brief=Brief({"product_type": ("top",), "colour": ("black",)}),
    results=Results(shown=(Shown(1, TOP, "a top, black"),), matched=1),
    handles={1: TOP},
)


def test_no_module_of_a_chat_seat_loads_torch_or_a_server_client():
    code = (
        "import sys, agents.chat_models, agents.planners.chat, agents.writers.chat;"
        "print([name for name in ('torch', 'transformers', 'openai', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reading_is_the_answer_in_pieces():
    chat, _ = seat(says("one two three", 4))
    reading = chat.read([HumanMessage("count")], 100)
    assert list(reading) == ["one ", "two ", "thre", "e"]
    assert (reading.cut, reading.reason) == ("", "")


def test_a_reading_stops_at_its_size():
    chat, model = seat(says_endlessly("more "))
    reading = chat.read([HumanMessage("go")], 12)
    assert "".join(reading) == "more more mo"
    assert reading.cut == "size"
    assert model.left.wait(30)


def test_one_giant_piece_is_cut_as_well():
    chat, _ = seat(says("x" * 1_000_000, 1_000_000))
    assert "".join(chat.read([HumanMessage("go")], 50)) == "x" * 50


def test_an_answer_of_just_the_size_is_whole():
    chat, _ = seat(says("12345678", 4))
    reading = chat.read([HumanMessage("go")], 8)
    assert ("".join(reading), reading.cut) == ("12345678", "")


def test_a_reader_who_leaves_stops_the_model():
    gone, given = threading.Event(), []

    def answer() -> Iterator[str]:
        yield "one"
        gone.wait(30)
        for number in range(100):
            given.append(number)
            yield "more"

    chat, model = seat(answer)
    for _ in chat.read([HumanMessage("go")], 1_000):
        break
    gone.set()
    assert model.left.wait(30)
    assert len(given) <= 1


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["Blue", " it is"], "Blue it is"),
        (["<th", "ink>red?", " no</thi", "nk> Blue"], " Blue"),
        (["<", "b>"], "<b>"),
        (["<think>never done"], ""),
        ([" ", "<"], " <"),
        ([], ""),
    ],
)
def test_thinking_in_front_of_an_answer_is_left_out(pieces: list[str], said: str):
    assert "".join(spoken(iter(pieces))).strip() == said.strip()


def test_cleaned_text_is_one_line_without_control_characters():
    assert clean("a\tb\r\nc\x00\u202e\u200bd  <s>[/INST] [2]", 99) == "a b cd ‹s›(/INST) [2]"
    assert clean("x" * 9, 4) == "xxx…"


def test_a_prompt_fills_its_names_once():
    filled = Prompt("planner").fill("repair", problem="$message")
    assert "$message" in filled
    with pytest.raises(KeyError):
        Prompt("planner").fill("repair")


def test_a_seat_without_a_model_is_bad_input():
    with pytest.raises(BadInput, match=r"chat_model\.model"):
        open_chat_model(ChatModel())


@pytest.mark.slow
def test_a_folder_that_holds_no_model_is_bad_input(tmp_path: Path):
    pytest.importorskip("transformers")
    with pytest.raises(BadInput, match="can't be loaded"):
        open_chat_model(ChatModel(provider="huggingface", model=str(tmp_path)))


def test_a_gguf_file_is_read_from_its_folder():
    assert locate("models/small.gguf") == ("models", {"gguf_file": "small.gguf"})
    assert locate("org/name") == ("org/name", {})


class Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that streams one scripted reply, or answers with a status."""

    status, reply, finish = 200, ["Hel", "lo."], "length"
    # The field of a request that this server obeys; all others it ignores with status 200.
    obeys = "response_format"
    bodies: list[dict[str, object]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).bodies.append(body)
        self.send_response(self.status)
        self.send_header("Content-Type", "text/event-stream" if self.status == 200 else "application/json")
        self.end_headers()
        if self.status != 200:
            self.wfile.write(b'{"error": {"message": "not that way"}}')
            return
        reply = ['{"word": ', '"quillow"}'] if self.obeys in body and "quillow" in str(body) else self.reply
        for number, piece in enumerate(reply):
            last = number == len(reply) - 1
            choice = {"index": 0, "delta": {"content": piece}, "finish_reason": self.finish if last else None}
            self.send_chunk(choices=[choice])
        if body.get("stream_options", {}).get("include_usage"):
            self.send_chunk(choices=[], usage={"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11})
        self.wfile.write(b"data: [DONE]\n\n")

    def send_chunk(self, **told: object) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", **told}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def endpoint() -> Iterator[tuple[type[Endpoint], Chat]]:
    pytest.importorskip("langchain_openai")
    handler = type("Scripted", (Endpoint,), {"bodies": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    yield handler, open_chat_model(ChatModel(provider="openai", model="m", base_url=url, max_tokens=50))
    server.shutdown()
    server.server_close()


def test_a_server_is_asked_with_the_settings_and_the_schema(endpoint: tuple[type[Endpoint], Chat]):
    handler, chat = endpoint
    reading = chat.read([SystemMessage("be brief"), HumanMessage("hi")], 100, {"title": "Plan", "type": "object"})
    assert "".join(reading) == "Hello."
    probed, body = handler.bodies
    assert "quillow" in str(probed["response_format"])
    assert (body["model"], body["max_completion_tokens"], body["temperature"]) == ("m", 50, 0.0)
    assert body["stream"] is True
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "Plan", "strict": True, "schema": {"type": "object"}},
    }


@pytest.mark.parametrize(
    ("obeys", "way"), [("response_format", "json_schema"), ("structured_outputs", "structured_outputs"), ("-", "none")]
)
def test_only_an_answer_that_keeps_the_schema_proves_that_a_server_does(
    endpoint: tuple[type[Endpoint], Chat], obeys: str, way: str
):
    handler, chat = endpoint
    handler.obeys = obeys
    assert (chat.probe(), chat.probe()) == (way, way)
    assert len(handler.bodies) == {"json_schema": 1, "structured_outputs": 2, "none": 2}[way]


def test_a_server_that_is_down_at_the_start_is_probed_again_later(endpoint: tuple[type[Endpoint], Chat]):
    handler, chat = endpoint
    handler.status = 503
    assert (chat.probe(), chat.guide.way) == ("none", None)
    handler.status = 200
    assert chat.probe() == "json_schema"


def test_a_busy_server_is_asked_again_and_one_that_refuses_is_not(endpoint: tuple[type[Endpoint], Chat]):
    handler, chat = endpoint
    for status, calls in ((429, 3), (503, 3), (400, 1), (401, 1)):
        handler.status = status
        handler.bodies.clear()
        list(chat.read([HumanMessage("hi")], 100))
        assert (status, len(handler.bodies)) == (status, calls)
        chat.breaker.succeeded()


def test_a_model_that_begins_too_late_is_left_before_its_whole_time_is_over():
    chat, _ = seat(stays_silent(), timeout=600)
    reading = replace(chat, first_token=0.1).read([HumanMessage("go")], 100)
    assert (list(reading), reading.cut, reading.reason) == ([], "time", "no answer within 0.1 s")


def test_a_reading_tells_the_tokens_that_the_server_counted(endpoint: tuple[type[Endpoint], Chat]):
    handler, chat = endpoint
    handler.finish = "stop"
    reading = chat.read([HumanMessage("hi")], 100)
    assert ("".join(reading), reading.cut, reading.tokens) == ("Hello.", "", 11)


def test_a_model_that_counts_no_tokens_has_none_told_for_it():
    reading = seat(says("one"))[0].read([HumanMessage("count")], 100)
    assert ("".join(reading), reading.tokens) == ("one", None)


def test_an_answer_cut_at_the_servers_token_limit_is_known_as_cut(endpoint: tuple[type[Endpoint], Chat]):
    reading = endpoint[1].read([HumanMessage("hi")], 100)
    assert ("".join(reading), reading.cut) == ("Hello.", "size")


@pytest.mark.parametrize(("status", "refused"), [(400, True), (422, True), (500, False), (401, False)])
def test_a_server_that_refuses_the_request_is_told_from_one_that_fails(
    endpoint: tuple[type[Endpoint], Chat], status: int, refused: bool
):
    handler, chat = endpoint
    handler.status = status
    reading = chat.read([HumanMessage("hi")], 100)
    assert list(reading) == []
    assert (reading.cut, reading.refused) == ("error", refused)


def test_a_server_that_is_not_there_is_a_reason_not_a_traceback():
    pytest.importorskip("langchain_openai")
    chat = open_chat_model(ChatModel(provider="openai", model="m", base_url="http://127.0.0.1:9/v1"))
    with pytest.raises(PlanFailed, match="Connection error"):
        ChatPlanner(chat, {}).plan(Talk("hi"))


@pytest.mark.slow
def test_smollm2_writes_whole_sentences_here(smollm2: Chat):
    pieces = list(ChatWriter(smollm2).write(ANSWER))
    print("\n".join(pieces))
    assert sum(len(piece.split()) for piece in pieces) >= 3


@pytest.mark.slow
def test_smollm2_gives_a_plan_or_says_that_it_can_not(smollm2: Chat):
    check_plan_or_failure(ChatPlanner(smollm2, {"colour": ("black",), "product_type": ("top",)}))


@pytest.mark.slow
def test_a_local_model_stops_when_its_reader_leaves(smollm2: Chat):
    reading = iter(smollm2.read([HumanMessage("Tell me a long story about a dress.")], 2_000))
    assert next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert "".join(smollm2.read([HumanMessage("Say hello.")], 400))


@pytest.mark.slow
def test_a_process_can_end_while_a_local_model_generates(smollm2: Chat):
    code = (
        "from langchain_core.messages import HumanMessage;"
        "from agents.chat_models import open_chat_model;"
        "from foundation.settings import ChatModel;"
        "settings = ChatModel(provider='huggingface', model='smollm2', max_tokens=2000, timeout=300);"
        "reading = open_chat_model(settings).read([HumanMessage('Tell me a long story.')], 9000);"
        "print(len(next(iter(reading))) > 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("True", 0)


@pytest.mark.slow
def test_a_prompt_that_fills_the_window_is_an_error_in_words(smollm2: Chat):
    reading = smollm2.read([HumanMessage("dress " * 9_000)], 400)
    assert list(reading) == []
    assert "too long for a window of 8192" in reading.reason


@pytest.mark.slow
def test_a_local_model_hears_every_role(smollm2: Chat):
    model = smollm2.model
    assert isinstance(model, LocalChatModel)
    said = model.invoke([SystemMessage("Be brief."), HumanMessage("Hi"), AIMessage("Hello!"), HumanMessage("Bye")])
    assert said.text
    assert said.usage_metadata
    assert said.usage_metadata["input_tokens"] > said.usage_metadata["output_tokens"] > 0


@pytest.mark.slow
def test_a_model_behind_transformers_serve_writes_whole_sentences(served: Chat):
    pieces = list(ChatWriter(served).write(ANSWER))
    print("\n".join(pieces))
    assert sum(len(piece.split()) for piece in pieces) >= 3


@pytest.mark.slow
def test_a_model_behind_transformers_serve_gives_a_plan_or_says_that_it_can_not(served: Chat):
    check_plan_or_failure(ChatPlanner(served, {"colour": ("black",), "product_type": ("top",)}))


def check_plan_or_failure(planner: ChatPlanner) -> None:
    """A small model may fail, but only by saying so; a plan it gives does something."""
    try:
        decision: Decision | PlanFailed = planner.plan(Talk("black tops, please"))
    except PlanFailed as error:
        decision = error
    print(decision)
    if isinstance(decision, PlanFailed):
        assert planner.name in str(decision)
    else:
        assert decision.plan.acts
        assert decision.planner == planner.name


@pytest.mark.slow
def test_transformers_serve_keeps_no_schema_and_the_probe_notices(served: Chat):
    assert served.probe() == "none"
