"""Named: what a reading names, listed as the tests of reading expect it: `slot=value`, 'not ' or 'with ' before it."""

from catalog.reading import Named, Reading


def said(reading: Reading) -> set[str]:
    """What a reading names, as expectations list it."""
    return set(map(listed, reading.named))


def listed(named: Named) -> str:
    """One value as an expectation lists it."""
    kinds = {(True, False): "not ", (False, True): "with ", (False, False): ""}
    return f"{kinds[named.refused, named.context]}{named.slot}={named.value}"


def expected(text: str) -> set[str]:
    """The values of a written expectation."""
    return set(filter(None, text.split(", ")))
