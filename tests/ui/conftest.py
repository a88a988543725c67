"""What tests of the page in a real browser share: the browser, and a server that is ready."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("STYLIST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
READY_SECONDS = 300
Serve = Callable[[Path, Path, Path], AbstractContextManager[str]]


@contextmanager
def serving(home: Path, catalog: Path, images: Path) -> Iterator[str]:
    """The address of a server over `home` that is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["serve", "--home", str(home), "--port", str(port), "--catalog", str(catalog), "--images", str(images)]
    program = [sys.executable, "-c", "import sys, app; sys.exit(app.main())"]
    with subprocess.Popen([*program, *arguments], stderr=subprocess.PIPE) as server:
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server ended: {server.stderr.read().decode() if server.stderr else ''}")
        try:
            urllib.request.urlopen(f"{url}/readyz").close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the server was never ready")


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Serves a home with a catalogue and its pictures."""
    return serving


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Chromium; skips where there is none. While it runs, no other event loop can: it ends with its module."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        reason = "no chromium: install it (Debian: apt-get install chromium) or name it in STYLIST_CHROMIUM"
        # The continuous checks require these tests; elsewhere a machine without a browser leaves them out.
        (pytest.fail if os.environ.get("STYLIST_REQUIRE_BROWSER") else pytest.skip)(reason)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser", site: str) -> "Iterator[Page]":
    """The page of the module's `site`, as a visitor of its own sees it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(site)
    page.wait_for_selector("#message")
    yield page
    page.close()
