"""Turns as HTML: the message, the cards, the sentences with their handles, and who answered. All text is escaped."""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from foundation.events import Card, Look, Notice
from ui.cards import render_card, render_own, render_thumbs
from ui.conversation import Answer, Conversation, Turn
from ui.seen import render_seen, render_shots

HANDLE = re.compile(r"\[(\d{1,3})\]")
WAITING = '<div class="waiting" role="status" aria-label="Looking"><i></i><i></i><i></i></div>'
NOTICE_TITLES = {"relaxed": "Widened", "fallback": "Note", "refused": "Left out"}


def render_earlier(talk: Conversation) -> str:
    """Every turn but the last."""
    return "".join(_render(talk, number) for number in range(len(talk.turns) - 1))


def render_now(talk: Conversation, busy: bool = False) -> str:
    """The last turn; `busy` while its answer is on the way."""
    return _render(talk, len(talk.turns) - 1, last=True, busy=busy) if talk.turns else ""


def _render(talk: Conversation, number: int, last: bool = False, busy: bool = False) -> str:
    turn = talk.turns[number]
    return (
        f'<section class="turn" data-turn="{number}" aria-busy="{str(busy).lower()}"{_returned(turn)}>'
        f"{render_shots(turn, busy)}{_said(turn.message)}{render_seen(turn, turn.answer, busy)}"
        f"{_answer(talk, number, turn.answer, busy) if turn.answer else ''}"
        f"{_chips(turn.answer) if turn.answer and last and not busy else ''}{_error(turn.error)}"
        f"{_footer(talk, turn, last) if not busy else ''}</section>"
    )


def _said(message: str) -> str:
    return f'<p class="said"><span class="sr">You said: </span>{_lines(message)}</p>' if message.strip() else ""


def _returned(turn: Turn) -> str:
    """Photos that the page takes back beside the message box."""
    return f' data-returned="{escape(" ".join(turn.returned))}"' if turn.returned else ""


def _answer(talk: Conversation, number: int, answer: Answer, busy: bool) -> str:
    waiting = WAITING if busy and not answer.sentences else ""
    return f"{_cards(talk, number, answer)}{_reply(talk, number, answer)}{_notices(answer)}{waiting}"


def _cards(talk: Conversation, number: int, answer: Answer) -> str:
    if not answer.cards:
        return ""
    cards = {card.handle: card for card in answer.cards}
    drawn: set[int] = set()

    def draw(card: Card, role: str | None = None) -> str:
        """A card; the second of one article leads nowhere, since a page has every id once."""
        anchor = "" if card.handle in drawn else _anchor(number, card.handle)
        drawn.add(card.handle)
        thumb = talk.thumbs.get((answer.message_id or "", card.article_id))
        return render_card(card, anchor, answer.message_id, thumb, role)

    looks = "".join(_look(look, cards, draw) for look in answer.looks)
    rest = "".join(draw(card, card.role) for card in answer.cards if card.handle not in drawn)
    head = '<h2 class="more">And with these</h2>' if looks and rest else ""
    return looks + (f'{head}<div class="cards">{rest}</div>' if rest else "")


def _look(look: Look, cards: Mapping[int, Card], draw: Callable[[Card, str], str]) -> str:
    """A look under its title, its pieces in the order of wearing, each with its role."""
    pieces = "".join(
        render_own(own or "", role) if handle is None else draw(cards[handle], role)
        for role, handle, own in look.pieces
        if handle is None or handle in cards
    )
    return f'<section class="look"><h2>{escape(look.title)}</h2><div class="cards">{pieces}</div></section>'


def _chips(answer: Answer) -> str:
    """Short answers to tap, which send themselves."""
    if answer.asks is None or not answer.asks.chips:
        return ""
    chips = "".join(
        f'<button type="button" class="chip" data-act="say" data-text="{escape(chip)}">{escape(chip)}</button>'
        for chip in answer.asks.chips
    )
    label = escape(answer.asks.text)
    return f'<div class="chips" role="group" aria-label="{label}">{chips}</div>'


def _reply(talk: Conversation, number: int, answer: Answer) -> str:
    if not answer.sentences:
        return ""
    anchors = _anchors(talk, number)
    return f'<div class="reply">{"".join(_paragraphs(answer.sentences, anchors))}</div>'


