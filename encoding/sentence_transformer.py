"""Sentence transformers: any such model as an encoder, and the faster way to run MiniLM over a whole catalogue.

torch is imported when the first text is encoded, so that opening an encoder costs nothing where nothing is to encode.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from encoding.encoder import Progress, TextEncoder, Vectors
from foundation.errors import BadInput
from foundation.extras import need

BATCH = 64
BLOCK = 256
FEW = 500
Role = Literal["query", "document"]


class SentenceTransformerEncoder:
    """A sentence-transformers model from `source` (a folder or a hub id), called `model` in names.

    Its texts are queries or documents: some models tell them apart by a prompt. With `bf16`, matrix products run in
    bfloat16 where the processor computes in it; sums stay in float32.
    """

    def __init__(self, model: str, source: str | Path, role: Role = "query", bf16: bool = False):
        self._model_name, self._source, self._role, self._bf16 = model, str(source), role, bf16

    @property
    def name(self) -> str:
        """The model's name, and what runs it where that changes the last digits."""
        return f"{self._model_name} (torch bf16)" if self._in_bf16 else self._model_name

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of `texts` (texts, dim), longest first in blocks of BLOCK, a core a block."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]), reverse=True)
        vectors = np.empty((len(texts), self.dim), np.float32)
        done = 0
        for block, rows in self._encode_blocks([order[at : at + BLOCK] for at in range(0, len(order), BLOCK)], texts):
            vectors[block] = rows
            done += len(block)
            if progress:
                progress(done, len(order))
        return vectors

    def _encode_blocks(self, blocks: list[list[int]], texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors]]:
        def run(block: list[int]) -> Vectors:
            return self._encode_block([texts[index] for index in block])

        # The first block goes alone: it sets the tokenizer's padding, which must not change under another's feet.
        yield from ((block, run(block)) for block in blocks[:1])
        if len(blocks) > 1:
            with ThreadPoolExecutor(self._workers) as pool, one_thread_an_operation():
                yield from zip(blocks[1:], pool.map(run, blocks[1:]), strict=True)

    @property
    def _workers(self) -> int:
        return (os.cpu_count() or 1) if self._model.device.type == "cpu" else 1

    def _encode_block(self, texts: list[str]) -> Vectors:
        torch = need("torch")
        encode = self._model.encode_query if self._role == "query" else self._model.encode_document
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._in_bf16):
            states = encode(texts, batch_size=BATCH, convert_to_tensor=True, show_progress_bar=False)
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
        self._large = SentenceTransformerEncoder(small.name, folder, "document", bf16=True)
        self.name, self.dim = small.name, small.dim

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of `texts` (texts, dim); afterwards `name` says what ran."""
        encoder: TextEncoder = self._small if len(texts) <= FEW else self._large
        vectors = encoder.encode(texts, progress)
        self.name = encoder.name
        return vectors


@contextmanager
def one_thread_an_operation() -> Iterator[None]:
    """Split no operation of torch over threads: where blocks have a core each, that only makes them wait."""
    torch = need("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def computes_in_bf16() -> bool:
    """Whether this processor multiplies in bfloat16 (AVX512-BF16 or AMX); elsewhere that is slower than float32."""
    cpu = need("torch").cpu
    return bool(cpu._is_avx512_bf16_supported() or cpu._is_amx_tile_supported())
