"""Chat models: opened from the settings, asked with a prompt file, and read within a limit of time and of size.

Any LangChain chat model fits: one on an OpenAI-compatible server, or one that transformers runs in this process.
torch and the server's client are imported when a model is opened.
"""

import atexit
import queue
import re
import threading
import time
import unicodedata
import weakref
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any, Literal, cast

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr, SecretStr

from agents.breaker import Breaker
from agents.guidance import QUESTION, Way, options, probe
from agents.persistence import persist
from encoding.weights import weights
from foundation.errors import BadInput
from foundation.extras import need
from foundation.settings import ChatModel

PROMPTS = Path(__file__).with_name("prompts")
PROBE_SECONDS, PROBE_TOKENS, PROBE_CHARS = 10.0, 24, 200
SMOLLM2 = "smollm2"
THINKING = ("<think>", "</think>")
_HEADING = re.compile(r"^## (\w+)\n", re.MULTILINE)
# What chat templates take for the end of a turn, whoever wrote it: <|im_end|>, </s>, [INST].
_CONTROL = str.maketrans("<>", "‹›")
_INSTRUCTION = re.compile(r"\[(/?[A-Z][A-Z_]+)\]")

Cut = Literal["", "time", "size", "error"]


_listening: "weakref.WeakSet[threading.Thread]" = weakref.WeakSet()


@atexit.register
def _let_listeners_end() -> None:
    """Give listening threads a moment: one that is cut off inside torch's code takes the process down with it."""
    for thread in tuple(_listening):
        thread.join(timeout=1.0)


@dataclass(frozen=True)
class Chat:
    """A chat model in its seat. `timeout` and `first_token` are in seconds a call, `retries` the further calls after
    one that failed in passing; `guide` knows how its server is held to a JSON schema; `breaker` leaves it alone.
    """

    model: BaseChatModel
    name: str
    timeout: float = 20.0
    guide: "Guide" = field(default_factory=lambda: Guide("none"))
    first_token: float = float("inf")
    retries: int = 0
    breaker: Breaker = field(default_factory=lambda: Breaker(after=1_000_000))
    context_tokens: int = 8192
    max_tokens: int = 800

    def probe(self) -> Way:
        """How the server is held to a JSON schema; asked once, and again only while it can't be reached."""
        if self.guide.way is None:
            self.guide.way = probe(self._try_schema)
        return self.guide.way or "none"

    def _try_schema(self, extra: dict[str, Any]) -> str | None:
        """The answer to the probe's question; "" where it was refused, None where the server can't be reached."""
        seconds = min(self.timeout, PROBE_SECONDS)
        ask = lambda: self.model.stream([HumanMessage(QUESTION)], extra_body=extra, max_tokens=PROBE_TOKENS)  # noqa: E731
        reading = Reading(ask, seconds, PROBE_CHARS)
        answer = "".join(reading).strip()
        unreached = reading.cut == "error" and not reading.refused
        return None if unreached or (reading.cut == "time" and not answer) else answer

    def read(
        self, messages: Sequence[BaseMessage], max_chars: int, schema: Mapping[str, Any] | None = None
    ) -> "Reading":
        """Ask once and read the answer, of `max_chars` at most; a guided model is held to `schema`."""
        extra: dict[str, Any] = {}
        if not self.breaker.admits():
            return Reading(_nothing, self.timeout, 0, refusal=self.breaker.describe())
        if schema and self.probe() != "none":
            extra["extra_body"] = options(self.probe(), schema)
        deadline = time.monotonic() + self.timeout

        def ask() -> Iterator[BaseMessage]:
            stream = lambda: self.model.stream(list(messages), **extra)  # noqa: E731
            return persist(stream, self.retries, lambda: deadline - time.monotonic())

        return Reading(ask, self.timeout, max_chars, self.first_token, self.breaker)


class Guide:
    """How a server is held to a JSON schema, once that is known; None until then."""

    def __init__(self, way: Way | None = None) -> None:
        self.way: Way | None = way


