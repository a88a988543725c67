"""The clip eye: its probabilities are those of its model's own formula, and photos and texts share a space."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foundation.settings import EyeModel
from tests.vision.tiny_eyes import photos
from vision.clip import ClipEye, spoken
from vision.question import Question
from vision.view import view_of
from vision.vocabulary import Vocabulary

pytestmark = pytest.mark.slow
KINDS = ("Boots", "Dress", "Hat/beanie")
PLAIN = Question("kind", "What is it?", "", KINDS, statements=("a photo of {}",))


def opened(folder: Path, **more: Any) -> ClipEye:
    return ClipEye(EyeModel(model=str(folder), device="cpu", **more), Vocabulary())


def scores(folder: Path) -> Any:
    """What the model itself gives a photo for the statements of KINDS, as its makers run it."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    model = transformers.AutoModel.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    pictures = transformers.AutoImageProcessor.from_pretrained(folder, backend="pil")
    filled = {"padding": True} if model.config.model_type == "clip" else {"padding": "max_length", "max_length": 40}
    words = tokenizer([f"a photo of {spoken(kind)}" for kind in KINDS], return_tensors="pt", **filled)
    seen = pictures(images=view_of(photos()[0].image.resize((200, 200))), return_tensors="pt")
    with torch.inference_mode():
        return model(input_ids=words["input_ids"], **seen).logits_per_image[0]


def answered(eye: ClipEye) -> list[float]:
    square = view_of(photos()[0].image.resize((200, 200)))
    return list(eye.answer(photos()[0].showing(np.asarray(square)), PLAIN).values())


@pytest.mark.parametrize("family", ["siglip", "siglip2"])
def test_siglip_shares_out_what_each_pair_scores_by_itself(family: str, model_folder: Callable[[str], Path]) -> None:
    pairs = scores(model_folder(family)).sigmoid()
    assert answered(opened(model_folder(family))) == pytest.approx((pairs / pairs.sum()).tolist(), rel=1e-3)


def test_clip_is_a_softmax_at_the_temperature_it_learned(model_folder: Callable[[str], Path]) -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    eye, photo = opened(model_folder("clip")), photos()[0]
    model = transformers.CLIPModel.from_pretrained(model_folder("clip"))
    texts = eye.embed_text([f"a photo of {spoken(kind)}" for kind in KINDS])
    expected = (torch.tensor(texts @ eye.embed(photo)) * model.logit_scale.detach().exp()).softmax(0)
    assert list(eye.answer(photo, PLAIN).values()) == pytest.approx(expected.tolist(), rel=1e-3)


def test_a_tokenizer_whose_class_can_not_be_had_is_read_from_its_file(
    model_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(model_folder("siglip"), tmp_path / "siglip"))
    told = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    (folder / "tokenizer_config.json").write_text(
        json.dumps({**told, "tokenizer_class": "SiglipTokenizer"}), encoding="utf-8"
    )
    assert answered(opened(folder)) == pytest.approx(answered(opened(model_folder("siglip"))), rel=1e-6)


def test_signs_are_left_out_of_what_siglip_reads(model_folder: Callable[[str], Path]) -> None:
    eye, other = opened(model_folder("siglip")), opened(model_folder("siglip2"))
    assert np.array_equal(*eye.embed_text(["A red, short dress!", "a red short dress"]))
    assert not np.array_equal(*other.embed_text(["A red, short dress!", "a red short dress"]))


def test_texts_lie_in_the_space_of_photos(model_folder: Callable[[str], Path]) -> None:
    eye = opened(model_folder("clip"))
    texts = eye.embed_text(["a red dress", "boots"])
    assert texts.shape == (2, len(eye.embed(photos()[0])))
    assert np.linalg.norm(texts, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_threads_may_share_it(model_folder: Callable[[str], Path]) -> None:
    eye, several = opened(model_folder("clip")), photos()
    questions = [
        Question(f"q{number}", "What is it?", "", KINDS, statements=(f"{number} {{}}",)) for number in range(8)
    ]
    asked = [(photo, question) for photo in several for question in questions]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: eye.answer(*one), asked))
    alone = opened(model_folder("clip"))
    for one, answer in zip(asked, answers, strict=True):
        assert answer == pytest.approx(alone.answer(*one), abs=1e-6)


def test_several_statements_are_averaged(model_folder: Callable[[str], Path]) -> None:
    eye, photo = opened(model_folder("clip")), photos()[0]
    each = [eye.answer(photo, Question("kind", "?", "", KINDS, statements=(line,))) for line in ("{}", "worn {}")]
    both = eye.answer(photo, Question("kind", "?", "", KINDS, statements=("{}", "worn {}")))
    assert dict(both) not in [dict(one) for one in each]


def test_the_whole_of_a_tall_picture_is_seen(model_folder: Callable[[str], Path]) -> None:
    eye, tall = opened(model_folder("clip")), photos()[0]
    pixels = np.full((300, 100, 3), 255, np.uint8)
    pixels[:40] = (200, 0, 0)
    plain = np.full((300, 100, 3), 255, np.uint8)
    assert not np.allclose(eye.embed(tall.showing(pixels)), eye.embed(tall.showing(plain)), atol=1e-4)


def test_half_precision_is_a_setting(model_folder: Callable[[str], Path]) -> None:
    whole, half = (opened(model_folder("clip"), dtype=dtype) for dtype in ("float32", "bfloat16"))
    photo = photos()[0]
    assert float(whole.embed(photo) @ half.embed(photo)) == pytest.approx(1, abs=0.02)
    assert not np.array_equal(whole.embed(photo), half.embed(photo))
