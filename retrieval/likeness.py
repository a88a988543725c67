"""Likeness: how like a photo each row is, by what an eye thinks likely of the photo and by where it lies beside rows.

Two witnesses that err apart: the likelihood of what the row says (type, colour, pattern, audience), and the nearness
of the photo to the row's own picture, or to its text where it has none. Both only add to a score; none rules out.
"""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from catalog.lexicon import COLUMNS, Lexicon
from retrieval.filters import Filters
from retrieval.index import Index
from retrieval.pictures import AUDIENCE, Bitmap, SeenPictures
from retrieval.query import Picture

Floats = NDArray[np.float32]
# What a column that agrees fully adds to a score; a column that is asked for in words adds nothing.
WEIGHTS = {
    "product_type_name": 0.8,
    "colour_group_name": 0.8,
    "perceived_colour_master_name": 0.4,
    "graphical_appearance_name": 0.8,
    AUDIENCE: 0.8,
}
# A value is this likely at least, so that an eye that is sure and wrong can't bury a row.
FLOOR = 0.02
# What each standard deviation of nearness beyond the mean of all adds, of a row's text and of its picture. Where the
# form tells the very same piece, the picture's vector need not.
TEXT_NEARNESS, PICTURE_NEARNESS = 0.25, 0.18
# The same piece stands out by its form: what it adds, by how much nearer it is than the STANDING-th nearest picture.
FORM, STANDING, MARGIN = 20.0, 5, 0.03
# The space in which a catalogue eye places photos: texts in another are not near or far.
TEXT_SPACE, TEXT_DIM = "minilm", 384
_SHORTLIST = 2000
_SAMPLED = 500


class Likeness:
    """Compares photos with the rows of one index."""

    def __init__(self, index: Index, filters: Filters, lexicon: Lexicon) -> None:
        self._index, self._filters, self._lexicon = index, filters, lexicon

    def scores(self, picture: Picture, allowed: Bitmap, said: Collection[str] = ()) -> Floats:
        """What being like `picture` adds to the score of each row that is `allowed`; other rows' are meaningless.

        `said` are slots that words ask for.
        """
        asked = {column for slot in said for column in COLUMNS.get(slot, ())}
        scores = np.zeros(len(self._index.table), np.float32)
        for column, likely in picture.likely.items():
            if column in WEIGHTS and column not in asked:
                scores += np.float32(WEIGHTS[column]) * self._agreement(column, likely, picture.eye)
        if picture.vector is not None:
            scores += self._nearness(picture, picture.vector, allowed)
        if picture.form is not None:
            scores += self._sameness(picture, picture.form, allowed)
        return scores

    def _agreement(self, column: str, likely: Mapping[str, float], eye: str) -> Floats:
        """How likely each row's value is, from 0 at FLOOR or below to 1 for a certain one, by its logarithm.

        A row counts as what its picture shows, too: what an eye takes for a blouse it takes for one again.
        """
        shares = self._audience(likely) if column == AUDIENCE else self._of_values(column, likely)
        pictures = self._seen_by(eye)
        if pictures is not None and column in pictures.answers.labels:
            shown = np.array([likely.get(label, 0.0) for label in pictures.answers.labels[column]], np.float32)
            rows = pictures.rows
            shares[rows] = np.maximum(shares[rows], shown[pictures.answers.top(column)])
        return np.asarray(1 - np.log(np.clip(shares, FLOOR, 1)) / np.log(np.float32(FLOOR)), np.float32)

    def _of_values(self, column: str, likely: Mapping[str, float]) -> Floats:
        table = self._index.table
        values = np.array([likely.get(value.strip(), 0.0) for value in table.values(column)], np.float32)
        return values[table.codes(column)]

    def _audience(self, likely: Mapping[str, float]) -> Floats:
        """The likelihood of those a row is made for, as the lexicon reads it."""
        shares = np.zeros(len(self._index.table), np.float32)
        for value, share in likely.items():
            if value in self._lexicon.entries[AUDIENCE]:
                shares += np.float32(share) * self._filters.rows(self._lexicon.predicate(AUDIENCE, value).yes)
        return shares

    def _nearness(self, picture: Picture, vector: Floats, allowed: Bitmap) -> Floats:
        """What being near adds: of the row's own picture, where it has one, else of its text."""
        near = np.float32(TEXT_NEARNESS) * self._near_texts(vector)
        pictures = self._seen_by(picture.eye)
        if pictures is None or pictures.vectors.dim != len(vector):
            return near
        ids, cosines = pictures.vectors.search(vector, _SHORTLIST, allowed[pictures.rows])
        if not len(ids):
            return near
        sample = pictures.vectors.rows(np.linspace(0, len(pictures) - 1, min(len(pictures), _SAMPLED)).astype(np.int64))
        # Of those that are not on the list the farthest on it is the most there could be.
        of_pictures = np.full(len(pictures), cosines[-1], np.float32)
        of_pictures[ids] = cosines
        weight = TEXT_NEARNESS if picture.form is None else PICTURE_NEARNESS
        near[pictures.rows] = np.float32(weight) * _deviations(of_pictures, sample @ vector)
        return near

    def _sameness(self, picture: Picture, form: Floats, allowed: Bitmap) -> Floats:
        """What standing out by its form adds to the few pictures that do."""
        same = np.zeros(len(self._index.table), np.float32)
        pictures = self._seen_by(picture.eye)
        if pictures is None or pictures.forms is None or pictures.forms.dim != len(form):
            return same
        ids, cosines = pictures.forms.search(form, STANDING, allowed[pictures.rows])
        if len(ids) == STANDING:
            same[pictures.rows[ids]] = np.float32(FORM) * np.maximum(0, cosines - cosines[-1] - np.float32(MARGIN))
        return same

    def _seen_by(self, eye: str) -> SeenPictures | None:
        pictures = self._index.pictures
        return pictures if pictures is not None and len(pictures) and pictures.eye == eye else None

    def _near_texts(self, vector: Floats) -> Floats:
        vectors, table = self._index.vectors, self._index.table
        if vectors is None or self._index.encoder_name != TEXT_SPACE or vectors.dim != len(vector):
            return np.zeros(len(table), np.float32)
        cosines = vectors.cosines(vector)
        near: Floats = _deviations(cosines, cosines)[table.text_ids]
        return near


def _deviations(cosines: Floats, usual: Floats) -> Floats:
    """How many standard deviations each is beyond the mean of what is usual, at least 0."""
    beyond: Floats = np.maximum(0, (cosines - usual.mean()) / max(float(usual.std()), 1e-6)).astype(np.float32)
    return beyond
