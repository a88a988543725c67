"""Limits: what a request may be before any route sees it — of this site, for this site, and not too large."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems

MAX_BODY = 1 << 20
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
HEADERS = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]


class Limits:
    """ASGI middleware.

    `hosts` are the names this site goes by, empty for any: a page of another name that resolves to this machine
    reads nothing (DNS rebinding). A changing request must come from a page of this site or from no page at all.
    `larger` are the paths whose bodies may have more bytes than `max_body`, `forms` those of which only a form may.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str] = (),
        max_body: int = MAX_BODY,
        larger: Mapping[str, int] | None = None,
        forms: Mapping[str, int] | None = None,
    ) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._max_body, self._larger, self._forms = max_body, larger or {}, forms or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self._most(scope["path"], headers)
        if refusal := self._refuse(scope["method"], headers, most):
            await problems.respond(*refusal)(scope, receive, send)
            return
        body = _Body(receive, most)
        await self._app(scope, body.receive, _Answer(send, body).send)

    def _most(self, path: str, headers: Headers) -> int:
        is_form = headers.get("content-type", "").lower().startswith("multipart/form-data")
        return (self._forms if is_form and path in self._forms else self._larger).get(path, self._max_body)

    def _refuse(self, method: str, headers: Headers, most: int) -> tuple[int, str, str] | None:
        """Status, title and detail of the refusal, None where there is none."""
        host = headers.get("host", "").lower()
        if self._hosts and name_of(host) not in self._hosts:
            return 400, "Unknown host", f"this site is not called {host[:80]!a}: start serve with that --host"
        if method not in SAFE_METHODS and not _same_origin(headers, host):
            return 403, "Other origin", "a page of another site may not change anything here"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > most:
            return 413, "Too large", f"a body may have at most {most:,} bytes: send less"
        return None


class _Body:
    """A request's body, cut off where it grows over the limit although no length, or a false one, was given."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.limit = limit
        self.over = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left >= 0:
            return message
        self.over = True
        return {"type": "http.request", "body": b"", "more_body": False}


class _Answer:
    """The answer on its way out: with our headers, or a 413 in its place where the body was cut off."""

    def __init__(self, send: Send, body: _Body) -> None:
        self._send = send
        self._body = body
        self._replaced = False

    async def send(self, message: Message) -> None:
        if self._replaced:
            return
        if message["type"] == "http.response.start" and self._body.over:
            self._replaced = True
            await self._too_large()
            return
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await self._send(message)

    async def _too_large(self) -> None:
        answer = problems.respond(413, "Too large", f"a body may have at most {self._body.limit:,} bytes: send less")
        await self._send({"type": "http.response.start", "status": 413, "headers": answer.raw_headers})
        await self._send({"type": "http.response.body", "body": answer.body})


def hosts_of(host: str) -> tuple[str, ...]:
    """The names that a site bound to `host` goes by: any where it listens to all addresses."""
    if host in ("0.0.0.0", "::", ""):
        return ()
    return (*LOOPBACK, "testserver", host, f"[{host}]")


def name_of(host: str) -> str:
    """A Host header without its port."""
    return host if host.endswith("]") else host.rsplit(":", 1)[0] if ":" in host else host


def _same_origin(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    # Behind a proxy the name in the browser is the forwarded one; no page can set that header across sites.
    return urlsplit(origin).netloc.lower() in (host, headers.get("x-forwarded-host", "").lower())
