"""Report: what an evaluation found, and how a conversation that failed reads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluation.answer import Answer, Catalogue
from evaluation.metrics import Metric
from evaluation.scenario import TurnVerdict

FACTS = ("product_type_name", "colour_group_name", "department_name")


@dataclass(frozen=True)
class Failure:
    """One thing that went wrong: the query or scenario, its turn (None for a query), what was said, and why."""

    id: str
    turn: int | None
    said: str
    reason: str


@dataclass(frozen=True)
class Report:
    """The metrics in the order they print, every failure behind them, and the failed conversations to read."""

    metrics: tuple[Metric, ...]
    failures: tuple[Failure, ...]
    transcripts: tuple[str, ...] = ()


def find_sentences(reply: str) -> list[str]:
    """The sentences of a reply."""
    return [one for one in re.split(r"(?<=[.!?…])\s+", reply.strip()) if one]


def name_talk(verdict: TurnVerdict) -> str:
    """A conversation by its scenario and, where it is one, its paraphrase."""
    return f"{verdict.scenario} (paraphrase {verdict.wording})" if verdict.wording else verdict.scenario


def blame_turns(verdicts: Iterable[TurnVerdict]) -> tuple[Failure, ...]:
    """A failure a reason."""
    return tuple(Failure(name_talk(one), one.turn, one.said, why) for one in verdicts for why in one.reasons)


def write_transcripts(verdicts: Iterable[TurnVerdict], catalogue: Catalogue) -> tuple[str, ...]:
    """Every conversation with a failed turn, all of its turns; a text of several lines each."""
    talks = [list(turns) for _, turns in groupby(verdicts, key=name_talk)]
    return tuple(_write(turns, catalogue) for turns in talks if any(turn.reasons for turn in turns))


def _write(turns: Sequence[TurnVerdict], catalogue: Catalogue) -> str:
    lines = [f"── {turns[0].theme}: {name_talk(turns[0])}"]
    for turn in turns:
        lines += [f"{turn.turn}. shopper: {turn.said}", *describe_answer(turn.answer, catalogue)]
        lines += [f"   ✗ {reason}" for reason in turn.reasons]
    return "\n".join(lines)


def describe_answer(answer: Answer, catalogue: Catalogue) -> list[str]:
    """An answer in lines: what was said and done, the brief, each card and look."""
    brief = answer.brief.model_dump(exclude_defaults=True)
    lines = [f"   stylist: {answer.reply}", f"   acts {', '.join(answer.acts)} · brief {brief or 'empty'}"]
    lines += [f"   gave up: {'; '.join(answer.relaxed)}"] * bool(answer.relaxed)
    lines += [f"   asked: {answer.question}"] * bool(answer.question)
    lines += [f"   [{handle}] {_describe_card(one, catalogue)}" for handle, one in enumerate(answer.ids, 1)]
    for look in answer.looks:
        pieces = (f"{piece.role} {piece.article_id or repr(piece.own)}" for piece in look.pieces)
        lines.append(f"   look {look.title!r}: {', '.join(pieces)}")
    return lines


def _describe_card(article: str, catalogue: Catalogue) -> str:
    row = catalogue.get(article)
    if row is None:
        return f"{article}, which is no article"
    return f"{article} {row.get('prod_name', '')}: {', '.join(row.get(name, '') for name in FACTS)}"