def _nothing() -> Iterator[BaseMessage]:
    return iter(())


class Reading:
    """One answer while it comes in. Iterate for its pieces; it never raises and never outlasts its time.

    `cut` says why it ended early: "time", "size", "error", or "" where the model came to its end; `reason` says it in
    words; `refused` is whether a server answered that the request itself was wrong; `tokens` is what prompt and answer
    cost, None where the model doesn't tell.
    """

    def __init__(
        self,
        ask: Callable[[], Iterator[BaseMessage]],
        timeout: float,
        max_chars: int,
        first: float = float("inf"),
        breaker: Breaker | None = None,
        refusal: str = "",
    ):
        self.cut: Cut = "error" if refusal else ""
        self.reason = refusal
        self._breaker = breaker
        self._first, self._first_by, self._spoke = first, time.monotonic() + first, False
        self.refused = False
        self.tokens: int | None = None
        self._timeout, self._max_chars = timeout, max_chars
        self._deadline = time.monotonic() + timeout
        self._heard: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        # A thread of its own, since nothing else can leave a call that stays silent.
        thread = threading.Thread(target=self._listen, args=(ask,), daemon=True, name="chat-model")
        _listening.add(thread)
        thread.start()

    def __iter__(self) -> Iterator[str]:
        """The pieces as they come, without a model's thinking; leaving early stops the model."""
        try:
            yield from spoken(iter(self._next, None))
        finally:
            self._stopped.set()
            # Whoever leaves early has heard enough.
            self._report(failed=False)

    def _next(self) -> str | None:
        until = self._deadline if self._spoke else min(self._deadline, self._first_by)
        try:
            piece = self._heard.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            waited = self._timeout if until == self._deadline else self._first
            self.cut, self.reason = "time", f"no answer within {waited:g} s"
            self._report(failed=True)
            return None
        self._spoke = self._spoke or piece is not None
        if piece is None:
            self._report(failed=self.cut == "error" and not self.refused)
        return piece

    def _report(self, failed: bool) -> None:
        """Tell the breaker, once, how it went."""
        breaker, self._breaker = self._breaker, None
        if breaker is not None and failed:
            breaker.failed(self.reason)
        elif breaker is not None:
            breaker.succeeded()

    def _listen(self, ask: Callable[[], Iterator[BaseMessage]]) -> None:
        try:
            with closing(cast(Generator[BaseMessage, None, None], ask())) as chunks:
                self._take(chunks)
        # Whatever a model or its server raises, the turn goes on without it, and says so.
        except Exception as error:
            self.refused = getattr(error, "status_code", 0) in (400, 422)
            self._end("error", describe_error(error))
        self._heard.put(None)

    def _take(self, chunks: Iterator[BaseMessage]) -> None:
        left = self._max_chars
        for number, chunk in enumerate(chunks):
            if self._stopped.is_set():
                return
            if usage := getattr(chunk, "usage_metadata", None):
                self.tokens = (self.tokens or 0) + usage["total_tokens"]
            text = str(chunk.text)
            if text:
                self._heard.put(text[:left])
            left -= len(text)
            # Chunks are counted too: a stream of empty ones would never reach the size.
            if left < 0 or number > self._max_chars or chunk.response_metadata.get("finish_reason") == "length":
                return self._end("size", "the answer was longer than allowed")

    def _end(self, cut: Cut, reason: str) -> None:
        if not self._stopped.is_set() and not self.cut:
            self.cut, self.reason = cut, reason


def hash_text(text: str) -> str:
    """The first 12 digits of the text's sha256."""
    return sha256(text.encode()).hexdigest()[:12]


