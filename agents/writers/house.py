"""The house writer: a stylist's replies from lines and the rows themselves; every fact it tells is a row's own."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.plan import Act
from agents.results import Answer, Question
from agents.writers import asking, found, question, seen, small_talk
from agents.writers import looks as looks_told
from agents.writers.abroad import AbroadWriter
from agents.writers.opening import SAD, Situation, aside, fitting_tip, look_tip, opening, situation
from agents.writers.pieces import tell
from agents.writers.voice import Voice, read_grammar
from catalog.article import Article
from catalog.contrast import Trait, traits
from catalog.describing import describe_occasion, describe_refused, either, slot_name
from catalog.lexicon import Lexicon
from catalog.translation import Translator

_SHORT = 45
_FULL = 95
# What a reply can do without, the first to go last: 0 stays whatever happens.
_KEEP, _SECOND, _HONEST, _THIRD, _TIP, _EXTRA = range(6)
# A word for the slot that is no value of it.
_SAID = {"pattern": "surface"}
_SOLEMN = frozenset({"grief", "body_image", "abuse"})


@dataclass(frozen=True)
class Line:
    """A sentence or two of a reply, and how readily it goes where there is no room: 0 never."""

    text: str
    spare: int = _KEEP


class HouseWriter:
    """Writes a whole sentence at a time; never fails."""

    name = "house"
    version = "2"

    def __init__(self, lexicon: Lexicon, translator: Translator) -> None:
        self._lexicon = lexicon
        self._grammar, self.prompt_hash = read_grammar()
        self._abroad = AbroadWriter(lexicon, translator)
        self._reads = lru_cache(maxsize=2048)(self._read)

    def write(self, answer: Answer) -> Generator[str, None, None]:
        """The reply, one sentence a piece."""
        if answer.brief.language != "en":
            yield from self._abroad.write(answer)
            return
        lines = [line for line in self._lines(answer) if line.text]
        yield from (f"{line.text}\n" for line in fitted(lines, _room(answer)))

    def question(self, answer: Answer) -> Question | None:
        """The one question that would narrow what is left the most; None where none is due."""
        if answer.brief.language != "en":
            return self._abroad.question(answer)
        return question.choose(answer, self._grammar, Voice(self._grammar, answer))

    def _read(self, article: Article) -> tuple[Trait, ...]:
        return traits(article, self._lexicon)

    def _lines(self, answer: Answer) -> Iterator[Line]:
        voice = Voice(self._grammar, answer)
        voice.emoji &= not _is_solemn(answer)
        searched = any(act.name in ("search", "look") for act in answer.plan.acts) and bool(answer.results.shown)
        beside = answer.question is not None and answer.question != asking.spoken(
            answer, self._grammar, Voice(self._grammar, answer)
        )
        if answer.question and not beside and (line := asking.line_of(answer, voice)):
            yield Line(line)
            return
        led = any(act.name == "search" or (act.topic or "") in seen.OF_PHOTO or act.own for act in answer.plan.acts)
        if answer.sights and not led:
            yield Line(seen.line(answer.sights, voice))
        if answer.unseen and not any(act.topic == "photo_unseen" for act in answer.plan.acts):
            yield Line(voice.says("seen_not"))
        for act in answer.plan.acts:
            match act.name:
                case "search":
                    yield from self._search(answer, act, voice)
                case "look":
                    yield from self._looks(answer, voice)
                case "compare":
                    absent = [part.slot for part in answer.results.given_up if part.kind == "no_column"]
                    yield from map(Line, found.given_up(answer.results.given_up, voice))
                    yield from map(Line, found.comparisons(answer.results.comparisons, absent, voice))
                case "count":
                    yield from map(Line, found.counts(answer.results.counts, voice))
                    yield from map(Line, found.given_up(answer.results.given_up, voice))
                case "facts":
                    yield from map(Line, found.facts(answer.results.facts, voice))
                case "advise":
                    yield from map(Line, found.advice(answer, voice))
                case "say" if act.topic == "seen":
                    yield Line(seen.line(answer.sights or answer.held, voice))
                    told = seen.named(answer.sights or answer.held)
                    if told and answer.question is None and len(answer.plan.acts) == 1:
                        yield Line(voice.says("seen_offer"), _EXTRA)
                case "say":
                    if act.topic == "greeting" and searched:
                        voice.hails = True
                    else:
                        yield Line(small_talk.say(answer, act.topic or "unclear", voice, searched or beside))
                case "try_on" | "paint" | "ask":
                    yield Line(voice.says(act.name))
        yield from self._ending(answer, voice)

    def _ending(self, answer: Answer, voice: Voice) -> Iterator[Line]:
        if answer.question:
            yield Line(answer.question.text)
        elif voice.warm and answer.turn == 1 and answer.results.shown and not _is_solemn(answer):
            yield Line(voice.says("offer"), _EXTRA)

    def _search(self, answer: Answer, act: Act, voice: Voice) -> Iterator[Line]:
        now = situation(answer, act, self._lexicon)
        if not answer.results.shown:
            yield from map(Line, self._nothing(answer, act, now, voice))
            return
        advised = any(one.name == "advise" for one in answer.plan.acts)
        tip = None if advised or answer.length == "short" else fitting_tip(answer, now, voice)
        first, *more = opening(answer, now, tip, voice)
        yield Line(voice.hailing(first))
        yield from (Line(text, _TIP) for text in more)
        yield from (Line(text, _KEEP) for text in found.given_up(answer.results.given_up[:3], voice))
        for place, text in enumerate(tell(answer, self._lexicon, self._reads, voice)):
            yield Line(text, (_KEEP, _SECOND, _THIRD)[min(place, 2)])
        yield from (Line(text, _HONEST) for text in self._silences(answer, voice))
        if touch := self._touch(answer, voice):
            yield Line(touch, _EXTRA)

    def _looks(self, answer: Answer, voice: Voice) -> Iterator[Line]:
        looks = answer.results.looks
        if not looks:
            yield Line(voice.says("no_look"))
            yield from map(Line, found.given_up(answer.results.given_up, voice))
            return
        tip = next((tip for tip in answer.results.insights if not voice.told(tip.text)), None)
        tip = None if answer.length == "short" or looks[0].swapped else tip
        # What holds the pieces together is no advice on the day, and follows them; so does what a day known asks.
        occasion = describe_occasion(answer.brief, self._lexicon).strip()
        law = tip if tip and (tip.id.startswith("look-") or not occasion or voice.told(occasion)) else None
        is_set = any(act.kind != "look" for act in answer.plan.acts if act.name == "look")
        if tip and not law:
            opening = look_tip(tip, occasion, voice)
            yield Line(voice.hailing(opening), _KEEP if is_set else _TIP)
        sentences = (
            looks_told.set_look(looks[0], voice) if is_set else looks_told.first_look(looks[0], voice, led=tip is law)
        )
        for place, text in enumerate(sentences):
            yield Line(voice.hailing(text), _THIRD if place else _KEEP)
        if law:
            yield Line(look_tip(law, "", voice) if law.id.startswith("look-") else aside(law, voice), _TIP)
        for look in () if is_set else looks[1:]:
            yield from (Line(text, _EXTRA) for text in looks_told.other_look(look, voice))
        yield from map(Line, found.given_up(answer.results.given_up, voice))

    def _nothing(self, answer: Answer, act: Act, now: Situation, voice: Voice) -> Iterator[str]:
        if answer.results.exhausted:
            yield voice.says("exhausted")
            return
        if act.variants:
            yield voice.says("no_variants")
            return
        if act.article_ids:
            yield from found.given_up(answer.results.given_up, voice)
            yield voice.says("nothing_numbered")
            return
        yield voice.says("nothing", want=now.want)
        yield from found.given_up([part for part in answer.results.given_up if part.kind != "none"], voice)
        if not answer.question:
            yield voice.says("nothing_next")

    def _silences(self, answer: Answer, voice: Voice) -> Iterator[str]:
        silent = [shown for shown in answer.results.shown if shown.silent]
        if silent and len(silent) < len(answer.results.shown):
            slots = dict.fromkeys(_SAID.get(slot, slot_name(slot)) for shown in silent for slot in shown.silent)
            handles = ", ".join(f"[{shown.handle}]" for shown in silent)
            yield voice.says("silent", handles=handles, slots=either(list(slots), "and"))
        refused = describe_refused(answer.brief)
        if refused and not voice.told(refused) and not any(edit.op == "exclude" for edit in answer.plan.edits):
            yield voice.says("refused", refused=refused)

    def _touch(self, answer: Answer, voice: Voice) -> str | None:
        """A kind word on the occasion, once a talk."""
        if not voice.warm or answer.length == "short" or _is_solemn(answer):
            return None
        touches = self._grammar["touches"]
        for occasion in answer.brief.wanted.get("occasion", ()):
            if occasion in touches and not any(voice.told(line) for line in touches[occasion]):
                return voice.pick(f"touch {occasion}", touches[occasion])
        return None


def fitted(lines: Sequence[Line], most: int) -> list[Line]:
    """The lines that fit into `most` words: what can best be spared goes first, of two alike the later."""
    kept = list(lines)
    while sum(len(line.text.split()) for line in kept) > most:
        place = max(range(len(kept)), key=lambda place: (kept[place].spare, place))
        if kept[place].spare == _KEEP:
            break
        del kept[place]
    return kept


def _room(answer: Answer) -> int:
    return min(_SHORT if answer.length == "short" else _FULL, answer.max_words)


def _is_solemn(answer: Answer) -> bool:
    said = any(act.topic in _SOLEMN for act in answer.plan.acts)
    return said or bool(SAD & set(answer.brief.wanted.get("occasion", ())))
