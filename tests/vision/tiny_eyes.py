"""Tiny eyes: the true classes of each family with random weights and tokenizers learned here, saved as on a hub."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from foundation.photo import Photo, read_photo
from tests.conftest import SAMPLE

WORDS = (
    "a photo of a garment: what kind is it? main colour; black white dark blue light green red trousers dress boots "
    "belt t-shirt sunglasses shirt hat or beanie striped solid denim answer en choose one assistant user "
)
IMAGE_TOKENS = (
    "<fake_token_around_image>", "<image>", "<global-img>", "<end_of_utterance>", "<|im_end|>", "<|im_start|>",
    "<|vision_start|>", "<|image_pad|>", "<|vision_end|>",
)  # fmt: skip
GRID = tuple(f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7))
SMOL_TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}"
    "{% if message['content'][0]['type'] == 'image' %}{{':'}}{% else %}{{': '}}{% endif %}"
    "{% for line in message['content'] %}{% if line['type'] == 'text' %}{{line['text']}}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
QWEN_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% for line in message['content'] %}"
    "{% if line['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% else %}{{ line['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
VISION = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2}
TEXT = {**VISION, "num_key_value_heads": 1, "max_position_embeddings": 4096}


def tokenizer(special: tuple[str, ...] = (), **more: Any) -> Any:
    """A byte-level BPE of a few hundred pieces."""
    import transformers
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    first = ["<pad>", "<s>", "</s>", "<unk>", "<bos>", "<eos>", *special]
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=first, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    made.train_from_iterator([WORDS] * 4, trainer)
    if not special:
        ends = [("<s>", 1), ("</s>", 2)]
        made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=ends)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", bos_token="<s>", eos_token="</s>", **more
    )


def _save(folder: Path, config: Any, pictures: Any, words: Any, **changes: float) -> Path:
    """A network of `config` with weights of a fixed seed, and its processor's parts, in `folder`."""
    import torch
    import transformers

    torch.manual_seed(0)
    network = getattr(transformers, config.architectures[0])(config)
    with torch.no_grad():
        for name, weight in network.named_parameters():
            # Weights as small as those of a fresh network would make every answer the same.
            if weight.ndim > 1:
                weight.normal_(0, 0.2)
            elif name in changes:
                weight.fill_(changes[name])
    network.save_pretrained(folder)
    pictures.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


def clip(folder: Path) -> Path:
    """A CLIP of 32 × 32 pixels."""
    import transformers

    config = transformers.CLIPConfig(
        text_config={**VISION, "vocab_size": 512, "max_position_embeddings": 40, "bos_token_id": 1, "eos_token_id": 2,
                     "pad_token_id": 0},
        vision_config={**VISION, "image_size": 32, "patch_size": 8},
        projection_dim=16, architectures=["CLIPModel"],
    )  # fmt: skip
    pictures = transformers.CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    return _save(folder, config, pictures, tokenizer())


def siglip(folder: Path) -> Path:
    """A SigLIP of 32 × 32 pixels."""
    import transformers

    config = transformers.SiglipConfig(
        text_config={**VISION, "vocab_size": 512, "max_position_embeddings": 40, "projection_size": 32},
        vision_config={**VISION, "image_size": 32, "patch_size": 8},
        architectures=["SiglipModel"],
    )
    pictures = transformers.SiglipImageProcessor(size={"height": 32, "width": 32})
    return _save(folder, config, pictures, tokenizer(), logit_scale=2.3, logit_bias=-10.0)


def siglip2(folder: Path) -> Path:
    """A SigLIP 2 of any proportions, 16 patches of 8 × 8 pixels."""
    import transformers

    config = transformers.Siglip2Config(
        text_config={**VISION, "vocab_size": 512, "max_position_embeddings": 40, "projection_size": 32},
        vision_config={**VISION, "num_patches": 16, "patch_size": 8},
        architectures=["Siglip2Model"],
    )
    pictures = transformers.Siglip2ImageProcessor(patch_size=8, max_num_patches=16)
    return _save(folder, config, pictures, tokenizer(), logit_scale=2.3, logit_bias=-10.0)


def paligemma(folder: Path) -> Path:
    """A PaliGemma of 32 × 32 pixels."""
    import transformers

    words = tokenizer(("<image>",))
    config = transformers.PaliGemmaConfig(
        text_config={**TEXT, "model_type": "gemma", "vocab_size": 2048, "head_dim": 16, "pad_token_id": 0},
        vision_config={**VISION, "model_type": "siglip_vision_model", "image_size": 32, "patch_size": 8,
                       "projection_dim": 32, "vision_use_head": False},
        image_token_index=words.convert_tokens_to_ids("<image>"), projection_dim=32,
        architectures=["PaliGemmaForConditionalGeneration"],
    )  # fmt: skip
    pictures = transformers.SiglipImageProcessor(size={"height": 32, "width": 32}, image_seq_length=16)
    return _save(folder, config, pictures, words)


