"""Pictures: shown as what their bytes are; whatever is no picture does not exist."""

from pathlib import Path

import pytest
from starlette.requests import Request

from api.images import media_type, respond
from foundation.errors import NotFound

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "headers": raw})


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (JPEG, "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"), (b"<svg onload=alert(1)>", None), (b"<html>", None), (b"", None),
    ],
)  # fmt: skip
def test_a_picture_is_what_its_bytes_are(head: bytes, kind: str | None) -> None:
    assert media_type(head) == kind


def test_a_picture_has_its_type_whatever_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(JPEG)
    answer = respond(path, "1", request())
    assert answer.headers["content-type"] == "image/jpeg"
    assert "max-age" in answer.headers["cache-control"]


def test_a_picture_that_the_browser_has_is_not_sent_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(JPEG)
    tag = respond(path, "1", request()).headers["etag"]
    assert respond(path, "1", request(if_none_match=tag)).status_code == 304


def test_what_is_no_picture_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_text("<script>")
    for missing in (path, tmp_path / "none.jpg", tmp_path, None):
        with pytest.raises(NotFound):
            respond(missing, "1", request())
