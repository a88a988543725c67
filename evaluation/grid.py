"""Grid: house and chat model in the two seats, planner and writer, on the same conversations, side by side.

The four cells tell apart what a model's plans and what its sentences do to the talk. Edits are compared as sets of
(operation, slot, value), turn by turn, with those the house made in its own talk: F1 over all turns, where a plan that
the model failed to give has no edits.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import Any

from evaluation.answer import Catalogue
from evaluation.metrics import Metric, measure_mean, measure_share, measure_statistic
from evaluation.report import find_sentences
from evaluation.runner import find_right
from evaluation.scenario import Chat, Scenario, TurnVerdict, run_scenario

SEATS = ("house", "chat")
CELLS = tuple((planner, writer) for planner in SEATS for writer in SEATS)
Edits = frozenset[tuple[str, str, str]]
Plan = Mapping[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Seated:
    """A turn as one pair of planner and writer took it, with the plan it ran on."""

    verdict: TurnVerdict
    plan: Plan

    @property
    def by_model(self) -> tuple[bool, bool]:
        """Whether planner and writer were the model after all: where it fails, the house steps in."""
        told = self.verdict.answer.provenance
        return str(told.get("planner", "")).startswith("chat"), str(told.get("writer", "")).startswith("chat")


def draw(scenarios: Sequence[Scenario], count: int, seed: int = 0) -> list[Scenario]:
    """That many conversations, a theme after the other."""
    dice = random.Random(f"grid {seed}")
    themes = [[one for one in scenarios if one.theme == theme] for theme in dict.fromkeys(s.theme for s in scenarios)]
    shuffled = [dice.sample(theme, len(theme)) for theme in dice.sample(themes, len(themes))]
    return [one for one in chain.from_iterable(zip_longest(*shuffled)) if one is not None][:count]


def run_cell(
    new_chat: Callable[[], Chat],
    plan_of: Callable[[str], Plan],
    catalogue: Catalogue,
    scenarios: Sequence[Scenario],
    progress: Progress | None = None,
) -> list[Seated]:
    """Talk the conversations through as written; `plan_of` gives the plan of a message id, asked right after it."""
    plans: dict[str, Plan] = {}
    turns: list[Seated] = []
    for done, scenario in enumerate(scenarios, 1):
        verdicts = run_scenario(scenario, _noting(new_chat(), plan_of, plans), catalogue)
        turns += [Seated(verdict, plans.get(verdict.answer.message_id or "", {})) for verdict in verdicts]
        if progress:
            progress(done, len(scenarios))
    return turns


def _noting(chat: Chat, plan_of: Callable[[str], Plan], plans: dict[str, Plan]) -> Chat:
    """A chat whose plans are noted while they are there: a later message may have all of it forgotten."""

    def noted(message: str) -> Mapping[str, Any]:
        turn = chat(message)
        if turn["message_id"]:
            plans[turn["message_id"]] = plan_of(turn["message_id"])
        return turn

    return noted


def measure_cell(cell: tuple[str, str], turns: Sequence[Seated], house: Sequence[Seated]) -> list[Metric]:
    """The figures of a cell, beside the turns that the house took in both seats."""
    verdicts = [one.verdict for one in turns]
    metrics = [
        measure_share("turns_right", (not one.reasons for one in verdicts)),
        measure_share("conversations_right", find_right(verdicts).values()),
        *(_measure_plans(turns, house) if cell[0] == "chat" else ()),
        *((measure_share("written_by_model", (one.by_model[1] for one in turns)),) if cell[1] == "chat" else ()),
        measure_statistic("sentences_dropped", [_count_sentences(one) for one in verdicts], _share),
        measure_mean("tokens_a_turn", [tokens for one in verdicts if (tokens := _count_tokens(one)) is not None]),
        measure_mean("seconds_a_turn", [_seconds(one) for one in verdicts]),
    ]
    return [replace(one, metric=f"grid_{cell[0]}_{cell[1]}_{one.metric}") for one in metrics if one]


def _measure_plans(turns: Sequence[Seated], house: Sequence[Seated]) -> Iterable[Metric | None]:
    yield measure_share("planned_by_model", (one.by_model[0] for one in turns))
    pairs = [(read_edits(one.plan) if one.by_model[0] else frozenset(), read_edits(two.plan))
             for one, two in zip(turns, house, strict=True)]  # fmt: skip
    yield measure_statistic("edit_f1", pairs, f1)


def read_edits(plan: Plan) -> Edits:
    """What a plan changes, value by value."""
    return frozenset(
        (str(edit["op"]), str(edit.get("slot") or ""), str(value).casefold())
        for edit in plan.get("edits", ())
        for value in (*edit.get("values", ()), *edit.get("handles", ())) or ("",)
    )


def f1(pairs: Sequence[tuple[Edits, Edits]]) -> float:
    """The F1 of edits against those expected, counted over all turns; 1 where there are none on either side."""
    hit = sum(len(given & wanted) for given, wanted in pairs)
    said, expected = sum(len(given) for given, _ in pairs), sum(len(wanted) for _, wanted in pairs)
    return 2 * hit / (said + expected) if said + expected else 1.0


def _count_sentences(verdict: TurnVerdict) -> tuple[int, int]:
    """How many sentences of a turn grounding dropped, and how many were written."""
    dropped = int(verdict.answer.provenance.get("dropped_sentences", 0))
    return dropped, dropped + len(find_sentences(verdict.answer.reply))


def _share(counts: Sequence[tuple[int, int]]) -> float:
    return sum(dropped for dropped, _ in counts) / max(1, sum(written for _, written in counts))


def _count_tokens(verdict: TurnVerdict) -> int | None:
    """The tokens that a turn cost a chat model, where it tells."""
    tokens = verdict.answer.provenance.get("tokens")
    return sum(tokens.values()) if tokens else None


def _seconds(verdict: TurnVerdict) -> float:
    return verdict.answer.timings_ms.get("total", 0.0) / 1000


def write_table(metrics: Sequence[Metric]) -> str:
    """The cells beside each other as a markdown table: a figure a row, a cell a column, intervals in brackets."""
    heads = [f"{planner} plans, {writer} writes" for planner, writer in CELLS]
    lines = [f"| | {' | '.join(heads)} |", f"| --- |{' --- |' * len(heads)}"]
    found = {metric.metric: metric for metric in metrics}
    prefixes = [f"grid_{planner}_{writer}_" for planner, writer in CELLS]
    rows = dict.fromkeys(name.removeprefix(prefix) for name in found for prefix in prefixes if name.startswith(prefix))
    for row in rows:
        cells = [_cell(found.get(prefix + row)) for prefix in prefixes]
        lines.append(f"| {row.replace('_', ' ')} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(metric: Metric | None) -> str:
    return f"{metric.value:.3f} ({metric.low:.3f} to {metric.high:.3f}, n {metric.n})" if metric else "–"
