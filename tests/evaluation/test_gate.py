"""The gate's figures: counted apart by what is shown and for whose skin, and skin measured as it is."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from evaluation.gate import Case, Shown, gate_metrics, is_bare, judge_all
from foundation.photo import Photo
from vision.body import Bodies, Person, Pose
from vision.gate import Purpose, Verdict

FACE = (10.0, 10.0, 50.0, 50.0)


def photo(colour: tuple[int, int, int] = (90, 90, 90)) -> Photo:
    return Photo(np.full((100, 80, 3), colour, dtype=np.uint8), "0" * 64)


def body(*faces: tuple[float, float, float, float], people: int = 1) -> Bodies:
    pose = Pose(np.zeros((33, 3), np.float32), np.ones(33, np.float32), 0.9)
    return Bodies(tuple(Person((0, 0, 80, 100), pose) for _ in range(people)), faces)


def case(verdict: str, purpose: Purpose = "garment", **told: object) -> Case:
    known: Mapping[str, object] = {"worn": False, "bare": False, "tone": None, **told}
    return Case(uuid4().hex, purpose, Verdict(verdict, {}, (), 1), seconds=0.04, **known)  # type: ignore[arg-type]


def figures(*cases: Case) -> dict[str, tuple[float, int]]:
    return {metric.metric: (metric.value, metric.n) for metric in gate_metrics(cases)}


def test_what_is_held_or_refused_is_not_let_through():
    found = figures(case("allow"), case("hold"), case("refuse"), case("allow"))
    assert found["garment: not let through"] == (0.5, 4)
    assert found["garment: refused"] == (0.25, 4)
    assert found["milliseconds a verdict"] == (40, 4)


def test_swimwear_photos_of_people_and_other_purposes_are_counted_apart():
    found = figures(
        case("hold", bare=True), case("allow"), case("allow", worn=True), case("refuse", "tryon", worn=True),
        case("hold", "outfit"), case("allow", "outfit"),
    )  # fmt: skip
    assert found["garment: not let through"] == (0.5, 2)
    assert found["garment: not let through, swimwear and underwear"] == (1.0, 1)
    assert found["garment: not let through, all others"] == (0.0, 1)
    assert found["garment: not let through, photos of one person"] == (0.0, 1)
    assert found["tryon: not let through, photos of one person"] == (1.0, 1)
    assert found["outfit: not let through, catalogue pictures with a person"] == (0.5, 2)
    assert "tryon: not let through, catalogue pictures with a person" not in found


def test_a_photo_with_a_face_is_judged_in_other_tones_too_which_count_apart():
    def judge(judged: Photo, _: Purpose) -> Verdict:
        return Verdict("hold" if judged.pixels.mean() < 80 else "allow", {}, (), 1)

    mask = np.ones((100, 80), np.float32)
    seen = replace(body(FACE), mask=mask)
    cases = list(judge_all([Shown("a", photo((180, 130, 100)))], lambda _: seen, judge, lambda: 0.0))
    assert [(one.made, one.tone) for one in cases[:3]] == [(False, "between"), (True, "light"), (True, "dark")]
    found = figures(*cases)
    assert found["garment: not let through"] == (0.0, 1)
    assert found["for any purpose: not let through, skin made dark"] == (1.0, 1)
    assert found["for any purpose: not let through, skin made light"] == (0.0, 1)


def test_skin_tones_are_counted_apart():
    found = figures(case("hold", tone="dark"), case("allow", tone="dark"), case("allow", tone="light"), case("hold"))
    assert found["for any purpose: not let through, dark skin"] == (0.5, 2)
    assert found["for any purpose: not let through, light skin"] == (0.0, 1)


@pytest.mark.parametrize(("people", "worn", "purposes"), [
    (0, False, ["garment"]), (1, False, ["garment", "outfit", "tryon"]), (2, False, ["garment", "outfit"]),
    (0, True, ["garment", "outfit", "tryon"]),
])  # fmt: skip
def test_a_picture_is_judged_for_what_it_may_serve(people: int, worn: bool, purposes: list[str]):
    def judge(_: Photo, purpose: Purpose) -> Verdict:
        return Verdict("allow", {}, (), 1)

    ticks = iter(range(100))
    cases = list(judge_all([Shown("a", photo(), worn)], lambda _: body(people=people), judge, lambda: next(ticks)))
    assert [case.purpose for case in cases] == purposes
    assert all(case.seconds == 1 for case in cases)


@pytest.mark.parametrize(
    ("row", "bare"),
    [({"product_group_name": "Swimwear", "product_type_name": "Sarong"}, True),
     ({"product_group_name": "", "product_type_name": "Bra"}, True),
     ({"product_group_name": "Garment Upper body", "product_type_name": "Sweater"}, False)],
)  # fmt: skip
def test_swimwear_and_underwear_are_told_by_their_columns(row: Mapping[str, str], bare: bool):
    assert is_bare(row) is bare
