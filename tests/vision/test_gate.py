import json
import time
from pathlib import Path

import pytest
from PIL import Image

from foundation.photo import Photo
from tests.vision.conftest import drawing, noise, photo_of
from tests.vision.test_body import person
from vision.body import Bodies
from vision.gate import LOG, PURPOSES, Gate, Purpose, read_rules
from vision.measures import MEASURES


class Finds:
    """A body that finds so many people."""

    name = "finds"

    def __init__(self, people: int) -> None:
        self._people = people

    def find(self, photo: Photo) -> Bodies:
        return Bodies(tuple(person(20 * i, 5, 20 * i + 15, 90) for i in range(self._people)))


class Scores:
    """A nudity score that is what it was told, after a while, or an error."""

    name = "scores"

    def __init__(self, score: float | Exception, seconds: float = 0.0) -> None:
        self._score, self._seconds = score, seconds

    def score(self, photo: Photo) -> float:
        time.sleep(self._seconds)
        if isinstance(self._score, Exception):
            raise self._score
        return self._score


def gate(home: Path, people: int = 1, score: float | Exception = 0.01, seconds: float = 0.0, limit: float = 20) -> Gate:
    return Gate(Finds(people), Scores(score, seconds), home, limit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("purpose", "people", "verdict"),
    [
        ("garment", 0, "allow"), ("garment", 1, "allow"), ("garment", 3, "allow"),
        ("tryon", 0, "refuse"), ("tryon", 1, "allow"), ("tryon", 2, "refuse"),
        ("outfit", 0, "refuse"), ("outfit", 1, "allow"), ("outfit", 2, "allow"),
    ],
)  # fmt: skip
def test_each_purpose_needs_its_people(tmp_path: Path, purpose: Purpose, people: int, verdict: str):
    judged = gate(tmp_path, people).judge(photo_of(noise()), purpose)
    assert (judged.verdict, judged.allowed, bool(judged.reasons)) == (verdict, verdict == "allow", verdict != "allow")


@pytest.mark.parametrize(
    ("score", "verdict", "answer"),
    [(0.02, "allow", False), (0.5, "allow", False), (0.65, "hold", None), (0.9, "refuse", True)],
)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_nudity_is_refused_and_what_may_be_is_held(
    tmp_path: Path, purpose: Purpose, score: float, verdict: str, answer: bool | None
):
    judged = gate(tmp_path, score=score).judge(photo_of(noise()), purpose)
    assert (judged.verdict, judged.answers["nudity"]) == (verdict, answer)


def test_a_question_that_fails_holds_the_photo_and_says_so(tmp_path: Path):
    judged = gate(tmp_path, score=RuntimeError("no such file")).judge(photo_of(noise()), "garment")
    assert judged.verdict == "hold"
    assert any("RuntimeError no such file" in reason for reason in judged.reasons)


def test_a_question_that_takes_too_long_holds_the_photo(tmp_path: Path):
    judged = gate(tmp_path, seconds=1.0, limit=0.2).judge(photo_of(noise()), "garment")
    assert (judged.verdict, judged.answers["nudity"]) == ("hold", None)


@pytest.mark.parametrize(("minor", "verdict"), [(True, "refuse"), (False, "allow"), (None, "allow")])
def test_a_minor_is_only_who_is_said_to_be_one(tmp_path: Path, minor: bool | None, verdict: str):
    told = {} if minor is None else {"minor": minor}
    assert gate(tmp_path).judge(photo_of(noise()), "tryon", told).verdict == verdict


@pytest.mark.parametrize(
    ("image", "answer"), [(noise(), True), (drawing(), False), (Image.new("RGB", (90, 90), "white"), None)]
)
def test_a_photograph_is_told_from_a_drawing_and_from_nothing(tmp_path: Path, image: Image.Image, answer: bool | None):
    judged = gate(tmp_path).judge(photo_of(image), "garment")
    assert judged.answers["photograph"] is answer
    assert judged.verdict == {True: "allow", False: "refuse", None: "hold"}[answer]


def test_the_log_holds_the_verdict_and_no_picture(tmp_path: Path):
    photo = photo_of(noise())
    for purpose in PURPOSES:
        gate(tmp_path).judge(photo, purpose)
    lines = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
    assert [line["purpose"] for line in lines] == list(PURPOSES)
    assert all(line["sha256"] == photo.sha256 and line["version"] == read_rules()["version"] for line in lines)
    assert (tmp_path / LOG).stat().st_size < 3_000


def test_every_rule_asks_a_question_of_measures_that_exist():
    rules = read_rules()
    for question in rules["questions"].values():
        entries = [one for where in ("true_where", "false_where", "unsure_where") for one in question.get(where, ())]
        assert {name for one in entries for name in one} <= set(MEASURES)
        assert entries or "told" in question
    for purpose in PURPOSES:
        assert {rule["question"] for rule in rules["purposes"][purpose]} <= set(rules["questions"])
        assert {rule["verdict"] for rule in rules["purposes"][purpose]} <= {"hold", "refuse"}
        # What can't be told of nudity or of the picture itself is never let through.
        assert {("nudity", None), ("photograph", None)} <= {
            (r["question"], r["answer"]) for r in rules["purposes"][purpose]
        }
