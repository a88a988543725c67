"""The API: the routes of chat, search, feedback, sessions and pictures over one open stylist, and all others."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Form, Request, Response, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer

from agents.requests.classifier import Classifier
from agents.stylist import MOST_PHOTOS, Stylist
from api import images, problems
from api.bodies import ChatBody, ClassifyBody, SearchBody, pairs
from api.jobs import add_jobs
from api.keys import Keys
from api.limits import Limits, hosts_of
from api.photos import FORM, FORM_BYTES, UPLOADS, ChatForm, FormRoute, Photos, add_photos
from api.stream import EVENT_STREAM, Seats, stream
from feedback.event import FeedbackEvent
from foundation.errors import BadInput, NotReady, StylistError, TooLarge
from foundation.events import Done, Event
from foundation.settings import Settings
from storage.jobs import SqliteJobs
from training.workshop import Workshop

SEATS = 32
# Where the page, which is mounted here, takes photos.
PAGE_UPLOADS = "/page/photos"
STREAMED = {200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}}}
WITH_PHOTOS = {"requestBody": {"content": {FORM: {"schema": ChatForm.model_json_schema()}}}}


def create(stylist: Stylist, settings: Settings, workshop: Workshop | None = None) -> FastAPI:
    """The API over `stylist`, which it closes when it stops; so it does with the `workshop`, which it starts.

    Without one, jobs are queued and wait.
    """
    jobs = SqliteJobs(settings.state)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if workshop is not None:
            workshop.start()
        yield
        if workshop is not None:
            await run_in_threadpool(workshop.close)
        jobs.close()
        stylist.close()

    app = FastAPI(
        title="Stylist", version="1", description="A conversational fashion stylist on one catalogue.",
        docs_url=None, redoc_url=None, lifespan=lifespan, responses=problems.RESPONSES,
        # `Keys` asks for them; this only has the description say so.
        dependencies=[Security(HTTPBearer(auto_error=False))] if settings.api_keys else None,
    )  # fmt: skip
    problems.add_handlers(app)
    _add_health(app, stylist)
    photos = Photos(settings, stylist)
    _add_chat(app, stylist, photos)
    _add_search(app, stylist)
    _add_feedback(app, stylist)
    _add_classify(app, stylist.classifier, settings.max_message_chars)
    add_photos(app, photos, stylist)
    add_jobs(app, jobs, settings)
    # The last one added is asked first. What comes after this, as the page does, is no door of the API.
    app.add_middleware(Keys, hashes=settings.api_keys, doors=_doors(app))
    most = settings.photo.max_bytes + FORM_BYTES
    app.add_middleware(
        Limits,
        hosts=hosts_of(settings.host),
        larger=dict.fromkeys((*UPLOADS, PAGE_UPLOADS), most),
        forms={"/chat": MOST_PHOTOS * settings.photo.max_bytes + FORM_BYTES},
    )
    app.state.jobs = jobs
    return app


def _doors(app: FastAPI) -> frozenset[str]:
    """The first part of each route's path; pictures are the page's too."""
    paths = (getattr(route, "path", "/") for route in app.routes)
    return frozenset(path.split("/")[1] for path in paths) - {"images", ""}


def _add_health(app: FastAPI, stylist: Stylist) -> None:
    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """The process is alive."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> dict[str, str]:
        """A chat can be answered; 503 says what is still missing."""
        if not stylist.ready:
            raise NotReady("the vectors are still being built")
        return {"status": "ready"}


def _add_chat(app: FastAPI, stylist: Stylist, photos: Photos) -> None:
    seats, forms = Seats(SEATS), APIRouter(route_class=FormRoute)

    @forms.post("/chat", response_model=None, include_in_schema=False)
    def chat_with_photos(
        form: Annotated[ChatForm, Form(media_type=FORM)], request: Request
    ) -> Response | dict[str, Any]:
        """The same of a form that may hold photos."""
        events = stylist.stream(form.message, form.session_id, form.parent_id, photos.sent(form))
        return _answer(seats.hold(iter(events)), request)

    app.include_router(forms)

    @app.post("/chat", response_model=None, responses=STREAMED, openapi_extra=WITH_PHOTOS)  # type: ignore[arg-type]
    async def chat(body: ChatBody, request: Request) -> Response | dict[str, Any]:
        """Answer one message, given as JSON or, with photos, as a form.

        The answer is JSON, or server-sent events where `Accept` asks for text/event-stream.
        """
        events = seats.hold(iter(stylist.stream(body.message, body.session_id, body.parent_id)))
        return await run_in_threadpool(_answer, events, request)

    @app.delete("/sessions/{session_id}", status_code=204)
    def forget(session_id: str) -> None:
        """Delete a session: its messages, answers, ratings and photos."""
        stylist.forget(session_id)


def _add_search(app: FastAPI, stylist: Stylist) -> None:
    @app.post("/search")
    def search(body: SearchBody) -> dict[str, Any]:
        """Articles for a query; `relaxed` says in words what was given up."""
        return stylist.search(body.query, body.k, pairs(body.filters), pairs(body.excludes), body.variants)

    @app.get("/images/{article_id:path}", response_class=Response)
    def image(article_id: str, request: Request) -> Response:
        """An article's picture."""
        return images.respond(stylist.image_path(article_id), article_id, request)


def _add_feedback(app: FastAPI, stylist: Stylist) -> None:
    @app.post("/feedback")
    def feedback(event: FeedbackEvent) -> dict[str, Any]:
        """Keep a rating of an answer, or of one of its articles where `article_id` is given."""
        kept = {"feedback_id": stylist.rate(event)}
        return kept if event.id is None else {"id": event.id, **kept}


def _add_classify(app: FastAPI, classifier: Classifier, limit: int) -> None:

    @app.post("/classify")
    def classify(body: ClassifyBody) -> dict[str, Any]:
        """Whether a text asks for a picture to be made or changed: `image_request`, `conversation` or `unsure`."""
        if not body.text.strip():
            raise BadInput('"text" is empty: say something')
        if len(body.text) > limit:
            raise TooLarge(f'"text" has {len(body.text):,} characters, at most {limit:,}: shorten it')
        label = classifier.label(body.text)
        answer = {"label": label.label, "confidence": round(label.confidence, 4)}
        return answer if body.id is None else {"id": body.id, **answer}


def _answer(events: Iterator[Event], request: Request) -> Response | dict[str, Any]:
    """A turn as its caller takes it."""
    return stream(events) if EVENT_STREAM in request.headers.get("accept", "") else _last(events)


def _last(events: Iterable[Event]) -> dict[str, Any]:
    """The turn that the events end with."""
    turns = [event.turn for event in events if isinstance(event, Done)]
    if not turns:
        raise StylistError("the turn ended without an answer")
    return turns[-1]
