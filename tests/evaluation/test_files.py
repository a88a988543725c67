"""What is wrong with a file is said in one line that names the file."""

from pathlib import Path

import pytest

from evaluation.files import read_mapping, read_yaml, require_unique
from foundation.errors import BadInput


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.yaml: cannot be read"):
        read_yaml(tmp_path / "gone.yaml")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_yaml(tmp_path)


def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("a: caf\u00e9".encode("latin-1"))
    with pytest.raises(BadInput, match="not UTF-8 at byte 6"):
        read_yaml(path)


def test_broken_yaml_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("a: [1, 2", encoding="utf-8")
    with pytest.raises(BadInput, match="not yaml") as caught:
        read_yaml(path)
    assert "\n" not in str(caught.value)


def test_a_list_is_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- 1", encoding="utf-8")
    with pytest.raises(BadInput, match="expected a mapping, found list"):
        read_mapping(path)


def test_an_id_given_twice_is_named() -> None:
    with pytest.raises(BadInput, match="the id 'b' is there twice"):
        require_unique(["a", "b", "b"], Path("x.yaml"))
