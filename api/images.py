"""Catalogue pictures over HTTP: only what the index names, as what its bytes are, kept by the browser."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from foundation.errors import NotFound

CACHE = "private, max-age=86400"
HEAD_BYTES = 12


def media_type(head: bytes) -> str | None:
    """What a picture is by its first 12 bytes; None where it is none that a browser shows safely."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def respond(path: Path | None, article_id: str, request: Request) -> Response:
    """The picture at `path`, or 304 where the caller has it; raises NotFound where there is none."""
    try:
        kind = media_type(_head(path)) if path is not None else None
    except OSError:
        kind = None
    if path is None or kind is None:
        raise NotFound(f"no picture of article {article_id[:40]!a}")
    status = path.stat()
    tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    headers = {"Cache-Control": CACHE, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=kind, headers=headers)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
