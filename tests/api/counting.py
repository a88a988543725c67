"""A short job in a training's place; light, since the worker's process imports it."""

from collections.abc import Mapping
from typing import Any

from storage.worker import Running

KINDS = {"classifier": "tests.api.counting:count_to_three"}


def count_to_three(request: Mapping[str, Any], running: Running) -> Mapping[str, Any]:
    for step in range(1, 4):
        running.report(step, 3, f"at {step}")
    return {"seed": request["seed"]}
