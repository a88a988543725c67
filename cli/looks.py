"""`stylist eval looks`: which of four articles goes with others, as asked line by line or as held out of baskets."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from catalog.table import Table
from cli.catalogue import prepare_quietly
from cli.lines import Record, print_json, serve_lines
from cli.measuring import show_metrics
from cli.terminal import Progress, complain
from evaluation.blanks import CHOICES, Blank, Scores, Split, measure, split_baskets, split_products
from evaluation.metrics import Metric
from evaluation.rivals import RIVALS
from foundation.errors import BadInput
from foundation.settings import Settings
from retrieval.baskets import Baskets, read_baskets
from retrieval.compatibility import Compatibility, groups_of
from retrieval.index import Index
from retrieval.traits import product_codes

SHARE = 0.2
MOST = 4000
MOST_CONTEXT = 100


def run(args: Namespace, settings: Settings) -> int:
    """Answer --input, or measure --baskets; returns the exit status."""
    if (args.input is None) == (args.baskets is None):
        raise BadInput("eval looks needs --input FILE.jsonl to answer, or --baskets FILE to measure itself on: one")
    prepare_quietly(settings)
    index = Index.open(settings.state)
    if args.input is not None:
        return _answer(args, index)
    for metrics in _measure(args, settings, index):
        show_metrics(metrics, args)
    return 0


def _answer(args: Namespace, index: Index) -> int:
    learned = Compatibility.open(index)
    if learned is None:
        raise BadInput("this index has not learned what goes together: run `stylist index --baskets FILE` first")

    def answer(record: Record) -> Record:
        context = rows_of(record, "context", index.table)
        choices = rows_of(record, "choices", index.table)
        if len(choices) != CHOICES:
            raise BadInput(f'"choices" has {len(choices)} articles: give {CHOICES}')
        scores = learned.scores(context, np.array(choices, np.int64)).tolist()
        return {"choice": record["choices"][int(np.argmax(scores))], "scores": scores}

    return serve_lines(args.input, answer, print_json if args.json else _show)


def rows_of(record: Record, name: str, table: Table) -> list[int]:
    """The rows of the article ids in `record[name]`; raises BadInput where it is no list of articles of the table."""
    ids: Any = record.get(name)
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise BadInput(f'"{name}" is missing or no list of article ids: give {{"{name}": ["…"]}}')
    if len(ids) > MOST_CONTEXT:
        raise BadInput(f'"{name}" has {len(ids)} articles, at most {MOST_CONTEXT}: give fewer')
    rows = [table.row(one) for one in ids]
    for one, row in zip(ids, rows, strict=True):
        if row is None:
            raise BadInput(f'"{name}": {one[:64]!r} is not in the catalogue: give ids of the indexed articles')
    return [row for row in rows if row is not None]


def _show(record: Record) -> None:
    if "error" in record:
        complain(f"{record['id']}: {record['error']}")
    else:
        print(f"{record.get('id', '')}  {record['choice']}  {'  '.join(f'{score:.3f}' for score in record['scores'])}")


def _measure(args: Namespace, settings: Settings, index: Index) -> Iterator[Sequence[Metric]]:
    """The metrics of products that training never saw, and of whole baskets held out, targets seen and not."""
    assert index.vectors is not None
    progress = Progress()
    baskets = read_baskets(args.baskets, index.table, settings.columns)
    products = np.unique(product_codes(index.table), return_inverse=True)[1].astype(np.int64)
    given = (baskets, products, groups_of(index.table).astype(np.int64), SHARE, args.seed, MOST)
    try:
        apart = split_products(*given)
        yield _compare(apart, {"disjoint": apart.blanks}, index, progress)
        whole = split_baskets(*given)
        yield _compare(whole, _by_target(whole), index, progress)
    finally:
        progress.done()


def _by_target(split: Split) -> dict[str, Sequence[Blank]]:
    """The questions whose right answer is an article that training saw, and the others."""
    seen = set(split.train.rows.tolist())
    return {
        "seen": [blank for blank in split.blanks if blank.target in seen],
        "unseen": [blank for blank in split.blanks if blank.target not in seen],
    }


def _compare(split: Split, questions: dict[str, Sequence[Blank]], index: Index, progress: Progress) -> list[Metric]:
    """What is learned from the split's training baskets and its rivals on each kind of question."""
    answers = {"": _learn(split.train, index, progress)}
    for name, rival in RIVALS.items():
        progress(f"rival: {name}")
        assert index.vectors is not None
        answers[f"_{name}"] = rival(index.table, index.vectors, split.train)
    found = (
        measure(f"looks_{kind}{name}", blanks, scores)
        for kind, blanks in questions.items()
        for name, scores in answers.items()
    )
    return [metric for metric in found if metric is not None]


def _learn(train: Baskets, index: Index, progress: Progress) -> Scores:
    def tell(done: int, total: int) -> None:
        progress(f"learning from {len(train):,} baskets: step {done:,} of {total:,}")

    assert index.vectors is not None
    learned = Compatibility.learn(index.table, index.vectors, train, tell=tell)
    return lambda context, choices: learned.scores(context.tolist(), choices)
