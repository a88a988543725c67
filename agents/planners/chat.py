"""The chat planner: any chat model that writes a Plan as JSON, repaired once at most, and never guessed at."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ValidationError

from agents.chat_models import Chat, Prompt, Reading, clean, fence
from agents.memory import count_tokens, recall
from agents.plan import Plan
from agents.sights import list_sights
from agents.talk import Decision, PlanFailed, Talk
from catalog.article import Article
from foundation.brief import Brief

VERSION = "2"
MAX_CHARS = 8_000
MESSAGE_CHARS = 4_000
MOST_FOUND = 24
# Of the window, what is left for the talk where the rest leaves little.
LEAST_MEMORY = 200
_WORD = re.compile(r"[\w-]+")
_STRING_OR_BRACE = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}]', re.DOTALL)


class ChatPlanner:
    """Asks `chat` for a plan. `vocabulary` holds the catalogue's words for each slot, listed in the prompt.

    `rounds` is how many turns of the talk it is told at most; without `ideas` its own styling terms are left out.
    """

    version = VERSION

    def __init__(
        self, chat: Chat, vocabulary: Mapping[str, Sequence[str]], rounds: int = 30, ideas: bool = True
    ) -> None:
        self._chat, self._rounds, self._ideas = chat, rounds, ideas
        self._prompt = Prompt("planner")
        self._schema = Plan.model_json_schema()
        self._refused = False
        self.name = f"chat:{chat.name}"
        self.prompt_hash = self._prompt.hash
        self._system = self._prompt.fill("system", schema=describe(Plan), vocabulary=list_words(vocabulary))

    def plan(self, talk: Talk) -> Decision:
        """Plan one message in one call, or two where the first plan is not valid; raises PlanFailed after that."""
        messages = [SystemMessage(self._system), HumanMessage(self._turn(talk))]
        notes: list[str] = []
        bill: list[int] = []
        answer = self._ask(messages, bill)
        plan, problem = read_plan(answer, talk)
        if plan is None:
            notes.append(f"plan repaired: {problem}")
            plan, problem = read_plan(self._ask([*messages, *self._ask_again(answer, problem)], bill), talk)
        if plan is None:
            raise PlanFailed(f"{self.name} gave no valid plan, nor after one repair: {problem}", _total(bill))
        if self._refused:
            notes.append("the server refused the plan's JSON schema and was asked in words")
        plan = plan if self._ideas else plan.model_copy(update={"ideas": ()})
        way = self._chat.guide.way or "none"
        return Decision(
            plan, self.name, self.version, self.prompt_hash, tuple(notes), guidance=way, tokens=_total(bill)
        )

    def _ask(self, messages: Sequence[BaseMessage], bill: list[int]) -> str:
        """The model's answer up to the end of its first JSON object; what it cost is added to the bill.

        Raises PlanFailed where no answer came in time.
        """
        reading = self._chat.read(messages, MAX_CHARS, self._schema)
        answer = self._hear(reading)
        bill += [reading.tokens] if reading.tokens is not None else []
        if first_object(answer):
            return answer
        if reading.refused and self._chat.guide.way not in (None, "none"):
            # A server that takes small schemas but not this one is asked in words, now and from now on.
            self._chat.guide.way, self._refused = "none", True
            return self._ask(messages, bill)
        if reading.cut in ("time", "error"):
            raise PlanFailed(f"{self.name}: {reading.reason}", _total(bill))
        return answer

    def _hear(self, reading: Reading) -> str:
        """An answer; of a model that isn't held to the schema, and may babble on, no more than its first object."""
        answer, held = "", self._chat.guide.way not in (None, "none")
        for piece in reading:
            answer += piece
            if not held and "}" in piece and first_object(answer):
                break
        return answer

    def _turn(self, talk: Talk) -> str:
        parts = {
            "brief": fence("brief", [wanted_so_far(talk.brief)], 2_000),
            "shown": fence("articles", list(list_articles(talk.last)) or ["none"]),
            "asked": fence("asked", [f"about {talk.question}" if talk.question else "nothing"]),
            "message": fence("message", [talk.message, *list_sights(talk.photos)], MESSAGE_CHARS),
        }
        used = count_tokens(self._system) + sum(map(count_tokens, parts.values())) + self._chat.max_tokens
        memory = recall(talk.earlier, self._rounds, max(LEAST_MEMORY, self._chat.context_tokens - used))
        return self._prompt.fill(
            "turn",
            summary=fence("summary", list(memory.summary) or ["none"]),
            talk=fence("talk", list(list_talk(memory.last)) or ["none"], 1_500),
            **parts,
        )

    def _ask_again(self, answer: str, problem: str) -> list[BaseMessage]:
        again = self._prompt.fill("repair", problem=fence("problem", [problem], 1_000))
        return [AIMessage(clean(answer, 2_000) or "(nothing)"), HumanMessage(again)]


def _total(bill: Sequence[int]) -> int | None:
    return sum(bill) if bill else None


