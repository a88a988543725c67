"""Errors as application/problem+json (RFC 9457): one `detail` line that says what is wrong and how to mend it."""

import json
import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from foundation.errors import Busy, NotReady, StylistError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = {Busy.http_status: "1", NotReady.http_status: "2"}
LOG = logging.getLogger("stylist")


class Problem(BaseModel):
    """What every error answers."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {"model": Problem, "description": "What is wrong, and how to mend it"}
}


def add_handlers(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""
    app.add_exception_handler(StylistError, _stylist_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _fault)


def respond(status: int, title: str, detail: str) -> Response:
    """A problem as a response."""
    headers = {"Retry-After": RETRY_SECONDS[status]} if status in RETRY_SECONDS else None
    body = Problem(title=title, status=status, detail=" ".join(detail.split())).model_dump()
    return Response(json.dumps(body), status, headers, MEDIA_TYPE)


def of_error(error: StylistError) -> Response:
    """The problem that an error of ours is."""
    return respond(error.http_status, error.title, str(error))


async def _stylist_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, StylistError)
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        LOG.error("%s %s: %s", request.method, request.url.path, error)
    return of_error(error)


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return respond(400, "Bad input", explain(error))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return respond(error.status_code, HTTPStatus(error.status_code).phrase, str(error.detail))


async def _fault(request: Request, error: Exception) -> Response:
    LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return respond(500, "Internal error", f"a fault ({type(error).__name__}); the server's log has the traceback")


def explain(error: RequestValidationError) -> str:
    """The first fault of a body in one line."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    if first["type"] == "json_invalid":
        return f"the body is not JSON ({first['ctx']['error']} at character {where}): send one JSON object as UTF-8"
    if not where:
        return f"the body: {first['msg']}: send one JSON object, Content-Type: application/json"
    return f"field '{where}': {first['msg']}"
