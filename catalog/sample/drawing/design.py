"""A design: what one product looks like, chosen once and shared by its words and its picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).parent.parent


@cache
def data(name: str) -> Mapping[str, Any]:
    """Return the sample's data file of that name, such as "cuts"."""
    loaded: Mapping[str, Any] = yaml.safe_load((SAMPLE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Design:
    """The features of a product. An empty string means that the feature does not apply."""

    cut: str
    body: str = "women"
    fabric: str = "cotton_jersey"
    neck: str = ""
    sleeve: str = ""
    length: str = ""
    fit: str = ""
    front: str = ""
    skirt: str = ""
    leg: str = ""
    rise: str = ""
    shape: str = ""
    details: frozenset[str] = frozenset()

    def has(self, *details: str) -> bool:
        """Whether the design has any of the details."""
        return not self.details.isdisjoint(details)
