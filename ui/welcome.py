"""The first-visit panel: what the stylist is, and examples that start a talk with one click."""

from pathlib import Path

import gradio as gr
import yaml

EXAMPLES_FILE = Path(__file__).with_name("examples.yaml")
WORDS = (
    '<div class="welcome"><h2>What are you looking for?</h2>'
    "<p>Tell me the occasion, the piece or the mood, what you like and what you don’t. "
    "I answer with real articles of this catalogue.</p></div>"
)


def build_welcome() -> tuple[gr.Column, list[gr.Button]]:
    """The panel and its example buttons; a button's value is the message it sends."""
    with gr.Column(elem_id="welcome") as panel:
        gr.HTML(WORDS, apply_default_css=False)
        with gr.Row(elem_id="examples"):
            buttons = [gr.Button(text, elem_classes="chip", min_width=0) for text in examples()]
    return panel, buttons


def examples() -> list[str]:
    """The example messages."""
    loaded: list[str] = yaml.safe_load(EXAMPLES_FILE.read_text(encoding="utf-8"))
    return loaded
