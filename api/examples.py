"""Examples: what the API's description shows that photos and jobs answer."""

from typing import Any

ID = "4f1c2a7d9be34e0c8a5d6f7e8091a2b3"
JUDGED: dict[str, Any] = {
    "id": "p1", "verdict": "refuse", "allowed": False,
    "answers": {"photograph": True, "person": False, "one_person": False, "nudity": False, "minor": False},
    "reasons": ["exactly one person must be in it"],
}  # fmt: skip
CAPTIONED: dict[str, Any] = {
    "id": "p1", "caption": "dark blue striped sweater, for women",
    "attributes": {"product_type": "Sweater", "colour": "Dark Blue", "pattern": "Stripe", "audience": "women"},
    "confidence": {"product_type": 0.93, "colour": 0.81, "pattern": 0.96, "audience": 0.88},
}  # fmt: skip
CHECKED: dict[str, Any] = {
    "id": "p1", "passed": False,
    "checks": [
        {"name": "one_person", "value": 2.0, "unit": "people", "limit": {"min": 1.0, "max": 1.0}, "passed": False,
         "advice": "be alone in the picture"},
    ],
}  # fmt: skip
QUEUED: dict[str, Any] = {
    "job_id": ID, "kind": "classifier", "state": "queued", "progress": {"step": 0, "total": 0, "note": ""},
    "eta_seconds": None, "attempt": 0, "cancel_requested": False, "result": None, "error": None,
}  # fmt: skip
JOB: dict[str, Any] = {
    **QUEUED, "state": "running", "progress": {"step": 1200, "total": 4800, "note": "embedding texts"},
    "eta_seconds": 21.5, "attempt": 1,
}  # fmt: skip
JOBS: dict[str, Any] = {"jobs": [JOB]}


def example(body: dict[str, Any], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """A route's answer with an example of it."""
    return {status: {"content": {"application/json": {"example": body}}}}
