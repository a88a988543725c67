"""Caption: what a photo shows in the catalogue's own words, and how sure that is; "can't tell" is an answer.

The questions are those of questions/caption.yaml. Somebody's photo is captioned garment by garment; whom a garment is
made for is never told from one that a person wears.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.photo import Photo
from vision.body import Body
from vision.eye import Eye, form
from vision.garments import PARTS, Garment, worn
from vision.question import Question, read_questions

TYPE, COLOUR, PATTERN, AUDIENCE = "product_type", "colour", "pattern", "audience"
# Worn, a garment looks other than on its own, as the eye learned it. Its type is told where it is this likely among
# all types, those worn elsewhere included. Colour and pattern must be surer by a share of what is left.
WORN_FLOOR, WORN_DOUBT = 0.55, 0.25
PLAIN = frozenset({"Solid"})


@dataclass(frozen=True)
class Answer:
    """The likeliest choice and its probability; `told` says whether it is sure enough to be said."""

    choice: str
    confidence: float
    told: bool


@dataclass(frozen=True, eq=False)
class Description:
    """What is seen of one garment: an answer to each question; `part` is where it is worn, empty where it lies.

    `likely` are all choices of each column asked about with their probabilities; `vector` is the eye's, in its space,
    and `form` its code of this very piece.
    """

    part: str
    answers: Mapping[str, Answer]
    likely: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    vector: NDArray[np.float32] | None = None
    form: NDArray[np.float32] | None = None

    def said(self, question: str) -> str | None:
        """The answer to a question; None: can't tell."""
        answer = self.answers.get(question)
        return answer.choice if answer is not None and answer.told else None

    def confidence(self, question: str) -> float:
        """How sure the likeliest answer is, told or not; 0 where the question isn't asked."""
        answer = self.answers.get(question)
        return answer.confidence if answer is not None else 0.0

    @property
    def words(self) -> str:
        """It in words: 'dark blue trousers, denim'."""
        kind, colour, pattern = (self.said(question) for question in (TYPE, COLOUR, PATTERN))
        told = " ".join(word.lower() for word in (colour, kind) if word)
        surface = pattern.lower() if pattern and pattern not in PLAIN else ""
        if kind:
            return ", ".join(filter(None, (told, surface)))
        beside = ", ".join(filter(None, (surface, self.part)))
        seen = f"something {told}".strip() + (f" ({beside})" if beside else "")
        return f"{seen}, the type is hard to see" if told or surface else f"{seen}, hard to tell"


@dataclass(frozen=True, eq=False)
class Caption:
    """A photo's garments from head to feet; `worn` where a person is in it."""

    garments: tuple[Description, ...]
    worn: bool

    @property
    def text(self) -> str:
        """All garments of which something can be told in one line."""
        told = [one for one in self.garments if any(answer.told for answer in one.answers.values())]
        said = "; ".join(garment.words for garment in told or self.garments[:1])
        lead = "worn: " if self.worn else ""
        return f"{lead}{said}"[:1].upper() + f"{lead}{said}"[1:]

    @property
    def main(self) -> Description:
        """The first garment whose type can be told; the first where that is true of none."""
        return next((garment for garment in self.garments if garment.said(TYPE)), self.garments[0])

    def to_json(self) -> dict[str, Any]:
        """The `caption` verb's fields; attributes are the main garment's."""
        main = self.main
        names = [question.name for question in read_questions("caption")]
        return {
            "caption": self.text,
            "attributes": {name: main.said(name) for name in names},
            "confidence": {name: round(main.confidence(name), 3) for name in names},
        }


class Captioner:
    """Captions photos by an eye; `body` finds who wears what."""

    def __init__(self, eye: Eye, body: Body) -> None:
        self._eye, self._body, self._questions = eye, body, read_questions("caption")
        self._words = eye.vocabulary

    @property
    def name(self) -> str:
        """The eye's name."""
        return self._eye.name

    def caption(self, photo: Photo) -> Caption:
        """What the photo shows."""
        bodies = self._body.find(photo)
        if not bodies.count:
            return Caption((self._describe(photo, "", self._questions),), False)
        asked = [question for question in self._questions if question.name != AUDIENCE]
        seen = [described for garment in worn(photo, bodies) if (described := self._worn(garment, asked))]
        if not seen:
            # A face, or a part of somebody: nothing that is worn can be cut out.
            return Caption((Description("", {}),), True)
        return Caption(tuple(_without_overlap(seen)), True)

    def _describe(self, photo: Photo, part: str, questions: Sequence[Question], doubt: float = 0.0) -> Description:
        answers, likely = {}, {}
        for question in questions:
            if question.column in self._words.choices:
                likely[question.column] = shares = self._eye.answer(photo, question)
                choice = max(shares, key=shares.__getitem__)
                answers[question.name] = self._judge(question, choice, shares[choice], doubt)
        vector = self._eye.embed(photo) if self._eye.space else None
        return Description(part, answers, likely, vector, form(self._eye, photo))

    def _worn(self, garment: Garment, questions: Sequence[Question]) -> Description | None:
        """A garment by what may be worn at its part; None where no eye learned of such."""
        kinds = next(question for question in questions if question.name == TYPE)
        likely = self._eye.answer(garment.photo, kinds)
        fitting = [kind for kind in likely if PARTS.get(self._words.roles.get(kind, "")) == garment.part]
        if not fitting:
            return None
        choice = max(fitting, key=likely.__getitem__)
        kind = Answer(choice, likely[choice], likely[choice] >= WORN_FLOOR and choice not in kinds.never)
        others = [question for question in questions if question.name != TYPE]
        described = self._describe(garment.photo, garment.part, others, WORN_DOUBT)
        worn_as = {name: likely[name] for name in fitting}
        return replace(
            described, answers={TYPE: kind, **described.answers}, likely={kinds.column: worn_as, **described.likely}
        )

    def _judge(self, question: Question, choice: str, share: float, doubt: float) -> Answer:
        floor = self._words.floor(question.column)
        floor += max(0.0, 1 - floor) * doubt
        return Answer(choice, share, share >= floor and choice not in question.never)


def _without_overlap(seen: Sequence[Description]) -> list[Description]:
    """One reading of what is worn: a dress, or a top and what is below it; the surest first within the body."""
    parts = {garment.part: garment for garment in seen}
    whole, upper = parts.get("whole"), parts.get("upper")
    is_whole = (
        whole is not None
        and whole.said(TYPE) is not None
        and whole.confidence(TYPE) > (upper.confidence(TYPE) if upper is not None and upper.said(TYPE) else 0.0)
    )
    order = ("whole", "feet") if is_whole else ("upper", "lower", "feet")
    return [parts[part] for part in order if part in parts] or list(seen)
