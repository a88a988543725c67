"""Adding a photo: what the shopper is told of it before, and the limits that the browser knows."""

import pytest

from agents.stylist import MOST_PHOTOS
from foundation.settings import PhotoLimits
from ui.adding import build_tray, kept_words


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "not kept"), (0.5, "for 30 minutes"), (1, "for an hour"), (6, "for 6 hours"), (24, "for 24 hours"),
        (36, "for 36 hours"), (72, "for 3 days"),
    ],
)  # fmt: skip
def test_for_how_long_it_is_kept_is_said_in_words(hours: float, said: str) -> None:
    assert said in kept_words(hours)


def test_the_page_says_what_the_settings_say() -> None:
    tray = build_tray(PhotoLimits(max_bytes=5_000_000, keep_hours=0))
    assert f'data-most="{MOST_PHOTOS}"' in tray.value
    assert 'data-bytes="5000000"' in tray.value
    assert "It is not kept" in tray.value
    assert "{" not in tray.value
