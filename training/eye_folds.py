"""Eye folds: how right an eye of a catalogue's pictures is, every product held out once."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.eye import calibration_error, find_places, head_metrics, macro_recall, place_metrics
from evaluation.metrics import Metric
from training.eye import FOLDS, look, read_texts, see, sizes
from training.eye_card import BALANCED, Vocabulary, find_temperature, held_out
from training.eye_network import Lesson, Recipe, fit
from training.eye_pictures import Shown
from vision.trunk import soften

Floats = NDArray[np.float32]
Tell = Callable[[int, int], None]


def measure_folds(
    shown: Sequence[Shown], folder: Path, recipe: Recipe, seed: int, tell: Tell, folds: int = FOLDS
) -> list[Metric]:
    """Every figure over `folds` folds by product, with intervals; the pictures' features are kept under `folder`.

    What caption finds which picture is asked within a fold. `tell` gets how many steps are done, and of how many.
    """
    total = (1 + folds) * len(shown)
    features, kept = look(shown, folder, lambda count, note: tell(count, total))
    shown = [shown[place] for place in kept]
    texts = read_texts(shown, folder, lambda count, note: tell(len(shown), total))
    vocabulary = Vocabulary.of(shown)
    lesson, fold = Lesson(features, vocabulary.numbers(shown), texts), held_out(shown, folds)
    answers = {head: np.zeros((len(shown), len(labels)), np.float32) for head, labels in vocabulary.labels.items()}
    cool = {head: np.zeros_like(table) for head, table in answers.items()}
    ranks, shares = np.zeros(len(shown), np.int64), np.zeros(len(shown), np.float32)
    for number in range(folds):
        held, learned = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        done = (1 + number) * len(shown)

        def fitted(count: int, done: int = done) -> None:
            tell(done + count * len(shown) // recipe.rounds, total)

        tensors = fit(lesson.part(learned), sizes(vocabulary), recipe, seed, fitted)
        seen = see(tensors, vocabulary, features[held])
        for column, head in enumerate(vocabulary.labels):
            answers[head][held] = seen.answers[head]
            cool[head][held] = _calibrated(seen.answers[head], lesson.labels[held, column])
        ranks[held], shares[held] = find_places(seen.vector, texts[held], lesson.labels[held, 0])
    return [*_heads(vocabulary, answers, cool, lesson.labels), *place_metrics(ranks, shares)]


def _calibrated(answers: Floats, labels: NDArray[np.int64]) -> Floats:
    """A fold's answers, each half at the temperature of the other."""
    made = np.empty_like(answers)
    for one, other in ((slice(0, None, 2), slice(1, None, 2)), (slice(1, None, 2), slice(0, None, 2))):
        made[other] = soften(answers[other], find_temperature(answers[one], labels[one]))
    return made


def _heads(
    vocabulary: Vocabulary, answers: dict[str, Floats], cool: dict[str, Floats], labels: NDArray[np.int64]
) -> list[Metric]:
    metrics: list[Metric] = []
    for number, head in enumerate(vocabulary.labels):
        true = labels[:, number]
        metrics += head_metrics(head, answers[head], true)
        if head == BALANCED:
            counts = np.bincount(true[true >= 0], minlength=len(vocabulary.labels[head]))
            metrics += macro_recall(head, answers[head].argmax(axis=1), true, counts)
        error = round(calibration_error(cool[head], true), 4)
        metrics.append(Metric(f"{head} calibration error", error, error, error, int((true >= 0).sum())))
    return metrics
