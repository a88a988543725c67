"""Metrics: figures with 95 % intervals, and how a ranked list is judged against its gold.

Sources of the intervals: of a share, E. B. Wilson, Probable inference, the law of succession, and statistical
inference, JASA 22 (1927); of a mean or a ratio, the percentile bootstrap (B. Efron, Annals of Statistics 7, 1979); of a
median, the order statistics that the binomial gives.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median
from typing import TypeVar

from evaluation.gold import Constraint, Row

Z95 = 1.959964
RESAMPLES = 1000
Case = TypeVar("Case")


@dataclass(frozen=True)
class Metric:
    """A figure with its 95 % interval; `n` counts what the interval counts (queries, turns, items)."""

    metric: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Tally:
    """How many (hit, constraint) pairs of one query hold."""

    held: int
    pairs: int


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share seen in n independent cases; (0, 1) when n is 0."""
    if n == 0:
        return 0.0, 1.0
    centre = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2)) / (1 + Z95**2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def measure_share(metric: str, outcomes: Iterable[bool]) -> Metric | None:
    """The share of true outcomes, or None when there is nothing to count."""
    seen = list(outcomes)
    return _make(metric, sum(seen) / len(seen), len(seen)) if seen else None


def measure_pairs(metric: str, tallies: Iterable[Tally]) -> Metric | None:
    """The share of (hit, constraint) pairs that hold, over all queries; None when there is no pair.

    The hits of one query stand or fall together, so the interval counts queries, not pairs.
    """
    counted = [tally for tally in tallies if tally.pairs]
    pairs = sum(tally.pairs for tally in counted)
    return _make(metric, sum(tally.held for tally in counted) / pairs, len(counted)) if counted else None


def tally(
    rows: Sequence[Row | None],
    constraints: Iterable[Constraint],
    k: int,
    counts: Callable[[Constraint], bool] = lambda constraint: True,
) -> Tally:
    """The pairs of the shown rows and those constraints that `counts` picks.

    An invented row (None) holds nothing. No row at all is as bad as k wrong ones.
    """
    picked = [constraint for constraint in constraints if counts(constraint)]
    if not rows:
        return Tally(0, k * len(picked))
    held = sum(row is not None and constraint.holds(row) for row in rows for constraint in picked)
    return Tally(held, len(rows) * len(picked))


def measure_count(metric: str, count: int, n: int) -> Metric:
    """A plain count over n cases: it is what it is, so its interval is the count itself."""
    return Metric(metric, count, count, count, n)


def measure_median(metric: str, values: Iterable[float]) -> Metric | None:
    """The median of values, or None where there is none."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, n = Z95 * sqrt(len(ordered)) / 2, len(ordered)
    low, high = ordered[max(0, int(n / 2 - half))], ordered[min(n - 1, int(n / 2 + half))]
    return Metric(metric, round(median(ordered), 4), round(low, 4), round(high, 4), n)


def measure_mean(metric: str, values: Sequence[float]) -> Metric | None:
    """The mean of values, or None where there is none."""
    return measure_statistic(metric, values, fmean)


def measure_statistic(
    metric: str, cases: Sequence[Case], statistic: Callable[[Sequence[Case]], float]
) -> Metric | None:
    """Any statistic of cases with its bootstrap interval, or None where there is no case. The same each time."""
    if not cases:
        return None
    draw = random.Random(metric)
    drawn = sorted(statistic(draw.choices(cases, k=len(cases))) for _ in range(RESAMPLES))
    low, high = drawn[int(RESAMPLES * 0.025)], drawn[int(RESAMPLES * 0.975)]
    return Metric(metric, round(statistic(cases), 4), round(low, 4), round(high, 4), len(cases))


def _make(metric: str, share: float, n: int) -> Metric:
    low, high = wilson(share, n)
    return Metric(metric, round(share, 4), round(low, 4), round(high, 4), n)
