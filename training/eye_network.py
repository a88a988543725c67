"""Eye network: the trunk above a picture's features as torch fits it: a head a column, and a vector beside the texts'.

It has several members, each fitted on its own draw of the features; averaged they are righter than any of them. The
vector is fitted as in A. Radford et al., CLIP (ICML 2021), against texts that stay as they are (X. Zhai et al.,
LiT: locked-image text tuning, CVPR 2022, the other way round), and drawn to its own text as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.extras import need
from vision.trunk import FARTHEST

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
Rounds = Callable[[int], None]
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
# What a processor that multiplies bfloat16 says it has.
BRIEF = ("avx512_bf16", "amx_bf16")
# Of few pictures an epoch has so many batches, as long as each has so many pictures.
LEAST_STEPS, LEAST_BATCH = 12, 16
# How far the vector is drawn to the mean text of the types that are likely: what is alike lies nearer then.
KINSHIP = 0.4


@dataclass(frozen=True)
class Recipe:
    """How the trunk is fitted; `drawn` is the share of the features that a member sees, `rivals` how many texts beside
    a batch's own a picture is told from.
    """

    members: int = 4
    drawn: float = 0.5
    width: int = 512
    epochs: int = 16
    batch: int = 256
    rate: float = 1.5e-3
    decay: float = 0.05
    dropped: float = 0.5
    blinded: float = 0.2
    smoothed: float = 0.05
    contrast: float = 1.0
    nearness: float = 0.5
    rivals: int = 2048

    @property
    def rounds(self) -> int:
        """How often all pictures are gone through."""
        return self.members * self.epochs


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


def fit(lesson: Lesson, heads: Mapping[str, int], recipe: Recipe, seed: int, done: Rounds) -> Tensors:
    """The trunk's tensors, as vision/trunk.py reads them; `heads` says how many labels each has, the type's first.

    `done` gets how many epochs of all members are through. Raises MissingExtra where torch is absent.
    """
    mean = lesson.features.mean(axis=0)
    spread = lesson.features.std(axis=0) + np.float32(LEAST_SPREAD)
    scaled = ((lesson.features - mean) / spread).clip(-FARTHEST, FARTHEST)
    shared = {"mean": mean, "spread": spread, "kinds": KINSHIP * _kinds(lesson, next(iter(heads.values()), 0))}
    tensors: Tensors = {name: value.astype(np.float32) for name, value in shared.items()}
    for number in range(recipe.members):
        dice = np.random.default_rng((seed, number))
        count = max(1, round(recipe.drawn * scaled.shape[1]))
        columns = np.sort(dice.choice(scaled.shape[1], count, replace=False))
        own = replace(lesson, features=scaled[:, columns])

        def epoch(count: int, before: int = number * recipe.epochs) -> None:
            done(before + count)

        member = _fit_member(own, heads, recipe, dice, epoch)
        tensors |= {f"{number}.{name}": value for name, value in member.items()}
        tensors[f"{number}.columns"] = columns.astype(np.int32)
    return tensors


def _kinds(lesson: Lesson, count: int) -> Floats:
    """How the mean text of each type differs from that of all (types, 384); nothing for a type without pictures."""
    types = lesson.labels[:, :1]
    told = np.equal(types, np.arange(count)).astype(np.float32)
    sums = told.T @ (lesson.texts - lesson.texts.mean(axis=0))
    return np.asarray(sums / np.maximum(1, told.sum(axis=0))[:, None], dtype=np.float32)


def _fit_member(
    lesson: Lesson, heads: Mapping[str, int], recipe: Recipe, dice: np.random.Generator, epoch: Rounds
) -> Tensors:
    """A member's tensors, of features that are scaled already."""
    torch = need("torch")
    torch.manual_seed(int(dice.integers(2**31)))
    inputs = torch.from_numpy(np.ascontiguousarray(lesson.features, dtype=np.float32))
    labels, texts = torch.from_numpy(lesson.labels), torch.from_numpy(lesson.texts)
    middle = texts.mean(dim=0)
    parts = _parts(torch, inputs.shape[1], heads, recipe)
    steps = max(len(inputs) // recipe.batch, min(LEAST_STEPS, len(inputs) // LEAST_BATCH), 1)
    optimizer = torch.optim.AdamW(parts.parameters(), lr=recipe.rate, weight_decay=recipe.decay, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.rate, total_steps=recipe.epochs * steps, pct_start=0.15
    )
    parts.train()
    for number in range(1, recipe.epochs + 1):
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
    return tensors


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
    state = _state(torch, parts, inputs, recipe)
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


def _state(torch: Any, parts: Any, inputs: Any, recipe: Recipe) -> Any:
    """What the heads and the vector are made of; in bfloat16 where the processor multiplies that: more than twice as
    fast, and as good.
    """
    dropped, able = torch.nn.functional.dropout, torch.cpu.get_capabilities()
    with torch.autocast("cpu", torch.bfloat16, enabled=any(able.get(name) for name in BRIEF)):
        state = dropped(_gelu(torch, parts["enter"](dropped(inputs, recipe.blinded))), recipe.dropped)
        state = state + dropped(_gelu(torch, parts["deepen"](state)), recipe.dropped)
    return state.float()


def _gelu(torch: Any, x: Any) -> Any:
    return torch.nn.functional.gelu(x, approximate="tanh")
