"""Measures: what a message limits, how prices are written, and which rows keep to a limit."""

import pytest

from catalog.measures import describe_limits, keeps_to, limits_in, price_of


@pytest.mark.parametrize(
    ("message", "limits"),
    [
        ("a dress under 50", {"price": "50"}),
        ("a dress under €49.99 please", {"price": "49.99"}),
        ("at most 49,50 euros", {"price": "49.50"}),
        ("my budget is 200", {"price": "200"}),
        ("jeans in size m", {"size": "M"}),
        ("jeans in size 38, in stock", {"size": "38", "stock": "yes"}),
        ("a coat in an XL under $80", {"price": "80", "size": "XL"}),
        ("a dress with 50 buttons", {}),
        ("in 38 minutes", {}),
        ("under the sun", {}),
    ],
)
def test_a_limit_is_taken_where_it_is_said(message: str, limits: dict[str, str]):
    assert limits_in(message) == limits


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("€ 49,99", 49.99),
        ("24.99 GBP", 24.99),
        ("1.299,00 kr", 1299.0),
        ("1,299.00", 1299.0),
        ("1 299 kr", 1299.0),
        ("2.499", 2499.0),
        ("15", 15.0),
        ("", None),
        ("on request", None),
    ],
)
def test_a_price_is_read_as_a_retailer_writes_it(written: str, amount: float | None):
    assert price_of(written) == amount


@pytest.mark.parametrize(
    ("name", "limit", "value", "kept"),
    [
        ("price", "50", "49,99 €", True),
        ("price", "50", "50.01", False),
        ("price", "50", "", False),
        ("size", "m", "S, M, L", True),
        ("size", "L", "XL", False),
        ("size", "38", "36/38", False),
        ("stock", "yes", "12", True),
        ("stock", "yes", "Sold out", False),
        ("stock", "yes", "", False),
    ],
)
def test_a_row_keeps_to_a_limit_only_where_it_states_so(name: str, limit: str, value: str, kept: bool):
    assert keeps_to(name, limit, value) is kept


def test_limits_stand_in_words_after_the_wish():
    assert describe_limits({"price": "50", "size": "M", "stock": "yes"}) == " up to 50 in size M in stock"
