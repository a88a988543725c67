"""Provenance: which backend, version, prompt and index produced an answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Provenance:
    """Who answered. `planner` and `writer` are backend names that did answer; `notes` say every fallback in words.

    `tokens` is what a chat model's prompts and answers cost, by seat (planner, writer), where the model tells.
    `guidance` is how a chat planner was held to the plan's schema (json_schema, structured_outputs, none), and
    `speculation` what became of its plan beside the house's (agreed, replaced, late); empty where neither was.
    `photos` are those of the message: each its id, caption, attributes, confidence and the eye that looked.
    """

    planner: str
    writer: str
    planner_version: str
    writer_version: str
    prompt_hash: str
    index_version: str
    encoder: str
    notes: tuple[str, ...] = field(default_factory=tuple)
    dropped_sentences: int = 0
    guidance: str = ""
    speculation: str = ""
    tokens: Mapping[str, int] = field(default_factory=dict)
    photos: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "notes": list(self.notes), "photos": [dict(photo) for photo in self.photos]}