class Prompt:
    """One file under prompts/: sections headed `## name`, filled with data; `hash` is the file's sha256, 12 digits."""

    def __init__(self, name: str):
        text = (PROMPTS / f"{name}.md").read_text(encoding="utf-8")
        parts = _HEADING.split(text)
        self.hash = hash_text(text)
        self._sections = dict(zip(parts[1::2], parts[2::2], strict=True))

    def fill(self, section: str, **data: object) -> str:
        """The section's text with every `$name` replaced, once; raises KeyError for a name without data."""
        return Template(self._sections[section]).substitute(data).strip()


class LocalChatModel(BaseChatModel):
    """A transformers model as a LangChain chat model. It streams, and stops generating when its reader leaves."""

    network: Any
    tokenizer: Any
    temperature: float = 0.0
    max_tokens: int = 400
    # One answer at a time: two would only slow each other down.
    _turn: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        streamer = need("transformers").TextIteratorStreamer(self.tokenizer, skip_prompt=True, skip_special_tokens=True)
        left, spent, errors = threading.Event(), _Spent(), list[Exception]()

        def nobody_reads() -> bool:
            return left.is_set() or not threading.main_thread().is_alive()

        def stopping(ids: Any, scores: Any, **_: Any) -> Any:
            spent.answer += 1
            return ids.new_full(ids.shape[:1], nobody_reads(), dtype=need("torch").bool)

        def generate() -> None:
            try:
                with self._turn:
                    if not nobody_reads():
                        inputs = self._encode(messages)
                        spent.prompt = inputs["input_ids"].shape[1]
                        options = {**inputs, **self._sampling()}
                        self.network.generate(**options, streamer=streamer, stopping_criteria=[stopping])
            except Exception as error:
                errors.append(error)
            streamer.end()

        # Not a daemon: a process that ends waits for the token at work, since torch aborts when it is cut off.
        threading.Thread(target=generate, name="transformers", daemon=False).start()
        try:
            for text in streamer:
                yield ChatGenerationChunk(message=AIMessageChunk(content=text, usage_metadata=spent.since()))
        finally:
            left.set()
        if errors:
            raise errors[0]
        ended = {"finish_reason": "length" if spent.answer >= self.max_tokens else "stop"}
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", response_metadata=ended, usage_metadata=spent.since())
        )

    def _encode(self, messages: list[BaseMessage]) -> Any:
        """The messages as token ids (1, tokens); raises ValueError where they leave the model no room to answer."""
        inputs = self.tokenizer.apply_chat_template(
            [{"role": role(message), "content": str(message.text)} for message in messages],
            add_generation_prompt=True, return_tensors="pt", return_dict=True, enable_thinking=False,
        )  # fmt: skip
        tokens, window = inputs["input_ids"].shape[1], getattr(self.network.config, "max_position_embeddings", None)
        if window and tokens + self.max_tokens > window:
            raise ValueError(f"a prompt of {tokens} tokens is too long for a window of {window}")
        return inputs.to(self.network.device)

    def _sampling(self) -> dict[str, Any]:
        warm = {"do_sample": True, "temperature": self.temperature} if self.temperature else {"do_sample": False}
        return {"max_new_tokens": self.max_tokens, **warm}


@dataclass
class _Spent:
    """The tokens of a prompt and its answer so far, told piece by piece: an answer may be left at any of them."""

    prompt: int = 0
    answer: int = 0
    _told: tuple[int, int] = (0, 0)

    def since(self) -> UsageMetadata:
        """What was spent since the last piece."""
        new = self.prompt - self._told[0], self.answer - self._told[1]
        self._told = self.prompt, self.answer
        return UsageMetadata(input_tokens=new[0], output_tokens=new[1], total_tokens=sum(new))


def open_chat_model(settings: ChatModel) -> Chat:
    """The chat model that the settings name. A local one is loaded at once, which takes seconds.

    Raises BadInput where no model is named or it can't be loaded, MissingExtra where its libraries are absent.
    """
    if not settings.model:
        raise BadInput("setting 'chat_model.model' is empty: name one, e.g. [chat_model] model = \"smollm2\"")
    server = settings.provider == "openai"
    name = Path(settings.model).name if Path(settings.model).exists() else settings.model
    return Chat(
        open_server(settings) if server else open_local(settings),
        name,
        settings.timeout,
        Guide(None if server else "none"),
        settings.first_token_timeout,
        settings.retries,
        Breaker(settings.breaker_failures, settings.breaker_seconds),
        settings.context_tokens,
        settings.max_tokens,
    )


