"""The count act over the boutique: exact numbers, and in words what was counted."""

import pytest

from agents.acts.asked import Asked
from agents.acts.count import CountAct
from agents.acts.search import SearchAct
from agents.acts.wishes import Wishes
from agents.plan import Act, Plan
from agents.results import Count, Results
from agents.search import Searcher
from foundation.brief import Brief, Part

DRESS = ("dress",)


@pytest.fixture(scope="module")
def act(boutique: Searcher) -> CountAct:
    wishes = Wishes(boutique.finder, 6)
    return CountAct(wishes, SearchAct(wishes))


def results(act: CountAct, brief: Brief, *asked: str) -> Results:
    order = Act(name="count")
    return act.run(order, Asked(Plan(acts=(order,), asked=asked), brief))


def counts(act: CountAct, brief: Brief) -> tuple[Count, ...]:
    return results(act, brief).counts


@pytest.mark.parametrize(
    ("wanted", "excluded", "count"),
    [
        ({"product_type": DRESS}, {}, (8, 5)),
        ({"product_type": DRESS, "colour": ("black",)}, {}, (1, 1)),
        ({"product_type": DRESS}, {"colour": ("black",)}, (7, 5)),
        ({"product_type": DRESS, "pattern": ("striped",)}, {}, (1, 1)),
        ({"product_type": DRESS, "colour": ("pink",)}, {}, (2, 2)),
        ({"product_type": ("jeans",), "audience": ("men",)}, {}, (2, 2)),
        ({"product_type": ("umbrella",)}, {}, (0, 0)),
        ({}, {}, (31, 27)),
    ],
)
def test_a_count_is_exact(
    act: CountAct,
    wanted: dict[str, tuple[str, ...]],
    excluded: dict[str, tuple[str, ...]],
    count: tuple[int, int],
):
    (counted,) = counts(act, Brief(wanted, excluded))
    assert (counted.articles, counted.products) == count


def test_a_count_says_what_it_counted(act: CountAct):
    brief = Brief({"product_type": DRESS, "colour": ("green",)}, {"material": ("linen",)})
    (counted,) = counts(act, brief)
    for part in ("green dresses", "not linen", "Light Green", "Dark Green"):
        assert part in counted.counted


def test_each_garment_asked_for_is_counted_alone(act: CountAct):
    brief = Brief({"product_type": DRESS}, parts=(Part({"product_type": ("jeans",), "audience": ("men",)}),))
    assert [(one.articles, one.products) for one in counts(act, brief)] == [(8, 5), (2, 2)]


def test_counting_shows_nothing_and_says_what_no_column_carries(act: CountAct):
    told = results(act, Brief({"product_type": DRESS}), "price")
    assert (told.shown, told.relaxed) == ((), ("price: this catalogue does not carry it",))
