"""Photos in a talk, from the shopper's file to the answer: real networks, an eye trained on sixty drawn pictures."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from agents.stylist import MOST_PHOTOS, Stylist
from foundation.errors import BadInput, NotFound
from foundation.events import Card, Notice, Seen
from foundation.photo import Photo, read_photo
from foundation.settings import PhotoLimits, Settings
from tests.conftest import SAMPLE
from tests.eye_home import TYPES, settings_of


@pytest.fixture(scope="module")
def eye_home(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("eye") / "home"
    shutil.copytree(trained_home, home)
    return home


@pytest.fixture(scope="module")
def stylist(eye_home: Path) -> Iterator[Stylist]:
    opened = Stylist.open(settings_of(eye_home))
    yield opened
    opened.close()


def ids_of(home: Path, kind: str) -> list[str]:
    with (home / "articles.csv").open(encoding="utf-8", newline="") as file:
        return [row["article_id"] for row in csv.DictReader(file) if row["product_type_name"] == kind]


def photo_of(home: Path, kind: str, place: int = 0) -> Photo:
    article = ids_of(home, kind)[place]
    return read_photo(SAMPLE / "images" / article[:3] / f"{article}.jpg")


@pytest.mark.parametrize("kind", TYPES)
def test_a_photo_alone_is_a_search_for_what_it_shows(stylist: Stylist, eye_home: Path, kind: str) -> None:
    turn = stylist.chat("", photos=[photo_of(eye_home, kind)])
    assert turn["acts"] == ["search"]
    assert turn["provenance"]["photos"][0]["attributes"]["product_type"] == kind
    shown = [stylist.article(item["article_id"]) for item in turn["items"]]
    assert shown
    assert {article.product_type_name for article in shown if article} == {kind}


def test_what_is_seen_is_told_before_the_first_card(stylist: Stylist, eye_home: Path) -> None:
    kinds = [type(event) for event in stylist.stream("find this", photos=[photo_of(eye_home, "Boots")])]
    assert kinds.index(Seen) < kinds.index(Card)


def test_the_shoppers_words_win_over_the_photo(stylist: Stylist, eye_home: Path) -> None:
    turn = stylist.chat("like this but in red", photos=[photo_of(eye_home, "Dress")])
    assert turn["brief"]["wanted"]["colour"] == ["red"]
    shown = [stylist.article(item["article_id"]) for item in turn["items"]]
    assert all("Red" in article.colour_group_name for article in shown if article) or turn["relaxed"]


def test_a_photo_stays_known_while_the_talk_goes_on(stylist: Stylist, eye_home: Path) -> None:
    first = stylist.chat("find this", photos=[photo_of(eye_home, "Dress")])
    later = stylist.chat("any colour", first["session_id"])
    assert later["brief"]["photo"] == first["brief"]["photo"]
    assert later["brief"]["unlike"] == ["colour"]
    assert not later["relaxed"]


def test_another_garment_has_nothing_of_the_photo(stylist: Stylist, eye_home: Path) -> None:
    first = stylist.chat("find this", photos=[photo_of(eye_home, "Dress")])
    later = stylist.chat("now show me belts", first["session_id"])
    assert "photo" not in later["brief"]


def test_what_goes_with_it_is_a_look_around_the_shoppers_own_piece(stylist: Stylist, eye_home: Path) -> None:
    turn = stylist.chat("what goes with this?", photos=[photo_of(eye_home, "Trousers")])
    assert turn["acts"] == ["look"]
    assert any(piece["own"] and "trousers" in piece["own"] for look in turn["looks"] for piece in look["pieces"])


def test_what_is_the_shoppers_own_is_noted(stylist: Stylist, eye_home: Path) -> None:
    turn = stylist.chat("I own these", photos=[photo_of(eye_home, "Boots")])
    assert [piece.split()[-1] for piece in turn["brief"]["wardrobe"]] == ["boots"]


def test_several_photos_are_several_garments(stylist: Stylist, eye_home: Path) -> None:
    turn = stylist.chat("find both", photos=[photo_of(eye_home, "Boots"), photo_of(eye_home, "Belt")])
    assert len(turn["provenance"]["photos"]) == 2
    shown = {article.product_type_name for item in turn["items"] if (article := stylist.article(item["article_id"]))}
    assert shown == {"Boots", "Belt"}


def test_another_answer_goes_by_the_same_photo(stylist: Stylist, eye_home: Path) -> None:
    first = stylist.chat("find this", photos=[photo_of(eye_home, "Dress")])
    *_, done = stylist.regenerate(first["message_id"])
    again = done.turn  # type: ignore[union-attr]
    assert again["provenance"]["photos"] == first["provenance"]["photos"]
    assert not {i["article_id"] for i in again["items"]} & {i["article_id"] for i in first["items"]}


def test_a_photo_can_be_looked_at_again_until_it_is_deleted(stylist: Stylist, eye_home: Path) -> None:
    turn = stylist.chat("find this", photos=[photo_of(eye_home, "Dress")])
    photo = turn["provenance"]["photos"][0]["photo"]
    assert stylist.photo(photo).startswith(b"\xff\xd8")
    stylist.delete_photo(photo)
    with pytest.raises(NotFound):
        stylist.photo(photo)
    later = stylist.chat("show me more", turn["session_id"])
    assert any("photo" in line for line in later["relaxed"])


@pytest.mark.parametrize("message", ["please delete my photo", "lösche mein foto"])
def test_a_photo_is_deleted_where_that_is_asked_for_in_words(stylist: Stylist, eye_home: Path, message: str) -> None:
    turn = stylist.chat("find this", photos=[photo_of(eye_home, "Dress")])
    stylist.chat(message, turn["session_id"])
    with pytest.raises(NotFound):
        stylist.photo(turn["provenance"]["photos"][0]["photo"])


def test_to_forget_a_talk_is_to_forget_its_photos(stylist: Stylist, eye_home: Path) -> None:
    turn = stylist.chat("find this", photos=[photo_of(eye_home, "Dress")])
    stylist.forget(turn["session_id"])
    with pytest.raises(NotFound):
        stylist.photo(turn["provenance"]["photos"][0]["photo"])


def test_nothing_of_a_photo_is_kept_where_the_setting_says_so(eye_home: Path) -> None:
    settings = settings_of(eye_home).model_copy(update={"photo": PhotoLimits(keep_hours=0)})
    stylist = Stylist.open(settings)
    turn = stylist.chat("find this", photos=[photo_of(eye_home, "Dress")])
    assert turn["items"]
    with pytest.raises(NotFound):
        stylist.photo(turn["provenance"]["photos"][0]["photo"])
    stylist.close()


def test_a_photo_of_nothing_known_is_no_invention(stylist: Stylist) -> None:
    grey = Photo(np.full((300, 200, 3), 128, dtype=np.uint8), "0" * 64)
    turn = stylist.chat("what is this?", photos=[grey])
    assert turn["acts"] == ["say"]
    assert turn["items"] == []


def test_too_many_photos_are_refused_and_nothing_is_lost(stylist: Stylist, eye_home: Path) -> None:
    with pytest.raises(BadInput, match="at most"):
        stylist.chat("find these", photos=[photo_of(eye_home, "Dress")] * (MOST_PHOTOS + 1))


def test_without_an_eye_the_words_still_work_and_the_command_is_told(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "blind"
    shutil.copytree(sample_home / "index", home / "index")
    stylist = Stylist.open(Settings(home=home))
    photo = Photo(np.full((64, 64, 3), 200, dtype=np.uint8), "0" * 64)
    events = list(stylist.stream("a red dress", photos=[photo]))
    notes = [event.text for event in events if isinstance(event, Notice)]
    assert any("stylist train eye" in note for note in notes)
    assert any(isinstance(event, Card) for event in events)
    alone = stylist.chat("", photos=[photo])
    assert alone["acts"] == ["say"]
    assert any("stylist train eye" in note for note in alone["provenance"]["notes"])
    stylist.close()


def test_photos_of_a_message_that_nobody_waited_for_are_gone(
    stylist: Stylist, eye_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    add = stylist._photos.add
    monkeypatch.setattr(stylist._photos, "add", lambda *given: kept.append(add(*given)) or kept[-1])
    events = stylist.stream("find this", photos=[photo_of(eye_home, "Dress")])
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert kept
    with pytest.raises(NotFound):
        stylist.photo(kept[0])


def test_warming_looks_at_nothing_of_anybodys(eye_home: Path) -> None:
    stylist = Stylist.open(settings_of(eye_home))
    log = eye_home / "audit" / "moderation.jsonl"
    before = log.read_bytes() if log.is_file() else b""
    stylist.warm()
    assert (log.read_bytes() if log.is_file() else b"") == before
    stylist.close()
