"""Scenarios: conversations that assert on the state of each turn, never on its wording.

A scenario file is a theme: a list of `{id, catalogue?, turns: [{say, also?, photos?, expect}]}`, its assertions those
of `expectation.py`. `photos` are articles of the sample, whose pictures are sent with the message. `also` says the same
in six other wordings: the conversation is held once as written and once in each paraphrase, where every turn says the
wording of that number. Scoring the worst of several wordings is ParaRel's idea (Y. Elazar et al., Measuring and
improving consistency in pretrained language models, TACL 2021).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from evaluation.answer import Answer, Catalogue, Moment
from evaluation.expectation import Expectation
from evaluation.files import FromFile, read_yaml, require_unique, validate
from evaluation.gold import HERE, Terms, load_terms, resolve
from evaluation.judge import judge_turn
from foundation.errors import BadInput

PARAPHRASES = 6
# What answers a message, and `photos` by their articles where there are some.
Chat = Callable[..., Mapping[str, Any]]
ArticleId = Annotated[str, Field(pattern=r"^\d{10}$")]


class TurnFile(FromFile):
    """One message, the same in six other wordings, and what must hold after it."""

    say: str = ""
    photos: tuple[ArticleId, ...] = ()
    also: Annotated[tuple[str, ...], Field(min_length=PARAPHRASES, max_length=PARAPHRASES)] | None = None
    expect: Expectation = Expectation()

    def word(self, wording: int) -> str:
        """The message as written (0) or in paraphrase `wording`, which says the same where it has no other words."""
        return self.also[wording - 1] if self.also and wording else self.say


class ScenarioFile(FromFile):
    """One conversation of a theme's file; `catalogue: full` keeps it from the bundled sample."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    catalogue: Literal["any", "full"] = "any"
    turns: Annotated[tuple[TurnFile, ...], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def _look_back_only(self) -> "ScenarioFile":
        for number, turn in enumerate(self.turns, 1):
            if any(earlier >= number for earlier in turn.expect.references()):
                raise ValueError(f"turn {number} looks at a turn that is not before it")
        return self


@dataclass(frozen=True)
class Scenario:
    """A conversation with the terms its assertions may name."""

    id: str
    theme: str
    full_only: bool
    turns: tuple[TurnFile, ...]
    terms: Terms = field(repr=False)

    @property
    def has_photos(self) -> bool:
        """Whether a photo is sent in it."""
        return any(turn.photos for turn in self.turns)

    @property
    def wordings(self) -> range:
        """0, as written, and the numbers of its paraphrases, where some turn has other words."""
        return range(1 + (PARAPHRASES if any(turn.also for turn in self.turns) else 0))


@dataclass(frozen=True)
class TurnVerdict:
    """How one turn went: no reasons means it passed; `wording` 0 is the conversation as written."""

    scenario: str
    theme: str
    turn: int
    said: str
    reasons: tuple[str, ...]
    answer: Answer
    wording: int = 0

    @property
    def shown(self) -> tuple[str, ...]:
        """The shown article ids."""
        return self.answer.ids


def load_scenarios(folder: Path = HERE / "scenarios", terms: Terms | None = None) -> list[Scenario]:
    """All conversations of a folder, a theme a file. Raises BadInput for what is broken or names no term."""
    known = load_terms() if terms is None else terms
    themes = sorted(folder.glob("*.yaml"))
    if not themes:
        raise BadInput(f"{folder}: no scenario files (*.yaml) there; give the folder that holds them")
    scenarios = list(chain.from_iterable(_load_theme(path, known) for path in themes))
    require_unique((scenario.id for scenario in scenarios), folder)
    return scenarios


def _load_theme(path: Path, terms: Terms) -> list[Scenario]:
    entries = read_yaml(path)
    if not isinstance(entries, list):
        raise BadInput(f"{path}: expected a list of scenarios, each with id and turns")
    files = [validate(ScenarioFile, entry, f"{path}: scenario {n}") for n, entry in enumerate(entries, 1)]
    for file in files:
        _require_terms(file, terms, f"{path}: {file.id}")
    return [Scenario(file.id, path.stem, file.catalogue == "full", file.turns, terms) for file in files]


def _require_terms(file: ScenarioFile, terms: Terms, where: str) -> None:
    for turn in file.turns:
        for gold in turn.expect.golds():
            resolve(gold, terms, where)


def pick(scenarios: Sequence[Scenario], only: str | None) -> list[Scenario]:
    """The conversation of that id or those of that theme; all where `only` is None. Raises BadInput for no such."""
    picked = [scenario for scenario in scenarios if only in (None, scenario.id, scenario.theme)]
    if not picked:
        themes = ", ".join(dict.fromkeys(scenario.theme for scenario in scenarios))
        raise BadInput(f"--only {only}: no scenario and no theme is called so; the themes are {themes}")
    return picked


def run_scenario(scenario: Scenario, chat: Chat, catalogue: Catalogue, wording: int = 0) -> list[TurnVerdict]:
    """Talk one conversation through, as written or in a paraphrase, and judge each turn.

    `chat` takes the messages of one fresh session and returns the `chat` verb's answer to each. A turn that it
    cannot answer fails and counts as one that showed nothing; the talk goes on.
    """
    verdicts: list[TurnVerdict] = []
    for number, turn in enumerate(scenario.turns, 1):
        said, before = turn.word(wording), tuple(verdict.answer for verdict in verdicts)
        answer, faults = ask(partial(chat, photos=turn.photos) if turn.photos else chat, said)
        reasons = faults or judge_turn(turn.expect, Moment(answer, before, catalogue, scenario.terms))
        verdicts.append(TurnVerdict(scenario.id, scenario.theme, number, said, tuple(reasons), answer, wording))
    return verdicts


def ask(chat: Chat, message: str) -> tuple[Answer, list[str]]:
    """A chat's answer, or an empty one and why there is none."""
    try:
        return Answer.model_validate(chat(message)), []
    except ValidationError as error:
        fault = error.errors()[0]
        return Answer(acts=(), reply=""), [f"answer: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"]
    except Exception as error:  # whatever the chat raises is its failure, and must not end the evaluation
        return Answer(acts=(), reply=""), [f"the chat raised {type(error).__name__}: {error}"]
