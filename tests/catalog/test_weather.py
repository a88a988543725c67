"""Weather: a temperature stands for a season."""

import pytest

from catalog.weather import season_told


@pytest.mark.parametrize(
    ("text", "season"),
    [
        ("a coat for minus ten", "winter"),
        ("jacket, -10°C", "winter"),
        ("it is 32 degrees", "summer"),
        ("thirty-five degrees here", "summer"),
        ("90°F", "summer"),
        ("20°F outside", "winter"),
        ("below zero", "winter"),
        ("18 degrees", None),
        ("machine washable at 30 degrees", None),
        ("a dress minus the belt", None),
        ("item 32", None),
    ],
)
def test_a_temperature_tells_a_season(text: str, season: str | None) -> None:
    told = season_told(text)
    assert (told and told[0]) == season
