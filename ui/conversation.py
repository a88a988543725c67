"""Conversation: what the page shows, folded from events; it knows nothing of HTML and nothing of Gradio."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from foundation.events import Asks, Card, Done, Event, Look, Notice, Planned, Seen, Sentence

DELETED = "Photo deleted"
NOT_KEPT = "Photo not kept"
NO_LONGER = "Photo no longer kept"


@dataclass
class Answer:
    """One answer as far as it has come; `turn` is its JSON once it is stored."""

    seen: list[Seen] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    asks: Asks | None = None
    sentences: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    turn: dict[str, Any] = field(default_factory=dict)

    @property
    def message_id(self) -> str | None:
        """Its id, None until it is stored: what has no id can't be rated."""
        return self.turn.get("message_id")

    def take(self, event: Event) -> None:
        """Take one event of the turn."""
        match event:
            case Planned() if event.replaces:
                self.cards, self.looks, self.notices = [], [], []
            case Planned():
                pass
            case Seen():
                self.seen.append(event)
            case Card():
                self.cards.append(event)
            case Look():
                self.looks.append(event)
            case Asks():
                self.asks = event
            case Sentence(text):
                self.sentences.append(text)
            case Notice():
                self.notices.append(event)
            case Done(turn):
                self.turn = turn


@dataclass
class Shot:
    """A photo of a message: `id` is where the page finds it; `gone` says what became of it, empty while it is there."""

    id: str
    gone: str = ""


@dataclass
class Turn:
    """One message with its answers, several where the shopper asked for another.

    `shown` is the index of the one on view; `preferred` the one the shopper called better; `returned` are the photos
    that lie beside the message box again, as the message could not be answered.
    """

    message: str
    shots: list[Shot] = field(default_factory=list)
    returned: tuple[str, ...] = ()
    answers: list[Answer] = field(default_factory=list)
    shown: int = -1
    error: str | None = None
    preferred: Answer | None = None

    @property
    def answer(self) -> Answer | None:
        """The answer on view."""
        return self.answers[self.shown] if self.answers else None

    @property
    def stored(self) -> list[Answer]:
        """The answers that came to their end."""
        return [answer for answer in self.answers if answer.message_id]


@dataclass
class Conversation:
    """A shopper's page: the turns, the session they are kept in, and the thumbs given so far."""

    session_id: str | None = None
    turns: list[Turn] = field(default_factory=list)
    thumbs: dict[tuple[str, str | None], str] = field(default_factory=dict)

    @property
    def last_message_id(self) -> str | None:
        """The answer on view that the next message follows."""
        shown = [turn.answer.message_id for turn in self.turns if turn.answer and turn.answer.message_id]
        return shown[-1] if shown else None

    def begin(self, message: str, photos: Sequence[str] = ()) -> Turn:
        """Add a turn for `message` with the photos of these ids."""
        turn = Turn(message, [Shot(photo) for photo in photos])
        self.turns.append(turn)
        return turn

    def follow(self, turn: Turn, events: Iterable[Event]) -> Iterator[Event]:
        """Fold `events` into a new answer of `turn`, giving each on; an answer that breaks off is taken back."""
        answer = Answer()
        before = turn.shown
        turn.answers.append(answer)
        turn.shown = len(turn.answers) - 1
        try:
            for event in events:
                answer.take(event)
                if answer.turn:
                    self._end(turn, answer)
                yield event
        finally:
            if not answer.turn:
                turn.answers.remove(answer)
                turn.shown = before

    def _end(self, turn: Turn, answer: Answer) -> None:
        """Take the session over. An answer that is not stored is the one to "forget me": nothing before it is left."""
        self.session_id = answer.turn.get("session_id", self.session_id)
        if answer.message_id is None:
            self.turns[:] = [turn]
            self.thumbs.clear()

    def give_back(self, turn: Turn) -> None:
        """The photos of a turn that could not be answered lie beside the message box again."""
        turn.returned, turn.shots = tuple(shot.id for shot in turn.shots), []

    def erase(self, photo_id: str) -> bool:
        """Show a photo no more; whether this page showed it."""
        shots = [shot for turn in self.turns for shot in turn.shots if shot.id == photo_id and not shot.gone]
        for shot in shots:
            shot.gone = DELETED
        return bool(shots)

    def find(self, message_id: str) -> tuple[Turn, Answer] | None:
        """The turn and the answer of an id, None where this page shows no such answer."""
        for turn in self.turns:
            for answer in turn.stored:
                if answer.message_id == message_id:
                    return turn, answer
        return None

    def card(self, message_id: str, article_id: str) -> Card | None:
        """The card of an article in an answer."""
        found = self.find(message_id)
        cards = found[1].cards if found else []
        return next((card for card in cards if card.article_id == article_id), None)

    def leaf(self, message_id: str, step: int) -> None:
        """Put the answer before (-1) or after (1) the one of `message_id` on view."""
        found = self.find(message_id)
        if found is not None:
            turn, answer = found
            turn.shown = min(max(turn.answers.index(answer) + step, 0), len(turn.answers) - 1)

    def prefer(self, message_id: str) -> str | None:
        """Mark an answer as better than the one beside it; gives that one's id, None where there is none."""
        found = self.find(message_id)
        if found is None or len(found[0].stored) < 2:
            return None
        turn, answer = found
        turn.preferred = answer
        at = turn.stored.index(answer)
        return turn.stored[at - 1 if at else 1].message_id

    def clear(self) -> None:
        """Start afresh."""
        self.session_id = None
        self.turns.clear()
        self.thumbs.clear()
