"""A stylist over the sample with a store of its own, its seats held by whoever a test seats there."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from agents import chat_models
from agents.chat_models import Chat, LocalChatModel, open_chat_model
from agents.search import Searcher
from agents.stylist import Stylist
from encoding.weights import weights
from foundation.errors import MissingExtra
from foundation.settings import ChatModel, Settings
from storage.photos import Photos, open_photos
from storage.store import Store, open_store

Open = Callable[..., Stylist]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "home")
    yield store
    store.close()


@pytest.fixture
def photos(store: Store, tmp_path: Path) -> Iterator[Photos]:
    photos = open_photos(tmp_path / "home", 24)
    yield photos
    photos.close()


@pytest.fixture
def open_stylist(
    searcher: Searcher, store: Store, photos: Photos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Open:
    """Open a stylist with settings of one's own; a `chat` given sits in the seats that `seats` names."""

    def opened(
        chat: Chat | None = None,
        seats: tuple[str, ...] = ("planner", "writer"),
        over: Searcher = searcher,
        **settings: object,
    ) -> Stylist:
        if chat is not None:
            monkeypatch.setattr(chat_models, "open_chat_model", lambda _: chat)
            settings = {**dict.fromkeys(seats, "chat"), "chat_model": ChatModel(model="scripted"), **settings}
        return Stylist(Settings(home=tmp_path / "home", **settings), over, store, photos)  # type: ignore[arg-type]

    return opened


@pytest.fixture
def stylist(open_stylist: Open) -> Stylist:
    return open_stylist()


@pytest.fixture(scope="session")
def smollm2() -> Chat:
    pytest.importorskip("transformers")
    pytest.importorskip("gguf")
    try:
        weights("smollm2")
    except MissingExtra as error:
        pytest.skip(str(error))
    return open_chat_model(
        ChatModel(provider="huggingface", model="smollm2", max_tokens=60, timeout=300, first_token_timeout=300)
    )


@pytest.fixture(scope="session")
def served(smollm2: Chat, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """SmolLM2 as a folder of safetensors behind `transformers serve`, on a free port of this machine."""
    pytest.importorskip("langchain_openai")
    folder = tmp_path_factory.mktemp("served") / "smollm2"
    model = smollm2.model
    assert isinstance(model, LocalChatModel)
    model.network.save_pretrained(folder)
    model.tokenizer.save_pretrained(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("transformers")), "serve", str(folder),
        "--host", "127.0.0.1", "--port", str(port), "--device", "cpu",
    ]  # fmt: skip
    log = folder.with_suffix(".log").open("w+")
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    process = subprocess.Popen(command, env=offline, stdout=log, stderr=subprocess.STDOUT)
    try:
        await_health(f"http://127.0.0.1:{port}/health", process, Path(log.name))
        yield open_chat_model(
            ChatModel(
                provider="openai",
                model=str(folder),
                base_url=f"http://127.0.0.1:{port}/v1",
                max_tokens=60,
                timeout=300,
                first_token_timeout=300,
            )
        )
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        log.close()
        # Half a gigabyte, and pytest keeps the folders of several runs.
        shutil.rmtree(folder)


def await_health(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; fails with the end of its log where it does not."""
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text()[-2_000:]}")
