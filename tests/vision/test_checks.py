from pathlib import Path

import pytest

from foundation.errors import BadInput
from tests.vision.conftest import noise, photo_of
from vision.body import Body
from vision.checks import REQUIREMENTS, Requirement, check, read_requirements
from vision.measures import MEASURES, Seen
from vision.nudity import OpenNsfw


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_our_own_requirements_are_whole(path: Path):
    read = read_requirements(path)
    assert len({one.name for one in read.checks}) == len(read.checks)
    assert all(one.min is not None or one.max is not None for one in read.checks)


@pytest.mark.parametrize(
    ("value", "passes"), [(1.0, True), (3.0, True), (2.0, True), (0.9, False), (3.1, False), (None, False)]
)
def test_a_figure_passes_within_its_limits_and_only_where_it_can_be_told(value: float | None, passes: bool):
    assert Requirement(name="a", measure="light", min=1, max=3, advice="b").passes(value) is passes


def test_a_picture_without_a_person_fails_what_is_of_the_person_and_is_told_what_to_do(body: Body, nudity: OpenNsfw):
    report = check(Seen(photo_of(noise(600, 800)), body, nudity), read_requirements())
    failed = {made.name: made for made in report.checks if not made.passed}
    assert not report.passed
    assert {"one_person", "full_body", "frontal"} <= set(failed)
    assert failed["full_body"].value is None
    assert all(made.advice for made in failed.values())
    assert {"size", "light"}.isdisjoint(failed)
    assert all(made["advice"] is None for made in report.to_json()["checks"] if made["passed"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version: 1\nchecks: []", "checks"),
        ("version: 1\nchecks: [{name: a, measure: beauty, advice: b}]", "no measure 'beauty'"),
        ("version: 1\nchecks: [{name: a, measure: light, advice: b, most: 3}]", "most"),
        ("checks: [", "can't be read as YAML"),
        ("- 1", "mend it there"),
    ],
)
def test_a_wrong_file_of_requirements_is_one_line(tmp_path: Path, text: str, says: str):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(BadInput, match=says) as refusal:
        read_requirements(path)
    assert "\n" not in str(refusal.value)
    assert "mine.yaml" in str(refusal.value)


def test_a_file_that_is_not_there_names_those_that_are():
    with pytest.raises(BadInput, match="full_body"):
        read_requirements(Path("nowhere.yaml"))


def test_no_measure_is_of_the_person():
    private = ("age", "gender", "race", "beauty", "weight", "skin")
    assert not [name for name in MEASURES if any(word in name for word in private)]
