"""Memory: what a chat model is told of a talk: the last turns that fit its window, and the earlier ones summed up.

The summary is made of the earlier turns' briefs and shown articles, so that it costs no call and can't invent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.talk import Earlier
from foundation.brief import Brief

# English runs to four characters a token, names and handles to fewer: counted on the safe side.
CHARS_PER_TOKEN = 3
_NAMES, _SAID_CHARS = 12, 120
_TURN_CHARS = 700
# Who speaks, and the lines between.
_BESIDE_TOKENS = 8


@dataclass(frozen=True)
class Memory:
    """The talk before a message: `summary` of what no longer fits, and the `last` turns as (message, reply)."""

    summary: tuple[str, ...] = ()
    last: tuple[tuple[str, str], ...] = ()


def count_tokens(text: str) -> int:
    """About how many tokens a text has, rather too many."""
    return -(-len(text) // CHARS_PER_TOKEN)


def recall(earlier: Sequence[Earlier], rounds: int, tokens: int) -> Memory:
    """The last `rounds` turns at most, as many as fit into `tokens` beside a summary of the rest."""
    kept: list[tuple[str, str]] = []
    least = min(tokens // 2, _summary_tokens(earlier))
    room = tokens - least
    for turn in reversed(earlier[max(0, len(earlier) - rounds) :]):
        pair = (shorten(turn.message, _TURN_CHARS), shorten(turn.reply, _TURN_CHARS))
        needs = count_tokens(" ".join(pair)) + _BESIDE_TOKENS
        if needs > room:
            break
        room -= needs
        kept.insert(0, pair)
    forgotten = earlier[: len(earlier) - len(kept)]
    return Memory(tuple(summarise(forgotten, room + least)) if forgotten else (), tuple(kept))


def summarise(turns: Sequence[Earlier], tokens: int) -> list[str]:
    """Earlier turns in a few lines: where they had led, what was shown, and each request, newest kept longest."""
    led = f"after {len(turns)} earlier turns: {describe_state(turns[-1].brief) or 'nothing was settled'}"
    names = list(dict.fromkeys(article.prod_name for turn in turns for article in turn.shown))
    lines = [led, *([f"shown: {', '.join(names[-_NAMES:])}"] if names else [])]
    asked: list[str] = []
    for turn in reversed(turns):
        line = f"asked before: {shorten(turn.message, _SAID_CHARS)}"
        if sum(map(count_tokens, [*lines, *asked, line])) > tokens:
            break
        asked.insert(0, line)
    while len(lines) > 1 and sum(map(count_tokens, lines)) > tokens:
        lines.pop()
    return [*lines, *asked]


def describe_state(brief: Brief) -> str:
    """What a brief holds, in a line: 'product type dress; not colour black; owns navy blazer'."""
    told = [*_constraints(brief.wanted, ""), *_constraints(brief.excluded, "not ")]
    told += [f"and {text}" for part in brief.parts for text in _constraints(part.wanted, "")]
    told += [f"{name} {value}" for name, value in brief.limits.items()]
    told += [f"owns {piece}" for piece in brief.wardrobe]
    return "; ".join([*told, *([", ".join(brief.words)] if brief.words else [])])


def shorten(text: str, chars: int) -> str:
    """The text up to a whole word within `chars` characters."""
    line = " ".join(text.split())
    return line if len(line) <= chars else line[: chars - 1].rsplit(" ", 1)[0] + "…"


def _constraints(held: Mapping[str, Sequence[str]], before: str) -> list[str]:
    return [f"{before}{slot.replace('_', ' ')} {' or '.join(values)}" for slot, values in held.items()]


def _summary_tokens(earlier: Sequence[Earlier]) -> int:
    return count_tokens(" ".join(describe_state(turn.brief) for turn in earlier[-1:])) + 60 if len(earlier) > 1 else 0