def smolvlm(folder: Path, family: str = "SmolVLM") -> Path:
    """A SmolVLM (or Idefics 3) of tiles of 32 × 32 pixels, four tokens each."""
    import transformers

    words = tokenizer((*IMAGE_TOKENS, *GRID), chat_template=SMOL_TEMPLATE)
    config = getattr(transformers, f"{family}Config")(
        text_config={**TEXT, "model_type": "llama", "vocab_size": 512, "pad_token_id": 0},
        vision_config={**VISION, "image_size": 32, "patch_size": 8},
        image_token_id=words.convert_tokens_to_ids("<image>"), scale_factor=2, pad_token_id=0,
        architectures=[f"{family}ForConditionalGeneration"],
    )  # fmt: skip
    pictures = getattr(transformers, f"{family}ImageProcessor")(
        size={"longest_edge": 64}, max_image_size={"longest_edge": 32}
    )
    saved = _save(folder, config, pictures, words)
    told = {"image_seq_len": 4, "processor_class": f"{family}Processor"}
    (folder / "processor_config.json").write_text(json.dumps(told), encoding="utf-8")
    return saved


def idefics3(folder: Path) -> Path:
    """The family that the first SmolVLM and the largest SmolVLM2 are of."""
    return smolvlm(folder, "Idefics3")


def _qwen(folder: Path, family: str, patch: int, rope: Mapping[str, Any], **vision: Any) -> Path:
    import transformers

    words = tokenizer(IMAGE_TOKENS, chat_template=QWEN_TEMPLATE)
    ids = {name: words.convert_tokens_to_ids(token) for name, token in (
        ("image_token_id", "<|image_pad|>"), ("vision_start_token_id", "<|vision_start|>"),
        ("vision_end_token_id", "<|vision_end|>"))}  # fmt: skip
    config = getattr(transformers, f"{family}Config")(
        text_config={**TEXT, "vocab_size": 512, "head_dim": 16, "rope_parameters": rope, "pad_token_id": 0},
        vision_config={"depth": 2, "hidden_size": 32, "intermediate_size": 48, "num_heads": 2, "patch_size": patch,
                       "spatial_merge_size": 2, "temporal_patch_size": 2, "out_hidden_size": 32, **vision},
        **ids, video_token_id=511, architectures=[f"{family}ForConditionalGeneration"],
    )  # fmt: skip
    pictures = transformers.Qwen2VLImageProcessor(
        patch_size=patch, merge_size=2, temporal_patch_size=2,
        size={"shortest_edge": (2 * patch) ** 2, "longest_edge": (6 * patch) ** 2},
    )  # fmt: skip
    return _save(folder, config, pictures, words)


def qwen2_5_vl(folder: Path) -> Path:
    """A Qwen2.5-VL of patches of 8 × 8 pixels."""
    rope = {"rope_type": "default", "mrope_section": [2, 3, 3], "rope_theta": 10000.0}
    return _qwen(folder, "Qwen2_5_VL", 8, rope, window_size=32, fullatt_block_indexes=[1])


def qwen3_vl(folder: Path) -> Path:
    """A Qwen3-VL of patches of 8 × 8 pixels."""
    rope = {"rope_type": "default", "mrope_section": [2, 3, 3], "mrope_interleaved": True, "rope_theta": 10000.0}
    return _qwen(folder, "Qwen3VL", 8, rope, num_position_embeddings=64, deepstack_visual_indexes=[0])


CLIPS: Mapping[str, Callable[[Path], Path]] = {"clip": clip, "siglip": siglip, "siglip2": siglip2}
VLMS: Mapping[str, Callable[[Path], Path]] = {
    "paligemma": paligemma, "smolvlm": smolvlm, "idefics3": idefics3, "qwen2_5_vl": qwen2_5_vl, "qwen3_vl": qwen3_vl,
}  # fmt: skip


def photos() -> list[Photo]:
    """A few of the sample's pictures."""
    return [read_photo(path) for path in sorted((SAMPLE / "images").glob("*/*.jpg"))[:40:10]]


def shown(width: int, height: int) -> Photo:
    """Noise of a size."""
    pixels = np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Photo(pixels, f"{width:032}{height:032}")
