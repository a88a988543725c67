"""Shoppers: talks of simulated shoppers with a stylist, and whether each got what they had in mind.

A talk passes where within the shopper's patience an article that fulfils the wish stood among the first six cards, no
article was invented, and nothing refused was shown. pass^k is τ-bench's: all k tellings of a wish pass (S. Yao et al.,
τ-bench, 2024). Talks that never got there count with the full patience in the number of turns.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from evaluation.answer import Answer, Catalogue
from evaluation.metrics import Metric, measure_mean, measure_share, measure_statistic
from evaluation.report import Failure, Report, describe_answer
from evaluation.scenario import Chat, ask
from evaluation.shopper import PATIENCE, Shopper, find_asked
from evaluation.wishes import SpeechFile, Wish, Wishes

FIRST = 6
TELLINGS = 4
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Talk:
    """How one telling of a wish went: `reached` is the turn that showed what fulfils it, None where none did.

    `asked` counts the questions of the turns before it, `asked_well` those about something of the wish still untold.
    """

    wish: Wish
    telling: int
    listens: bool
    turns: tuple[tuple[str, Answer], ...]
    reached: int | None
    faults: tuple[str, ...]
    refused: bool
    asked: int
    asked_well: int

    @property
    def passed(self) -> bool:
        """Whether the shopper got it, without a fault."""
        return self.reached is not None and not self.faults

    @property
    def length(self) -> int:
        """How many turns it took; the whole patience where it never came."""
        return self.reached or PATIENCE


def run_shoppers(
    new_chat: Callable[[], Chat],
    catalogue: Catalogue,
    wishes: Wishes,
    speech: SpeechFile,
    count: int,
    progress: Progress | None = None,
) -> Report:
    """Have `count` wishes told in four ways each, to a stylist whose questions are answered and to one whose aren't."""
    talks: list[Talk] = []
    drawn = wishes.draw(count)
    for done, wish in enumerate(drawn, 1):
        for telling in range(TELLINGS):
            for listens in (True, False):
                shopper = Shopper(wish, telling, speech, wishes, listens)
                talks.append(_talk(shopper, telling, listens, new_chat(), catalogue, speech))
        if progress:
            progress(done, len(drawn))
    failed = [talk for talk in talks if talk.faults or (talk.listens and not talk.passed)]
    return Report(
        tuple(filter(None, measure_talks(talks))),
        tuple(Failure(_name(talk), None, talk.turns[0][0], why) for talk in failed for why in _reasons(talk)),
        tuple(_write(talk, catalogue) for talk in failed),
    )


def _talk(shopper: Shopper, telling: int, listens: bool, chat: Chat, catalogue: Catalogue, speech: SpeechFile) -> Talk:
    turns: list[tuple[str, Answer]] = []
    faults: list[str] = []
    question: str | None = None
    reached, asked, asked_well = None, 0, 0
    while reached is None and len(turns) < PATIENCE:
        said = shopper.say(question)
        answer, raised = ask(chat, said)
        turns.append((said, answer))
        faults += [*raised, *_find_faults(shopper, answer, catalogue)]
        question = answer.question
        if any(shopper.wish.fulfilled(catalogue[one]) for one in answer.ids[:FIRST] if one in catalogue):
            reached = len(turns)
        elif question:
            asked += 1
            asked_well += bool(find_asked(question, speech) & {one.slot for one in shopper.untold})
    refused = any(one.kind == "avoid" for one in shopper.told)
    return Talk(shopper.wish, telling, listens, tuple(turns), reached, tuple(faults), refused, asked, asked_well)


def _find_faults(shopper: Shopper, answer: Answer, catalogue: Catalogue) -> Iterable[str]:
    told = [one for one in shopper.told if one.kind == "avoid"]
    for one in answer.ids:
        if one not in catalogue:
            yield f"invented article {one}"
        else:
            yield from (
                f"{one} is shown though {name.name} is refused" for name in told if not name.holds(catalogue[one])
            )


def measure_talks(talks: Sequence[Talk]) -> Iterable[Metric | None]:
    """What `stylist eval shoppers` prints."""
    heard = [talk for talk in talks if talk.listens]
    pairs = _pair(talks)
    yield measure_share("shoppers_pass_1", (talk.passed for talk in heard))
    yield measure_share(f"shoppers_pass_{TELLINGS}", (all(t.passed for t in told) for told in _group(heard).values()))
    yield measure_mean("turns_to_target", [talk.length for talk in heard])
    yield measure_mean("turns_to_target_without_questions", [talk.length for talk in talks if not talk.listens])
    yield measure_statistic("turns_ratio", pairs, _ratio)
    yield measure_share("shoppers_reached_without_questions", (t.reached is not None for t in talks if not t.listens))
    yield measure_share("shoppers_exclusions_kept", (not _broke(talk) for talk in talks if talk.refused))
    yield measure_share("shoppers_invented_ids", (any("invented" in why for why in talk.faults) for talk in talks))
    questions, useful = sum(talk.asked for talk in heard), sum(talk.asked_well for talk in heard)
    unfinished = sum(len(talk.turns) - bool(talk.reached) for talk in heard)
    yield measure_share("unfinished_turns_with_a_question", [True] * questions + [False] * (unfinished - questions))
    yield measure_share("questions_about_the_wish", [True] * useful + [False] * (questions - useful))


def _broke(talk: Talk) -> bool:
    return any("refused" in why for why in talk.faults)


def _group(talks: Sequence[Talk]) -> Mapping[str, list[Talk]]:
    return {wish: list(told) for wish, told in groupby(talks, key=lambda talk: talk.wish.id)}


def _pair(talks: Sequence[Talk]) -> list[tuple[float, float]]:
    """For each wish, how many turns it took on the mean with the questions answered, and without."""
    return [
        (fmean(t.length for t in told if t.listens), fmean(t.length for t in told if not t.listens))
        for told in _group(talks).values()
    ]


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    return sum(one for one, _ in pairs) / sum(other for _, other in pairs)


def _name(talk: Talk) -> str:
    return f"{talk.wish.id}, telling {talk.telling + 1}{'' if talk.listens else ', questions unheard'}"


def _reasons(talk: Talk) -> tuple[str, ...]:
    lost = () if talk.reached else (f"nothing that fulfils the wish within {PATIENCE} turns: {talk.wish.describe()}",)
    return (*dict.fromkeys(talk.faults), *lost)


def _write(talk: Talk, catalogue: Catalogue) -> str:
    lines = [f"── {_name(talk)}: {talk.wish.describe()}"]
    for number, (said, answer) in enumerate(talk.turns, 1):
        lines += [f"{number}. shopper: {said}", *describe_answer(answer, catalogue)]
    return "\n".join([*lines, *(f"   ✗ {why}" for why in _reasons(talk))])
