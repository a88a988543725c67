"""Stylist: the facade. Opens everything once; chats, regenerates, searches, rates and forgets."""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from agents.abroad import RetrieverAbroad
from agents.captioner import Captioner, Looked
from agents.frontend import Frontend
from agents.graph import Agents, Request, Voice, build
from agents.grounding import Grounding
from agents.merger import Merger
from agents.persona import read_persona
from agents.planners.house import HousePlanner
from agents.requests.classifier import Classifier
from agents.results import Look, Results, Writer
from agents.search import Pairs, Searcher
from agents.sights import Sight, View
from agents.talk import Earlier, Planner, Talk
from agents.writers.house import HouseWriter
from catalog.article import Article
from catalog.pictures import Pictures
from feedback.event import FeedbackEvent, collect
from foundation.brief import Brief, Piece
from foundation.errors import BadInput, StylistError, TooLarge
from foundation.events import Done, Event
from foundation.photo import Photo
from foundation.provenance import Provenance
from foundation.settings import Settings
from storage.photos import Photos, open_photos
from storage.store import Store, open_store
from storage.talk import Turn
from vision.body import open_body
from vision.caption import Caption
from vision.caption import Captioner as Describer
from vision.gate import Gate
from vision.nudity import open_nudity
from vision.open import open_eye
from vision.vocabulary import read_vocabulary

MOST_PHOTOS = 4

# A look, advice, a picture asked for and another language: what a first answer of each has to load.
_WARMING = ("a whole outfit for a summer wedding", "can I wear black to a wedding?", "draw me", "ein rotes Kleid")


