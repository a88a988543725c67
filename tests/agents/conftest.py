"""A stylist over the sample with a store of its own, its seats held by whoever a test seats there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agents import chat_models
from agents.chat_models import Chat
from agents.search import Searcher
from agents.stylist import Stylist
from foundation.settings import ChatModel, Settings
from storage.store import Store, open_store

Open = Callable[..., Stylist]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "home")
    yield store
    store.close()


@pytest.fixture
def open_stylist(searcher: Searcher, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
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
        return Stylist(Settings(home=tmp_path / "home", **settings), over, store)  # type: ignore[arg-type]

    return opened


@pytest.fixture
def stylist(open_stylist: Open) -> Stylist:
    return open_stylist()
