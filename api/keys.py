"""Keys: who may call the API, where the setting asks for keys; they are kept as sha256 only.

A key is random, so a plain hash is enough (no password is guessed here); it is compared in constant time.
"""

import hmac
from collections.abc import Collection
from hashlib import sha256
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.limits import LOOPBACK, name_of

OPEN = frozenset({"healthz", "readyz"})
SCHEME = "bearer "


class Keys:
    """ASGI middleware; without `hashes` it lets everyone in.

    `doors` are the first parts of the API's paths. Whatever else there is belongs to the page, which has no key: it
    answers the browser of this machine only.
    """

    def __init__(self, app: ASGIApp, hashes: Collection[str], doors: Collection[str]) -> None:
        self._app, self._hashes, self._doors = app, tuple(hashes), frozenset(doors) - OPEN

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse with a problem."""
        if scope["type"] not in ("http", "websocket") or not self._hashes or self._admits(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            answer = problems.respond(401, "Key needed", "send a key of this server: Authorization: Bearer KEY")
            answer.headers["WWW-Authenticate"] = "Bearer"
            await answer(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        first, headers = scope["path"].split("/")[1], Headers(scope=scope)
        return first in OPEN or self._known(headers) or (first not in self._doors and _is_here(scope, headers))

    def _known(self, headers: Headers) -> bool:
        given = headers.get("authorization", "")
        if not given.lower().startswith(SCHEME):
            return False
        digest = sha256(given[len(SCHEME) :].strip().encode()).hexdigest()
        return any(hmac.compare_digest(digest, known) for known in self._hashes)


def _is_here(scope: Scope, headers: Headers) -> bool:
    """Whether the caller is a browser of this machine: by its address and by the name it calls us.

    A proxy on this machine speaks for others; a page elsewhere may let its name point here.
    """
    try:
        near = ip_address((scope.get("client") or ("",))[0]).is_loopback
    except ValueError:
        near = False
    forwarded = any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    return near and not forwarded and name_of(headers.get("host", "").lower()) in LOOPBACK
