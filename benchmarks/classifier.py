"""The classifier: seconds to the first label, and milliseconds a text. Prints JSON lines."""

import argparse
import json
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agents.requests.classifier import Classifier  # noqa: E402
from training.families import own_texts  # noqa: E402


def main() -> None:
    """Label texts of the project's own one by one, as a talk does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("~/.stylist").expanduser())
    parser.add_argument("--runs", type=int, default=500, help="how many texts")
    args = parser.parse_args()
    started = time.perf_counter()
    classifier = Classifier.open(args.home)
    classifier.label("hello")
    print(json.dumps({"benchmark": "first label", "s": round(time.perf_counter() - started, 3)}))
    texts = [text.text for text in own_texts()]
    taken = []
    for text in texts[:: max(1, len(texts) // args.runs)]:
        started = time.perf_counter()
        classifier.label(text)
        taken.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(taken, n=100)
    figures = {
        "n": len(taken),
        "p50_ms": round(cuts[49], 2),
        "p95_ms": round(cuts[94], 2),
        "p99_ms": round(cuts[98], 2),
    }
    rss = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps({"benchmark": "label", "classifier": classifier.card.name, **figures, "rss_mb": rss}))


if __name__ == "__main__":
    main()
