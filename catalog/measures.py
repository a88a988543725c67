"""Measures: price, size and stock where a catalogue maps them: what a message limits, and which rows keep to it."""

import re
from collections.abc import Mapping

MEASURES = ("price", "size", "stock")
_AMOUNT = r"(?:[€£$]|eur|usd|gbp|sek)?\s?(\d{1,3}(?:[., ]\d{3})+(?!\d)|\d{1,6}(?:[.,]\d{1,2})?)"
_CAP = re.compile(
    r"\b(?:under|below|less than|up to|max(?:imum)?|budget(?: is| of)?|within|cheaper than|at most|no more than)\s+"
    + _AMOUNT,
    re.IGNORECASE,
)
_SIZE = re.compile(r"\b(?:size|in an?|in)\s+(xxs|xs|s|m|l|xl|xxl|xxxl|3xl|(?<=size )\d{1,3})\b", re.IGNORECASE)
_IN_STOCK = re.compile(r"\b(?:in stock|available (?:now|today|online))\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?(?!\d)")
_SOLD_OUT = frozenset({"", "0", "false", "no", "none", "out of stock", "sold out", "outofstock", "unavailable", "0.0"})


def limits_in(message: str) -> dict[str, str]:
    """What a message limits: {"price": "50", "size": "M", "stock": "yes"}, each where it is said."""
    found = {"price": _CAP.search(message), "size": _SIZE.search(message)}
    limits = {name: _plain(match.group(1)) for name, match in found.items() if match}
    return {**limits, "stock": "yes"} if _IN_STOCK.search(message) else limits


def _plain(amount: str) -> str:
    """An amount without its thousands' marks, or a size in capitals: '1,200' → '1200', '49,99' → '49.99', 'm' → 'M'."""
    whole = re.sub(r"[., ](?=\d{3}(?!\d))", "", amount)
    return whole.replace(",", ".").upper()


def keeps_to(name: str, limit: str, value: str) -> bool:
    """Whether a row's `value` of a measure keeps to a limit; a row that states none does not."""
    if name == "price":
        price = price_of(value)
        return price is not None and price <= float(limit)
    if name == "size":
        return limit.upper() in re.split(r"[^\w./]+", value.upper())
    return value.strip().lower() not in _SOLD_OUT


def price_of(value: str) -> float | None:
    """The amount in a price as a retailer writes it: '€ 49,99', '1.299,00 kr', '24.99 GBP'; None without one."""
    match = _NUMBER.search(value.replace("\u00a0", "").replace(" ", ""))
    if match is None:
        return None
    whole, _, cents = match.group().replace(",", ".").rpartition(".")
    if not whole:
        return float(cents)
    return float(whole.replace(".", "") + "." + cents) if len(cents) < 3 else float(whole.replace(".", "") + cents)


def describe_limits(limits: Mapping[str, str]) -> str:
    """Limits in words, to stand after the wish: ' up to 50 in size M, in stock'."""
    parts = {"price": "up to {}", "size": "in size {}", "stock": "in stock"}
    return "".join(f" {parts[name].format(value)}" for name, value in limits.items())
