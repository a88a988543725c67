"""Eye network: the trunk above a picture's features as torch fits it: a head a column, and a vector beside the texts'.

The vector is fitted as in A. Radford et al., CLIP (ICML 2021), against texts that stay as they are (X. Zhai et al.,
LiT: locked-image text tuning, CVPR 2022, the other way round), and drawn to its own text as well, which keeps what is
alike near each other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.extras import need
from vision.trunk import FARTHEST

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
Epoch = Callable[[int], None]
Tensors = dict[str, Floats]
# What is no label: the row does not say.
UNTOLD = -1
# How much each head counts; the others count 1.
WEIGHTS = {"perceived_colour_master_name": 0.5, "index_group_name": 0.5, "audience": 0.5}
LEAST_SPREAD = 0.01
# How far rarer answers are helped: prior ** HELP is taken from their scores (A. Menon et al., Long-tail learning via
# logit adjustment, ICLR 2021).
HELP = {"graphical_appearance_name": 0.3}
LEAST_PRIOR = 1e-4


@dataclass(frozen=True)
class Recipe:
    """How the trunk is fitted; `rivals` is how many texts beside a batch's own a picture is told from."""

    width: int = 512
    epochs: int = 20
    batch: int = 256
    rate: float = 1.5e-3
    decay: float = 0.05
    dropped: float = 0.5
    blinded: float = 0.2
    smoothed: float = 0.05
    contrast: float = 1.0
    nearness: float = 2.0
    rivals: int = 2048


@dataclass(frozen=True, eq=False)
class Lesson:
    """What is learned from: features (n, width), a column of label numbers for each head (n, heads; UNTOLD where the
    row does not say), and text vectors (n, 384).
    """

    features: Floats
    labels: Whole
    texts: Floats

    def part(self, places: NDArray[Any] | Sequence[int]) -> "Lesson":
        """Only the pictures at these places."""
        return Lesson(self.features[places], self.labels[places], self.texts[places])


def fit(lesson: Lesson, heads: Mapping[str, int], recipe: Recipe, seed: int, epoch: Epoch) -> Tensors:
    """The trunk's tensors, as vision/trunk.py reads them; `heads` says how many labels each has.

    `epoch` is called after each epoch with its number from 1. Raises MissingExtra where torch is absent.
    """
    torch = need("torch")
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    mean = lesson.features.mean(axis=0)
    spread = lesson.features.std(axis=0) + np.float32(LEAST_SPREAD)
    inputs = torch.from_numpy(((lesson.features - mean) / spread).clip(-FARTHEST, FARTHEST))
    labels, texts = torch.from_numpy(lesson.labels), torch.from_numpy(lesson.texts)
    middle = texts.mean(dim=0)
    parts = _parts(torch, inputs.shape[1], heads, recipe)
    steps = max(1, len(inputs) // recipe.batch)
    optimizer = torch.optim.AdamW(parts.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.rate, total_steps=recipe.epochs * steps, pct_start=0.15
    )
    for number in range(1, recipe.epochs + 1):
        parts.train()
        for batch in np.array_split(dice.permutation(len(inputs)), steps):
            rivals = dice.choice(len(inputs), min(recipe.rivals, len(inputs)), replace=False)
            told = torch.cat([texts[batch], texts[np.setdiff1d(rivals, batch)]])
            loss = _loss(torch, parts, inputs[batch], labels[batch], told, middle, heads, recipe)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        epoch(number)
    tensors = {name: value.detach().numpy().astype(np.float32).copy() for name, value in parts.state_dict().items()}
    _help_rare(tensors, lesson.labels, heads)
    return {**tensors, "mean": mean.astype(np.float32), "spread": spread.astype(np.float32)}


def _help_rare(tensors: Tensors, labels: Whole, heads: Mapping[str, int]) -> None:
    """Move the scores of HELP's heads towards their rarer labels."""
    for number, (name, count) in enumerate(heads.items()):
        told = labels[:, number][labels[:, number] != UNTOLD]
        prior = np.bincount(told, minlength=count) / max(1, len(told)) + LEAST_PRIOR
        tensors[f"heads.{name}.bias"] -= np.float32(HELP.get(name, 0.0)) * np.log(prior).astype(np.float32)


def _parts(torch: Any, width: int, heads: Mapping[str, int], recipe: Recipe) -> Any:
    """The modules by the names that the run-time knows them by, and the contrast's scale."""
    nn = torch.nn
    return nn.ModuleDict(
        {
            "enter": nn.Linear(width, recipe.width),
            "deepen": nn.Linear(recipe.width, recipe.width),
            "heads": nn.ModuleDict({name: nn.Linear(recipe.width, count) for name, count in heads.items()}),
            "vector": nn.Linear(recipe.width, 384),
            "scale": nn.Embedding.from_pretrained(torch.tensor([[3.0]]), freeze=False),
        }
    )


def _loss(
    torch: Any, parts: Any, inputs: Any, labels: Any, texts: Any, middle: Any, heads: Mapping[str, int], recipe: Recipe
) -> Any:
    """Of a batch: each head's cross-entropy, and how well each vector tells its own text, of which `texts` begin with
    the batch's, from all of them.
    """
    functional = torch.nn.functional
    dropped = functional.dropout
    state = dropped(_gelu(torch, parts["enter"](dropped(inputs, recipe.blinded))), recipe.dropped)
    state = state + dropped(_gelu(torch, parts["deepen"](state)), recipe.dropped)
    loss = torch.zeros(())
    for number, name in enumerate(heads):
        told = labels[:, number] != UNTOLD
        if bool(told.any()):
            scores = parts["heads"][name](state[told])
            answers = labels[told, number]
            loss = loss + WEIGHTS.get(name, 1.0) * functional.cross_entropy(
                scores, answers, label_smoothing=recipe.smoothed
            )
    vectors = functional.normalize(parts["vector"](state), dim=1)
    own, places = texts[: len(vectors)], torch.arange(len(vectors))
    scale = parts["scale"].weight[0, 0].exp().clamp(max=100)
    of_texts = functional.cross_entropy(vectors @ texts.T * scale, places)
    of_pictures = functional.cross_entropy(own @ vectors.T * scale, places)
    near = functional.cosine_similarity(vectors - middle, own - middle).mean()
    return loss + recipe.contrast * (of_texts + of_pictures) / 2 + recipe.nearness * (1 - near)


def _gelu(torch: Any, x: Any) -> Any:
    return torch.nn.functional.gelu(x, approximate="tanh")
