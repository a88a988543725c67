"""What is kept of costly work."""

from vision.lately import Lately


def test_what_was_asked_for_lately_is_not_made_again() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number

    kept: Lately[int, int] = Lately(2)
    for number in (1, 2, 1, 3, 1, 2):
        assert kept.get(number, lambda number=number: make(number)) == number
    assert made == [1, 2, 3, 2]
