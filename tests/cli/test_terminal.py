"""The terminal: nothing that is printed can steer it."""

import pytest

from cli.terminal import Progress, complain, one_line


def test_escape_sequences_and_line_breaks_do_not_reach_the_terminal() -> None:
    said = one_line("a\x1b[2Jb\nc\u202ed")
    assert said.startswith("a")
    assert said.isprintable()
    assert "\x1b" not in said


def test_a_complaint_is_one_line_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    complain("what\nwhere")
    assert capsys.readouterr() == ("", "stylist: what where\n")


def test_progress_in_a_file_tells_a_step_once(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    for done in range(50):
        progress(f"embedding {done} of 50")
    progress("opening")
    assert capsys.readouterr().err == "embedding 0 of 50\nopening\n"
