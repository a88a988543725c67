"""Scope: how far a refusal reaches, what a message takes back, and what is only named for the sake of another piece.

A message is written with the values that it refuses in [brackets] and those that are mere company in <brackets>.
"""

import re

import pytest

from catalog.reading import Named, Reader

REFUSED, COMPANY = re.compile(r"\[([^\]]+)\]"), re.compile(r"<([^>]+)>")


def read_apart(reader: Reader, message: str) -> tuple[set[str], set[str], set[str]]:
    """The words of values wanted, refused, and named as company."""
    reading = reader.read(REFUSED.sub(r"\1", COMPANY.sub(r"\1", message)))

    def words(named: list[Named]) -> set[str]:
        return {" ".join(reading.words[n.start : n.end]) for n in named}

    return (
        words([n for n in reading.named if not n.refused and not n.context]),
        words([n for n in reading.named if n.refused]),
        words([n for n in reading.named if n.context]),
    )


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("a dress, no [black]", "dress"),
        ("a dress but not [black] or [navy]", "dress"),
        ("no [black], [navy] or [grey], a dress please", "dress"),
        ("no [black] but red", "red"),
        ("no [hood], in blue", "blue"),
        ("not [too short], a red skirt", "red skirt"),
        ("without [leather] or [suede]", ""),
        ("anything except [wool]", ""),
        ("trousers that are not [denim]", "trousers"),
        ("I don't like [pink]. Show me skirts", "skirts"),
        ("I hate [stripes] and [checks]", ""),
        ("a blue dress without [pockets]", "blue dress"),
        ("red, not [blue]", "red"),
        ("not [blue] but red", "red"),
    ],
)
def test_a_refusal_reaches_over_a_list_and_ends_where_a_wish_begins(reader: Reader, message: str, wanted: str) -> None:
    found, refused, _ = read_apart(reader, message)
    assert {word for name in refused for word in name.split()} >= {
        word for name in REFUSED.findall(message) for word in name.split() if word != "too"
    }
    assert {word for name in found for word in name.split()} == {*wanted.split()}


@pytest.mark.parametrize(
    ("message", "refused"),
    [
        ("the red is too loud", "red"),
        ("linen is out", "linen"),
        ("the red is far too bright for me", "red"),
    ],
)
def test_a_value_is_refused_by_what_follows_it_too(reader: Reader, message: str, refused: str) -> None:
    found, turned_down, _ = read_apart(reader, message)
    assert refused in turned_down
    assert refused not in found


@pytest.mark.parametrize(
    "message", ["the dress is too long", "no, make it blue", "no you know what, a blue dress", "why not a red dress"]
)
def test_a_complaint_of_a_garment_or_a_plain_no_refuses_no_value_that_is_named(reader: Reader, message: str) -> None:
    _, refused, _ = read_apart(reader, message)
    assert not refused & {"dress", "blue", "red", "red dress", "blue dress"}


@pytest.mark.parametrize(
    ("message", "kept", "gone"),
    [
        ("white, no wait, black", "black", "white"),
        ("a red dress, I mean a blue dress", "blue", "red"),
        ("a skirt, sorry, a dress", "dress", "skirt"),
    ],
)
def test_what_is_corrected_is_taken_back(reader: Reader, message: str, kept: str, gone: str) -> None:
    found, refused, _ = read_apart(reader, message)
    assert kept in found
    assert gone not in found | refused


def test_a_correction_takes_back_only_what_it_says_anew(reader: Reader) -> None:
    found, _, _ = read_apart(reader, "a white linen dress, no wait, black")
    assert {"linen", "dress", "black"} <= found
    assert "white" not in found


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("a top to go with <jeans>", "top"),
        ("shoes for a <navy> <suit>", "shoes"),
        ("a shirt to wear with <black> <trousers>", "shirt"),
        ("a blazer with <jeans>", "blazer"),
    ],
)
def test_a_garment_that_another_goes_with_is_no_wish(reader: Reader, message: str, wanted: str) -> None:
    found, _, company = read_apart(reader, message)
    assert {word for name in company for word in name.split()} >= {*COMPANY.findall(message)}
    assert found == {wanted}


@pytest.mark.parametrize(
    "message", ["a red dress together with black shoes", "a coat and a dress for a wedding", "jeans or trousers"]
)
def test_garments_asked_for_together_are_no_company(reader: Reader, message: str) -> None:
    _, _, company = read_apart(reader, message)
    assert company == set()


def test_for_whom_and_what_for_is_never_company(reader: Reader) -> None:
    reading = reader.read("a top to go with jeans for my husband for a wedding in summer")
    assert {n.slot for n in reading.named if not n.context} >= {"audience", "occasion", "season"}
