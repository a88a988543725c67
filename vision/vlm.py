"""The vlm eye: a model that reads a photo and a question, and is asked how likely it would give each answer.

Nothing is generated. The photo and the question are read once; then the choices are read as answers behind them, many
at a time, on the keys and values that the first reading left. A choice's score is the logarithm of its probability, the
end of the answer included: without the end, "shirt" would be as likely as all that begins with it. One letter for each
choice would be cheaper still, but such models prefer some letters whatever stands behind them (Zheng et al. 2024,
arXiv 2309.03882), and a catalogue has more kinds of garments than there are letters.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foundation.errors import BadInput
from foundation.photo import Photo
from foundation.settings import EyeModel
from vision.clip import spoken
from vision.lately import Lately
from vision.question import Question
from vision.reader import Reader
from vision.vocabulary import Vocabulary

# Answers that are kept: a photo is asked about again while a talk goes on about it.
KEPT = 64


class VlmEye:
    """An eye of the vision-language model `chosen`; threads that share it wait for each other.

    It has no space: such a model learned to talk about a picture, not to place like beside like.
    """

    space = ""

    def __init__(self, chosen: EyeModel, vocabulary: Vocabulary) -> None:
        self._reader, self.vocabulary = Reader(chosen), vocabulary
        self.name = self._reader.name
        self._answers: Lately[tuple[str, Question, tuple[str, ...]], Mapping[str, float]] = Lately(KEPT)

    def answer(self, photo: Photo, question: Question, choices: Sequence[str] = ()) -> Mapping[str, float]:
        """How likely the model would answer with each choice; raises BadInput without choices."""
        asked = question.among(choices, self.vocabulary.choices.get(question.column, ()))
        # Put to the model in one order always, so that the order they were given in means nothing.
        ordered = tuple(sorted(asked))
        shares = self._answers.get((photo.sha256, question, ordered), lambda: self._ask(photo, question, ordered))
        return {choice: shares[choice] for choice in asked}

    def embed(self, photo: Photo) -> NDArray[np.float32]:
        """Raises BadInput: it has no space."""
        raise BadInput(f"{self.name} answers questions and places no photo beside others: set eye = catalogue or clip")

    def _ask(self, photo: Photo, question: Question, choices: Sequence[str]) -> dict[str, float]:
        scores = np.array(self._reader.scores(photo, question.asks, [spoken(choice) for choice in choices]))
        shares = np.exp(scores - scores.max())
        return dict(zip(choices, map(float, shares / shares.sum()), strict=True))
