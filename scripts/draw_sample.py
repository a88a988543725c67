"""Draw the bundled sample catalogue: its articles.csv and its pictures, or check that they are as drawn."""

import argparse
import io
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    # So that it also runs from a checkout that is not installed.
    sys.path.insert(0, str(ROOT))

import PIL  # noqa: E402

from catalog.sample.drawing.picture import Subject, draw  # noqa: E402
from catalog.sample.drawing.rows import Entry, entries, write  # noqa: E402

SEED = 7
QUALITY = 80


def main() -> int:
    """Draw or check the sample; return 0, or 2 where --check finds a difference."""
    options = _options()
    drawn = list(entries(options.seed))
    if options.check:
        return _check(options.to, drawn)
    for path, content in _files(drawn):
        _put(options.to / path, content)
    _clear(options.to, drawn)
    print(f"{len(drawn)} articles, {sum(e.subject is not None for e in drawn)} pictures in {options.to}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "catalog" / "sample", help="folder to draw into")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed draws another catalogue")
    parser.add_argument("--check", action="store_true", help="write nothing; say what differs from a fresh drawing")
    return parser.parse_args()


def _files(drawn: list[Entry]) -> Iterator[tuple[str, bytes]]:
    yield "articles.csv", write([entry.row for entry in drawn])
    yield "drawn_with.txt", f"Pillow {PIL.__version__}\n".encode()
    pictured = [entry for entry in drawn if entry.subject is not None]
    with ProcessPoolExecutor() as workers:
        pictures = workers.map(_jpeg, [entry.subject for entry in pictured], chunksize=16)
        yield from zip((_path(entry) for entry in pictured), pictures, strict=True)


def _path(entry: Entry) -> str:
    return f"images/{entry.article_id[:3]}/{entry.article_id}.jpg"


def _jpeg(subject: Subject) -> bytes:
    file = io.BytesIO()
    draw(subject).save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _extra(folder: Path, drawn: list[Entry]) -> list[Path]:
    wanted = {folder / _path(entry) for entry in drawn if entry.subject}
    return sorted(set((folder / "images").rglob("*.jpg")) - wanted)


def _clear(folder: Path, drawn: list[Entry]) -> None:
    for path in _extra(folder, drawn):
        path.unlink()


def _check(folder: Path, drawn: list[Entry]) -> int:
    same_pillow = _read(folder / "drawn_with.txt") == f"Pillow {PIL.__version__}\n".encode()
    wrong = [f"{path}: not part of the sample" for path in _extra(folder, drawn)]
    for path, content in _files(drawn):
        there = _read(folder / path)
        if there is None:
            wrong.append(f"{path}: missing")
        elif there != content and (same_pillow or path == "articles.csv"):
            wrong.append(f"{path}: differs from a fresh drawing")
    if not same_pillow:
        print("drawn with another Pillow: the bytes of pictures were not compared")
    print("\n".join(wrong) or "the sample is as drawn")
    return 2 if wrong else 0


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
