"""Bar: drawn on standard error alone, and finished once all is done."""

import pytest

from encoding.progress import Bar


def test_progress_goes_to_standard_error_and_ends_whole(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar("embedding")
    for done in (0, 2, 5):
        bar(done, 5)
    out, err = capsys.readouterr()
    assert out == ""
    assert "embedding" in err
    assert "5/5" in err
    assert err.endswith("\n")


def test_before_all_is_done_the_bar_stays_open(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar("embedding")
    bar(1, 5)
    assert not capsys.readouterr().err.endswith("\n")
    bar(5, 5)


def test_a_bar_that_was_never_called_draws_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Bar("embedding")
    assert capsys.readouterr() == ("", "")
