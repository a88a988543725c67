"""Measuring: what every kind of `stylist eval` shares: a stylist whose talks leave no trace, and how figures print."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import catalog.sample
from agents.search import Searcher
from agents.stylist import Stylist
from catalog.article import Article
from catalog.pictures import Pictures
from catalog.table import Table
from cli.lines import print_json
from cli.terminal import Progress, one_line
from evaluation.metrics import Metric
from evaluation.report import Failure, Report
from evaluation.runner import SearchAnswer
from evaluation.scenario import Chat
from foundation.photo import read_photo
from foundation.settings import Settings
from retrieval.index import Index
from storage.photos import open_photos
from storage.store import Store, open_store

# Scenarios marked `full` speak of what only H&M's whole catalogue holds.
FULL_ROWS = 50_000
SAMPLE_PICTURES = Path(catalog.sample.__file__).parent / "images"

Tell = Callable[[int, int], None]
Result = TypeVar("Result")


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Stylist, Store]]:
    """A stylist on the index in use, and the store of its talks: one of its own, gone at the end."""
    searcher = Searcher.open(settings.state, Pictures(settings.images, settings.image_path))
    with (
        TemporaryDirectory(prefix="stylist-eval-") as folder,
        closing(open_store(Path(folder))) as store,
        closing(open_photos(Path(folder), settings.photo.keep_hours)) as photos,
    ):
        yield Stylist(settings, searcher, store, photos), store


def open_catalogue(settings: Settings) -> dict[str, Article]:
    """Every article of the index in use."""
    return read_catalogue(Index.open(settings.state).table)


def read_catalogue(table: Table) -> dict[str, Article]:
    """Every article by its id: what gold is judged against."""
    articles = (table.article(row) for row in range(len(table)))
    return {article.article_id: article for article in articles}


def opens_chats(stylist: Stylist) -> Callable[[], Chat]:
    """What begins a fresh session each time it is called, and gives what answers that session's messages."""

    def new_chat() -> Chat:
        session: str | None = None

        def chat(message: str, photos: Sequence[str] = ()) -> Mapping[str, Any]:
            nonlocal session
            turn = stylist.chat(message, session, None, [read_photo(_drawn(article)) for article in photos])
            # One that asked to be forgotten goes on in a session of its own.
            session = turn["session_id"]
            return turn

        return chat

    return new_chat


def _drawn(article_id: str) -> Path:
    """The sample's picture of an article."""
    return SAMPLE_PICTURES / article_id[:3] / f"{article_id}.jpg"


def searches(stylist: Stylist) -> Callable[[str, int], SearchAnswer]:
    """The `search` verb as the runner asks it."""

    def search(text: str, k: int) -> SearchAnswer:
        found = stylist.search(text, k, [], [], False)
        return SearchAnswer(tuple(hit["article_id"] for hit in found["hits"]), tuple(found["relaxed"]))

    return search


def told(measure: Callable[[Tell], Result], what: str) -> Result:
    """What `measure` gives, its progress on standard error."""
    progress = Progress()
    try:
        return measure(lambda done, total: progress(f"{what}: {done} of {total}"))
    finally:
        progress.done()


def show(report: Report, args: Namespace) -> None:
    """Print the metrics, and with --show what failed and the failed conversations."""
    show_metrics(report.metrics, args)
    show_failures(report, args)


def show_failures(report: Report, args: Namespace) -> None:
    """With --show, print what failed and the failed conversations."""
    if not args.show:
        return
    if args.json:
        for failure in report.failures:
            print_json({"failure": asdict(failure)})
        for transcript in report.transcripts:
            print_json({"transcript": transcript})
        return
    for failure in report.failures:
        if failure.turn is None:
            print(_case(failure))
    for transcript in report.transcripts:
        print("\n" + "\n".join(map(_line, transcript.splitlines())))


def show_metrics(metrics: Iterable[Metric], args: Namespace) -> None:
    """Print a metric a line."""
    for metric in metrics:
        print_json(asdict(metric)) if args.json else print(_row(metric))


def _row(metric: Metric) -> str:
    return f"{metric.metric:36} {metric.value:6.3f}   {metric.low:.3f} to {metric.high:.3f}   n = {metric.n}"


def _case(failure: Failure) -> str:
    return one_line(f"  {failure.id}: {failure.said!r}: {failure.reason}")


def _line(line: str) -> str:
    return " " * (len(line) - len(line.lstrip())) + one_line(line)
