"""Answering: one turn on the page, from the words sent to the stored answer, as a stream of what to show."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agents.stylist import Stylist
from foundation.errors import StylistError
from foundation.events import Event
from ui.conversation import Conversation, Turn
from ui.turns import render_earlier, render_now

FAULT = "Something went wrong on our side. The conversation is kept; please try again."
LOG = logging.getLogger("stylist")


@dataclass(frozen=True)
class View:
    """The two parts of the talk as HTML; `earlier` is None where it has not changed."""

    earlier: str | None
    now: str


def answer(stylist: Stylist, talk: Conversation, message: str) -> Iterator[View]:
    """Answer `message` as the talk's next turn; what can't be answered is said in the turn, and the talk goes on."""
    parent_id = talk.last_message_id
    turn = talk.begin(message)
    yield View(render_earlier(talk), render_now(talk, busy=True))
    yield from _follow(talk, turn, lambda: stylist.stream(message, talk.session_id, parent_id))


def answer_again(stylist: Stylist, talk: Conversation, message_id: str) -> Iterator[View]:
    """Answer the last turn's message once more, beside the answer that is there."""
    found = talk.find(message_id)
    if found is None or found[0] is not talk.turns[-1]:
        return
    yield from _follow(talk, found[0], lambda: stylist.regenerate(message_id))


def _follow(talk: Conversation, turn: Turn, events: Callable[[], Iterable[Event]]) -> Iterator[View]:
    turn.error = None
    try:
        for _ in talk.follow(turn, events()):
            yield View(None, render_now(talk, busy=True))
    except StylistError as error:
        turn.error = str(error)
    except Exception:
        LOG.exception("a turn failed")
        turn.error = FAULT
    # "Forget me" leaves nothing of what was said before.
    yield View("" if len(talk.turns) == 1 else None, render_now(talk))
