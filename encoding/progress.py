"""Bar: a progress bar on standard error for whoever runs a long encoding in a terminal."""

import sys

from tqdm import tqdm  # type: ignore[import-untyped]


class Bar:
    """Called with (done, total); draws itself on standard error, and is finished when all is done."""

    def __init__(self, description: str):
        self._description = description
        self._bar: tqdm | None = None

    def __call__(self, done: int, total: int) -> None:
        """Draw that `done` of `total` are done."""
        if self._bar is None:
            self._bar = tqdm(total=total, desc=self._description, unit="text", file=sys.stderr)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()
