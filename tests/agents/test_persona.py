from pathlib import Path

import pytest

from agents.persona import read_persona
from foundation.errors import BadInput


def test_without_a_file_it_is_our_own():
    assert "stylist" in read_persona()


def test_a_file_of_ones_own_is_read(tmp_path: Path):
    (tmp_path / "me.txt").write_text("You are Ada.\n")
    assert read_persona(tmp_path / "me.txt") == "You are Ada."


@pytest.mark.parametrize(
    ("held", "said"), [(None, "No such file"), (b"\xff\xfe\x00", "not UTF-8"), (b"", "0 characters")]
)
def test_one_that_can_not_be_read_is_one_clear_line(tmp_path: Path, held: bytes | None, said: str):
    path = tmp_path / "me.txt"
    if held is not None:
        path.write_bytes(held)
    with pytest.raises(BadInput, match=said) as error:
        read_persona(path)
    assert "\n" not in str(error.value)
