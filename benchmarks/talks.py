"""Talks: what benchmarks that hold conversations share: their options, the scenarios drawn, a store gone at the end."""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.scenario import Scenario, load_scenarios
from storage.photos import Photos, open_photos
from storage.store import Store, open_store


def read_options(described: str | None, **usual: float | bool) -> argparse.Namespace:
    """The command line: --home, and an option for each name given, of the kind of its usual value."""
    parser = argparse.ArgumentParser(description=described, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    for name, value in usual.items():
        if isinstance(value, bool):
            parser.add_argument(f"--{name}", action="store_true")
        else:
            parser.add_argument(f"--{name}", type=type(value), default=value)
    return parser.parse_args()


def draw(count: int, start: int = 0) -> list[Scenario]:
    """So many conversations from all themes."""
    scenarios = load_scenarios()
    return [*scenarios[start :: max(1, len(scenarios) // count)]][:count] if count else []


@contextmanager
def passing_store() -> Iterator[tuple[Store, Photos]]:
    """A store for talks that nobody will look up, and for their photos."""
    with (
        TemporaryDirectory(prefix="stylist-benchmark-") as folder,
        closing(open_store(Path(folder))) as store,
        closing(open_photos(Path(folder), 0)) as photos,
    ):
        yield store, photos
