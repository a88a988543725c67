"""The shop, opened: the API over it, as a client sees it."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from agents.stylist import Stylist
from api.application import create
from foundation.settings import Settings
from tests.api.shop import open_shop


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return open_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create(Stylist.open(settings), settings), raise_server_exceptions=False) as client:
        yield client
