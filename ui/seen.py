"""Seen: the photos of a message as HTML, each with the button that deletes it, and what was seen in them."""

from collections.abc import Mapping
from html import escape

from foundation.events import Seen
from ui.conversation import NO_LONGER, Answer, Shot, Turn
from ui.photos import PATH

LOOKING = '<p class="seen looking" role="status">Looking at the {what}…</p>'
PART_WORDS: Mapping[str, str] = {"product_type": "what kind it is", "colour": "the colour", "pattern": "the pattern"}
# What the words of a caption itself say of what is hard to see is not said again.
_SAYS_SO = "hard to"


def render_shots(turn: Turn, busy: bool) -> str:
    """The photos that stand beside a shopper's words; while an answer is on its way none can be deleted."""
    if not turn.shots:
        return ""
    seen = dict(enumerate(turn.answer.seen)) if turn.answer else {}
    shots = "".join(_shot(shot, _call(number, seen.get(number)), busy) for number, shot in enumerate(turn.shots))
    count = "a photo" if len(turn.shots) == 1 else f"{len(turn.shots)} photos"
    return f'<div class="shots" role="group" aria-label="You sent {count}">{shots}</div>'


def _call(number: int, seen: Seen | None) -> str:
    """What a photo is called for whoever can't see it: 'photo 1: Blue jeans'."""
    return f"photo {number + 1}: {seen.text}" if seen else f"photo {number + 1}"


def _shot(shot: Shot, name: str, busy: bool) -> str:
    if shot.gone:
        return f'<p class="gone">{escape(shot.gone)}</p>'
    photo_id, called = escape(shot.id), escape(name)
    image = f'<img src="{PATH[1:]}/{photo_id}" alt="Your {called}" decoding="async">'
    erase = (
        f'<button type="button" class="erase" data-act="erase" data-photo="{photo_id}" aria-label="Delete {called}">'
        "Delete photo</button>"
    )
    return f'<figure class="shot"><span class="gone">{NO_LONGER}</span>{image}{"" if busy else erase}</figure>'


def render_seen(turn: Turn, answer: Answer | None, busy: bool) -> str:
    """What was seen in each photo, and that it is being looked at until then."""
    seen = answer.seen if answer else []
    lines = "".join(_line(one, _name(turn, number)) for number, one in enumerate(seen, start=1))
    missing = len(turn.shots) - len(seen)
    begun = answer is not None and (answer.cards or answer.sentences or answer.notices)
    if not busy or missing <= 0 or begun:
        return lines
    return lines + LOOKING.format(what="photo" if missing == 1 else "photos")


def _name(turn: Turn, number: int) -> str:
    return "In the photo" if len(turn.shots) < 2 else f"Photo {number}"


def _line(seen: Seen, name: str) -> str:
    return f'<p class="seen"><b>{name}</b> {escape(seen.text)}{_unsure(seen)}</p>'


def _unsure(seen: Seen) -> str:
    """The parts that are hard to see; what one doesn't know of a photo of somebody is not worth a word."""
    parts = [PART_WORDS[name] for name in seen.unsure if name in PART_WORDS]
    if not parts or _SAYS_SO in seen.text:
        return ""
    told = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f' <span class="unsure">Hard to see: {told}.</span>'
