"""The first-visit panel: examples that are messages, each understood by the house."""

import gradio as gr
import pytest

from agents.planners.house import HousePlanner
from agents.search import Searcher
from agents.talk import Talk
from ui.welcome import build_welcome, examples


def test_each_example_is_a_button_that_sends_it() -> None:
    with gr.Blocks():
        _, buttons = build_welcome()
    assert [button.value for button in buttons] == examples()


def test_the_examples_differ_and_are_short() -> None:
    texts = examples()
    assert len({*texts}) == len(texts) >= 3
    assert all(0 < len(text) <= 80 for text in texts)


@pytest.mark.parametrize("text", examples())
def test_an_example_is_understood(searcher: Searcher, text: str) -> None:
    planner = searcher.planner
    assert isinstance(planner, HousePlanner)
    plan = planner.plan(Talk(text)).plan
    assert plan.acts
    assert all(act.topic != "unclear" for act in plan.acts)
