"""Likeness: a photo finds the very piece it shows, then its like; what words ask for, it leaves to them."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.search import Searcher
from encoding.encoder import TextEncoder
from foundation.photo import Photo
from retrieval.finder import Finder
from retrieval.likeness import TEXT_NEARNESS, Likeness
from retrieval.looking import look_at_pictures
from retrieval.query import Hits, Picture, Query
from tests.retrieval.painted import PAINTS, TintEye, paint

# Dresses and others in several colours; the hat's row says no colour, but its picture is red.
COLOURS = {
    "0700001001": "Black", "0700001002": "Red", "0700002001": "Green", "0700007001": "White",
    "0700013001": "Black", "0700021001": "Red", "0700023001": "Red",
}  # fmt: skip
HAT = "0700023001"


@pytest.fixture(scope="module")
def shop(boutique_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The boutique, with what an eye saw of some of its pictures."""
    folder = tmp_path_factory.mktemp("likeness")
    home = Path(shutil.copytree(boutique_home, folder / "home"))
    look_at_pictures(home, paint(folder / "images", COLOURS), TintEye())
    return Searcher.open(home)


def picture(colour: str, eye: str = "tint eye", likely: Mapping[str, Mapping[str, float]] | None = None) -> Picture:
    """What is seen of a photo in one colour."""
    pixels = np.full((48, 32, 3), PAINTS[colour], np.uint8)
    seen = TintEye(eye).see(Photo(pixels, colour))
    shares = dict(zip(PAINTS, map(float, seen.answers["colour_group_name"]), strict=True))
    return Picture(seen.vector, {"colour_group_name": shares} if likely is None else likely, eye)


def ids(hits: Hits) -> list[str]:
    return [hit.article_id for hit in hits.hits]


def everywhere(shop: Searcher) -> np.ndarray:
    return np.ones(len(shop.index.table), bool)


def test_what_is_likely_of_a_photo_goes_first(shop: Searcher) -> None:
    likely = {"product_type_name": {"Blazer": 0.9, "Jacket": 0.1}, "colour_group_name": {"Grey": 0.8, "Beige": 0.2}}
    found = shop.finder.find(Query(picture=Picture(None, likely, "tint eye"), variants=True, k=3))
    assert ids(found)[:2] == ["0700006002", "0700006001"]


def test_a_photo_finds_those_whose_pictures_are_near(shop: Searcher) -> None:
    found = shop.finder.find(Query(picture=picture("Red", likely={}), wanted=(("product_type", ("dress",)),), k=1))
    assert ids(found) == ["0700001002"]


def test_pictures_that_another_eye_saw_are_not_compared(shop: Searcher) -> None:
    scores = Likeness(shop.index, shop.finder.filters, shop.lexicon)
    own = scores.scores(picture("Red", likely={}), everywhere(shop))
    others = scores.scores(picture("Red", "another eye", likely={}), everywhere(shop))
    row = shop.index.table.row("0700021001")
    assert own[row] > others[row]
    assert shop.index.vectors is not None
    cosines = shop.index.vectors.cosines(picture("Red").vector)  # type: ignore[arg-type]
    beyond = np.maximum(0, (cosines - cosines.mean()) / cosines.std())[shop.index.table.text_ids]
    assert others == pytest.approx(TEXT_NEARNESS * beyond, abs=1e-4)


def test_a_colour_asked_for_in_words_is_not_held_against_a_row(shop: Searcher) -> None:
    likely = {"product_type_name": {"Dress": 0.99}, "colour_group_name": {"Red": 0.99}}
    wanted = (("colour", ("green",)),)
    found = shop.finder.find(Query(picture=Picture(None, likely), wanted=wanted, k=3))
    assert ids(found)[:2] == ["0700002001", "0700005001"]
    scores = Likeness(shop.index, shop.finder.filters, shop.lexicon)
    apart = scores.scores(Picture(None, likely), everywhere(shop), {"colour"})
    assert apart == pytest.approx(
        scores.scores(Picture(None, {"product_type_name": {"Dress": 0.99}}), everywhere(shop))
    )


