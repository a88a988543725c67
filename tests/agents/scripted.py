"""A chat model that answers by script, and misbehaves by script: garbage, endless text, silence, errors."""

import itertools
import threading
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from agents.chat_models import Chat, Guide

Answer = Callable[[], Iterator[str]]


class ScriptedChatModel(BaseChatModel):
    """Gives one scripted answer a call, the last one again and again; `asked` and `options` record the calls."""

    answers: list[Answer]
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)
    _options: list[dict[str, Any]] = PrivateAttr(default_factory=list)
    _left: threading.Event = PrivateAttr(default_factory=threading.Event)

    @property
    def asked(self) -> list[list[BaseMessage]]:
        return self._asked

    @property
    def options(self) -> list[dict[str, Any]]:
        return self._options

    @property
    def left(self) -> threading.Event:
        """Set once a reader has left an answer, finished or not."""
        return self._left

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return generate_from_stream(self._stream(messages, *args, **kwargs))

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        answer = self.answers[min(len(self._asked), len(self.answers) - 1)]
        self._asked.append(messages)
        self._options.append(kwargs)
        try:
            for piece in answer():
                yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        finally:
            self._left.set()


class RefusedRequest(Exception):
    """What a server's client raises when the server finds the request wrong."""

    status_code = 400


def says(text: str, size: int = 7) -> Answer:
    """The text, in pieces of `size` characters."""
    return lambda: (text[start : start + size] for start in range(0, len(text), size))


def says_endlessly(text: str) -> Answer:
    """The text, again and again, without end."""
    return lambda: itertools.repeat(text)


def stays_silent(first: str = "") -> Answer:
    """`first`, and then nothing, until the process ends."""

    def answer() -> Iterator[str]:
        if first:
            yield first
        threading.Event().wait()

    return answer


def fails(error: Exception, first: str = "") -> Answer:
    """`first`, and then the error."""

    def answer() -> Iterator[str]:
        if first:
            yield first
        raise error

    return answer


def seat(*answers: Answer, timeout: float = 30.0, guided: bool = False) -> tuple[Chat, ScriptedChatModel]:
    """A chat seat with a scripted model in it, and the model."""
    model = ScriptedChatModel(answers=list(answers))
    return Chat(model, "scripted", timeout, Guide("json_schema" if guided else "none")), model
