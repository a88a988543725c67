"""The chat writer: any chat model that makes sentences of an Answer, stopped at the limits of words and time.

It hands on whole sentences only; whether they are true to the catalogue is the grounding filter's to check.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence

from langchain_core.messages import HumanMessage, SystemMessage

from agents.chat_models import Chat, Prompt, clean, fence, hash_text
from agents.memory import count_tokens, recall
from agents.persona import read_persona
from agents.results import Answer, Comparison, Fact, Look, Shown, WriteFailed
from agents.sights import list_sights
from agents.talk import Earlier

VERSION = "2"
MESSAGE_CHARS = 2_000
LEAST_MEMORY = 200
LANGUAGES = {"en": "English", "es": "Spanish", "de": "German", "fr": "French", "it": "Italian", "sv": "Swedish"}
# The longest reply that is read, for each word allowed: long words, markup and handles included.
CHARS_PER_WORD = 10
FACT_CHARS = 120
MOST_ADVICE = 2
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’)\]]*(?=\s)|\n|\Z)\s*", re.DOTALL)
# The prompt's own tags: a small model may go on with the prompt in place of answering it.
_TAG = re.compile(r"</?(?:brief|articles|found|talk|message|summary)\b")
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*\s+\Z")


class ChatWriter:
    """Asks `chat` for the reply and streams it sentence by sentence.

    `persona` tells the model who it is; of the talk it is told `rounds` turns at most.
    """

    version = VERSION

    def __init__(self, chat: Chat, persona: str = "", rounds: int = 30) -> None:
        self._chat, self._rounds = chat, rounds
        self._prompt = Prompt("writer")
        self._system = self._prompt.fill("system", persona=persona.strip() or read_persona())
        self.name = f"chat:{chat.name}"
        # Another persona is another prompt.
        self.prompt_hash = hash_text(self._prompt.hash + self._system)

    def write(self, answer: Answer) -> Generator[str, None, int | None]:
        """Stream whole sentences, `answer.max_words` words in all; raises WriteFailed where not one came.

        A sentence that a limit cut short is left out, and so is all from where the model begins to repeat itself or
        its prompt.
        """
        messages = [SystemMessage(self._system), HumanMessage(self._turn(answer))]
        reading = self._chat.read(messages, answer.max_words * CHARS_PER_WORD)
        left, said = answer.max_words, set[str]()
        for sentence, whole in cut_sentences(reading):
            left -= len(sentence.split())
            cut_short = reading.cut and not whole
            if left < 0 or cut_short or sentence.strip() in said or _TAG.search(sentence):
                break
            said.add(sentence.strip())
            yield sentence
        if not said:
            reason = reading.reason or "not one sentence of its own within the limits"
            raise WriteFailed(f"{self.name}: {reason}", reading.tokens)
        return reading.tokens

    def _turn(self, answer: Answer) -> str:
        parts = {
            "brief": fence("brief", list(list_brief(answer)) or ["nothing yet"]),
            "articles": fence("articles", [describe_article(shown) for shown in answer.results.shown] or ["none"], 700),
            "found": fence("found", list(list_found(answer)) or ["nothing"], 500),
            "message": fence("message", [answer.message, *list_sights(answer.sights)], MESSAGE_CHARS),
        }
        used = count_tokens(self._system) + sum(map(count_tokens, parts.values())) + self._chat.max_tokens
        earlier = answer.earlier or tuple(Earlier(message, reply) for message, reply in answer.history)
        memory = recall(earlier, self._rounds, max(LEAST_MEMORY, self._chat.context_tokens - used))
        told = {"summary": fence("summary", list(memory.summary) or ["none"]),
                "talk": fence("talk", list(list_talk(memory.last)) or ["none"], 1_500)}  # fmt: skip
        # A small model repeats empty parts in place of answering.
        past = self._prompt.fill("past", **told) + "\n\n" if earlier else ""
        return past + self._prompt.fill(
            "turn",
            **parts,
            language=LANGUAGES.get(answer.brief.language, "English"),
            max_words=answer.max_words,
            warmth="warm" if answer.warmth == "warm" else "plain and to the point",
            emoji="with an emoji where it fits" if answer.emoji else "without emoji",
        )


def cut_sentences(pieces: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """A stream's sentences, each as soon as the next begins, with whether it is whole: only the last may not be."""
    held = ""
    for piece in pieces:
        *complete, held = _SENTENCE.findall(held + piece) or [held + piece]
        yield from ((sentence, True) for sentence in complete)
    if held.strip():
        yield held, bool(_ENDED.search(held))


