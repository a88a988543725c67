"""OpenCLIP: a SigLIP's weights under the names that OpenCLIP and timm give them, as FashionSigLIP is published.

The network is the same as transformers' own; its tensors are renamed, and those that one side holds together and the
other apart are split or joined. OpenCLIP trains it with the exact GELU.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from foundation.extras import need

CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"
ACTIVATION = "gelu"
# OpenCLIP's names and ours, tried in this order; what stands in a layer keeps its number.
_NAMES = (
    (r"^visual\.trunk\.patch_embed\.proj\.", "vision_model.embeddings.patch_embedding."),
    (r"^visual\.trunk\.pos_embed$", "vision_model.embeddings.position_embedding.weight"),
    (r"^visual\.trunk\.norm\.", "vision_model.post_layernorm."),
    (r"^visual\.trunk\.attn_pool\.latent$", "vision_model.head.probe"),
    (r"^visual\.trunk\.attn_pool\.proj\.", "vision_model.head.attention.out_proj."),
    (r"^visual\.trunk\.attn_pool\.norm\.", "vision_model.head.layernorm."),
    (r"^visual\.trunk\.attn_pool\.mlp\.", "vision_model.head.mlp."),
    (r"^visual\.trunk\.blocks\.(\d+)\.", r"vision_model.encoder.layers.\1."),
    (r"^text\.token_embedding\.", "text_model.embeddings.token_embedding."),
    (r"^text\.positional_embedding$", "text_model.embeddings.position_embedding.weight"),
    (r"^text\.ln_final\.", "text_model.final_layer_norm."),
    (r"^text\.text_projection\.", "text_model.head."),
    (r"^text\.transformer\.resblocks\.(\d+)\.", r"text_model.encoder.layers.\1."),
    (r"\.(?:norm|ln_)([12])\.", r".layer_norm\1."),
    (r"\.attn\.(?:out_)?proj\.", ".self_attn.out_proj."),
    (r"\.mlp\.c_fc\.", ".mlp.fc1."),
    (r"\.mlp\.c_proj\.", ".mlp.fc2."),
)
# Queries, keys and values of a layer, which OpenCLIP holds one below the other.
_TOGETHER = re.compile(r"^(.+)\.attn\.(?:qkv\.|in_proj_)(weight|bias)$")
_POOL = "visual.trunk.attn_pool."


def renamed(tensors: Mapping[str, Any]) -> dict[str, Any]:
    """OpenCLIP's tensors of a SigLIP as transformers names and shapes them."""
    pool = {f"vision_model.head.attention.in_proj_{part}": _pooled(tensors, part) for part in ("weight", "bias")}
    rest = {name: tensor for name, tensor in tensors.items() if not re.match(re.escape(_POOL) + r"(q|kv)\.", name)}
    return {**pool, **{ours: tensor for name, tensor in rest.items() for ours, tensor in _ours(name, tensor)}}


def _pooled(tensors: Mapping[str, Any], part: str) -> Any:
    """What asks in the picture's last layer, and what is asked there, in one."""
    return need("torch").cat([tensors[f"{_POOL}{name}.{part}"] for name in ("q", "kv")])


def _ours(name: str, tensor: Any) -> Iterator[tuple[str, Any]]:
    if together := _TOGETHER.match(name):
        for which, third in zip("qkv", tensor.chunk(3), strict=True):
            yield f"{_named(together[1] + '.')}self_attn.{which}_proj.{together[2]}", third
    elif name in ("logit_scale", "logit_bias"):
        yield name, tensor.reshape(1)
    else:
        yield _named(name), tensor.squeeze(0) if name.endswith("pos_embed") else tensor


def _named(name: str) -> str:
    for theirs, ours in _NAMES:
        name = re.sub(theirs, ours, name)
    return name
