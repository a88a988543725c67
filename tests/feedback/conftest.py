"""A store with a talk in it: what every test of ratings starts from."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.store import Store, open_store
from storage.talk import Turn

Say = Callable[..., str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "home")
    yield store
    store.close()


@pytest.fixture
def say(store: Store) -> Say:
    """Add a turn to one session (or to a given one) and return its message id."""
    session_id = store.new_session("ann")

    def add(message: str, reply: str, parent_id: str | None = None, session: str = session_id, **more: str) -> str:
        turn = Turn("ann", session, message, reply, parent_id, shown=("0108775015", "0108775044"), **more)  # type: ignore[arg-type]
        return store.add_turn(turn)

    return add
