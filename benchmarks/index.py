"""The index: seconds to build, update and open it, milliseconds of a scan, memory of a search. Prints JSON lines.

Runs on STYLIST_REAL_DATA/articles.csv.gz; `--home` measures an index that is there already and builds nothing.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
QUERIES = ("red summer dress", "warm wool coat for my son", "wide linen trousers", "something for a beach party")
ONCE = """
import sys, time
started = time.perf_counter()
from pathlib import Path
from encoding.open import open_encoder
from retrieval.index import Index
index = Index.open(Path(sys.argv[1]))
opened = time.perf_counter()
index.vectors.search(open_encoder(index.encoder_name).encode(["red summer dress"])[0], 100)
searched = time.perf_counter()
# The peak of this program alone: getrusage's would count what the parent held before.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(opened - started, searched - started, peak.split()[1])
"""


def tell(benchmark: str, **figures: float | str) -> None:
    """Print one JSON line."""
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    print(json.dumps({"benchmark": benchmark, **rounded}), flush=True)


def p50_ms(action: Callable[[], object], runs: int = 100) -> float:
    """The median milliseconds of `action`."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def build(home: Path) -> None:
    """Build the real catalogue's index, then update it after one description and one colour changed."""
    from catalog.loader import load
    from encoding.open import open_bulk_encoder
    from encoding.progress import Bar
    from retrieval.index import Index

    if "STYLIST_REAL_DATA" not in os.environ:
        sys.exit("STYLIST_REAL_DATA is not set: name the folder with articles.csv.gz, or give --home")
    started = time.perf_counter()
    loaded = load(Path(os.environ["STYLIST_REAL_DATA"]) / "articles.csv.gz", {}, {})
    read = time.perf_counter() - started
    report = Index.build(loaded, home, open_bulk_encoder("minilm"), Bar("embedding"))
    seconds = report["seconds"]
    lexical = read + sum(seconds[part] for part in ("table", "lexical", "publish"))
    tell("index lexical", rows=report["rows"], read_s=read, all_s=lexical)
    encoded_by = Index.open(home).manifest["encoded_by"][0]
    tell("index dense", texts=report["embedded"], s=seconds["dense"], encoder=encoded_by, bytes=report["bytes"])
    columns = dict(loaded.columns)
    columns["detail_desc"] = ["Changed for the benchmark.", *columns["detail_desc"][1:]]
    started = time.perf_counter()
    report = Index.build(replace(loaded, columns=columns), home, open_bulk_encoder("minilm"))
    tell("index update", s=time.perf_counter() - started, embedded=report["embedded"], reused=report["reused"])


def measure(home: Path) -> None:
    """Opening, scanning and the memory of a search."""
    import numpy as np

    from catalog.words import stems
    from encoding.open import open_encoder
    from retrieval.index import Index

    started = time.perf_counter()
    index = Index.open(home)
    tell("index open", s=time.perf_counter() - started, rows=len(index.table), texts=index.table.text_count)
    assert index.vectors is not None
    vectors = index.vectors
    query = open_encoder(index.encoder_name).encode(QUERIES[:1])[0]
    allowed = np.arange(len(vectors)) % 10 == 0
    tell("scan all", p50_ms=p50_ms(lambda: vectors.search(query, 100)))
    tell("scan a tenth", p50_ms=p50_ms(lambda: vectors.search(query, 100, allowed)))
    tell("bm25", p50_ms=statistics.mean(p50_ms(lambda q=q: index.lexical.scores(stems(q))) for q in QUERIES))
    tell("phrase", p50_ms=p50_ms(lambda: index.terms.occurrences(("v", "neck"))))
    started = time.perf_counter()
    faults = Index.verify(home)
    tell("index verify", s=time.perf_counter() - started, faults=len(faults))
    measure_fresh(home)


def measure_fresh(home: Path) -> None:
    """A process that opens the index, loads the encoder and searches once."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", ONCE, str(home)]
    output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    opened, searched, peak_kb = output.split()
    tell("fresh process", open_s=float(opened), search_s=float(searched), rss_mb=round(int(peak_kb) / 1024))


def main() -> None:
    """Build in a temporary home, or take the one given, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="measure this home's index instead of building one")
    args = parser.parse_args()
    if args.home:
        measure(args.home)
        return
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        measure(Path(folder))


if __name__ == "__main__":
    main()