class Stylist:
    """One catalogue, one store, three agents; safe to share between threads."""

    def __init__(self, settings: Settings, searcher: Searcher, store: Store, photos: Photos) -> None:
        self.settings, self._searcher, self._store, self._photos = settings, searcher, store, photos
        self._owner = settings.owner_id
        self._pictures = Pictures(settings.images, settings.image_path)
        self._captioner = Captioner(self._open_eyes, searcher.lexicon)
        house, pen = searcher.planner, HouseWriter(searcher.lexicon, searcher.translator)
        planner, writer = _seats(settings, searcher, house, pen)
        self._graph = build(
            Agents(
                frontend=Frontend(
                    planner, house, searcher.lexicon, settings.chat_model.timeout if settings.speculate else None
                ),
                retriever=RetrieverAbroad(searcher.finder, searcher.reader, settings.max_articles, searcher.translator),
                merger=Merger(writer, pen, Grounding(searcher.reader, searcher.translator)),
                images=self._pictures.path,
                ask=pen.question,
                captioner=self._captioner,
                voice=Voice(settings.emoji, settings.warmth, settings.length, settings.max_words),
            )
        )

    @classmethod
    def open(cls, settings: Settings) -> "Stylist":
        """Open the index and the store under the settings' home; raises BadInput where one can't be used."""
        pictures = Pictures(settings.images, settings.image_path)
        searcher, store = Searcher.open(settings.state, pictures), open_store(settings.state)
        return cls(settings, searcher, store, open_photos(settings.state, settings.photo.keep_hours))

    def warm(self) -> None:
        """Answer a few messages for nobody, so that no shopper waits for what is loaded at its first use.

        Nothing is stored. With a chat model in a seat nothing is asked of it.
        """
        grey = self._captioner.warm()
        if (self.settings.planner, self.settings.writer) == ("house", "house"):
            for message in _WARMING:
                self._graph.invoke({"request": self._request(message, "", (), frozenset(), 0)})
            if grey is not None:
                request = self._request("find this", "", (), frozenset(), 0)
                self._graph.invoke({"request": replace(request, views=(grey,))})

    @property
    def classifier(self) -> Classifier:
        """What tells a picture asked for from talk."""
        return self._searcher.classifier

    @property
    def ready(self) -> bool:
        """Whether the dense part of the index is there too."""
        return self._searcher.index.vectors is not None

    def close(self) -> None:
        """Let go of the store."""
        self._photos.close()
        self._store.close()

    def new_session(self) -> str:
        """Begin a talk and return its id."""
        return self._store.new_session(self._owner)

    def chat(
        self,
        message: str,
        session_id: str | None = None,
        parent_id: str | None = None,
        photos: Sequence[Photo] = (),
    ) -> dict[str, Any]:
        """Answer one message; gives the `chat` verb's JSON."""
        *_, done = self.stream(message, session_id, parent_id, photos)
        assert isinstance(done, Done)
        return done.turn

    def stream(
        self,
        message: str,
        session_id: str | None = None,
        parent_id: str | None = None,
        photos: Sequence[Photo] = (),
    ) -> Iterator[Event]:
        """Answer one message as events, the last of them Done; the turn is stored before Done is given.

        Without `session_id` a new talk begins; `parent_id` branches off an earlier turn. With `photos`, which are kept
        as long as the settings say, the message may be empty. Raises BadInput on an empty message or too many photos,
        TooLarge on a long one, NotFound on unknown ids; nothing is stored then.
        """
        self._check(message, photos)
        session = session_id or self.new_session()
        parent = parent_id or self._store.leaf(session, self._owner)
        yield from self._answer(message, session, parent, frozenset(), photos=photos)

    def regenerate(self, message_id: str) -> Iterator[Event]:
        """Answer the same message again beside the first answer, in other words and with other articles."""
        turn = self._store.turn(message_id, self._owner)
        siblings = [self._store.turn(sibling, self._owner) for sibling in self._store.siblings(message_id, self._owner)]
        shown = frozenset(article for sibling in siblings for article in sibling.shown)
        yield from self._answer(turn.message, turn.session_id, turn.parent_id, shown, again=len(siblings), before=turn)

    def rate(self, event: FeedbackEvent) -> str:
        """Keep a rating of an answer or of one of its articles; returns its feedback id."""
        return collect(self._store, self._owner, event)

    def forget(self, session_id: str) -> None:
        """Delete a talk, its turns and ratings for good."""
        self._store.forget(session_id, self._owner)

    def search(
        self, query: str, k: int = 10, filters: Pairs = (), excludes: Pairs = (), variants: bool = False
    ) -> dict[str, Any]:
        """Search without a talk; see Searcher.search."""
        return self._searcher.search(query, k, filters, excludes, variants)

    def image_path(self, article_id: str) -> Path | None:
        """Where an article's picture lies; None where it has none or the id is unknown."""
        return self._pictures.path(article_id) if self._searcher.index.table.row(article_id) is not None else None

    def article(self, article_id: str) -> Article | None:
        """An article by its id."""
        table = self._searcher.index.table
        row = table.row(article_id)
        return None if row is None else table.article(row)

    def look(self, photo: Photo) -> Caption:
        """What a photo shows; nothing is kept. Raises MissingExtra where no eye was trained, Refused, BadInput."""
        return self._captioner.caption(photo)

    def photo(self, photo_id: str) -> bytes:
        """A photo of a talk as a jpeg that tells nothing of place and time; raises NotFound where it is gone."""
        return self._photos.read(photo_id, self._owner)

    def delete_photo(self, photo_id: str) -> None:
        """Delete a photo, and what was seen on it, for good."""
        self._photos.delete(photo_id, self._owner)

    def _open_eyes(self) -> tuple[Describer, Gate]:
        """What describes photos, and the gate before it."""
        index = self._searcher.index
        eye = open_eye(self.settings, index.manifest["catalogue"]["sha256"], lambda: read_vocabulary(index.table))
        body = open_body()
        return Describer(eye, body), Gate(body, open_nudity(), self.settings.state)

    def _check(self, message: str, photos: Sequence[Photo]) -> None:
        if len(photos) > MOST_PHOTOS:
            raise BadInput(f"the message has {len(photos)} photos, at most {MOST_PHOTOS}: send fewer at once")
        if not message.strip() and not photos:
            raise BadInput("the message is empty: write what you are looking for")
        if len(message) > self.settings.max_message_chars:
            raise TooLarge(
                f"the message has {len(message):,} characters, at most {self.settings.max_message_chars:,}: shorten it"
            )

    def rehearse(self, turn: Turn, past: Sequence[Turn]) -> Turn:
        """A stored turn's message answered anew after `past`, as it was asked then; nothing is stored."""
        siblings = self._store.siblings(turn.id, self._owner)
        before = siblings[: siblings.index(turn.id)]
        avoid = frozenset(shown for one in before for shown in self._store.turn(one, self._owner).shown)
        request = self._request(turn.message, turn.session_id, past, avoid, len(before))
        request = replace(request, views=self._views(turn))
        started = time.perf_counter()
        state: dict[str, Any] = dict(self._graph.invoke({"request": request}))
        return self._turn(state, turn.session_id, turn.parent_id, request, started)

    def stored(self, session_id: str) -> tuple[Turn, ...]:
        """The turns of a talk up to its newest; raises NotFound for an unknown id, BadInput where it has none."""
        leaf = self._store.leaf(session_id, self._owner)
        if leaf is None:
            raise BadInput(f"session {session_id} has no turns: there is nothing to run again")
        return self._store.path(leaf, self._owner)

    def _answer(
        self,
        message: str,
        session: str,
        parent: str | None,
        avoid: frozenset[str],
        again: int = 0,
        photos: Sequence[Photo] = (),
        before: Turn | None = None,
    ) -> Iterator[Event]:
        """The events of one turn; `before` is an earlier answer to the same message."""
        started = time.perf_counter()
        past = self._store.path(parent, self._owner) if parent else ()
        request = self._request(message, session, past, avoid, again)
        request = replace(request, photos=self._kept(photos, session), views=self._views(before) if before else ())
        try:
            state = yield from self._run(request)
            done = Done(self._keep(self._turn(state, session, parent, request, started)))
        except BaseException:
            # Whoever gave up, or sends it again, has not sent these.
            self._discard([photo for photo, _ in request.photos])
            raise
        self._note_views(state)
        yield done

    def _run(self, request: Request) -> Generator[Event, None, dict[str, Any]]:
        """The events of the graph's run, and the state that it comes to."""
        state: dict[str, Any] = {}
        chunks: Any = self._graph.stream({"request": request}, stream_mode=["custom", "values"])
        for mode, chunk in chunks:
            if mode == "custom":
                yield chunk
            else:
                state = chunk
        return state

    def _discard(self, photos: Sequence[str]) -> None:
        """Delete photos whose message was not answered."""
        for photo in photos:
            with suppress(StylistError):
                self._photos.delete(photo, self._owner)

    def _request(self, message: str, session: str, past: Sequence[Turn], avoid: frozenset[str], again: int) -> Request:
        return Request(self._talk(message, past), avoid, len(past) + 1, again, f"{session}:{len(past)}:{again}")

    def _talk(self, message: str, past: Sequence[Turn]) -> Talk:
        """The fold of a path: the brief of its last turn, the articles shown last, what was said."""
        earlier = tuple(self._earlier(turn) for turn in past)
        brief = earlier[-1].brief if earlier else Brief()
        last = next((turn.shown for turn in reversed(earlier) if turn.shown), ())
        asked = past[-1].results.get("asked") if past else None
        return Talk(message, brief, last, earlier, asked, held=self._held(past))

    def _held(self, past: Sequence[Turn]) -> tuple[Sight, ...]:
        """The garments of the photos sent last, as far as they are still kept."""
        turn = next((turn for turn in reversed(past) if turn.results.get("photos")), None)
        return tuple(sight for seen in self._views(turn) for sight in seen.sights) if turn else ()

    def _views(self, turn: Turn) -> tuple[View, ...]:
        """What a turn's photos showed, of those that are still kept."""
        ids = frozenset(turn.results.get("photos", ()))
        kept = self._photos.of_session(turn.session_id, self._owner) if ids else ()
        return tuple(View.from_json(photo.seen) for photo in kept if photo.id in ids and photo.seen)

    def _kept(self, photos: Sequence[Photo], session: str) -> tuple[tuple[str, Photo], ...]:
        """The photos by the ids under which they are kept from now on."""
        return tuple((self._photos.add(self._owner, session, photo.jpeg(), photo.sha256), photo) for photo in photos)

    def _note_views(self, state: Mapping[str, Any]) -> None:
        """Keep what was seen on new photos beside them, as long as they are kept themselves."""
        if "looked" not in state or not (new := [photo for photo, _ in state["request"].photos]):
            return
        views = {seen.photo: seen for seen in state["looked"].views}
        for photo in new:
            if photo in views:
                self._photos.see(photo, self._owner, views[photo].to_json())
            else:
                # What was not looked at is of no use to anybody.
                self._discard([photo])
        self._photos.answered([*views], self._owner)

    def _earlier(self, turn: Turn) -> Earlier:
        shown = tuple(article for name in turn.shown if (article := self.article(name)) is not None)
        return Earlier(turn.message, turn.reply, Brief.from_json(turn.brief), shown, tuple(turn.turn.get("acts", ())))

    def _turn(self, state: dict[str, Any], session: str, parent: str | None, request: Request, started: float) -> Turn:
        """The turn that a run of the graph came to."""
        understood, results, written = (state[key] for key in ("understood", "results", "written"))
        shown = tuple(item.article.article_id for item in results.shown)
        brief = replace(understood.brief, shown=tuple(dict.fromkeys((*understood.brief.shown, *shown))))
        brief = replace(brief, look=look_of(results) or brief.look)
        slot = state["answer"].question.slot if state["answer"].question else None
        looked = state.get("looked", Looked())
        photos = [photo for photo, _ in request.photos] or [seen.photo for seen in looked.views]
        provenance = self._provenance(understood, written, looked)
        turn = {"turn": request.turn, **answer_json(state, brief), "provenance": provenance.to_json()}
        turn["timings_ms"] = {**turn["timings_ms"], "total": _ms_since(started)}
        return Turn(
            owner_id=self._owner,
            session_id=session,
            parent_id=parent,
            message=request.talk.message,
            reply=written.reply,
            plan=understood.plan.model_dump(mode="json"),
            results={
                "matched": results.matched,
                "counts": [asdict(count) for count in results.counts],
                "asked": slot,
                "photos": photos,
            },
            brief=brief.to_json(),
            turn=turn,
            shown=shown,
            planner=provenance.planner,
            writer=provenance.writer,
            planner_version=provenance.planner_version,
            writer_version=provenance.writer_version,
            prompt_hash=provenance.prompt_hash,
            index_version=provenance.index_version,
        )

    def _keep(self, turn: Turn) -> dict[str, Any]:
        """Store the turn and give its answer; a request to be forgotten is carried out in place of storing it."""
        if any(act["topic"] == "forget_me" for act in turn.plan["acts"]):
            return self._forgotten(turn)
        if any(act["topic"] == "forget_photo" for act in turn.plan["acts"]):
            self._forget_photos(turn.session_id)
        return {"session_id": turn.session_id, "message_id": self._store.add_turn(turn), **turn.turn}

    def _forget_photos(self, session_id: str) -> None:
        for photo in self._photos.of_session(session_id, self._owner):
            self._photos.delete(photo.id, self._owner)

    def _forgotten(self, turn: Turn) -> dict[str, Any]:
        """Delete the talk; what follows begins a new one."""
        self._store.forget(turn.session_id, self._owner)
        return {"session_id": self.new_session(), "message_id": None, **turn.turn, "brief": Brief().to_json()}

    def _provenance(self, understood: Any, written: Any, looked: Looked) -> Provenance:
        decision = understood.decision
        spent = {"planner": decision.tokens, "writer": written.tokens}
        return Provenance(
            planner=decision.planner,
            writer=written.writer.name,
            planner_version=decision.version,
            writer_version=written.writer.version,
            prompt_hash="-".join(filter(None, [decision.prompt_hash, written.writer.prompt_hash])),
            index_version=self._searcher.index.version,
            encoder=self._searcher.index.encoder_name,
            notes=(*looked.notes, *understood.notes, *written.notes),
            dropped_sentences=len(written.dropped),
            guidance=decision.guidance,
            speculation=decision.speculation,
            tokens={seat: n for seat, n in spent.items() if n is not None},
            photos=tuple({"photo": seen.photo, **seen.told} for seen in looked.views),
        )


