"""Files of gold: reading yaml, and turning whatever is wrong with it into one line that says how to mend it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from foundation.errors import BadInput


class FromFile(BaseModel):
    """What a file says, with no key that is not expected."""

    model_config = ConfigDict(extra="forbid", frozen=True)


FileModel = TypeVar("FileModel", bound=BaseModel)


def validate(model: type[FileModel], entry: Any, where: str) -> FileModel:
    """The entry as the model, or BadInput naming the first field at fault."""
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise BadInput(f"{where}: {field or 'entry'}: {fault['msg']}") from error


def require_unique(ids: Iterable[str], path: Path) -> None:
    """Raises BadInput when an id is given twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise BadInput(f"{path}: the id '{one}' is there twice; give one of them another id")
        seen.add(one)


def read_yaml(path: Path) -> Any:
    """What a yaml file says. Raises BadInput when it is missing, not UTF-8 or not yaml."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); give an existing yaml file") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise BadInput(f"{path}: not yaml: {' '.join(str(error).split())}") from error


def read_mapping(path: Path) -> dict[str, Any]:
    """A yaml file that must hold a mapping. Raises BadInput."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise BadInput(f"{path}: expected a mapping, found {type(content).__name__}")
    return content
