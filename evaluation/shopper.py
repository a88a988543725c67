"""Shopper: a simulated one, who has a wish in mind and tells it bit by bit.

The user model, the same for every stylist:
- The first message names the type of garment and, half of the time, one thing more.
- Asked about something of the wish that is not told yet, they tell it; about what is told, they repeat it; about what
  the wish leaves open, they say that it doesn't matter.
- Not asked, or asked what doesn't matter, they volunteer the next thing with a probability of one half (`VOLUNTEERS`),
  and ask for others else. With all told, they sum up or ask for others.
- Half of the talks hold one wrong turn: a value said by a slip and put right, a changed mind, or a second message
  that is a side question or thanks.
- After `PATIENCE` messages they give up.

One who does not listen to questions is the same shopper on the same dice, to whom no question was ever put: the two
together say what the stylist's questions are worth. Simulated users with a hidden goal are τ-bench's (S. Yao et al.,
2024); this one is written out in rules so that every talk can be had again.
"""

import random
import re
from collections.abc import Sequence

from evaluation.expectation import found
from evaluation.gold import Constraint
from evaluation.wishes import SpeechFile, Wish, Wishes

VOLUNTEERS, OPENS_WITH_MORE, ERRS, SUMS_UP = 0.5, 0.5, 0.5, 0.5
PATIENCE = 12
ERRORS = ("correct", "change", "side", "thanks")
SLIPS = ("colour", "pattern", "material", "length", "sleeve", "neckline", "fit")


class Shopper:
    """One shopper telling one wish in one of several ways; `telling` picks words, order and wrong turn."""

    def __init__(self, wish: Wish, telling: int, speech: SpeechFile, wishes: Wishes, listens: bool = True) -> None:
        self.wish, self._speech, self._wishes, self._listens = wish, speech, wishes, listens
        self._seed = f"{wish.id} {wish.target} {telling}"
        kind, *rest = wish.wants
        untold = [*rest, *wish.avoids]
        self.untold: list[Constraint] = self._dice("order").sample(untold, len(untold))
        self.told: list[Constraint] = [kind]
        self._slip: tuple[Constraint, str] | None = None
        self._error = self._dice("error").choice(ERRORS) if self._dice("errs").random() < ERRS else None
        self._turn = 0

    def _dice(self, what: str) -> random.Random:
        """Dice for one decision, so that the decisions of two talks on the same wish don't hang on each other."""
        return random.Random(f"{self._seed} {what}")

    def _one_of(self, sentences: Sequence[str]) -> str:
        return self._dice(f"sentence {self._turn}").choice(sentences)

    def _chance(self, what: str, probability: float) -> bool:
        return self._dice(f"{what} {self._turn}").random() < probability

    def word(self, constraint: Constraint) -> str:
        """This shopper's words for a thing; the same throughout the talk."""
        names = self._speech.values[constraint.slot][constraint.name]
        return self._dice(f"words {constraint.name}").choice(names)

    def say(self, question: str | None) -> str:
        """The next message, after an answer that asked `question`; the first one, where nothing was answered yet."""
        self._turn += 1
        if self._turn == 1:
            return self._open()
        if self._slip:
            return self._put_right()
        if self._error in ("side", "thanks"):
            return self._digress()
        if question and self._listens:
            return self._reply(question)
        return self._go_on()

    def _open(self) -> str:
        more = [one for one in self.untold if one.kind == "want"]
        opening = self._one_of(self._speech.says.open)
        if more and self._chance("more", OPENS_WITH_MORE):
            return opening.format(f"{self.word(self.wish.wants[0])} {self._add(self._tell_of(more[0]))}")
        return opening.format(self.word(self.wish.wants[0]))

    def _tell_of(self, constraint: Constraint) -> Constraint:
        self.untold.remove(constraint)
        self.told.append(constraint)
        return constraint

    def _add(self, constraint: Constraint) -> str:
        return self._one_of(self._speech.says.also[constraint.slot]).format(self.word(constraint))

    def _put_right(self) -> str:
        assert self._slip
        (constraint, wrong), self._slip = self._slip, None
        sentences = self._speech.says.correct if self._error == "correct" else self._speech.says.change
        self._error = None
        return self._one_of(sentences).format(self.word(constraint), wrong=wrong)

    def _digress(self) -> str:
        """A message about something else, whatever was asked, so that it costs the same turn either way."""
        error, self._error = self._error, None
        return self._one_of(self._speech.says.side if error == "side" else self._speech.says.thanks)

    def _reply(self, question: str) -> str:
        asked, says = find_asked(question, self._speech), self._speech.says
        for one in self.untold:
            if one.slot in asked and one.kind == "want":
                return self._one_of(says.answer).format(self._speak(self._tell_of(one)))
        for one in self.told:
            if one.slot in asked and one.kind == "want":
                return self._one_of(says.repeat).format(self.word(one))
        more = f"; {self._tell_next()}" if self.untold and self._volunteers else ""
        return self._one_of(says.indifferent) + more

    @property
    def _volunteers(self) -> bool:
        return self._chance("volunteers", VOLUNTEERS)

    def _go_on(self) -> str:
        says = self._speech.says
        if self.untold:
            return self._tell_next() if self._volunteers else self._one_of(says.others)
        return self._sum_up() if self._chance("sums up", SUMS_UP) else self._one_of(says.others)

    def _tell_next(self) -> str:
        constraint = self._tell_of(self.untold[0])
        says = self._speech.says
        sentences = says.tell if constraint.kind == "want" else says.avoid
        return self._one_of(sentences[constraint.slot]).format(self._speak(constraint))

    def _speak(self, constraint: Constraint) -> str:
        """The words for a thing, or by a slip those for another."""
        if constraint.kind == "avoid" or self._error not in ("correct", "change") or constraint.slot not in SLIPS:
            return self.word(constraint)
        others = self._wishes.false_of(self.wish, constraint.slot)
        if not others:
            return self.word(constraint)
        wrong = self.word(self._wishes.constraints[self._dice("slip").choice(others)])
        self._slip = constraint, wrong
        return wrong

    def _sum_up(self) -> str:
        kind, *rest = (one for one in self.told if one.kind == "want")
        whole = " ".join([self.word(kind), *map(self._add, rest)])
        return self._one_of(self._speech.says.recap).format(whole)


def find_asked(question: str, speech: SpeechFile) -> set[str]:
    """The slots that a question is about: those it speaks of, and those whose values it names."""
    spoken = {slot for slot, expressions in speech.asks.items() if any(found(one, question) for one in expressions)}
    named = {
        slot
        for slot, names in speech.values.items()
        for word in {word for words in names.values() for word in words}
        if re.search(rf"\b{re.escape(word)}\b", question, re.IGNORECASE)
    }
    return {*spoken, *named}
