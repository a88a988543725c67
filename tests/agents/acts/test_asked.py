"""Asked: which articles an act's numbers name."""

from agents.acts.asked import Asked, Idle
from agents.plan import Act, Plan
from agents.results import Results, Shown
from catalog.article import Article
from foundation.brief import Brief

LAST = (Article("0700001001"), Article("0700002001"))
FOUND = (Shown(1, Article("0700006001"), ""), Shown(2, Article("0700007001"), ""), Shown(3, Article("0700008001"), ""))


def named(*handles: int, found: tuple[Shown, ...] = ()) -> dict[int, str]:
    asked = Asked(Plan(), Brief(), LAST, found=found)
    pointed = asked.pointed_at(Act(name="facts", handles=handles))
    return {handle: article.article_id for handle, article in pointed.items()}


def test_numbers_name_the_articles_shown_last():
    assert named(2, 1) == {2: "0700002001", 1: "0700001001"}


def test_numbers_name_what_this_turn_found_before_what_was_shown_last():
    assert named(1, 3, found=FOUND) == {1: "0700006001", 3: "0700008001"}


def test_a_number_that_was_not_given_names_nothing():
    assert named(0, 3, -1) == {}


def test_an_idle_act_finds_nothing():
    assert Idle().run(Act(name="say", topic="thanks"), Asked(Plan(), Brief(), LAST)) == Results()
