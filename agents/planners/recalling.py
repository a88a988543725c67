"""Recalling: photos sent before: whether a message speaks of one, what was asked of it, and what it is set right to."""

import re
from collections.abc import Callable
from dataclasses import replace

from agents.listening import Said
from agents.planners import pointing
from agents.rules import Rules
from agents.sights import Sight
from agents.talk import Talk

# A chip's word, and little more.
_MOST_WORDS = 2
_SEVERAL = 2
# "No, it is a skirt", as other languages are glossed.
_NO_IT_IS = re.compile(r"^\W*no\W+(?:is it|the is|and)\b", re.IGNORECASE)
_NO = re.compile(r"^\W*(?:no|nope|nah)\b\W*(?=\w)", re.IGNORECASE)
# What is said of a photo without pointing at it.
_SAID_OF_IT = ("photo_agrees", "photo_mine", "photo_beside", "photo_rates")
_NOTHING_MORE = frozenset({"not", "isnt"})


class Recalling:
    """Hears what is said of a photo after its own message."""

    def __init__(self, rules: Rules, said: Callable[[Talk], Said]) -> None:
        self._rules, self._said = rules, said

    def points_back(self, talk: Talk) -> bool:
        """Whether a message without a photo speaks of one sent before: by its name, by its garment's place or kind
        among several, to set it right, to own it, or where no article came since.
        """
        if not talk.held:
            return False
        said = self._said(talk)
        if pointing.OF_PHOTO.search(said.text) or self.target(said) is not None or self._chooses(said):
            return True
        if self._rules.says("photo_person", said.text) and not said.reading.wanted("product_type"):
            return True
        if talk.brief.photo in {sight.key for sight in talk.held}:
            # What was found by a photo is not the shopper's, but what it shows may be.
            return self._rules.says("photo_claims", said.text) and not said.points_by_number
        return self._is_at_it(talk) and self._goes_on(said)

    def _is_at_it(self, talk: Talk) -> bool:
        """Whether the last turn was on what the photo shows, and no article is meant."""
        last = talk.earlier[-1] if talk.earlier else None
        if last is None or talk.brief.anchor:
            return False
        told = {sight.words for sight in talk.held}
        around = any(piece.own and piece.own in " and ".join(told) for piece in last.brief.look)
        return around or (not last.shown and set(last.acts) <= {"say", "advise"})

    def _goes_on(self, said: Said) -> bool:
        """Whether a message right behind one on a photo says more of it."""
        points = any(pattern.search(said.text) for pattern in pointing.POINTERS[2:])
        names = {n.value for n in said.reading.named if n.slot == "product_type"}
        held = {sight.values.get("product_type") for sight in said.talk.held}
        of_it = any(self._rules.says(name, said.text) for name in _SAID_OF_IT) or self.goes_on_judging(said)
        swaps = self._rules.says("photo_swaps", said.text) and bool(said.role_words)
        if said.did_last[-1:] == ("look",):
            # What is said of a look on the page is the look's.
            return len(held) > 1 and bool(names & held) and not swaps
        placed = bool(pointing.by_place(said.talk, said.text))
        return points or of_it or swaps or placed or (len(held) > 1 and bool(names & held))

    def _chooses(self, said: Said) -> bool:
        """'Not the bag, the shoes', 'the other one': one of several garments that were looked for by photos."""
        talk = said.talk
        if talk.brief.photo is None or len(talk.held) < _SEVERAL:
            return False
        named = [n for n in said.reading.named if n.slot == "product_type"]
        held = [sight.values.get("product_type") for sight in talk.held]
        wants = {n.value for n in named if not n.refused and n.value in held}
        refuses = {n.value for n in named if n.refused and n.value in held}
        return bool(wants and refuses) or bool(
            re.fullmatch(r"(?:no |not that |and )*the other(?: one| photo)?", said.text)
        )

    def goes_on_judging(self, said: Said) -> bool:
        """'And for a wedding?', behind advice on what a photo shows."""
        return said.did_last == ("advise",) and self._rules.says("photo_goes_on", said.text)

    def again(self, talk: Talk) -> Talk:
        """'And this?': what was asked of the photo before is asked of this one."""
        turns = [turn.message for turn in talk.earlier]
        while turns and self._rules.says("photo_again", self._said(talk).text):
            talk = replace(talk, message=turns.pop())
        return talk

    def plainly(self, talk: Talk) -> str:
        """The message; one that sets right what was seen, without the "no" before it, which refuses no garment."""
        corrects = self._rules.match("photo_corrects", pointing.spoken(talk.message))
        return _NO.sub("", _NO_IT_IS.sub("it is", talk.message)) if corrects else talk.message

    def target(self, said: Said) -> Sight | None:
        """The garment that the message sets right, as it says it is; a chip's word counts where one was asked for."""
        photos, talk = said.talk.photos, said.talk
        unsure = next((sight for sight in photos if not sight.is_sure), None)
        named = [n.value for n in said.reading.named if n.slot == "product_type" and not n.refused]
        if unsure and talk.question == "product_type" and self.says_little(said) and len(named) == 1:
            return pointing.as_told(unsure, {"product_type": named[0]})
        return pointing.corrected(said, photos, self._opens(said))

    def says_little(self, said: Said) -> bool:
        """Whether the message is no longer than a chip."""
        return len(said.text.split()) <= _MOST_WORDS

    def only_tells(self, said: Said) -> bool:
        """Whether it says what the photo shows and no more: 'it's a skirt'."""
        opens = self._opens(said)
        named = {word for n in said.reading.named for word in said.reading.words[n.start : n.end]}
        behind = set(said.text.split()[len(opens[0].split()) :]) if opens else set()
        return opens is not None and not behind - named - _NOTHING_MORE

    def _opens(self, said: Said) -> re.Match[str] | None:
        """How the message begins to set right what was seen."""
        return self._rules.match("photo_corrects", pointing.spoken(said.talk.message))
