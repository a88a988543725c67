"""`stylist eval photos`: whether the catalogue's pictures, altered, find their pieces again, and what is like them.

The index must have what the home's eye saw of them. An eye that was trained on these very pictures knows them: of one
that was trained without some, give --images a folder of those.
"""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from PIL import Image

from agents.search import Searcher
from agents.sights import view
from catalog.article import Article
from catalog.pictures import Pictures
from cli.caption import open_captioner
from cli.catalogue import prepare_quietly
from cli.measuring import show_metrics, told
from evaluation.photos import Find, Shot, measure_alike, measure_found
from foundation.errors import BadInput
from foundation.photo import Photo, read_photo
from foundation.settings import Settings
from retrieval.finder import Finder
from retrieval.query import Query
from vision.caption import Captioner

SHOTS = 150
COLOURS = ("green", "red", "blue", "black", "white")


def run(args: Namespace, settings: Settings) -> int:
    """Measure on --n pictures and print a metric a line; returns the exit status."""
    prepare_quietly(settings)
    searcher = Searcher.open(settings.state)
    if searcher.index.pictures is None:
        raise BadInput("no eye has looked at this catalogue's pictures: `stylist train eye --images DIR` has one look")
    pictures = Pictures(settings.images, settings.image_path)
    dice = np.random.default_rng(args.seed)
    shots = _draw(searcher, pictures, args.n or SHOTS, dice)
    captioner = open_captioner(settings)
    every = _finds(searcher.finder, captioner)
    show_metrics(told(lambda tell: measure_found(shots, every, args.seed, tell), "photos found"), args)
    others = _finds(_without(searcher.finder, [shot.article for shot in shots]), captioner)
    show_metrics(told(lambda tell: measure_alike(shots, others, tell), "photos alike"), args)
    return 0


def _draw(searcher: Searcher, pictures: Pictures, count: int, dice: np.random.Generator) -> list[Shot]:
    """Some of the articles with a picture that was seen, one a product."""
    assert searcher.index.pictures is not None
    articles = {
        article.product_code: article
        for row in dice.permutation(searcher.index.pictures.rows)
        for article in (searcher.index.table.article(int(row)),)
        if pictures.path(article.article_id) is not None
    }
    if not articles:
        raise BadInput("none of the pictures that were seen is there: give their --images DIR")
    return [_shot(article, searcher, pictures) for article in islice(articles.values(), count)]


def _shot(article: Article, searcher: Searcher, pictures: Pictures) -> Shot:
    path = pictures.path(article.article_id)
    assert path is not None
    named = (colour for colour in COLOURS if searcher.lexicon.canonical("colour", colour))
    others = (one for one in named if searcher.lexicon.predicate("colour", one).holds(article) is False)
    return Shot(article, read_photo(path).image, next(others, COLOURS[0]))


def _finds(finder: Finder, captioner: Captioner) -> Find:
    """The search of a talk that is sent one photo and at most a colour."""

    def find(image: Image.Image, colour: str, count: int) -> Sequence[Article]:
        pixels = np.asarray(image, dtype=np.uint8)
        photo = Photo(pixels, "").showing(pixels)
        sights = view("photo", captioner.caption(photo), captioner.name, finder.lexicon).sights
        wanted = (("colour", (colour,)),) if colour else ()
        hits = finder.find(Query(picture=sights[0].picture, wanted=wanted, k=count))
        return [finder.index.table.article(hit.row) for hit in hits.hits]

    return find


def _without(finder: Finder, articles: Sequence[Article]) -> Finder:
    """The finder as if no article of these products had a picture."""
    index = finder.index
    assert index.pictures is not None
    codes = index.table.codes("product_code")
    rows = [row for row in map(index.table.row, [article.article_id for article in articles]) if row is not None]
    kept = index.pictures.where(~np.isin(codes[index.pictures.rows], codes[rows]))
    return Finder(replace(index, pictures=kept), finder.lexicon, finder.encoder)
