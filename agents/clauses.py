"""Clauses: a message cut where it begins to ask another thing ("how many are there, and what goes with it?")."""

import re

# A new clause begins after the end of a sentence, or at a comma or "and" before a word that asks or orders.
_STARTS = (
    r"(?:what|which|how|who|where|why|when|is|are|do|does|did|can|could|would|will|should|show|find|tell|give|compare|"
    r"build|make|put|style|draw|paint|sketch|try|i need|i want|i would|i'd|i have|i own|also|then|let's|lets)"
)
_CUT = re.compile(
    rf"(?<=[.!?…])\s+|[;\n]+|\s*,?\s+(?:and|but|then|also|plus)(?: then| also)? (?={_STARTS}\b)|,\s+(?={_STARTS}\b)",
    re.IGNORECASE,
)
_MOST = 6


def clauses(message: str) -> tuple[str, ...]:
    """The clauses of a message in order, at most six; what follows the fifth stays in one."""
    parts: list[str] = []
    start = 0
    for match in _CUT.finditer(message):
        if message[start : match.start()].strip():
            parts.append(message[start : match.start()].strip())
            start = match.end()
        if len(parts) == _MOST - 1:
            break
    rest = message[start:].strip()
    return (*parts, rest) if rest else tuple(parts)
