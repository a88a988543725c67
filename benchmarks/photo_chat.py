"""How long a message with a photo takes: `python benchmarks/photo_chat.py --home DIR --images DIR [--n N]`."""

import argparse
import statistics
from collections import defaultdict
from pathlib import Path

from talks import passing_store

from agents.search import Searcher
from agents.stylist import Stylist
from foundation.photo import read_photo
from foundation.settings import Settings

# What is said with the photo, in turn.
MESSAGES = ("find this", "like this but in green", "what goes with this?", "what is this?")


def main() -> None:
    """Print p50 and p95 of a turn and of each agent, storing the photo included; no photo is sent twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--n", type=int, default=100)
    options = parser.parse_args()
    settings = Settings(home=options.home, images=options.images)
    paths = sorted(options.images.rglob("*.jpg"))
    photos = [read_photo(path) for path in paths[:: max(1, len(paths) // options.n)][: options.n]]
    taken: dict[str, list[float]] = defaultdict(list)
    with passing_store() as stores:
        stylist = Stylist(settings, Searcher.open(settings.state), *stores)
        for message in MESSAGES:
            stylist.chat(message, photos=photos[:1])
        for number, photo in enumerate(photos[1:]):
            turn = stylist.chat(MESSAGES[number % len(MESSAGES)], photos=[photo])
            for agent, milliseconds in turn["timings_ms"].items():
                taken[agent].append(milliseconds)
    for agent, times in taken.items():
        times.sort()
        p50, p95 = statistics.median(times), times[int(0.95 * len(times))]
        print(f"{agent:10} p50 {p50:.1f} ms, p95 {p95:.1f} ms, n {len(times)}")


if __name__ == "__main__":
    main()
