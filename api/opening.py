"""Opening: the small ASGI app that answers from the start while the site loads behind it, then hands over to it."""

import asyncio
import html
from pathlib import Path
from string import Template

from fastapi import FastAPI
from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems

PAGE = Template(Path(__file__).with_name("opening.html").read_text(encoding="utf-8"))


class Opening:
    """Answers /healthz, /readyz and a page that says how far the site is, until `hand_over` gives it the site."""

    def __init__(self) -> None:
        self.progress = "starting"
        self._site: ASGIApp | None = None
        self._stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request: by the site, where it is there."""
        if self._site is not None:
            await self._site(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope["path"])(scope, receive, send)

    async def run(self, site: FastAPI) -> None:
        """Start `site`, serve with it until `stop` is called, then stop it."""
        async with site.router.lifespan_context(site):
            self._site = site
            await self._stopping.wait()

    @property
    def handed_over(self) -> bool:
        """Whether the site answers."""
        return self._site is not None

    def stop(self) -> None:
        """Let `run` stop the site."""
        self._stopping.set()

    def _answer(self, path: str) -> ASGIApp:
        if path == "/healthz":
            return JSONResponse({"status": "ok"})
        if path == "/readyz":
            return problems.respond(503, "Not ready", f"still opening: {self.progress}")
        page = PAGE.substitute(progress=html.escape(self.progress))
        return HTMLResponse(page, status_code=503, headers={"Retry-After": "2", "Cache-Control": "no-store"})
