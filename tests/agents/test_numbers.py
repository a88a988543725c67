import pytest

from agents.numbers import in_figures, long_numbers, pointing


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("four hundred and twelve dresses", "412 dresses"),
        ("twenty-nine euros", "29 euros"),
        ("two thousand articles", "2000 articles"),
        ("one of the best", "one of the best"),
        ("a hundred of them", "a 100 of them"),
        ("one hundred and one", "101"),
        ("black and white", "black and white"),
        ("someone often", "someone often"),
    ],
)
def test_number_words_are_read_as_figures(said: str, figures: str):
    assert in_figures(said) == figures


@pytest.mark.parametrize(
    ("said", "pointed"),
    [
        ("the second one", "[2]"), ("The 3rd option", "[3]"), ("number 9", "[9]"), ("(7)", "[7]"), ("【4】", "[4]"),
        ("#5 is nice", "[5] is nice"), ("item 11 is", "[11] is"), ("the first thing", "the first thing"),
        ("a second-hand look", "a second-hand look"), ("[2] stays", "[2] stays"),
    ],
)  # fmt: skip
def test_words_that_number_an_article_are_its_handle(said: str, pointed: str):
    assert pointing(said) == pointed


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("article 0108775015", ["0108775015"]),
        ("0 108 775 015", ["0108775015"]),
        ("01-08-77-50", ["01087750"]),
        ("oh one oh eight seven seven", ["010877"]),
        ("5 of 12 dresses", []),
    ],
)
def test_long_numbers_are_found_however_they_are_spaced(said: str, found: list[str]):
    assert long_numbers(said) == found
