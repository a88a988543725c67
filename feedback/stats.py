"""Stats: how the answers and the articles were rated, by reason and by who answered, with 95 % intervals."""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Any

from storage.store import Store
from storage.talk import Rating

Z_95 = 1.959964


def stats(store: Store, owner_id: str) -> dict[str, Any]:
    """Counts over the owner's ratings as they stand (a later one of the same thing replaces an earlier one).

    `answers` and `items` are tallies {"up", "down", "share_up"}; `planners` and `writers` map "name version" to the
    tally of whole answers; `replaced` counts the ratings that were given anew.
    """
    thumbs: dict[tuple[str, str], Counter[str]] = {("answers", ""): Counter(), ("items", ""): Counter()}
    reasons: Counter[str] = Counter()
    consent: Counter[bool] = Counter()
    for rating in store.feedback(owner_id):
        consent[rating.consent] += 1
        reasons.update(rating.reasons)
        for group in _groups(rating):
            thumbs.setdefault(group, Counter())[rating.rating] += 1
    return {
        "ratings": consent.total(),
        "replaced": sum(1 for _ in store.feedback(owner_id, latest_only=False)) - consent.total(),
        "consent": {"given": consent[True], "not_given": consent[False]},
        "answers": tally(thumbs["answers", ""]),
        "items": tally(thumbs["items", ""]),
        "reasons": dict(reasons.most_common()),
        "planners": {name: tally(counts) for (kind, name), counts in sorted(thumbs.items()) if kind == "planner"},
        "writers": {name: tally(counts) for (kind, name), counts in sorted(thumbs.items()) if kind == "writer"},
    }


def tally(counts: Mapping[str, int]) -> dict[str, Any]:
    """Thumbs up and down, and the share of thumbs up with its Wilson interval (None without ratings)."""
    up, down = counts.get("up", 0), counts.get("down", 0)
    n = up + down
    if n == 0:
        return {"up": 0, "down": 0, "share_up": None}
    low, high = wilson(up, n)
    share = {"value": round(up / n, 4), "low": round(low, 4), "high": round(high, 4), "n": n}
    return {"up": up, "down": down, "share_up": share}


def wilson(successes: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927): sound for few ratings and for shares near 0 and 1. n ≥ 1."""
    share = successes / n
    centre = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def _groups(rating: Rating) -> Iterator[tuple[str, str]]:
    """The tallies a rating counts in; what answered is judged by whole answers only."""
    if rating.article_id is not None:
        yield "items", ""
        return
    yield "answers", ""
    yield "planner", f"{rating.planner} {rating.planner_version}".strip()
    yield "writer", f"{rating.writer} {rating.writer_version}".strip()