def read_plan(answer: str, talk: Talk) -> tuple[Plan | None, str]:
    """The plan in a model's answer, or None and what is wrong with it, in words for the model and for the notes."""
    found = first_object(answer)
    if found is None:
        return None, "there is no complete JSON object in it"
    try:
        plan = Plan.model_validate_json(found)
    except ValidationError as error:
        return None, "; ".join(describe_fault(fault) for fault in error.errors()[:5])
    problems = list(find_problems(plan, talk))
    return (None, "; ".join(problems[:5])) if problems else (plan, "")


def find_problems(plan: Plan, talk: Talk) -> Iterator[str]:
    """What the schema can't tell: a plan that does nothing, edits without a slot, invented handles and ids."""
    if not plan.acts:
        yield "acts: at least one act is needed"
    for number, edit in enumerate(plan.edits):
        if edit.op not in ("reset", "refer") and edit.slot is None:
            yield f"edits.{number}: '{edit.op}' needs a slot"
        if edit.op == "refer" and not (edit.handles or edit.article_ids or edit.photos):
            yield f"edits.{number}: 'refer' needs handles"
        if any(not 1 <= photo <= len(talk.photos) for photo in edit.photos):
            yield f"edits.{number}: no photo shows such a garment"
    yield from _unknown_handles(plan, talk)
    seen = {article.article_id for article in (*talk.last, *talk.seen)}
    named = {*_WORD.findall(talk.message)} | seen
    several = [*(edit.article_ids for edit in plan.edits), *(act.article_ids for act in plan.acts)]
    for article_id in (article_id for ids in several for article_id in ids):
        if article_id not in named:
            yield f"article_ids: the message names no article '{clean(article_id, 20)}'"


def _unknown_handles(plan: Plan, talk: Talk) -> Iterator[str]:
    """Handles of articles that were not shown; an act after a search may point at what that finds."""
    found = 0
    known = len(talk.last)
    named = [(handle, known) for edit in plan.edits for handle in edit.handles]
    for act in plan.acts:
        named += [(handle, max(known, found)) for handle in act.handles]
        found = MOST_FOUND if act.name in ("search", "look") else found
    for handle in dict.fromkeys(handle for handle, most in named if not 1 <= handle <= most):
        yield f"handles: no article [{handle}] was shown"


def describe_fault(fault: Mapping[str, Any]) -> str:
    """One fault that pydantic found, as 'edits.0.op: Input should be …'."""
    where = ".".join(clean(str(part), 40) for part in fault["loc"])
    return f"{where}: {fault['msg']}" if where else str(fault["msg"])


def first_object(text: str) -> str | None:
    """The first balanced {…} of a text, braces inside strings not counted; None where there is none yet."""
    start, depth = text.find("{"), 0
    if start < 0:
        return None
    for token in _STRING_OR_BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return text[start : token.end()]
    return None


def wanted_so_far(brief: Brief) -> str:
    """The brief as one line of JSON, without article ids."""
    return json.dumps({name: held for name, held in brief.to_json().items() if name not in ("shown", "anchor")})


def list_articles(articles: Sequence[Article]) -> Iterator[str]:
    """The articles by handle: '[1] Strap top (Vest top, Black)'."""
    for handle, article in enumerate(articles, 1):
        yield f"[{handle}] {article.prod_name} ({article.product_type_name}, {article.colour_group_name})"


def list_talk(history: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Turns of a talk, each a message and its reply."""
    for message, reply in history:
        yield f"shopper: {message}"
        yield f"stylist: {reply}"


def list_words(vocabulary: Mapping[str, Sequence[str]]) -> str:
    """The vocabulary, a line for each slot: 'colour: black, white'."""
    lines = [f"{slot}: {', '.join(clean(word, 40) for word in words)}" for slot, words in vocabulary.items() if words]
    return fence("words", lines or ["none"], 6_000)


def describe(model: type[BaseModel]) -> str:
    """A model's JSON schema as short lines of prompt, made of the schema itself so that the two can't drift apart."""
    schema = model.model_json_schema()
    parts = {schema["title"]: schema, **schema.get("$defs", {})}
    return "\n".join(line for name, part in parts.items() for line in describe_part(name, part))


def describe_part(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    """One object of a schema: its name, then each field with its type and meaning."""
    yield f"{name}:"
    for field, kind in part["properties"].items():
        meaning = kind.get("description", "")
        yield f'  "{field}": {describe_type(kind)}' + (f" ({meaning})" if meaning else "")


def describe_type(kind: Mapping[str, Any]) -> str:
    """A field's type in words: 'list of Edit', 'add | exclude', 'number'."""
    if "$ref" in kind:
        return str(kind["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in kind:
        return " | ".join(describe_type(choice) for choice in kind["anyOf"])
    if "enum" in kind:
        return " | ".join(kind["enum"])
    if kind.get("type") == "array":
        return f"list of {describe_type(kind['items'])}"
    return {"integer": "number", "string": "text"}.get(str(kind.get("type")), str(kind.get("type")))
