"""The bodies that the routes take; the field names are the console's."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from foundation.brief import SLOTS
from training.kinds import KINDS

Values = str | list[str]
Slots = dict[str, Values]


class Body(BaseModel):
    """A body with no field but the named ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ChatBody(Body):
    """One message. Without `session_id` it opens a new session; `parent_id` goes on from an earlier answer."""

    message: str = Field(description="what the shopper says")
    session_id: str | None = None
    parent_id: str | None = Field(None, description="the message_id to go on from, where not the session's last")


class SearchBody(Body):
    """A query and the slots that must, and must not, hold."""

    query: str
    k: Annotated[int, Field(ge=1, le=1000)] = 10
    filters: Slots = Field(default_factory=dict, description=f"slot → value or values; slots: {', '.join(SLOTS)}")
    excludes: Slots = Field(default_factory=dict, description="slot → value or values that must not hold")
    variants: bool = Field(False, description="every colour of a product, not one")


class ClassifyBody(Body):
    """A text to classify; `id` comes back with the answer."""

    text: str = Field(description="what was said")
    id: str | int | None = None


class TrainBody(Body):
    """What to train; `GET /openapi.json` lists what there is."""

    what: str = Field(description=f"one of {', '.join(sorted(KINDS))}", examples=sorted(KINDS))
    options: dict[str, Any] = Field(default_factory=dict, description="of that training", examples=[{"seed": 0}])


def pairs(slots: Slots) -> list[tuple[str, str]]:
    """Slots as (slot, value) pairs, one a value."""
    return [(slot, value) for slot, given in slots.items() for value in ([given] if isinstance(given, str) else given)]
