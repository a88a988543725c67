"""The upload gate: allow, hold or refuse a photo, by the questions and rules of questions/upload.yaml.

It fails closed: a question that can't be answered, in time or at all, is unsure, and where unsure matters the photo is
held. Every verdict is written to an audit log that holds answers and no picture.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from foundation.photo import Photo
from storage.database import utc_now
from vision.body import Body
from vision.measures import Seen
from vision.nudity import OpenNsfw

UPLOAD = Path(__file__).with_name("questions") / "upload.yaml"
LOG = Path("audit") / "moderation.jsonl"
SECONDS = 20.0
Purpose = Literal["garment", "tryon", "outfit"]
PURPOSES: tuple[Purpose, ...] = ("garment", "tryon", "outfit")
# What is sent in a talk may be a screenshot or a drawing: it is asked no more than what its rules name.
TALK: Literal["talk"] = "talk"
_GRAVITY = ("allow", "hold", "refuse")
Answers = dict[str, bool | None]


@dataclass(frozen=True)
class Verdict:
    """What was decided and why. `answers` are yes, no or, None, unsure."""

    verdict: str
    answers: Mapping[str, bool | None]
    reasons: tuple[str, ...]
    version: int

    @property
    def allowed(self) -> bool:
        """Whether the photo may be used."""
        return self.verdict == "allow"

    def to_json(self) -> dict[str, Any]:
        """The `moderate` verb's fields."""
        return {
            "verdict": self.verdict, "allowed": self.allowed, "answers": dict(self.answers),
            "reasons": list(self.reasons),
        }  # fmt: skip


class Gate:
    """Judges uploads; `home` is where its log is kept, `seconds` how long one photo may take."""

    def __init__(self, body: Body, nudity: OpenNsfw, home: Path, seconds: float = SECONDS) -> None:
        self._body, self._nudity, self._log, self._seconds = body, nudity, home / LOG, seconds
        self._workers = ThreadPoolExecutor(1, "gate")

    def judge(
        self, photo: Photo, purpose: Purpose | Literal["talk"], told: Mapping[str, bool] | None = None
    ) -> Verdict:
        """The verdict on a photo for a purpose; `told` is what the one who uploads states (`minor`)."""
        rules = read_rules()
        named = {rule["question"] for rule in rules["purposes"][purpose]}
        asked = {name: one for name, one in rules["questions"].items() if purpose != TALK or name in named}
        answers, faults = self._answers(photo, asked, told or {})
        hits = [rule for rule in rules["purposes"][purpose] if answers[rule["question"]] is rule["answer"]]
        verdict = max((rule["verdict"] for rule in hits), key=_GRAVITY.index, default="allow")
        reasons = dict.fromkeys([*(str(rule["reason"]) for rule in hits), *(faults if hits else ())])
        judged = Verdict(verdict, answers, tuple(reasons), int(rules["version"]))
        self._keep(photo, purpose, judged)
        return judged

    def warm(self, photo: Photo) -> None:
        """Load what judges, and say and log nothing."""
        self._nudity.score(photo)

    def _answers(
        self, photo: Photo, questions: Mapping[str, Any], told: Mapping[str, bool]
    ) -> tuple[Answers, list[str]]:
        """The answer to each question, and what went wrong with those that have none."""
        seen = Seen(photo, self._body, self._nudity)
        answers: Answers = {}
        faults: list[str] = []
        for name, question in questions.items():
            if "told" in question:
                answers[name] = told.get(question["told"])
                continue
            try:
                answers[name] = self._workers.submit(_answer, seen, question).result(self._seconds)
            # Whatever went wrong, the question is not answered, and what hangs on it is held.
            except Exception as error:
                answers[name] = None
                faults.append(f"{name}: {type(error).__name__} {error}".strip())
        return answers, faults

    def _keep(self, photo: Photo, purpose: str, judged: Verdict) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        line = {"time": utc_now(), "sha256": photo.sha256, "purpose": purpose, "version": judged.version,
                **judged.to_json()}  # fmt: skip
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


@lru_cache(maxsize=1)
def read_rules() -> Mapping[str, Any]:
    """upload.yaml."""
    with UPLOAD.open("rb") as file:
        rules: Mapping[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return rules


def _answer(seen: Seen, question: Mapping[str, Any]) -> bool | None:
    """No, unsure or yes: the first of which one entry's figures all lie in their ranges; unsure where none does."""
    for answer, where in ((False, "false_where"), (None, "unsure_where"), (True, "true_where")):
        if any(_holds(seen, ranges) for ranges in question.get(where, ())):
            return answer
    return None


def _holds(seen: Seen, ranges: Mapping[str, tuple[float | None, float | None]]) -> bool:
    """Whether every figure lies in its range, ends included; one that can't be told does not."""
    return all(_lies(seen.measure(name), low, high) for name, (low, high) in ranges.items())


def _lies(value: float | None, low: float | None, high: float | None) -> bool:
    return value is not None and (low is None or value >= low) and (high is None or value <= high)
