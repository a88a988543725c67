"""Looks: a composed look told in a breath: each piece by what it is, what holds it together, what a swap changed."""

import re
from collections.abc import Iterator, Sequence

from agents.results import Look, LookPiece
from agents.writers.opening import inside
from agents.writers.voice import Voice
from catalog.describing import either, together

# A reason that speaks of another piece: 'navy, a clear contrast to the white shirt'.
_BESIDE = re.compile(r"\b(?:the|your) [a-z]")
_MOST_REASONS = 2
# "Leaving the stage to …" as what a piece does.
_DOING = re.compile(r"^leaving\b")


def first_look(look: Look, voice: Voice, led: bool = True) -> Iterator[str]:
    """The look in its pieces, then why they go together, and what is missing; `led`: it opens on what it is for."""
    if look.swapped:
        yield from _swapped(look, voice)
        return
    pieces = _listed(look)
    if look.change and pieces:
        yield _pieces("look_less", look, pieces, voice, "")
        return
    if all(piece.own for piece in look.pieces):
        yield _own_pieces("look_of_own", look, voice, _lead(look, led))
        return
    if pieces:
        yield _pieces("look", look, pieces, voice, _lead(look, led))
    elif heart := _heart(look):
        yield voice.says("look_alone", piece=_named(heart))
    yield from _beside(look, voice)
    told = [piece for piece in look.pieces if piece.role != look.heart]
    yield from _reasons(told or look.pieces, voice)
    yield from _missing(look, voice)


def other_look(look: Look, voice: Voice) -> Iterator[str]:
    """Another way to do it, in one sentence."""
    if all(piece.own for piece in look.pieces):
        yield _own_pieces("look_of_own_more", look, voice, "")
    elif pieces := _listed(look):
        yield _pieces("look_more", look, pieces, voice, "")


def set_look(look: Look, voice: Voice) -> Iterator[str]:
    """One of the looks that a capsule or a suitcase holds."""
    if pieces := _listed(look):
        yield _pieces("look_set", look, pieces, voice, "")
    yield from _missing(look, voice)


def _pieces(kind: str, look: Look, pieces: Sequence[LookPiece], voice: Voice, lead: str) -> str:
    first, *rest = [_named(piece) for piece in pieces]
    lines = [line for line in voice.grammar[kind] if rest or "{rest}" not in line]
    told = {"lead": lead, "change": look.change}
    return voice.pick(kind, lines, **told, pieces=together([first, *rest]), first=first, rest=together(rest))


def _own_pieces(kind: str, look: Look, voice: Voice, lead: str) -> str:
    """'Your white shirt with the black trousers and the loafers': nothing but the shopper's own."""
    first, *rest = [piece.own or "" for piece in look.pieces]
    the_rest = together([f"the {name}" for name in rest])
    return voice.says(kind, lead=lead, pieces=f"your {together([first, *rest])}", first=f"your {first}", rest=the_rest)


def _swapped(look: Look, voice: Voice) -> Iterator[str]:
    """What is new, and why it goes with what stays."""
    new = [piece for piece in look.pieces if piece.role in look.swapped and piece.handle is not None]
    if new:
        pieces = together([_named(piece) for piece in new])
        yield voice.says("look_swap", change=look.change, pieces=pieces)
        yield from _reasons(new, voice)
    yield from _missing(look, voice)


def _reasons(pieces: Sequence[LookPiece], voice: Voice) -> Iterator[str]:
    for piece in [piece for piece in pieces if piece.handle is not None and _BESIDE.search(piece.why)][:_MOST_REASONS]:
        yield voice.says("piece_why", piece=f"[{piece.handle}]", why=_clause(piece))


def _clause(piece: LookPiece) -> str:
    """The reason as a verb and what follows it; the colour is not said again: 'is a clear contrast to …'."""
    why = inside(piece.why.split(";")[0].lstrip(" ,"))
    colour, _, rest = why.partition(", ")
    rest = rest if rest and piece.name.startswith(colour) else why
    return _DOING.sub("leaves", rest) if _DOING.match(rest) else f"is {rest}"


def _beside(look: Look, voice: Voice) -> Iterator[str]:
    """The shopper's own pieces, where the opening names none."""
    heart = _heart(look)
    own = [piece.own for piece in look.pieces if piece.own and not (heart and heart.own)]
    if own:
        yield voice.says("look_own", own=together([f"your {name}" for name in own]))


def _missing(look: Look, voice: Voice) -> Iterator[str]:
    if look.missing:
        names = [voice.grammar["roles"].get(role, role) for role in look.missing]
        yield voice.says("missing", roles=either(names, "and"))


def _lead(look: Look, led: bool) -> str:
    """'With your navy blazer for business casual, '; empty where that was said already."""
    heart = _heart(look)
    own = [_that(piece) for piece in look.pieces if piece.own and heart and heart.own and piece is not heart]
    with_it = f"with {together([_that(heart), *own])}" if heart else ""
    words = " ".join(filter(None, [with_it, look.about if led else ""]))
    return f"{words}, " if words else ""


def _heart(look: Look) -> LookPiece | None:
    return next((piece for piece in look.pieces if piece.role == look.heart), None)


def _listed(look: Look) -> list[LookPiece]:
    """The articles of a look beside what it is built on."""
    return [piece for piece in look.pieces if piece.handle is not None and piece.role != look.heart]


def _that(piece: LookPiece) -> str:
    return f"your {piece.own}" if piece.own else f"the {piece.name or 'piece'} [{piece.handle}]"


def _named(piece: LookPiece) -> str:
    """'A white shirt [1]', 'dark red trousers [2]', 'your navy blazer'."""
    name = piece.name
    if piece.own:
        return f"your {piece.own}"
    if not name:
        return f"[{piece.handle}]"
    many = name.endswith("s") and not name.endswith("ss")
    article = "" if many else "an " if name[0] in "aeiou" else "a "
    return f"{article}{name} [{piece.handle}]"