def _seats(settings: Settings, searcher: Searcher, house: HousePlanner, pen: HouseWriter) -> tuple[Planner, Writer]:
    """Who plans and who writes; the chat model is opened once for both seats."""
    persona = read_persona(settings.persona)
    if "chat" not in (settings.planner, settings.writer):
        return house, pen
    from agents.breaker import FILE as CIRCUIT
    from agents.chat_models import open_chat_model
    from agents.planners.chat import ChatPlanner
    from agents.writers.chat import ChatWriter

    chat = open_chat_model(settings.chat_model)
    chat.breaker.keep(settings.state / CIRCUIT)
    chat.probe()
    vocabulary = {
        slot: [value for value, entry in entries.items() if not entry.own]
        for slot, entries in searcher.lexicon.entries.items()
    }
    rounds = settings.max_conversation_round
    planner: Planner = (
        ChatPlanner(chat, vocabulary, rounds, settings.use_frontend_llm) if settings.planner == "chat" else house
    )
    return planner, ChatWriter(chat, persona, rounds) if settings.writer == "chat" else pen


def answer_json(state: dict[str, Any], brief: Brief) -> dict[str, Any]:
    """The `chat` verb's fields that the three agents fill."""
    understood, results, written, answer = (state[key] for key in ("understood", "results", "written", "answer"))
    return {
        "acts": [act.name for act in understood.plan.acts],
        "brief": brief.to_json(),
        "reply": written.reply,
        "items": [
            {"article_id": item.article.article_id, "prod_name": item.article.prod_name, "why": item.why}
            for item in results.shown
        ],
        "looks": looks_json(results),
        "relaxed": list(results.relaxed),
        "question": answer.question.text if answer.question else None,
        "timings_ms": state["timings_ms"],
    }


def looks_json(results: Results) -> list[dict[str, Any]]:
    """The looks of a turn, their pieces by article id or by the shopper's own words."""
    return [
        {"title": look.title, "pieces": [asdict(piece) for piece in _pieces(look, results)]} for look in results.looks
    ]


def look_of(results: Results) -> tuple[Piece, ...]:
    """The first look of a turn, which "other shoes" will change."""
    return _pieces(results.looks[0], results) if results.looks else ()


def _pieces(look: Look, results: Results) -> tuple[Piece, ...]:
    ids = {shown.handle: shown.article.article_id for shown in results.shown}
    return tuple(
        Piece(piece.role, None if piece.handle is None else ids[piece.handle], piece.own) for piece in look.pieces
    )


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
