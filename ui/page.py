"""The page: lays out the panels and wires them to the stylist; mounted on the API's application at /."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from agents.stylist import MOST_PHOTOS, Stylist
from foundation.errors import NotFound, StylistError
from foundation.settings import Settings
from ui.adding import EMPTYING, FORGETTING, SENDING, TAPPING, build_button, build_tray
from ui.answering import answer, answer_again
from ui.conversation import Conversation
from ui.forgetting import build_forgetting
from ui.jobs import add_jobs, build_jobs
from ui.photos import add_photos
from ui.rating import Target, build_rating, close_panel, open_panel
from ui.tray import Tray
from ui.turns import render_earlier, render_now
from ui.welcome import build_welcome

HERE = Path(__file__).parent
TALKS_AT_ONCE = 32
CACHE_SECONDS = (3600, 3600)
FONTS = ("system-ui", "sans-serif")
# Events of the page are no API of their own, and nothing is shown while they run but what they show themselves.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# What does not stream is answered by its own request: Gradio's shared stream loses an event that is sent in the very
# moment in which the one before it ends.
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}

Updates = list[Any]


def mount(app: FastAPI, stylist: Stylist, settings: Settings) -> FastAPI:
    """Mount the page at / of `app`; everything that it loads comes from this server."""
    tray = Tray()
    add_photos(app, stylist, tray)
    add_jobs(app, app.state.jobs, settings.owner_id)
    mounted: FastAPI = gr.mount_gradio_app(
        app, Page(stylist, tray).blocks, "/", server_name=settings.host, server_port=settings.port, footer_links=[],
        run_history=False, show_error=False, max_file_size=1, ssr_mode=False, mcp_server=False,
        theme=gr.themes.Base(font=FONTS, font_mono=("ui-monospace", "monospace")),
        css_paths=HERE / "style.css", head_paths=HERE / "head.html",
    )  # fmt: skip
    return mounted


class Page:
    """The Blocks over one stylist. A shopper's Conversation is Gradio session state, changed in place.

    Photos that are not sent yet lie on the `tray`.
    """

    def __init__(self, stylist: Stylist, tray: Tray) -> None:
        self._stylist, self._tray = stylist, tray
        with gr.Blocks(title="Stylist", analytics_enabled=False, fill_width=True, delete_cache=CACHE_SECONDS) as blocks:
            self._lay_out()
            self._wire_talk()
            self._wire_ratings()
            self._wire_endings()
        self.blocks = blocks.queue(default_concurrency_limit=TALKS_AT_ONCE, max_size=256)

    def _lay_out(self) -> None:
        script = (HERE / "page.js").read_text(encoding="utf-8")
        self.talk = gr.State(Conversation())
        self.target = gr.State(None)
        with gr.Row(elem_id="masthead"):
            gr.HTML("<h1>Stylist</h1>", apply_default_css=False, elem_id="name")
            build_jobs()
            self.new = gr.Button("New conversation", elem_id="new", min_width=0, scale=0)
            self.forgetting = build_forgetting()
        self.welcome, self.chips = build_welcome()
        self.earlier = gr.HTML("", elem_id="earlier", js_on_load=script, apply_default_css=False)
        self.now = gr.HTML("", elem_id="now", js_on_load=script, apply_default_css=False)
        with gr.Column(elem_id="dock"):
            self.rating = build_rating()
            with gr.Column(elem_id="composer"):
                build_tray(self._stylist.settings.photo)
                # Filled by the browser as a message leaves.
                self.photos = gr.Textbox(visible=False)
                with gr.Row(elem_id="writing"):
                    build_button()
                    self.box = gr.Textbox(
                        label="Your message", placeholder="e.g. a linen shirt, not white",
                        lines=1, max_lines=5, autofocus=True, container=False, elem_id="message", scale=1,
                    )  # fmt: skip
                    self.send = gr.Button("Send", variant="primary", elem_id="send", min_width=0, scale=0)

    def _wire_talk(self) -> None:
        shown = [self.box, self.welcome, self.earlier, self.now]
        for event in (self.box.submit, self.send.click):
            event(self._send, [self.box, self.photos, self.talk], shown, js=SENDING, **QUIET)
        for chip in self.chips:
            chip.click(self._send, [chip, self.photos, self.talk], shown, js=SENDING, **QUIET)
        self.now.say(self._say, [self.photos, self.talk], shown, js=TAPPING, **QUIET)
        self.now.again(self._again, self.talk, [self.earlier, self.now], **QUIET)
        self.now.leaf(self._leaf, self.talk, self.now, **AT_ONCE)
        for part in (self.earlier, self.now):
            part.erase(self._erase, self.talk, [self.earlier, self.now], **AT_ONCE)

    def _wire_ratings(self) -> None:
        panel = self.rating
        rated = [self.earlier, self.now, self.target, *panel.parts]
        for part in (self.earlier, self.now):
            part.rate(self._rate, self.talk, rated, **AT_ONCE)
        self.now.prefer(self._prefer, self.talk, rated, **AT_ONCE)
        details = [self.target, panel.reasons, panel.comment, panel.consent]
        panel.save.click(self._save, details, panel.parts, **AT_ONCE)
        panel.close.click(close_panel, None, panel.parts, **AT_ONCE)

    def _wire_endings(self) -> None:
        emptied = [self.box, self.welcome, self.earlier, self.now, *self.rating.parts]
        self.new.click(self._begin_anew, self.talk, emptied, **AT_ONCE)
        self.new.click(None, None, None, js=EMPTYING)
        self.forgetting.confirmed(self._forget, self.talk, emptied)
        self.forgetting.delete.click(None, None, None, js=FORGETTING)

    def _send(self, message: str, photos: str, talk: Conversation) -> Iterator[Updates]:
        """Answer what was written, or the example that was clicked. What can't be answered stays in the box."""
        # A page sends no more than its tray holds; who sends more is told so by the stylist, at no cost.
        ids = photos.split()[: MOST_PHOTOS + 1]
        if not message.strip() and not ids:
            return
        for view in answer(self._stylist, talk, message, self._tray, ids):
            earlier = gr.skip() if view.earlier is None else view.earlier
            yield ["", gr.update(visible=False), earlier, view.now]
        if talk.turns and talk.turns[-1].error:
            yield [message, gr.skip(), gr.skip(), gr.skip()]

    def _say(self, photos: str, talk: Conversation, event: gr.EventData) -> Iterator[Updates]:
        """Send a short answer that was tapped, as if it had been written."""
        yield from self._send(_text(event, "text"), photos, talk)

    def _again(self, talk: Conversation, event: gr.EventData) -> Iterator[Updates]:
        for view in answer_again(self._stylist, talk, _text(event, "message")):
            yield [gr.skip() if view.earlier is None else view.earlier, view.now]

    def _leaf(self, talk: Conversation, event: gr.EventData) -> str:
        talk.leaf(_text(event, "message"), 1 if _text(event, "step") == "1" else -1)
        return render_now(talk)

    def _erase(self, talk: Conversation, event: gr.EventData) -> Updates:
        """Delete a photo that this page shows, for good."""
        photo_id = _text(event, "photo")
        if talk.erase(photo_id):
            # Its time may have been up.
            with suppress(NotFound):
                self._stylist.delete_photo(photo_id)
        return [render_earlier(talk), render_now(talk)]

    def _rate(self, talk: Conversation, event: gr.EventData) -> Updates:
        """Keep a thumb at once; the panel then asks for more."""
        target = Target(_text(event, "message"), _text(event, "article") or None, _text(event, "rating"))
        return self._keep(talk, target)

    def _prefer(self, talk: Conversation, event: gr.EventData) -> Updates:
        """Keep that an answer is better than the one it was put beside."""
        message_id = _text(event, "message")
        return self._keep(talk, Target(message_id, None, "up", chosen_over=talk.prefer(message_id)))

    def _keep(self, talk: Conversation, target: Target) -> Updates:
        try:
            self._stylist.rate(target.event())
        except StylistError as error:
            raise gr.Error(str(error), print_exception=False) from None
        talk.thumbs[target.message_id, target.article_id] = target.rating
        return [render_earlier(talk), render_now(talk), target, *open_panel(talk, target)]

    def _save(self, target: Target | None, reasons: list[str], comment: str, consent: bool) -> Updates:
        if target is not None:
            try:
                self._stylist.rate(target.event(reasons=reasons, comment=comment or None, consent=consent))
            except StylistError as error:
                raise gr.Error(str(error), print_exception=False) from None
        return close_panel()

    def _begin_anew(self, talk: Conversation) -> Updates:
        talk.clear()
        return ["", gr.update(visible=True), "", "", *close_panel()]

    def _forget(self, talk: Conversation) -> Updates:
        """Delete the session, everything in it, and what the page shows of it."""
        if talk.session_id is not None:
            self._stylist.forget(talk.session_id)
            gr.Info("Forgotten: the conversation, its photos and its ratings are deleted.")
        return self._begin_anew(talk)


def _text(event: gr.EventData, name: str) -> str:
    """A field of what the browser sent with an event; whatever is no text is none."""
    value = (event._data or {}).get(name, "")
    return value if isinstance(value, str) else ""
