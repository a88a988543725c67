"""`stylist eval`: measures search and conversations on the catalogue in use, with 95 % intervals."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agents.stylist import Stylist
from catalog.article import Article
from catalog.table import Table
from cli.catalogue import prepare_quietly
from cli.lines import print_json
from cli.terminal import Progress, one_line
from evaluation.gold import load_queries
from evaluation.metrics import Metric
from evaluation.runner import Failure, Report, SearchAnswer, run_queries, run_scenarios
from evaluation.scenario import load_scenarios
from foundation.settings import Settings
from retrieval.index import Index
from storage.store import open_store

# Its conversations are kept apart from the shoppers' while they run, and deleted after.
OWNER = "stylist-eval"
# Scenarios marked `full` speak of what only H&M's whole catalogue holds.
FULL_ROWS = 50_000


def run(args: Namespace, settings: Settings) -> int:
    """Measure what `args` ask for (both, where neither is named); returns the exit status."""
    prepare_quietly(settings)
    catalogue = read_catalogue(Index.open(settings.state).table)
    both = args.queries == args.scenarios
    try:
        with closing(Stylist.open(settings.model_copy(update={"owner_id": OWNER}))) as stylist:
            if both or args.queries:
                _show(_measure(lambda tell: _queries(stylist, catalogue, tell), "queries"), args)
            if both or args.scenarios:
                _show(_measure(lambda tell: _scenarios(stylist, catalogue, tell), "scenarios"), args)
    finally:
        _forget_all(settings.state)
    return 0


def read_catalogue(table: Table) -> dict[str, Article]:
    """Every article by its id: what gold is judged against."""
    articles = (table.article(row) for row in range(len(table)))
    return {article.article_id: article for article in articles}


def _queries(stylist: Stylist, catalogue: Mapping[str, Article], tell: Callable[[int, int], None]) -> Report:
    def search(text: str, k: int) -> SearchAnswer:
        found = stylist.search(text, k, [], [], False)
        return SearchAnswer(tuple(hit["article_id"] for hit in found["hits"]), tuple(found["relaxed"]))

    return run_queries(search, catalogue, load_queries(), progress=tell)


def _scenarios(stylist: Stylist, catalogue: Mapping[str, Article], tell: Callable[[int, int], None]) -> Report:
    def new_chat() -> Callable[[str], dict[str, Any]]:
        session: str | None = None

        def chat(message: str) -> dict[str, Any]:
            nonlocal session
            turn = stylist.chat(message, session)
            # One that asked to be forgotten goes on in a session of its own.
            session = turn["session_id"]
            return turn

        return chat

    return run_scenarios(new_chat, catalogue, load_scenarios(), len(catalogue) >= FULL_ROWS, tell)


def _forget_all(home: Path) -> None:
    with closing(open_store(home)) as store:
        for session in store.sessions(OWNER):
            store.forget(session.id, OWNER)


def _measure(measure: Callable[[Callable[[int, int], None]], Report], what: str) -> Report:
    progress = Progress()
    try:
        return measure(lambda done, total: progress(f"{what}: {done} of {total}"))
    finally:
        progress.done()


def _show(report: Report, args: Namespace) -> None:
    for metric in report.metrics:
        print_json(asdict(metric)) if args.json else print(_row(metric))
    if args.show:
        for failure in report.failures:
            print_json({"failure": asdict(failure)}) if args.json else print(_case(failure))


def _row(metric: Metric) -> str:
    return f"{metric.metric:36} {metric.value:6.3f}   {metric.low:.3f} to {metric.high:.3f}   n = {metric.n}"


def _case(failure: Failure) -> str:
    where = failure.id if failure.turn is None else f"{failure.id}, turn {failure.turn}"
    return one_line(f"  {where}: {failure.said!r}: {failure.reason}")
