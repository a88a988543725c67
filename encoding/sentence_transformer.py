"""Sentence transformers: any such model as an encoder, and the faster way to run MiniLM over a whole catalogue.

torch is imported when the first text is encoded, so that opening an encoder costs nothing where nothing is to encode.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from encoding.encoder import Progress, TextEncoder, Vectors
from foundation.errors import BadInput
from foundation.extras import need

BATCH = 64
BLOCK = 1024
FEW = 500


class SentenceTransformerEncoder:
    """A sentence-transformers model from `source` (a folder or a hub id), called `model` in names.

    With `bf16`, matrix products run in bfloat16 where the processor computes in it; sums stay in float32.
    """

    def __init__(self, model: str, source: str | Path, bf16: bool = False):
        self._model_name, self._source, self._bf16 = model, str(source), bf16

    @property
    def name(self) -> str:
        """The model's name, and what runs it where that changes the last digits."""
        return f"{self._model_name} (torch bf16)" if self._in_bf16 else self._model_name

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of `texts` (texts, dim), longest first in blocks of BLOCK."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]), reverse=True)
        vectors = np.empty((len(texts), self.dim), np.float32)
        for start in range(0, len(order), BLOCK):
            block = order[start : start + BLOCK]
            vectors[block] = self._encode_block([texts[index] for index in block])
            if progress:
                progress(start + len(block), len(order))
        return vectors

    def _encode_block(self, texts: list[str]) -> Vectors:
        torch = need("torch")
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._in_bf16):
            states = self._model.encode(texts, batch_size=BATCH, convert_to_numpy=False, convert_to_tensor=True)
        vectors = states.float().cpu().numpy()
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)

    @cached_property
    def _in_bf16(self) -> bool:
        return self._bf16 and computes_in_bf16()

    @cached_property
    def _model(self) -> Any:
        library = need("sentence_transformers")
        try:
            return library.SentenceTransformer(self._source)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise BadInput(f"encoder '{self._source}' can't be loaded ({reason}): give a model's folder") from None


class BulkMiniLM:
    """MiniLM for indexing: torch for a catalogue, and the numpy network `small` for a few changed texts."""

    def __init__(self, small: TextEncoder, folder: Path):
        self._small = small
        self._large = SentenceTransformerEncoder(small.name, folder, bf16=True)
        self.name, self.dim = small.name, small.dim

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of `texts` (texts, dim); afterwards `name` says what ran."""
        encoder: TextEncoder = self._small if len(texts) <= FEW else self._large
        vectors = encoder.encode(texts, progress)
        self.name = encoder.name
        return vectors


def computes_in_bf16() -> bool:
    """Whether this processor multiplies in bfloat16 (AVX512-BF16 or AMX); elsewhere that is slower than float32."""
    cpu = need("torch").cpu
    return bool(cpu._is_avx512_bf16_supported() or cpu._is_amx_tile_supported())
