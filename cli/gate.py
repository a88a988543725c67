"""`stylist eval gate`: how often the upload gate holds back what it should let through, on the catalogue's pictures."""

import random
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.pictures import Pictures
from catalog.table import Table
from cli.catalogue import prepare_quietly
from cli.lines import print_json
from cli.measuring import Tell, show_metrics, told
from cli.terminal import complain, one_line
from evaluation.gate import Case, Shown, gate_metrics, is_bare, judge_all
from foundation.errors import BadInput, StylistError
from foundation.photo import Photo, read_photo
from foundation.settings import Settings
from retrieval.index import Index
from vision.body import Bodies, Body, open_body
from vision.gate import Gate
from vision.nudity import open_nudity

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


class Once:
    """A body finder that looks at the same photo once, though it is judged for several purposes."""

    def __init__(self, body: Body) -> None:
        self.name, self._body = body.name, body
        self._last: tuple[Photo, Bodies] | None = None

    def find(self, photo: Photo) -> Bodies:
        """Everyone found."""
        if self._last is None or self._last[0] is not photo:
            self._last = photo, self._body.find(photo)
        return self._last[1]


def run(args: Namespace, settings: Settings) -> int:
    """Measure and print a metric a line; returns the exit status."""
    prepare_quietly(settings)
    table = Index.open(settings.state).table
    places = _places(table, Pictures(settings.images, settings.image_path), args.n, args.seed)
    people = _people(args.people)
    body, nudity = Once(open_body()), open_nudity()
    # What is judged here is no upload: the log of uploads is left alone.
    with TemporaryDirectory(prefix="stylist-eval-gate-") as folder:
        gate = Gate(body, nudity, Path(folder))

        def measure(tell: Tell) -> list[Case]:
            pictures = _counted(_read(table, places, people, settings), len(places) + len(people), tell)
            return list(judge_all(pictures, body.find, gate.judge, time.perf_counter))

        cases = told(measure, "pictures")
    show_metrics(gate_metrics(cases), args)
    if args.show:
        _show_held(cases, args.json)
    return 0


def _places(table: Table, pictures: Pictures, count: int | None, seed: int) -> list[tuple[int, Path]]:
    """The rows that have a picture, with where it lies; `count` of them, drawn, where that is given."""
    found = [(row, path) for row in range(len(table)) if (path := pictures.path(table.article(row).article_id))]
    if not found:
        raise BadInput("the catalogue's articles have no pictures: give --images DIR")
    return found if count is None or count >= len(found) else random.Random(seed).sample(found, count)


def _people(folder: Path | None) -> Sequence[Path]:
    """The photos of one person each in a folder."""
    if folder is None:
        return ()
    if not folder.is_dir():
        raise BadInput(f"--people {folder} is not a folder: give one with photos that show one person each")
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def _read(
    table: Table, places: Sequence[tuple[int, Path]], people: Sequence[Path], settings: Settings
) -> Iterator[Shown]:
    """Each picture decoded as an upload is; of one that can't be, a line says so."""
    for path in people:
        yield Shown(path.name, read_photo(path, settings.photo), worn=True)
    for row, path in places:
        article = table.article(row)
        try:
            yield Shown(article.article_id, read_photo(path, settings.photo), bare=is_bare(article))
        except StylistError as error:
            complain(str(error))


def _counted(pictures: Iterator[Shown], total: int, tell: Tell) -> Iterator[Shown]:
    for done, shown in enumerate(pictures, start=1):
        yield shown
        tell(done, total)


def _show_held(cases: Sequence[Case], as_json: bool) -> None:
    """The cases that were not let through, and why."""
    for case in cases:
        if case.verdict.allowed:
            continue
        held = {"id": case.id, "purpose": case.purpose, **case.verdict.to_json()}
        if as_json:
            print_json({"held": held})
        else:
            print(one_line(f"  {case.id}, {case.purpose}: {case.verdict.verdict}: {'; '.join(case.verdict.reasons)}"))
