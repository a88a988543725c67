"""Extras: what is optional is imported where it is there, and named with its install line where it is not."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from foundation.errors import MissingExtra
from foundation.extras import EXTRAS, installed, need

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def test_what_is_there_is_imported() -> None:
    assert need("json") is json


def test_what_is_not_there_is_named_with_the_line_that_installs_it() -> None:
    with pytest.raises(MissingExtra, match=r"^no_such_thing is not installed: pip install -e '\.\[all\]'"):
        need("no_such_thing")


@pytest.mark.parametrize(("module", "extra"), EXTRAS.items())
def test_a_known_module_is_named_with_its_own_extra(module: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.extras.installed", lambda _: False)
    with pytest.raises(MissingExtra, match=rf"^{module} is not installed: pip install -e '\.\[{extra}\]'"):
        need(module)


def test_a_part_of_a_module_is_named_with_the_extra_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.extras.installed", lambda _: False)
    with pytest.raises(MissingExtra, match=r"'\.\[torch\]'"):
        need("torch.nn")


@pytest.mark.parametrize("extra", sorted({*EXTRAS.values(), "all"}))
def test_the_extra_that_a_line_names_is_one_of_the_project(extra: str) -> None:
    assert extra in tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize(("module", "extra"), EXTRAS.items())
def test_the_extra_named_does_bring_the_module(module: str, extra: str) -> None:
    brought = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"][extra]
    assert any(line.startswith(module.replace("_", "-")) for line in brought)


def test_to_ask_whether_something_is_there_imports_nothing() -> None:
    code = "import sys; from foundation.extras import installed; print(installed('xmlrpc'), 'xmlrpc' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT.parent, check=True)
    assert asked.stdout.split() == ["True", "False"]
    assert not installed("no_such_thing")
