"""The shop on disk and the console before it: runs a verb as a person would, and reads what it prints."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.console import run
from foundation.settings import Settings
from tests.api.shop import open_shop


@dataclass(frozen=True)
class Printed:
    """What a verb left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Console = Callable[..., Printed]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return open_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture
def console(shop: Settings, capsys: pytest.CaptureFixture[str]) -> Console:
    """Run a verb on the shop; its own --home wins over the shop's."""

    def call(*arguments: str | Path) -> Printed:
        capsys.readouterr()
        status = run(["--home", str(shop.home), *map(str, arguments)], lambda settings: 0)
        return Printed(status, *capsys.readouterr())

    return call
