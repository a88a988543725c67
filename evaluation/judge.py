"""The judge of a turn: whether a chat's answer holds what a scenario expects, and in words why not.

Besides what a turn expects, every turn must show only articles of the catalogue, once each and with a reason,
refer only to handles that were given out, and stay within its number of words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pydantic import BaseModel

from evaluation.expectation import Expectation, Facts, Reference, Shared
from evaluation.gold import Constraint, GoldFile, Row, Terms, check, count_products, resolve, satisfies

Catalogue = Mapping[str, Row]
Judges = tuple[Callable[[Expectation, "Moment"], Iterable[str]], ...]


class Item(BaseModel):
    """A card as the chat answers it."""

    article_id: str
    prod_name: str
    why: str


class BriefState(BaseModel):
    """The part of the brief that scenarios look at: values by slot."""

    wanted: Mapping[str, Sequence[str]] = {}
    excluded: Mapping[str, Sequence[str]] = {}


class Answer(BaseModel):
    """The part of a chat's answer that scenarios look at."""

    acts: tuple[str, ...]
    reply: str
    items: tuple[Item, ...] = ()
    relaxed: tuple[str, ...] = ()
    question: str | None = None
    brief: BriefState = BriefState()

    @property
    def ids(self) -> tuple[str, ...]:
        """The shown article ids, in order."""
        return tuple(item.article_id for item in self.items)


@dataclass(frozen=True)
class Moment:
    """All that a turn is judged by: its answer, the answers before it, the catalogue and the terms."""

    answer: Answer
    before: tuple[Answer, ...]
    catalogue: Catalogue
    terms: Terms

    def rows(self) -> list[Row]:
        """The catalogue's rows of the shown items; invented ones are judged elsewhere."""
        return [self.catalogue[one] for one in self.answer.ids if one in self.catalogue]

    def recall(self, reference: Reference) -> Row | None:
        """The row of a card shown earlier, or None when there was none at that place."""
        ids = self.before[reference.turn - 1].ids
        return self.catalogue.get(ids[reference.item - 1]) if reference.item <= len(ids) else None

    def read(self, gold: GoldFile) -> tuple[Constraint, ...]:
        """The gold's constraints."""
        return resolve(gold, self.terms, "scenario")


def judge_turn(expect: Expectation, moment: Moment) -> list[str]:
    """Why the turn fails, a line a reason; an empty list when everything holds.

    Where this catalogue has no article that could be one of `every`, the right answer is an honest miss instead.
    """
    if expect.every and not count_products(moment.catalogue.values(), moment.read(expect.every), 1):
        judges: Judges = (_judge_cards, _judge_reply, _judge_miss)
    else:
        judges = JUDGES
    return [*chain.from_iterable(judge(expect, moment) for judge in judges)]


def _judge_miss(expect: Expectation, moment: Moment) -> Iterable[str]:
    if not moment.answer.relaxed:
        yield "nothing in this catalogue satisfies it, and the answer does not say what was relaxed"


def _judge_cards(expect: Expectation, moment: Moment) -> Iterable[str]:
    ids = moment.answer.ids
    yield from (f"invented article {one}" for one in ids if one not in moment.catalogue)
    if len(set(ids)) < len(ids):
        yield "an article is shown twice"
    for item in moment.answer.items:
        if not item.why.strip():
            yield f"{item.article_id} is shown without a reason"
        if item.prod_name != moment.catalogue.get(item.article_id, {}).get("prod_name", item.prod_name):
            yield f"{item.article_id} is shown under a name that is not its own: {item.prod_name!r}"


def _judge_reply(expect: Expectation, moment: Moment) -> Iterable[str]:
    reply = moment.answer.reply
    words = len(reply.split())
    if words == 0:
        yield "the reply is empty"
    if words > expect.max_words:
        yield f"the reply has {words} words, at most {expect.max_words} allowed"
    given = max(len(answer.items) for answer in (*moment.before, moment.answer))
    yield from (f"handle [{one}] was never given out" for one in find_handles(reply) if not 1 <= one <= given)
    yield from (f"the reply lacks /{one}/" for one in expect.reply_has if not _find(one, reply))
    yield from (f"the reply says /{one}/" for one in expect.reply_lacks if _find(one, reply))


def _judge_state(expect: Expectation, moment: Moment) -> Iterable[str]:
    answer = moment.answer
    yield from (f"act {one} is missing among {list(answer.acts)}" for one in expect.acts if one not in answer.acts)
    if isinstance(expect.relaxed, bool) and expect.relaxed != bool(answer.relaxed):
        yield f"relaxed is {list(answer.relaxed)}, expected {'something' if expect.relaxed else 'nothing'}"
    if isinstance(expect.relaxed, str) and not _find(expect.relaxed, "\n".join(answer.relaxed)):
        yield f"relaxed is {list(answer.relaxed)}, expected a mention of /{expect.relaxed}/"
    if expect.question is not None and expect.question != bool(answer.question):
        yield f"question is {answer.question!r}, expected {'one' if expect.question else 'none'}"


def _judge_brief(expect: Expectation, moment: Moment) -> Iterable[str]:
    wanted, excluded = moment.answer.brief.wanted, moment.answer.brief.excluded
    yield from (f"the brief wants no {slot}" for slot in expect.wants if not wanted.get(slot))
    yield from (f"the brief still wants {slot} {wanted[slot]}" for slot in expect.wants_no if wanted.get(slot))
    yield from (f"the brief excludes no {slot}" for slot in expect.excludes if not excluded.get(slot))


