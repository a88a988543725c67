"""The merger: has the writer make sentences of the results, and lets only grounded ones through."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from agents.grounding import Ground, Grounding
from agents.results import Answer, WriteFailed, Writer
from agents.writers.abroad import read_language
from catalog.describing import slot_name
from catalog.measures import describe_limits

# A model would make promises here that nothing keeps.
HOUSE_TOPICS = frozenset(
    {"privacy", "forget_me", "forget_photo", "seen", "photo_unseen", "photo_silent", "photo_person", "secret"}
    | {"capabilities", "who_are_you"}
)


NOTHING_SAFE = "The catalogue's own words on this can't be shown here, so I would rather say nothing."


@dataclass
class Written:
    """What became of one reply while it streamed: its sentences, who wrote it, what was dropped and why,
    and the tokens it cost."""

    writer: Writer
    sentences: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tokens: int | None = None

    @property
    def reply(self) -> str:
        """The reply as one text."""
        return " ".join(self.sentences)


class Merger:
    """Streams a reply sentence by sentence; the house writes where a chat model gives nothing that holds."""

    def __init__(self, writer: Writer, house: Writer, grounding: Grounding) -> None:
        self._writer, self._house, self._grounding = writer, house, grounding

    def start(self, answer: Answer) -> Written:
        """A reply that is yet to be written; what is said of privacy and of ourselves is the house's to say."""
        ours = any(act.name == "say" and act.topic in HOUSE_TOPICS for act in answer.plan.acts)
        return Written(self._house if ours else self._writer)

    def write(self, answer: Answer, written: Written) -> Iterator[str]:
        """The grounded sentences, in order and within `max_words`; `written` keeps account."""
        try:
            yield from self._grounded(answer, written)
        except WriteFailed as failure:
            written.tokens = failure.tokens
            written.notes.append(f"the house wrote instead: {failure}")
        if not written.sentences and written.writer is not self._house:
            if not written.notes:
                written.notes.append(
                    f"the house wrote instead: no sentence of {written.writer.name} was true to the rows"
                )
            written.writer = self._house
            yield from self._grounded(answer, written)
        if not written.sentences:
            nothing = _nothing_safe(answer.brief.language)
            written.sentences.append(nothing)
            yield nothing

    def _grounded(self, answer: Answer, written: Written) -> Iterator[str]:
        ground = Ground(answer.handles, answer.brief, answer.message, _told(answer))
        words = 0
        for sentence in self._grounding.passing(_counted(answer, written), ground, written.dropped):
            words += len(sentence.split())
            if words > answer.max_words:
                return
            written.sentences.append(sentence)
            yield sentence


def _nothing_safe(language: str) -> str:
    """What is said where no sentence holds, in the talk's language."""
    return NOTHING_SAFE if language == "en" else str(read_language(language)["nothing_safe"][0])


def _counted(answer: Answer, written: Written) -> Iterator[str]:
    """The writer's pieces; at their end, what they cost is told."""
    tokens = yield from written.writer.write(answer)
    written.tokens = tokens if written.tokens is None else written.tokens


def _told(answer: Answer) -> str:
    """What the results themselves say in words, which a reply may repeat."""
    results = answer.results
    lines = [*results.relaxed, *(count.counted for count in results.counts)]
    numbers = [f"{count.articles} . {count.products}" for count in results.counts] + [str(results.matched)]
    numbers += [str(count) for facet in results.facets for _, count in facet.counts] + [str(results.matched)]
    facts = [f"{fact.text or ''} . {fact.aspect} . {fact.value or ''}" for fact in results.facts]
    known = [" . ".join((one.text, one.reason, one.source, one.retold, one.glossed)) for one in results.insights]
    looks = [f"{look.title} . " + " . ".join(f"{p.own or ''} {p.why}" for p in look.pieces) for look in results.looks]
    looks += [" . ".join((*look.missing, *(piece.role for piece in look.pieces))) for look in results.looks]
    compared = [text for one in results.comparisons for _, text in one.because]
    compared += [text or "" for one in results.comparisons for part in one.differences for _, text in part.told]
    silent = [slot_name(slot) for shown in results.shown for slot in shown.silent]
    limits = describe_limits(results.limits)
    asked = answer.question.text if answer.question else ""
    seen = [" . ".join((sight.words, *sight.values.values(), *sight.maybe)) for sight in (*answer.sights, *answer.held)]
    return " . ".join([*lines, *silent, *numbers, *facts, *known, *looks, *compared, *seen, limits, asked])
