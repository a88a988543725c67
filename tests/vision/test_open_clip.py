"""SigLIPs that were saved for OpenCLIP: renamed, they see and read as OpenCLIP itself does.

open_clip_siglip.safetensors holds a tiny SigLIP of open_clip_torch 3.3 and timm 1.0 with random weights, and what
these made of a few inputs.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from foundation.errors import BadInput
from foundation.settings import EyeModel
from tests.vision.tiny_eyes import photos, tokenizer
from vision.clip import ClipEye
from vision.open_clip import CONFIG, WEIGHTS, renamed
from vision.question import Question
from vision.vocabulary import Vocabulary

pytestmark = pytest.mark.slow
SAVED = Path(__file__).with_name("open_clip_siglip.safetensors")
SIZES = {"hidden_size": 8, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}


def saved() -> tuple[dict[str, Any], dict[str, Any]]:
    """The weights, and inputs with what OpenCLIP made of them."""
    torch = pytest.importorskip("safetensors.torch")
    tensors = torch.load_file(SAVED)
    told = {name: tensor for name, tensor in tensors.items() if name.startswith(("given.", "expected."))}
    return {name: tensor for name, tensor in tensors.items() if name not in told}, told


def publish(folder: Path, weights: dict[str, Any], **vision: int) -> Path:
    """A folder as FashionSigLIP's: a config that says little, and code that must not run."""
    transformers = pytest.importorskip("transformers")
    from safetensors.torch import save_file

    folder.mkdir()
    save_file(weights, folder / WEIGHTS)
    config = {
        "model_type": "siglip",
        "auto_map": {"AutoModel": "sly.Sly"},
        "vision_config": {**SIZES, "image_size": 16, "patch_size": 4, **vision},
        "text_config": {**SIZES, "vocab_size": 40, "max_position_embeddings": 6, "projection_size": 8},
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / CONFIG).write_text(json.dumps({"model_cfg": {}}), encoding="utf-8")
    transformers.SiglipImageProcessor(size={"height": 16, "width": 16}).save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder


def test_renamed_weights_see_and_read_as_openclip_does(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    weights, told = saved()
    eye = ClipEye(EyeModel(model=str(publish(tmp_path / "model", weights)), device="cpu"), Vocabulary())
    with torch.inference_mode():
        pictures = eye._network.get_image_features(told["given.pixels"]).pooler_output
        texts = eye._network.get_text_features(told["given.tokens"]).pooler_output
    for made, expected in ((pictures, told["expected.pictures"]), (texts, told["expected.texts"])):
        assert torch.allclose(torch.nn.functional.normalize(made, dim=-1), expected, atol=1e-5)


def test_no_weight_is_left_over() -> None:
    weights, _ = saved()
    transformers = pytest.importorskip("transformers")
    config = transformers.SiglipConfig(
        vision_config={**SIZES, "image_size": 16, "patch_size": 4},
        text_config={**SIZES, "vocab_size": 40, "max_position_embeddings": 6, "projection_size": 8},
    )
    assert set(renamed(weights)) == set(transformers.SiglipModel(config).state_dict())


def test_a_network_of_other_sizes_is_refused(tmp_path: Path) -> None:
    weights, _ = saved()
    with pytest.raises(BadInput, match="can't be loaded") as caught:
        ClipEye(EyeModel(model=str(publish(tmp_path / "model", weights, num_hidden_layers=3))), Vocabulary())
    assert "\n" not in str(caught.value)


def test_it_answers_as_any_eye_does(tmp_path: Path) -> None:
    weights, _ = saved()
    # A vocabulary as large as the tokenizer's.
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    weights["text.token_embedding.weight"] = torch.randn(512, 8)
    folder = publish(tmp_path / "model", weights)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["text_config"]["vocab_size"] = 512
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    eye = ClipEye(EyeModel(model=str(folder), device="cpu"), Vocabulary())
    answers = eye.answer(photos()[0], Question("kind", "What is it?", ""), ["boots", "dress"])
    assert sum(answers.values()) == pytest.approx(1)
