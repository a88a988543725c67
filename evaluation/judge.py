"""The judge of a turn: whether a chat's answer holds what a scenario expects, and in words why not.

Besides what a turn expects, every turn must show only articles of the catalogue, once each and with a reason,
refer only to handles that were given out, and stay within its number of words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from evaluation.answer import Moment
from evaluation.expectation import BriefSlot, Compared, Expectation, Facts, Reference, Shared, found
from evaluation.gold import Constraint, GoldFile, Row, Shelf, check, describe, name_row, satisfies
from evaluation.language import count_small_words, speaks
from evaluation.looks import has_piece, judge_looks

Judges = tuple[Callable[[Expectation, Moment], Iterable[str]], ...]


def judge_turn(expect: Expectation, moment: Moment) -> list[str]:
    """Why the turn fails, a line a reason; an empty list when everything holds.

    Where this catalogue has no article that could be one of `every` or of a gold of `some_each`, the right answer is
    an honest miss instead.
    """
    demanded = (*expect.some_each, *((expect.every,) if expect.every else ()))
    if not all(Shelf.of(moment.catalogue).holds(moment.read(gold)) for gold in demanded):
        judges: Judges = (_judge_cards, _judge_reply, _judge_miss, _judge_language)
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
    if words > expect.words_max:
        yield f"the reply has {words} words, at most {expect.words_max} allowed"
    given = max(len(answer.items) for answer in (*moment.before, moment.answer))
    yield from (f"handle [{one}] was never given out" for one in find_handles(reply) if not 1 <= one <= given)
    yield from (f"the reply lacks /{one}/" for one in expect.reply_has if not found(one, reply))
    yield from (f"the reply says /{one}/" for one in expect.reply_lacks if found(one, reply))


def _judge_state(expect: Expectation, moment: Moment) -> Iterable[str]:
    answer = moment.answer
    yield from (f"act {one} is missing among {list(answer.acts)}" for one in expect.acts if one not in answer.acts)
    if expect.acts_any and not set(expect.acts_any) & set(answer.acts):
        yield f"none of the acts {list(expect.acts_any)} among {list(answer.acts)}"
    if isinstance(expect.relaxed, bool) and expect.relaxed != bool(answer.relaxed):
        yield f"relaxed is {list(answer.relaxed)}, expected {'something' if expect.relaxed else 'nothing'}"
    if isinstance(expect.relaxed, str) and not found(expect.relaxed, "\n".join(answer.relaxed)):
        yield f"relaxed is {list(answer.relaxed)}, expected a mention of /{expect.relaxed}/"
    if expect.question is not None and expect.question != bool(answer.question):
        yield f"question is {answer.question!r}, expected {'one' if expect.question else 'none'}"


def _judge_brief(expect: Expectation, moment: Moment) -> Iterable[str]:
    brief = moment.answer.brief
    wanted, excluded = brief.wanted, brief.excluded
    yield from (f"the brief wants no {slot}" for slot in expect.wants if not wanted.get(slot))
    yield from (f"the brief still wants {slot} {wanted[slot]}" for slot in expect.wants_no if wanted.get(slot))
    yield from (f"the brief excludes no {slot}" for slot in expect.excludes if not excluded.get(slot))
    if expect.wardrobe and not any(found(expect.wardrobe, piece) for piece in brief.wardrobe):
        yield f"no piece of the wardrobe {list(brief.wardrobe)} matches /{expect.wardrobe}/"
    if expect.brief_is:
        wishes = (brief, *brief.parts)
        yield from _judge_values("wants", expect.brief_is.wanted, [one.wanted for one in wishes])
        yield from _judge_values("excludes", expect.brief_is.excluded, [one.excluded for one in wishes])


def _judge_values(
    does: str, expected: Mapping[BriefSlot, str], wishes: Sequence[Mapping[str, Sequence[str]]]
) -> Iterable[str]:
    for slot, expression in expected.items():
        values = [value for one in wishes for value in one.get(slot, ())]
        if not any(found(expression, value) for value in values):
            yield f"the brief {does} {slot} {values}, expected /{expression}/"


def _judge_items(expect: Expectation, moment: Moment) -> Iterable[str]:
    shown = len(moment.answer.items)
    if expect.items and not expect.items.min <= shown <= expect.items.max:
        yield f"{shown} items shown, expected {expect.items.min} to {expect.items.max}"
    if expect.no_items and (shown or moment.answer.looks):
        yield f"{shown} items and {len(moment.answer.looks)} looks shown, expected nothing"
    if expect.every:
        yield from _judge_every(expect.every, moment)
    if expect.some_each:
        yield from _judge_each([moment.read(gold) for gold in expect.some_each], moment)
    if expect.some and not any(satisfies(row, moment.read(expect.some)) for row in moment.rows()):
        yield f"no shown item holds {describe(moment.read(expect.some))}"
    if expect.none:
        wrong = [row for row in moment.rows() if satisfies(row, moment.read(expect.none))]
        yield from (f"{name_row(row)} holds {describe(moment.read(expect.none))}" for row in wrong)


def _find_loose(moment: Moment) -> list[Row]:
    """The cards that stand in no look: what was searched for."""
    worn = set(chain.from_iterable(look.ids for look in moment.answer.looks))
    return [row for row in moment.rows() if row["article_id"] not in worn]


def _judge_every(gold: GoldFile, moment: Moment) -> Iterable[str]:
    loose, constraints = _find_loose(moment), moment.read(gold)
    for row in loose:
        broken = check(row, constraints)
        if broken:
            yield f"{name_row(row)} breaks {describe(broken)}"
    if not loose:
        lacking = [n for n, look in enumerate(moment.answer.looks, 1) if not has_piece(look, gold, moment)]
        yield from (f"look {number}: no piece holds {describe(constraints)}" for number in lacking)


def _judge_each(wishes: Sequence[Sequence[Constraint]], moment: Moment) -> Iterable[str]:
    rows = moment.rows()
    for wish in wishes:
        if not any(satisfies(row, wish) for row in rows):
            yield f"no shown item holds {describe(wish)}"
    for row in _find_loose(moment):
        if not any(satisfies(row, wish) for wish in wishes):
            yield f"{name_row(row)} is none of: {'; '.join(map(describe, wishes))}"


def _judge_earlier(expect: Expectation, moment: Moment) -> Iterable[str]:
    now = set(moment.answer.ids)
    if expect.keeps_items and not set(moment.before[expect.keeps_items - 1].ids) <= now:
        yield f"items of turn {expect.keeps_items} are gone"
    if expect.same_items_as and set(moment.before[expect.same_items_as - 1].ids) != now:
        yield f"the items are not those of turn {expect.same_items_as}"
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
    if expect.compares:
        yield from _judge_compared(expect.compares, moment)


def _judge_shared(shared: Shared, moment: Moment) -> Iterable[str]:
    anchor = moment.recall(shared)
    if anchor is None:
        yield f"turn {shared.turn} showed no item {shared.item} to refer to"
        return
    for row in moment.rows():
        unlike = [name for name in shared.columns if row.get(name) != anchor.get(name)]
        if unlike:
            yield f"{name_row(row)} differs from item {shared.item} of turn {shared.turn} in {', '.join(unlike)}"


def _judge_variants(reference: Reference, moment: Moment) -> Iterable[str]:
    anchor = moment.recall(reference)
    if anchor is None:
        return
    code, own = anchor["product_code"], anchor["article_id"]
    others = {key for key, row in moment.catalogue.items() if row["product_code"] == code and key != own}
    if others and not others & set(moment.answer.ids):
        yield f"none of the {len(others)} other articles of {name_row(anchor)} is shown"


def _judge_facts(facts: Facts, moment: Moment) -> Iterable[str]:
    row = moment.recall(facts)
    if row is None:
        yield f"turn {facts.turn} showed no item {facts.item} to tell about"
        return
    told, reply = " ".join(row.values()), moment.answer.reply
    known = [word for word in facts.words if found(word, told)]
    yield from (f"the reply says /{word}/, {name_row(row)} does not" for word in facts.words
                if found(word, reply) and word not in known)  # fmt: skip
    if known and not any(found(word, reply) for word in known):
        yield f"the reply tells none of what {name_row(row)} says: {known}"


def _judge_compared(compared: Compared, moment: Moment) -> Iterable[str]:
    for item in compared.items:
        row = moment.recall(Reference(turn=compared.turn, item=item))
        if row is None:
            yield f"turn {compared.turn} showed no item {item} to compare"
        elif not _names(row, item, moment):
            yield f"the reply does not name {name_row(row)}, item {item} of turn {compared.turn}"


def _names(row: Row, item: int, moment: Moment) -> bool:
    """Whether the reply names an article shown as `item` of an earlier turn: by that handle, today's, or its name."""
    ids, handles = moment.answer.ids, find_handles(moment.answer.reply)
    today = [ids.index(row["article_id"]) + 1] if row["article_id"] in ids else []
    return bool({item, *today} & set(handles)) or row["prod_name"].casefold() in moment.answer.reply.casefold()


def _judge_language(expect: Expectation, moment: Moment) -> Iterable[str]:
    if expect.language and not speaks(moment.answer.reply, expect.language):
        counts = {one: count for one, count in count_small_words(moment.answer.reply).items() if count}
        yield f"the reply is not in {expect.language}: small words {counts}"


def _judge_count(expect: Expectation, moment: Moment) -> Iterable[str]:
    if not expect.count:
        return
    shelf = Shelf.of(moment.catalogue)
    numbers = set(chain.from_iterable(shelf.count(moment.read(gold)) for gold in expect.count))
    if not numbers & find_numbers(moment.answer.reply):
        yield f"the reply says none of the right counts: {sorted(numbers)}"


JUDGES: Judges = (
    _judge_cards, _judge_reply, _judge_state, _judge_brief,
    _judge_items, _judge_earlier, _judge_reference, _judge_count, _judge_language, judge_looks,
)  # fmt: skip


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