def _judge_items(expect: Expectation, moment: Moment) -> Iterable[str]:
    shown = len(moment.answer.items)
    if expect.items and not expect.items.min <= shown <= expect.items.max:
        yield f"{shown} items shown, expected {expect.items.min} to {expect.items.max}"
    if expect.every:
        yield from _judge_every(moment.read(expect.every), moment.rows())
    if expect.some and not any(satisfies(row, moment.read(expect.some)) for row in moment.rows()):
        yield f"no shown item holds {_describe(moment.read(expect.some))}"
    if expect.none:
        wrong = [row for row in moment.rows() if satisfies(row, moment.read(expect.none))]
        yield from (f"{_name(row)} holds {_describe(moment.read(expect.none))}" for row in wrong)


def _judge_every(constraints: Sequence[Constraint], rows: Iterable[Row]) -> Iterable[str]:
    for row in rows:
        broken = check(row, constraints)
        if broken:
            yield f"{_name(row)} breaks {_describe(broken)}"


def _judge_earlier(expect: Expectation, moment: Moment) -> Iterable[str]:
    now = set(moment.answer.ids)
    if expect.keeps_items and not set(moment.before[expect.keeps_items - 1].ids) <= now:
        yield f"items of turn {expect.keeps_items} are gone"
    for earlier in expect.new_items:
        again = sorted(now & set(moment.before[earlier - 1].ids))
        if again:
            yield f"shown again from turn {earlier}: {', '.join(again)}"


def _judge_reference(expect: Expectation, moment: Moment) -> Iterable[str]:
    for product in (expect.same_product_as, expect.variants_of):
        if product:
            yield from _judge_shared(Shared(**product.model_dump(), columns=("product_code",)), moment)
    if expect.variants_of:
        yield from _judge_variants(expect.variants_of, moment)
    if expect.shares:
        yield from _judge_shared(expect.shares, moment)
    if expect.facts:
        yield from _judge_facts(expect.facts, moment)


def _judge_shared(shared: Shared, moment: Moment) -> Iterable[str]:
    anchor = moment.recall(shared)
    if anchor is None:
        yield f"turn {shared.turn} showed no item {shared.item} to refer to"
        return
    for row in moment.rows():
        unlike = [name for name in shared.columns if row.get(name) != anchor.get(name)]
        if unlike:
            yield f"{_name(row)} differs from item {shared.item} of turn {shared.turn} in {', '.join(unlike)}"


def _judge_variants(reference: Reference, moment: Moment) -> Iterable[str]:
    anchor = moment.recall(reference)
    if anchor is None:
        return
    code, own = anchor["product_code"], anchor["article_id"]
    others = {key for key, row in moment.catalogue.items() if row["product_code"] == code and key != own}
    if others and not others & set(moment.answer.ids):
        yield f"none of the {len(others)} other articles of {_name(anchor)} is shown"


def _judge_facts(facts: Facts, moment: Moment) -> Iterable[str]:
    row = moment.recall(facts)
    if row is None:
        yield f"turn {facts.turn} showed no item {facts.item} to tell about"
        return
    told, reply = " ".join(row.values()), moment.answer.reply
    known = [word for word in facts.words if _find(word, told)]
    yield from (f"the reply says /{word}/, {_name(row)} does not" for word in facts.words
                if _find(word, reply) and word not in known)  # fmt: skip
    if known and not any(_find(word, reply) for word in known):
        yield f"the reply tells none of what {_name(row)} says: {known}"


def _judge_count(expect: Expectation, moment: Moment) -> Iterable[str]:
    if not expect.count:
        return
    numbers = set(chain.from_iterable(count_both(moment.read(gold), moment.catalogue) for gold in expect.count))
    if not numbers & find_numbers(moment.answer.reply):
        yield f"the reply says none of the right counts: {sorted(numbers)}"


JUDGES: Judges = (
    _judge_cards, _judge_reply, _judge_state, _judge_brief,
    _judge_items, _judge_earlier, _judge_reference, _judge_count,
)  # fmt: skip


def count_both(constraints: Sequence[Constraint], catalogue: Catalogue) -> tuple[int, int]:
    """How many articles and how many products of the catalogue hold all constraints."""
    kept = [row for row in catalogue.values() if satisfies(row, constraints)]
    return len(kept), len({row["product_code"] for row in kept})


def find_handles(reply: str) -> list[int]:
    """The numbers of handles such as [2] in a reply."""
    return [int(number) for number in re.findall(r"\[(\d+)\]", reply)]


NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def find_numbers(reply: str) -> set[int]:
    """The whole numbers that a reply says: in digits, or else in words, where `no` and `none` are 0.

    Handles such as [2] are no numbers, nor is a word like "one" beside digits ("29 of this one").
    """
    bare = re.sub(r"\[\d+\]", " ", reply.lower())
    digits = re.findall(r"\d+", re.sub(r"(?<=\d)[,\u202f\u00a0 ](?=\d{3}\b)", "", bare))
    words = set(re.findall(r"[a-z]+", bare))
    spoken = {number for number, word in enumerate(NUMBER_WORDS) if word in words}
    return {int(one) for one in digits} or spoken | ({0} if words & {"no", "none"} else set())


def _find(expression: str, words: str) -> bool:
    return re.search(expression, words, re.IGNORECASE) is not None


def _name(row: Row) -> str:
    return f"{row.get('article_id', '?')} {row.get('prod_name', '')!r}"


def _describe(constraints: Iterable[Constraint]) -> str:
    return ", ".join(constraint.describe() for constraint in constraints)
