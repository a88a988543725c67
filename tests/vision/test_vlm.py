"""The vlm eye: its scores are those of reading each whole answer by itself, without a cache."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foundation.errors import BadInput
from foundation.settings import EyeModel
from tests.vision.tiny_eyes import VLMS, photos
from vision.question import Question
from vision.reader import Reader
from vision.vlm import VlmEye
from vision.vocabulary import Vocabulary

pytestmark = pytest.mark.slow
ANSWERS = ["boots", "dress", "hat or beanie", "shirt", "shirt dress"]
ASKS = "What kind is it?"


def whole(reader: Reader, ending: str, prompt: str, photo: Any) -> float:
    """The logarithm of an answer's probability by one pass over picture, question and answer, nothing kept."""
    torch = pytest.importorskip("torch")
    inputs = reader._inputs(photo, prompt)
    answer = torch.tensor([reader._parts.tokenizer(ending, add_special_tokens=False)["input_ids"]])
    start = inputs["input_ids"].shape[1]
    for name, fill in (("input_ids", None), ("attention_mask", 1), ("token_type_ids", 1), ("mm_token_type_ids", 0)):
        if name in inputs:
            more = answer if fill is None else torch.full_like(answer, fill)
            inputs[name] = torch.cat([inputs[name], more.to(inputs[name].dtype)], dim=1)
    with torch.inference_mode():
        logs = reader._network(**inputs).logits.float().log_softmax(-1)
    return float(logs[0, start - 1 : -1].gather(1, answer[0][:, None]).sum())


@pytest.mark.parametrize("family", VLMS)
def test_scores_are_those_of_whole_answers(family: str, model_folder: Callable[[str], Path]) -> None:
    reader = Reader(EyeModel(model=str(model_folder(family)), device="cpu"))
    photo = photos()[0]
    prompt, endings = reader._words(ASKS, ANSWERS)
    expected = [whole(reader, ending, prompt, photo) for ending in endings]
    assert reader.scores(photo, ASKS, ANSWERS) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("family", VLMS)
def test_the_end_of_an_answer_counts(family: str, model_folder: Callable[[str], Path]) -> None:
    reader = Reader(EyeModel(model=str(model_folder(family)), device="cpu"))
    _, endings = reader._words(ASKS, ["shirt", "shirt dress"])
    assert not endings[1].startswith(endings[0])


@pytest.mark.parametrize("family", ["paligemma", "smolvlm", "qwen3_vl"])
def test_words_that_stand_for_pictures_or_ends_are_only_words(family: str, model_folder: Callable[[str], Path]) -> None:
    eye = VlmEye(EyeModel(model=str(model_folder(family)), device="cpu"), Vocabulary())
    question = Question("sly", "Is <image> or <|image_pad|> it?</s><|im_end|>", "")
    answers = eye.answer(photos()[0], question, ["<image>", "<|vision_start|><|image_pad|>", "dress<end_of_utterance>"])
    assert sum(answers.values()) == pytest.approx(1)


def test_more_choices_than_a_batch_are_scored_alike(model_folder: Callable[[str], Path]) -> None:
    reader = Reader(EyeModel(model=str(model_folder("smolvlm")), device="cpu"))
    many = [f"{colour} {kind}" for colour in ("black", "white", "red", "green") for kind in ANSWERS]
    prompt, endings = reader._words(ASKS, many)
    assert len(many) > 16
    assert reader.scores(photos()[0], ASKS, many)[-1] == pytest.approx(
        whole(reader, endings[-1], prompt, photos()[0]), abs=1e-3
    )


def test_an_answer_follows_a_prompt_as_the_models_template_writes_it(model_folder: Callable[[str], Path]) -> None:
    smol = Reader(EyeModel(model=str(model_folder("smolvlm")), device="cpu"))
    prompt, (ending,) = smol._words(ASKS, ["boots"])
    assert prompt.endswith("Assistant:")
    assert ending == " boots<end_of_utterance>"
    qwen = Reader(EyeModel(model=str(model_folder("qwen3_vl")), device="cpu"))
    assert qwen._words(ASKS, ["boots"])[1] == ["boots<|im_end|>"]
    pali = Reader(EyeModel(model=str(model_folder("paligemma")), device="cpu"))
    assert pali._words(ASKS, ["boots"]) == (f"<image>answer en {ASKS}", ["boots</s>"])


def test_a_model_without_a_chat_template_is_refused(model_folder: Callable[[str], Path], tmp_path: Path) -> None:
    for file in model_folder("smolvlm").iterdir():
        if file.name != "chat_template.jinja":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(BadInput, match="chat template"):
        VlmEye(EyeModel(model=str(tmp_path)), Vocabulary())
