"""FeedbackEvent: one rating as a door receives it, checked against the turn it rates, and kept."""

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from foundation.errors import BadInput
from storage.store import Store
from storage.talk import Rating, Turn

Reason = Literal[
    "not_matched",
    "wrong_colour",
    "ignored_exclusion",
    "wrong_occasion",
    "wrong_audience",
    "invented",
    "too_long",
    "tone",
    "other",
]
REASONS: tuple[str, ...] = get_args(Reason)
COMMENT_CHARS = 2000
CORRECTION_CHARS = 10_000

Comment = Annotated[str, StringConstraints(max_length=COMMENT_CHARS)]
Correction = Annotated[str, StringConstraints(max_length=CORRECTION_CHARS)]


class FeedbackEvent(BaseModel):
    """A thumb on an answer, or on one of its articles where `article_id` is given.

    `correction` is the answer as it should have been; `chosen_over` is another answer to the same message that this
    one was preferred to. Only ratings with `consent` are ever exported. `id` is the caller's own and only echoed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: str | int | None = None
    message_id: str
    article_id: str | None = None
    rating: Literal["up", "down"]
    reasons: list[Reason] = Field(default_factory=list)
    comment: Comment | None = None
    correction: Correction | None = None
    chosen_over: str | None = None
    consent: bool = False

    @model_validator(mode="after")
    def _rates_one_thing(self) -> Self:
        if self.article_id is not None and (self.correction is not None or self.chosen_over is not None):
            raise ValueError("correction and chosen_over speak of the whole answer: leave article_id out")
        return self


def read_event(data: Any) -> FeedbackEvent:
    """Check `data` (JSON values) as an event; raises BadInput naming the field, what is allowed and how to mend it."""
    try:
        return FeedbackEvent.model_validate(data)
    except ValidationError as error:
        raise BadInput(_explain(error)) from None


def collect(store: Store, owner_id: str, event: FeedbackEvent) -> str:
    """Keep one rating and return its feedback id.

    Raises NotFound for a message that is not the owner's, BadInput for an article that was not shown with it or a
    `chosen_over` that answers another message.
    """
    turn = store.turn(event.message_id, owner_id)
    _check_article(event, turn)
    _check_comparison(store, owner_id, event, turn)
    return store.add_feedback(
        Rating(
            owner_id=owner_id,
            message_id=event.message_id,
            rating=event.rating,
            article_id=event.article_id,
            reasons=tuple(dict.fromkeys(event.reasons)),
            comment=_text_or_none(event.comment),
            correction=_text_or_none(event.correction),
            chosen_over=event.chosen_over,
            consent=event.consent,
        )
    )


def _check_article(event: FeedbackEvent, turn: Turn) -> None:
    if event.article_id is not None and event.article_id not in turn.shown:
        shown = ", ".join(turn.shown) or "none"
        raise BadInput(
            f"feedback: article_id {event.article_id[:40]!a} was not shown with message {turn.id}: "
            f"give one of those shown ({shown})"
        )


def _check_comparison(store: Store, owner_id: str, event: FeedbackEvent, turn: Turn) -> None:
    if event.chosen_over is None:
        return
    other = store.turn(event.chosen_over, owner_id)
    if other.id == turn.id or other.question != turn.question:
        raise BadInput(
            f"feedback: chosen_over {other.id} is not another answer to the same message as {turn.id}: "
            "give the message_id of a regenerated answer"
        )


def _text_or_none(text: str | None) -> str | None:
    return (text or "").strip() or None


def _explain(error: ValidationError) -> str:
    """The first fault as one line."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["loc"][:1] == ("reasons",) and first["type"] == "literal_error":
        return f"feedback: reason {ascii(first['input'])[:60]} is not known: use {', '.join(REASONS)}"
    if first["type"] == "extra_forbidden":
        return f"feedback: field {ascii(where)[:60]} is not known: use {', '.join(FeedbackEvent.model_fields)}"
    if not where:
        return f"feedback: {first['msg'].removeprefix('Value error, ')}"
    return f"feedback: field '{where}': {first['msg'][0].lower()}{first['msg'][1:]}: mend it"
