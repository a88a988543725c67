"""The runner: puts queries and conversations to callables and returns what `stylist eval` prints."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from evaluation.answer import Catalogue
from evaluation.gold import SLOTS, Constraint, Query, Row, Shelf, check, count_products, satisfies
from evaluation.metrics import Metric, Tally, measure_count, measure_median, measure_pairs, measure_share, tally
from evaluation.report import Failure, Report, blame_turns, find_sentences, write_transcripts
from evaluation.scenario import Chat, Scenario, TurnVerdict, run_scenario

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SearchAnswer:
    """What a search gives: article ids, best first, and in words every part of the query it gave up."""

    ids: tuple[str, ...]
    relaxed: tuple[str, ...] = ()


Search = Callable[[str, int], SearchAnswer]


@dataclass(frozen=True)
class Outcome:
    """One query answered: its hits, those that gold judges, and how many products could have held it (≤ k)."""

    query: Query
    answer: SearchAnswer
    judged: tuple[Row | None, ...]
    available: int


def run_queries(
    search: Search,
    catalogue: Catalogue,
    queries: Sequence[Query],
    k: int = 10,
    progress: Progress | None = None,
) -> Report:
    """Ask every query for k hits and judge them against its gold.

    A query that no row of this catalogue can satisfy counts in `honest_misses` alone: right is to say what was
    relaxed. Where fewer than k products can, and the answer says what it relaxed, only as many hits as can be
    right are judged. `progress` is told how many of how many queries are done.
    """
    outcomes = []
    for done, query in enumerate(queries, 1):
        outcomes.append(_ask(search, catalogue, query, k))
        if progress:
            progress(done, len(queries))
    metrics = filter(None, _measure_queries(outcomes, k, catalogue))
    return Report(tuple(metrics), tuple(chain.from_iterable(_blame(one, catalogue, k) for one in outcomes)))


def _ask(search: Search, catalogue: Catalogue, query: Query, k: int) -> Outcome:
    answer = search(query.text, k)
    available = count_products(catalogue.values(), query.constraints, k)
    judged = answer.ids[: available if answer.relaxed else k]
    return Outcome(query, answer, tuple(catalogue.get(one) for one in judged), available)


def _measure_queries(outcomes: Sequence[Outcome], k: int, catalogue: Catalogue) -> Iterable[Metric | None]:
    possible = [one for one in outcomes if one.available]
    plenty = [one for one in outcomes if one.available >= k]
    yield measure_pairs(f"constraint_satisfaction@{k}", _tally_all(possible, k, lambda constraint: True))
    for slot in SLOTS:
        yield measure_pairs(f"wanted_{slot}@{k}", _tally_all(possible, k, _wants(slot)))
    yield measure_pairs(f"avoided@{k}", _tally_all(possible, k, lambda constraint: constraint.kind == "avoid"))
    yield measure_share(f"queries_all_right@{k}", (_is_right(one) for one in possible))
    yield measure_share(f"filled@{k}", (len(one.answer.ids) >= k for one in plenty))
    yield measure_share("needless_relaxations", (bool(one.answer.relaxed) for one in plenty))
    yield measure_share("honest_misses", (bool(one.answer.relaxed) for one in outcomes if not one.available))
    yield measure_share("invented_ids", (i not in catalogue for one in outcomes for i in one.answer.ids))


def _wants(slot: str) -> Callable[[Constraint], bool]:
    return lambda constraint: constraint.kind == "want" and constraint.slot == slot


def _tally_all(outcomes: Iterable[Outcome], k: int, counts: Callable[[Constraint], bool]) -> list[Tally]:
    return [tally(one.judged, one.query.constraints, k, counts) for one in outcomes]


def _is_right(outcome: Outcome) -> bool:
    rows = outcome.judged
    return bool(rows) and all(row is not None and satisfies(row, outcome.query.constraints) for row in rows)


def _blame(outcome: Outcome, catalogue: Catalogue, k: int) -> Iterable[Failure]:
    query, answer = outcome.query, outcome.answer
    reasons = [f"invented article {one}" for one in answer.ids if one not in catalogue]
    if not outcome.available and not answer.relaxed:
        reasons.append("nothing satisfies it, and the answer does not say what was relaxed")
    if outcome.available >= k and answer.relaxed:
        reasons.append(f"relaxed {'; '.join(answer.relaxed)}, though {k} products or more satisfy all of it")
    if outcome.available and not outcome.judged:
        reasons.append("no hits, though the catalogue has some")
    if outcome.available:
        reasons += [_explain(row, query.constraints) for row in outcome.judged if row and check(row, query.constraints)]
    return [Failure(query.id, None, query.text, reason) for reason in reasons]


def _explain(row: Row, constraints: Sequence[Constraint]) -> str:
    broken = ", ".join(constraint.describe() for constraint in check(row, constraints))
    facts = ", ".join(row.get(name, "") for name in ("product_type_name", "colour_group_name", "department_name"))
    return f"{row.get('article_id', '?')} {row.get('prod_name', '')!r} ({facts}) breaks: {broken}"


def run_scenarios(
    new_chat: Callable[[], Chat],
    catalogue: Catalogue,
    scenarios: Sequence[Scenario],
    full_catalogue: bool = True,
    progress: Progress | None = None,
    paraphrased: bool = True,
    sees: bool = True,
) -> Report:
    """Talk every conversation through, as written and, where `paraphrased`, in each paraphrase; `new_chat` gives each
    a chat of its own.

    With `full_catalogue` false, those that need the full catalogue are left out; with `sees` false, those with photos.
    `progress` is told how many of
    how many conversations are done.
    """
    kept = [one for one in scenarios if (full_catalogue or not one.full_only) and (sees or not one.has_photos)]
    shelf = Shelf.of(catalogue)
    verdicts: list[TurnVerdict] = []
    for done, scenario in enumerate(kept, 1):
        for wording in scenario.wordings if paraphrased else (0,):
            verdicts += run_scenario(scenario, new_chat(), shelf, wording)
        if progress:
            progress(done, len(kept))
    metrics = tuple(filter(None, _measure_scenarios(verdicts, catalogue)))
    return Report(metrics, blame_turns(verdicts), write_transcripts(verdicts, catalogue))


def _measure_scenarios(verdicts: Sequence[TurnVerdict], catalogue: Catalogue) -> Iterable[Metric | None]:
    written = [one for one in verdicts if not one.wording]
    yield measure_share("scenario_turns", (not one.reasons for one in written))
    yield measure_share("scenarios_all_right", find_right(written).values())
    yield from _measure_paraphrases([one for one in verdicts if one.wording])
    for theme in dict.fromkeys(one.theme for one in written):
        yield measure_share(f"scenario_turns_{theme}", (not one.reasons for one in written if one.theme == theme))
    yield measure_share("scenario_invented_ids", (i not in catalogue for one in verdicts for i in one.shown))
    yield from _measure_replies(written)


def _measure_paraphrases(verdicts: Sequence[TurnVerdict]) -> Iterable[Metric | None]:
    yield measure_share("paraphrase_turns", (not one.reasons for one in verdicts))
    yield measure_share("scenarios_worst_of_six", find_right(verdicts).values())


def find_right(verdicts: Iterable[TurnVerdict]) -> dict[str, bool]:
    """Whether every turn of every wording of a scenario passed."""
    right: dict[str, bool] = {}
    for one in verdicts:
        right[one.scenario] = right.get(one.scenario, True) and not one.reasons
    return right


def _measure_replies(verdicts: Sequence[TurnVerdict]) -> Iterable[Metric | None]:
    openings = Counter(find_opening(one.answer.reply) for one in verdicts if one.turn == 1)
    if openings:
        yield measure_count("openings_repeated", max(openings.values()), openings.total())
        longest = max(len(one.answer.reply.split()) for one in verdicts)
        yield measure_count("longest_reply_words", longest, len(verdicts))
    timed = (one.answer.timings_ms for one in verdicts)
    yield measure_median("turn_ms_p50", [timings["total"] for timings in timed if "total" in timings])


def find_opening(reply: str) -> str:
    """The first sentence of a reply, numbers and case aside: what a shopper hears again."""
    first = next(iter(find_sentences(reply)), "")
    return re.sub(r"\d+", "#", first.casefold())
