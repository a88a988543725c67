"""Scenarios: conversations that assert on the state of each turn, never on its wording.

A scenario file is a theme: a list of `{id, catalogue?, turns: [{say, expect}]}`, its assertions those of
`expectation.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from evaluation.expectation import Expectation
from evaluation.files import FromFile, read_yaml, require_unique, validate
from evaluation.gold import HERE, Terms, load_terms, resolve
from evaluation.judge import Answer, Catalogue, Moment, judge_turn
from foundation.errors import BadInput

Chat = Callable[[str], Mapping[str, Any]]


class TurnFile(FromFile):
    """One message and what must hold after it."""

    say: str
    expect: Expectation = Expectation()

    def references(self) -> list[int]:
        """The turns that the assertions look back at."""
        expect = self.expect
        pointed = [one.turn for one in (expect.same_product_as, expect.variants_of, expect.shares, expect.facts) if one]
        return [*pointed, *expect.new_items, *([expect.keeps_items] if expect.keeps_items else [])]


class ScenarioFile(FromFile):
    """One conversation of a theme's file; `catalogue: full` keeps it from the bundled sample."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    catalogue: Literal["any", "full"] = "any"
    turns: Annotated[tuple[TurnFile, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _look_back_only(self) -> "ScenarioFile":
        for number, turn in enumerate(self.turns, 1):
            if any(earlier >= number for earlier in turn.references()):
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


@dataclass(frozen=True)
class TurnVerdict:
    """How one turn went: no reasons means it passed."""

    scenario: str
    theme: str
    turn: int
    said: str
    reasons: tuple[str, ...]
    shown: tuple[str, ...]


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
        golds = (turn.expect.every, turn.expect.some, turn.expect.none, *turn.expect.count)
        for gold in golds:
            if gold is not None:
                resolve(gold, terms, where)


def run_scenario(scenario: Scenario, chat: Chat, catalogue: Catalogue) -> list[TurnVerdict]:
    """Talk one conversation through and judge each turn.

    `chat` takes the messages of one fresh session and returns the `chat` verb's answer to each. A turn that it
    cannot answer fails and counts as one that showed nothing; the talk goes on.
    """
    verdicts: list[TurnVerdict] = []
    answers: list[Answer] = []
    for number, turn in enumerate(scenario.turns, 1):
        reasons, shown = _take_turn(turn, chat, answers, catalogue, scenario.terms)
        verdicts.append(TurnVerdict(scenario.id, scenario.theme, number, turn.say, tuple(reasons), shown))
    return verdicts


def _take_turn(
    turn: TurnFile, chat: Chat, answers: list[Answer], catalogue: Catalogue, terms: Terms
) -> tuple[list[str], tuple[str, ...]]:
    try:
        answer = Answer.model_validate(chat(turn.say))
    except ValidationError as error:
        fault = error.errors()[0]
        answers.append(Answer(acts=(), reply=""))
        return [f"answer: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"], ()
    except Exception as error:  # whatever the chat raises is its failure, and must not end the evaluation
        answers.append(Answer(acts=(), reply=""))
        return [f"the chat raised {type(error).__name__}: {error}"], ()
    reasons = judge_turn(turn.expect, Moment(answer, tuple(answers), catalogue, terms))
    answers.append(answer)
    return reasons, answer.ids
