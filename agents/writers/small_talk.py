"""Small talk: a line on a topic where nothing is looked up, or before what was found where something was."""

from agents.results import Answer
from agents.writers.voice import Voice


def say(answer: Answer, topic: str, voice: Voice, searched: bool) -> str:
    """One line on the topic; with a search beside it, one that asks nothing."""
    if topic == "noted":
        return _noted(answer, voice)
    lines = voice.grammar["say"].get(f"{topic}_found") if searched else None
    lines = lines or voice.grammar["say"][topic]
    if searched:
        lines = [line for line in lines if "?" not in line] or lines
    enjoy = _enjoy(answer, voice)
    return voice.pick(topic, lines, enjoy=enjoy, Enjoy=enjoy[:1].upper() + enjoy[1:])


def _noted(answer: Answer, voice: Voice) -> str:
    pieces = [value for edit in answer.plan.edits if edit.slot == "wardrobe" for value in edit.values]
    lines = voice.grammar["say"]
    if not pieces:
        return voice.pick("noted", lines["noted_bare"])
    return voice.pick("noted", lines["noted"], piece=" and ".join(pieces))


def _enjoy(answer: Answer, voice: Voice) -> str:
    """What to wish the shopper for the day they dress for."""
    wishes = voice.grammar["enjoy"]
    usual = "any" if answer.handles else "nothing_shown"
    kind = next((name for name in answer.brief.wanted.get("occasion", ()) if name in wishes), usual)
    return voice.part(f"enjoy {kind}", wishes[kind])
