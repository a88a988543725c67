"""Asking: what is asked in words where too little is known to look: for whom a gift is, which garment, which day."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agents.results import Answer, Question
from agents.writers import small_talk
from agents.writers.voice import Voice
from catalog.describing import slot_name

# Of what is talked of, that in which the shopper may be asked something; the rest is left at that.
_TOPICS = frozenset({"unclear", "greeting", "how_are_you", "complaint"})
_QUESTION = re.compile(r"[^.!?]*\?")


def line_of(answer: Answer, voice: Voice) -> str | None:
    """What this turn says where it looks nothing up and asks instead; None where it does not."""
    if any(act.name == "ask" for act in answer.plan.acts):
        return voice.says("ask")
    topics = [act.topic or "unclear" for act in answer.plan.acts if act.name == "say"]
    if len(topics) != len(answer.plan.acts) or not topics or topics[-1] not in _TOPICS:
        return None
    known = _known(answer, voice.grammar["spoken"]) if topics[-1] == "unclear" else None
    if known:
        return voice.pick(f"spoken {known}", voice.grammar["spoken"][known]["lines"])
    return small_talk.say(answer, topics[-1], voice, searched=False)


def spoken(answer: Answer, grammar: Mapping[str, Any], voice: Voice) -> Question | None:
    """The question in what `line_of` says, with short answers to it where there are any."""
    if _found_nothing(answer):
        chips = tuple(
            f"any {slot_name(slot)}" for slot in answer.brief.wanted if slot not in ("product_type", "audience")
        )
        return Question(voice.says("nothing_next"), None, chips) if chips else None
    line = line_of(replace(answer, emoji=False), voice) or ""
    questions = _QUESTION.findall(line)
    if not questions:
        return None
    known = _known(answer, grammar["spoken"]) or "start"
    return Question(
        questions[-1].strip(), grammar["spoken"][known].get("slot"), tuple(grammar["spoken"][known]["chips"])
    )


def _found_nothing(answer: Answer) -> bool:
    """Whether the turn looked for what there is none of, so that a wish would have to give."""
    searches = [act for act in answer.plan.acts if act.name == "search"]
    named = any(act.variants or act.article_ids for act in searches)
    return bool(searches) and not answer.results.shown and not answer.results.exhausted and not named


def _known(answer: Answer, kinds: Mapping[str, Any]) -> str | None:
    """What the message is about all the same: a gift, or something to wear."""
    heard = (kind for kind, one in kinds.items() if "hears" in one)
    return next((kind for kind in heard if re.search(kinds[kind]["hears"], answer.message, re.IGNORECASE)), None)
