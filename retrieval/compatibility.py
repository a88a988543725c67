"""Compatibility: how well an article goes with others, as learned from baskets; one matrix product and a few looks.

What is learned (retrieval/pairing.py) is kept as each row's two projections, a byte a number, and the weights of what
two rows have in common, so that serving needs numpy alone.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from catalog.table import Table
from encoding.blas import use_one_thread
from foundation.errors import BadInput
from retrieval.baskets import Baskets
from retrieval.relations import Relations
from retrieval.vectors import Vectors
from retrieval.versions import COMPATIBILITY

if TYPE_CHECKING:
    from retrieval.index import Index
    from retrieval.pairing import Recipe

WEIGHTS = "weights.safetensors"
CARD = "card.json"
FORMAT = 1
LEAST_BASKETS = 20
MOST_SEEN = 240_000
MOST_LINES = 1_400_000  # in all epochs of all members: some minutes on two busy cores
LEAST_EPOCHS, MOST_EPOCHS = 3, 12
WEIGHT_NAMES = ("weights", "by_neighbour", "by_candidate", "mean", "spread")
GROUPS = ("product_group_name", "product_type_name")
Floats = NDArray[np.float32]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Projections:
    """Rows as vectors, int8 (rows, rank), each with the `scale` (rows,) that makes it what it was."""

    bytes: NDArray[np.int8]
    scale: Floats

    @classmethod
    def pack(cls, vectors: Floats) -> "Projections":
        """Round each vector to 127 steps of its largest number."""
        scale = np.maximum(np.abs(vectors).max(axis=1), 1e-12) / 127
        return cls(np.rint(vectors / scale[:, None]).astype(np.int8), scale.astype(np.float32))

    def of(self, rows: NDArray[np.int64]) -> Floats:
        """The vectors of `rows`, float32 (rows, rank)."""
        return self.bytes[rows] * self.scale[rows][:, None]


class Compatibility:
    """What one catalogue's baskets taught; `card` says of what, when and how."""

    def __init__(
        self,
        neighbours: Projections,
        candidates: Projections,
        relations: Relations,
        weights: dict[str, Floats],
        groups: NDArray[np.int32],
        card: dict[str, Any],
    ) -> None:
        self._neighbours, self._candidates, self._relations = neighbours, candidates, relations
        self._weights, self._groups, self.card = weights, groups, card

    @classmethod
    def open(cls, index: "Index") -> "Compatibility | None":
        """What `index` learned, or None where it learned nothing. Raises BadInput where that is damaged."""
        if f"{COMPATIBILITY}/{WEIGHTS}" not in index.manifest["files"]:
            return None
        return cls.read(index.folder / COMPATIBILITY, index.table)

    @classmethod
    def read(cls, folder: Path, table: Table) -> "Compatibility":
        """What `write` wrote for this `table`; raises BadInput where it is damaged or of another format."""
        try:
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            if card["format"] != FORMAT:
                raise ValueError(f"format {card['format']}")
            kept = load_file(folder / WEIGHTS)
            if len(kept["order"]) != len(table):
                raise ValueError(f"{len(kept['order'])} rows instead of {len(table)}")
            relations = Relations.rebuild(table, tuple(card["columns"]), kept)
            neighbours = Projections(kept["neighbour"], kept["neighbour_scale"])
            candidates = Projections(kept["candidate"], kept["candidate_scale"])
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise BadInput(
                f"the compatibility in {folder} is damaged ({error}): run `stylist index --baskets FILE` again"
            ) from None
        return cls(neighbours, candidates, relations, kept, groups_of(table), card)

    @classmethod
    def learn(
        cls,
        table: Table,
        vectors: Vectors,
        baskets: Baskets,
        recipe: "Recipe | None" = None,
        tell: Tell | None = None,
    ) -> "Compatibility":
        """Learn from `baskets` of the rows of `table`, whose texts' vectors are `vectors`; minutes for 150,000 lines.

        `tell` hears (steps done, steps). Raises BadInput where the baskets are too few to learn from.
        """
        # What training needs is no part of serving.
        from retrieval.pairing import Recipe, learn_pairing
        from retrieval.traits import Traits, product_codes, value_columns

        products = np.unique(product_codes(table), return_inverse=True)[1].astype(np.int64)
        check_enough(baskets, products)
        started = time.perf_counter()
        use_one_thread()
        recipe = recipe or fit_to(Recipe(), len(baskets.rows))
        traits = Traits.read(table, vectors, baskets)
        columns = tuple(value_columns(table, np.unique(baskets.rows)))
        relations = Relations.read(table, columns, traits.order)
        groups = groups_of(table)
        learned = learn_pairing(baskets, traits, relations, groups.astype(np.int64), products, recipe, tell)
        card = {
            "format": FORMAT,
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "baskets": {"sha256": baskets.sha256, "baskets": len(baskets), "articles": len(np.unique(baskets.rows))},
            "columns": list(columns),
            "damp": recipe.damp,
            "recipe": vars(recipe),
            "seconds": round(time.perf_counter() - started, 1),
        }
        neighbours, candidates = Projections.pack(learned.neighbours), Projections.pack(learned.candidates)
        return cls(neighbours, candidates, relations, learned.weights, groups, card)

    def scores(self, context: Sequence[int], candidates: NDArray[np.int64]) -> Floats:
        """How well each of `candidates` goes with all of `context`, float32 (candidates,); higher is better.

        Both are row numbers of the index's table. The scores of one call are comparable with each other, those of
        articles of one group most; they don't say how popular an article is. With no context all are 0.
        """
        if not len(context) or not len(candidates):
            return np.zeros(len(candidates), np.float32)
        around = np.asarray(context, np.int64)
        learned = self._candidates.of(candidates) @ self._neighbours.of(around).sum(axis=0)
        total = learned + self._in_common(around, candidates)
        return np.asarray(total / len(around) ** self.card["damp"], np.float32)

    def _in_common(self, context: NDArray[np.int64], candidates: NDArray[np.int64]) -> Floats:
        """What the candidates share with all of the context, weighed by the two groups, (candidates,)."""
        own = self._weights
        by_candidate = own["by_candidate"][self._groups[candidates]]
        total = np.zeros(len(candidates), np.float32)
        for row in context:
            common = (self._relations.of(row[None], candidates) - own["mean"]) / own["spread"]
            weights = own["weights"] + own["by_neighbour"][self._groups[row]]
            total += common @ weights + np.einsum("cf,cf->c", common, by_candidate)
        return total

    def write(self, folder: Path) -> None:
        """Write weights and card into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = {**{name: self._weights[name] for name in WEIGHT_NAMES}, **self._relations.kept()}
        kept |= {"neighbour": self._neighbours.bytes, "neighbour_scale": self._neighbours.scale}
        kept |= {"candidate": self._candidates.bytes, "candidate_scale": self._candidates.scale}
        save_file({name: np.ascontiguousarray(value) for name, value in kept.items()}, folder / WEIGHTS)
        (folder / CARD).write_text(json.dumps(self.card, indent=1) + "\n", encoding="utf-8")


def groups_of(table: Table) -> NDArray[np.int32]:
    """Each row's group of articles that stand for each other: the first of GROUPS that tells rows apart, else one."""
    for column in GROUPS:
        if len(table.values(column)) > 1:
            return table.codes(column)
    return np.zeros(len(table), np.int32)


def check_enough(baskets: Baskets, products: NDArray[np.int64]) -> None:
    """Raise BadInput where too few baskets hold two products."""
    useful = sum(len(np.unique(products[baskets[at]])) > 1 for at in range(len(baskets)))
    if useful < LEAST_BASKETS:
        raise BadInput(
            f"only {useful} baskets hold two products of this catalogue, {LEAST_BASKETS} at least: give more baskets"
        )


def fit_to(recipe: "Recipe", articles: int) -> "Recipe":
    """The recipe for baskets of so many `articles`: few are seen more often, many by fewer members."""
    batch = min(recipe.batch, max(32, articles // 40))
    epochs = min(max(MOST_SEEN // articles, LEAST_EPOCHS), MOST_EPOCHS)
    members = max(1, min(recipe.members, MOST_LINES // (epochs * articles)))
    return replace(recipe, batch=batch, epochs=epochs, members=members)