def _paragraphs(sentences: list[str], anchors: Mapping[str, str]) -> list[str]:
    """Sentences run on in a paragraph; one that ends in a line break ends it."""
    text = " ".join(sentence.strip(" ") for sentence in sentences)
    return [f"<p>{_link(escape(part.strip()), anchors)}</p>" for part in text.split("\n") if part.strip()]


def _link(text: str, anchors: Mapping[str, str]) -> str:
    """Escaped text with each handle as a button that leads to its card."""
    return HANDLE.sub(lambda found: _handle(found[1], anchors.get(found[1])), text)


def _handle(number: str, anchor: str | None) -> str:
    if anchor is None:
        return f"[{number}]"
    return (
        f'<button type="button" class="handle" data-act="show" data-anchor="{anchor}" aria-label="item {number}">'
        f"{number}</button>"
    )


def _anchors(talk: Conversation, number: int) -> dict[str, str]:
    """Where each handle leads: to the cards of this turn, or of the latest one before it that showed any."""
    for at in range(number, -1, -1):
        answer = talk.turns[at].answer
        if answer and answer.cards:
            return {str(card.handle): _anchor(at, card.handle) for card in answer.cards}
    return {}


def _anchor(number: int, handle: int) -> str:
    return f"item-{number}-{handle}"


def _notices(answer: Answer) -> str:
    return "".join(_notice(notice) for notice in answer.notices if notice.kind in NOTICE_TITLES)


def _notice(notice: Notice) -> str:
    title = NOTICE_TITLES[notice.kind]
    return f'<p class="notice {notice.kind}"><b>{title}</b> {escape(notice.text)}</p>'


def _error(error: str | None) -> str:
    return f'<p class="notice error" role="alert">{escape(error)}</p>' if error else ""


def _footer(talk: Conversation, turn: Turn, last: bool) -> str:
    """Thumbs on the answer, another answer, and who answered."""
    answer = turn.answer
    if answer is None or answer.message_id is None:
        return ""
    thumbs = render_thumbs("this answer", answer.message_id, None, talk.thumbs.get((answer.message_id, None)))
    more = _again(answer.message_id) + _versions(talk, turn, answer) if last else ""
    return f'<footer><div class="thumbs">{thumbs}{more}</div>{_provenance(answer)}</footer>'


def _again(message_id: str) -> str:
    return (
        f'<button type="button" class="again" data-act="again" data-message="{escape(message_id)}">'
        "Another answer</button>"
    )


def _versions(talk: Conversation, turn: Turn, answer: Answer) -> str:
    """Where the shopper asked for another answer: leafing through them, and saying which is better."""
    if len(turn.stored) < 2:
        return ""
    message_id, at = escape(answer.message_id or ""), turn.stored.index(answer)
    steps = "".join(
        f'<button type="button" class="leaf" data-act="leaf" data-message="{message_id}" data-step="{step}" '
        f'aria-label="{name} answer"{"" if 0 <= at + int(step) < len(turn.stored) else " disabled"}>{sign}</button>'
        for step, name, sign in (("-1", "Previous", "‹"), ("1", "Next", "›"))
    )
    return (
        f'<span class="versions">{steps}<span>{at + 1} of {len(turn.stored)}</span></span>'
        f'<button type="button" class="prefer" data-act="prefer" data-message="{message_id}" '
        f'aria-pressed="{str(turn.preferred is answer).lower()}">This one is better</button>'
    )


def _provenance(answer: Answer) -> str:
    who = answer.turn.get("provenance") or {}
    words = f"Planned by {who.get('planner', '?')}, written by {who.get('writer', '?')}"
    notes = "".join(f'<span class="note">{escape(str(note))}</span>' for note in (*who.get("notes", ()), *_held(who)))
    return f'<p class="provenance">{escape(words)}{notes}</p>'


def _held(provenance: Mapping[str, Any]) -> list[str]:
    """That sentences were held back, where any were."""
    count = provenance.get("dropped_sentences", 0)
    what = "1 sentence was" if count == 1 else f"{count} sentences were"
    return [f"{what} held back: the catalogue doesn’t bear out what was said"] if count else []


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
