"""Ratings: how they come in (event), become preference data (pairs, export), and are counted (stats)."""

from feedback.event import FeedbackEvent, collect, read_event
from feedback.export import FORMATS, export, write
from feedback.stats import stats

__all__ = ["FORMATS", "FeedbackEvent", "collect", "export", "read_event", "stats", "write"]
