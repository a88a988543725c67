"""Answering: one turn on the page, from the words and photos sent to the stored answer, as a stream of what to show."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from agents.stylist import Stylist
from foundation.errors import NotFound, StylistError
from foundation.events import Event
from ui.conversation import NO_LONGER, NOT_KEPT, Conversation, Turn
from ui.tray import Tray
from ui.turns import render_earlier, render_now

FAULT = "Something went wrong on our side. The conversation is kept; please try again."
LOG = logging.getLogger("stylist")


@dataclass(frozen=True)
class View:
    """The two parts of the talk as HTML; `earlier` is None where it has not changed."""

    earlier: str | None
    now: str


def answer(
    stylist: Stylist, talk: Conversation, message: str, tray: Tray | None = None, photos: Sequence[str] = ()
) -> Iterator[View]:
    """Answer `message` with the `photos` of the tray as the talk's next turn.

    What can't be answered is said in the turn, its photos stay on the tray, and the talk goes on.
    """
    parent_id = talk.last_message_id
    turn = talk.begin(message, photos)
    yield View(render_earlier(talk), render_now(talk, busy=True))
    waiting = Tray() if tray is None else tray
    yield from _follow(
        stylist,
        talk,
        turn,
        lambda: stylist.stream(message, talk.session_id, parent_id, waiting.photos(photos)),
        waiting,
    )


def answer_again(stylist: Stylist, talk: Conversation, message_id: str) -> Iterator[View]:
    """Answer the last turn's message once more, beside the answer that is there."""
    found = talk.find(message_id)
    if found is None or found[0] is not talk.turns[-1]:
        return
    yield from _follow(stylist, talk, found[0], lambda: stylist.regenerate(message_id))


def _follow(
    stylist: Stylist, talk: Conversation, turn: Turn, events: Callable[[], Iterable[Event]], tray: Tray | None = None
) -> Iterator[View]:
    """The views of an answer on its way; `tray` is where the turn's photos lie until it is there."""
    turn.error = None
    try:
        for _ in talk.follow(turn, events()):
            yield View(None, render_now(talk, busy=True))
    except StylistError as error:
        turn.error = str(error)
    except Exception:
        LOG.exception("a turn failed")
        turn.error = FAULT
    if tray is not None:
        _settle(talk, turn, tray)
    changed = _let_go(stylist, talk)
    # "Forget me" leaves nothing of what was said before.
    yield View(render_earlier(talk) if changed or len(talk.turns) == 1 else None, render_now(talk))


def _settle(talk: Conversation, turn: Turn, tray: Tray) -> None:
    """From the tray to the store: where each photo is from now on; of one that was not looked at nothing is kept."""
    if turn.error:
        talk.give_back(turn)
        return
    tray.remove(shot.id for shot in turn.shots)
    told = (turn.answer.turn.get("provenance") or {}).get("photos", ()) if turn.answer else ()
    for number, shot in enumerate(turn.shots):
        if number < len(told):
            shot.id = told[number]["photo"]
        else:
            shot.gone = NOT_KEPT


def _let_go(stylist: Stylist, talk: Conversation) -> bool:
    """Show no photo that is gone by now, be it that its time is up or that its deletion was asked for in words."""
    gone = [shot for turn in talk.turns for shot in turn.shots if not shot.gone and not _is_kept(stylist, shot.id)]
    for shot in gone:
        shot.gone = NO_LONGER
    return bool(gone)


def _is_kept(stylist: Stylist, photo_id: str) -> bool:
    try:
        stylist.photo(photo_id)
    except NotFound:
        return False
    return True
