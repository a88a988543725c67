"""The encoder: seconds to load, milliseconds a query, texts a second, agreement of its three ways to run.

Prints JSON lines. Texts come from STYLIST_REAL_DATA/articles.csv.gz where that is set, else from the bundled sample.
"""

import argparse
import json
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from catalog.article import embedded_text  # noqa: E402
from catalog.loader import load  # noqa: E402
from encoding.encoder import TextEncoder, Vectors  # noqa: E402
from encoding.open import open_encoder  # noqa: E402
from encoding.weights import weights  # noqa: E402
from foundation.extras import installed  # noqa: E402
from foundation.settings import SAMPLE  # noqa: E402

QUERIES = (
    "red dress",
    "red summer dress for a wedding",
    "I need a warm navy wool coat for my son but not black, something he can wear to school",
)


def tell(benchmark: str, **figures: float | str) -> None:
    """Print one JSON line."""
    rounded = {name: round(value, 6) if isinstance(value, float) else value for name, value in figures.items()}
    print(json.dumps({"benchmark": benchmark, **rounded}), flush=True)


def quantiles_ms(action: Callable[[], object], runs: int) -> dict[str, float]:
    """Median and 95th percentile, in milliseconds."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return {"p50_ms": round(statistics.median(taken), 2), "p95_ms": round(statistics.quantiles(taken, n=20)[-1], 2)}


def read_texts(count: int) -> list[str]:
    """`count` distinct embedded texts, drawn with a fixed seed."""
    data = os.environ.get("STYLIST_REAL_DATA")
    columns = load(Path(data) / "articles.csv.gz" if data else SAMPLE / "articles.csv", {}, {}).columns
    triples = zip(columns["prod_name"], columns["product_type_name"], columns["detail_desc"], strict=True)
    texts = sorted({embedded_text(*triple) for triple in triples})
    return random.Random(0).sample(texts, min(count, len(texts)))


def encode_timed(label: str, encoder: TextEncoder, texts: list[str]) -> Vectors:
    """Encode `texts` once warm, and tell how many a second."""
    encoder.encode(texts[:32])
    started = time.perf_counter()
    vectors = encoder.encode(texts)
    tell(f"bulk {label}", texts=len(texts), texts_a_second=round(len(texts) / (time.perf_counter() - started), 1))
    return vectors


def main() -> None:
    """Measure the query path first, while the process holds nothing else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000, help="how many texts the bulk rates are measured on")
    parser.add_argument("--runs", type=int, default=200)
    args = parser.parse_args()
    started = time.perf_counter()
    minilm = open_encoder("minilm")
    tell("load", s=round(time.perf_counter() - started, 3))
    for query in QUERIES:
        tell("query", words=len(query.split()), **quantiles_ms(lambda query=query: minilm.encode([query]), args.runs))
    tell("memory", rss_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    texts = read_texts(args.texts)
    plain = encode_timed("numpy fp32", minilm, texts)
    if not installed("sentence_transformers"):
        return
    from encoding.sentence_transformer import SentenceTransformerEncoder

    for label, bf16 in (("torch fp32", False), ("torch bf16", True)):
        encoder = SentenceTransformerEncoder("minilm", weights("minilm"), bf16=bf16)
        cosines = (encode_timed(label, encoder, texts) * plain).sum(axis=1)
        ran_by = encoder.name
        tell(f"cosine of numpy to {label}", ran_by=ran_by, least=float(cosines.min()), mean=float(cosines.mean()))


if __name__ == "__main__":
    main()
