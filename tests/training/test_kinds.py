"""The kinds of trainings: each has code that can be found, and what is asked of it is checked at the door."""

from importlib import import_module
from pathlib import Path

import pytest

from foundation.errors import BadInput
from foundation.settings import Settings
from training.kinds import KINDS, OPTIONS, request


@pytest.mark.parametrize("what", sorted(KINDS))
def test_each_kinds_code_is_there(what: str) -> None:
    module, _, name = KINDS[what].partition(":")
    assert callable(getattr(import_module(module), name))
    assert what in OPTIONS


def test_a_request_holds_all_that_the_job_needs(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, images=Path("pictures"))
    asked = {"home": str(tmp_path), "seed": 3}
    assert request("classifier", {"seed": 3}, settings) == {**asked, "texts": None, "base": None, "epochs": 3}
    pictures = {"images": str(Path("pictures").resolve()), "image_path": settings.image_path}
    assert request("eye", {"seed": 3}, settings) == {**asked, **pictures}


@pytest.mark.parametrize(
    ("what", "options", "says"),
    [
        ("dance", {}, "no training 'dance'.*classifier"),
        ("classifier", {"speed": 1}, "'speed' of the training"),
        ("classifier", {"seed": "soon"}, "'seed' of the training"),
        ("classifier", {"epochs": 0}, "'epochs' of the training"),
    ],
)
def test_what_can_not_be_asked_is_named(what: str, options: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        request(what, options, Settings())


@pytest.mark.parametrize("option", ["texts", "base"])
def test_files_and_models_are_the_consoles_alone(option: str) -> None:
    request("classifier", {option: "here"}, Settings())
    with pytest.raises(BadInput, match=f"'{option}' is for the console only"):
        request("classifier", {option: "here"}, Settings(), local=False)
