"""Forget me: the question is closed until it is asked, and what is done is done only once it is confirmed."""

from typing import Any

import gradio as gr

from ui.forgetting import build_forgetting


def wired() -> tuple[gr.Blocks, list[Any]]:
    """A page with the button, and what was forgotten on it."""
    forgotten: list[Any] = []

    def forget(talk: str) -> list[str]:
        forgotten.append(talk)
        return ["emptied"]

    with gr.Blocks() as blocks:
        talk, box = gr.State("the talk"), gr.Textbox()
        build_forgetting().confirmed(forget, [talk], [box])
    return blocks, forgotten


def clicks(blocks: gr.Blocks, element: str) -> list[Any]:
    """What a click on the element named does."""
    button = next(block for block in blocks.blocks.values() if getattr(block, "elem_id", None) == element)
    return [one for one in blocks.fns.values() if (button._id, "click") in one.targets]


def test_the_question_is_closed_at_first() -> None:
    blocks, _ = wired()
    question = next(one for one in blocks.blocks.values() if getattr(one, "elem_id", None) == "forget-question")
    assert question.visible is False


def test_the_button_only_opens_the_question() -> None:
    blocks, forgotten = wired()
    (asked,) = clicks(blocks, "forget")
    assert asked.fn()["visible"] is True
    assert forgotten == []


def test_who_keeps_closes_it_and_nothing_is_forgotten() -> None:
    blocks, forgotten = wired()
    (kept,) = clicks(blocks, "forget-no")
    assert kept.fn()["visible"] is False
    assert forgotten == []


def test_who_deletes_forgets_and_closes_it() -> None:
    blocks, forgotten = wired()
    (deleted,) = clicks(blocks, "forget-yes")
    closed, emptied = deleted.fn("the talk")
    assert (closed["visible"], emptied, forgotten) == (False, "emptied", ["the talk"])
