"""Kinds: which trainings there are, where their code is, and what may be asked of each; every door reads this.

Light to import: the code itself is loaded by the worker that runs a job. What a job's code gets is what `request`
makes here: the home, what it needs of the settings, and each option by its name, checked.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foundation.errors import BadInput
from foundation.settings import Settings

KINDS: Mapping[str, str] = {"classifier": "training.classifier:run", "eye": "training.eye:run"}


class Options(BaseModel):
    """What may be asked of a training."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int = 0


class ClassifierOptions(Options):
    """`texts` is a file of one's own, `base` a hub model that is fine-tuned instead, for so many `epochs`."""

    texts: Path | None = None
    base: str | None = None
    epochs: int = Field(3, ge=1, le=1000)


OPTIONS: Mapping[str, type[Options]] = {"classifier": ClassifierOptions, "eye": Options}
# What a training needs of the settings beside the home.
NEEDS: Mapping[str, tuple[str, ...]] = {"eye": ("images", "image_path")}
# They name files of this machine or fetch a model: for whoever sits at its console.
LOCAL: frozenset[str] = frozenset({"texts", "base", "epochs", "images", "image_path"})


def request(what: str, options: Mapping[str, Any], settings: Settings, local: bool = True) -> dict[str, Any]:
    """The request of a job of the kind `what`; raises BadInput for an unknown kind or option, or one that is not for
    callers from elsewhere (`local` false).
    """
    if what not in KINDS:
        raise BadInput(f"there is no training '{what[:40]}': use one of {', '.join(sorted(KINDS))}")
    if refused := sorted(LOCAL & options.keys()) if not local else []:
        raise BadInput(f"option '{refused[0]}' is for the console only: use `stylist train {what}` on the machine")
    try:
        checked = OPTIONS.get(what, Options).model_validate(options)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"option '{where}' of the training '{what}': {first['msg']}") from None
    needed = {name: getattr(settings, name) for name in NEEDS.get(what, ())}
    asked = {"home": settings.state, **needed, **checked.model_dump()}
    # Whoever takes the job up may work in another folder.
    return {name: str(value.resolve()) if isinstance(value, Path) else value for name, value in asked.items()}
