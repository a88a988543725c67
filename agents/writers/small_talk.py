"""Small talk: a line on a topic where nothing is looked up, or before what was found where something was."""

import re

from agents.results import Answer
from agents.writers.voice import Voice
from catalog.describing import together

# Other griefs are no cause for condolences.
_OF_DEATH = re.compile(
    r"\b(?:di(?:ed|es|ing)|dead|death|pass(?:ed|ing)|los[ts]|losing|loss|funerals?|buri(?:ed|al)|bury|cremat\w+"
    r"|memorial|mourn\w*|griev\w*|grief|bereave\w*|condolence\w*|widow\w*|wake|late (?:husband|wife|mother|father))\b",
    re.IGNORECASE,
)


def say(answer: Answer, topic: str, voice: Voice, searched: bool) -> str:
    """One line on the topic; with a search beside it, one that asks nothing."""
    if topic == "noted":
        return _noted(answer, voice)
    if topic == "photo_silent":
        return _silent(answer, voice)
    kind = _kind(answer, topic)
    lines = voice.grammar["say"].get(f"{kind}_found" if searched else kind) or voice.grammar["say"][topic]
    if searched:
        lines = [line for line in lines if "?" not in line] or lines
    enjoy = _enjoy(answer, voice)
    return voice.pick(topic, lines, enjoy=enjoy, Enjoy=enjoy[:1].upper() + enjoy[1:])


def _kind(answer: Answer, topic: str) -> str:
    """The topic as the talk has it: a grief that is no death, praise where nothing was shown."""
    if topic == "grief" and not _OF_DEATH.search(_said(answer)):
        return "hurt"
    return "praise_bare" if topic == "praise" and not answer.handles else topic


def _noted(answer: Answer, voice: Voice) -> str:
    pieces = [value for edit in answer.plan.edits if edit.slot == "wardrobe" for value in edit.values]
    lines = voice.grammar["say"]
    if not pieces:
        return voice.pick("noted", lines["noted_bare"])
    return voice.pick("noted", lines["noted"], piece=together(pieces))


def _silent(answer: Answer, voice: Voice) -> str:
    """What no photo tells."""
    asked = next((act.aspects[0] for act in answer.plan.acts if act.topic == "photo_silent" and act.aspects), "other")
    return voice.pick("photo_silent", voice.grammar["say"]["photo_silent"], what=voice.grammar["silent"][asked])


def _enjoy(answer: Answer, voice: Voice) -> str:
    """What to wish the shopper for the day they dress for."""
    wishes = voice.grammar["enjoy"]
    usual = "any" if answer.handles else "nothing_shown"
    kind = next((name for name in answer.brief.wanted.get("occasion", ()) if name in wishes), usual)
    return voice.part(f"enjoy {kind}", wishes[kind])


def _said(answer: Answer) -> str:
    """All that the shopper said in this talk."""
    return " ".join([*(said for said, _ in answer.history), answer.message])
