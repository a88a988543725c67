"""Times chat turns of the house on the catalogue indexed under --home: every scenario's messages, one session each,
after the warm-up that `stylist serve` makes.

    python benchmarks/chat.py --home DIR

Prints one JSON line: {"turns", "p50_ms", "p99_ms", "search_p50_ms", "search_p99_ms"}.
"""

import gc
import json
import time

import numpy as np
from talks import read_options

from agents.stylist import Stylist
from evaluation.gold import load_queries
from evaluation.scenario import load_scenarios
from foundation.settings import read_settings


def main() -> None:
    """Time every turn of the scenarios, then every query, after one round that is not counted."""
    stylist = Stylist.open(read_settings(home=read_options(__doc__).home))
    stylist.warm()
    gc.collect()
    gc.freeze()
    queries = [query.text for query in load_queries()]
    for query in queries[:20]:
        stylist.search(query)
    turns = [
        milliseconds
        for talk in load_scenarios()
        for milliseconds in time_talk(stylist, [turn.say for turn in talk.turns])
    ]
    searches = [float(stylist.search(query)["ms"]) for query in queries]
    figures = {
        "turns": len(turns),
        **percentiles("", turns),
        "queries": len(queries),
        **percentiles("search_", searches),
    }
    print(json.dumps(figures))


def time_talk(stylist: Stylist, messages: list[str]) -> list[float]:
    """Milliseconds of each turn of one talk, storing included."""
    session = stylist.new_session()
    times = []
    for message in messages:
        started = time.perf_counter()
        session = stylist.chat(message, session)["session_id"]
        times.append((time.perf_counter() - started) * 1000)
    return times


def percentiles(prefix: str, times: list[float]) -> dict[str, float]:
    """The median and the 99th percentile."""
    middle, high = np.percentile(times, [50, 99])
    return {f"{prefix}p50_ms": round(float(middle), 1), f"{prefix}p99_ms": round(float(high), 1)}


if __name__ == "__main__":
    main()
