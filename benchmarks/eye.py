"""How long the eye and the body take for a photo: `python benchmarks/eye.py --home DIR --images DIR [--n N]`."""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from foundation.photo import Photo, read_photo
from vision.body import open_body
from vision.caption import Captioner
from vision.eye import open_eye


def main() -> None:
    """Print p50 and p95 of each part over pictures, none of them seen before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--n", type=int, default=100)
    options = parser.parse_args()
    eye, body = open_eye(options.home), open_body()
    paths = sorted(options.images.rglob("*.jpg"))
    photos = [read_photo(path) for path in paths[:: max(1, len(paths) // options.n)][: options.n]]
    for name, work in (("eye", eye.see), ("body", body.find), ("caption, both", Captioner(eye, body).caption)):
        _print(name, work, photos)


def _print(name: str, work: Callable[[Photo], object], photos: list[Photo]) -> None:
    work(photos[0])
    taken = []
    for photo in photos[1:]:
        started = time.perf_counter()
        work(photo)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    p50, p95 = statistics.median(taken), taken[int(0.95 * len(taken))]
    print(f"{name:18} p50 {p50:.1f} ms, p95 {p95:.1f} ms, n {len(taken)}")


if __name__ == "__main__":
    main()
