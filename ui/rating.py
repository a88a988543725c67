"""The rating panel: after a thumb, the reasons, a comment, and the consent that is off until it is given."""

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import gradio as gr

from feedback.event import COMMENT_CHARS, FeedbackEvent, read_event
from ui.conversation import Conversation

REASON_WORDS = {
    "not_matched": "Not what I asked for",
    "wrong_colour": "Wrong colour",
    "ignored_exclusion": "I had ruled it out",
    "wrong_occasion": "Wrong for the occasion",
    "wrong_audience": "Not for this person",
    "invented": "Something isn’t true",
    "too_long": "Too long",
    "tone": "The tone",
    "other": "Something else",
}
ABOUT_WORDS = ("invented", "too_long", "tone")
CONSENT_WORDS = "My rating and the messages that led to it may be used to improve the stylist"


@dataclass(frozen=True)
class Target:
    """What was rated: an answer, or one of its articles, and how."""

    message_id: str
    article_id: str | None
    rating: str
    chosen_over: str | None = None

    def event(self, **more: Any) -> FeedbackEvent:
        """The rating with what the panel adds; raises BadInput where a field is out of bounds."""
        return read_event({**asdict(self), **more})


@dataclass(frozen=True)
class RatingPanel:
    """The panel's parts, in the order in which `open_panel` and `close_panel` update them."""

    panel: gr.Column
    title: gr.HTML
    reasons: gr.CheckboxGroup
    comment: gr.Textbox
    consent: gr.Checkbox
    save: gr.Button
    close: gr.Button

    @property
    def parts(self) -> list[Any]:
        """What opening and closing change."""
        return [self.panel, self.title, self.reasons, self.comment, self.consent]


def build_rating() -> RatingPanel:
    """The panel, closed."""
    with gr.Column(elem_id="rating", visible=False) as panel:
        title = gr.HTML(apply_default_css=False)
        every = [(words, reason) for reason, words in REASON_WORDS.items()]
        reasons = gr.CheckboxGroup(every, label="Why?", elem_id="reasons")
        comment = gr.Textbox(
            label="In your words", placeholder="Optional", lines=2, max_lines=4, max_length=COMMENT_CHARS,
            elem_id="comment",
        )  # fmt: skip
        consent = gr.Checkbox(False, label=CONSENT_WORDS, elem_id="consent", container=False)
        with gr.Row(elem_id="rating-buttons"):
            save = gr.Button("Save", variant="primary", elem_id="save-rating", min_width=0)
            close = gr.Button("Close", elem_id="close-rating", min_width=0)
    return RatingPanel(panel, title, reasons, comment, consent, save, close)


def open_panel(talk: Conversation, target: Target) -> list[Any]:
    """Updates of the panel's parts for what was just rated: it is kept already, the panel asks for more."""
    reasons = gr.update(value=[], choices=_choices(target), visible=target.rating == "down")
    return [gr.update(visible=True), _title(talk, target), reasons, "", False]


def close_panel() -> list[Any]:
    """Updates that close the panel and leave nothing in it."""
    return [gr.update(visible=False), "", gr.update(value=[]), "", False]


def _choices(target: Target) -> list[tuple[str, str]]:
    """The reasons that can be true of what was rated: an article is never too long."""
    return [
        (words, reason)
        for reason, words in REASON_WORDS.items()
        if target.article_id is None or reason not in ABOUT_WORDS
    ]


def _title(talk: Conversation, target: Target) -> str:
    card = talk.card(target.message_id, target.article_id) if target.article_id else None
    if target.chosen_over is not None:
        return '<p class="rated" role="status"><b>This answer is better</b>. Thank you. Anything to add?</p>'
    what = f"{card.handle} · {card.prod_name}" if card else "This answer"
    verdict = "liked" if target.rating == "up" else "not for you"
    return f'<p class="rated" role="status"><b>{escape(what)}</b>: {verdict}. Thank you. Anything to add?</p>'
