"""Checks: what a photo must be for a use, as a file of requirements: each measured, with what to do about it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foundation.errors import BadInput
from vision.measures import MEASURES, Seen

REQUIREMENTS = Path(__file__).with_name("requirements")
DEFAULT = "full_body"
_DIGITS = 2


class Requirement(BaseModel):
    """One check of a file: the figure's least and most."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=40)
    measure: str
    min: float | None = None
    max: float | None = None
    unit: str = ""
    advice: str

    def passes(self, value: float | None) -> bool:
        """Whether a figure keeps to it; one that can't be told doesn't."""
        if value is None:
            return False
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


class Requirements(BaseModel):
    """A file of checks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    checks: tuple[Requirement, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Check:
    """One check made. `limit` holds the least and the most, `advice` is None where it passed."""

    name: str
    value: float | None
    unit: str
    limit: Mapping[str, float]
    passed: bool
    advice: str | None


@dataclass(frozen=True)
class Report:
    """Every check of one photo."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether all passed."""
        return all(check.passed for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """The `check-photo` verb's fields."""
        return {"passed": self.passed, "checks": [asdict(check) for check in self.checks]}


def read_requirements(path: Path | None = None) -> Requirements:
    """The checks of a file, ours (`full_body`) where none is given; raises BadInput, one line."""
    path = path or REQUIREMENTS / f"{DEFAULT}.yaml"
    if not path.is_file():
        ours = ", ".join(sorted(str(file) for file in REQUIREMENTS.glob("*.yaml")))
        raise BadInput(f"--requirements {path} is not a file: give one, such as {ours}")
    try:
        with path.open("rb") as file:
            read = Requirements.model_validate(yaml.load(file, Loader=yaml.CSafeLoader))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"{path}: {where}: {first['msg']}; mend it there") from None
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} can't be read as YAML ({str(error).splitlines()[0]}): mend it") from None
    for requirement in read.checks:
        if requirement.measure not in MEASURES:
            known = ", ".join(sorted(MEASURES))
            raise BadInput(f"{path}: there is no measure '{requirement.measure}': use one of {known}")
    return read


def check(seen: Seen, requirements: Requirements) -> Report:
    """Every requirement measured on one photo."""
    return Report(tuple(_made(seen, requirement) for requirement in requirements.checks))


def _made(seen: Seen, requirement: Requirement) -> Check:
    value = seen.measure(requirement.measure)
    limit = {name: bound for name in ("min", "max") if (bound := getattr(requirement, name)) is not None}
    passed = requirement.passes(value)
    told = None if value is None else round(value, _DIGITS)
    return Check(requirement.name, told, requirement.unit, limit, passed, None if passed else requirement.advice)
