"""Forget me: a button that asks once before a conversation and all it left are deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class Forgetting:
    """The button, and the question that it opens."""

    question: gr.Row
    delete: gr.Button

    def confirmed(self, forget: Callable[..., list[Any]], inputs: Any, outputs: list[Any]) -> None:
        """Run `forget` once the shopper has confirmed; the question closes with it."""

        def run(*given: Any) -> list[Any]:
            return [gr.update(visible=False), *forget(*given)]

        self.delete.click(run, inputs, [self.question, *outputs], **QUIET)


def build_forgetting() -> Forgetting:
    """The button and its closed question."""
    forget = gr.Button("Forget me", elem_id="forget", min_width=0, scale=0)
    with gr.Row(elem_id="forget-question", visible=False) as question:
        asked = "<p role='status'>Delete this conversation, its photos and its ratings for good?</p>"
        gr.HTML(asked, apply_default_css=False)
        delete = gr.Button("Delete", variant="stop", elem_id="forget-yes", min_width=0, scale=0)
        keep = gr.Button("Keep", elem_id="forget-no", min_width=0, scale=0)
    forget.click(lambda: gr.update(visible=True), None, question, queue=False, **QUIET)
    keep.click(lambda: gr.update(visible=False), None, question, queue=False, **QUIET)
    return Forgetting(question, delete)
