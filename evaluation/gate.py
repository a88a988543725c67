"""Gate figures: how often the upload gate holds or refuses a photo that it should let through, and for whose skin.

To see whether it treats all skins alike, photos with a face are counted by the tone of theirs (evaluation/skin.py), and
judged again with the skin made lighter and darker: few photos show all tones, but each can be made to.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from evaluation.metrics import Metric, measure_median, measure_share
from evaluation.skin import MADE, made, tone_of
from foundation.photo import Photo
from vision.body import Bodies
from vision.gate import Purpose, Verdict

RULES = Path(__file__).with_suffix(".yaml")
Find = Callable[[Photo], Bodies]
Judge = Callable[[Photo, Purpose], Verdict]


@dataclass(frozen=True)
class Shown:
    """A picture to measure on. `worn`: it is a photo of one person; `bare`: it shows swimwear or underwear."""

    id: str
    photo: Photo
    worn: bool = False
    bare: bool = False


@dataclass(frozen=True)
class Case:
    """What the gate said of one picture for one purpose; `tone` is of the skin in it, where a face is; `made` says that
    the skin was made so.
    """

    id: str
    purpose: Purpose
    verdict: Verdict
    worn: bool
    bare: bool
    tone: str | None
    seconds: float
    made: bool = False


def judge_all(pictures: Iterable[Shown], find: Find, judge: Judge, clock: Callable[[], float]) -> Iterator[Case]:
    """A case for each purpose that a picture serves: any is a garment's; with somebody in it also an outfit's, with
    exactly one person one to try on.
    """
    for shown in pictures:
        bodies = find(shown.photo)
        tone = tone_of(shown.photo, bodies)
        shades = {} if tone is None else {shade: made(shown.photo, bodies, shade) for shade in MADE}
        for purpose in _purposes(shown, bodies):
            for photo, shade in ((shown.photo, None), *((photo, shade) for shade, photo in shades.items())):
                started = clock()
                verdict = judge(photo, purpose)
                seconds = clock() - started
                is_made = shade is not None
                yield Case(shown.id, purpose, verdict, shown.worn, shown.bare, shade or tone, seconds, is_made)


def gate_metrics(cases: Sequence[Case]) -> list[Metric]:
    """The shares of photos not let through, held or refused, of those that should be; and the seconds of a verdict."""
    every, cases = cases, [case for case in cases if not case.made]
    garment = [case for case in cases if case.purpose == "garment" and not case.worn]
    people = [case for case in cases if case.purpose != "garment"]
    parts = {
        "garment: not let through": garment,
        "garment: not let through, swimwear and underwear": [case for case in garment if case.bare],
        "garment: not let through, all others": [case for case in garment if not case.bare],
        "garment: not let through, photos of one person": [
            case for case in cases if case.worn and case.purpose == "garment"
        ],
    }
    for purpose in ("outfit", "tryon"):
        own = [case for case in people if case.purpose == purpose]
        parts[f"{purpose}: not let through, photos of one person"] = [case for case in own if case.worn]
        parts[f"{purpose}: not let through, catalogue pictures with a person"] = [case for case in own if not case.worn]
    for tone in ("light", "between", "dark"):
        parts[f"for any purpose: not let through, {tone} skin"] = [case for case in cases if case.tone == tone]
    for tone in MADE:
        parts[f"for any purpose: not let through, skin made {tone}"] = [
            case for case in every if case.made and case.tone == tone
        ]
    shares = [measure_share(name, _not_let_through(part)) for name, part in parts.items()]
    refused = measure_share("garment: refused", (case.verdict.verdict == "refuse" for case in garment))
    seconds = measure_median("milliseconds a verdict", (case.seconds * 1000 for case in every))
    return [metric for metric in (*shares, refused, seconds) if metric is not None]


def is_bare(row: Mapping[str, str]) -> bool:
    """Whether an article is swimwear or underwear, by its columns."""
    return any(row[column] in values for column, values in _read()["bare"].items())


def _not_let_through(cases: Iterable[Case]) -> list[bool]:
    """Of each photo, whether it was held or refused for any purpose: verdicts on one photo hang together."""
    by_photo: dict[tuple[str, bool], bool] = {}
    for case in cases:
        key = case.id, case.worn
        by_photo[key] = by_photo.get(key, False) or not case.verdict.allowed
    return list(by_photo.values())


def _purposes(shown: Shown, bodies: Bodies) -> tuple[Purpose, ...]:
    if shown.worn or bodies.count == 1:
        return "garment", "outfit", "tryon"
    return ("garment", "outfit") if bodies.count else ("garment",)


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Any]:
    with RULES.open("rb") as file:
        rules: Mapping[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return rules
