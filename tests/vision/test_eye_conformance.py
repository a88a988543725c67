"""What every eye keeps to, whatever it is made of: the catalogue eye, the CLIP family, vision-language models."""

import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from foundation.errors import BadInput
from foundation.photo import Photo
from foundation.settings import EyeModel, Settings
from tests.eye_home import TYPES
from tests.vision.tiny_eyes import CLIPS, VLMS, photos, shown
from vision.eye import Eye
from vision.open import open_eye
from vision.question import Question, read_questions
from vision.vocabulary import Vocabulary

KIND = read_questions("caption")[0]
WORDS = Vocabulary({KIND.column: TYPES, "colour_group_name": ("Black", "Dark Blue")})
MADE = {**CLIPS, **VLMS}


def settings_of(family: str, folder: Path, **more: object) -> Settings:
    chosen = EyeModel.model_validate({"model": str(folder), "device": "cpu", **more})
    return Settings(eye="clip" if family in CLIPS else "vlm", eye_model=chosen)


def opened(family: str, folder: Path, **more: object) -> Eye:
    return open_eye(settings_of(family, folder, **more), read_words=lambda: WORDS)


MODELS = [pytest.param(family, marks=pytest.mark.slow) for family in MADE]


@pytest.fixture(scope="session", params=["catalogue", *MODELS])
def eye(request: pytest.FixtureRequest, model_folder: Callable[[str], Path]) -> Eye:
    if request.param == "catalogue":
        return open_eye(Settings(home=request.getfixturevalue("trained_home")))
    return opened(request.param, model_folder(request.param))


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may reach beyond this machine."""

    def refuse(*_: object) -> None:
        raise AssertionError("an eye called out")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_probabilities_are_over_what_is_known_and_sum_to_one(eye: Eye) -> None:
    answers = eye.answer(photos()[0], KIND)
    assert set(answers) == set(TYPES)
    assert sum(answers.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in answers.values())


def test_they_are_over_the_given_choices_only(eye: Eye) -> None:
    answers = eye.answer(photos()[0], KIND, ["Boots", "Dress"])
    assert list(answers) == ["Boots", "Dress"]
    assert sum(answers.values()) == pytest.approx(1)


def test_the_same_photo_is_answered_alike(eye: Eye) -> None:
    first, *others = photos()
    before = eye.answer(first, KIND)
    for other in others:
        eye.answer(other, KIND)
    again = Photo(first.pixels, "f" * 64)
    assert eye.answer(again, KIND) == pytest.approx(before, abs=1e-6)


def test_photos_that_differ_are_answered_differently(eye: Eye) -> None:
    answers = [tuple(eye.answer(photo, KIND).values()) for photo in photos()]
    assert len(set(answers)) == len(answers)


def test_the_order_of_choices_does_not_matter(eye: Eye) -> None:
    photo = photos()[1]
    there, back = (eye.answer(photo, KIND, order) for order in (TYPES, TYPES[::-1]))
    assert list(back) == list(TYPES[::-1])
    assert there == pytest.approx(back, abs=1e-6)


def test_a_choice_given_twice_counts_once(eye: Eye) -> None:
    photo = photos()[1]
    twice = eye.answer(photo, KIND, ["Boots", "Dress", "Boots"])
    assert twice == pytest.approx(eye.answer(photo, KIND, ["Boots", "Dress"]))


def test_what_it_can_not_answer_is_refused(eye: Eye) -> None:
    with pytest.raises(BadInput, match="price"):
        eye.answer(photos()[0], Question("price", "What does it cost?", "price"))
    with pytest.raises(BadInput):
        eye.answer(photos()[0], KIND, ["Boots", " "])


def test_vectors_have_length_one_or_there_is_no_space(eye: Eye) -> None:
    if not eye.space:
        with pytest.raises(BadInput, match="eye = catalogue or clip"):
            eye.embed(photos()[0])
        return
    first, second = (eye.embed(photo) for photo in photos()[:2])
    assert first.dtype == np.float32
    assert first.ndim == 1
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(first, second)


def test_a_photo_of_any_proportions_is_taken(eye: Eye) -> None:
    for width, height in ((16, 16), (16, 300), (300, 16)):
        assert sum(eye.answer(shown(width, height), KIND).values()) == pytest.approx(1)


@pytest.mark.parametrize("family", MODELS)
def test_any_question_can_be_put_to_a_model_with_words_of_its_own(
    family: str, model_folder: Callable[[str], Path]
) -> None:
    eye = opened(family, model_folder(family))
    answers = eye.answer(
        photos()[0], Question("photograph", "Is this {a} photograph?", ""), ["yes", "no", "can't tell"]
    )
    assert list(answers) == ["yes", "no", "can't tell"]
    assert sum(answers.values()) == pytest.approx(1)


@pytest.mark.parametrize("family", MODELS)
def test_the_size_it_sees_is_a_setting(family: str, model_folder: Callable[[str], Path]) -> None:
    small, large = (opened(family, model_folder(family), image_size=side) for side in (32, 96))
    assert patches(large, family) > patches(small, family)
    photo = photos()[0]
    assert tuple(small.answer(photo, KIND).values()) != tuple(large.answer(photo, KIND).values())
    assert large.name.endswith(" at 96")


def patches(eye: Eye, family: str) -> int:
    """How many numbers of the picture reach the network's first layer."""
    network = eye._network if family in CLIPS else eye._reader._network  # type: ignore[attr-defined]
    seen: list[int] = []
    modules = [part for name, part in network.named_modules() if name.endswith(("patch_embedding", "patch_embed.proj"))]
    hook = modules[0].register_forward_pre_hook(lambda _, given: seen.append(given[0].numel()))
    eye.answer(shown(100, 150), KIND)
    hook.remove()
    return sum(seen)