def test_an_eye_that_is_sure_and_wrong_buries_nothing(shop: Searcher) -> None:
    scores = Likeness(shop.index, shop.finder.filters, shop.lexicon)
    sure = scores.scores(Picture(None, {"product_type_name": {"Boots": 1.0}}), everywhere(shop))
    assert sure.min() == 0
    assert sure.max() <= 1


def test_the_audience_is_read_as_the_lexicon_reads_it(shop: Searcher) -> None:
    scores = Likeness(shop.index, shop.finder.filters, shop.lexicon)
    for_men = scores.scores(Picture(None, {"audience": {"men": 0.9, "women": 0.1}}), everywhere(shop))
    table = shop.index.table
    assert for_men[table.row("0700014001")] > for_men[table.row("0700013001")]


def test_the_very_piece_stands_out_by_its_form(shop: Searcher) -> None:
    assert shop.index.pictures is not None
    assert shop.index.pictures.forms is not None
    row = shop.index.table.row("0700002001")
    place = int(np.flatnonzero(shop.index.pictures.rows == row)[0])
    form = shop.index.pictures.forms.rows([place])[0]
    scores = Likeness(shop.index, shop.finder.filters, shop.lexicon)
    plain = scores.scores(picture("Red"), everywhere(shop))
    formed = scores.scores(replace(picture("Red"), form=form), everywhere(shop))
    assert (formed - plain).argmax() == row


def test_a_photo_of_a_child_is_answered_with_what_children_wear(shop: Searcher) -> None:
    likely = {"audience": {"girls": 0.9, "kids": 0.1}, "product_type_name": {"T-shirt": 0.9}}
    assert ids(shop.finder.find(Query(picture=Picture(None, likely), k=1))) == ["0700016001"]


def test_a_row_counts_as_what_its_picture_surely_shows(shop: Searcher) -> None:
    found = shop.finder.find(Query(wanted=(("colour", ("red",)), ("product_type", ("hat",)))))
    (hit,) = found.hits
    assert (hit.article_id, hit.pictured, hit.silent) == (HAT, ("colour",), ())
    assert found.articles == 1


def test_what_its_picture_shows_can_be_refused(shop: Searcher, boutique: Searcher) -> None:
    refused = Query(wanted=(("product_type", ("hat",)),), excluded=(("colour", ("red",)),))
    assert ids(boutique.finder.find(refused)) == [HAT]
    assert HAT not in ids(shop.finder.find(refused))


def test_what_the_row_says_needs_no_picture(shop: Searcher) -> None:
    found = shop.finder.find(Query(wanted=(("colour", ("red",)), ("product_type", ("dress",)))))
    assert [(hit.article_id, hit.pictured) for hit in found.hits] == [("0700001002", ())]


def test_a_picture_that_is_unsure_affirms_nothing(boutique_home: Path, tmp_path: Path, encoder: TextEncoder) -> None:
    home = Path(shutil.copytree(boutique_home, tmp_path / "home"))
    look_at_pictures(home, paint(tmp_path / "images", COLOURS), TintEye(floor=1.01))
    shop = Searcher.open(home)
    (hit,) = shop.finder.find(Query(wanted=(("colour", ("red",)), ("product_type", ("hat",))))).hits
    assert (hit.silent, hit.pictured) == (("colour",), ())


def test_without_a_photo_nothing_is_ranked_otherwise(shop: Searcher, boutique: Searcher) -> None:
    query = Query(text="dress for summer", wanted=(("product_type", ("dress",)),))
    assert shop.finder.find(query) == boutique.finder.find(query)


def test_a_catalogue_without_pictures_is_searched_by_likelihood(boutique: Searcher) -> None:
    finder = Finder(boutique.index, boutique.lexicon, boutique.finder.encoder)
    likely = {"product_type_name": {"Boots": 0.9}}
    assert ids(finder.find(Query(picture=replace(picture("Red"), likely=likely), k=1))) == ["0700020001"]