def open_server(settings: ChatModel) -> BaseChatModel:
    """A model of an OpenAI-compatible server; nothing is sent before the first question."""
    model: BaseChatModel = need("langchain_openai").ChatOpenAI(
        model=settings.model, base_url=settings.base_url, api_key=SecretStr(settings.api_key),
        temperature=settings.temperature, max_tokens=settings.max_tokens,
        timeout=need("openai").Timeout(settings.timeout, connect=min(settings.connect_timeout, settings.timeout)),
        max_retries=0, stream_usage=True, use_responses_api=False,
    )  # fmt: skip
    return model


def open_local(settings: ChatModel) -> LocalChatModel:
    """A model that transformers runs here: `smollm2`, a folder, a .gguf file, or a hub id."""
    transformers, torch = need("transformers"), need("torch")
    source, options = locate(settings.model)
    gpu = torch.cuda.is_available()
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(source, **options)
        if options:
            need("gguf")
            options = {**options, "quantization_config": transformers.GgufConfig(dequantize=True)}
        network = transformers.AutoModelForCausalLM.from_pretrained(
            source, dtype="auto" if gpu else torch.float32, **options
        )
    except (OSError, ValueError) as error:
        raise BadInput(
            f"chat_model.model '{settings.model}' can't be loaded ({describe_error(error)}): give a model's folder"
        ) from None
    network = network.to("cuda") if gpu else network
    return LocalChatModel(
        network=network.eval(), tokenizer=tokenizer, temperature=settings.temperature, max_tokens=settings.max_tokens
    )


def locate(model: str) -> tuple[str, dict[str, Any]]:
    """The folder or hub id of a model's name, and the .gguf file in it as options where it is one."""
    path = next(iter(sorted(weights(SMOLLM2).glob("*.gguf"))), Path(model)) if model == SMOLLM2 else Path(model)
    return (str(path.parent), {"gguf_file": path.name}) if path.suffix == ".gguf" else (model, {})


def spoken(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces without the thinking in front of an answer: '<think>red? no.</think> Blue.' → ' Blue.'"""
    begin, end = THINKING
    opening: str | None = ""
    for piece in pieces:
        if opening is None:
            yield piece
            continue
        opening += piece
        said = opening.lstrip()
        if said.startswith(begin) and end in said:
            said = said.split(end, 1)[1]
        elif begin.startswith(said[: len(begin)]):
            continue
        opening = None
        yield said
    if opening and not opening.lstrip().startswith(begin):
        yield opening


def clean(text: str, limit: int) -> str:
    """Someone else's words, safe in a prompt: one line of `limit` characters, nothing that a template obeys."""
    shown = "".join(" " if ch.isspace() else ch for ch in text if ch.isspace() or unicodedata.category(ch)[0] != "C")
    harmless = _INSTRUCTION.sub(r"(\1)", shown.translate(_CONTROL))
    line = " ".join(harmless.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def fence(name: str, lines: Sequence[str], limit: int = 300) -> str:
    """Lines of data, each cleaned, between tags: <name> … </name>, which cleaned text can't hold."""
    return "\n".join([f"<{name}>", *(clean(line, limit) for line in lines), f"</{name}>"])


def role(message: BaseMessage) -> str:
    """What chat templates call the speaker of a message."""
    if isinstance(message, SystemMessage):
        return "system"
    return "assistant" if isinstance(message, AIMessage) else "user"


def describe_error(error: Exception) -> str:
    """An error's kind and first line."""
    first = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first[:200]}" if first else type(error).__name__
