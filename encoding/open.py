"""Opening encoders by name: one for queries, which loads no torch for MiniLM, and one for indexing a catalogue."""

from encoding.encoder import TextEncoder
from encoding.weights import weights
from foundation.extras import installed

MINILM = "minilm"


def open_encoder(name: str) -> TextEncoder:
    """The query encoder: `minilm` in plain numpy, else a sentence-transformers model's path or hub id.

    Raises MissingExtra where the weights or the torch extra are absent, BadInput where the model can't be loaded.
    """
    if name == MINILM:
        from encoding.minilm import MiniLM

        return MiniLM(weights(MINILM))
    from encoding.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name, name)


def open_bulk_encoder(name: str) -> TextEncoder:
    """The encoder of whole catalogues, its vectors comparable with `open_encoder(name)`'s; raises as that does.

    MiniLM runs in torch where that is installed (in bf16 where the processor has it), else in numpy.
    """
    if name != MINILM:
        from encoding.sentence_transformer import SentenceTransformerEncoder

        return SentenceTransformerEncoder(name, name, "document")
    from encoding.minilm import MiniLM

    small = MiniLM(weights(MINILM))
    if not installed("sentence_transformers"):
        return small
    from encoding.sentence_transformer import BulkMiniLM

    return BulkMiniLM(small, weights(MINILM))