def list_brief(answer: Answer) -> Iterator[str]:
    """What is wanted and excluded, a line for each slot."""
    for slot, values in answer.brief.wanted.items():
        yield f"{slot.replace('_', ' ')}: {' or '.join(values)}"
    for slot, values in answer.brief.excluded.items():
        yield f"{slot.replace('_', ' ')}: not {', not '.join(values)}"
    for part in answer.brief.parts:
        yield "together with " + ", ".join(" or ".join(values) for values in part.wanted.values())
    if answer.brief.wardrobe:
        yield f"the shopper owns: {', '.join(answer.brief.wardrobe)}"
    if answer.brief.words:
        yield f"in the shopper's words: {', '.join(answer.brief.words)}"


def describe_article(shown: Shown) -> str:
    """One article by its handle with the facts of its row that may be said, and no id."""
    article = shown.article
    facts = {
        "type": article.product_type_name,
        "colour": article.colour_group_name,
        "pattern": article.graphical_appearance_name,
        "why it fits": shown.why,
        "not stated": ", ".join(shown.silent),
    }
    # Cleaned one by one, so that a long name can't push the facts out.
    told = [f"{name}: {clean(value, FACT_CHARS)}" for name, value in facts.items() if value]
    return "; ".join([f"[{shown.handle}] {clean(article.prod_name, FACT_CHARS)}", *told])


def list_found(answer: Answer) -> Iterator[str]:
    """What the acts came to, a line each: counts, facts, what was given up, what is to be asked or talked of."""
    results = answer.results
    yield from (f"talk of: {act.topic.replace('_', ' ')}" for act in answer.plan.acts if act.topic)
    for count in results.counts:
        yield f"counted {count.counted}: {count.articles} articles, {count.products} products"
    yield from (describe_fact(fact) for fact in results.facts)
    if any(act.name == "search" for act in answer.plan.acts):
        yield f"products that fit: {results.matched}; shown now: {len(results.shown)}"
    if results.exhausted:
        yield "there are no others than those shown before"
    for comparison in results.comparisons:
        yield from describe_comparison(comparison)
    yield from (describe_look(look) for look in results.looks)
    yield from (f"advice: {one.text} Reason: {one.reason}" for one in results.insights[:MOST_ADVICE])
    yield from (f"given up: {part}" for part in results.relaxed)
    yield from (f"the catalogue doesn't say: {part}" for part in answer.plan.asked)
    if answer.question:
        yield f"question to ask: {answer.question.text}"


def describe_comparison(comparison: Comparison) -> Iterator[str]:
    """What differs, a line for each slot, and which has most of what was asked."""
    for difference in comparison.differences:
        told = "; ".join(f"[{handle}] {text or 'not stated'}" for handle, text in difference.told)
        yield f"compared by {difference.slot.replace('_', ' ')}: {told}"
    if comparison.aspect:
        because = "; ".join(f"[{handle}] {text}" for handle, text in comparison.because)
        winner = f"[{comparison.winner}]" if comparison.winner else "the rows don't tell"
        yield f"most {comparison.aspect}: {winner}{f' ({because})' if because else ''}"


def describe_look(look: Look) -> str:
    """A look in a line: 'look "For a wedding": top [1] (calm beside it); own navy blazer; nothing for: bag'."""
    pieces = [
        f"{piece.role.replace('_', ' ')} {f'[{piece.handle}]' if piece.handle else f'own {piece.own}'}"
        + (f" ({clean(piece.why, FACT_CHARS)})" if piece.why else "")
        for piece in look.pieces
    ]
    missing = [f"nothing for: {', '.join(look.missing)}"] if look.missing else []
    return f'look "{look.title}": {"; ".join([*pieces, *missing])}'


def describe_fact(fact: Fact) -> str:
    """One fact of a shown article: '[2] material: not stated'."""
    return f"[{fact.handle}] {fact.aspect}: {clean(fact.text, FACT_CHARS) if fact.text else 'not stated'}"


def list_talk(history: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Turns of a talk, each a message and its reply."""
    for message, reply in history:
        yield f"shopper: {message}"
        yield f"stylist: {reply}"
