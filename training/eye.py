"""Eye training: a job that makes a catalogue eye of the user's own pictures and leaves it with its card.

Each picture is measured once (an EfficientNet-Lite's features of ImageNet, colours, silhouette, texture). A trunk is
fitted on four fifths of the products, calibrated and judged on the others, and then fitted on all: that one serves.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from catalog.pictures import Pictures
from encoding.minilm import MiniLM
from encoding.weights import weights
from foundation.errors import BadInput
from foundation.extras import need
from retrieval.index import Index
from retrieval.looking import keep_seen
from storage.worker import Running
from training.classifier import put_in_place
from training.eye_card import Vocabulary, figures, held_out, judge_heads, measure
from training.eye_network import Lesson, Recipe, Tensors, fit
from training.eye_pictures import Shown, measure_pictures, read_roles, read_shown
from vision.efficientnet import EfficientNet, read_blocks, write_graph
from vision.eye import CARD, FOLDER, FORMAT, KIND, NETWORK, TRUNK, open_eye
from vision.form import fit_form
from vision.trunk import Seen, Trunk

Floats = NDArray[np.float32]
# Gets how many pictures are done and what is being done.
Tell = Callable[[int, str], None]
BASE, BASE_FILE = "efficientnet", "efficientnet-lite0-57934424.pth"
# Blocks whose maps are looked at, beside the last: what is small or of the surface is seen early.
TAPS = (4, 6, 9, 12)
# The block whose map is also looked at square by square: where a sleeve or a neckline is tells the type.
PLACED = (16,)
FOLDS = 5
# The first look is had at this many pictures.
EARLY_PICTURES, EARLY_EPOCHS = 1000, 8
RECIPE = Recipe()


class Progress:
    """Counts pictures seen: each once while it is looked at, and once in each of the two fits, all rounds together."""

    def __init__(self, running: Running, pictures: int, rounds: int) -> None:
        self._running, self._pictures, self._rounds = running, pictures, rounds
        self.early = ""

    def measured(self, count: int, note: str = "looking at pictures") -> None:
        """So many pictures were looked at."""
        told = f"{note}, {count:,} of {self._pictures:,} seen"
        self._running.report(count, 3 * self._pictures, f"{told}; {self.early}" if self.early else told)

    def fitted(self, fit_number: int, done: int) -> None:
        """So many rounds of the first (0) or second (1) fit are done."""
        seen = round(self._pictures * (1 + fit_number + done / self._rounds))
        what = ("fitting on four fifths", "fitting on all")[fit_number]
        self._running.report(seen, 3 * self._pictures, f"{what}, round {done} of {self._rounds}; {self.early}")


def run(request: Mapping[str, Any], running: Running) -> dict[str, Any]:
    """Train the eye that `request` asks for (home, images, image_path, seed) and put it in place; returns its card.

    Raises BadInput where there are too few pictures, MissingExtra where torch or onnx is absent.
    """
    started, recipe, seed = time.perf_counter(), RECIPE, int(request["seed"])
    need("torch")
    home, images = Path(request["home"]), Path(request["images"]) if request["images"] else None
    index = Index.open(home)
    shown = read_shown(index.table, Pictures(images, request["image_path"]), seed)
    roles = read_roles(index.table, shown)
    progress = Progress(running, len(shown), recipe.rounds)
    progress.measured(0)
    graph = write_graph(read_blocks(read_base()), TAPS, PLACED)
    features, kept = _look_early(shown, running.folder, graph, progress)
    unreadable, shown = len(shown) - len(kept), [shown[place] for place in kept]
    texts = read_texts(shown, running.folder, progress.measured)
    tensors, judged = learn(shown, features, texts, recipe, seed, running.folder, progress)
    tensors = {**tensors, **fit_form(features)}
    card = {
        "kind": KIND, "format": FORMAT, "name": f"catalogue eye {_digest(tensors)[:8]}", "base": BASE_FILE,
        "catalogue": {"sha256": index.manifest["catalogue"]["sha256"], "rows": len(index.table)},
        "pictures": len(shown), "unreadable": unreadable, **judged, "roles": roles,
        "seed": seed, "members": recipe.members, "epochs": recipe.epochs,
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip
    save(tensors, graph, card, home / FOLDER)
    ids = [one.article_id for one in shown]
    keep_seen(home, Pictures(images, request["image_path"]), open_eye(home), ids, features)
    shutil.rmtree(running.folder, ignore_errors=True)
    return {**card, "folder": str(home / FOLDER)}


def read_base() -> dict[str, Floats]:
    """ImageNet's weights by name; the file's sha256 was checked when it was fetched."""
    path = weights(BASE) / BASE_FILE
    torch = need("torch")
    loaded = torch.load(path, weights_only=True, map_location="cpu")
    return {name: value.numpy().astype(np.float32) for name, value in loaded.items() if value.is_floating_point()}


def learn(
    shown: Sequence[Shown], features: Floats, texts: Floats, recipe: Recipe, seed: int, folder: Path, progress: Progress
) -> tuple[Tensors, dict[str, Any]]:
    """The tensors that serve, and of the card what the held-out pictures told."""
    vocabulary = Vocabulary.of(shown)
    lesson = Lesson(features, vocabulary.numbers(shown), texts)
    fold = held_out(shown, 2 * FOLDS)
    learned, calibrating, judging = (np.flatnonzero(part) for part in (fold > 1, fold == 0, fold == 1))
    if not len(calibrating) or not len(judging) or not len(learned):
        raise BadInput("the pictures are of too few products to hold some out: give more pictures")
    first = _fit(lesson.part(learned), vocabulary, recipe, seed, folder / "first.safetensors", progress, 0)
    both = np.concatenate([calibrating, judging])
    counts = {
        head: np.bincount(column[column >= 0], minlength=len(vocabulary.labels[head]))
        for head, column in zip(vocabulary.labels, lesson.labels.T, strict=True)
    }
    held = see(first, vocabulary, features[both])
    heads = judge_heads(held, lesson.labels[both], len(calibrating), vocabulary)
    metrics = measure(held, lesson.labels[both], texts[both], vocabulary, counts)
    second = _fit(lesson, vocabulary, recipe, seed, folder / "second.safetensors", progress, 1)
    split = {"learned": len(learned), "calibrating": len(calibrating), "judging": len(judging)}
    return second, {"split": split, "heads": heads, "figures": figures(metrics)}


def see(tensors: Tensors, vocabulary: Vocabulary, features: Floats) -> Seen:
    """What a trunk sees at a temperature of 1."""
    return Trunk(tensors, dict.fromkeys(vocabulary.labels, 1.0)).see(features)


def save(tensors: Tensors, graph: bytes, card: Mapping[str, Any], folder: Path) -> None:
    """Put the eye in `folder` in one step: what was there before serves until then. Raises BadInput."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        (fresh / NETWORK).write_bytes(graph)
        save_file(tensors, fresh / TRUNK)
        (fresh / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        put_in_place(fresh, folder)
    except OSError as error:
        raise BadInput(f"{folder} can't be written ({error.strerror}): give a --home that can") from None


def look(shown: Sequence[Shown], folder: Path, tell: Tell, graph: bytes | None = None) -> tuple[Floats, list[int]]:
    """The features of all pictures that can be read, and which these are; kept under `folder` in parts."""
    network = EfficientNet(graph or write_graph(read_blocks(read_base()), TAPS, PLACED))
    return measure_pictures(shown, network, folder, lambda count: tell(count, "looking at pictures"))


def _look_early(shown: Sequence[Shown], folder: Path, graph: bytes, progress: Progress) -> tuple[Floats, list[int]]:
    """`look`, with an early look at how it will be."""
    early = min(EARLY_PICTURES, len(shown) // 3)
    features, kept = look(shown[:early], folder / "early", progress.measured, graph)
    progress.early = _early_figure([shown[place] for place in kept], features)
    progress.measured(early)
    rest, others = look(
        shown[early:], folder / "rest", lambda count, note: progress.measured(early + count, note), graph
    )
    return np.concatenate([features, rest]), [*kept, *(early + place for place in others)]


def _early_figure(shown: Sequence[Shown], features: Floats) -> str:
    """In words, how often the type is right after these pictures only."""
    vocabulary = Vocabulary.of(shown)
    labels = vocabulary.numbers(shown)
    held = held_out(shown, FOLDS) == 0
    if held.all() or not held.any():
        return ""
    nothing = np.zeros((len(shown), 384), dtype=np.float32)
    lesson = Lesson(features, labels, nothing).part(np.flatnonzero(~held))
    quick = replace(RECIPE, members=1, epochs=EARLY_EPOCHS, contrast=0.0, nearness=0.0, width=256, batch=64)
    tensors = fit(lesson, sizes(vocabulary), quick, 0, lambda done: None)
    answers = see(tensors, vocabulary, features[held]).answers[next(iter(vocabulary.labels))]
    right = float((answers.argmax(axis=1) == labels[held, 0]).mean())
    return f"early look: after {len(shown):,} pictures the type is right in {right:.0%}"


def _fit(
    lesson: Lesson, vocabulary: Vocabulary, recipe: Recipe, seed: int, path: Path, progress: Progress, number: int
) -> Tensors:
    """A fitted trunk, or the one that was fitted before the job was interrupted."""
    if path.is_file():
        return dict(load_file(path))
    tensors = fit(lesson, sizes(vocabulary), recipe, seed, lambda done: progress.fitted(number, done))
    partial = path.with_suffix(".partial")
    save_file(tensors, partial)
    os.replace(partial, path)
    return tensors


def sizes(vocabulary: Vocabulary) -> dict[str, int]:
    """How many labels each head has."""
    return {head: len(labels) for head, labels in vocabulary.labels.items()}


def read_texts(shown: Sequence[Shown], folder: Path, tell: Tell) -> Floats:
    """The texts' vectors (pictures, 384), kept under `folder`."""
    path = folder / "texts.npy"
    if path.is_file():
        kept: Floats = np.load(path)
        if len(kept) == len(shown):
            return kept
    told = sorted({one.text for one in shown})

    def embedding(done: int, total: int) -> None:
        tell(len(shown), f"reading texts, {done:,} of {total:,}")

    vectors = MiniLM(weights(MiniLM.name)).encode(told, embedding)
    place = {text: number for number, text in enumerate(told)}
    texts = np.ascontiguousarray(vectors[[place[one.text] for one in shown]])
    np.save(path, texts)
    return texts


def _digest(tensors: Tensors) -> str:
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(name.encode() + tensors[name].tobytes())
    return digest.hexdigest()
