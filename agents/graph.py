"""The graph: one message from frontend to retriever to merger, streaming events as it goes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypedDict

from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agents.acts.asked import Asked
from agents.captioner import Captioner, Looked
from agents.frontend import Frontend, Understood
from agents.merger import Merger, Written
from agents.results import Answer, Question, Results, Shown
from agents.retriever import Retriever
from agents.sights import View, narrowed
from agents.speculation import Speculation
from agents.talk import Talk
from foundation.events import Asks, Card, Look, Notice, Planned, Seen, Sentence
from foundation.photo import Photo
from vision.caption import AUDIENCE

Images = Callable[[str], Path | None]
Asker = Callable[[Answer], Question | None]


@dataclass(frozen=True)
class Voice:
    """How replies sound: `emoji` on or off, `warmth`, `length`, `max_words` at most."""

    emoji: bool = False
    warmth: str = "warm"
    length: str = "full"
    max_words: int = 120


@dataclass(frozen=True)
class Request:
    """One message to answer: the talk so far, which articles to avoid, the turn's number, how often it was answered
    `again`, and its seed of wording. `photos` are new ones by their ids, `views` are of those looked at before.
    """

    talk: Talk
    avoid: frozenset[str] = frozenset()
    turn: int = 1
    again: int = 0
    seed: str = ""
    photos: tuple[tuple[str, Photo], ...] = ()
    views: tuple[View, ...] = ()


class State(TypedDict, total=False):
    """What the nodes hand on; nothing of it outlives the turn."""

    request: Request
    looked: Looked
    understood: Understood
    speculation: Speculation | None
    results: Results
    answer: Answer
    written: Written
    timings_ms: dict[str, float]


@dataclass(frozen=True)
class Agents:
    """The agents, and what they borrow: where pictures lie, what may be asked back."""

    frontend: Frontend
    retriever: Retriever
    merger: Merger
    images: Images
    ask: Asker
    captioner: Captioner
    voice: Voice = field(default_factory=Voice)


Graph = CompiledStateGraph[State, None, State, State]


def build(agents: Agents) -> Graph:
    """START → captioner, where there are photos → frontend → retriever → settling → merger → END; settling waits for a
    plan made beside the house's.
    """
    graph = StateGraph(State)
    graph.add_node("captioner", _timed("captioner", lambda state: _look(agents, state)))
    graph.add_node("frontend", _timed("frontend", lambda state: _plan(agents, state)))
    graph.add_node("retriever", _timed("retriever", lambda state: _retrieve(agents, state)))
    graph.add_node("merger", _timed("merger", lambda state: _merge(agents, state)))
    graph.add_conditional_edges(START, lambda state: "captioner" if _has_photos(state["request"]) else "frontend")
    graph.add_edge("captioner", "frontend")
    graph.add_edge("frontend", "retriever")
    graph.add_node("settling", _timed("settling", lambda state: _settle(agents, state)))
    graph.add_conditional_edges("retriever", lambda state: "settling" if state.get("speculation") else "merger")
    graph.add_edge("settling", "merger")
    graph.add_edge("merger", END)
    return graph.compile()


def _has_photos(request: Request) -> bool:
    return bool(request.photos or request.views)


def _look(agents: Agents, state: State) -> State:
    """Look at the photos, and have the talk know what they show."""
    request = state["request"]
    looked = agents.captioner.look(request.photos) if request.photos else Looked(request.views)
    emit = get_stream_writer()
    for seen in looked.views:
        emit(_seen(seen))
    for note in looked.notes:
        emit(Notice("fallback", note))
    sights = tuple(sight for seen in looked.views for sight in seen.sights)
    talk = replace(request.talk, sights=sights, unseen=bool(looked.notes))
    return {"looked": looked, "request": replace(request, talk=talk)}


def _seen(view: View) -> Seen:
    told = view.told
    unsure = tuple(name for name, value in told["attributes"].items() if value is None and name != AUDIENCE)
    return Seen(view.photo, told["caption"], told["attributes"], told["confidence"], unsure)


def _plan(agents: Agents, state: State) -> State:
    speculated = agents.frontend.speculate(state["request"].talk)
    understood, speculation = speculated or (agents.frontend.understand(state["request"].talk), None)
    _tell_plan(understood)
    return {"understood": understood, "speculation": speculation}


def _tell_plan(understood: Understood, replaces: bool = False) -> None:
    emit = get_stream_writer()
    acts = tuple(act.name for act in understood.plan.acts)
    emit(Planned(acts, understood.brief, understood.decision.planner, replaces))
    for note in understood.notes:
        emit(Notice("fallback", note))


def _settle(agents: Agents, state: State) -> State:
    """Keep the plan carried out already, or carry out the one that differs in its place."""
    guess, speculation = state["understood"], state["speculation"]
    assert speculation is not None
    understood = agents.frontend.settle(state["request"].talk, guess, speculation)
    if understood.decision.speculation != "replaced":
        for note in understood.notes[len(guess.notes) :]:
            get_stream_writer()(Notice("fallback", note))
        return {"understood": understood}
    _tell_plan(understood, replaces=True)
    return {"understood": understood, **_retrieve(agents, {**state, "understood": understood})}


def _retrieve(agents: Agents, state: State) -> State:
    request, understood = state["request"], state["understood"]
    results = agents.retriever.run(
        Asked(
            understood.plan,
            understood.brief,
            request.talk.last,
            request.avoid,
            message=request.talk.message,
            seed=request.seed,
            sights={sight.key: sight for sight in request.talk.photos},
        )
    )
    emit = get_stream_writer()
    for shown in results.shown:
        emit(_card(shown, agents.images))
    for look in results.looks:
        emit(Look(look.title, tuple((piece.role, piece.handle, piece.own) for piece in look.pieces)))
    for line in results.relaxed:
        emit(Notice("relaxed", line))
    return {"results": results}


def _card(shown: Shown, images: Images) -> Card:
    article = shown.article
    picture = images(article.article_id)
    return Card(
        handle=shown.handle,
        article_id=article.article_id,
        prod_name=article.prod_name,
        product_type=article.product_type_name,
        colour=article.colour_group_name,
        why=shown.why,
        role=shown.role,
        image=str(picture) if picture else None,
        url=article.url or None,
        price=article.price or None,
    )


def _merge(agents: Agents, state: State) -> State:
    answer = _answer(agents, state)
    written = agents.merger.start(answer)
    emit = get_stream_writer()
    for sentence in agents.merger.write(answer, written):
        emit(Sentence(sentence))
    for note in written.notes:
        emit(Notice("fallback", note))
    if answer.question:
        emit(Asks(answer.question.text, answer.question.chips))
    return {"answer": answer, "written": written}


def _answer(agents: Agents, state: State) -> Answer:
    request, understood, results = state["request"], state["understood"], state["results"]
    shown = {shown.handle: shown.article for shown in results.shown}
    answer = Answer(
        message=request.talk.message,
        plan=understood.plan,
        brief=narrowed(understood.brief, request.talk.photos),
        results=results,
        handles=shown or dict(enumerate(request.talk.last, 1)),
        history=request.talk.history,
        earlier=request.talk.earlier,
        emoji=agents.voice.emoji,
        warmth=agents.voice.warmth,
        length=agents.voice.length,
        max_words=agents.voice.max_words,
        turn=request.turn + request.again,
        seed=request.seed,
        sights=request.talk.sights,
        held=request.talk.held,
        unseen=request.talk.unseen,
    )
    return replace(answer, question=agents.ask(answer))


def _timed(name: str, node: Callable[[State], State]) -> Any:
    def run(state: State) -> State:
        started = time.perf_counter()
        update = node(state)
        timings: Mapping[str, float] = state.get("timings_ms", {})
        update["timings_ms"] = {**timings, name: round((time.perf_counter() - started) * 1000, 2)}
        return update

    return run
