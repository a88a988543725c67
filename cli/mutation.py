"""`stylist eval mutation`: the same questions to this catalogue and to one whose colours and types are nonsense."""

import csv
import random
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.article import COLUMNS, OPTIONAL_COLUMNS, Article
from cli.catalogue import build, prepare_quietly
from cli.measuring import open_catalogue, opened, opens_chats, searches, show_failures, show_metrics, told
from cli.terminal import Progress
from evaluation.gold import load_queries
from evaluation.mutation import Renaming, compare, load_renaming
from evaluation.report import Report
from evaluation.runner import run_queries, run_scenarios
from evaluation.scenario import load_scenarios
from foundation.settings import Settings

# Both catalogues are indexed anew, so a large one is cut down to some of its products first.
MOST = 4000


def run(args: Namespace, settings: Settings) -> int:
    """Ask both and print the figures beside each other; returns the exit status."""
    renaming = load_renaming()
    prepare_quietly(settings)
    articles = cut(open_catalogue(settings), MOST, args.seed)
    with TemporaryDirectory(prefix="stylist-mutation-") as folder:
        original = measure(settings, Path(folder) / "original", articles, renaming, renamed=False)
        renamed = measure(settings, Path(folder) / "renamed", articles, renaming, renamed=True)
    show_metrics(compare(original.metrics, renamed.metrics), args)
    show_failures(renamed, args)
    return 0


def cut(catalogue: Mapping[str, Article], most: int, seed: int) -> list[Article]:
    """At most that many articles, whole products at a time."""
    codes = sorted({article.product_code for article in catalogue.values()})
    order = {code: place for place, code in enumerate(random.Random(seed).sample(codes, len(codes)))}
    return sorted(catalogue.values(), key=lambda article: (order[article.product_code], article.article_id))[:most]


def measure(settings: Settings, home: Path, articles: list[Article], renaming: Renaming, *, renamed: bool) -> Report:
    """Index the articles under `home`, renamed or not, ask in the same words, and judge by the originals."""
    shop = settings.model_copy(update={"home": home, "columns": {}, "values": {}, "catalog": None, "images": None})
    _index(shop, map(renaming.rename_article, articles) if renamed else articles)
    catalogue = {article.article_id: article for article in articles}
    queries, scenarios = renaming.pick_queries(load_queries()), renaming.pick_scenarios(load_scenarios())
    with opened(shop) as (stylist, _):
        search, chats = searches(stylist), opens_chats(stylist)
        if renamed:
            search, chats = renaming.search_in_new_words(search), renaming.chat_in_new_words(chats)
        found = run_queries(search, catalogue, queries)
        talked = told(
            lambda tell: run_scenarios(chats, catalogue, scenarios, False, tell, paraphrased=False, sees=False),
            home.name,
        )
    return Report((*found.metrics, *talked.metrics), (*found.failures, *talked.failures), talked.transcripts)


def _index(shop: Settings, articles: Iterable[Article]) -> None:
    progress = Progress()
    path = shop.home / "articles.csv"
    shop.home.mkdir()
    write(articles, path)
    try:
        build(shop, path, progress)
    finally:
        progress.done()


def write(articles: Iterable[Article], path: Path) -> None:
    """Write articles as a csv file in H&M's columns, and those optional ones that some article has."""
    rows = [dict(article) for article in articles]
    columns = [*COLUMNS, *(column for column in OPTIONAL_COLUMNS if any(row[column] for row in rows))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
